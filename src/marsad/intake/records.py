"""Records: stories as JSON, one a line or in a list, to one page each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from marsad.intake import mojibake
from marsad.intake import raw as kept
from marsad.intake.charsets import NotTextError, decode
from marsad.intake.documents import text_page
from marsad.intake.fields import words
from marsad.intake.given import Given, rejected, stopped, too_large
from marsad.intake.limits import OutOfTime, within
from marsad.intake.moments import iso
from marsad.intake.options import Options
from marsad.model import Fact, Page, Rejected

SUFFIXES = frozenset((".jsonl", ".ndjson", ".jsonlines"))
_BOM = b"\xef\xbb\xbf"
#: What a record says beside its text, and the name of the fact.
_FACTS = {"author": "author", "category": "section", "tags": "tags", "language": "language", "modified": "modified"}
_SEPARATORS = re.compile("[,،;؛|]")
_SKIP = 1024 * 1024


def looks_like_records(head: bytes) -> bool:
    """Whether the first line of ``head`` is a JSON object, whole or running on beyond ``head``."""
    line, end, _ = head.removeprefix(_BOM).lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not end:
        return line.lstrip(b"{ \t")[:1] == b'"'
    return isinstance(_value(line), dict)


def pages(stream: BinaryIO, path: str, options: Options) -> Iterator[Page | Rejected]:
    """The page of each line of ``stream`` under ``path:LINE``; a line that holds no story is rejected alone."""
    reader = Reader(path, options)
    most = options.limits.page_bytes
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        where = f"{path}:{number}"
        if number > options.limits.records:
            yield stopped(path, "too_many_records", f"the lines after the first {number - 1:,} were not read")
            return
        if len(line) > most and not line.endswith(b"\n"):
            yield too_large(where, _rest_of_line(stream) + len(line), most)
        elif line.strip():
            yield reader.of_line(line.removeprefix(_BOM) if number == 1 else line, where)


def _rest_of_line(stream: BinaryIO) -> int:
    """Passes over the rest of a line without keeping it; its length."""
    size = 0
    while part := stream.readline(_SKIP):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _value(line: bytes) -> object:
    try:
        found: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found


class Reader:
    """Reads the records of one file, and says once which fields it takes."""

    def __init__(self, path: str, options: Options) -> None:
        self.path, self.options = path, options
        self.said = False

    def of_line(self, line: bytes, where: str) -> Page | Rejected:
        """The page in a line of JSON."""
        try:
            record = json.loads(line)
        except UnicodeDecodeError:
            record = self._in_other_charset(line)
        except (ValueError, RecursionError) as cause:
            return rejected(where, line, "bad_record", f"the line is no JSON: {cause}; the others are read")
        if not isinstance(record, dict):
            return rejected(where, line, "bad_record", "the line is no JSON object in UTF-8; the others are read")
        return self.of_record(record, where, line)

    def _in_other_charset(self, line: bytes) -> object:
        try:
            return _value(decode(line)[0].encode("utf-8", "surrogatepass"))
        except NotTextError:
            return None

    def of_record(self, record: dict[str, Any], where: str, raw: bytes) -> Page | Rejected:
        """The page of one record; ``raw`` are its bytes."""
        taken = self.options.fields.of(self.path, record)
        self._say(taken)
        try:
            with within(self.options.limits.seconds):
                found = self._page(record, taken, where, raw)
        except OutOfTime:
            return rejected(where, raw, "too_slow", f"it took more than {self.options.limits.seconds:g} seconds")
        except (RecursionError, MemoryError):
            return rejected(where, raw, "too_large", "reading it takes more memory than there is")
        if not self.options.raw or isinstance(found, Rejected):
            return found
        return replace(found, raw=kept.of_record(raw, self.options.fields.told_of(self.path)))

    def _page(self, record: dict[str, Any], taken: dict[str, str], where: str, raw: bytes) -> Page | Rejected:
        def first(what: str) -> str | None:
            return next(iter(words(_held(record, taken, what))), None)

        text = first("text") or first("html")
        if not text or not text.strip():
            held = ", ".join(name for name, value in record.items() if value)[:200]
            detail = (
                f"no text in it; the fields that hold something are {held}; if one is the text: --fields text=FIELD"
            )
            return rejected(where, raw, "no_text", detail)
        title, through = mojibake.repaired(first("title") or "")
        text, read_as = mojibake.repaired(text)
        encoding = f"utf-8 (read as {read_as or through})" if read_as or through else "utf-8"
        given = Given(
            first("url"), first("source"), iso(_held(record, taken, "published")),
            iso(_held(record, taken, "seen")), facts=tuple(_facts(record, taken)),
        )  # fmt: skip
        return text_page(title, text, where, given, encoding=encoding, size=len(raw))

    def _say(self, taken: dict[str, str]) -> None:
        if self.said:
            return
        self.said = True
        listed = ", ".join(f"{what}={name}" for what, name in taken.items())
        unsure = taken.get("seen", "").lower() == "date" and "published" not in taken
        hint = " (if date is when the story was published: --fields published=date)" if unsure else ""
        self.options.notice(f"{self.path}: {listed or 'no known fields'}{hint}")


def _held(record: dict[str, Any], taken: dict[str, str], what: str) -> Any:
    """What the record holds in the field that was taken for ``what``; a record may have a field without a name."""
    return record.get(taken[what]) if what in taken else None


def _facts(record: dict[str, Any], taken: dict[str, str]) -> Iterator[Fact]:
    for what, name in _FACTS.items():
        for value in words(_held(record, taken, what)):
            parts = _SEPARATORS.split(value) if what == "tags" else [value]
            yield from (Fact(name, part.strip(), f"record {taken[what]}") for part in parts if part.strip())

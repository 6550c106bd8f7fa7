"""Which field of a record holds what: the usual names, and what the user says of his own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from typing import Any

from marsad.errors import SettingsError

#: The usual names of fields, the surest first, written without case, spaces and marks. A plain ``date`` may be that of
#: publication or of fetching: it is taken for the second, which claims less (a story is not younger than it).
USUAL: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "heading", "head"),
    "text": ("text", "content", "body", "maintext", "articlebody", "articletext", "contenttext", "fulltext", "article"),
    "html": ("html", "contenthtml", "rawhtml"),
    "url": ("url", "link", "address", "canonicalurl", "permalink", "uri"),
    "source": ("source", "outlet", "publisher", "newspaper", "site", "sitename", "sourcedomain", "domain"),
    "published": (
        "published", "publishedat", "publisheddate", "publishedtime", "datepublished", "publishdate", "publishtime",
        "publicationdate", "pubdate",
    ),
    "seen": ("seen", "fetched", "fetchedat", "crawled", "crawldate", "crawledat", "datedownload", "retrieved", "date"),
    "modified": (
        "modified", "modifiedat", "datemodified", "lastmodified", "lastmod", "updated", "updatedat", "dateupdated",
        "lastupdated",
    ),
    "author": ("author", "authors", "byline", "creator"),
    "category": ("category", "section", "categories"),
    "tags": ("tags", "keywords"),
    "language": ("language", "lang"),
}  # fmt: skip
_MARKS = re.compile(r"[\W_]+")
_INSIDE = ("name", "title", "domain", "url", "href", "value")


@dataclass(frozen=True, slots=True)
class Fields:
    """What the user says of fields: (pattern of paths, {what: field}), the later before the earlier."""

    told: tuple[tuple[str, Mapping[str, str]], ...] = ()

    @classmethod
    def parse(cls, words: Iterable[str]) -> Fields:
        """The fields in ``title=headline,published=date``, for some files only in ``GLOB:title=headline``.

        Raises SettingsError for what is no field of a story.
        """
        return cls(tuple(_rule(word) for word in words))

    def of(self, path: str, record: Mapping[str, Any]) -> dict[str, str]:
        """What is in which field of ``record``: told ones first, else the first usual name that holds something."""
        told = self.told_of(path)
        written = _plain_names(tuple(record))
        taken = set(told.values())
        for what, names in USUAL.items():
            if what not in told:
                usual = (written[name] for name in names if name in written)
                found = next((name for name in usual if name not in taken and record[name]), None)
                if found:
                    told[what] = found
        return told

    def told_of(self, path: str) -> dict[str, str]:
        """What the user says of the records of the file at ``path``."""
        told: dict[str, str] = {}
        for pattern, own in self.told:
            if fnmatch(path, pattern):
                told.update(own)
        return told


@lru_cache(maxsize=256)
def _plain_names(names: tuple[str, ...]) -> dict[str, str]:
    """The names of fields by their form without case, spaces and marks; files repeat a few sets of names."""
    return {_MARKS.sub("", name).lower(): name for name in names}


def _rule(word: str) -> tuple[str, dict[str, str]]:
    head = word.partition("=")[0]
    pattern, colon, _ = head.rpartition(":")
    names: dict[str, str] = {}
    for pair in word[len(pattern) + len(colon) :].split(","):
        what, equals, name = (part.strip() for part in pair.partition("="))
        if what not in USUAL or not equals or not name:
            raise SettingsError(
                f"--fields {word}: {pair!r} names no field; write WHAT=FIELD with WHAT one of {', '.join(USUAL)}"
            )
        names[what] = name
    return f"*{pattern}" if pattern else "*", names


def words(value: object) -> tuple[str, ...]:
    """The texts in the value of a field: of a string, of a list, or of objects that have a name."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, dict):
        inside = next((value[key] for key in _INSIDE if isinstance(value.get(key), str) and value[key].strip()), None)
        return (inside,) if inside else ()
    if isinstance(value, list):
        return tuple(text for part in value if not isinstance(part, list) for text in words(part))
    return ()

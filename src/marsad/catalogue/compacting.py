"""Writes the look-up file of an import from what was staged: the same input always gives the same bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import marisa_trie
import orjson

from marsad.catalogue.classes import Classes, Kind
from marsad.catalogue.compact import ALIAS, BLOCK, BYTES, MAGIC, MOST_WORDS, NUMBERS, Compact, aligned, opening
from marsad.catalogue.staging import Staging
from marsad.catalogue.wikidata import Item
from marsad.text.tokens import folded_words

LICENCE = "CC BY-SA 4.0"
TYPES = ("PER", "ORG", "LOC")
_SHORTEST_ALIAS = 3
_FEWEST_LETTERS = 2


class Sections:
    """The sections of a file to be: numbers in memory, bytes in temporary files in the folder of the result."""

    def __init__(self, folder: Path) -> None:
        self.numbers = {name: array(code) for name, code in NUMBERS.items()}
        self._open = ExitStack()
        self.bytes: dict[str, BinaryIO] = {}
        for name in BYTES:
            self.bytes[name] = self._open.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115

    def add_blocks(self, starts: str, section: str, records: Iterable[Any]) -> None:
        """Adds records to a section of compressed blocks."""
        block: list[Any] = []
        for record in records:
            block.append(record)
            if len(block) == BLOCK:
                self._add_block(starts, section, block)
                block = []
        if block:
            self._add_block(starts, section, block)
        self.numbers[starts].append(self.bytes[section].tell())

    def _add_block(self, starts: str, section: str, block: list[Any]) -> None:
        self.numbers[starts].append(self.bytes[section].tell())
        self.bytes[section].write(zlib.compress(orjson.dumps(block), 6))

    def write(self, path: Path, header: dict[str, Any]) -> None:
        """Writes the file whole or not at all."""
        parts = [(name, len(a) * a.itemsize) for name, a in self.numbers.items()]
        parts += [(name, file.seek(0, os.SEEK_END)) for name, file in self.bytes.items()]
        head = orjson.dumps({**header, "sections": dict(parts)})
        made = path.with_name(path.name + ".new")
        with made.open("wb") as out:
            out.write(MAGIC + len(head).to_bytes(8, "little") + head)
            for name, _ in parts:
                out.write(bytes(aligned(out.tell()) - out.tell()))
                if name in self.numbers:
                    self.numbers[name].tofile(out)
                else:
                    self.bytes[name].seek(0)
                    shutil.copyfileobj(self.bytes[name], out, 1 << 20)
            out.write(bytes(aligned(out.tell()) - out.tell()))
        made.replace(path)

    def close(self) -> None:
        """Removes the temporary files."""
        self._open.close()


def write(path: Path, staging: Staging, origin: str) -> None:
    """Writes everything staged that is a person, a body or a place to ``path``. ``origin`` names the dump."""
    sections = Sections(path.parent)
    try:
        kinds: dict[str, int] = {}
        staging.db.execute("CREATE TEMP TABLE name (text TEXT, weight INTEGER, bearer INTEGER)")
        sections.add_blocks("detail_starts", "details", _details(staging, sections, kinds))
        _add_names(staging, sections)
        sections.add_blocks("biography_starts", "biographies", ())
        header = {"types": TYPES, "kinds": list(kinds), "origin": origin, "licence": LICENCE, "biographies_origin": ""}
        sections.write(path, header)
    finally:
        sections.close()


def _details(staging: Staging, sections: Sections, kinds: dict[str, int]) -> Iterator[list[Any]]:
    """The details of every entity; its facts and names go to their own places on the way."""
    classes = Classes(staging.db)
    offices: dict[int, str] = {}
    numbers = sections.numbers
    for item in staging.items():
        kind = classes.of(item.classes, item.occupations)
        if kind is None or kind.type not in TYPES or not (names := _names(item)):
            continue
        index = len(numbers["q"])
        _add_facts(numbers, item, kind, kinds)
        weight = -min(item.sitelinks, 0xFFFF)
        staging.db.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [(key, weight, index << 1 | (ALIAS if n else 0)) for n, key in enumerate(names)],
        )
        held = []
        for office in item.offices:
            if office.office not in offices:
                offices[office.office] = staging.name_of(office.office)
            held.append([office.office, offices[office.office], office.start, office.end])
        yield [
            item.name, item.name_en, item.aliases, item.description, item.description_en, item.title, item.picture,
            item.born, item.died, held,
        ]  # fmt: skip


def _add_facts(numbers: dict[str, array[Any]], item: Item, kind: Kind, kinds: dict[str, int]) -> None:
    numbers["q"].append(item.q)
    numbers["type"].append(TYPES.index(kind.type))
    numbers["kind"].append(kinds.setdefault(kind.kind, len(kinds)))
    numbers["country"].append(item.country)
    numbers["sitelinks"].append(min(item.sitelinks, 0xFFFF))


def _names(item: Item) -> list[str]:
    """The name and aliases of an entity as folded words, the name first; none where the name is not Arabic."""
    found: dict[str, None] = {}
    for number, name in enumerate((item.name, *item.aliases)):
        words = folded_words(name)
        key = " ".join(words)
        letters = sum("\u0621" <= c <= "\u06ff" and c.isalpha() for c in key)
        if len(words) <= MOST_WORDS and letters >= (_SHORTEST_ALIAS if number else _FEWEST_LETTERS):
            found[key] = None
        elif not number:
            return []
    return list(found)


def _add_names(staging: Staging, sections: Sections) -> None:
    """The trie of all names, and their bearers, the most linked first, by the number of the name in the trie."""
    texts = "SELECT DISTINCT text FROM name ORDER BY text"
    trie = marisa_trie.Trie(f"{text} " for (text,) in staging.db.execute(texts))
    sections.bytes["names"].write(trie.tobytes())
    openings = _Openings(len(trie))
    starts = array("I", bytes(4 * (len(trie) + 1)))
    for text, bearers in staging.db.execute("SELECT text, COUNT(*) FROM name GROUP BY text ORDER BY text"):
        starts[trie[f"{text} "] + 1] = bearers
        openings.add(text)
    sections.bytes["openings"].write(openings.bits)
    for number in range(1, len(starts)):
        starts[number] += starts[number - 1]
    placed = array("I", bytes(4 * starts[-1]))
    at, last = 0, None
    for text, bearer in staging.db.execute("SELECT text, bearer FROM name ORDER BY text, weight, bearer"):
        at = at + 1 if text == last else starts[trie[f"{text} "]]
        placed[at], last = bearer, text
    sections.numbers["bearer_starts"].extend(starts)
    sections.numbers["bearers"].extend(placed)


class _Openings:
    """The bits of the first words of names, so many that at most one in ten is set."""

    def __init__(self, names: int) -> None:
        self.bits = bytearray(max(64, 1 << (2 * names).bit_length()))

    def add(self, name: str) -> None:
        """Sets the bits of the first word of a name, and of its first two."""
        first, _, rest = name.partition(" ")
        crc = opening(f"{first} ")
        for place in (crc, opening(rest.partition(" ")[0], crc)) if rest else (crc,):
            self.bits[(place & len(self.bits) * 8 - 1) >> 3] |= 1 << (place & 7)


def write_biographies(path: Path, known: Compact, staging: Staging, origin: str) -> int:
    """Writes ``known`` with the staged biographies of its entities to ``path``; how many there are."""
    sections = Sections(path.parent)
    try:
        for name, data in known.sections():
            if name in sections.numbers and not name.startswith("biography"):
                sections.numbers[name].frombytes(data)
            elif name in sections.bytes and name != "biographies":
                sections.bytes[name].write(data)
        told = _biographies(known, staging, sections.numbers["biography_items"])
        sections.add_blocks("biography_starts", "biographies", told)
        header = {name: value for name, value in known.header.items() if name != "sections"}
        sections.write(path, {**header, "biographies_origin": origin})
        return len(sections.numbers["biography_items"])
    finally:
        sections.close()


def _biographies(known: Compact, staging: Staging, items: array[int]) -> Iterator[tuple[str, str]]:
    for index in range(len(known)):
        title = known.details(index).title
        if title and (told := staging.biography(title)):
            items.append(index)
            yield told

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

import orjson

from marsad.catalogue.classes import Classes, Kind
from marsad.catalogue.compact import ALIAS, BLOCK, BYTES, MAGIC, NUMBERS, Compact, aligned
from marsad.catalogue.staging import Staging
from marsad.catalogue.wikidata import Item
from marsad.text.tokens import folded_words

LICENCE = "CC BY-SA 4.0"
TYPES = ("PER", "ORG", "LOC")
_MOST_WORDS = 8
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
        if len(words) <= _MOST_WORDS and letters >= (_SHORTEST_ALIAS if number else _FEWEST_LETTERS):
            found[key] = None
        elif not number:
            return []
    return list(found)


def _add_names(staging: Staging, sections: Sections) -> None:
    """The tree of all names, and their bearers, the most linked first, by the number of the name in its order."""
    numbers = sections.numbers
    words = _add_words(staging, sections)
    tree = _Tree()
    last = None
    for text, bearer in staging.db.execute("SELECT text, bearer FROM name ORDER BY text, weight, bearer"):
        if text != last:
            tree.add([words[word] for word in text.split(" ")])
            numbers["bearer_starts"].append(len(numbers["bearers"]))
            last = text
        numbers["bearers"].append(bearer)
    numbers["bearer_starts"].append(len(numbers["bearers"]))
    tree.write(numbers)


def _add_words(staging: Staging, sections: Sections) -> dict[str, int]:
    """The words of all names, sorted, and their numbers."""
    names = staging.db.execute("SELECT DISTINCT text FROM name")
    found = {word for (text,) in names for word in text.split(" ")}
    numbers = {word: number for number, word in enumerate(sorted(found))}
    for word in numbers:
        sections.numbers["word_starts"].append(sections.bytes["words"].tell())
        sections.bytes["words"].write(word.encode("utf-8", "surrogatepass"))
    sections.numbers["word_starts"].append(sections.bytes["words"].tell())
    return numbers


class _Tree:
    """A tree of words, level by level, of names that come in their order."""

    def __init__(self) -> None:
        self._words = [array("I", [0])]
        self._children = [array("I")]
        self._ends = [array("I", [0])]
        self._last: list[int] = []
        self._count = 0

    def add(self, words: list[int]) -> None:
        """Adds a name that comes after all that were added."""
        self._count += 1
        shared = next((n for n, (a, b) in enumerate(zip(words, self._last, strict=False)) if a != b), len(self._last))
        for level in range(shared, len(words)):
            if level + 1 == len(self._words):
                self._words.append(array("I"))
                self._children.append(array("I"))
                self._ends.append(array("I"))
            while len(self._children[level]) < len(self._words[level]):
                self._children[level].append(len(self._words[level + 1]))
            self._words[level + 1].append(words[level])
            self._ends[level + 1].append(0)
        self._ends[len(words)][-1] = self._count
        self._last = words

    def write(self, numbers: dict[str, array[Any]]) -> None:
        """Lays the levels one after the other."""
        edges = 0
        for level, words in enumerate(self._words):
            below = len(self._words[level + 1]) if level + 1 < len(self._words) else 0
            children = self._children[level]
            children.extend([below] * (len(words) - len(children)))
            numbers["child_starts"].extend(edges + child for child in children)
            numbers["ends"].extend(self._ends[level])
            edges += below
            if level:
                numbers["child_words"].extend(words)
        numbers["child_starts"].append(edges)


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

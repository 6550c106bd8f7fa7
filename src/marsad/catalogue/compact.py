"""The look-up file of an imported catalogue: millions of names and their bearers, mapped into memory.

The file is its magic, the length of its header, the header in JSON, and the sections that the header lists, each at a
multiple of eight bytes. Numbers are little-endian. Names are a tree of words: node 0 is before the first word, the
children of node n are the edges ``child_starts[n]`` to ``child_starts[n + 1]``, sorted by the number of their word
(``child_words``), and edge e leads to node e + 1. ``ends`` gives the number of the name that ends at a node, plus one.
Words are numbered in their order, ``words`` holds them in UTF-8 one after the other.
"""

from __future__ import annotations

import mmap
import sys
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from marsad.errors import CatalogueError

MAGIC = b"MARSADC1"
#: Entities of one compressed block of details.
BLOCK = 32
#: The lowest bit of a bearer says that the name is an alias; the others are the number of the entity in the file.
ALIAS = 1
_BLOCKS_KEPT = 64
_WORDS_KEPT = 1 << 17

#: The sections of numbers and their codes for ``memoryview.cast``.
NUMBERS = {
    "child_starts": "I", "child_words": "I", "ends": "I", "word_starts": "I", "bearer_starts": "I", "bearers": "I",
    "q": "I", "type": "B", "kind": "B", "country": "I", "sitelinks": "H",
    "detail_starts": "Q", "biography_items": "I", "biography_starts": "Q",
}  # fmt: skip
#: The sections of bytes: the words, and compressed blocks.
BYTES = ("words", "details", "biographies")


class Facts(NamedTuple):
    """What telling homonyms apart needs of an entity. ``country`` is the number of a Wikidata id, 0 for none."""

    q: int
    type: str
    kind: str
    country: int
    sitelinks: int


class Biography(NamedTuple):
    """The first words of an article of the Arabic Wikipedia, with what its licence asks to be named."""

    text: str
    title: str
    url: str
    licence: str


class OfficeHeld(NamedTuple):
    """An office by its Arabic name ("" where it has none), with the ISO dates of its holding ("" where not told)."""

    q: int
    name: str
    start: str
    end: str


class Details(NamedTuple):
    """The names and facts of an entity; dates are ISO dates cut to their precision, ``picture`` a file of Commons."""

    name: str
    name_en: str
    aliases: tuple[str, ...]
    description: str
    description_en: str
    title: str
    picture: str
    born: str
    died: str
    offices: tuple[OfficeHeld, ...]


class Compact:
    """An opened look-up file. Immutable; opening reads no more than its header."""

    def __init__(self, path: Path) -> None:
        """Raises CatalogueError for a file that cannot be read or is no whole look-up file."""
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self.header, sections = _sections(memoryview(self._map))
        except (OSError, ValueError, KeyError) as cause:
            raise CatalogueError(f"{path} is no whole catalogue of marsad catalogue import: {cause}") from cause
        self._n = {name: sections[name].cast(code) for name, code in NUMBERS.items()}  # type: ignore[call-overload]
        self._bytes = {name: sections[name] for name in BYTES}
        self._ends, self._starts, self._children = (self._n[n] for n in ("ends", "child_starts", "child_words"))
        self._word_count = len(self._n["word_starts"]) - 1
        self.word = lru_cache(maxsize=_WORDS_KEPT)(self._word)
        self.first = lru_cache(maxsize=_WORDS_KEPT)(self._first)
        self._block = lru_cache(maxsize=_BLOCKS_KEPT)(self._load_block)

    def __len__(self) -> int:
        return len(self._n["q"])

    def _word(self, word: str) -> int:
        """The number of a folded word; -1 for one that is in no name."""
        starts, text, data = self._n["word_starts"], self._bytes["words"], word.encode("utf-8", "surrogatepass")
        low, high = 0, self._word_count
        while low < high:
            middle = (low + high) // 2
            if text[starts[middle] : starts[middle + 1]].tobytes() < data:
                low = middle + 1
            else:
                high = middle
        found = low < self._word_count and text[starts[low] : starts[low + 1]] == data
        return low if found else -1

    def _first(self, word: str) -> int:
        """The node after a first word; 0 where no name begins with it."""
        return self._child(0, self.word(word))

    def _child(self, node: int, word: int) -> int:
        low, high = self._starts[node], self._starts[node + 1]
        if low == high:
            return 0
        edge = bisect_left(self._children, word, low, high)
        return edge + 1 if edge < high and self._children[edge] == word else 0

    def beginning(self, words: Sequence[str], at: int = 0) -> list[tuple[int, int]]:
        """The names that begin with the folded word at ``at``, shortest first: how many words, and their number."""
        found: list[tuple[int, int]] = []
        node, next_ = self.first(words[at]), at + 1
        while node:
            if name := self._ends[node]:
                found.append((next_ - at, name - 1))
            if next_ == len(words):
                break
            node = self._child(node, self.word(words[next_]))
            next_ += 1
        return found

    def number(self, words: Sequence[str]) -> int | None:
        """The number of the name made of exactly these folded words."""
        found = self.beginning(words) if words else []
        return found[-1][1] if found and found[-1][0] == len(words) else None

    def bearers(self, name: int | None) -> list[tuple[int, bool]]:
        """The entities that bear the name of this number, and whether it is an alias, most linked first."""
        if name is None:
            return []
        starts = self._n["bearer_starts"]
        return [(b >> 1, bool(b & ALIAS)) for b in self._n["bearers"][starts[name] : starts[name + 1]]]

    def facts(self, index: int) -> Facts:
        """The facts of an entity by its number in the file."""
        n, header = self._n, self.header
        type_, kind = header["types"][n["type"][index]], header["kinds"][n["kind"][index]]
        return Facts(n["q"][index], type_, kind, n["country"][index], n["sitelinks"][index])

    def index(self, q: int) -> int | None:
        """The number in the file of the entity with this Wikidata id."""
        at = bisect_left(self._n["q"], q)
        return at if at < len(self) and self._n["q"][at] == q else None

    def details(self, index: int) -> Details:
        """Everything kept of an entity by its number in the file."""
        details = Details._make(self._block("detail_starts", "details", index // BLOCK)[index % BLOCK])
        offices = tuple(OfficeHeld(*office) for office in details.offices)
        return details._replace(aliases=tuple(details.aliases), offices=offices)

    def biography(self, index: int) -> Biography | None:
        """The biography of an entity, where one was imported."""
        items = self._n["biography_items"]
        at = bisect_left(items, index)
        if at == len(items) or items[at] != index:
            return None
        url, text = self._block("biography_starts", "biographies", at // BLOCK)[at % BLOCK]
        return Biography(text, self.details(index).title, url, self.header["licence"])

    def _load_block(self, starts: str, section: str, number: int) -> list[Any]:
        start, end = self._n[starts][number : number + 2]
        block: list[Any] = orjson.loads(zlib.decompress(self._bytes[section][start:end]))
        return block

    def counts(self) -> Counter[tuple[str, str]]:
        """How many entities of each type and kind there are."""
        types, kinds = self.header["types"], self.header["kinds"]
        pairs = Counter(zip(self._n["type"], self._n["kind"], strict=True))
        return Counter({(types[t], kinds[k]): count for (t, k), count in pairs.items()})

    def names(self) -> int:
        """How many different names there are."""
        return len(self._n["bearer_starts"]) - 1

    def biographies(self) -> int:
        """How many entities have a biography."""
        return len(self._n["biography_items"])

    def sections(self) -> Iterator[tuple[str, memoryview]]:
        """Every section as bytes, for writing a file that differs in some of them."""
        yield from ((name, self._n[name].cast("B")) for name in NUMBERS)
        yield from self._bytes.items()


def is_compact(path: Path) -> bool:
    """Whether the file begins as look-up files do; False for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _sections(whole: memoryview) -> tuple[dict[str, Any], dict[str, memoryview]]:
    if sys.byteorder != "little":
        raise ValueError("its numbers are little-endian, those of this machine are not")
    if bytes(whole[:8]) != MAGIC:
        raise ValueError("it begins otherwise")
    size = int.from_bytes(whole[8:16], "little")
    header = orjson.loads(whole[16 : 16 + size])
    at = aligned(16 + size)
    found = {}
    for name, length in header["sections"].items():
        found[name] = whole[at : at + length]
        at = aligned(at + length)
    if at != len(whole):
        raise ValueError(f"it has {len(whole)} bytes instead of {at}")
    return header, found


def aligned(size: int) -> int:
    """``size`` rounded up to a multiple of eight."""
    return -(-size // 8) * 8

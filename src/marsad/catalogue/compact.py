"""The look-up file of an imported catalogue: millions of names and their bearers, mapped into memory.

The file is its magic, the length of its header, the header in JSON, and the sections that the header lists, each at a
multiple of eight bytes. Numbers are little-endian. ``names`` is a trie of marisa-trie: each name is its folded words,
a space after each, and has the number that the trie gives it. ``openings`` is a table of bits by the CRC-32 of the
first word of each name and of its first two: it tells of nearly all words that no name begins with them, without a look
into the trie.
"""

from __future__ import annotations

import mmap
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32, decompress

import marisa_trie
import orjson

from marsad.errors import CatalogueError

MAGIC = b"MARSADC2"
#: Entities of one compressed block of details.
BLOCK = 32
#: The lowest bit of a bearer says that the name is an alias; the others are the number of the entity in the file.
ALIAS = 1
#: No name has more words.
MOST_WORDS = 8
_BLOCKS_KEPT = 64
_WORDS_KEPT = 1 << 17

#: The sections of numbers and their codes for ``memoryview.cast``.
NUMBERS = {
    "bearer_starts": "I", "bearers": "I",
    "q": "I", "type": "B", "kind": "B", "country": "I", "sitelinks": "H",
    "detail_starts": "Q", "biography_items": "I", "biography_starts": "Q",
}  # fmt: skip
#: The sections of bytes: the trie of names, the bits of their openings, and compressed blocks.
BYTES = ("names", "openings", "details", "biographies")


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
    """An opened look-up file. Immutable; opening reads its header and its trie, 17 MB for two million names."""

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
        self._trie = _trie(self._bytes["names"], path)
        self._openings, self._mask = self._bytes["openings"], len(self._bytes["openings"]) * 8 - 1
        self._first = lru_cache(maxsize=_WORDS_KEPT)(self._look_up)
        self._block = lru_cache(maxsize=_BLOCKS_KEPT)(self._load_block)

    def __len__(self) -> int:
        return len(self._n["q"])

    def _look_up(self, word: str) -> tuple[int, int] | None:
        """The checksum of a word and the number of the name that it is, -1 if none; None where no name begins so."""
        key = f"{word} "
        crc = opening(key)
        return (crc, self._trie.get(key, -1)) if self._is_set(crc) else None

    def _is_set(self, crc: int) -> int:
        return self._openings[(crc & self._mask) >> 3] >> (crc & 7) & 1

    def opens(self, word: str) -> bool:
        """Whether a name begins with the folded ``word``; seldom also true of a word with which none begins."""
        return self._first(word) is not None

    def beginning(self, words: Sequence[str], at: int = 0) -> list[tuple[int, int]]:
        """The names that begin with the folded word at ``at``, shortest first: how many words, and their number."""
        first = self._first(words[at])
        if first is None:
            return []
        crc, number = first
        if at + 1 < len(words) and self._is_set(crc32(words[at + 1].encode(), crc)):
            ahead = " ".join([*words[at : at + MOST_WORDS], ""])
            return [(name.count(" "), number) for name, number in self._trie.iter_prefixes_with_ids(ahead)]
        return [(1, number)] if number >= 0 else []

    def number(self, words: Sequence[str]) -> int | None:
        """The number of the name made of exactly these folded words."""
        found: int = self._trie.get(" ".join([*words, ""]), -1)
        return found if found >= 0 else None

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
        block: list[Any] = orjson.loads(decompress(self._bytes[section][start:end]))
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


def opening(words: str, before: int = 0) -> int:
    """The checksum of ``words`` behind those with the checksum ``before``; its lower bits are a place in the table."""
    return crc32(words.encode(), before)


def _trie(data: memoryview, path: Path) -> marisa_trie.Trie:
    try:
        return marisa_trie.Trie().frombytes(bytes(data))
    except RuntimeError as cause:
        raise CatalogueError(f"the names in {path} cannot be read: {cause}") from cause


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

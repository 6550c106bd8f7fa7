"""Names that are clear at one place make their short forms findable in the whole story, titles included (لافروف)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from marsad.model import EntityRef, EntityType
from marsad.names.lexicon import Lexicon, readings
from marsad.names.linking import CARRIED, Linked, bare, surnames, units_of
from marsad.names.stream import Found, Stream, cut

RANK = 1
_WIDEST = 3
_WORDS_KEPT = 1 << 16
_ANNOUNCED = frozenset(["place", "organisation"])


class Bearer(NamedTuple):
    """What a short name stands for, and where in the text the name that makes it clear begins."""

    at: int
    type: EntityType
    entity: EntityRef | None


@dataclass(slots=True)
class Bearers:
    """What each short name of a story stands for, in the order of the text.

    ``people`` by surname without its article, ``firsts`` people by first name, ``others`` places and bodies.
    ``heads`` are the first two letters of every short name, which tell of nearly all words that they begin none, and
    "" for the words that may begin any.
    """

    people: dict[str, list[Bearer]] = field(default_factory=dict)
    firsts: dict[str, list[Bearer]] = field(default_factory=dict)
    others: dict[str, list[Bearer]] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()

    def may_begin(self, word: str) -> bool:
        """Whether a short name can begin with the folded ``word``, particles aside."""
        return not self.heads.isdisjoint(_heads(word))

    def person(self, name: str, at: int) -> EntityRef | None:
        """Who bears the short ``name``, a surname or a first name, at the place ``at``."""
        named = self.people.get(bare(name)) or self.firsts.get(name)
        return _nearest(named, at).entity if named else None


@lru_cache(maxsize=_WORDS_KEPT)
def _heads(word: str) -> frozenset[str]:
    """The first letters of the short names that a word can begin: with its article and without, "" for all of them."""
    found: set[str] = set()
    for stem in [r.stem for r in readings(word)]:
        found.add(stem[:2])
        if stem.startswith("ال"):
            found.add(stem[2:4] if len(stem) > 3 else "")
    return frozenset(found)


def _nearest(named: list[Bearer], at: int) -> Bearer:
    """The bearer named last before ``at``, else the first one named after it."""
    return named[max(0, bisect_left([b.at for b in named], at) - 1)]


def bearers(linked: Iterable[Linked], lex: Lexicon) -> Bearers:
    """The short names that the clear names of a story teach."""
    found = Bearers()
    for link in sorted(linked, key=lambda x: x.found.span):
        f = link.found
        bearer = Bearer(f.span.start, f.type, link.entity)
        if f.type is EntityType.PERSON and link.entity:
            first, *others = units_of(f)
            if others:
                found.firsts.setdefault(first, []).append(bearer)
            for name in surnames(f):
                if lex.connectors.get("ال" + name) == "ordinal":
                    continue
                found.people.setdefault(name, []).append(bearer)
        elif f.how in _ANNOUNCED and _distinct(f, lex):
            found.others.setdefault(f.folded.replace(" ", ""), []).append(bearer)
    found.heads = frozenset(["", *(name[:2] for name in (*found.people, *found.others))])
    return found


def _distinct(found: Found, lex: Lexicon) -> bool:
    """Whether a name that a noun announced (بلدة X, شركة X) can be known without the noun."""
    words = found.folded.split()
    if len(words) > _WIDEST or lex.is_head(words[0]):
        return False
    return not any(lex.is_common(w) or w in lex.names for w in words)


def carried(s: Stream, known: Bearers, lex: Lexicon) -> list[Linked]:
    """Short names in ``s`` of who or what is named clearly somewhere in the story."""
    found = []
    if known.people or known.others:
        for at, word in enumerate(s.words):
            if known.may_begin(word.folded) and (hit := _short_name(s, at, known, lex)):
                found.append(hit)
    return found


def _short_name(s: Stream, at: int, known: Bearers, lex: Lexicon) -> Linked | None:
    begins = readings(s.words[at].folded)
    for size in range(min(_WIDEST, len(s) - at), 0, -1):
        if not all(s.plain[at + k] for k in range(1, size)):
            continue
        tail = "".join(s.folded(at + k) for k in range(1, size))
        for reading in begins:
            named = known.others.get(reading.stem + tail)
            key = bare(reading.stem + tail)
            if not named and len(key) > 2 and _stands_alone(s, at, at + size, reading.stem, lex):
                named = known.people.get(key)
            if named:
                bearer = _nearest(named, s.start_of(at, reading.offset))
                return Linked(cut(s, at, at + size, bearer.type, "carried", RANK, reading), bearer.entity, CARRIED)
    return None


def _stands_alone(s: Stream, at: int, end: int, stem: str, lex: Lexicon) -> bool:
    """Whether a short name that is also a common word is used as a name here (الشاهد: the witness)."""
    if end > at + 1 or not lex.is_common(stem):
        return True
    after = s.folded(end) if end < len(s) and s.plain[end] else ""
    described = after.startswith("ال") and (after.endswith(("ي", "يه")) or lex.followers.get(after) == "adjective")
    return stem.startswith("ال") and not described

"""Full names make their short forms findable in the whole story, titles and headings included (لافروف)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.model import EntityRef, EntityType
from marsad.names.lexicon import Lexicon, readings
from marsad.names.linking import Linked, bare, surnames
from marsad.names.stream import Found, Stream, cut

RANK = 1
_WIDEST = 3


@dataclass(slots=True)
class Bearers:
    """Who bears each short name in a story, with the places at which the full name stands."""

    by_name: dict[str, list[tuple[int, EntityRef]]] = field(default_factory=dict)

    def of(self, name: str, at: int) -> EntityRef | None:
        """The bearer named last before ``at``, else the first one named after it."""
        named = self.by_name.get(name)
        if not named:
            return None
        before = bisect_left([place for place, _ in named], at)
        return named[max(0, before - 1)][1]


def bearers(linked: Iterable[Linked]) -> Bearers:
    """The short names that the full names of a story make clear."""
    found = Bearers()
    for link in sorted(linked, key=lambda x: x.found.span):
        if link.found.type is EntityType.PERSON and link.entity:
            for name in surnames(link.found):
                found.by_name.setdefault(name, []).append((link.found.span.start, link.entity))
    return found


def carried(s: Stream, known: Bearers, lex: Lexicon) -> list[Linked]:
    """Short names in ``s`` of people who are named in full somewhere in the story."""
    found = []
    if known.by_name:
        for at in range(len(s)):
            if hit := _short_name(s, at, known, lex):
                found.append(hit)
    return found


def _short_name(s: Stream, at: int, known: Bearers, lex: Lexicon) -> Linked | None:
    for size in range(min(_WIDEST, len(s) - at), 0, -1):
        if not all(s.plain[at + k] for k in range(1, size)):
            continue
        tail = "".join(s.folded(at + k) for k in range(1, size))
        for reading in readings(s.folded(at)):
            key = bare(reading.stem + tail)
            if len(key) > 2 and key in known.by_name and _stands_alone(s, at, at + size, reading.stem, lex):
                name = cut(s, at, at + size, EntityType.PERSON, "carried", RANK, reading)
                return Linked(name, known.of(key, name.span.start))
    return None


def _stands_alone(s: Stream, at: int, end: int, stem: str, lex: Lexicon) -> bool:
    """Whether a short name that is also a common word is used as a name here (الشاهد: the witness)."""
    if end > at + 1 or not lex.is_common(stem):
        return True
    after = s.folded(end) if end < len(s) and s.plain[end] else ""
    described = after.startswith("ال") and (after.endswith(("ي", "يه")) or lex.followers.get(after) == "adjective")
    return stem.startswith("ال") and not described


def refers(found: Found, known: Bearers) -> EntityRef | None:
    """The entity of a short name that was found by other signs (a title before it)."""
    return known.of(bare(found.folded), found.span.start)

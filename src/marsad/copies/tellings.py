"""The two sides of an alignment: the words of a story, and where they name somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.model import Label, Mention, Piece, Span, Story, StoryReading
from marsad.text.tokens import words

#: What stands between the paragraphs of a telling.
BREAK = "\n"
#: A name and the words put on it are one stretch where no more than this stands between them.
_NEAR = 2
#: The kind of label that stands for somebody without a name.
_ACTOR = "actor"
#: Tones by which words take a side.
LOADED = frozenset(("hostile", "distancing", "honouring"))


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch ``[start, stop)`` of a text that names somebody: a name with the words put on it, or such words alone.

    ``entity`` is the id as it was read. ``loaded`` says that words in it take a side (الإرهابي); ``head`` are folded
    words that stand for the entity without its name (قوات النظام السوري), "" where it is named. ``put`` are the words
    put on the name, as offsets from ``start``.
    """

    start: int
    stop: int
    entity: str
    loaded: bool = False
    head: str = ""
    put: tuple[tuple[int, int], ...] = ()

    def shifted(self, by: int) -> Named:
        """The same stretch so many characters further on."""
        return replace(self, start=self.start + by, stop=self.stop + by)


@dataclass(frozen=True, slots=True)
class Told:
    """One text and who is named in it, in order, without overlaps. Offsets index ``text``."""

    text: str
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of a story that are compared: its headline, its dateline, and its paragraphs a line each."""

    title: Told
    dateline: Told
    body: Told


def telling(found: StoryReading) -> Telling:
    """The words of a story with the names and labels found in them."""
    return put_together(found.story, stretches(found.mentions, found.labels))


def put_together(story: Story, named: Sequence[Named]) -> Telling:
    """The words of a story; ``named`` are its stretches, with offsets into the text of its page."""
    line = story.dateline
    return Telling(
        _told([story.title] if story.title else [], named),
        _told([Piece(line.span, line.text)] if line else [], named),
        _told(body_of(story), named),
    )


def body_of(story: Story) -> list[Piece]:
    """The subtitle, paragraphs and headings of a story, in the order of its page."""
    pieces = [*story.paragraphs, *story.headings, *([story.subtitle] if story.subtitle else [])]
    return sorted(pieces, key=lambda piece: piece.span)


def stretches(mentions: Iterable[Mention], labels: Iterable[Label]) -> list[Named]:
    """Where a page names somebody: names joined with the words put on them; offsets into its text."""
    return joined(
        [Named(*m.span, m.entity.id) for m in mentions if m.entity]
        + [put_on(*x.span, x.entity.id, x.kind, x.words, x.tone) for x in labels if x.entity]
    )


def put_on(start: int, stop: int, entity: str, kind: str, words: str, tone: str) -> Named:
    """The stretch of a label of this ``kind``, ``words`` (its headword) and ``tone``."""
    head = words if kind == _ACTOR else ""
    return Named(start, stop, entity, tone in LOADED, head, ((0, stop - start),))


def joined(found: Iterable[Named]) -> list[Named]:
    """Stretches that touch and name the same one as one; of others that overlap, the longer."""
    kept: list[Named] = []
    for one in sorted(found, key=lambda n: (n.start, -n.stop)):
        last = kept[-1] if kept else None
        if last and last.entity == one.entity and one.start <= last.stop + _NEAR:
            kept[-1] = _both(last, one)
        elif last and one.start < last.stop:
            if one.stop - one.start > last.stop - last.start:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _both(one: Named, other: Named) -> Named:
    by = other.start - one.start
    put = (*one.put, *((start + by, stop + by) for start, stop in other.put))
    head = one.head if other.head else ""
    return Named(one.start, max(one.stop, other.stop), one.entity, one.loaded or other.loaded, head, put)


def _told(pieces: Sequence[Piece], named: Sequence[Named]) -> Told:
    """The words of some pieces of a page as one text, with its own offsets."""
    found, at = list[Named](), 0
    for piece in pieces:
        as_written = len(piece.text) == piece.span.end - piece.span.start
        for one in named:
            if as_written and piece.span.contains(Span(one.start, one.stop)):
                found.append(one.shifted(at - piece.span.start))
        at += len(piece.text) + len(BREAK)
    text = BREAK.join(piece.text for piece in pieces)
    return Told(text, tuple(_again(text, sorted(found, key=_start))))


def _again(text: str, named: list[Named]) -> list[Named]:
    """The stretches, and every other place where such words stand without their adjective (قوات النظام)."""
    spoken = {tuple(n.head.split()[:-1]): n for n in named if len(n.head.split()) > 1 and n.loaded}
    if not spoken:
        return named
    found, written = list(named), words(text)
    for size in sorted({len(key) for key in spoken}, reverse=True):
        for at in range(len(written) - size + 1):
            one = spoken.get(tuple(w.folded for w in written[at : at + size]))
            place = Span(written[at].span.start, written[at + size - 1].span.end)
            if one and not any(place.overlaps(Span(n.start, n.stop)) for n in found):
                found.append(Named(*place, one.entity, one.loaded, one.head))
    return sorted(found, key=_start)


def _start(named: Named) -> int:
    return named.start


def lines(text: str) -> list[Span]:
    """The paragraphs of the text of a telling."""
    cuts = [-1, *(at for at, char in enumerate(text) if char == BREAK), len(text)]
    return [Span(a + 1, b) for a, b in pairwise(cuts)]

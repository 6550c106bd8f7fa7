"""A stretch of text as words with what stands between them; and names found in it, before they are chosen from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from marsad.catalogue import Entity
from marsad.model import EntityType, Piece, Span, Zone
from marsad.text.fold import fold_with_map
from marsad.text.letters import QUOTE_CLOSERS, QUOTE_OPENERS, QUOTE_STRAIGHT
from marsad.text.tokens import Analysis, Word, words

ALEF_MAKSURA = "\N{ARABIC LETTER ALEF MAKSURA}"
_MARKS = QUOTE_OPENERS + QUOTE_CLOSERS + QUOTE_STRAIGHT + "'"
#: Nearly all words have a space before them, and few other gaps are common.
_GAPS_KEPT = 4096
_PLAIN = re.compile(r"[^\S\n]{1,2}|\s?[-\u2010\u2011]|[-\u2010\u2011]\s?")
_LOOSE = re.compile(rf"[^\S\n]{{0,2}}[{re.escape(_MARKS)}]?[^\S\n]{{0,2}}|\.\s?|\s?[-\u2010\u2011/]\s?")


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of one zone of a story. ``gaps[i]`` is the text before word ``i`` (since the word before it)."""

    text: str
    zone: Zone
    words: tuple[Word, ...]
    gaps: tuple[str, ...]
    plain: tuple[bool, ...]
    loose: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.words)

    def folded(self, at: int) -> str:
        """The folded word at ``at``, or "" past either end."""
        return self.words[at].folded if 0 <= at < len(self.words) else ""

    def opened(self, at: int) -> bool:
        """Whether a quotation mark stands right before the word at ``at``."""
        gap = self.gaps[at] if at < len(self.gaps) else ""
        return bool(gap) and (gap[-1] in _MARKS or gap.rstrip()[-1:] in tuple(QUOTE_OPENERS))

    def closed(self, at: int) -> bool:
        """Whether a quotation mark stands right after the word before ``at`` (``at`` may be the length)."""
        end = self.words[-1].span.end
        gap = self.gaps[at] if at < len(self.gaps) else self.text[end : end + 2]
        return gap[:1] in tuple(_MARKS) or gap.lstrip()[:1] in tuple(QUOTE_CLOSERS)

    def bracketed(self, at: int, end: int) -> bool:
        """Whether the words ``at`` to ``end`` fill a pair of brackets: ``(رويترز)``, the credit of a caption."""
        after = self.gaps[end] if end < len(self.gaps) else self.text[self.words[-1].span.end :][:1]
        return self.gaps[at].endswith("(") and after.startswith(")")

    def start_of(self, at: int, offset: int) -> int:
        """The place in the text of the folded character ``offset`` of the word at ``at``."""
        word = self.words[at]
        return word.span.start + (fold_with_map(word.text).starts[offset] if offset else 0)


def stream(text: str, zone: Zone, piece: Piece) -> Stream:
    """The words of ``piece``, offsets into ``text``."""
    found = [_kept_apart(w) for w in words(text, piece.span.start, piece.span.end)]
    gaps, at = [], piece.span.start
    for word in found:
        gaps.append(text[at : word.span.start])
        at = word.span.end
    plain, loose = tuple(map(_is_plain, gaps)), tuple(map(_is_loose, gaps))
    return Stream(text, zone, tuple(found), tuple(gaps), plain, loose)


@lru_cache(maxsize=_GAPS_KEPT)
def _is_plain(gap: str) -> bool:
    return _PLAIN.fullmatch(gap) is not None


@lru_cache(maxsize=_GAPS_KEPT)
def _is_loose(gap: str) -> bool:
    return _LOOSE.fullmatch(gap) is not None


_ON = frozenset(["علي", "وعلي", "فعلي"])


def _kept_apart(word: Word) -> Word:
    """The preposition على, which folding makes one with the name علي, under a spelling of its own."""
    if word.folded in _ON and word.text.endswith(ALEF_MAKSURA):
        return Word(word.span, word.text, word.folded[:-1] + ALEF_MAKSURA)
    return word


@dataclass(frozen=True, slots=True)
class Found:
    """A possible name: words ``first`` to ``end`` (excluded) of a stream. ``rank`` settles overlaps of equal length.

    ``entities`` are the known ones that bear the name; ``units`` the parts of a person's name, folded; ``head`` the
    folded noun right before it (منطقة, مدينة). ``score`` is the network's probability, 0 where a rule found the name.
    """

    first: int
    end: int
    type: EntityType
    how: str
    rank: int
    span: Span
    text: str
    clitic: str = ""
    norm: str | None = None
    entities: tuple[Entity, ...] = ()
    units: tuple[str, ...] = ()
    head: str = ""
    folded: str = ""
    score: float = 0.0


def cut(
    s: Stream,
    first: int,
    end: int,
    type: EntityType,
    how: str,
    rank: int,
    reading: Analysis | None = None,
    entities: tuple[Entity, ...] = (),
    units: tuple[str, ...] = (),
) -> Found:
    """The ``Found`` of words ``first`` to ``end``, without the particles that ``reading`` takes off the first word."""
    start = s.start_of(first, reading.offset if reading else 0)
    span = Span(start, s.words[end - 1].span.end)
    text = span.of(s.text)
    norm = "ا" + text if reading and reading.assimilated else None
    folded = " ".join([reading.stem if reading else s.folded(first), *(w.folded for w in s.words[first + 1 : end])])
    clitic = s.text[s.words[first].span.start : start]
    head = s.folded(first - 1) if first and s.loose[first] and not clitic else ""
    return Found(first, end, type, how, rank, span, text, clitic, norm, entities, units, head, folded)


def with_marks(s: Stream, found: Found) -> Found:
    """``found`` with the marks that open or close inside it, and a ``norm`` without them (تيار «الغد» السوري)."""
    inner = [c for c in found.text if c in _MARKS]
    if not inner:
        return found
    start, end = found.span
    if len(inner) % 2:
        if s.text[end : end + 1] in tuple(_MARKS):
            end += 1
        elif s.text[start - 1 : start] in tuple(_MARKS):
            start -= 1
    text = s.text[start:end]
    return replace(found, span=Span(start, end), text=text, norm="".join(c for c in text if c not in _MARKS))

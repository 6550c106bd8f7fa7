"""Words of Arabic and Latin text with their offsets, and the particles that Arabic attaches before a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from marsad.model import Span
from marsad.text.fold import fold, fold_word
from marsad.text.letters import INVISIBLE, MARKS, TATWEEL

_JOINED = "".join(map(re.escape, sorted(MARKS | INVISIBLE | {TATWEEL})))
#: So many stretches are kept with their words: those of a long story.
_STRETCHES_KEPT = 256
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_JOINED}])*")


class Word(NamedTuple):
    """A word of the text. ``folded`` is its folded spelling; ``span`` covers its vowel signs as well."""

    span: Span
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way to take a word apart: ``clitic`` + the rest.

    ``offset`` counts the characters of the *folded* word before ``stem``. For an assimilated article
    (للأمم, folded للامم) the stem is the word as it would stand alone (الامم) and ``assimilated`` is true.
    """

    clitic: str
    stem: str
    offset: int
    assimilated: bool = False


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of ``text`` between ``start`` and ``end``, offsets into the whole ``text``."""
    return list(_words(text, start, len(text) if end is None else end))


@lru_cache(maxsize=_STRETCHES_KEPT)
def _words(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of a stretch, kept a while: names, quotes, labels and events look at the same sentences."""
    return tuple([Word(Span(*m.span()), w := m.group(), fold_word(w)) for m in _WORD.finditer(text, start, end)])


def word_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words of ``words`` stand, at a third of the cost: for texts of which few words are looked at."""
    return [m.span() for m in _WORD.finditer(text, start, end)]


_LETTERS = re.compile(r"[^\W_]+")


def folded_words(name: str) -> tuple[str, ...]:
    """The folded words of a name: ``جان-إيف لودريان`` (Jean-Yves Le Drian) gives three."""
    return tuple(_LETTERS.findall(fold(name)))


_WAW_FA = "وف"
_BA_KAF = "بك"
_LAM = "ل"
_ARTICLE = "ال"
#: Every chain of particles that ``analyses`` takes off, the article aside.
PROCLITICS = (
    *_WAW_FA,
    *_BA_KAF,
    _LAM,
    *(head + tail for head in _WAW_FA for tail in _BA_KAF + _LAM),
)


def analyses(folded_word: str) -> tuple[Analysis, ...]:
    """Every way to read proclitics (و ف ب ل ك and their chains) before a stem of at least two letters.

    The first analysis is always the bare word. Example: ``للامم`` gives (ل, الامم, assimilated).
    """
    found = [Analysis("", folded_word, 0)]
    heads = [("", folded_word)]
    if len(folded_word) > 2 and folded_word[0] in _WAW_FA:
        heads.append((folded_word[0], folded_word[1:]))
        found.append(Analysis(folded_word[0], folded_word[1:], 1))
    for head, rest in heads:
        found.extend(_after_conjunction(head, rest))
    return tuple(found)


def _after_conjunction(head: str, rest: str) -> list[Analysis]:
    if len(rest) < 3:
        return []
    if rest.startswith(_LAM + _LAM):
        return [Analysis(head + _LAM, _ARTICLE + rest[2:], len(head) + 1, assimilated=True)]
    if rest[0] in _BA_KAF + _LAM:
        return [Analysis(head + rest[0], rest[1:], len(head) + 1)]
    return []

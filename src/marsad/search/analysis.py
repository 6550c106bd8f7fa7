"""What the index holds of a text, and every written form that a word of a query finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from marsad.text.fold import fold
from marsad.text.letters import HAMZA_SEATS as SEATS
from marsad.text.stems import stem, within
from marsad.text.tokens import PROCLITICS
from marsad.text.words import bare, folded_words, readings

#: So many words are kept with what was made of them: the commonest make up most of any text.
_KEPT = 40_000
#: How much a form counts beside the very word: with a particle that may be a letter of another word, with its stem.
AS_PARTICLE, AS_STEM = 0.7, 0.25


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text as the index holds it: its words in order without articles, and the stems of their other forms."""

    words: str
    stems: str


def analysed(text: str) -> Analysed:
    """The words of ``text`` with the stems of all that they may be, particles taken off, where stems differ."""
    found = folded_words(text)
    return Analysed(" ".join(map(bare, found)), " ".join([s for word in found for s in _stems(word)]))


@lru_cache(_KEPT)
def _stems(folded: str) -> tuple[str, ...]:
    return tuple({found: None for reading in readings(folded) if (found := stem(reading)) != reading})


def grams(name: str) -> list[str]:
    """Pairs of letters of the folded words of a name, their ends included: what misspelt names still share."""
    return [word[at : at + 2] for w in folded_words(name) for word in (f"^{w}$",) for at in range(len(word) - 1)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for. ``spellings`` are bare words, the one that was written first.

    ``any_form``: other forms of the same stem count too, after the word itself.
    """

    spellings: tuple[str, ...]
    any_form: bool = True

    def forms(self) -> dict[str, float]:
        """The bare words of the index that may be this word, each with how much it counts."""
        found = dict.fromkeys(self.spellings, 1.0)
        for spelling in self.spellings:
            for form in with_particles(spelling):
                found.setdefault(form, AS_PARTICLE)
        return found

    def stems(self) -> tuple[str, ...]:
        """The stems by which other forms are found; none where only the word itself is wanted."""
        return tuple(dict.fromkeys(map(stem, self.spellings))) if self.any_form else ()

    def shared_keys(self) -> frozenset[str]:
        """What ``keys_of`` a written word must share to be this one."""
        return frozenset((*self.spellings, *(_STEM + s for s in self.stems())))

    def letters(self) -> tuple[str, ...]:
        """Letters of which every folded word that is this one holds some: a quick look whether a text may have it."""
        return (*self.spellings, *(part for s in self.stems() for part in within(s)))

    def is_met(self, folded: str) -> bool:
        """Whether a folded word of a text is one of the forms that the index finds for this word."""
        return not self.shared_keys().isdisjoint(keys_of(folded))


#: Before a stem, which is no word of a text.
_STEM = "~"


@lru_cache(_KEPT)
def keys_of(folded: str) -> tuple[str, ...]:
    """Everything by which a folded word of a text is found: what it may be, particles taken off, and the stems."""
    found = readings(folded)
    return (*found, *dict.fromkeys(_STEM + stem(reading) for reading in found))


def wanted(word: str, others: Iterable[str] = (), *, any_form: bool = True) -> Wanted:
    """The word of a query, as it was written, with ``others``: further bare spellings."""
    seats = [bare(fold(spelling)) for spelling in _on_any_seat(word)]
    return Wanted(tuple(dict.fromkeys((bare(fold(word)), *seats, *others))), any_form)


def _on_any_seat(word: str) -> list[str]:
    """A written word with its hamza on every seat that newsrooms give it: ``مسؤول``, ``مسئول``; ``هيئة``, ``هيأة``."""
    for at, letter in enumerate(word[:-1]):
        for seats, before in SEATS:
            if letter in seats and word[at + 1] == before and at:
                return [word[:at] + seat + word[at + 1 :] for seat in seats]
    return []


@lru_cache(10_000)
def with_particles(word: str) -> tuple[str, ...]:
    """The bare words that are ``word`` after attached particles: ``روسيا`` (Russia) gives ``لروسيا`` and others."""
    return tuple(form for head in PROCLITICS if word in readings(form := head + word)[1:])

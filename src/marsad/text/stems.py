"""Light stems: number, gender, pronouns and relational endings left out, so that one search finds them all."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import groupby

from marsad.tables import rows
from marsad.text.fold import fold
from marsad.text.letters import ALEF, TEH, WAW, YEH
from marsad.text.words import bare

#: ``ت`` after these belongs to the word: ``بيت`` (house), ``صوت`` (voice), ``بنات`` (girls).
_LONG = frozenset([ALEF, WAW, YEH])
#: Nouns of action are written so, and are no plurals: ``تعيين`` (appointment), ``تكوين`` (forming).
_ACTION = 5


@lru_cache(40_000)
def stem(word: str) -> str:
    """The light stem of a folded word as ``text.words.bare`` writes it; names and some nouns are their own.

    Example: ``حكومتهم`` (their government) and ``حكومات`` (governments) have the stem of ``حكومه`` (government).
    """
    word = _singular().get(word, word)
    if word in _whole():
        return word
    for endings in _steps():
        word = _without(word, endings)
    return word


def _without(word: str, endings: tuple[tuple[int, str], ...]) -> str:
    for least, ending in endings:
        rest = len(word) - len(ending)
        if rest >= least and word.endswith(ending) and not _belongs(word, ending):
            return word[:rest]
    return word


def _belongs(word: str, ending: str) -> bool:
    if ending == TEH:
        return word[-2] in _LONG
    return len(ending) == 2 and ending[0] == YEH and len(word) == _ACTION and word[0] == TEH


@cache
def _steps() -> tuple[tuple[tuple[int, str], ...], ...]:
    table = rows("search_endings.tsv")
    return tuple(tuple((int(r[1]), r[2]) for r in group) for _, group in groupby(table, key=lambda r: r[0]))


@cache
def _singular() -> dict[str, str]:
    """Broken plurals with their singulars; a word that is also a singular stays what it is."""
    table = [[bare(fold(word)) for word in row] for row in rows("search_plurals.tsv")]
    own = {row[0] for row in table}
    return {plural: row[0] for row in table for plural in row[1:] if plural not in own}


@cache
def _plurals() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for plural in _singular():
        found.setdefault(stem(plural), []).append(plural)
    return {one: tuple(plurals) for one, plurals in found.items()}


def within(one: str) -> tuple[str, ...]:
    """Letters of which every word with the stem ``one`` holds some: the stem itself, its broken plurals."""
    return (one, *_plurals().get(one, ()))


@cache
def _whole() -> frozenset[str]:
    """Words that only look as if they had an ending: names, and nouns such as ``برلمان`` (parliament)."""
    return frozenset(bare(fold(word)) for kind in ("search_names.tsv", "search_nouns.tsv") for (word,) in rows(kind))

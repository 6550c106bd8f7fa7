"""Whether two names can be spellings of one: what transcriptions differ in, and what tells two people apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from marsad.model import EntityType
from marsad.names.lexicon import name_units, signs
from marsad.names.tools import skeleton
from marsad.text.fold import fold

#: How alike two written first names must be, of 100, to be one with a letter more or less (سيفان, ستيفان).
ALIKE = 75
#: A skeleton of fewer letters belongs to many names.
LEAST_BONES = 4
_ARABIC = frozenset(["given", "mixed", "surname", "weak"])


@lru_cache(200_000)
def compact(name: str) -> str:
    """``name`` folded, without what separates its words: ``عبد الله`` and ``عبدالله`` are one."""
    return "".join(c for c in fold(name) if c.isalnum())


def block(type: EntityType, name: str) -> str:
    """What all spellings of a name have in common: names of different blocks are never compared.

    For a person the letters of the last part that every transcription keeps (``ديمستورا`` and ``دي ميستورا``).
    """
    if type is not EntityType.PERSON:
        return f"{type.value}:{compact(name)}"
    last = compact(units(name)[-1]) if units(name) else ""
    return f"PER:{skeleton(last.removeprefix('ال')) or last}"


@lru_cache(100_000)
def units(name: str) -> tuple[str, ...]:
    """The parts of a person's name, folded, particles joined with what they belong to."""
    return name_units(" ".join(fold(name).replace("-", " ").split()))


def spelling(first: str, second: str, names: Mapping[str, str]) -> str:
    """How the ``second`` name of a person can be a spelling of the ``first``; "" where it cannot.

    "same" but for spaces; "transcribed": a foreign name with the letters that transcriptions keep; "near": the same of
    a name with Arabic parts, or one letter of the first name more or less; "longer": one of them only has more parts in
    the middle. ``names`` are the known words of names with their kinds: two Arabic ones that differ are two names
    (حسن, حسين), as are a father and a son (بن) and a man and a house (آل).
    """
    if _sons(first) != _sons(second):
        return ""
    if compact(first) == compact(second):
        return "same"
    one, other = units(first), units(second)
    if len(one) < 2 or len(other) < 2 or not _near(one[0], other[0]):
        return ""
    if len(one) != len(other):
        return _longer(one, other)
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if compact(a) != compact(b)]
    if any(_kinds(a, names) <= _ARABIC and _kinds(b, names) <= _ARABIC for a, b in pairs):
        return ""
    if not all(_bones(a) == _bones(b) for a, b in pairs if (a, b) != (one[0], other[0])):
        return ""
    foreign = not any(_is_arabic(unit, names) for unit in (*one, *other))
    known = any("" not in _kinds(a, names) | _kinds(b, names) for a, b in pairs)
    same_bones = _bones(one[0]) == _bones(other[0]) and len(skeleton(first)) >= LEAST_BONES
    return "transcribed" if same_bones and foreign and not known else "near"


@lru_cache(100_000)
def _sons(name: str) -> int:
    return sum(word in signs("son") for word in fold(name).split())


def _is_arabic(unit: str, names: Mapping[str, str]) -> bool:
    return unit.startswith("ال") or any(names.get(word) in _ARABIC for word in unit.split())


def _kinds(unit: str, names: Mapping[str, str]) -> frozenset[str]:
    return frozenset(names.get(word, "") for word in unit.split())


@lru_cache(100_000)
def _bones(unit: str) -> str:
    return skeleton(compact(unit))


def _near(first: str, second: str) -> bool:
    """Whether two first names are one but for the letters of transcription, or for one letter in a long one."""
    if _bones(first) == _bones(second):
        return True
    if min(len(first), len(second)) < LEAST_BONES or Levenshtein.distance(_bones(first), _bones(second)) > 1:
        return False
    return fuzz.ratio(first, second) >= ALIKE


def _longer(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    short, long = sorted((one, other), key=len)
    same_ends = compact(short[0]) == compact(long[0]) and compact(short[-1]) == compact(long[-1])
    rest = iter(long)
    return "longer" if same_ends and all(any(unit == x for x in rest) for unit in short) else ""

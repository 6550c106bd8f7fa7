"""What a story is about, small enough to be kept as a row: its telling words and names, each with a weight."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import numpy as np

from marsad.model import EntityType, Story
from marsad.text.rarity import of_name, of_word
from marsad.text.words import folded_words

#: So many terms are kept of a story, and by so many of the weightiest it is found.
TERMS, KEYS = 40, 10
#: How much more a word counts in the title, and in the first words of the body.
_TITLE, _LEAD = 2.0, 1.0
#: How much a name counts against a word of its rarity; a place counts less, since its region has many happenings.
_NAME, _PLACE = 1.5, 0.8
_LEAD_WORDS = 40
#: A mark before entity ids, which no word has.
MARK = "@"
_HIGHEST = 255


@dataclass(frozen=True, slots=True)
class Sketch:
    """``terms`` are stems and ``@`` entity ids by weight, the weightiest first; ``data`` the same as a row keeps it:
    four bytes of a term and one of its weight, in the order of the terms."""

    terms: Mapping[str, int]

    @property
    def data(self) -> bytes:
        """The sketch as a row keeps it."""
        rows = sorted((term_number(term), weight) for term, weight in self.terms.items())
        numbers = np.array([number for number, _ in rows], "<u4")
        return numbers.tobytes() + bytes(weight for _, weight in rows)


def sketch(story: Story, names: Iterable[tuple[str, EntityType]]) -> Sketch:
    """What ``story`` is about; ``names`` are the known entities in it with their types, once for each mention."""
    counts: Counter[str] = Counter()
    rarity: dict[str, float] = {}
    title = folded_words(story.title.text) if story.title else []
    body = [word for piece in story.paragraphs for word in folded_words(piece.text)]
    for words, worth in ((title, _TITLE), (body[:_LEAD_WORDS], _LEAD), (body, 1.0)):
        for word in words:
            stem, rare = of_word(word)
            if rare:
                rarity[stem] = rare
                counts[stem] += worth  # type: ignore[assignment]
    weights = {stem: rarity[stem] * log(1 + counts[stem]) for stem in counts}
    for (name, kind), count in Counter(names).items():
        worth = _PLACE if kind is EntityType.PLACE else _NAME
        if name != story.source:
            weights[MARK + name] = worth * of_name(name) * log(1 + count)
    chosen = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    most = weights[chosen[0]] if chosen else 1.0
    return Sketch({term: max(1, round(_HIGHEST * weights[term] / most)) for term in chosen})


@lru_cache(1 << 17)
def term_number(term: str) -> int:
    """31 bits of a term."""
    digest = hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "little") & 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Vector:
    """A sketch as it is compared: rising term numbers, with weights of which the squares add up to one."""

    weights: Mapping[int, float]

    @classmethod
    def of(cls, data: bytes) -> Vector:
        """The vector of a row."""
        numbers, weights = _parted(data)
        length = sqrt(sum(weight * weight for weight in weights)) or 1.0
        return cls({number: weight / length for number, weight in zip(numbers, weights, strict=True)})


def keys_of(data: bytes) -> tuple[int, ...]:
    """The numbers of the weightiest terms of a row, by which the story is found."""
    numbers, weights = _parted(data)
    ranked = sorted(zip(numbers, weights, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return tuple(sorted(number for number, _ in ranked[:KEYS]))


def _parted(data: bytes) -> tuple[list[int], bytes]:
    size = len(data) // 5
    return np.frombuffer(data[: 4 * size], "<u4").tolist(), data[4 * size :]


def shared(one: Sketch, other: Vector, most: int = 5) -> tuple[str, ...]:
    """The terms that weigh most in the likeness of a story and another: stems, and entity ids after ``@``."""
    mine = Vector.of(one.data).weights
    found = [(mine[n] * other.weights[n], term) for term in one.terms if (n := term_number(term)) in other.weights]
    return tuple(term for _, term in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:most])

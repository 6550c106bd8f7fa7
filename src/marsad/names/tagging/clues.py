"""What the network is told of each word: its folded spelling, what the rules found there, and the lists it is on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from marsad.model import EntityType, Span
from marsad.names.lexicon import Lexicon, readings
from marsad.text.fold import fold_word

#: The kinds of clue that a rule's find gives: a known name, one from its context, one carried through the story.
_HOW = {"catalogue": 0, "carried": 2}
_FROM_CONTEXT = 1
_TYPES = {EntityType.PERSON: 0, EntityType.ORGANISATION: 1, EntityType.PLACE: 2}
#: How many values ``Clue.rule`` has: none, and first or later word of three types by three kinds of rule.
RULES = 1 + 2 * len(_TYPES) * 3
#: How many lists ``Clue.lists`` tells of, a bit each, and the bits that are asked for by name.
LISTS = 8
GIVEN_NAME, NAME, TITLE, BODY, COMMON = 1, 2, 4, 8, 64
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


class Clue(NamedTuple):
    """A word or mark as the network sees it. ``rule`` is below ``RULES``, ``lists`` has ``LISTS`` bits."""

    word: str
    rule: int
    lists: int


class Named(Protocol):
    """A name that a rule found: a mention, or one not chosen yet."""

    @property
    def span(self) -> Span:
        """Where it stands in the text."""

    @property
    def type(self) -> EntityType:
        """Of what kind it is."""

    @property
    def how(self) -> str:
        """The rule that found it."""


@lru_cache(maxsize=1 << 17)
def spelling(token: str) -> str:
    """The form in which the network knows ``token``: folded, each digit as 0, marks stuck to a word left off."""
    folded = _DIGIT.sub("0", fold_word(token))
    word = _WORD.search(folded)
    return word.group() if word else folded[:1]


def rule_clues(spans: Sequence[tuple[int, int]], named: Iterable[Named]) -> list[int]:
    """For each token, given by where it stands, what the rules found there (``named``, in any order)."""
    found = [0] * len(spans)
    at = 0
    for name in sorted(named, key=lambda n: n.span):
        while at < len(spans) and spans[at][1] <= name.span.start:
            at += 1
        for k in range(at, len(spans)):
            if spans[k][0] >= name.span.end:
                break
            kind = _HOW.get(name.how, _FROM_CONTEXT)
            found[k] = 1 + 2 * (kind * len(_TYPES) + _TYPES[name.type]) + (k > at)
    return found


class Lists:
    """Which word lists a word is on, as bits; words are looked up once."""

    def __init__(self, lexicon: Lexicon, country_of: Callable[[str], str | None]) -> None:
        self._lexicon = lexicon
        self._country_of = country_of
        self._seen: dict[str, int] = {}

    def of(self, word: str) -> int:
        """The bits of the folded ``word``, particles aside."""
        bits = self._seen.get(word)
        if bits is None:
            bits = self._seen[word] = self._look_up(word)
        return bits

    def is_work(self, word: str) -> bool:
        """Whether the folded ``word``, particles aside, is a noun for a work or a broadcast (برنامج, رواية)."""
        return any(r.stem in self._lexicon.works for r in readings(word))

    def _look_up(self, word: str) -> int:
        lex = self._lexicon
        stems = [r.stem for r in readings(word)]
        kinds = {lex.names[stem] for stem in stems if stem in lex.names}
        on = (
            "given" in kinds,
            bool(kinds - {"given"}),
            bool(lex.title(word)),
            any(stem in lex.bodies for stem in stems),
            any(stem in lex.places for stem in stems),
            bool(self._country_of(word)),
            lex.is_common(word),
            any(stem in lex.followers for stem in stems),
        )
        return sum(bit << k for k, bit in enumerate(on))

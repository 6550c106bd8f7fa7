"""What a story says around its names, by which homonyms are told apart: whom else it names, and its country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marsad.catalogue import Entity
from marsad.model import Zone
from marsad.names.stream import Found, Stream
from marsad.names.tools import NameTools

#: How clearly a dateline, a name and an adjective say where a story is set; what a clear answer needs.
_DATELINE, _NAME, _ADJECTIVE = 6, 2, 1
_CLEAR = 4
#: How far before a name the adjectives of its title stand (وزير الخارجية والتعاون الدولي المصري …).
_TITLE_REACH = 5


@dataclass(frozen=True, slots=True)
class Setting:
    """``around``: how often each entity that is named without doubt, and its country, is named in the story.

    ``country`` is the id of the country that the story is about, "" where none stands out.
    """

    around: Counter[str]
    country: str = ""

    def names(self, entity: Entity, found: Found) -> int:
        """How often the story names ``entity`` or its country beside ``found``, which may be a name of it itself."""
        itself = len(found.entities) == 1 and found.how != "surname"
        times = self.around[entity.id] - itself
        if entity.country:
            times += self.around[entity.country] - itself
        return max(0, times)


def adjectives(words: Mapping[str, int], tools: NameTools) -> Counter[str]:
    """How often the words of a story, counted by their folded spelling, are adjectives of each country."""
    found: Counter[str] = Counter()
    for word, times in words.items():
        if country := tools.country_of(word):
            found[country] += times
    return found


def setting(named: Iterable[tuple[Stream, Found]], said: Counter[str]) -> Setting:
    """The setting of a story from the names found in it and from its ``adjectives``."""
    around: Counter[str] = Counter()
    countries = Counter({country: times * _ADJECTIVE for country, times in said.items()})
    for s, f in named:
        if len(f.entities) == 1 and f.how != "surname":
            entity = f.entities[0]
            around[entity.id] += 1
            if country := entity.id if entity.kind == "country" else entity.country:
                countries[country] += _DATELINE if s.zone is Zone.DATELINE else _NAME
            if entity.country:
                around[entity.country] += 1
    return Setting(around, _foremost(countries))


def _foremost(countries: Counter[str]) -> str:
    """The country that is named clearly, and twice as often as any other."""
    ranked = [*countries.most_common(2), ("", 0), ("", 0)]
    (first, most), (_, second) = ranked[0], ranked[1]
    return first if most >= _CLEAR and most >= 2 * second else ""


def beside(s: Stream, f: Found, tools: NameTools) -> frozenset[str]:
    """The countries whose adjectives stand in the title before a name, or right after it (الاتحاد السعودي)."""
    found = []
    for at in range(f.first - 1, max(-1, f.first - 1 - _TITLE_REACH), -1):
        if not s.loose[at + 1]:
            break
        found.append(tools.country_of(s.folded(at)))
    if f.end < len(s) and s.plain[f.end] and s.folded(f.end).startswith("ال"):
        found.append(tools.country_of(s.folded(f.end)))
    return frozenset(c for c in found if c)

"""Names in a story: every way of finding them, the choice among overlapping ones, and their entities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from marsad.model import EntityType, Mention, Story
from marsad.names.bodies import bodies
from marsad.names.carrying import Bearers, bearers, carried
from marsad.names.linking import CARRIED, Linked, fullest, linked
from marsad.names.lookup import known_names
from marsad.names.metonyms import government, together
from marsad.names.people import people
from marsad.names.places import places
from marsad.names.setting import adjectives, setting
from marsad.names.stream import Found, Stream, stream
from marsad.names.tagging.stories import Tagger
from marsad.names.tools import NameTools

#: How sure each rule is, measured on the gold pages.
_SCORES = {
    "catalogue": 0.95, "carried": 0.92, "title": 0.85, "given_name": 0.8, "surname": 0.8, "organisation": 0.75,
    "place": 0.7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Zone:
    stream: Stream
    names: tuple[Found, ...]


def find(text: str, story: Story, tools: NameTools, tagger: Tagger | None = None) -> tuple[Mention, ...]:
    """The names in ``story``, a story of the page ``text``, in the order of the text; no two of them overlap.

    The rules go first; a ``tagger`` is told what they found, what it finds beside that is added, and names that it
    makes clear are carried through the story as well.
    Example: in ``وأكد وزير الخارجية الروسي سيرغي لافروف`` (the Russian foreign minister affirmed) the name is
    ``سيرغي لافروف``, and no organisation.
    """
    zones = _zones(text, story, tools)
    said = adjectives([z.stream for z in zones], tools)
    named = _linked(zones, said, tools)
    if tagger:
        added = tagger.find([z.stream for z in zones], [[link.found for link in links] for links in named])
        if any(added):
            zones = [_Zone(z.stream, _beside(z, links, new)) for z, links, new in zip(zones, named, added, strict=True)]
            named = _linked(zones, said, tools)
    mentions = [_mention(link, z.stream, tools) for z, links in zip(zones, named, strict=True) for link in links]
    return tuple(together(sorted(mentions, key=lambda m: m.span), text, tools))


def _zones(text: str, story: Story, tools: NameTools) -> list[_Zone]:
    streams = [stream(text, zone, piece) for zone, piece in story.zones()]
    vocabulary = frozenset(word.folded for s in streams for word in s.words)
    return [_read(s, tools, vocabulary) for s in streams]


def _linked(zones: list[_Zone], said: Counter[str], tools: NameTools) -> list[list[Linked]]:
    """The names of each zone with their entities, and the short forms of names that are clear elsewhere."""
    full = [(z.stream, f) for z in zones for f in z.names]
    around = setting(full, said)
    links = {id(x.found): x for x in fullest([linked(s, f, around, tools) for s, f in full])}
    known = bearers(links.values(), tools.lexicon)
    named = []
    for z in zones:
        short = {id(c.found): c for c in carried(z.stream, known, tools.lexicon)}
        apart = _apart([*z.names, *(c.found for c in short.values())])
        named.append([short.get(id(f)) or _resolved(links[id(f)], known) for f in apart])
    return named


def _beside(zone: _Zone, links: list[Linked], new: list[Found]) -> tuple[Found, ...]:
    """The names of the rules and those of the network that touch none of them."""
    taken = [link.found for link in links]
    free = [f for f in new if not any(f.first < t.end and t.first < f.end for t in taken)]
    return (*zone.names, *free)


def _read(s: Stream, tools: NameTools, vocabulary: frozenset[str]) -> _Zone:
    known = known_names(s, tools, vocabulary)
    by_start = {f.first: f for f in known}
    named = people(s, tools, known, vocabulary)
    after = {**{f.first: f for f in named}, **by_start}
    found = [*known, *named, *bodies(s, tools, after), *places(s, tools, after)]
    return _Zone(s, tuple(_apart(found)))


def _apart(found: list[Found]) -> list[Found]:
    """The longest of overlapping names; of equally long ones that of the higher rank."""
    taken: list[Found] = []
    for f in sorted(found, key=lambda f: (f.first - f.end, -f.rank, f.first)):
        if not any(f.first < t.end and t.first < f.end for t in taken):
            taken.append(f)
    return sorted(taken, key=lambda f: f.span)


def _resolved(link: Linked, known: Bearers) -> Linked:
    if link.found.type is EntityType.PERSON and (link.entity is None or link.found.how == "surname"):
        entity = known.person(link.found.folded, link.found.span.start)
        return Linked(link.found, entity, CARRIED) if entity else link
    return link


def _mention(link: Linked, s: Stream, tools: NameTools) -> Mention:
    f = link.found
    return Mention(
        span=f.span,
        text=f.text,
        type=f.type,
        zone=s.zone,
        how=f.how,
        score=f.score or _SCORES[f.how],
        entity=link.entity,
        clitic=f.clitic,
        norm=f.norm,
        link=link.link if link.entity else None,
        metonym_for=government(f, link.entity.id if link.entity else None, s, tools),
    )

"""Names in a story: every way of finding them, the choice among overlapping ones, and their entities."""

from __future__ import annotations

from collections import Counter
from itertools import islice

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


def find(text: str, story: Story, tools: NameTools, tagger: Tagger | None = None) -> tuple[Mention, ...]:
    """The names in ``story``, a story of the page ``text``, in the order of the text; no two of them overlap.

    The rules go first; a ``tagger`` is told what they found, what it finds beside that is added, and names that it
    makes clear are carried through the story as well.
    Example: in ``وأكد وزير الخارجية الروسي سيرغي لافروف`` (the Russian foreign minister affirmed) the name is
    ``سيرغي لافروف``, and no organisation.
    """
    streams = [stream(text, zone, piece) for zone, piece in story.zones()]
    words = Counter(word.folded for s in streams for word in s.words)
    vocabulary = frozenset(words)
    found = [_by_rules(s, tools, vocabulary) for s in streams]
    around = setting([(s, f) for s, of_s in zip(streams, found, strict=True) for f in of_s], adjectives(words, tools))
    links = [[linked(s, f, around, tools) for f in of_s] for s, of_s in zip(streams, found, strict=True)]
    named = _through_story(streams, links, tools)
    if tagger:
        new = tagger.find(streams, [[link.found for link in of_s] for of_s in named])
        free = [_beside(of_s, added) for of_s, added in zip(named, new, strict=True)]
        if any(free):  # they have no entities of their own, so that the links of the others stay what they are
            more = [[linked(s, f, around, tools) for f in of_s] for s, of_s in zip(streams, free, strict=True)]
            named = _through_story(streams, [a + b for a, b in zip(links, more, strict=True)], tools)
    mentions = [_mention(link, s, tools) for s, of_s in zip(streams, named, strict=True) for link in of_s]
    return tuple(together(sorted(mentions, key=lambda m: m.span), text, tools))


def _by_rules(s: Stream, tools: NameTools, vocabulary: frozenset[str]) -> list[Found]:
    known = known_names(s, tools, vocabulary)
    by_start = {f.first: f for f in known}
    named = people(s, tools, known, vocabulary)
    after = {**{f.first: f for f in named}, **by_start}
    return _apart([*known, *named, *bodies(s, tools, after), *places(s, tools, after)])


def _through_story(streams: list[Stream], links: list[list[Linked]], tools: NameTools) -> list[list[Linked]]:
    """The names of each stream with their entities, and the short forms of names that are clear elsewhere."""
    full = iter(fullest([link for of_s in links for link in of_s]))
    links = [list(islice(full, len(of_s))) for of_s in links]
    known = bearers([link for of_s in links for link in of_s], tools.lexicon)
    return [_with_short_names(s, of_s, known, tools) for s, of_s in zip(streams, links, strict=True)]


def _with_short_names(s: Stream, links: list[Linked], known: Bearers, tools: NameTools) -> list[Linked]:
    short = carried(s, known, tools.lexicon)
    by_found = {id(link.found): link for link in (*(_resolved(link, known) for link in links), *short)}
    return [by_found[id(f)] for f in _apart([*(link.found for link in links), *(c.found for c in short)])]


def _beside(links: list[Linked], new: list[Found]) -> list[Found]:
    """The names of the network that touch none of the rules."""
    taken = [link.found for link in links]
    return [f for f in new if not any(f.first < t.end and t.first < f.end for t in taken)]


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

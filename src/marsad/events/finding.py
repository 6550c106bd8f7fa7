"""Every event of a story, in the order of the text: who did what to whom, when, told by whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from marsad.catalogue import Catalogue
from marsad.events import lexicon, statements
from marsad.events.cutting import Cutting
from marsad.events.frames import Roles, roles
from marsad.events.lexicon import Form
from marsad.events.modality import Modality, modality
from marsad.events.phrases import Phrase, phrases
from marsad.model import (
    EntityType,
    Event,
    EventDate,
    EventType,
    Mention,
    Participant,
    Piece,
    Quote,
    Span,
    Speaker,
    Story,
    Zone,
)
from marsad.quotes.clauses import Clause, clause
from marsad.quotes.lexicon import words as quote_words
from marsad.quotes.speakers import bearer
from marsad.text import dates
from marsad.text.fold import fold_word
from marsad.text.marks import pairs

_UNTIL = re.compile(r"حتى[^.،]{0,30}$")
_WORD = re.compile(r"[^\W_]+")
_SCORES = {
    "verb": 0.85, "verb_turned": 0.8, "noun_between": 0.8, "noun_of": 0.75, "noun": 0.7, "verb_carried": 0.6,
    "noun_carried": 0.6,
}  # fmt: skip
THROUGH_OFFICE = 0.15
CLOSE_DAYS = 31
OPENING = 4
#: Expressions with day, month and year mean the same from any day.
_ANY_DAY = date(2000, 1, 1)
_PLAYED = frozenset([EventType.MEET, EventType.FIGHT, EventType.WITHDRAW])
_SPOKEN = frozenset([EventType.MEET, EventType.CALL])
_TOLD = (Zone.TITLE, Zone.SUBTITLE, Zone.HEADING, Zone.BODY, Zone.CAPTION)


def find(
    text: str, story: Story, mentions: Sequence[Mention], quotes: Sequence[Quote], catalogue: Catalogue
) -> tuple[Event, ...]:
    """The events that a story tells, a happening once for each sentence that tells it, and one statement a speaker."""
    cut = Cutting(text, story)
    walk = _Walk(text, story, sorted(mentions, key=lambda m: m.span), quotes, catalogue, cut)
    found = [e for zone, piece in cut.zones if zone in _TOLD for e in walk.piece(zone, piece)]
    found += statements.statements(cut, quotes)
    return tuple(sorted(_apart(found), key=lambda e: e.trigger))


@dataclass(slots=True)
class _Walk:
    """Walks over one story and remembers whom its clauses were of."""

    text: str
    story: Story
    mentions: Sequence[Mention]
    quotes: Sequence[Quote]
    catalogue: Catalogue
    cut: Cutting
    memory: list[tuple[int, Participant]] = field(default_factory=list)

    def piece(self, zone: Zone, piece: Piece) -> Iterator[Event]:
        """The events of one stretch; sentences without a trigger are passed over."""
        named = self._within(piece.span)
        if not named:
            return
        known = lexicon.forms()
        told = [m.start() for m in _WORD.finditer(self.text, *piece.span) if fold_word(m.group()) in known]
        if not told:
            return
        marks = pairs(self.text, *piece.span)
        for span in self.cut.sentences(piece):
            inside = self._within(span)
            if inside and any(span.start <= at < span.end for at in told):
                yield from self._sentence(clause(self.text, zone, span, marks, inside))

    def _within(self, span: Span) -> Sequence[Mention]:
        """The mentions that begin in a stretch."""
        first, end = (bisect_left(self.mentions, at, key=lambda m: m.span.start) for at in span)
        return self.mentions[first:end]

    def _sentence(self, c: Clause) -> Iterator[Event]:
        found = phrases(c, self.catalogue)
        sport = not lexicon.words("sport").isdisjoint(w.folded for w in c.words)
        for at, word in enumerate(c.words):
            if word.folded not in lexicon.forms() or c.name_at(at) is not None:
                continue
            event = self._told(c, at, found, sport)
            if event:
                yield event
                self._remember(event)

    def _told(self, c: Clause, at: int, found: Sequence[Phrase], sport: bool) -> Event | None:
        subject = self._subject(c, at, found)
        for form in lexicon.forms()[c.folded(at)]:
            filled = roles(c, at, form, found, subject)
            if filled is None or (sport and form.trigger.type in _PLAYED):
                continue
            if filled.carried and not (subject and self._may_carry(c, at, form, found, subject)):
                continue
            how = modality(c, at, form, filled.end)
            return self._event(c, at, form, filled, found, subject, how) if how else None
        return None

    # --- whom the clause before was of

    def _subject(self, c: Clause, at: int, found: Sequence[Phrase]) -> Participant | None:
        """The free person or body first named in the sentence, else who spoke or acted last."""
        here = c.words[at].span.start
        inside = [q for q in self.quotes if q.venue and q.venue.span.start <= here < q.venue.span.end and q.speaker]
        if inside and inside[0].speaker:
            return _of_speaker(inside[0].speaker)
        acted = [who for when, who in self.memory if c.span.start <= when < here]
        if acted:
            return acted[-1]
        free = [p for p in found if p.end <= at and not p.preposition and p.kind in ("name", "body")]
        people = [p for p in free if p.type is EntityType.PERSON] or [p for p in free if p.type is not EntityType.PLACE]
        if people:
            return people[0].who
        office = next((p for p in found if p.end <= at and not p.preposition and p.kind == "office"), None)
        if office:
            return self._bearer(c, office) or office.who
        later = [p.who for p in found if p.first > at and not p.preposition and p.type is EntityType.PERSON]
        if not free and at < OPENING and later and any(f.trigger.kind == "noun" for f in lexicon.forms()[c.folded(at)]):
            return later[0]
        spoken = [q for q in self.quotes if q.speaker and q.cue and c.span.start <= q.cue.span.start < c.span.end]
        if spoken and spoken[0].speaker:
            return _of_speaker(spoken[0].speaker)
        return self._recalled(c)

    def _recalled(self, c: Clause) -> Participant | None:
        told = [(q.span.start, _of_speaker(q.speaker)) for q in self.quotes if q.speaker and q.speaker.entity]
        before = [pair for pair in (*told, *self.memory) if pair[0] < c.span.start]
        return max(before, key=lambda pair: pair[0])[1] if before else None

    def _may_carry(self, c: Clause, at: int, form: Form, found: Sequence[Phrase], subject: Participant) -> bool:
        """Whether a happening without a subject of its own can be of the one whom the clause before was of.

        Inside a statement it is not of the speaker, except where the statement names him.
        """
        around = self._around(c.words[at].span)
        named = subject.span is not None and around is not None and subject.span.start >= around.span.start
        if around and around.speaker and around.speaker.name == subject.name and not named:
            return False
        return form.trigger.kind == "verb" or self._only_one(c, at, form, found, subject)

    def _spoke(self, c: Clause) -> bool:
        """Whether somebody known is quoted in the sentence."""
        spoken = (q for q in self.quotes if q.speaker and q.speaker.entity and q.cue)
        return any(q.cue and c.span.contains(q.cue.span) for q in spoken)

    def _only_one(self, c: Clause, at: int, form: Form, found: Sequence[Phrase], subject: Participant) -> bool:
        """Whether nobody but ``subject`` is named before a noun, so that its pronoun or occasion can only be his."""
        here_told = form.pronoun or (subject.span is not None and c.span.contains(subject.span)) or self._spoke(c)
        others = [p for p in found if p.end <= at and p.type is EntityType.PERSON and _differ(p.who, subject)]
        return (
            bool(here_told)
            and not others
            and subject.entity is not None
            and subject.entity.type is not EntityType.PLACE
        )

    def _remember(self, event: Event) -> None:
        if event.agents:
            self.memory.append((event.trigger.start, event.agents[0]))

    # --- the event

    def _event(
        self, c: Clause, at: int, form: Form, filled: Roles, found: Sequence[Phrase], subject: Participant | None,
        how: Modality,
    ) -> Event | None:  # fmt: skip
        agents = self._named(c, filled.agents) or ((subject,) if filled.carried and subject else ())
        visited = form.trigger.type is EventType.VISIT
        found_targets = self._named(c, filled.targets, as_places=visited)
        targets = tuple(p for p in found_targets if all(_differ(p, a) for a in agents))
        if (filled.targets and not targets) or (form.trigger.type in _SPOKEN and self._to_press((*agents, *targets))):
            return None
        if any(p.type is EntityType.PLACE and not self._acts(p, form) for p in filled.agents):
            return None
        if visited and (self._is_home(agents, targets, filled) or self._is_body_of_visitor(c, filled)):
            return None
        if "s" in form.trigger.flags:
            agents, targets = (*agents, *targets), ()
            if len(agents) < 2:
                return None
        used = [*filled.agents, *filled.targets]
        where = _place(c, at, found, used, filled.end)
        when = self._date(c, at, filled.end)
        span = self._evidence(c, at, used, when)
        score = _SCORES[filled.how] - (THROUGH_OFFICE if any(p.kind != "name" for p in used) else 0)
        return Event(
            form.trigger.type, agents, targets, c.words[at].span, Piece(span, span.of(self.text)), c.span,
            f"{filled.how}_{form.trigger.word}", round(score, 2), where, when, how.planned, how.denied, how.ended,
            self._voice(c.words[at].span),
        )  # fmt: skip

    def _named(self, c: Clause, found: Sequence[Phrase], *, as_places: bool = False) -> tuple[Participant, ...]:
        """The participants of phrases, each once; whoever bears an office in the story stands for it."""
        out: list[Participant] = []
        for phrase in found:
            who = phrase.place if as_places and phrase.place else phrase.who
            if phrase.kind == "office":
                who = self._bearer(c, phrase) or who
            if all(_differ(who, known) for known in out):
                out.append(who)
        return tuple(out)

    def _bearer(self, c: Clause, phrase: Phrase) -> Participant | None:
        called = c.words[phrase.first : phrase.end]
        known = bearer(self.text, called, self.mentions)
        return Participant(known.name, known.entity, known.span) if known and known.entity else None

    def _is_home(self, agents: Sequence[Participant], targets: Sequence[Participant], filled: Roles) -> bool:
        """Whether the one who is only guessed to be the visitor is of the country itself, and so its host."""
        known = [self.catalogue.entities.get(p.entity.id) for p in agents if p.entity]
        homes = {e.country for e in known if e}
        return filled.carried and any(p.entity and p.entity.id in homes for p in targets)

    def _is_body_of_visitor(self, c: Clause, filled: Roles) -> bool:
        """Whether the visitor is known only by the body that he serves."""
        served = (p for p in filled.agents if p.kind == "office" and p.type is EntityType.ORGANISATION)
        return any(self._bearer(c, p) is None for p in served)

    def _acts(self, phrase: Phrase, form: Form) -> bool:
        """Whether a place can do something: a country or capital, of a verb that agrees with it."""
        entity = phrase.who.entity
        known = self.catalogue.entities.get(entity.id) if entity else None
        if known is None or known.kind not in ("country", "capital"):
            return phrase.kind == "body"
        if phrase.kind != "name":
            return True
        masculine = any(fold_word(w) in quote_words("masculine") for w in known.name.split())
        return form.trigger.kind == "noun" or form.present or form.feminine or masculine

    def _to_press(self, targets: Sequence[Participant]) -> bool:
        """Whether the other side is an outlet: an interview, which is a statement."""
        known = [self.catalogue.entities.get(p.entity.id) for p in targets if p.entity]
        return any(e is not None and e.kind in ("outlet", "agency") for e in known)

    def _voice(self, trigger: Span) -> Speaker | None:
        around = self._around(trigger)
        return around.speaker if around else None

    def _around(self, trigger: Span) -> Quote | None:
        """The innermost quote that a trigger stands in."""
        around = [q for q in self.quotes if q.span.contains(trigger)]
        return min(around, key=lambda q: q.span.end - q.span.start, default=None)

    def _evidence(self, c: Clause, at: int, used: Sequence[Phrase], when: EventDate | None) -> Span:
        first = min([at, *(p.first for p in used)])
        last = max([at + 1, *(p.end for p in used)])
        end = max(c.words[last - 1].span.end, when.span.end if when else 0)
        start = c.words[first].span.start
        return Span(min(start, when.span.start) if when else start, end)

    def _date(self, c: Clause, at: int, end: int) -> EventDate | None:
        """The time that the clause tells, nearest to the trigger, as the days it means from the day of the story."""
        start = c.words[max(0, at - 8)].span.start
        stop = c.words[min(end, len(c.words)) - 1].span.end
        told = dates.find(self.text, start, stop)
        here = c.words[at].span.start
        anchors = _days(self.story)
        told = [e for e in told if not _UNTIL.search(self.text, start, e.span.start)]
        for expression in sorted(told, key=lambda e: (e.span.start < here, abs(e.span.start - here))):
            full = [_ANY_DAY] if expression.is_full else []
            days = [d for a in anchors or full if (d := dates.resolve(expression, a))]
            if days:
                first, last = min(d[0] for d in days), max(d[1] for d in days)
                return EventDate(first.isoformat(), last.isoformat(), expression.text, expression.span)
        return None


def _days(story: Story) -> list[date]:
    """The day of the story, or the two that bound it closely; none where it can be of any."""
    told = story.published
    if told is None:
        return []
    if told.precision == "day" and told.value:
        return [date.fromisoformat(told.value)]
    if not told.earliest or not told.latest:
        return []
    bounds = [date.fromisoformat(told.earliest), date.fromisoformat(told.latest)]
    return bounds if (bounds[1] - bounds[0]).days <= CLOSE_DAYS else []


def _of_speaker(speaker: Speaker) -> Participant:
    return Participant(speaker.name, speaker.entity, speaker.span)


def _differ(one: Participant, other: Participant) -> bool:
    if one.entity and other.entity:
        return one.entity.id != other.entity.id
    return one.name != other.name


def _place(c: Clause, at: int, found: Sequence[Phrase], used: Sequence[Phrase], end: int) -> Participant | None:
    """The place that في or ب governs in the clause."""
    near = [p for p in found if at - 6 <= p.first < end and p.type is EntityType.PLACE and p not in used]
    return next((p.who for p in near if p.preposition in ("في", "ب") and p.kind == "name"), None)


def _apart(found: Sequence[Event]) -> list[Event]:
    """The events less those that a sentence tells twice: the same type and participants, the surer one."""
    kept: list[Event] = []
    for event in sorted(found, key=lambda e: -e.score):
        again = any(
            k.type is event.type and k.sentence == event.sentence and _keys(k) & _keys(event) == _keys(event)
            for k in kept
        )
        if not again:
            kept.append(event)
    return kept


def _keys(event: Event) -> frozenset[str]:
    return frozenset(p.entity.id if p.entity else p.name for p in (*event.agents, *event.targets))

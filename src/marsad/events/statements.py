"""Statements as events: one for each speaker of a story, the surest of his quotes that the source itself tells."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.events.cutting import Cutting
from marsad.model import Event, EventType, Participant, Piece, Quote, Span, Zone

SURE = 0.6


def statements(cut: Cutting, quotes: Sequence[Quote]) -> list[Event]:
    """One statement for each known speaker, addressed to whom the text tells."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        speaker = quote.speaker
        if speaker is None or speaker.entity is None or quote.stance == "deny" or quote.cue is None:
            continue
        known = best.get(speaker.entity.id)
        if known is None or _rank(quote) > _rank(known):  # of equals the first one stays
            best[speaker.entity.id] = quote
    return [_event(cut, quote) for quote in best.values()]


def _rank(quote: Quote) -> tuple[bool, bool, bool, bool]:
    """A statement whose occasion is told is the one that the story is about."""
    return quote.zone is Zone.BODY, not quote.implicit, quote.venue is not None, quote.score >= SURE


def _event(cut: Cutting, quote: Quote) -> Event:
    assert quote.speaker is not None
    assert quote.cue is not None
    agent = Participant(quote.speaker.name, quote.speaker.entity, quote.speaker.span)
    to = quote.addressee
    targets = (Participant(to.name, to.entity, to.span),) if to else ()
    spans = [quote.span, quote.cue.span, *([quote.speaker.span] if quote.speaker.span else [])]
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    return Event(
        EventType.STATEMENT, (agent,), targets, quote.cue.span, Piece(span, span.of(cut.text)),
        cut.around(quote.cue.span),
        f"statement_{quote.how}", quote.score,
    )  # fmt: skip

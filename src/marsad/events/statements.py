"""Statements as events: one for each speaker of a story, the surest of his quotes that the source itself tells."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import Event, EventType, Participant, Piece, Quote, Span, Story, Zone
from marsad.text.sentences import sentences

SURE = 0.6


def statements(text: str, story: Story, quotes: Sequence[Quote]) -> list[Event]:
    """One statement for each known speaker, addressed to whom the text tells."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        speaker = quote.speaker
        if speaker is None or speaker.entity is None or quote.stance == "deny" or quote.cue is None:
            continue
        known = best.get(speaker.entity.id)
        if known is None or _rank(quote) > _rank(known):  # of equals the first one stays
            best[speaker.entity.id] = quote
    return [_event(text, story, quote) for quote in best.values()]


def _rank(quote: Quote) -> tuple[bool, bool, bool]:
    return quote.zone is Zone.BODY, not quote.implicit, quote.score >= SURE


def _event(text: str, story: Story, quote: Quote) -> Event:
    assert quote.speaker is not None
    assert quote.cue is not None
    agent = Participant(quote.speaker.name, quote.speaker.entity, quote.speaker.span)
    to = quote.addressee
    targets = (Participant(to.name, to.entity, to.span),) if to else ()
    spans = [quote.span, quote.cue.span, *([quote.speaker.span] if quote.speaker.span else [])]
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    piece = next((p for _, p in story.zones() if p.span.contains(quote.span)), None)
    around = next((s for s in sentences(text, *piece.span) if s.overlaps(quote.cue.span)), span) if piece else span
    return Event(
        EventType.STATEMENT, (agent,), targets, quote.cue.span, Piece(span, span.of(text)), around,
        f"statement_{quote.how}", quote.score,
    )  # fmt: skip

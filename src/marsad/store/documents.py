"""A story as its page shows it: blocks in page order, with names and quotes as offsets into each block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marsad.model import Mention, Piece, Quote, Span, Story


def shifted(span: Span, by: int) -> tuple[int, int]:
    """The span as offsets from ``by``."""
    return span.start - by, span.end - by


def story_document(text: str, story: Story, mentions: Iterable[Mention], quotes: Iterable[Quote]) -> dict[str, Any]:
    """The document of a story: ``m`` are mentions, ``q`` quotes of a block; ``observatory.stories`` reads them."""
    mentions, numbered = list(mentions), list(enumerate(quotes, 1))

    def block(kind: str, span: Span, credit: str | None = None) -> dict[str, Any]:
        return {
            "kind": kind,
            "text": span.of(text),
            "credit": credit,
            "m": [_mention(m, span) for m in mentions if span.contains(m.span)],
            "q": [_quote(n, q, span) for n, q in numbered if span.contains(q.span)],
        }

    def single(piece: Piece | None, kind: str) -> dict[str, Any] | None:
        return block(kind, piece.span) if piece else None

    blocks = [("paragraph", p.span, None) for p in story.paragraphs]
    blocks += [("heading", h.span, None) for h in story.headings]
    captions = [("caption", c.span, c.credit) for c in story.captions]
    date = story.published
    return {
        "title": single(story.title, "title"),
        "kicker": single(story.kicker, "kicker"),
        "subtitle": single(story.subtitle, "subtitle"),
        "dateline": block("dateline", story.dateline.span) if story.dateline else None,
        "byline": _words(story.byline),
        "credit": _words(story.credit),
        "category": _words(story.category),
        "tags": [t.text for t in story.tags],
        "url": story.url,
        "date": {
            "value": date.value, "precision": date.precision, "earliest": date.earliest, "latest": date.latest,
            "how": date.how, "evidence": [e.text for e in date.evidence],
        } if date else None,
        "blocks": [block(*b) for b in sorted([*blocks, *captions], key=lambda b: b[1])],
    }  # fmt: skip


def _mention(mention: Mention, span: Span) -> list[Any]:
    entity = mention.entity.id if mention.entity else None
    return [*shifted(mention.span, span.start), entity, mention.type.value, mention.how, mention.score]


def _quote(number: int, quote: Quote, span: Span) -> list[Any]:
    speaker = quote.speaker
    entity = speaker.entity.id if speaker and speaker.entity else None
    return [
        *shifted(quote.span, span.start), number, quote.direct, entity, speaker.name if speaker else None,
        quote.cue.text if quote.cue else None, quote.stance, quote.implicit, quote.how, quote.score,
    ]  # fmt: skip


def _words(piece: Piece | None) -> str | None:
    return piece.text if piece else None

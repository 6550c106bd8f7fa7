"""Where the parts of a story stand in its page, kept so that the story can be read again without its page's markup."""

from __future__ import annotations

from typing import Any

from marsad.model import Caption, Dateline, Piece, Published, Span, Story
from marsad.store.compression import packed_json, unpacked_json

_SINGLE = ("title", "kicker", "subtitle", "byline", "credit", "category")
_SEVERAL = ("paragraphs", "tags", "headings")


def packed(story: Story, text: str) -> bytes:
    """The layout of a story of the page ``text``, compressed; ``unpacked`` gives the same story."""
    found: dict[str, Any] = {"id": story.id, "source": story.source, "url": story.url}
    for name in _SINGLE:
        piece = getattr(story, name)
        found[name] = _place(piece.span, piece.text, text) if piece else None
    for name in _SEVERAL:
        found[name] = [_place(piece.span, piece.text, text) for piece in getattr(story, name)]
    found["captions"] = [[_place(c.span, c.text, text), c.credit] for c in story.captions]
    line, date = story.dateline, story.published
    found["dateline"] = [line.places, line.agency] if line else None
    found["dateline_words"] = _place(line.span, line.text, text) if line else None
    if date:
        evidence = [_place(e.span, e.text, text) for e in date.evidence]
        found["published"] = [
            date.value, date.precision, date.earliest, date.latest, evidence, date.how, date.refused,
            *([date.moment] if date.moment else []),
        ]  # fmt: skip
    return packed_json(found)


def unpacked(data: bytes, text: str) -> Story:
    """The story whose layout in the page ``text`` is ``data``."""
    found: dict[str, Any] = unpacked_json(data)

    def single(name: str) -> Piece | None:
        return _piece(found[name], text) if found[name] else None

    def several(name: str) -> tuple[Piece, ...]:
        return tuple(_piece(place, text) for place in found[name])

    line, at = found["dateline"], single("dateline_words")
    return Story(
        id=found["id"],
        title=single("title"),
        paragraphs=several("paragraphs"),
        kicker=single("kicker"),
        subtitle=single("subtitle"),
        dateline=Dateline(at.span, at.text, tuple(line[0]), line[1]) if at else None,
        byline=single("byline"),
        credit=single("credit"),
        category=single("category"),
        tags=several("tags"),
        headings=several("headings"),
        captions=tuple(Caption(*_piece_parts(place, text), credit) for place, credit in found["captions"]),
        published=_published(found.get("published"), text),
        source=found["source"],
        url=found["url"],
    )


def _published(date: list[Any] | None, text: str) -> Published | None:
    if not date:
        return None
    value, precision, earliest, latest, evidence, how, refused, *moment = date
    pieces = tuple(_piece(place, text) for place in evidence)
    return Published(value, precision, earliest, latest, pieces, how, tuple(refused), *moment)


def _place(span: Span, words: str, text: str) -> list[Any]:
    return [*span] if span.of(text) == words else [*span, words]


def _piece(place: list[Any], text: str) -> Piece:
    return Piece(*_piece_parts(place, text))


def _piece_parts(place: list[Any], text: str) -> tuple[Span, str]:
    span = Span(place[0], place[1])
    return span, place[2] if len(place) > 2 else span.of(text)

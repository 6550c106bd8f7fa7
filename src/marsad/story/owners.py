"""Who owns each character of a page: the check that nothing visible is lost and nothing is owned twice."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.model import Layout, Span


def spans(layout: Layout) -> Iterator[tuple[Span, str]]:
    """Every owned stretch with the name of its owner."""
    for story in layout.stories:
        for zone, part in story.zones():
            yield part.span, f"story {zone.value}"
        for piece in (story.byline, story.credit, story.category, *story.tags):
            if piece:
                yield piece.span, "story"
    for furniture in layout.furniture:
        yield furniture.span, furniture.label
    for teaser in layout.related:
        parts = (teaser.title, teaser.summary, teaser.category, teaser.credit, teaser.caption)
        yield from ((part.span, "related") for part in parts if part)
    if layout.profile:
        yield layout.profile.name.span, "profile"
        if layout.profile.bio:
            yield layout.profile.bio.span, "profile"


def unowned(text: str, layout: Layout) -> list[Span]:
    """Visible characters that nobody owns."""
    owned = {at for span, _ in spans(layout) for at in range(*span)}
    return [Span(at, at + 1) for at, char in enumerate(text) if char.isalnum() and at not in owned]


def twice(layout: Layout) -> list[tuple[Span, str]]:
    """Stretches that overlap an earlier one."""
    found: list[tuple[Span, str]] = []
    end = 0
    for span, owner in sorted(spans(layout)):
        if span.start < end:
            found.append((span, owner))
        end = max(end, span.end)
    return found

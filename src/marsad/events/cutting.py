"""The stretches of a story and their sentences, cut once for all that looks for events in them."""

from __future__ import annotations

from bisect import bisect_right

from marsad.model import Piece, Span, Story, Zone
from marsad.text.sentences import sentences


class Cutting:
    """The stretches of one story; sentences are cut only in those that are asked for."""

    def __init__(self, text: str, story: Story) -> None:
        self.text = text
        self.zones: list[tuple[Zone, Piece]] = list(story.zones())
        self._starts = [piece.span.start for _, piece in self.zones]
        self._cut: dict[Span, list[Span]] = {}

    def sentences(self, piece: Piece) -> list[Span]:
        """The sentences of a stretch."""
        known = self._cut.get(piece.span)
        if known is None:
            known = self._cut[piece.span] = sentences(self.text, *piece.span)
        return known

    def around(self, span: Span) -> Span:
        """The sentence in which ``span`` begins; ``span`` itself where it lies in no stretch."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0 or span.start >= self.zones[at][1].span.end:
            return span
        return next((s for s in self.sentences(self.zones[at][1]) if span.start < s.end), span)

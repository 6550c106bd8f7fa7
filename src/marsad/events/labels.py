"""Labels in a story: the words that the source puts on each name, and whose words they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from marsad.events.labels_lexicon import LabelWords, load
from marsad.events.labels_line import Words, line
from marsad.events.labels_naming import Finder
from marsad.events.labels_offices import Offices
from marsad.model import Label, Mention, Quote, Span, Story, Zone
from marsad.names import NameTools


def find(
    text: str,
    story: Story,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    tools: NameTools,
    table: LabelWords | None = None,
) -> tuple[Label, ...]:
    """The labels of ``story``, a story of the page ``text``, in the order of the text.

    Example: in ``وزير الخارجية الروسي سيرغي لافروف`` (the Russian foreign minister) the first three words are a
    title of Lavrov. ``table``: other words than those that ship with Marsad.
    """
    known = table or load()
    found: list[Label] = []
    starts = [m.span.start for m in mentions]
    for zone, piece in story.zones():
        if zone is not Zone.DATELINE:
            zoned = line(text, zone, Words(text, *piece.span), _lying_in(piece.span, mentions, starts))
            found += Finder(zoned, known, tools, Offices(zoned, known, tools)).labels()
    voiced = _Voices(quotes)
    return tuple(sorted({voiced.of(label) for label in found}, key=lambda label: (label.span, label.kind)))


def _lying_in(span: Span, mentions: Sequence[Mention], starts: Sequence[int]) -> Sequence[Mention]:
    return mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


class _Voices:
    """Whose words a stretch of the story is: the quotes of the story by where they begin."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self.quotes = sorted(quotes, key=lambda q: (q.span.end - q.span.start, q.span))

    def of(self, label: Label) -> Label:
        """``label`` in the voice of the narrowest quote around it, or of the source.

        Marks have no sound: in a statement that is only reported they are the writer's.
        """
        for quote in self.quotes:
            if quote.span.contains(label.span) and (quote.direct or label.kind != "scare"):
                speaker = quote.speaker.entity if quote.speaker else None
                return replace(label, voice="speaker", speaker=speaker.id if speaker else None)
        return label

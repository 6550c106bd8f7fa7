"""A story while its page is being read, and the finished story that comes of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from marsad.model import Caption, Dateline, Page, Piece, Span, Story
from marsad.story.lines import Line, bracket_credit
from marsad.text.fold import fold

IDENTITY_CHARS = 400


@dataclass(slots=True)
class Draft:
    """The parts of one story found so far, as spans of the page's text.

    ``day`` is the ISO date or time that the markup states for this story alone, ``time`` the words that show it.
    """

    title: Span | None = None
    kicker: Span | None = None
    subtitle: Span | None = None
    dateline: Dateline | None = None
    byline: Span | None = None
    credit: Span | None = None
    category: Span | None = None
    paragraphs: list[Span] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    tags: list[Span] = field(default_factory=list)
    url: str | None = None
    time: Piece | None = None
    day: str | None = None

    def spans(self) -> list[Span]:
        """Every stretch of the page that the story owns."""
        single = [self.title, self.kicker, self.subtitle, self.byline, self.credit, self.category]
        found = [s for s in single if s] + self.paragraphs + self.headings + self.tags
        found += [c.span for c in self.captions]
        return found + ([self.dateline.span] if self.dateline else [])

    def finish(self, page: Page, source: str | None) -> Story:
        """The story, with an id that the same page always gives it."""
        text = page.text

        def piece(span: Span | None) -> Piece | None:
            return Piece(span, span.of(text)) if span else None

        def pieces(spans: list[Span]) -> tuple[Piece, ...]:
            return tuple(Piece(s, s.of(text)) for s in sorted(spans))

        return Story(
            id=self._identity(page),
            title=piece(self.title),
            paragraphs=pieces(self.paragraphs),
            kicker=piece(self.kicker),
            subtitle=piece(self.subtitle),
            dateline=self.dateline,
            byline=piece(self.byline),
            credit=piece(self.credit),
            category=piece(self.category),
            tags=pieces(self.tags),
            headings=pieces(self.headings),
            captions=tuple(Caption(c.span, c.text, bracket_credit(c.text)) for c in self.captions),
            source=source,
            url=self.url or page.url,
        )

    def _identity(self, page: Page) -> str:
        """16 hexadecimal digits of the page's identity, the title and the beginning of the body."""
        title = self.title.of(page.text) if self.title else ""
        body = " ".join(s.of(page.text) for s in self.paragraphs)[:IDENTITY_CHARS]
        words = "\n".join((page.url or page.digest, fold(title), fold(body)))
        return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

"""The page of a feed's teasers: what its entries without a text of their own say of stories that stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from marsad.intake.given import Given, digest
from marsad.model import Block, Fact, Group, Markup, Page, Region, Span


class Teaser(NamedTuple):
    """The headline of a story, its summary ("" for none), and where the story is. Each is one line of plain text."""

    title: str
    summary: str
    url: str


def page(title: str, teasers: Sequence[Teaser], path: str, given: Given, *, encoding: str, size: int) -> Page:
    """The page that shows ``teasers`` one after another, as a list of headlines that lead elsewhere does.

    ``title``: what the feed is called, "" for nothing. Its lines are told as related, so that none becomes a story.
    """
    blocks: list[Block] = []
    at = 0
    lines = list(_lines(teasers))
    for words, url in lines:
        span = Span(at, at + len(words))
        if url:
            blocks.append(Block(span, "h2", Region.RELATED, "teaser", len(words), False, 0, url, link=span))
        else:
            blocks.append(Block(span, "p", Region.RELATED, "", 0, False, 0))
        at = span.end + 1
    text = "\n".join([*(words for words, _ in lines), ""])
    facts = (Fact("title", title, "feed"),) if title else ()
    key = digest("\n".join((title, text, *(t.url for t in teasers))).encode("utf-8", "surrogatepass"), given)
    found = Page(
        path, text, key, encoding, size, visible=True, markup=Markup(tuple(blocks), (Group(0, "html"),), facts)
    )
    return given.over(found)


def _lines(teasers: Sequence[Teaser]) -> Iterator[tuple[str, str | None]]:
    """Each line, and where it leads."""
    for teaser in teasers:
        yield teaser.title, teaser.url
        if teaser.summary:
            yield teaser.summary, None

"""Teasers on a marked-up page: a headline that leads to another page, with its summary, section and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from marsad.model import Piece, Region, Related, Span, new
from marsad.story import lexicon
from marsad.story.items import Item, is_section
from marsad.text.addresses import joined, parts_of
from marsad.text.letters import QUOTE_OPENERS, QUOTE_STRAIGHT

LEAST_TITLE = 4
LONGEST_TITLE = 40
#: Labels of lines in which headlines of other stories stand.
_WITH_TEASERS = frozenset(["related", "aside", "other", "header", "foreign"])
#: The words before the headline in a line that opens with words like read also.
_READ_ALSO = re.compile(r"\S+(?:\s\S+){0,3}?\s*[:：]\s*")
#: Where a reader's comment stands on its page: lists of the latest comments stand beside those of the latest stories.
_COMMENT = re.compile(r"#(?:comment|respond)", re.IGNORECASE)
#: Labels of small lines that stand between a headline and its summary.
_BETWEEN = frozenset(["stamp", "date", "share", "rule", "icon", "views", "related_heading"])


@dataclass(slots=True)
class _Card:
    address: str | None
    title: Span
    summary: Span | None = None
    category: Span | None = None
    is_told: bool = False


def teasers(text: str, items: Sequence[Item], labels: Sequence[str | None], base: str | None) -> list[Related]:
    """The teasers among the items with a label that allows for some, in the order of the page.

    ``labels`` are those of the items; None stands for an item that a story owns.
    """
    found: list[_Card] = []
    by_address: dict[str, _Card] = {}
    card: _Card | None = None
    section: Item | None = None
    for item, label in zip(items, labels, strict=True):
        if label in _BETWEEN:
            continue
        if label not in _WITH_TEASERS:
            card, section = None, None
        elif _is_title(item):
            card, section = _title(text, item, found, by_address, section, card), None
        elif card is not None and _is_summary(item, card):
            card.summary = item.line.span
        elif is_section(item):
            section = item
    return list(_related(text, found, base))


def absolute(base: str | None, address: str | None) -> str | None:
    """A whole address: ``address`` as it stands on the page at ``base``; None for none, or a broken one."""
    if not address or not base or address.startswith(("http:", "https:")):
        return address or None
    if address.startswith("/") and not address.startswith("//"):
        return _root(base) + address
    return joined(base, address)


@lru_cache(maxsize=64)
def _root(base: str) -> str:
    """Scheme and host of an address."""
    parts = parts_of(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _is_title(item: Item) -> bool:
    if item.block.role == "teaser":
        return True
    if not LEAST_TITLE <= item.line.words <= LONGEST_TITLE or _COMMENT.search(item.block.address or ""):
        return False
    leads = item.is_link or (item.block.region == Region.RELATED and item.block.linked * 2 > len(item.text))
    return leads and item.line.kind in ("short", "body", "related", "aside", "caption")


def headline(text: str, item: Item) -> Span:
    """The words of a line that its first link holds, without words like read also; the whole line without a link."""
    start, end = item.block.link or item.line.span
    told = _READ_ALSO.match(text, start, end) if start == item.line.span.start else None
    if told and lexicon.furniture().label(lexicon.bare(item.text)) == "related":
        start = told.end()
    while start < end and not text[start].isalnum() and text[start] not in QUOTE_OPENERS + QUOTE_STRAIGHT:
        start += 1
    return Piece.cut(text, start, end).span


def _title(
    text: str, item: Item, found: list[_Card], by_address: dict[str, _Card], section: Item | None, last: _Card | None
) -> _Card:
    """The card that a linked line opens, or the one of the same address that it belongs to.

    What a feed told to be a headline has its summary under it, however short.
    """
    address = item.block.address or ""
    told = by_address.get(address)
    if told is None:
        told = _Card(address, headline(text, item), category=section.line.span if section else None)
        told.is_told = item.block.role == "teaser"
        found.append(told)
        by_address[address] = told
    elif told is last and told.summary is None:
        told.summary = item.line.span
    return told


def _is_summary(item: Item, card: _Card) -> bool:
    if card.summary is not None or item.is_link or item.is_heading:
        return False
    return item.line.words >= 2 * LEAST_TITLE or card.is_told


def _related(text: str, found: list[_Card], base: str | None) -> Iterator[Related]:
    for card in found:
        title, summary, category = (
            new(Piece, (span, text[span.start : span.end])) if span else None
            for span in (card.title, card.summary, card.category)
        )
        yield new(Related, (title, summary, category, None, None, absolute(base, card.address)))

"""What kind of page a marked-up page is: by its stories, its heading, its address and what its markup states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from marsad.model import Markup, Page, PageType
from marsad.story import lexicon
from marsad.story.items import Item
from marsad.tables import rows
from marsad.text.addresses import parts_of

LEAST_LIST = 3
_LONGEST_HEADING = 14
_COLON = re.compile(r"\s*[:：]\s*")
_AROUND = ' «»“”"#'


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a list page: what kind of list it heads (tag, list or ""), and the tag it is of."""

    text: str
    kind: str
    tag: str | None


@cache
def _address_words() -> dict[str, str]:
    return {word: kind for kind, word in rows("markup_addresses.tsv")}


def heading(page: Page, markup: Markup, items: Sequence[Item]) -> Heading | None:
    """The heading of the whole page, if it is one of a list by its words or by the address of the page."""
    at = next((i for i in items if i.block.tag == "h1" and i.label is None and not i.is_link), None)
    text = at.text if at else next(iter(markup.all("title")), "")
    if not text or len(text.split()) > _LONGEST_HEADING:
        return None
    by_words = _by_words(text)
    if by_words:
        return by_words
    kind = next((k for part in _parts(page.url) if (k := _address_words().get(part))), "")
    return Heading(text, kind, text.strip(_AROUND) if kind == "tag" else None) if kind else None


def _by_words(text: str) -> Heading | None:
    folded = lexicon.bare(text)
    for words, kind in lexicon.headers():
        if not folded.startswith(words) or folded[len(words) : len(words) + 1].isalpha():
            continue
        parts = _COLON.split(text, maxsplit=1)
        if len(parts) == 2 and parts[1]:
            return Heading(text, kind, parts[1].strip(_AROUND) if kind == "tag" else None)
        if kind == "list" or folded == words:
            return Heading(text, kind, None)
    return None


def _parts(url: str | None) -> list[str]:
    return [part.lower() for part in parts_of(url).path.split("/") if part][:3]


def kind(head: Heading | None, *, own_titles: int, stories: int, teasers: int) -> PageType:
    """The kind of a page without a profile. ``own_titles``: stories whose headline leads nowhere else."""
    if head and head.kind == "tag" and stories + teasers:
        return PageType.TAG_ARCHIVE
    if head and stories + teasers and not own_titles:
        return PageType.LIST
    if own_titles:
        return PageType.ARTICLE
    if stories + teasers >= LEAST_LIST:
        return PageType.LIST
    return PageType.ARTICLE if stories else PageType.OTHER

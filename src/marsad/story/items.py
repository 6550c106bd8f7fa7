"""The blocks of a marked-up page as lines with the signs of text and of markup together."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from marsad.model import Block, Page, Region, new
from marsad.story import language, lexicon
from marsad.story.lines import Line, make_line

#: Regions that are no part of any story, by the label of their lines.
_LABELS = {
    Region.NAVIGATION: "navigation",
    Region.FOOTER: "footer",
    Region.ASIDE: "aside",
    Region.RELATED: "related",
    Region.COMMENTS: "comment",
    Region.SHARE: "share",
    Region.FORM: "form",
    Region.ADVERTISEMENT: "advertisement",
}
#: Roles of lines that stand beside the paragraphs of a story.
_APART = frozenset(["caption", "byline", "date", "tags", "category", "credit", "title", "kicker", "subtitle"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LEAST_WORDS = 8
_LEAST_FOREIGN = 6
_CUT = re.compile(r"(?:…|\.\.\.?|\[\s*…\s*\])\s*(?:المزيد|اقرأ المزيد|التفاصيل)?\s*$")


class Item(NamedTuple):
    """One line of a marked-up page. ``label`` is what it is as furniture, or None where it may be part of a story.

    ``weight`` counts its words if it reads as a paragraph, else 0.
    """

    line: Line
    block: Block
    label: str | None
    weight: int

    @property
    def text(self) -> str:
        """The words of the line."""
        return self.line.text

    @property
    def is_heading(self) -> bool:
        """Whether the markup says that the line heads something."""
        return self.block.tag in HEADINGS or self.block.role == "title"

    @property
    def is_link(self) -> bool:
        """Whether the whole line leads to another page."""
        address = self.block.address
        if address is None or self.block.linked * 5 < len(self.text) * 4:
            return False
        return not address.startswith(("#", "javascript:", "mailto:"))

    @property
    def is_cut(self) -> bool:
        """Whether the line breaks off, as the summary of a story told elsewhere does."""
        return _CUT.search(self.text) is not None


def items(page: Page) -> list[Item]:
    """The items of a page with markup, in the order of its text."""
    blocks = page.markup.blocks if page.markup else ()
    text = page.text
    made = [_line(text, b) for b in blocks]
    counts = {key: count for key, count in Counter([line.key for line in made]).items() if key and count > 1}
    if counts:
        made = [line._replace(copies=counts[line.key]) if line.key in counts else line for line in made]
    return list(map(_item, made, blocks))


def _line(text: str, block: Block) -> Line:
    span, label = block.span, _LABELS.get(block.region)
    if label:
        words = text[span.start : span.end]
        return new(Line, (span, words, "", 0, words.count(" ") + 1, False, label, 1))
    return make_line(text, span.start, span.end, 0)


def _item(line: Line, block: Block) -> Item:
    label = _LABELS.get(block.region)
    if label is None and line.words >= _LEAST_FOREIGN and language.is_foreign(line.text):
        label = "foreign"
    return new(Item, (line, block, label, 0 if label else _weight(line, block)))


def _weight(line: Line, block: Block) -> int:
    if block.tag in HEADINGS or block.role in _APART or block.linked * 2 >= len(line.text):
        return 0
    if line.kind == "body" or (line.is_story and line.words >= _LEAST_WORDS and not block.bold):
        return line.words
    return 0


def is_section(item: Item) -> bool:
    """Whether a line is the name of a section of the paper."""
    return item.line.words <= 3 and (item.block.role == "category" or lexicon.bare(item.text) in lexicon.sections())

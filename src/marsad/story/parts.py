"""The lines of one story on a marked-up page: which is a paragraph, caption, by-line, sub-title, heading or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.model import Dateline, Page, PageType, Piece, Profile, Related, Span
from marsad.story import cards, lexicon, paragraphs
from marsad.story.bodies import Body
from marsad.story.datelines import Known, whole
from marsad.story.draft import Draft
from marsad.story.items import Item, is_section
from marsad.story.lines import Line
from marsad.story.titles import LONGEST_TITLE
from marsad.text.dates import find

#: A line that opens so is no heading unless it is in bold: it goes on with the text, or is one point of a list.
_GOES_ON = ("و", "«", "“", '"', "-", "–", "•", "*")
_LONGEST_STAMP, _LONGEST_TAG = 18, 8
_CLOCK = re.compile(r"\d{1,2}:\d\d|الساعة|مشاهد|قراءة|نشر|تاريخ")
_MARK = re.compile(r"\s*[:–—|-]\s*")
_SHORTEST_CAPTION, _LONGEST_CAPTION = 4, 25


@dataclass(slots=True)
class Marked:
    """What the lines came to: stories, teasers, and the label of every line that is furniture."""

    stories: list[Draft] = field(default_factory=list)
    teasers: list[Related] = field(default_factory=list)
    labels: dict[Span, str] = field(default_factory=dict)
    kind: PageType = PageType.OTHER
    title: str | None = None
    tag: str | None = None
    profile: Profile | None = None


class Parts:
    """Gives the lines of one story, from its headline to its last paragraph, each its part."""

    def __init__(self, page: Page, items: Sequence[Item], known: Known, out: Marked, story: Draft, body: Body) -> None:
        self.page, self.text, self.items, self.known, self.out = page, page.text, items, known, out
        self.story, self.body, self.labels = story, body, out.labels
        self.teasing = False
        self.in_paragraphs = self._weight("p") * 2 > body.words

    def _weight(self, tag: str) -> int:
        inside = self.items[self.body.first : self.body.last + 1]
        return sum(i.weight for i in inside if i.block.tag == tag)

    def take(self, at: int) -> None:
        """Takes one line."""
        item = self.items[at]
        label = self._furniture(at, item)
        if label:
            self.labels[item.line.span] = label
        elif not (self._take_caption(item) or self._take_part(at, item)):
            if self._is_widget(at, item):
                self.labels[item.line.span] = "other"
            elif self._is_heading(at, item):
                self.story.headings.append(item.line.span)
            else:
                paragraphs.take(self.text, item.line.span, self.story, self.labels, self.known)

    # --- furniture between the paragraphs

    def _furniture(self, at: int, item: Item) -> str | None:
        line = item.line
        if line.kind == "related_heading":
            self.teasing = True
        if line.kind == "related":
            self._tell(item)
            return line.kind
        if not line.is_story:
            self._keep_time(item)
            return line.kind
        if item.block.role == "date" or item.block.time or self._is_date(line):
            self._keep_time(item)
            return "date"
        if item.weight and not item.is_link:
            if self.teasing and self._is_summary(at):
                return "related"
            self.teasing = False
            return None
        title = self.story.title
        if title and line.key and line.key == lexicon.bare(title.of(self.text)):
            return "repeated_headline"
        return self._teaser(item) if item.is_link or self.teasing else None

    def _is_summary(self, at: int) -> bool:
        """Whether a paragraph among teasers is the summary of the headline above it.

        It is not if it stands in the container of the story's text and the headline does not, or if others follow it.
        """
        own = self.items[self.body.first].block.group
        if self.items[at].block.group == own != self.items[at - 1].block.group:
            return False
        below = self.items[at + 1] if at < self.body.last else None
        return self.items[at - 1].is_link and (below is None or not below.weight)

    def _is_date(self, line: Line) -> bool:
        """Whether a line is a date; above the text one with other small things beside it counts too."""
        if paragraphs.is_date(self.text, line):
            return True
        if self.story.paragraphs or line.closed or line.words > _LONGEST_STAMP:
            return False
        return any(e.is_full for e in find(self.text, *line.span)) and _CLOCK.search(line.text) is not None

    def _tell(self, item: Item) -> None:
        """Takes the headline from a line that opens with words like read also; what it links."""
        span = cards.headline(self.text, item)
        piece = Piece(span, span.of(self.text))
        if len(piece.text.split()) >= cards.LEAST_TITLE:
            address = cards.absolute(self.page.url, item.block.address)
            self.out.teasers.append(Related(piece, url=address))

    def _teaser(self, item: Item) -> str | None:
        """A line between paragraphs that leads to another story; the name of a section; or nothing of the kind."""
        if item.line.words >= cards.LEAST_TITLE:
            piece = Piece(item.line.span, item.text)
            address = cards.absolute(self.page.url, item.block.address)
            self.out.teasers.append(Related(piece, url=address))
            return "related"
        before = not self.story.paragraphs
        if item.block.role in ("byline", "category", "tags") or (before and is_section(item)):
            return None
        return "other" if item.is_link else None

    def _keep_time(self, item: Item) -> None:
        if item.block.time and self.story.day is None:
            self.story.day, self.story.time = item.block.time, Piece(item.line.span, item.text)

    def _is_widget(self, at: int, item: Item) -> bool:
        """A short line beside paragraphs that is made of another element than they are: a counter, a button."""
        line = item.line
        if not self.in_paragraphs or item.block.tag in ("p", "li", "blockquote", "td") or item.is_heading:
            return False
        return line.words <= 3 and not line.closed and not item.block.role and at > self.body.first

    # --- parts of the story

    def _take_caption(self, item: Item) -> bool:
        line, story = item.line, self.story
        if any(line.key == caption.key for caption in story.captions):
            self.labels[line.span] = "repeated_caption"
            return True
        if item.block.role == "caption" and line.text.endswith((":", "،")) and line.words <= _SHORTEST_CAPTION:
            self.labels[line.span] = "caption_label"
            return True
        if item.block.role == "caption" or (line.kind == "caption" and not item.weight) or self._is_under_picture(item):
            story.captions.append(line)
            return True
        return False

    @staticmethod
    def _is_under_picture(item: Item) -> bool:
        """Whether a short open line stands right under a picture and is nothing else by its words or its role."""
        line = item.line
        if not item.block.picture or item.is_heading or item.block.role or paragraphs.is_byline(line):
            return False
        return _SHORTEST_CAPTION <= line.words <= _LONGEST_CAPTION and line.kind in ("short", "caption")

    def _take_part(self, at: int, item: Item) -> bool:
        """Whether the line is a by-line, credit, section, dateline or sub-title of the story."""
        line, story, role = item.line, self.story, item.block.role
        before = not story.paragraphs and at < self.body.first + 3
        if before and story.dateline is None and role == "byline" and (dateline := self._dateline(item)):
            story.dateline = dateline
        elif story.credit is None and is_credit(item):
            story.credit = line.span
        elif story.byline is None and (is_byline(item) or (role == "byline" and line.words <= 12)):
            story.byline = line.span
        elif is_tag(item):
            story.tags.append(line.span)
        elif before and story.category is None and (role == "category" or is_section(item)) and line.words <= 5:
            story.category = line.span
        elif before and story.dateline is None and (dateline := whole(line.text, line.span.start, self.known)):
            story.dateline = dateline
        elif before and self._is_subtitle(at, item):
            story.subtitle = line.span
        else:
            return self._take_head(at, item) if at < self.body.first else False
        return True

    def _dateline(self, item: Item) -> Dateline | None:
        """The dateline that stands where the writer is named (القاهرة: «الشرق الأوسط»): it begins with a place."""
        first = _MARK.split(item.text, maxsplit=1)[0]
        return whole(item.text, item.line.span.start, self.known) if self.known.place(first) else None

    def _take_head(self, at: int, item: Item) -> bool:
        """A short line between headline and text that is nothing else: a kicker under the headline or a label."""
        if item.weight or item.is_heading or item.line.closed:
            return False
        self.labels[item.line.span] = "byline" if item.block.role == "byline" else "other"
        return True

    def _is_subtitle(self, at: int, item: Item) -> bool:
        story, line = self.story, item.line
        if story.subtitle or line.words < 3 or line.words > 2 * LONGEST_TITLE:
            return False
        if item.block.role == "subtitle":
            return True
        return item.block.tag in ("h2", "h3", "h4", "h5") and not item.is_link and at < self.body.first

    def _is_heading(self, at: int, item: Item) -> bool:
        """A heading element, or a short open line in bold, with a paragraph under it."""
        line = item.line
        below = self.items[at + 1 : at + 4]
        if line.words > LONGEST_TITLE or at >= self.body.last or not any(i.weight for i in below):
            return False
        if item.is_heading:
            return True
        if line.closed or line.kind != "short" or not self.story.paragraphs or item.block.tag == "li":
            return False
        return item.block.bold or not line.text.startswith(_GOES_ON)


def is_credit(item: Item) -> bool:
    """Whether a line names the source of the story, by its words or its role."""
    return paragraphs.is_credit(item.line) or (item.block.role == "credit" and item.line.words <= 6)


def is_byline(item: Item) -> bool:
    """Whether a line names the writer of the story."""
    return paragraphs.is_byline(item.line)


def is_tag(item: Item) -> bool:
    """Whether a line is one tag of the story, and not the label before its tags (الوسوم:)."""
    line = item.line
    is_label = line.text.endswith(":") or line.text.endswith("：")
    return item.block.role == "tags" and line.is_story and line.words <= _LONGEST_TAG and not is_label

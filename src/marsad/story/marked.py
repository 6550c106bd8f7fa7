"""A page with markup taken apart: its stories, and what each other line of it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin

from marsad.model import Markup, Page, PageType, Piece, Profile, Related, Span
from marsad.story import cards, lexicon, paragraphs
from marsad.story.bodies import Body, Finder
from marsad.story.datelines import Known, whole
from marsad.story.draft import Draft
from marsad.story.items import Item, is_section, items
from marsad.story.titles import LONGEST_TITLE, Titles

LEAST_STORY_WORDS = 12
#: Text under a headline that leads elsewhere is the story itself from here on, else its summary.
_FULL_WORDS, _FULL_PARAGRAPHS, _LEAST_FULL = 60, 2, 40
_KICKER_WORDS = 6
_TAIL = 25
#: A line that opens so is no heading unless it is in bold: it goes on with the text, or is one point of a list.
_GOES_ON = ("و", "«", "“", '"', "-", "–", "•", "*")
_ARTICLES = ("article", "posting")


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


def take_apart(page: Page, known: Known) -> Marked:
    """The stories, teasers and furniture of a page with markup."""
    return _Reader(page, page.markup or Markup((), ()), known).read()


class _Reader:
    """Reads one page: finds bodies, gives each its headline and the lines around it, then the rest to teasers."""

    def __init__(self, page: Page, markup: Markup, known: Known) -> None:
        self.page, self.text, self.known = page, page.text, known
        self.items = items(page)
        self.titles = Titles(self.items, markup)
        self.finder = Finder(self.items, markup.groups)
        self.is_article = any(v.lower().endswith(_ARTICLES) for v in markup.all("type"))
        self.out = Marked()
        self.owned: list[bool] = [False] * len(self.items)

    def read(self) -> Marked:
        """The page taken apart."""
        floor = 0
        for body, title in self._worthy(self.finder.find()):
            floor = self._story(body, title, floor)
        self._rest()
        return self.out

    def _worthy(self, bodies: list[Body]) -> list[tuple[Body, int | None]]:
        """The bodies that are stories with their headlines, in the order of the page."""
        found: list[tuple[Body, int | None]] = []
        floor = 0
        for body in bodies:
            title = self.titles.find(body, floor)
            if self._is_story(body, title):
                found.append((body, title))
            floor = body.last + 1
        if found or not bodies:
            return found
        largest = max(bodies, key=lambda b: b.words)
        return [(largest, None)] if largest.words >= _FULL_WORDS else []

    def _is_story(self, body: Body, title: int | None) -> bool:
        if title is None:
            return False
        head, last = self.items[title], self.items[body.last]
        full = body.words >= _FULL_WORDS or (body.paragraphs >= _FULL_PARAGRAPHS and body.words >= _LEAST_FULL)
        if head.is_link:
            return full and not last.is_cut
        own = head.block.tag == "h1" or self.titles.is_stated(title) or self.finder.is_item(body.group)
        return full or (own and body.words >= LEAST_STORY_WORDS)

    # --- one story

    def _story(self, body: Body, title: int | None, floor: int) -> int:
        story = Draft()
        self.out.stories.append(story)
        if title is not None:
            self._take_title(story, title, floor)
        start = body.first if title is None else min(title + 1, body.first)
        lines = _Lines(self, story, body)
        for at in range(start, body.last + 1):
            if not self.owned[at]:
                lines.take(at)
                self.owned[at] = True
        return self._tail(story, body.last + 1)

    def _take_title(self, story: Draft, at: int, floor: int) -> None:
        item = self.items[at]
        story.title = item.line.span
        self.owned[at] = True
        if item.is_link:
            story.url = urljoin(self.page.url or "", item.block.address or "")
        above = self.items[at - 1] if at > floor else None
        if above is None or above.label or self.owned[at - 1]:
            return
        if is_section(above):
            story.category = above.line.span
        elif self._is_kicker(above, item):
            story.kicker = above.line.span
        else:
            return
        self.owned[at - 1] = True

    def _is_kicker(self, above: Item, title: Item) -> bool:
        """Whether the line right above a headline is its kicker, by its role or as a short line beside it."""
        if above.block.role == "kicker":
            return True
        if above.line.kind != "short" or above.line.words > _KICKER_WORDS or above.is_link or above.block.time:
            return False
        return above.block.group == title.block.group and not paragraphs.is_date(self.text, above.line)

    def _tail(self, story: Draft, at: int) -> int:
        """Takes what stands behind the text of a story and belongs to it: its tags, its source, its writer."""
        end = min(len(self.items), at + _TAIL)
        while at < end:
            item = self.items[at]
            if item.block.role == "tags" and item.label is None and item.line.is_story and item.line.words <= 8:
                story.tags.append(item.line.span)
            elif item.label is None and story.credit is None and _is_credit(item):
                story.credit = item.line.span
            elif item.label is None and story.byline is None and _is_byline(item):
                story.byline = item.line.span
            elif item.label is None and (item.is_heading or item.weight or item.is_link):
                break
            else:
                at += 1
                continue
            self.owned[at] = True
            at += 1
        return at

    # --- the rest

    def _rest(self) -> None:
        labels: list[str | None] = []
        for item, owned in zip(self.items, self.owned, strict=True):
            label = None if owned else item.label or self._label(item)
            labels.append(label)
            if label:
                self.out.labels.setdefault(item.line.span, label)
        self.out.teasers += cards.teasers(self.text, self.items, labels, self.page.url)

    def _label(self, item: Item) -> str:
        if item.block.region == "header":
            return "header"
        return "other" if item.line.is_story else item.line.kind


class _Lines:
    """Gives the lines of one story, from its headline to its last paragraph, each its part."""

    def __init__(self, reader: _Reader, story: Draft, body: Body) -> None:
        self.reader, self.story, self.body = reader, story, body
        self.text, self.known, self.labels = reader.text, reader.known, reader.out.labels
        self.items = reader.items
        self.teasing = False
        self.in_paragraphs = self._weight("p") * 2 > body.words

    def _weight(self, tag: str) -> int:
        inside = self.items[self.body.first : self.body.last + 1]
        return sum(i.weight for i in inside if i.block.tag == tag)

    def take(self, at: int) -> None:
        """Takes one line."""
        item = self.items[at]
        label = item.label or self._furniture(item)
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

    def _furniture(self, item: Item) -> str | None:
        line = item.line
        if line.kind == "related_heading":
            self.teasing = True
        if not line.is_story:
            self._keep_time(item)
            return line.kind
        if item.block.role == "date" or item.block.time or paragraphs.is_date(self.text, line):
            self._keep_time(item)
            return "date"
        if item.weight and not item.is_link:
            self.teasing = False
            return None
        title = self.story.title
        if title and line.key and line.key == lexicon.bare(title.of(self.text)):
            return "repeated_headline"
        return self._teaser(item) if item.is_link or self.teasing else None

    def _teaser(self, item: Item) -> str | None:
        """A line between paragraphs that leads to another story; the name of a section; or nothing of the kind."""
        if item.line.words >= cards.LEAST_TITLE:
            piece = Piece(item.line.span, item.text)
            address = urljoin(self.reader.page.url or "", item.block.address or "") or None
            self.reader.out.teasers.append(Related(piece, url=address))
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
        under_picture = item.block.picture and 4 <= line.words <= 25 and line.kind in ("short", "caption")
        under_picture = under_picture and not (item.is_heading or item.block.role or paragraphs.is_byline(line))
        if item.block.role == "caption" or (line.kind == "caption" and not item.weight) or under_picture:
            story.captions.append(line)
            return True
        return False

    def _take_part(self, at: int, item: Item) -> bool:
        """Whether the line is a by-line, credit, section, dateline or sub-title of the story."""
        line, story, role = item.line, self.story, item.block.role
        before = not story.paragraphs and at < self.body.first + 3
        if story.credit is None and _is_credit(item):
            story.credit = line.span
        elif story.byline is None and (_is_byline(item) or (role == "byline" and line.words <= 12)):
            story.byline = line.span
        elif role == "tags" and line.words <= 8:
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


def _is_credit(item: Item) -> bool:
    return paragraphs.is_credit(item.line) or (item.block.role == "credit" and item.line.words <= 6)


def _is_byline(item: Item) -> bool:
    return paragraphs.is_byline(item.line)

"""A page with markup taken apart: its stories, and what each other line of it is."""

from __future__ import annotations

from urllib.parse import unquote

from marsad.model import Markup, Page, PageType, Piece
from marsad.story import cards, kinds, paragraphs
from marsad.story.bodies import Body, Finder
from marsad.story.datelines import Known
from marsad.story.draft import Draft
from marsad.story.items import Item, is_section, items
from marsad.story.parts import Marked, Parts, is_byline, is_credit, is_tag
from marsad.story.profile import bio_source_span, profile_of
from marsad.story.titles import Titles

LEAST_STORY_WORDS = 12
#: Text under a headline that leads elsewhere is the story itself from here on, else its summary.
_FULL_WORDS, _FULL_PARAGRAPHS, _LEAST_FULL = 60, 2, 30
_KICKER_WORDS = 6
_TAIL = 25
_TIME_ABOVE = 8
_ARTICLES = ("article", "posting")


def take_apart(page: Page, known: Known) -> Marked:
    """The stories, teasers and furniture of a page with markup."""
    return _Reader(page, page.markup or Markup((), ()), known).read()


class _Reader:
    """Reads one page: finds bodies, gives each its headline and the lines around it, then the rest to teasers."""

    def __init__(self, page: Page, markup: Markup, known: Known) -> None:
        self.page, self.text, self.known, self.markup = page, page.text, known, markup
        self.items = items(page)
        self.titles = Titles(self.items, markup)
        self.is_article = any(v.lower().endswith(_ARTICLES) for v in markup.all("type"))
        self.finder = Finder(self.items, markup.groups, flat=not self.is_article)
        self.no_title = ""
        self.out = Marked()
        self.owned: list[bool] = [False] * len(self.items)

    def read(self) -> Marked:
        """The page taken apart."""
        head = kinds.heading(self.page, self.markup, self.items)
        self.no_title = head.text if head and not self.is_article else ""
        self.titles.exclude(self.no_title)
        floor = self._profile()
        taken = {at for at, owned in enumerate(self.owned) if owned}
        for body, title in self._worthy(self.finder.find(taken), floor):
            floor = self._story(body, title, floor)
        self._rest()
        self._name(head)
        return self.out

    def _name(self, head: kinds.Heading | None) -> None:
        """Says what kind of page it is, and what it is called."""
        stories = self.out.stories
        own = sum(1 for s in stories if s.url is None)
        of_list = head if head and not (self.is_article and own) else None
        self.out.kind = kinds.kind(of_list, own_titles=own, stories=len(stories), teasers=len(self.out.teasers))
        if self.out.profile:
            self.out.kind, self.out.title = PageType.ENTITY_PROFILE, self.out.profile.name.text
        elif of_list and self.out.kind is not PageType.ARTICLE:
            self.out.title, self.out.tag = of_list.text, of_list.tag
        elif not stories:
            self.out.title = next(iter(self.markup.all("title")), None)

    def _profile(self) -> int:
        """Takes the name and the biography of a page about somebody: no article, and links to several stories.

        Returns the index of the first item below them, 0 on other pages.
        """
        name = next((at for at, i in enumerate(self.items) if i.block.tag == "h1" and i.label is None), None)
        if name is None or self.is_article or sum(i.is_link and i.is_heading for i in self.items) < _FULL_PARAGRAPHS:
            return 0
        bio = next((at for at in range(name + 1, min(name + 8, len(self.items))) if self.items[at].weight), None)
        profile = bio and profile_of(self.text, self.items[name].line, self.items[bio].line)
        if not profile or bio is None:
            return 0
        self.out.profile = profile
        last = bio
        while last + 1 < len(self.items) and self.items[last + 1].weight and self._same_group(last + 1, bio):
            last += 1
        for at in range(name, last + 1):
            self.owned[at] = True
            self.out.labels[self.items[at].line.span] = "profile"
        source = bio_source_span(self.items[bio].line)
        if source:
            self.out.labels[source] = "biography_source"
            self.out.labels.pop(self.items[bio].line.span)
        return last + 1

    def _same_group(self, one: int, other: int) -> bool:
        return self.items[one].block.group == self.items[other].block.group

    def _worthy(self, bodies: list[Body], floor: int) -> list[tuple[Body, int | None]]:
        """The bodies that are stories with their headlines, in the order of the page."""
        found: list[tuple[Body, int | None]] = []
        of_items = [self.finder.item_of(b.group) for b in bodies]
        several = len({item for item in of_items if item is not None}) > 1
        for body, item in zip(bodies, of_items, strict=True):
            own = item if several else None
            low = floor if own is None else max(floor, self.finder.lo[own])
            title = self.titles.find(body, low)
            if self._is_story(body, title, own):
                found.append((body, title))
                floor = body.last + 1
        if found or not bodies or self.out.profile:
            return found
        largest = max(bodies, key=lambda b: b.words)
        return [(largest, None)] if largest.words >= _FULL_WORDS else []

    def _is_story(self, body: Body, title: int | None, own_item: int | None) -> bool:
        if self.finder.is_below_head(body.group):
            return False
        full = body.words >= _FULL_WORDS or (body.paragraphs >= _FULL_PARAGRAPHS and body.words >= _LEAST_FULL)
        if title is None:
            return own_item is not None and self._has_time(own_item) and body.words >= LEAST_STORY_WORDS
        head, last = self.items[title], self.items[body.last]
        if self._leads_away(head):
            return full and not last.is_cut
        own = head.block.tag == "h1" or self.titles.is_stated(title) or own_item is not None
        return full or (own and body.words >= LEAST_STORY_WORDS)

    def _leads_away(self, title: Item) -> bool:
        """Whether a headline leads to another page than this one."""
        if not title.is_link:
            return False
        own, there = (unquote(url or "").rstrip("/") for url in (self.page.url, title.block.address))
        return not (own and own.endswith(there)) and not (self.is_article and title.block.tag == "h1")

    def _has_time(self, group: int) -> bool:
        inside = self.items[self.finder.lo[group] : self.finder.hi[group] + 1]
        return any(i.block.time or i.block.role == "date" for i in inside)

    # --- one story

    def _story(self, body: Body, title: int | None, floor: int) -> int:
        story = Draft()
        self.out.stories.append(story)
        if title is not None:
            self._take_title(story, title, floor)
        self._take_time(story, body, floor)
        start = body.first if title is None else min(title + 1, body.first)
        lines = Parts(self.page, self.items, self.known, self.out, story, body)
        for at in range(start, body.last + 1):
            if not self.owned[at] and self.items[at].label is None:
                lines.take(at)
                self.owned[at] = True
        return self._tail(story, body.last + 1)

    def _take_title(self, story: Draft, at: int, floor: int) -> None:
        item = self.items[at]
        story.title = item.line.span
        self.owned[at] = True
        if self._leads_away(item):
            story.url = cards.absolute(self.page.url, item.block.address)
        above = self.items[at - 1] if at > floor else None
        if above is None or above.label or self.owned[at - 1]:
            return
        if above.block.role != "kicker" and is_section(above):
            story.category = above.line.span
        elif self._is_kicker(above, item):
            story.kicker = above.line.span
        else:
            return
        self.owned[at - 1] = True

    def _take_time(self, story: Draft, body: Body, floor: int) -> None:
        """The time that the markup gives with the story, above its text."""
        for at in range(max(floor, body.first - _TIME_ABOVE), body.first):
            item = self.items[at]
            if item.block.time and item.label is None:
                story.day, story.time = item.block.time, Piece(item.line.span, item.text)
                return
        if self.is_article and self.page.given_published and len(self.out.stories) == 1:
            story.day = self.page.given_published

    def _is_kicker(self, above: Item, title: Item) -> bool:
        """Whether the line right above a headline is its kicker, by its role or as a short line beside it."""
        if above.block.role == "kicker":
            return True
        if above.line.kind != "short" or above.line.words > _KICKER_WORDS or above.is_link or above.block.time:
            return False
        return above.block.group == title.block.group and not paragraphs.is_date(self.text, above.line)

    def _tail(self, story: Draft, at: int) -> int:
        """Takes what stands behind the text of a story and belongs to it: its tags, its source, its writer.

        Returns the index below the last line of the story.
        """
        below = at
        for at in range(below, min(len(self.items), below + _TAIL)):
            item = self.items[at]
            if item.label:
                continue
            if self._takes_tail(story, item):
                self.owned[at] = True
                below = at + 1
            elif item.line.is_story and (item.is_heading or item.weight or item.is_link):
                break
        return below

    @staticmethod
    def _takes_tail(story: Draft, item: Item) -> bool:
        if is_tag(item):
            story.tags.append(item.line.span)
        elif story.credit is None and is_credit(item):
            story.credit = item.line.span
        elif story.byline is None and is_byline(item):
            story.byline = item.line.span
        else:
            return False
        return True

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

"""A page taken apart: its kind, its stories, its teasers, its profile, and the furniture around them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace

from marsad.catalogue import Catalogue
from marsad.model import Furniture, Layout, Page, PageType, Profile, Published, Rejected, Related, Span, Story, new
from marsad.outlets import Outlets
from marsad.story import lexicon, marked, one_line, related
from marsad.story.datelines import Known
from marsad.story.dates import publish_dates
from marsad.story.draft import Draft
from marsad.story.language import rejection
from marsad.story.lines import Line, split
from marsad.story.moments import moment_of
from marsad.story.profile import bio_source_span, find_profile
from marsad.story.stories import Splitter

#: A line of so many words that holds several sentences is a story that lost its line breaks.
ONE_LINE_WORDS = 45
LEAST_SENTENCES = 3
LEAST_STORY_WORDS = 12
LEAST_LIST = 3
#: Lines of so many characters are paragraphs, and so many of those tell the language of a page.
PARAGRAPH_CHARS, ENOUGH_CHARS = 60, 200

#: Labels of lines that credit no outlet.
_NO_CREDITS = frozenset(["navigation", "form", "comment", "date", "stamp", "icon", "rule"])

_CREDITED = re.compile(r"[«“\"]([^»”\"]{2,40})[»”\"]\s*\(")
_NAMED_OUTLET = re.compile(r"(?:بصحيفة|صحيفة|موقع|وكالة|جريدة)\s+([^:،.()]{2,30}?)\s*[:،.(]")
#: What every whole date in print has: a year, or three numbers with marks between them.
_YEAR = re.compile(r"\d{4}|\d\s?[/.\-]\s?\d+\s?[/.\-]\s?\d")
_UPDATED = re.compile(r"تحديث|تعديل|حدّ?ث|pdate")
_INNER_STOP = re.compile(r"[^.\d][.؟!]\s")
_HEADER_SPLIT = re.compile(r"\s*[:：]\s*")


def read(page: Page, catalogue: Catalogue, outlets: Outlets) -> Layout | Rejected:
    """The parts of a page. Every visible character belongs to exactly one of them (see ``owners.unowned``)."""
    refused = rejection(_readable(page))
    if refused:
        return Rejected(page.path, page.digest, "story", *refused, page.size)
    known = Known(catalogue, outlets)
    drafts: list[Draft] = []
    if page.markup and page.markup.blocks:
        layout, drafts = _marked_page(page, known)
    else:
        layout = _text_page(page, known)
    if not layout.stories and not layout.profile and not layout.related:
        return Rejected(page.path, page.digest, "story", "no_story", "no headline with a text under it", page.size)
    stampless = page.markup is not None and _UPDATED.search(page.text) is None
    stamps = () if stampless else tuple(f for f in layout.furniture if _may_be_stamp(page, f.span))
    dates = publish_dates(page, layout.stories, stamps)
    dates = _stated(dates, drafts) if drafts else dates
    dates = _timed(page, dates, drafts)
    stories = tuple(replace(s, published=d) for s, d in zip(layout.stories, dates, strict=True))
    return replace(layout, stories=stories)


def _may_be_stamp(page: Page, span: Span) -> bool:
    """Whether a line may be a stamp of the page. Marked-up pages are full of the dates of other stories."""
    start, end = span
    if _YEAR.search(page.text, start, end) is None:
        return False
    return page.markup is None or _UPDATED.search(page.text, start, end) is not None


def _readable(page: Page) -> str:
    """The text that tells the language of a page: of marked-up pages the paragraphs, if there are enough."""
    if page.markup is None or not page.markup.blocks:
        return page.text
    spans = [b.span for b in page.markup.blocks if b.linked * 2 < b.span.end - b.span.start]
    running = "\n".join(s.of(page.text) for s in spans if s.end - s.start >= PARAGRAPH_CHARS)
    return running if len(running) >= ENOUGH_CHARS else page.text


def _text_page(page: Page, known: Known) -> Layout:
    lines = split(page.text)
    profile = find_profile(page.text, lines)
    return _profile_page(page, lines, known, *profile) if profile else _story_page(page, lines, known)


def _stated(dates: tuple[Published | None, ...], drafts: list[Draft]) -> tuple[Published | None, ...]:
    """The dates with the day that the markup gives one story alone, where its text states none."""
    return tuple(
        Published(day, "day", day, day, (draft.time,) if draft.time else (), "stated")
        if (day := (draft.day or "")[:10]) and (found is None or found.how != "stated")
        else found
        for found, draft in zip(dates, drafts, strict=True)
    )


def _timed(page: Page, dates: tuple[Published | None, ...], drafts: list[Draft]) -> tuple[Published | None, ...]:
    """The dates with the time of day that the markup gives each story, or the page its only one."""
    own = page.given_published if len(dates) == 1 else None
    given = [draft.day or own for draft in drafts] or [own] * len(dates)
    return tuple(
        replace(found, moment=moment) if found and (moment := moment_of(page, found, when)) else found
        for found, when in zip(dates, given, strict=True)
    )


def _marked_page(page: Page, known: Known) -> tuple[Layout, list[Draft]]:
    found = marked.take_apart(page, known)
    title = found.title or _title(page.text, found.stories)
    layout = _layout(
        page,
        found.kind,
        found.stories,
        found.labels,
        found.teasers,
        known,
        title=title,
        tag=found.tag,
        profile=found.profile,
    )
    return layout, found.stories


def _story_page(page: Page, lines: list[Line], known: Known) -> Layout:
    tag, header = _header(lines)
    body = lines[1:] if header else lines
    if _is_one_line(page.text, body, known):
        drafts, labels = _one_line_stories(page.text, body, known)
        blocks: list[list[Line]] = []
        cut: list[Draft] = []
    else:
        found = Splitter(page.text, body, known, archive=header is not None).split()
        drafts, labels, blocks = found.stories, dict(found.labels), found.related
        cut = [d for d in drafts if header and related.is_cut(page.text, d)]
        drafts = _worth([d for d in drafts if d not in cut], labels, page.text)
    if header:
        labels[lines[0].span] = "header"
    teasers = [t for block in blocks for t in related.teasers(page.text, block)]
    teasers += [related.of_draft(page.text, draft) for draft in cut]
    kind = _kind(header, drafts, teasers)
    title = lines[0].text if header else _title(page.text, drafts)
    return _layout(page, kind, drafts, labels, teasers, known, title=title, tag=tag, profile=None)


def _profile_page(page: Page, lines: list[Line], known: Known, profile: Profile, count: int) -> Layout:
    labels = {line.span: "profile" for line in lines[:count]}
    labels |= {line.span: "repeated_headline" for line in lines[1 : count - 1] if line.key == lines[0].key}
    source = bio_source_span(lines[count - 1])
    rest = lines[count:]
    if any(_is_story_line(line) for line in rest):
        drafts, more = _one_line_stories(page.text, rest, known)
        teasers: list[Related] = []
    else:
        found = Splitter(page.text, rest, known, archive=True).split()
        drafts, more = _worth(found.stories, dict(found.labels), page.text), dict(found.labels)
        teasers = [t for block in found.related for t in related.teasers(page.text, block)]
    labels |= more
    if source:
        labels[source] = "biography_source"
        labels.pop(lines[count - 1].span, None)
    name = profile.name.text
    return _layout(page, PageType.ENTITY_PROFILE, drafts, labels, teasers, known, title=name, tag=None, profile=profile)


def _header(lines: list[Line]) -> tuple[str | None, str | None]:
    """The tag that a list page is of, and the kind of its header; (None, None) on a page that has none."""
    if not lines or lines[0].words > 14 or lines[0].is_body:
        return None, None
    folded = lexicon.bare(lines[0].text)
    for words, kind in lexicon.headers():
        if folded.startswith(words) and not folded[len(words) : len(words) + 1].isalpha():
            parts = _HEADER_SPLIT.split(lines[0].text, maxsplit=1)
            if len(parts) == 2 and parts[1]:
                return parts[1].strip(' «»“”"'), kind
            if kind == "list" or folded == words:
                return None, kind
    return None, None


def _kind(header: str | None, drafts: list[Draft], teasers: list[Related]) -> PageType:
    if header == "tag":
        return PageType.TAG_ARCHIVE
    if header == "list":
        return PageType.LIST
    if drafts:
        return PageType.ARTICLE
    return PageType.LIST if len(teasers) >= LEAST_LIST else PageType.OTHER


def _title(text: str, drafts: list[Draft]) -> str | None:
    return drafts[0].title.of(text) if drafts and drafts[0].title else None


def _is_story_line(line: Line) -> bool:
    return line.words >= ONE_LINE_WORDS and len(_INNER_STOP.findall(line.text)) >= LEAST_SENTENCES - 1


def _is_one_line(text: str, lines: list[Line], known: Known) -> bool:
    """Whether the page is made of stories that are one line each: long lines, a dateline inside most of them."""
    story_lines = [line for line in lines if _is_story_line(line)]
    headlines = [line for line in lines if line.kind == "short" and line.words > 2]
    if len(story_lines) < 2 or len(headlines) >= len(story_lines):
        return False
    dated = sum(one_line.has_dateline(text, line.span, known) for line in story_lines)
    return 2 * dated >= len(story_lines)


def _one_line_stories(text: str, lines: list[Line], known: Known) -> tuple[list[Draft], dict[Span, str]]:
    drafts: list[Draft] = []
    labels: dict[Span, str] = {}
    for line in lines:
        if not _is_story_line(line):
            labels[line.span] = line.kind if not line.is_story else "other"
            continue
        found = one_line.read(text, line.span, known)
        if found.date:
            labels[found.date] = "date"
        drafts.append(
            Draft(
                title=found.title,
                dateline=found.dateline,
                paragraphs=list(found.paragraphs),
                headings=list(found.headings),
            )
        )
    return drafts, labels


def _worth(drafts: list[Draft], labels: dict[Span, str], text: str) -> list[Draft]:
    """The drafts that hold a text; a headline with nothing under it is furniture, its lines said to be."""
    kept = []
    for draft in drafts:
        words = sum(len(span.of(text).split()) for span in draft.paragraphs)
        if words >= LEAST_STORY_WORDS:
            kept.append(draft)
        else:
            labels.update((span, "headline_only") for span in draft.spans())
    return kept


def _layout(
    page: Page,
    kind: PageType,
    drafts: list[Draft],
    labels: dict[Span, str],
    teasers: list[Related],
    known: Known,
    *,
    title: str | None,
    tag: str | None,
    profile: Profile | None,
) -> Layout:
    site = _site(page, drafts, labels, known)
    given = _given(page, known)
    shown = None if profile else site
    stories: tuple[Story, ...] = tuple(d.finish(page, given or shown or _agency(d)) for d in drafts)
    pieces = [p for t in teasers for p in (t.title, t.summary, t.category, t.credit, t.caption) if p]
    owned = {p.span for p in pieces} | {span for d in drafts for span in d.spans()}
    if profile:
        owned |= {profile.name.span} | ({profile.bio.span} if profile.bio else set())
    furniture = _furniture(labels, owned)
    return Layout(kind, shown, title, "ar", stories, furniture, tuple(teasers), profile, tag)


def _given(page: Page, known: Known) -> str | None:
    """The source that was given with the page: a known outlet, else the outlet of its address, else the words given."""
    own = known.outlets.resolve(page.given_source) if page.given_source else None
    if own:
        return own.key
    stated = page.markup.fact("site") if page.markup else None
    if stated and stated.value == page.given_source:
        return _address_outlet(page, known) or page.given_source
    return page.given_source or _address_outlet(page, known)


def _agency(draft: Draft) -> str | None:
    return draft.dateline.agency if draft.dateline else None


def _furniture(labels: dict[Span, str], owned: set[Span]) -> tuple[Furniture, ...]:
    """The labelled stretches less what a story, teaser or profile owns of them."""
    found: list[Furniture] = []
    taken = sorted(owned)
    first = 0
    for span, label in sorted(labels.items()):
        while first < len(taken) and taken[first].end <= span.start:
            first += 1
        at = span.start
        for other in itertools.islice(taken, first, None):
            if other.start >= span.end:
                break
            if other.start > at:
                found.append(Furniture(Span(at, other.start), label))
            at = max(at, other.end)
        if at < span.end:
            found.append(new(Furniture, (span if at == span.start else Span(at, span.end), label)))
    return tuple(found)


def _address_outlet(page: Page, known: Known) -> str | None:
    outlet = known.outlets.by_domain(page.url) if page.url else None
    return outlet.key if outlet else None


def _site(page: Page, drafts: list[Draft], labels: dict[Span, str], known: Known) -> str | None:
    """The outlet that the page itself shows: the one its teasers and share lines credit, or all its datelines."""
    if page.markup and (key := _given(page, known)) and key in known.outlets.by_key:
        return key
    credits: Counter[str] = Counter()
    for span, label in labels.items():
        if label in _NO_CREDITS:
            continue
        words = span.of(page.text)
        credited = _CREDITED.findall(words) if "(" in words else []
        for name in (*credited, *_NAMED_OUTLET.findall(words)):
            key = known.agency(name)
            if key:
                credits[key] += 1
    if credits:
        return credits.most_common(1)[0][0]
    agencies = {d.dateline.agency for d in drafts if d.dateline and d.dateline.agency}
    return agencies.pop() if len(agencies) == 1 else None

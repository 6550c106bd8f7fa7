"""Dates that a page prints beside its stories: the publication line of a story, and stamps of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from marsad.model import Furniture, Page, Piece, Span, Story
from marsad.text.dates import DateExpression, find, resolve
from marsad.text.fold import fold

_LABEL = re.compile(r"(?:نشر|النشر|نشرت|كتب|بتاريخ|التاريخ)\W*(?:\w+\W+){0,2}$")
#: A line that begins so may name the writer and the section before the date (تم النشر بواسطة … في … 5 نوفمبر 2021).
_OPENS_AS_LABEL = re.compile(r"\s*(?:تم\s+)?(?:ال)?نشرت?\s+(?:بواسطة|من قبل|في|بتاريخ)\b")
_UPDATE = re.compile(r"(?:تحديث|التحديث|تعديل|التعديل|حدث|update)\W*(?:\w+\W+){0,2}$")
_UPDATE_AFTER = re.compile(r"\W*(?:اخر\s+)?تحديث\W*\d{1,2}:\d\d")
_CLOCK = re.compile(r"\d{1,2}:\d\d|gmt|بتوقيت")
#: What every whole date has: a year of four digits, or two numbers near each other.
#: No whole date stands without a year in digits.
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d\d")
_WORD = re.compile(r"[^\W\d_]+")
_URL_DAY = re.compile(r"/((?:19|20)\d\d)([/-]?)(\d\d?)\2(\d\d?)(?=[/_.?-]|$)")
_EXTRA_WORDS = 8
#: So many stretches are kept with their stamps.
_KEPT = 64
#: So many characters of the text are looked at for a stamp that was left at its head.
_HEAD = 60
_OTHER_STORIES = frozenset(["related", "repeated_caption", "repeated_title", "repeated_headline"])


@dataclass(frozen=True, slots=True)
class Stamp:
    """A whole date in print. ``label`` is "published", "updated", or "" when no word says what it is the date of.

    ``dated_now``: a weekday or a clock stands with it, as in the line that shows the day of reading.
    """

    day: date
    piece: Piece
    label: str
    dated_now: bool = False


def stated_day(page: Page, story: Story) -> Stamp | None:
    """The day that the story's own lines give as its date, or None when they give none or several."""
    stamps = [s for s in story_stamps(page, story) if s.label != "updated"]
    labelled = [s for s in stamps if s.label == "published"] or stamps
    return labelled[0] if len({s.day for s in labelled}) == 1 else None


def updated_day(page: Page, story: Story) -> date | None:
    """The day on which the story was last changed, by its own lines."""
    return max((s.day for s in story_stamps(page, story) if s.label == "updated"), default=None)


def story_stamps(page: Page, story: Story) -> list[Stamp]:
    """The whole dates that stand in the story's dateline, byline or credit, or between its title and its text."""
    found = {s.piece.span: s for zone in _zones(story) for s in _stamps(page.text, zone)}
    found.update((s.piece.span, s) for s in _head_stamps(page.text, story))
    return [found[span] for span in sorted(found)]


def url_day(url: str | None) -> date | None:
    """The day in the address of a story, as many outlets build it: ``/2017/11/25/`` or ``/20171125``."""
    match = _URL_DAY.search(url or "")
    try:
        return date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None


def upper_stamp(page: Page, stories: Sequence[Story], furniture: Sequence[Furniture]) -> Stamp | None:
    """The latest stamp of the page itself, above its stories or in its furniture: its stories are not younger.

    Such a stamp (آخر تحديث, a banner of today) says when the page was made, often years after its stories. It is known
    by its label, weekday or clock; the stamp of one story says nothing of the others.
    """
    starts = [p.span.start for s in stories for p in (s.kicker, s.title, *s.paragraphs[:1]) if p]
    head = Span(0, min(starts, default=0))
    spans = [head] + [f.span for f in furniture if f.label not in _OTHER_STORIES]
    own = {stamp.piece.span for story in stories for stamp in story_stamps(page, story)}
    found = [stamp for span in spans for stamp in _stamps(page.text, span) if stamp.piece.span not in own]
    banners = [s for s in found if s.label == "updated" or (s.dated_now and head.contains(s.piece.span))]
    return max(banners, key=lambda s: s.day, default=None)


def _zones(story: Story) -> Iterator[Span]:
    if story.title and story.paragraphs:
        yield from _free(Span(story.title.span.end, story.paragraphs[0].span.start), _owned(story))
    for piece in (story.dateline, story.byline, story.credit):
        if piece:
            yield piece.span


def _head_stamps(text: str, story: Story) -> Iterator[Stamp]:
    """Stamps with a clock of a time zone at the very head of the text, where some pages run them together."""
    if story.paragraphs:
        start, end = story.paragraphs[0].span
        head = Span(start, min(end, start + _HEAD))
        if "gmt" in text[head.start : head.end].lower() or "بتوقيت" in text[head.start : head.end]:
            yield from _stamps(text, head)


def _owned(story: Story) -> list[Span]:
    """The parts of a story that tell events and so hold dates of events."""
    spans = [c.span for c in story.captions] + [h.span for h in story.headings]
    spans += [p.span for p in (story.subtitle, story.kicker) if p]
    return sorted(spans)


def _free(zone: Span, owned: list[Span]) -> Iterator[Span]:
    at = zone.start
    for span in owned:
        if span.overlaps(zone):
            if at < span.start:
                yield Span(at, span.start)
            at = max(at, span.end)
    if at < zone.end:
        yield Span(at, zone.end)


@lru_cache(maxsize=_KEPT)
def _stamps(text: str, zone: Span) -> tuple[Stamp, ...]:
    """The stamps of a stretch, kept a while: several questions about one story look at the same lines."""
    return tuple(_found(text, zone))


def _found(text: str, zone: Span) -> Iterator[Stamp]:
    if not _YEAR.search(text, zone.start, zone.end):
        return
    for expression in find(text, zone.start, zone.end):
        line = _line(text, zone, expression.span)
        days = resolve(expression, date(2000, 1, 1)) if expression.is_full else None
        if days and _is_sound(expression, days[0]) and _stands_alone(text, line, expression):
            now = expression.weekday is not None or _has_clock(text, line, expression)
            yield Stamp(days[0], Piece(expression.span, expression.text), _label(text, line, expression), now)


def _is_sound(expression: DateExpression, day: date) -> bool:
    """Whether the date can be read in one way only, and its weekday, if it has one, is that of the day."""
    two_digit_year = expression.year is not None and str(expression.year) not in fold(expression.text)
    sure = two_digit_year or not expression.either_order
    return sure and expression.weekday in (None, day.weekday())


def _line(text: str, zone: Span, span: Span) -> Span:
    start = text.rfind("\n", zone.start, span.start) + 1 or zone.start
    end = text.find("\n", span.end, zone.end)
    return Span(max(start, zone.start), zone.end if end < 0 else end)


def _label(text: str, line: Span, expression: DateExpression) -> str:
    before = fold(text[line.start : expression.span.start])
    if _UPDATE.search(before) or _UPDATE_AFTER.match(fold(text[expression.span.end : line.end])):
        return "updated"
    return "published" if _LABEL.search(before) else ""


def _stands_alone(text: str, line: Span, expression: DateExpression) -> bool:
    """Whether the date is a line of its own, or has a clock beside it, and is no part of a sentence."""
    before, after = text[line.start : expression.span.start], text[expression.span.end : line.end]
    words = len(_WORD.findall(before)) + len(_WORD.findall(after))
    if words <= _EXTRA_WORDS or _has_clock(text, line, expression):
        return True
    return words <= 2 * _EXTRA_WORDS and _OPENS_AS_LABEL.match(before) is not None


def _has_clock(text: str, line: Span, expression: DateExpression) -> bool:
    before, after = text[line.start : expression.span.start], text[expression.span.end : line.end]
    return bool(_CLOCK.search(fold(before[-30:] + " " + after[:30])))

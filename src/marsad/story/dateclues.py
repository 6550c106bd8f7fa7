"""What the words of a story say about its own day: today's weekday, this month, office holders, past dates."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.model import Piece, Span, Story
from marsad.tables import rows
from marsad.text.dates import Calendar, DateExpression, DateKind, Deixis, find, resolve
from marsad.text.fold import fold, fold_with_map
from marsad.text.letters import QUOTE_CLOSERS, QUOTE_OPENERS, QUOTE_STRAIGHT

_LEAD_LENGTH = 700
_NEAR = 120
#: So many characters of the text hold what the story is about: a whole date with its weekday there is of these days.
_TOP_LENGTH = 400
_AHEAD, _BACK = timedelta(days=31), timedelta(days=14)
_PAST_HOLDER = re.compile(r"السابق|الاسبق|الراحل|سابقا|انذاك|حينها|المنتخب|المرشح|المخلوع|ذكري|عهد|اداره")
_FUTURE = re.compile(
    r"\b(?:[وف]?س[يتن]\w{3,}|المقرر\w*|المزمع\w*|المتوقع\w*|المرتقب\w*|المقبله?|القادمه?|بحلول|حتي|غدا|لغايه|رويه|ابتداء|"
    r"اعتبارا|موعد\w*|المحدد\w*|مهله|يوافق|الموافق|[يت]بدا|[يت]نطلق|[يت]نتهي|[يت]قام|[يت]ستمر|[يت]فتتح|[يت]عقد)\b"
)
_PAST_DAY = re.compile(r"(?:^|\s)(?:في|منذ|بتاريخ)\s+$")
_PAST_MONTH = re.compile(r"(?:^|\s)منذ\s+(?:شهر\s+)?$")
_QUOTE_MARK = re.compile(f"[{re.escape(QUOTE_OPENERS + QUOTE_CLOSERS + QUOTE_STRAIGHT)}]")
#: No Arabic newspaper was on the web before; an older date in a story bounds nothing.
_WEB_NEWS = date(1996, 1, 1)

#: For so long newspapers may go on calling a man by the office that he has left.
_HABIT = timedelta(days=60)

Term = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Clues:
    """What a story tells of its day. Each clue keeps the words that give it.

    ``today``: expressions that name the weekday or date of the story's day by way of اليوم, أمس or غدا; ``lead_days``:
    days of the week in the first sentence, told as past; ``months``: this month, by name (``10 نيسان الجاري``);
    ``not_before``: past dates with their year; ``years``: every year that is named; ``terms``: for each office holder
    in the lead the times in office; ``lead_dates``: whole dates with their right weekday at the top of the text.
    """

    today: tuple[DateExpression, ...] = ()
    lead_days: tuple[DateExpression, ...] = ()
    months: tuple[DateExpression, ...] = ()
    not_before: tuple[tuple[date, DateExpression], ...] = ()
    years: frozenset[int] = frozenset()
    terms: tuple[tuple[tuple[Term, ...], Piece], ...] = ()
    lead_dates: tuple[DateExpression, ...] = ()

    def fits(self, day: date) -> bool:
        """Whether the story can be of ``day`` by its words on today, this month and office holders."""
        if any(not is_told_on(e, day) for e in self.today):
            return False
        if any(e.month != day.month for e in self.months):
            return False
        return all(any(_in_office(day, term) for term in terms) for terms, _ in self.terms)

    def told_days(self) -> tuple[date, date] | None:
        """The first and the last day that whole dates told from today allow (``اليوم الجمعة 18 نوفمبر 2016``)."""
        for expression in self.today:
            days = resolve(expression, _WEB_NEWS) if expression.is_full else None
            slack = 1 if expression.calendar is Calendar.HIJRI else 0
            around = (
                [days[0] + timedelta(days=n - (expression.offset or 0)) for n in range(-slack, slack + 1)]
                if days
                else []
            )
            right = [day for day in around if self.fits(day)]
            if right:
                return right[0], right[-1]
        return None

    def around(self) -> tuple[date, date] | None:
        """The days around the whole dates at the top: news tells of the weeks ahead and of the days just past."""
        days = [d[0] for e in self.lead_dates if (d := resolve(e, _WEB_NEWS))]
        if not days or max(days) - min(days) > _AHEAD or max(self.years, default=0) > max(days).year:
            return None
        return min(days) - _AHEAD, max(days) + _BACK


def _in_office(day: date, term: Term) -> bool:
    return term[0] <= day and (term[1] is None or day <= term[1])


def is_told_on(expression: DateExpression, day: date) -> bool:
    """Whether ``expression`` (أمس الجمعة, غدا الأحد 6 ديسمبر) is right when told on ``day``."""
    meant = day + timedelta(days=expression.offset or 0)
    if expression.weekday is not None and meant.weekday() != expression.weekday:
        return False
    if expression.calendar is Calendar.HIJRI:
        return True
    stated = ((expression.year, meant.year), (expression.month, meant.month), (expression.day, meant.day))
    return all(said is None or said == is_ for said, is_ in stated)


def read_clues(text: str, story: Story) -> Clues:
    """The clues in the title and the paragraphs of ``story``, those inside quotation marks left out."""
    own = [e for piece in _pieces(story) for e in _unquoted(text, piece)]
    first = _first_sentence(story)
    today = tuple(e for e in own if e.offset is not None and (e.weekday is not None or e.day is not None))
    in_first = [e for e in own if first.contains(e.span) and not e.deixis and e.offset is None]
    past_lead = not _FUTURE.search(fold(first.of(text)))
    gregorian = [e for e in own if e.calendar is Calendar.GREGORIAN]
    months = [e for e in gregorian if e.month and e.deixis is Deixis.PRESENT and e.unit == "month"]
    return Clues(
        today=today if _agree(today) else (),
        lead_days=tuple(e for e in in_first if _is_weekday(e) and past_lead),
        months=tuple(months) if len({e.month for e in months}) == 1 else (),
        not_before=tuple(_not_before(text, own)),
        years=frozenset(e.year for e in gregorian if e.year),
        terms=tuple(_office_terms(text, story)),
        lead_dates=tuple(_lead_dates(story, gregorian)),
    )


def _is_weekday(expression: DateExpression) -> bool:
    """Whether a weekday is told by itself, or with a day of the other calendar (الجمعة غرة شوال)."""
    other = expression.calendar is Calendar.HIJRI and expression.weekday is not None
    return expression.kind is DateKind.WEEKDAY or other


def _agree(today: tuple[DateExpression, ...]) -> bool:
    weekdays = {(e.weekday - (e.offset or 0)) % 7 for e in today if e.weekday is not None}
    return len(weekdays) < 2


def _lead_dates(story: Story, own: list[DateExpression]) -> Iterator[DateExpression]:
    first = story.paragraphs[0].span.start if story.paragraphs else 0
    for expression in own:
        at = expression.span.start
        in_title = story.title is not None and story.title.span.contains(expression.span)
        if not (in_title or first <= at < first + _TOP_LENGTH) or not expression.is_full or expression.deixis:
            continue
        days = resolve(expression, _WEB_NEWS)
        if days and days[0] > _WEB_NEWS and days[0].weekday() == expression.weekday:
            yield expression


def _pieces(story: Story) -> Iterator[Piece]:
    yield from (p for p in (story.title, story.subtitle) if p)
    yield from story.paragraphs


def _unquoted(text: str, piece: Piece) -> Iterator[DateExpression]:
    for expression in find(text, piece.span.start, piece.span.end):
        if not _inside_marks(text[piece.span.start : expression.span.start]):
            yield expression


def _inside_marks(before: str) -> bool:
    depth = straight = 0
    for mark in _QUOTE_MARK.findall(before):
        if mark in QUOTE_OPENERS:
            depth += 1
        elif mark in QUOTE_CLOSERS:
            depth = max(0, depth - 1)
        else:
            straight += 1
    return depth > 0 or straight % 2 == 1


def _first_sentence(story: Story) -> Span:
    if not story.paragraphs:
        return Span(0, 0)
    piece = story.paragraphs[0]
    stop = re.search(r"[.؟!](?:\s|$)", piece.text)
    length = stop.start() if stop else len(piece.text)
    return Span(piece.span.start, piece.span.start + min(length, _LEAD_LENGTH))


def _not_before(text: str, own: list[DateExpression]) -> Iterator[tuple[date, DateExpression]]:
    """Whole dates, months and years told as past: the story is not older than they are."""
    for expression in own:
        start, end = expression.span
        if expression.year is None or expression.deixis:
            continue
        before = fold(text[max(0, start - _NEAR) : start])
        days = resolve(expression, _WEB_NEWS)
        told = _PAST_DAY if expression.day else _PAST_MONTH
        if not days or days[0] < _WEB_NEWS or not told.search(before):
            continue
        if not _FUTURE.search(before + fold(text[start : end + _NEAR // 4])):
            yield days[0], expression


@functools.cache
def _offices() -> tuple[tuple[str, tuple[tuple[re.Pattern[str], tuple[Term, ...]], ...]], ...]:
    """For each office, in its folded words, a pattern for each holder with the holder's terms."""
    terms: dict[tuple[str, str], list[Term]] = {}
    for first, last, office, name in rows("dates_offices.tsv"):
        terms.setdefault((office, name), []).append(
            (date.fromisoformat(first), date.fromisoformat(last) + _HABIT if last else None)
        )
    holders: dict[str, list[tuple[re.Pattern[str], tuple[Term, ...]]]] = {}
    for (offices, name), found in terms.items():
        for office in map(fold, offices.split("|")):
            holders.setdefault(office, []).append((_holder(office, name), tuple(found)))
    return tuple((office, tuple(known)) for office, known in holders.items())


def _holder(office: str, name: str) -> re.Pattern[str]:
    names = "|".join(r"[\s\-]*".join(map(re.escape, fold(v).split())) for v in name.split("|"))
    no_deputy = r"(?<!نايب )(?<!نايبه )(?<!مساعد )(?<!وكيل )(?<!\w)"
    return re.compile(rf"{no_deputy}[وفبلك]?{re.escape(office)}[،,\s]+(?:السيده?\s+)?(?:{names})(?!\w)")


def _office_terms(text: str, story: Story) -> Iterator[tuple[tuple[Term, ...], Piece]]:
    if not story.paragraphs:
        return
    start = story.paragraphs[0].span.start
    end = min(story.paragraphs[-1].span.end, start + _LEAD_LENGTH)
    lead = fold(text[start:end])
    if _PAST_HOLDER.search(lead):
        return
    for office, holders in _offices():
        if office not in lead:
            continue
        for pattern, terms in holders:
            match = pattern.search(lead)
            if match:
                span = fold_with_map(text[start:end]).span(*match.span())
                yield terms, Piece.cut(text, start + span.start, start + span.end)

"""Time expressions: what is found in a text, which fields it states, which days it means."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.dates import Calendar, DateExpression, DateKind, Deixis, Part, find, resolve

ANCHOR = date(2018, 2, 4)  # a Sunday


def only(text: str) -> DateExpression:
    found = find(text)
    assert len(found) == 1, [e.text for e in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "month", "day", "year"),
    [
        ("وصل يوم 6 ديسمبر/كانون الأول إلى العاصمة", "يوم 6 ديسمبر/كانون الأول", 12, 6, None),
        ("منذ سبتمبر (أيلول) 2019", "سبتمبر (أيلول) 2019", 9, None, 2019),
        ("في يونيو حزيران", "يونيو حزيران", 6, None, None),
        ("افتتح في ٢٢ آب ٢٠١٦", "٢٢ آب ٢٠١٦", 8, 22, 2016),
        ("بين 3 فيفري و", "3 فيفري", 2, 3, None),
        ("يوم 25 غشت 2020", "يوم 25 غشت 2020", 8, 25, 2020),
        ("نشر في ٢٠١٧ ١١ ٢٥ بموسكو", "٢٠١٧ ١١ ٢٥", 11, 25, 2017),
        ("2015-10-27", "2015-10-27", 10, 27, 2015),
        ("بتاريخ 27/10/2015", "27/10/2015", 10, 27, 2015),
        ("الساعة 14:00 - 23/09/09", "23/09/09", 9, 23, 2009),
        ("الجمعة, نوفمبر 15, 2024", "الجمعة, نوفمبر 15, 2024", 11, 15, 2024),
        ("في الحادي والعشرين من مارس", "الحادي والعشرين من مارس", 3, 21, None),
    ],
)  # fmt: skip
def test_dates_by_name_and_number(text: str, words: str, month: int, day: int | None, year: int | None) -> None:
    found = only(text)
    assert (found.text, found.month, found.day, found.year) == (words, month, day, year)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أمس", (date(2018, 2, 3), date(2018, 2, 3))),
        ("أول من أمس", (date(2018, 2, 2), date(2018, 2, 2))),
        ("أمس الأول", (date(2018, 2, 2), date(2018, 2, 2))),
        ("بعد غد", (date(2018, 2, 6), date(2018, 2, 6))),
        ("يوم الجمعة الماضي", (date(2018, 2, 2), date(2018, 2, 2))),
        ("الأحد المقبل", (date(2018, 2, 11), date(2018, 2, 11))),
        ("الأحد الماضي", (date(2018, 1, 28), date(2018, 1, 28))),
        ("الخميس", (date(2018, 2, 1), date(2018, 2, 8))),
        ("6 ديسمبر الماضي", (date(2017, 12, 6), date(2017, 12, 6))),
        ("13 و15 سبتمبر المقبل", (date(2018, 9, 13), date(2018, 9, 15))),
        ("الثالث عشر من الشهر الجاري", (date(2018, 2, 13), date(2018, 2, 13))),
        ("11 من الشهر الماضي", (date(2018, 1, 11), date(2018, 1, 11))),
        ("31 مارس من العام الماضي", (date(2017, 3, 31), date(2017, 3, 31))),
        ("الشهر المقبل", (date(2018, 3, 1), date(2018, 3, 31))),
        ("العام الجاري", (date(2018, 1, 1), date(2018, 12, 31))),
        ("15 رمضان 1436", (date(2015, 7, 2), date(2015, 7, 2))),
        ("22-5-1436هـ", (date(2015, 3, 13), date(2015, 3, 13))),
        ("شوال 1436", (date(2015, 7, 17), date(2015, 8, 15))),
        ("28 ديسمبر", (date(2017, 12, 28), date(2017, 12, 28))),
    ],
)
def test_days_told_from_the_story(text: str, expected: tuple[date, date]) -> None:
    assert resolve(only(text), ANCHOR) == expected


def test_part_of_a_month_is_narrower_than_the_month() -> None:
    middle = only("منتصف الشهر الحالي")
    days = resolve(middle, ANCHOR)
    assert middle.part is Part.MIDDLE
    assert days is not None
    assert date(2018, 2, 1) < days[0] <= date(2018, 2, 14) <= days[1] < date(2018, 2, 28)


def test_both_calendars_of_one_day_agree() -> None:
    hijri, gregorian = find("في 9 شوال 1436هـ الموافق 25 يوليو 2015م")
    assert hijri.calendar is Calendar.HIJRI
    assert resolve(hijri, ANCHOR) == resolve(gregorian, ANCHOR) == (date(2015, 7, 25), date(2015, 7, 25))


def test_today_with_its_weekday_is_one_expression() -> None:
    found = only("عقد اجتماع اليوم (الجمعة) في العاصمة")
    assert (found.kind, found.offset, found.weekday) == (DateKind.RELATIVE, 0, 4)


def test_tomorrow_with_weekday_and_date_is_one_expression() -> None:
    found = only("يصل غدا الأحد 6 ديسمبر إلى البلاد")
    assert (found.offset, found.weekday, found.day, found.month) == (1, 6, 6, 12)


def test_particles_stay_outside() -> None:
    text = "والأحد المقبل يلتقيان"
    found = only(text)
    assert text[found.span.start : found.span.end] == found.text == "الأحد المقبل"


def test_closing_mark_before_the_word_for_this_month() -> None:
    found = only("القمة المقررة «في 15 أكتوبر» الحالي")
    assert (found.day, found.month, found.deixis) == (15, 10, Deixis.PRESENT)


def test_same_month_needs_its_context() -> None:
    found = only("في الـ 11 من الشهر ذاته")
    assert (found.day, found.deixis) == (11, Deixis.SAME)
    assert resolve(found, ANCHOR) is None


@pytest.mark.parametrize(
    "text",
    [
        "مارس اللاعب هوايته",  # practised
        "قال أب الطفل",  # father
        "رجب طيب",  # a name
        "الأمين العام السابق للمنظمة",  # the former secretary-general
        "بلغت الخسائر 2000 قتيل",  # a count
        "في اليوم التالي",  # the next day
        "القرار رقم 2254",
        "فاز 3-2 ثم 12.5",
        "اليوم العالمي للمرأة",
        "لا أحد يعرف",  # nobody
        "العدد 31-13-2015",
    ],
)
def test_words_that_only_look_like_dates(text: str) -> None:
    assert find(text) == []


def test_day_and_month_of_an_american_clock_are_in_doubt() -> None:
    assert only("5/6/2015 3:20 PM").either_order
    assert not only("5/6/2015 15:20").either_order


def test_impossible_days_are_no_dates() -> None:
    assert all(e.day is None for e in find("في 45 ديسمبر"))
    assert find("2015-02-30") == []


@given(st.text(alphabet="اليوم أمس 0123٤٥/-.آذار نيسان2017هـم،«»\n", max_size=60))
def test_found_expressions_are_apart_and_cut_from_the_text(text: str) -> None:
    found = find(text)
    for expression in found:
        assert text[expression.span.start : expression.span.end] == expression.text
        days = resolve(expression, ANCHOR)
        assert days is None or days[0] <= days[1]
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


def test_offsets_count_from_the_start_of_the_whole_text() -> None:
    text = "قال أمس إن غدا الخميس موعده"
    assert [e.text for e in find(text, 8)] == ["غدا الخميس"]
    assert find(text, 8)[0].span.start == text.index("غدا")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("في  يوم  الجمعة  5  مايو 2018", "يوم  الجمعة  5  مايو 2018"),
        ("«في 5\tمايو\t2018»", "5\tمايو\t2018"),
        ("وصل (5مايو 2018) إلى", "5مايو 2018"),
    ],
)
def test_gaps_and_marks_between_the_words_of_a_date(text: str, words: str) -> None:
    (found,) = find(text)
    assert (found.text, found.year, found.month, found.day) == (words, 2018, 5, 5)

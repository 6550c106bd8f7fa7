"""Strings read as dates: the list of newsroom forms, what is never claimed, and laws that hold for every string."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dates_list import Case, cases
from marsad.text.dates import as_anchor, read_date
from marsad.text.dates.lexicon import rows
from marsad.text.letters import ARABIC_INDIC_DIGITS

ALL = cases()
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
KINDS = sorted({case.kind for case in ALL})
MONTHS = [(int(n), name) for calendar, n, _, name in rows("dates_months.tsv") if calendar == "gregorian"]
WEEKDAYS = [(int(n), name) for n, name in rows("dates_weekdays.tsv")]
DAYS = st.dates(date(1996, 1, 1), date(2035, 12, 31))


def anchor_of(case: Case) -> date | None:
    return as_anchor(case.anchor) if case.anchor else None


def test_list_is_long_enough_and_of_every_kind() -> None:
    counts = Counter(case.kind for case in ALL)
    assert sum(counts.values()) >= 250
    assert min(counts.values()) >= 7


@pytest.mark.parametrize("kind", KINDS)
def test_strings_of_newsrooms(kind: str) -> None:
    wrong = []
    for case in (c for c in ALL if c.kind == kind):
        found = read_date(case.text, anchor_of(case))
        bounds = (found.earliest, found.latest)
        if found.value != case.value or (case.bounds and bounds != case.bounds):
            wrong.append((case.text, found))
    assert not wrong


def test_the_strings_of_the_seeds_stand_in_them() -> None:
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds is absent: the list stands without its pages")
    pages = " ".join(" ".join(path.read_text("utf-8").split()) for path in SEEDS.glob("*.txt"))
    absent = [case.text for case in ALL if case.kind == "seed" and case.text not in pages]
    assert absent == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04/09", "order"),
        ("الأحد 25 نوفمبر 2017", "weekday"),
        ("9 شوال 1436هـ الموافق 29 يوليو 2015م", "calendars"),
        ("من 13 إلى 15 أيلول 2019", "range"),
        ("أمس", "no_anchor"),
        ("1399/11/30", "calendar"),
        ("31/02/2018", "no_date"),
        ("25 نوفمبر 2017 أو 3 ديسمبر 2017", "several"),
        ("لا تاريخ هنا", "no_date"),
    ],
)
def test_a_missing_value_has_its_reason(text: str, why: str) -> None:
    found = read_date(text)
    assert (found.value, found.why) == (None, why)


@given(DAYS, st.sampled_from(MONTHS), st.booleans(), st.sampled_from(["", " عام", "،"]))
def test_a_day_by_month_name_comes_back(day: date, month: tuple[int, str], eastern: bool, before: str) -> None:
    number, name = month
    meant = day.replace(month=number, day=min(day.day, 28))
    text = f"{meant.day} {name}{before} {meant.year}"
    found = read_date(text.translate(ARABIC_INDIC_DIGITS) if eastern else text)
    assert (found.value, found.precision) == (meant.isoformat(), "day")


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_confirms_or_casts_doubt(day: date, weekday: tuple[int, str]) -> None:
    found = read_date(f"{weekday[1]} {day.day:02}/{day.month:02}/{day.year}")
    assert found.value == (day.isoformat() if day.weekday() == weekday[0] else None)
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= day.isoformat() <= found.latest


@given(DAYS, st.integers(2, 31))
def test_days_ago_are_counted_from_the_anchor(day: date, back: int) -> None:
    assert read_date(f"قبل {back} يوما", day).value == (day - timedelta(days=back)).isoformat()


@given(st.datetimes(datetime(1996, 1, 1), datetime(2035, 12, 31)), st.sampled_from(["+03:00", "-05:00", "Z"]))
def test_iso_times_keep_their_zone(moment: datetime, zone: str) -> None:
    text = moment.isoformat(timespec="minutes")
    assert read_date(f"{text}:00{zone}").value == text + zone.replace("Z", "+00:00")


@given(st.text(alphabet="اليوم أمس قبل 0123٤٥/-.:آذار نيسان2017هـم،«»ص الساعة مساء Feb+\n", max_size=60), DAYS)
def test_no_string_breaks_it_and_values_lie_in_their_bounds(text: str, anchor: date) -> None:
    found = read_date(text, anchor)
    assert found.text == text
    assert (found.value is None) == (found.precision is None)
    assert (found.value is None) == (found.why is not None)
    if found.earliest and found.latest:
        assert found.earliest <= found.latest
    if found.value and found.earliest and found.latest:
        cut = found.value[:10]
        assert found.earliest[: len(cut)] <= cut <= found.latest[: len(cut)]


@given(st.text(max_size=80))
def test_any_text_at_all_is_read(text: str) -> None:
    assert read_date(text).text == text

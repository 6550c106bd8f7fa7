"""The publication date of a story: stated, inferred, or left open."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from marsad.model import Caption, Furniture, Page, Piece, Published, Span, Story
from marsad.story.dates import publish_dates

LEAD = "أكد وزير الزراعة أن موسم القطاف بدأ."


def dated(*parts: tuple[str, str], head: str = "", between: str = "", **page: str) -> tuple[Published | None, ...]:
    """The dates of a page of stories, each (title, body); ``between`` stands between each title and its body."""
    text, stories = head, []
    for title, body in parts:
        first = len(text)
        text += title + "\n" + between
        paragraph = len(text)
        text += body + "\n\n"
        stories.append(
            Story(f"s{first}", Piece.cut(text, first, first + len(title)), (Piece.cut(text, paragraph, len(text)),))
        )
    return publish_dates(Page("p.txt", text, "0", **page), stories, ())  # type: ignore[arg-type]


def one(body: str = LEAD, **how: str) -> Published | None:
    return dated(("بدء موسم القطاف", body), **how)[0]


def value(published: Published | None) -> tuple[str | None, str | None, str] | None:
    return (published.value, published.precision, published.how) if published else None


@pytest.mark.parametrize(
    "line",
    [
        "٢٠١٧ ١١ ٢٥ ",
        "نشر في: 25-11-2017\n",
        "السبت 25 نوفمبر 2017 - 14:30\n",
        "7 ربيع الأول 1439هـ الموافق 25 تشرين الثاني 2017\n",
        "نشرت في: 25/11/2017 14:00\nآخر تحديث: 27/11/2017 10:00\n",
    ],
)
def test_date_between_title_and_text_is_stated(line: str) -> None:
    found = one(between=line)
    assert value(found) == ("2017-11-25", "day", "stated")
    assert found is not None
    assert found.evidence


def test_date_of_an_event_in_the_text_is_not_the_date_of_the_story() -> None:
    found = one("بدأ المشروع في 3 مارس 2014 بعد تأخير طويل.")
    assert found is not None
    assert (found.value, found.earliest, found.latest) == (None, "2014-03-03", None)


def test_stamp_of_the_site_only_bounds_the_story() -> None:
    stamp = "التحديث الاخير بتاريخ|الجمعة, نوفمبر 15, 2024\n\n"
    found = one("بحث الوزيران اليوم الجمعة سبل التعاون.", head=stamp)
    assert found is not None
    assert (found.value, found.latest) == (None, "2024-11-15")


def test_date_in_a_caption_is_not_the_date_of_the_story() -> None:
    text = "افتتاح الميناء\nالوزير في الميناء - 15 مايو 2011\nافتتح الميناء."
    title, body = Piece.cut(text, 0, 14), Piece.cut(text, text.rindex("\n"), len(text))
    picture = Piece.cut(text, 15, text.rindex("\n"))
    story = Story("s", title, (body,), captions=(Caption(picture.span, picture.text),))
    assert publish_dates(Page("p", text, "0"), [story], ()) == (None,)


def test_day_given_beside_the_page() -> None:
    assert value(one(given_published="2019-05-04T10:00:00")) == ("2019-05-04", "day", "stated")


@pytest.mark.parametrize(
    "path", ["/2019/05/04/harvest", "/news/2019/5/4/harvest.html", "/20190504/harvest", "/a/2019-05-04"]
)
def test_day_in_the_address(path: str) -> None:
    assert value(one(url="https://almarsa.example" + path)) == ("2019-05-04", "day", "stated")


@pytest.mark.parametrize("path", ["/2019/harvest", "/20191345/harvest", "/story/201905041234"])
def test_digits_in_an_address_that_are_no_day(path: str) -> None:
    assert one(url="https://almarsa.example" + path) is None


def test_given_day_that_is_late_gives_way_to_the_words_of_the_story() -> None:
    found = one("أعلن النادي أمس الجمعة تعاقده مع لاعب.", given_published="2015-07-21")
    assert value(found) == ("2015-07-18", "day", "inferred")


def test_given_day_that_contradicts_the_words_claims_nothing() -> None:
    found = one("أعلن النادي اليوم الخميس تعاقده مع لاعب.", given_published="2015-07-21")
    assert found is not None
    assert (found.value, found.latest) == (None, "2015-07-21")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("التقى الوزير اليوم الأحد وفدا.", ("2026-03-01", "day", "inferred")),
        ("التقى الوزير أمس السبت وفدا.", ("2026-03-01", "day", "inferred")),
        ("يلتقي الوزير غدا الاثنين 2 آذار وفدا.", ("2026-03-01", "day", "inferred")),
        ("التقى الوزير، الأحد، وفدا.", ("2026-03-01", "day", "inferred")),
        ("اتفق الطرفان على لقاء في 20 آذار الجاري.", ("2026-03-01", "day", "inferred")),
    ],
)
def test_words_for_today_on_a_page_seen_that_day(body: str, expected: tuple[str, str, str]) -> None:
    assert value(one(body, seen="2026-03-01T09:15:00")) == expected


@pytest.mark.parametrize(
    "body",
    [
        LEAD,
        "التقى الوزير اليوم الأربعاء وفدا.",
        "التقى الوزير اليوم السبت وفدا.",
        "التقى الوزير اليوم الأحد وفدا، بعد اتفاق عام 2011.",
        "قال: «سنلتقي اليوم الأحد» ثم غادر.",
        "اتفق الطرفان على لقاء في 20 نيسان الجاري.",
    ],
)
def test_nothing_is_claimed_when_the_words_do_not_show_a_fresh_story(body: str) -> None:
    found = one(body, seen="2026-03-01")
    assert found is not None
    assert (found.value, found.latest) == (None, "2026-03-01")


def test_month_alone_is_said_when_the_day_is_open() -> None:
    found = one("انتهت المهلة في 5 نيسان الجاري.", seen="2024-04-28")
    assert value(found) == ("2024-04", "month", "inferred")
    assert found is not None
    assert (found.earliest, found.latest) == ("2024-04-01", "2024-04-28")


def test_office_holder_bounds_the_story() -> None:
    found = one("قال وزير الخارجية الأميركي جون كيري إن المحادثات مستمرة.")
    assert found is not None
    assert (found.value, found.earliest, found.latest) == (None, "2013-02-01", "2017-03-21")


def test_former_office_holder_bounds_nothing() -> None:
    assert one("قال وزير الخارجية الأميركي السابق جون كيري إن المحادثات مستمرة.") is None


def test_deputy_of_an_office_holder_is_not_the_holder() -> None:
    assert one("وصل نائب الرئيس الأمريكي جو بايدن إلى المدينة.") is None


def test_office_holder_and_weekday_of_a_date_give_the_day() -> None:
    found = one("يزور وزير الخارجية الأميركي جون كيري المدينة غدا الأحد 6 ديسمبر.")
    assert value(found) == ("2015-12-05", "day", "inferred")


def archive(dates: Sequence[str]) -> tuple[Published | None, ...]:
    text, stories = "", []
    for number, line in enumerate(dates):
        first = len(text)
        text += f"خبر رقم {number}\n"
        middle = len(text)
        text += line
        body = len(text)
        text += LEAD + "\n\n"
        stories.append(Story(f"s{number}", Piece.cut(text, first, middle), (Piece.cut(text, body, len(text)),)))
    return publish_dates(Page("p", text, "0"), stories, [Furniture(Span(0, 0), "navigation")])


def test_neighbours_in_an_archive_bound_each_other() -> None:
    found = archive(["", "2018-02-10\n", "", "2018-01-30\n", ""])
    bounds = [(p.earliest, p.latest) if p else None for p in found]
    assert bounds == [
        ("2018-02-10", None),
        ("2018-02-10", "2018-02-10"),
        ("2018-01-30", "2018-02-10"),
        ("2018-01-30", "2018-01-30"),
        (None, "2018-01-30"),
    ]


def test_page_in_another_order_is_not_read_as_an_archive() -> None:
    found = archive(["2018-01-30\n", "", "2018-02-10\n", "", ""])
    assert [p.value if p else None for p in found] == ["2018-01-30", None, "2018-02-10", None, None]
    assert found[1] is None


def test_weekday_in_an_archive_claims_no_day() -> None:
    found = dated(*[(f"خبر {n}", "التقى الوزير اليوم الأحد وفدا.") for n in range(6)], seen="2026-03-01")
    assert {p.value for p in found if p} == {None}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("اليوم الجمعة 18 نوفمبر 2016", "2016-11-18"),
        ("أمس الخميس 17 تشرين الثاني 2016", "2016-11-18"),
        ("اليوم السبت التاسع من شهر شوال عام 1436هـ", "2015-07-25"),
    ],
)
def test_whole_date_of_today_in_the_text(words: str, day: str) -> None:
    assert value(one(f"افتتح الوزير {words} المعرض.")) == (day, "day", "inferred")


def test_whole_date_with_a_wrong_weekday_claims_nothing() -> None:
    assert one("افتتح الوزير اليوم الخميس 5 جانفي 2016 المعرض.") is None


def test_name_of_an_office_holder_with_a_hyphen() -> None:
    found = one("حذر وزير الدفاع الفرنسي جان-ايف لو دريان من الخطر.")
    assert found is not None
    assert (found.earliest, found.latest) == ("2012-05-16", "2017-07-16")


def test_stamp_run_into_the_head_of_the_text() -> None:
    assert value(one("1400 (GMT+04:00) - 23/09/09 وصل الوفد إلى العاصمة.")) == ("2009-09-23", "day", "stated")


def test_time_of_an_event_at_the_head_of_the_text_is_no_stamp() -> None:
    found = one("في الساعة 14:00 من يوم 23/09/2009 وصل الوفد.")
    assert found is None or found.value is None


def test_day_of_the_last_change_is_not_the_date_but_bounds_it() -> None:
    line = "الأربعاء، 23 سبتمبر 2009، آخر تحديث 21:00 (GMT+04:00)\n"
    found = one("وصل الوفد.", between=line)
    assert found is not None
    assert (found.value, found.latest) == (None, "2009-09-23")
    assert value(one("وصل الوفد اليوم الأربعاء.", between=line)) == ("2009-09-23", "day", "inferred")


@pytest.mark.parametrize("line", ["الاثنين 25 نوفمبر 2017\n", "5/6/2017 3:20 PM\n"])
def test_stamp_that_can_be_wrong_is_not_believed(line: str) -> None:
    assert one(between=line) is None


def test_stamp_of_one_story_says_nothing_of_the_others() -> None:
    text = "خبر أول\nنص أول.\nخبر ثان\n2017-11-25\nنص ثان.\n"
    stamp = Span(text.index("2017"), text.index("2017") + 10)
    stories = [
        Story("a", Piece.cut(text, 0, 7), (Piece.cut(text, 8, 15),)),
        Story("b", Piece.cut(text, 16, 23), (Piece.cut(text, stamp.end, len(text)),)),
    ]
    first, second = publish_dates(Page("p", text, "0"), stories, [Furniture(stamp, "stamp")])
    assert first is None
    assert value(second) == ("2017-11-25", "day", "stated")


def test_story_between_two_of_one_day_is_bounded_but_not_dated() -> None:
    found = archive(["2018-02-10\n", "", "2018-02-10\n", "", ""])[1]
    assert found is not None
    assert (found.value, found.earliest, found.latest) == (None, "2018-02-10", "2018-02-10")


def test_office_that_is_still_held_shows_no_bound_of_many_years() -> None:
    assert one("قال وزير الخارجية الروسي سيرغي لافروف إن المحادثات مستمرة.") is None


def test_whole_date_with_its_weekday_at_the_top_gives_the_year() -> None:
    found = one("افتتح المعرض يوم الجمعة 18 مارس 2016 بحضور عدد من الكتاب.")
    assert value(found) == ("2016", "year", "inferred")
    assert found is not None
    assert (found.earliest, found.latest) == ("2016-02-16", "2016-04-01")


@pytest.mark.parametrize(
    "body",
    [
        "افتتح المعرض يوم الخميس 18 مارس 2016 بحضور عدد من الكتاب.",  # a Friday
        "افتتح المعرض يوم الجمعة 18 مارس 2016 ثم أغلق في نهاية 2019.",
        "تعود الحادثة إلى 18 مارس 2016.",
    ],
)
def test_whole_date_without_such_support_gives_no_year(body: str) -> None:
    found = one(body)
    assert found is None or found.value is None


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2018-02-01T23:30:00+04:00", "2018-02-01"),
        ("2018-02-01T23:30:00-08:00", "2018-02-01"),
        ("Thu, 01 Feb 2018 23:30:00 +0300", "2018-02-01"),
        ("الخميس 1 شباط 2018", "2018-02-01"),
    ],
)
def test_day_of_given_date_is_the_day_of_its_zone(given: str, day: str) -> None:
    assert value(one(given_published=given)) == (day, "day", "stated")


def test_given_month_is_told_as_a_month() -> None:
    assert value(one(given_published="2018-02")) == ("2018-02", "month", "stated")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ({"given_published": "2026-03-09", "seen": "2026-03-01T09:00:00"}, "after the page was seen (2026-03-01)"),
        ({"url": "https://almarsa.example/2098/01/02/x"}, "address 2098-01-02: after today"),
        ({"given_published": "0001-01-01T00:00:00"}, "given"),
        ({"given_published": "soon"}, "given 'soon': no_date"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(page: dict[str, str], reason: str) -> None:
    found = one(**page)
    assert found is not None
    assert found.value is None
    assert reason in found.refused[0]


def test_address_and_given_date_far_apart_claim_no_day() -> None:
    found = one(given_published="2018-02-20", url="https://almarsa.example/2018/02/01/x")
    assert value(found) == ("2018-02", "month", "stated")
    assert found is not None
    assert (found.earliest, found.latest) == ("2018-02-01", "2018-02-20")
    assert "19 days apart" in found.refused[0]


def test_date_printed_beside_the_title_stands_when_the_given_one_is_refused() -> None:
    found = one(between="2018-02-01\n", given_published="2999-01-01")
    assert value(found) == ("2018-02-01", "day", "stated")
    assert found is not None
    assert found.refused


def test_date_printed_after_the_page_was_seen_is_refused() -> None:
    found = one(between="2018-03-01\n", seen="2018-02-01")
    assert found is not None
    assert found.value is None
    assert found.refused == ("printed 2018-03-01: after the page was seen (2018-02-01)",)

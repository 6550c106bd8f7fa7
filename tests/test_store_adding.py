"""Adding pages to the archive: what is kept, what is counted, and that nothing is counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from invented import Told, outlets, reading
from marsad.model import Rejected
from marsad.store.adding import Added, add
from marsad.store.archive import create_or_open
from marsad.store.compression import unpacked
from marsad.store.database import Database, Place
from marsad.store.schema import tables

LAVIN = Told(
    "{lavin:لافين} يصل إلى {qarta:قرطا}",
    ["وصل {lavin:سليم لافين} إلى {qarta:قرطا}. وقال {lavin:لافين}: «<lavin|نريد أن تفتح {mira:ميرا} الباب>»."],
    day="2026-03-02",
)


@pytest.fixture
def db(place: Place) -> Iterator[Database]:
    found = create_or_open(place)
    yield found
    found.close()


def everything(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables()}


def one(db: Database, query: str, *values: object) -> object:
    return db.execute(query, values).fetchone()[0]


def test_a_page_says_what_it_brought(db: Database) -> None:
    assert add(db, reading(LAVIN), outlets()) == Added("added", "", 1, 6, 1)


def test_adding_again_changes_nothing(db: Database) -> None:
    add(db, reading(LAVIN), outlets())
    before = everything(db)
    assert add(db, reading(LAVIN), outlets()).outcome == "known"
    assert everything(db) == before


def test_a_story_seen_on_another_page_is_kept_once(db: Database) -> None:
    same = Told(LAVIN.title, LAVIN.body, LAVIN.day, id="one-id")
    add(db, reading(same, path="a.txt"), outlets())
    assert add(db, reading(same, path="b.txt"), outlets()).stories == 0
    assert one(db, "SELECT count(*) FROM story") == 1
    assert one(db, "SELECT stories FROM entity WHERE key = 'lavin'") == 1


def test_rollups_agree_with_the_rows_they_sum(db: Database) -> None:
    days = ["2026-03-01", "2026-03-01", "2026-03-02", ""]
    for number, day in enumerate(days):
        source = ("marsa", "difaf")[number % 2]
        add(
            db, reading(Told(LAVIN.title, [*LAVIN.body, f"رقم {number}"], day, source), path=f"{number}.txt"), outlets()
        )
    add(db, reading(Told(LAVIN.title, [*LAVIN.body, "رقم 0"], "2026-03-05", "difaf"), path="copy.txt"), outlets())
    counted = db.execute(
        "SELECT entity, day, count(*), sum(is_copy) FROM story_entity GROUP BY entity, day ORDER BY 1, 2"
    ).fetchall()
    assert db.execute("SELECT entity, day, stories, copies FROM entity_day ORDER BY 1, 2").fetchall() == counted
    by_source = db.execute(
        "SELECT source, day, count(*), sum(is_copy) FROM story GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    assert db.execute("SELECT source, day, stories, copies FROM source_day ORDER BY 1, 2").fetchall() == by_source
    by_day = db.execute("SELECT day, count(*), sum(is_copy) FROM story GROUP BY 1 ORDER BY 1").fetchall()
    assert db.execute("SELECT day, stories, copies FROM archive_day ORDER BY 1").fetchall() == by_day
    assert by_day[-1] == ("2026-03-05", 1, 1)
    totals = dict(db.execute("SELECT name, value FROM total").fetchall())
    assert {k: totals[k] for k in ("pages", "stories", "mentions", "quotes")} == {
        "pages": 5, "stories": 5, "mentions": 30, "quotes": 5,
    }  # fmt: skip


def test_every_span_leads_back_to_its_words(db: Database) -> None:
    add(db, reading(LAVIN), outlets())
    text = unpacked(one(db, "SELECT text FROM page"))  # type: ignore[arg-type]
    spans = db.execute("SELECT start, stop FROM mention ORDER BY start").fetchall()
    assert [text[a:b] for a, b in spans] == ["لافين", "قرطا", "سليم لافين", "قرطا", "لافين", "ميرا"]
    start, stop, words = db.execute("SELECT start, stop, text FROM quote").fetchone()
    assert text[start:stop] == words == "نريد أن تفتح ميرا الباب"


def test_whom_a_quote_is_about(db: Database) -> None:
    add(db, reading(LAVIN), outlets())
    about = db.execute("SELECT key FROM quote_about JOIN entity ON entity.id = entity").fetchall()
    assert about == [("mira",)]


def test_a_rejected_page_is_kept_with_its_reason_once(db: Database) -> None:
    page = Rejected("x.txt", "d", "read", "binary", "it holds zero bytes", 12)
    add(db, page, outlets())
    add(db, page, outlets())
    assert db.execute("SELECT path, reason FROM rejected").fetchall() == [("x.txt", "binary")]


def test_a_reading_that_the_tables_refuse_costs_only_itself(db: Database) -> None:
    whole = reading(LAVIN)
    bad_story = replace(whole.stories[0], quotes=(replace(whole.stories[0].quotes[0], stance=None),))  # type: ignore[arg-type]
    before = everything(db)
    assert add(db, replace(whole, stories=(bad_story,)), outlets()) == Added("rejected", "crash")
    after = everything(db)
    assert [row[:5] for row in after.pop("rejected")] == [(1, "page.txt", whole.page.digest, "store", "crash")]
    assert {*after.pop("counter")} - {*before["counter"]} == {("rejected", 1)}
    assert after.items() <= before.items()


def test_a_story_that_stands_twice_on_its_page_is_kept_once(db: Database) -> None:
    whole = reading(LAVIN)
    assert add(db, replace(whole, stories=whole.stories * 2), outlets()).stories == 1


def test_the_earliest_day_is_the_original_in_whatever_order_pages_come(db: Database) -> None:
    for number, day in enumerate(["2026-03-05", "", "2026-03-02", "2026-03-03"]):
        add(db, reading(Told(f"عنوان {number}", LAVIN.body, day), path=f"{number}.txt"), outlets())
    assert db.execute("SELECT day FROM story WHERE is_copy = 0").fetchall() == [("2026-03-02",)]
    assert dict(db.execute("SELECT day, copies FROM archive_day").fetchall()) == {
        "": 1, "2026-03-02": 0, "2026-03-03": 1, "2026-03-05": 1,
    }  # fmt: skip
    for table, rows in (("entity_day", "story_entity"), ("source_day", "story")):
        query = f"SELECT sum(copies) FROM {table}"
        assert one(db, query) == one(db, f"SELECT sum(is_copy) FROM {rows}")


def test_stories_without_words_are_nobodys_copies(db: Database) -> None:
    for number in range(2):
        add(db, reading(Told(f"خبر {number}", []), path=f"{number}.txt"), outlets())
    assert one(db, "SELECT sum(is_copy) FROM story") == 0


def test_a_page_that_is_read_at_last_is_no_longer_rejected(db: Database) -> None:
    page = reading(LAVIN)
    add(db, Rejected("page.txt", page.page.digest, "pipeline", "crash", "a bug"), outlets())
    add(db, page, outlets())
    assert one(db, "SELECT count(*) FROM rejected") == 0


def test_a_path_with_bytes_that_are_no_character(db: Database) -> None:
    whole = reading(LAVIN)
    add(db, replace(whole, page=replace(whole.page, path="\udcff.txt")), outlets())
    assert one(db, "SELECT path FROM page") == "\\udcff.txt"


@pytest.mark.parametrize(
    ("bounds", "seen", "expected"),
    [
        (("2026-03-04", "2026-03-04"), None, ("2026-03-04", "2026-03-04", "2026-03-04")),
        (("2026-03-01", None), "2026-03-09T10:00", ("", "2026-03-01", "2026-03-09")),
        ((None, None), "2026-03-09T10:00", ("", None, "2026-03-09")),
        ((None, None), None, ("", None, None)),
    ],
)
def test_a_day_is_kept_when_it_is_certain(db: Database, bounds, seen, expected) -> None:  # type: ignore[no-untyped-def]
    add(db, reading(Told("خبر", ["كلام"], bounds=bounds), seen=seen), outlets())
    assert db.execute("SELECT day, day_from, day_to FROM story").fetchone() == expected


def test_the_quote_says_itself_whom_it_is_about(db: Database) -> None:
    whole = reading(Told("{karim:هدى كريم}", ["قالت: <lavin|لن نفتح>"]))
    (one,) = whole.stories
    quote = replace(one.quotes[0], about=("karim", "nobody"))
    add(db, replace(whole, stories=(replace(one, quotes=(quote,)),)), outlets())
    assert db.execute("SELECT key FROM quote_about JOIN entity ON entity.id = entity").fetchall() == [("karim",)]

"""Happenings: which stories tell of one, from any order of adding, and what people say of them wins."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dumping import said
from invented import catalogue, outlets
from marsad.cli import main
from marsad.config import Resolving
from marsad.errors import NotInArchiveError
from marsad.happenings.groups import DAYS, LONGEST, Decided, Link, Told, day_by_day, happenings
from marsad.happenings.likeness import likeness
from marsad.happenings.sketches import TERMS, Vector, keys_of, shared, sketch
from marsad.keeping.checking import check
from marsad.keeping.rebuilding import rebuild
from marsad.model import EntityType, Layout, Page, PageType, Piece, Published, Reading, Story, StoryReading
from marsad.observatory import Asked, Observatory
from marsad.resolving import resolve
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open
from marsad.store.database import Database, Place

PORT = "انفجار ميناء الخور يدمر مستودع الحبوب وفرق الإطفاء تحاصر الحريق ورئيس الميناء يعلن فتح تحقيق"
VOTE = "نقابة الصيادين تنتخب مجلسا جديدا في مؤتمرها السنوي وأمين الصندوق يعرض ميزانية القوارب والشباك"


def told(key: str, words: str, day: str, source: str = "difaf", more: str = "") -> Reading:
    title = " ".join(words.split()[:6])
    page = Page(key, f"{title}\n{words} {more}", f"digest {key}", url=f"https://{source}.example/{key}")
    published = Published(day, "day", day, day, (), "stated") if day else None
    story = Story(
        key, Piece.cut(page.text, 0, len(title)), (Piece.cut(page.text, len(title) + 1, len(page.text)),),
        source=source, url=page.url, published=published,
    )  # fmt: skip
    return Reading(page, Layout(PageType.ARTICLE, None, title, "ar", (story,)), (StoryReading(story),), "1")


def turned(words: str, seed: int) -> str:
    """The same words in another order, so that they are no copy."""
    parts = words.split()
    random.Random(seed).shuffle(parts)
    return " ".join(parts)


PAGES = (
    told("port1", PORT, "2026-03-01", "marsa"),
    told("port2", turned(PORT, 1), "2026-03-01", "difaf", "شهود عيان"),
    told("port3", turned(PORT, 2), "2026-03-03", "difaf", "لجنة فنية"),
    told("port4", PORT, "2026-03-02", "difaf"),
    told("port5", turned(PORT, 3), "2026-03-20", "marsa", "ذكرى"),
    told("vote1", VOTE, "2026-03-02", "marsa"),
    told("vote2", turned(VOTE, 4), "2026-03-02", "difaf", "نتائج"),
    told("undated", turned(PORT, 5), "", "difaf"),
)
EXPECTED = [["port1", "port2", "port3", "port4"], ["port5"], ["vote1", "vote2"]]


def filled(place: Place | Path, pages: Sequence[Reading], size: int = 100) -> Database:
    db = create_or_open(place)
    for at in range(0, len(pages), size):
        add_all(db, pages[at : at + size], outlets())
        resolve(db, catalogue(), Resolving())
    return db


def groups_of(db: Database) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for first, key in db.execute("SELECT h.first, s.key FROM happening AS h JOIN story AS s ON s.id = h.story"):
        found.setdefault(first, []).append(key)
    return sorted(sorted(keys) for keys in found.values())


def test_stories_of_one_happening_and_the_order_of_adding(place: Place, tmp_path: Path) -> None:
    db = filled(place, PAGES)
    assert groups_of(db) == EXPECTED
    assert check(db).findings == []
    expected = said(db)
    db.close()
    for seed in range(4):
        pages = random.Random(seed).sample(PAGES, len(PAGES))
        db = filled(tmp_path / f"{seed}.db", pages, seed + 1)
        assert check(db).findings == []
        for table in ("sketch", "sketch_key", "likeness", "happening", "waiting"):
            assert said(db)[table] == expected[table]
        db.close()


def test_everything_made_anew_is_the_same(place: Place) -> None:
    db = filled(place, PAGES)
    expected = said(db)["happening"]
    db.begin()
    db.execute("UPDATE happening SET first = story")
    db.execute("UPDATE likeness SET score = 0.5")
    db.commit()
    assert {finding.table for finding in check(db).findings} == {"happening", "likeness"}
    rebuild(db, catalogue(), Resolving(), ["happenings"])
    assert said(db)["happening"] == expected
    resolve(db, catalogue(), Resolving(), whole=True)
    assert said(db)["happening"] == expected
    assert check(db).findings == []
    db.close()


def test_what_people_say_wins(place: Place) -> None:
    db = filled(place, PAGES)
    watch = Observatory(db, catalogue(), outlets(), writer=lambda: create_or_open(place))
    number = watch.decide("other_happening", "port1", other="port3", who="هدى")
    watch.decide("same_happening", "vote1", other="port5", who="هدى")
    assert groups_of(db) == [["port1", "port2", "port4"], ["port3"], ["port5", "vote1", "vote2"]]
    resolve(db, catalogue(), Resolving(), whole=True)
    assert groups_of(db) == [["port1", "port2", "port4"], ["port3"], ["port5", "vote1", "vote2"]]
    assert check(db).findings == []
    watch.undo(number, who="هدى")
    assert ["port1", "port2", "port3", "port4"] in groups_of(db)
    db.close()


def test_the_pages(place: Place) -> None:
    db = filled(place, PAGES)
    watch = Observatory(db, catalogue(), outlets())
    page = watch.happening("port3")
    assert (page.head.id, page.head.outlets, page.head.stories, page.head.texts) == ("port1", 2, 4, 3)
    assert (page.head.first_day, page.head.last_day, page.first.id) == ("2026-03-01", "2026-03-03", "port1")
    assert [(tale.row.id, tale.row.copies) for tale in page.tales] == [("port1", 1), ("port2", 0), ("port3", 0)]
    assert page.silent == ()
    assert [(link.id, n) for link, n in page.told] == [("difaf", 3), ("marsa", 1)]
    assert sum(day.count for day in page.overview.volume.days) == 4
    assert watch.happening("vote2").silent == ()
    alone = watch.happening("port5")
    assert [link.id for link in alone.silent] == []
    assert [row.id for row in alone.thread] == ["port1"]
    listed = watch.happenings(Asked(whole=True))
    assert [(row.id, row.outlets) for row in listed.rows] == [("port1", 2), ("vote1", 2)]
    assert watch.story("port2").happening == page.head
    assert next(row.id for row in watch.story("vote1").related) == "vote2"
    assert watch.story("undated").happening is None
    assert [row.id for row in watch.front().happenings] == ["port1", "vote1"]
    with pytest.raises(NotInArchiveError):
        watch.happening("undated")
    db.close()


def test_the_commands(tmp_path: Path) -> None:
    path, run = tmp_path / "a.db", CliRunner()
    filled(path, PAGES).close()
    lines = [
        json.loads(line) for line in run.invoke(main, ["--db", str(path), "happenings", "--json"]).stdout.splitlines()
    ]
    assert [(one["id"], one["outlets"], [s["id"] for s in one["stories"]]) for one in lines] == [
        ("port1", 2, ["port1", "port2", "port4", "port3"]), ("vote1", 2, ["vote1", "vote2"]),
    ]  # fmt: skip
    assert lines[0]["stories"][2] == {
        "id": "port4", "url": "https://difaf.example/port4", "source": "difaf", "published": "2026-03-02", "copy": True,
        "score": 0.93,
    }  # fmt: skip
    assert "port1" in run.invoke(main, ["--db", str(path), "happenings"]).output
    assert "port2" in run.invoke(main, ["--db", str(path), "happenings", "show", "port4"]).output
    compared = run.invoke(main, ["--db", str(path), "happenings", "compare", "port1", "port3", "--json"])
    alike = json.loads(compared.stdout)
    assert (alike["days"], alike["together"]) == (2, True)
    assert alike["likeness"] > alike["with_days"] >= alike["needed"]
    assert {"ميناء", "الخور"} & set(alike["shared"])
    apart = run.invoke(main, ["--db", str(path), "happenings", "compare", "port1", "vote1"]).output
    assert "in one happening" in apart
    assert "no" in apart.split("in one happening")[1].splitlines()[0]
    parted = run.invoke(main, ["--db", str(path), "happenings", "part", "vote1", "vote2", "--by", "هدى"])
    assert "marsad entities undo" in parted.output
    assert "vote1" not in run.invoke(main, ["--db", str(path), "happenings", "--json"]).stdout
    wrong = run.invoke(main, ["--db", str(path), "happenings", "show", "nothing"])
    assert (wrong.exit_code, "no story" in wrong.output) == (1, True)


def story_of(words: str) -> Story:
    title = " ".join(words.split()[:4])
    return Story("s", Piece.cut(title, 0, len(title)), (Piece.cut(words, 0, len(words)),))


def test_a_likeness_has_reasons() -> None:
    one, other = (
        sketch(story_of(PORT), [("port-authority", EntityType.ORGANISATION)]),
        sketch(story_of(turned(PORT, 1)), ()),
    )
    assert likeness(Vector.of(one.data), Vector.of(other.data)) > 0.6
    assert "ميناء" in shared(one, Vector.of(other.data))
    assert likeness(Vector.of(one.data), Vector.of(sketch(story_of(VOTE), ()).data)) < 0.2


def test_one_name_alone_makes_no_happening() -> None:
    """Two matters of one club share its name and nothing else."""
    club = [("al-hilal", EntityType.ORGANISATION)] * 4
    one = sketch(story_of("الهلال يوقع عقدا جديدا مع حارس المرمى لثلاثة مواسم مقبلة"), club)
    other = sketch(story_of("الهلال يفتتح متجرا لبيع القمصان في وسط العاصمة أمام الجماهير"), club)
    assert likeness(Vector.of(one.data), Vector.of(other.data)) < 0.36


@given(st.lists(st.sampled_from((PORT + " " + VOTE).split()), min_size=1, max_size=90))
def test_sketches_are_small_and_like_themselves(words: list[str]) -> None:
    found = sketch(story_of(" ".join(words)), ())
    assert len(found.terms) <= TERMS
    assert len(found.data) == 5 * len(found.terms)
    assert set(keys_of(found.data)) <= Vector.of(found.data).weights.keys()
    if len(found.terms) > 15:
        assert likeness(Vector.of(found.data), Vector.of(found.data)) > 0.75  # two terms alone make no likeness


days = st.integers(1, 25).map(lambda n: f"2026-03-{n:02}")
stories = st.lists(days, min_size=1, max_size=12)
scores = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(36, 99)), max_size=30)


@given(stories, scores, st.randoms(), st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=3))
def test_happenings_do_not_depend_on_the_order(
    told_on: list[str], linked: list[tuple[int, int, int]], turn: random.Random, parted: set[tuple[int, int]]
) -> None:
    every = [Told(f"s{n}", day) for n, day in enumerate(told_on)]
    pairs = {(min(a, b), max(a, b)): score / 100 for a, b, score in linked if a != b and max(a, b) < len(every)}
    links = [Link(f"s{a}", f"s{b}", score) for (a, b), score in pairs.items()]
    decided = Decided(apart=frozenset((f"s{min(a, b)}", f"s{max(a, b)}") for a, b in parted if a != b))
    found = happenings(every, links, decided)
    mixed, mixed_links = turn.sample(every, len(every)), turn.sample(links, len(links))
    assert happenings(mixed, mixed_links, decided) == found
    for first in set(found.values()):
        members = sorted(told.day for told in every if found[told.story] == first)
        assert int(members[-1][8:]) - int(members[0][8:]) < LONGEST
        assert all(int(b[8:]) - int(a[8:]) <= DAYS for a, b in pairwise(members))
    for one, other in decided.apart:
        assert found.get(one) != found.get(other) or one not in found
    last = max(every, key=lambda told: (told.day, told.story))
    before = happenings([told for told in every if told != last], links, decided)
    assert {story: first for story, first in found.items() if story != last.story} == before


@given(stories, scores)
def test_happenings_day_by_day_are_those_of_all_at_once(told_on: list[str], linked: list[tuple[int, int, int]]) -> None:
    every = sorted((day, f"s{n}") for n, day in enumerate(told_on))
    links = {
        (late, early): Link(late[1], early[1], score / 100)
        for late, early, score in (
            (every[max(a, b)], every[min(a, b)], s) for a, b, s in linked if max(a, b) < len(every)
        )
        if late != early and int(late[0][8:]) - int(early[0][8:]) <= DAYS
    }
    found = day_by_day(
        (
            day,
            [story for then, story in every if then == day],
            [link for (one, _), link in links.items() if one[0] == day],
        )
        for day in sorted(set(told_on))
    )
    whole = happenings([Told(story, day) for day, story in every], list(links.values()))
    assert list(found) == [(story, whole[story], day) for day, story in every]

"""An address read again with changed text: versions in the order of time, whatever the order of adding."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dumping import Dump, said
from dumps import different, keyed
from marsad.cli import main
from marsad.config import Resolving, Settings
from marsad.errors import NotInArchiveError
from marsad.intake import again, raw
from marsad.intake.given import Given
from marsad.intake.options import Options
from marsad.keeping.checking import check
from marsad.keeping.copying import copy
from marsad.keeping.rebuilding import rebuild
from marsad.keeping.rereading import Way, reread
from marsad.model import Fact, Reading
from marsad.observatory import Observatory
from marsad.pipeline import Tools, observe
from marsad.store.adding import add, add_all
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Database, Place, transaction
from marsad.story.updates import stated_change
from marsad.text.addresses import same_address

URL = "https://www.nawras.example/news/1"
LEAD = (
    "أعلنت وزارة النقل صباح أمس أن الجسر الجديد فوق النهر سيفتح أمام السيارات في مطلع الشهر المقبل بعد تأخير دام عامين."
)
COST = "وبلغت كلفة الجسر مليونين ونصف المليون بعد أن زادت أسعار الحديد والإسمنت في الأسواق منذ بداية العام."
ROADS = "وتتولى شركة محلية صيانة الطرق المؤدية إليه حتى نهاية فصل الشتاء وفق عقد وقعته البلدية، بحسب أحمد السالم."
LATER = LEAD.replace("مطلع الشهر", "نهاية الشهر")
OPENS, DELAYED = "الجسر يفتح قريبا", "تأجيل فتح الجسر"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(db=Path("unused.db")))


Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def read(tools: Tools) -> Read:
    def reading(
        title: str, *paragraphs: str, seen: str | None = None, url: str | None = URL, modified: str | None = None,
        below: str = "",
    ) -> Reading:  # fmt: skip
        text = "\n\n".join((title, *paragraphs)) + f"\n\n{below}"
        facts = (Fact("modified", modified, "meta"),) if modified else ()
        kept = raw.of_bytes(text.encode(), Given(url=url, seen=seen, facts=facts))
        page = again.page(kept, f"{len(text)}.txt", Options())
        found = observe(page, tools)
        assert isinstance(found, Reading)
        return found

    return reading


def told(read: Read) -> list[Reading]:
    """Four readings of one address: the first, the same in other letters, a changed one, one that says so."""
    return [
        read(OPENS, LEAD, COST, seen="2026-03-01T10:00:00Z"),
        read(OPENS, LEAD.replace("أعلنت", "اعلنت"), COST, seen="2026-03-01T14:00:00+03:00", url=f"{URL}/?utm_id=x#a"),
        read(DELAYED, LATER, COST, ROADS, seen="2026-03-02"),
        read(DELAYED, "تصحيح: ورد خطأ في الكلفة.", LATER, COST.replace("مليونين", "ثلاثة ملايين"), ROADS,
             seen="2026-03-03T10:00:00Z"),
    ]  # fmt: skip


def watch(db: Database, tools: Tools) -> Observatory:
    return Observatory(db, tools.catalogue, tools.outlets)


def key_of(db: Database) -> str:
    """The key of the only story."""
    ((key,),) = db.execute("SELECT key FROM story").fetchall()
    return str(key)


def key_of_title(db: Database, title: str) -> str:
    return str(db.execute("SELECT key FROM story WHERE title = ?", (title,)).fetchone()[0])


def test_a_changed_text_is_a_version_and_not_another_story(place: Place, read: Read, tools: Tools) -> None:
    db, readings = create_or_open(place), told(read)
    first = add(db, readings[0], tools.outlets)
    key = key_of(db)
    later = [add(db, one, tools.outlets) for one in readings[1:]]
    assert (first.stories, [one.stories for one in later]) == (1, [0, 0, 0])
    assert [one.versions for one in later] == [0, 1, 1]
    assert key_of(db) == key
    page = watch(db, tools).story(key)
    assert page.title is not None
    assert page.title.text == DELAYED
    assert [(v.number, v.time, v.title, v.silent, v.said, v.shown) for v in page.versions] == [
        (1, "2026-03-01T10:00:00", OPENS, False, False, False),
        (2, "2026-03-02", DELAYED, True, False, False),
        (3, "2026-03-03T10:00:00", DELAYED, False, True, True),
    ]
    assert page.versions[2].stated == "تصحيح: ورد خطأ في الكلفة."
    change = watch(db, tools).version(key, 2)
    assert [(r.before.text.strip(), r.after.text.strip()) for row in change.alignment.rows for r in row.runs
            if r.kind == "replaced"] == [("مطلع", "نهاية")]  # fmt: skip
    assert db.execute("SELECT value FROM total WHERE name = 'stories'").fetchone()[0] == 1
    assert check(db).findings == []
    db.close()


def test_the_order_of_adding_and_the_batches_make_no_difference(read: Read, tools: Tools, tmp_path: Path) -> None:
    readings, dumps = told(read), list[Dump]()
    for number, order in enumerate(itertools.permutations(readings)):
        db = create_or_open(tmp_path / f"{number}.db")
        for part in [order] if number % 2 else [[one] for one in order]:
            add_all(db, part, tools.outlets)
        assert check(db).findings == []
        dumps.append(said(db))
        db.close()
    for dump in dumps:
        assert {name for name in dump if dump[name] != dumps[0][name]} == set()


def test_every_id_of_a_text_leads_to_the_story_with_its_notes(place: Place, read: Read, tools: Tools) -> None:
    db, readings = create_or_open(place), told(read)
    add(db, readings[3], tools.outlets)
    with transaction(db):
        db.execute("INSERT INTO note VALUES (1, ?, 'مهم', 'هدى', '2026-03-04')", (key_of(db),))
        db.execute("INSERT INTO counter VALUES ('note', 1)")
    add_all(db, [readings[2], readings[0]], tools.outlets)  # older texts come late
    for one in readings:
        if one is not readings[1]:
            page = watch(db, tools).story(one.stories[0].story.id)
            assert page.id == readings[0].stories[0].story.id
            assert [note.text for note in page.notes] == ["مهم"]
    assert watch(db, tools).story(key_of(db)).title.text == DELAYED  # type: ignore[union-attr]
    assert check(db).findings == []
    db.close()


def test_the_same_page_twice_is_known(read: Read, tools: Tools, place: Place) -> None:
    db, readings = create_or_open(place), told(read)
    added = add_all(db, [readings[0], readings[0], readings[2], readings[2]], tools.outlets)
    assert [one.outcome for one in added] == ["added", "known", "added", "known"]
    assert len(watch(db, tools).story(key_of(db)).versions) == 2
    db.close()


def test_a_search_finds_the_newest_text_alone(read: Read, tools: Tools, place: Place) -> None:
    db, readings = create_or_open(place), told(read)
    asked = watch(db, tools)
    add(db, readings[0], tools.outlets)
    assert asked.search("مطلع").stories.total == 1
    add(db, readings[2], tools.outlets)
    assert asked.search("مطلع").stories.total == 0
    assert [row.id for row in asked.search("صيانة").stories.rows] == [key_of(db)]
    db.close()


def test_groups_of_copies_are_those_of_the_ids_that_stories_have_in_the_end(
    read: Read, tools: Tools, place: Place
) -> None:
    db = create_or_open(place)
    addresses = [f"https://nawras.example/{n}" for n in range(6)]
    add_all(db, [read(DELAYED, LATER, COST, url=url, seen="2026-03-02") for url in addresses], tools.outlets)
    for url in addresses:
        add(db, read(OPENS, LEAD, COST, url=url, seen="2026-03-01"), tools.outlets)
        assert check(db).findings == []
    assert db.execute("SELECT count(*) FROM copy_of").fetchone()[0] == 6
    db.close()


def test_without_times_the_order_of_adding_counts(read: Read, tools: Tools, place: Place) -> None:
    db = create_or_open(place)
    add_all(db, [read(OPENS, LEAD, COST), read(DELAYED, LATER, COST)], tools.outlets)
    assert [v.title for v in watch(db, tools).story(key_of(db)).versions] == [OPENS, DELAYED]
    db.close()


def test_a_stated_time_of_change_is_no_silence(read: Read, tools: Tools, place: Place) -> None:
    db = create_or_open(place)
    add_all(db, [
        read(OPENS, LEAD, COST, modified="2026-03-01T08:00:00Z"),
        read(DELAYED, LATER, COST, modified="2026-03-01T12:00:00Z"),
        read(DELAYED, LATER, COST, ROADS, modified="2026-03-01T12:00:00Z", seen="2026-03-02T09:00:00Z"),
    ], tools.outlets)  # fmt: skip
    rows = watch(db, tools).story(key_of(db)).versions
    assert [(v.time, v.said, v.silent) for v in rows] == [
        ("2026-03-01T08:00:00", False, False), ("2026-03-01T12:00:00", True, False),
        ("2026-03-02T09:00:00", False, True),
    ]  # fmt: skip
    db.close()


def test_another_story_at_the_address_is_another_story(read: Read, tools: Tools, place: Place) -> None:
    db = create_or_open(place)
    other = read("انطلاق مهرجان الزيتون", "انطلق مهرجان الزيتون في بلدة رفيف مساء الخميس بمشاركة عشرات المزارعين من"
                 " القرى المجاورة، ويستمر المهرجان ثلاثة أيام وسط حضور كبير.", seen="2026-03-02")  # fmt: skip
    add_all(db, [read(OPENS, LEAD, COST, seen="2026-03-01"), other], tools.outlets)
    assert db.execute("SELECT count(*) FROM story").fetchone()[0] == 2
    assert db.execute("SELECT count(*) FROM version").fetchone()[0] == 0
    assert check(db).findings == []
    db.close()


def test_urgent_news_and_the_report_after_it_are_one_story(read: Read, tools: Tools, place: Place) -> None:
    db = create_or_open(place)
    line = "أعلنت وزارة النقل صباح أمس أن الجسر الجديد فوق النهر سيفتح أمام السيارات في مطلع الشهر المقبل."
    add_all(db, [read("عاجل: الجسر سيفتح", line, seen="2026-03-01"), read(OPENS, LEAD, COST, ROADS, seen="2026-03-02")],
            tools.outlets)  # fmt: skip
    assert [v.number for v in watch(db, tools).story(key_of(db)).versions] == [1, 2]
    db.close()


def test_a_summary_in_a_feed_is_no_version_of_the_page(read: Read, tools: Tools, place: Place) -> None:
    db = create_or_open(place)
    page = read(OPENS, LEAD, COST, seen="2026-03-02")
    entry = read(OPENS, LEAD, seen="2026-03-01")
    kept = raw.of_entry(OPENS, LEAD, Given(url=URL), encoding="utf-8", size=9)
    add_all(db, [replace(entry, page=replace(entry.page, raw=kept)), page], tools.outlets)
    assert db.execute("SELECT count(*) FROM version").fetchone()[0] == 0
    db.close()


def test_pages_with_several_stories_have_versions_of_each(read: Read, tools: Tools, place: Place) -> None:
    db = create_or_open(place)
    one, other = read(OPENS, LEAD, COST), read("انطلاق مهرجان الزيتون", ROADS, COST)
    both = replace(one, page=replace(one.page, seen="2026-03-01"), stories=(*one.stories, *other.stories))
    again = read(DELAYED, LATER, COST, seen="2026-03-02")
    add_all(db, [both, again], tools.outlets)
    rows = dict(db.execute("SELECT title, key FROM story").fetchall())
    assert set(rows) == {DELAYED, "انطلاق مهرجان الزيتون"}
    assert [v.title for v in watch(db, tools).story(rows[DELAYED]).versions] == [OPENS, DELAYED]
    assert watch(db, tools).story(rows["انطلاق مهرجان الزيتون"]).versions == ()  # gone from the page, kept here
    db.close()


def test_names_that_only_the_earlier_text_had_are_gone_and_new_ones_resolved(
    read: Read, tools: Tools, place: Place
) -> None:
    db = create_or_open(place)
    add_all(db, [read(OPENS, LEAD, COST, ROADS, seen="2026-03-01"), read(OPENS, LATER, COST, seen="2026-03-02")],
            tools.outlets)  # fmt: skip
    assert db.execute("SELECT count(*) FROM entity WHERE name LIKE '%السالم%'").fetchone()[0] == 0
    assert check(db).findings == []
    db.close()


def test_reading_again_keeps_versions_and_copying_takes_them_along(
    place: Place, read: Read, tools: Tools, tmp_path: Path
) -> None:
    db = create_or_open(place)
    add_all(db, told(read), tools.outlets)
    before = said(db)
    calm = Resolving(stories=1000, sources=1000)
    done = reread(db, Way(tools, Options(), calm, all_pages=True))
    assert (done.gone, done.moved) == (0, 0)
    after = said(db)
    assert {name for name in after if after[name] != before[name]} <= {"story_moved"}
    assert check(db).findings == []
    copy(db, tmp_path / "copy.db")
    copied = open_existing(tmp_path / "copy.db")
    assert said(copied)["version"] == after["version"]
    copied.close()
    db.close()


def test_what_is_damaged_is_found_and_mended(place: Place, read: Read, tools: Tools) -> None:
    db = create_or_open(place)
    add_all(db, told(read), tools.outlets)
    right = said(db)
    with transaction(db):
        db.execute("UPDATE version SET said = 1 - said, stated = 'x' WHERE changed = 1")
        db.execute("UPDATE page SET address = 'elsewhere.example/2'")
    assert {f.table for f in check(db).findings} == {"version", "page"}
    rebuild(db, tools.catalogue, Resolving())
    assert check(db).findings == []
    assert said(db)["version"] == right["version"]
    db.close()


def run(place: Place | Path, *words: str) -> str:
    found = CliRunner().invoke(main, ["--db", str(place), *words])
    assert found.exit_code == 0, found.output
    return found.stdout


def records(folder: Path) -> Path:
    path = folder / "news.jsonl"
    rows = [
        {"title": OPENS, "text": f"{LEAD}\n\n{COST}", "url": URL, "source": "nawras", "seen": "2026-03-01T10:00:00"},
        {
            "title": DELAYED,
            "text": f"{LATER}\n\n{COST}\n\n{ROADS}",
            "url": URL,
            "source": "nawras",
            "seen": "2026-03-02",
        },
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_the_command_and_the_way_out_and_back(place: Place, tmp_path: Path) -> None:
    first = tmp_path / "first.db"
    assert json.loads(run(first, "add", str(records(tmp_path)), "--json"))["versions"] == 1
    run(first, "export", str(tmp_path / "tables"))
    run(place, "load", str(tmp_path / "tables"))
    assert different(keyed(first), keyed(place)) == {}
    assert "Nothing is wrong" in run(place, "check")
    db = open_existing(place)
    key = key_of(db)
    db.close()
    shown = json.loads(run(place, "versions", key, "--json"))
    assert [(v["number"], v["silent"]) for v in shown["versions"]] == [(1, False), (2, True)]
    assert {run["kind"] for run in shown["changes"][0]["title"]} == {"added", "same", "dropped"}
    assert "silently" in run(place, "versions", key)


def test_a_changed_label_is_told_with_whom_it_names(read: Read, tools: Tools, place: Place) -> None:
    db = create_or_open(place)
    before = "وسيطر الجيش السوري على البلدة مساء أمس بعد معارك دامت أياما، وفق ما قاله سكان من البلدة."
    after = before.replace("وسيطر الجيش السوري", "وسيطرت قوات النظام السوري")
    add_all(db, [read(OPENS, before, LEAD, seen="2026-03-01"), read(OPENS, after, LEAD, seen="2026-03-02")],
            tools.outlets)  # fmt: skip
    page = watch(db, tools).version(key_of(db), 2)
    assert [(r.before.text.strip(), r.after.text.strip(), r.entity) for r in page.alignment.labels()] == [
        ("الجيش", "قوات النظام", "syrian-army")
    ]
    assert page.named == {}  # the newest text names the army no more
    army = read("وصول تعزيزات", before.replace("وسيطر", "وعزز"), COST, url="https://nawras.example/2")
    add(db, army, tools.outlets)
    assert watch(db, tools).version(key_of_title(db, OPENS), 2).named["syrian-army"].name == "الجيش السوري"
    db.close()


def test_a_story_with_one_text_has_no_version(place: Place, read: Read, tools: Tools) -> None:
    db = create_or_open(place)
    add(db, read(OPENS, LEAD, COST), tools.outlets)
    assert watch(db, tools).story(key_of(db)).versions == ()
    with pytest.raises(NotInArchiveError):
        watch(db, tools).version(key_of(db), 1)
    db.close()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.Nawras.example/a/1", "https://nawras.example/a/1/"),
        ("https://nawras.example/a/1#comments", "https://nawras.example:443/a/1?utm_medium=rss&fbclid=7"),
        ("https://nawras.example/%D8%A3/1?id=2&p=3", "https://nawras.example/أ/1?p=3&id=2"),
    ],
)
def test_ways_to_write_one_address(one: str, other: str) -> None:
    assert same_address(one) == same_address(other) is not None


def test_other_addresses() -> None:
    assert same_address("https://nawras.example/a?id=1") != same_address("https://nawras.example/a?id=2")
    assert same_address("https://nawras.example/A") != same_address("https://nawras.example/a")
    assert same_address("https://nawras.example/") is None
    assert same_address(None) is None
    assert same_address("http://[broken/") is None


@given(st.text(max_size=40))
def test_any_address_can_be_compared(url: str) -> None:
    found = same_address(f"https://nawras.example/{url}")
    assert found is None or same_address(f"https://{found}") is not None


@pytest.mark.parametrize(
    ("title", "below", "said"),
    [
        (OPENS, "آخر تحديث: 3 آذار 2026 10:30", True),
        (OPENS, "تم التحديث في 10:30", True),
        (f"{OPENS} (محدث)", "", True),
        (f"تحديث: {OPENS}", "", True),
        (OPENS, "Last updated 3 March 2026", True),
        (OPENS, "تنويه: كان الخبر قد ذكر رقما آخر، والصواب ما ورد أعلاه.", True),
        (OPENS, "تحديث شبكة المياه في القرى", False),
        ("تحديث شبكة المياه في القرى", "", False),
        (OPENS, "", False),
    ],
)
def test_what_a_page_says_of_changes(read: Read, title: str, below: str, said: bool) -> None:
    found = read(title, LEAD, COST, below=below)
    assert bool(stated_change(found.page.text, found.stories[0].story)) is said


def test_tables_of_a_version_without_stated_changes_can_be_loaded(tmp_path: Path) -> None:
    run(tmp_path / "first.db", "add", str(records(tmp_path)))
    run(tmp_path / "first.db", "export", str(tmp_path / "tables"))
    for path in (tmp_path / "tables" / "pages").rglob("*.parquet"):
        pq.write_table(pq.read_table(path).drop_columns(["modified"]), path)
    run(tmp_path / "second.db", "load", str(tmp_path / "tables"))
    assert "Nothing is wrong" in run(tmp_path / "second.db", "check")

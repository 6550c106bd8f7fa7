"""Names that no catalogue knows: brought together by rules and by people, exactly, repeatably, and back again."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from invented import Told, catalogue, outlets, reading
from marsad.cli import asking
from marsad.cli import reading as reading_commands
from marsad.config import Resolving, Settings
from marsad.errors import NotInArchiveError, SettingsError
from marsad.model import EntityType
from marsad.names import lexicon
from marsad.names.variants import block, spelling
from marsad.observatory import Asked, Observatory
from marsad.resolving import resolve
from marsad.store.adding import add
from marsad.store.archive import VERSION, create_or_open, open_existing
from marsad.store.database import Database, Place

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "shared" / "seeds"
WHOLE = Asked(whole=True)
#: Name as written, id, source, day.
STORIES = (
    ("باولو جينتيلوني", "c-per-1", "marsa", "2026-03-01"),
    ("باولو جنتيلوني", "c-per-2", "difaf", "2026-03-02"),
    ("باولو جينتيلوني", "c-per-1", "difaf", "2026-03-03"),
    ("سعد الدوسري", "c-per-3", "marsa", "2026-03-01"),
    ("سعيد الدوسري", "c-per-4", "difaf", "2026-03-02"),
    ("باولو جنتيلوني", "c-per-2", "marsa", "2026-03-04"),
)


def told(number: int) -> Told:
    name, key, source, day = STORIES[number]
    body = [f"<{key}|قال {{{key}:{name}}} كلاما عن {{lavin:لافين}} رقم {number}>", f"كلام آخر طويل عن الخبر {number}"]
    return Told(f"{{lavin:لافين}} {number}", body, day, source, id=f"story-{number}")


def archive(path: Place, order: Sequence[int], *, each: bool = False) -> Database:
    db = create_or_open(path)
    for number in order:
        add(db, reading(told(number), path=f"{number}.txt"), outlets())
        if each:
            resolve(db, catalogue(), Resolving())
    resolve(db, catalogue(), Resolving())
    return db


@pytest.fixture
def path(place: Place) -> Place:
    archive(place, range(len(STORIES))).close()
    return place


@pytest.fixture
def watch(path: Place) -> Iterator[Observatory]:
    db = open_existing(path)
    yield Observatory(db, catalogue(), outlets(), writer=lambda: create_or_open(path))
    db.close()


DERIVED = {
    "entity": "key, stories, mentions, status, called, (SELECT key FROM entity AS other WHERE other.id = entity.kept)",
    "story_entity": "(SELECT key FROM entity WHERE id = entity), (SELECT key FROM story WHERE id = story), count",
    "entity_day": "(SELECT key FROM entity WHERE id = entity), day, stories, copies, estimated",
    "quote": "text, (SELECT key FROM entity WHERE id = speaker), (SELECT key FROM entity WHERE id = speaker_read)",
    "quote_about": "(SELECT key FROM entity WHERE id = entity), (SELECT text FROM quote WHERE id = quote), day",
}


def dump(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """What pages are made of, without row numbers."""
    found = {t: sorted(db.execute(f"SELECT {c} FROM {t}").fetchall(), key=repr) for t, c in DERIVED.items()}
    rules = "SELECT kind, entity, other, score, reasons FROM judgement WHERE made_by = 'rule'"
    return {**found, "judgement": sorted(db.execute(rules).fetchall(), key=repr)}


def test_spellings_of_one_meet_and_two_of_one_surname_do_not(watch: Observatory) -> None:
    page = watch.entity("c-per-1", WHOLE)
    assert page.stories_in_window == 4
    assert page.said_total == 4
    assert {m.id for m in page.head.members} == {"c-per-1", "c-per-2"}
    assert {f.text: f.count for f in page.head.forms} == {"باولو جينتيلوني": 2, "باولو جنتيلوني": 2}
    assert page.head.entity.status == "known"
    assert watch.entity("c-per-2", WHOLE).head.entity.id == "c-per-1"
    assert watch.find("باولو جنتيلوني").id == "c-per-1"
    for key in ("c-per-3", "c-per-4"):
        assert watch.entity(key, WHOLE).stories_in_window == 1
        assert watch.entity(key, WHOLE).head.entity.status == "candidate"


def test_every_order_of_adding_gives_the_same(tmp_path: Path) -> None:
    orders = list(itertools.permutations(range(len(STORIES))))[::97]
    found = []
    for at, order in enumerate(orders):
        db = archive(tmp_path / f"{at}.db", order, each=at % 2 == 1)
        found.append(dump(db))
        db.close()
    assert all(one == found[0] for one in found)


def test_resolving_all_again_changes_nothing(path: Path) -> None:
    db = create_or_open(path)
    before = db.execute("SELECT * FROM judgement ORDER BY id").fetchall(), dump(db)
    resolve(db, catalogue(), Resolving(), whole=True)
    assert (db.execute("SELECT * FROM judgement ORDER BY id").fetchall(), dump(db)) == before
    db.close()


def test_what_a_person_decided_wins_survives_and_can_be_undone(path: Path, watch: Observatory) -> None:
    db = create_or_open(path)
    before = dump(db)
    split = watch.decide("split", "c-per-2", who="هدى")
    assert watch.entity("c-per-1", WHOLE).stories_in_window == 2
    assert watch.entity("c-per-2", WHOLE).said_total == 2
    merge = watch.decide("merge", "c-per-3", other="c-per-4", who="هدى")
    resolve(db, catalogue(), Resolving(), whole=True)
    assert watch.entity("c-per-4", WHOLE).head.entity.id == "c-per-3"
    assert watch.entity("c-per-3", WHOLE).stories_in_window == 2
    assert watch.entity("c-per-2", WHOLE).head.entity.id == "c-per-2"
    assert [(j.kind, j.made_by, j.undone) for j in watch.judgements().rows] == [
        ("merge", "هدى", None),
        ("split", "هدى", None),
    ]
    watch.undo(merge, who="هدى")
    watch.undo(split, who="هدى")
    assert dump(db) == before
    assert all(j.undone for j in watch.judgements().rows)
    db.close()


def test_a_known_entity_merged_by_a_person_comes_back(path: Path, watch: Observatory) -> None:
    db = create_or_open(path)
    before = dump(db)
    number = watch.decide("merge", "lavin", other="c-per-3", who="هدى")
    page = watch.entity("c-per-3", WHOLE)
    assert page.head.entity.id == "lavin"
    assert page.stories_in_window == len(STORIES)
    assert page.about_total == len(STORIES) - 1  # what he said himself is not about him
    watch.undo(number, who="هدى")
    assert dump(db) == before
    db.close()


def test_undoing_a_rule_keeps_the_names_apart(watch: Observatory) -> None:
    rule = next(j for j in watch.judgements("rule").rows if j.kind == "merge")
    assert rule.score is not None
    assert rule.reasons
    watch.undo(rule.id, who="هدى")
    assert watch.entity("c-per-2", WHOLE).head.entity.id == "c-per-2"
    assert [j.kind for j in watch.judgements("people").rows] == ["split"]


def test_names_and_words_of_a_person(watch: Observatory) -> None:
    named = watch.decide("rename", "c-per-1", value="جنتيلوني", who="هدى")
    watch.decide("describe", "c-per-1", value="وزير", who="هدى")
    head = watch.entity("c-per-1", WHOLE).head
    assert (head.entity.name, head.description) == ("جنتيلوني", "وزير")
    assert watch.find("جنتيلوني").id == "c-per-1"
    watch.undo(named, who="هدى")
    assert watch.entity("c-per-1", WHOLE).head.entity.name == "باولو جينتيلوني"


@pytest.mark.parametrize(
    ("kind", "given"),
    [("merge", {"other": "c-per-2"}), ("rename", {"value": " "}), ("describe", {"value": "ك" * 301}), ("joke", {})],
)
def test_decisions_that_say_nothing_are_refused(watch: Observatory, kind: str, given: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        watch.decide(kind, "c-per-1", **given, who="هدى")
    assert not watch.judgements().rows


def test_nobody_is_called_rule_and_numbers_must_be_there(watch: Observatory) -> None:
    with pytest.raises(SettingsError, match="rule"):
        watch.decide("split", "c-per-2", who="rule")
    with pytest.raises(NotInArchiveError, match="999"):
        watch.undo(999, who="هدى")


def test_stories_added_later_follow_what_was_resolved(path: Path, watch: Observatory) -> None:
    db = create_or_open(path)
    more = Told("خبر", ["<c-per-2|قال {c-per-2:باولو جنتيلوني} شيئا آخر هنا اليوم>"], "2026-03-09", "difaf")
    add(db, reading(more, path="more.txt"), outlets())
    assert watch.entity("c-per-1", WHOLE).stories_in_window == 5
    resolve(db, catalogue(), Resolving(), whole=True)
    assert watch.entity("c-per-1", WHOLE).said_total == 5
    db.close()


def test_an_archive_of_version_6_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "six.db"
    old = sqlite3.connect(path)
    old.executescript((HERE / "archive6.sql").read_text("utf-8"))
    old.close()
    db = create_or_open(path)
    assert db.execute("PRAGMA user_version").fetchone()[0] == VERSION
    columns = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    new = create_or_open(tmp_path / "new.db")
    names = [row[0] for row in new.execute(columns)]
    assert [row[0] for row in db.execute(columns)] == names
    for name in names:
        info = f"SELECT name, replace(type, 'INTEGER', 'INT'), pk FROM pragma_table_info('{name}') ORDER BY name"
        assert db.execute(info).fetchall() == new.execute(info).fetchall()
    resolve(db, catalogue(), Resolving())
    watch = Observatory(db, catalogue(), outlets())
    page = watch.entity("c-per-b", WHOLE)
    assert page.head.entity.id == "c-per-a"
    assert (page.stories_in_window, page.head.entity.status) == (3, "known")
    db.close()
    new.close()


ONE = [
    ("ستافان دي ميستورا", "ستيفان ديمستورا"),
    ("سيفان دي ميستورا", "ستيفان دي ميستورا"),
    ("عبد الله المري", "عبدالله المري"),
    ("باولو جينتيلوني", "باولو جنتيلوني"),
    ("عادل الجبير", "عادل أحمد الجبير"),
]
TWO = [
    ("حسن علي", "حسين علي"),
    ("سعد الدوسري", "سعيد الدوسري"),
    ("محمد آل سالم", "محمد السالم"),
    ("فهد سعود", "فهد بن سعود"),
    ("فيصل بن خالد", "خالد بن فيصل"),
    ("أحمد الجبير", "عادل الجبير"),
    ("الجبير", "عادل الجبير"),
]


@pytest.mark.parametrize(("first", "second"), ONE)
def test_what_can_be_one_name(first: str, second: str) -> None:
    words = lexicon.load().names
    assert spelling(first, second, words)
    assert spelling(first, second, words) == spelling(second, first, words)
    assert block(EntityType.PERSON, first) == block(EntityType.PERSON, second)


@pytest.mark.parametrize(("first", "second"), TWO)
def test_what_is_two_names(first: str, second: str) -> None:
    words = lexicon.load().names
    assert not spelling(first, second, words)
    assert not spelling(second, first, words)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"{SEEDS} is not here")
def test_all_spellings_of_the_people_in_the_seeds_meet(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "seeds.db")
    reading_commands.add_pages(settings, [str(SEEDS)], strict=False, report=lambda tally: None)
    with asking.observatory(settings) as watch:
        for same in (
            ("ستافان دي ميستورا", "ستيفان دي ميستورا", "سيفان ديمستورا", "ديمستورا"),
            ("دميتري بيسكوف", "ديميتري بيسكوف", "بيسكوف"),
            ("سيرغي لافروف", "سيرغى لافروف"),
        ):
            assert len({watch.find(name).id for name in same}) == 1
        assert watch.find("سيرغي لافروف").id != watch.find("سيرغي رودسكوي").id

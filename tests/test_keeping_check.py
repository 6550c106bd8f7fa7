"""``marsad check`` finds every damage, ``marsad rebuild`` mends what is derived, ``marsad reread`` the rest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dumping import Dump, exact
from marsad.cli import main
from marsad.config import Resolving, Settings
from marsad.intake import files
from marsad.intake.options import Options
from marsad.keeping.checking import check
from marsad.keeping.copying import copy
from marsad.keeping.rebuilding import rebuild
from marsad.keeping.rereading import Way, reread
from marsad.pipeline import Tools, observe
from marsad.resolving import resolve
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open
from marsad.store.database import Database, Place, transaction
from marsad.store.schema import described

#: Nobody is born of so few pages.
LIMITS = Resolving(stories=3, sources=2)
CALM = Resolving(stories=1000, sources=1000)

#: The number of another change: a number that nobody has says nothing wrong, it is only lower than it was.
TAKEN = "SELECT max(seq) FROM change"
#: What is derived, and values that do damage to it; None without a column deletes the row.
DAMAGES: dict[str, dict[str, tuple[object, ...]]] = {
    "story_entity": {"count": (0, 99), "is_copy": (0, 1), "source": (None, 2), "": (None,)},
    "entity_day": {"stories": (0, 7), "copies": (3,), "estimated": (5,), "": (None,)},
    "source_day": {"stories": (0, 7), "copies": (3,), "": (None,)},
    "archive_day": {"stories": (0, 7), "copies": (3,), "": (None,)},
    "entity_title": {"stories": (9,), "first_day": (None, "1999-01-01"), "story": (1,), "": (None,)},
    "entity_form": {"count": (0, 77), "folded": ("غير",), "": (None,)},
    "total": {"value": (1, 10**9), "": (None,)},
    "entity": {"stories": (0, 5), "mentions": (0, 5), "kept": (None, 1, 2), "block": (None, "x")},
    "source": {"stories": (0, 5)},
    "story": {"title": ("غير",), "title_hash": ("x",), "kicker": ("x",), "body_hash": ("x",), "is_copy": (0, 1),
              "day": ("", "1999-01-01"), "source": (None, 1)},
    "entity_month": {"stories": (0, 7), "copies": (3,), "": (None,)},
    "quote": {"speaker": (None, 1), "day": ("1999-01-01",), "source": (None, 1), "marks": ("[]", "broken")},
    "quote_about": {"day": ("1999-01-01",), "": (None,)},
    "event": {"marks": ("[]", "{}"), "source": (None, 1)},
    "event_actor": {"": (None,), "role": ("witness",)},
    "label_use": {"entity": (1, 2), "day": ("1999-01-01",), "source": (None, 2)},
    "label": {"text": ("غير",), "": (None,)},
    "biography": {"folded": ("x",)},
    "change": {"": (None,), "seq": (TAKEN,)},
}  # fmt: skip
CHOICES = [(t, c, v) for t, columns in DAMAGES.items() for c, values in columns.items() for v in values]


class World:
    """An archive of every second sample page, and the tools that read them."""

    def __init__(self, place: Place, samples: Path) -> None:
        self.tools = Tools.load(Settings(Path("unused.db")))
        self.db = create_or_open(place)
        pages = list(files.pages([str(samples)]))[::2]
        add_all(self.db, [observe(page, self.tools) for page in pages], self.tools.outlets)
        resolve(self.db, self.tools.catalogue, LIMITS)


@pytest.fixture(scope="module")
def world(module_place: Place, samples: Path) -> Iterator[World]:
    found = World(module_place, samples)
    yield found
    found.db.close()


@pytest.fixture
def db(world: World) -> Database:
    return world.db


@pytest.fixture
def tools(world: World) -> Tools:
    return world.tools


def derived(db: Database) -> Dump:
    """Everything but the numbers of changes, which count what was mended too."""
    return {name: rows for name, rows in exact(db).items() if name not in ("change", "counter")}


def damage(db: Database, which: int, row: int) -> None:
    table, column, value = CHOICES[which]
    key = ", ".join(next(t.key for t in described() if t.name == table))
    rows = db.execute(f"SELECT {key} FROM {table} ORDER BY {key}").fetchall()
    if not rows:
        return
    chosen = rows[row % len(rows)]
    where = " AND ".join(f"{name} = ?" for name in key.split(", "))
    if value == TAKEN:
        db.execute(f"UPDATE {table} SET {column} = ({TAKEN}) WHERE {where}", chosen)
    elif column:
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value, *chosen))
    else:
        db.execute(f"DELETE FROM {table} WHERE {where}", chosen)


def test_a_new_archive_is_right(db: Database) -> None:
    report = check(db)
    assert report.findings == []
    assert report.checked["story"] == db.execute("SELECT count(*) FROM story").fetchone()[0] > 20


@settings(
    max_examples=12, deadline=None, database=None, phases=[Phase.generate], print_blob=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.lists(st.tuples(st.sampled_from(range(len(CHOICES))), st.integers(0, 10_000)), min_size=1, max_size=6))
def test_damages_are_found_and_mended(world: World, damages: list[tuple[int, int]]) -> None:
    db, tools = world.db, world.tools
    before, changes = derived(db), db.execute("SELECT * FROM change ORDER BY 1, 2").fetchall()
    with transaction(db):
        for which, row in damages:
            damage(db, which, row)
    harmed = derived(db) != before or db.execute("SELECT * FROM change ORDER BY 1, 2").fetchall() != changes
    assert check(db).clean is not harmed
    done = rebuild(db, tools.catalogue, LIMITS)
    assert done.lost.clean
    assert derived(db) == before
    assert check(db).findings == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("mention", "start = start + 1"),
        ("mention", "type = 'ORG'"),
        ("quote", "stop = stop - 1"),
        ("quote", "stance = 'deny'"),
        ("quote", "text = 'لم يقل هذا أحد'"),
        ("event", "start = 0, stop = 10000000"),
        ("event", "agents = '[]'"),
        ("label_use", "words = 'آخر'"),
    ],
)
def test_what_was_read_and_changed_is_read_again(db: Database, tools: Tools, table: str, change: str) -> None:
    before = {key: rows for key, rows in derived(db).items() if key != "page"}
    story = db.execute(f"SELECT max(story) FROM {table}").fetchone()[0]
    with transaction(db):
        db.execute(f"UPDATE {table} SET {change} WHERE story = ?", (story,))
    found = check(db)
    assert any("was changed" in f.what for f in found.findings)
    assert all("reread" in f.remedy for f in found.findings if "was changed" in f.what)
    assert not rebuild(db, tools.catalogue, LIMITS).lost.clean
    done = reread(db, Way(tools, Options(), CALM))
    assert (done.pages, done.gone, done.moved) == (1, 0, 0)
    resolve(db, tools.catalogue, LIMITS, whole=True)
    assert check(db).findings == []
    after = derived(db)
    for name in ("story", "mention", "story_entity", "entity_day", "entity_form", "entity_title"):
        assert after[name] == before[name]


def test_rows_that_lead_nowhere(db: Database) -> None:
    """On a server nothing keeps them away; in a file only SQLite's own rule does."""
    if isinstance(db, sqlite3.Connection):
        db.execute("PRAGMA foreign_keys = 0")
    db.begin()
    try:
        db.execute("INSERT INTO sighting VALUES (123456, 1, '[]', '[]')")
        db.execute("INSERT INTO quote_about (entity, quote, day) VALUES (654321, 1, '')")
        said = {(f.table, f.what): (f.count, f.where) for f in check(db).findings}
    finally:
        db.rollback()
        if isinstance(db, sqlite3.Connection):
            db.execute("PRAGMA foreign_keys = 1")
    assert said["sighting", "story leads to no story"] == (1, ["story 123456, entity 1"])
    assert said["quote_about", "entity leads to no entity"] == (1, ["entity 654321, day , quote 1"])


def test_counters_that_would_give_a_number_again(db: Database, tools: Tools) -> None:
    with transaction(db):
        db.execute("UPDATE counter SET value = 0 WHERE name = 'change'")
        db.execute("UPDATE counter SET value = 99999 WHERE name = 'resolved'")
    assert {f.table for f in check(db).findings} == {"counter"}
    rebuild(db, tools.catalogue, LIMITS, ["changes"])
    assert check(db).clean


def test_a_damaged_file_says_so(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    copy(db, path)
    data = bytearray(path.read_bytes())
    for page in range(20, 40):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)
    found = CliRunner().invoke(main, ["--db", str(path), "check"])
    assert found.exit_code == 1
    assert "damaged" in found.output
    assert "Traceback" not in found.output


def test_the_commands(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    copy(db, path)
    run = CliRunner()
    assert "Nothing is wrong" in run.invoke(main, ["--db", str(path), "check"]).output
    with sqlite3.connect(path) as file:
        file.execute("UPDATE archive_day SET stories = stories + 1")
        file.execute("INSERT INTO note VALUES (1, 'gone', 'ملاحظة', '', '2026')")
    file.close()
    found = run.invoke(main, ["--db", str(path), "check", "--json"])
    report = json.loads(found.stdout)
    assert (found.exit_code, report["clean"], report["lost_notes"]) == (1, False, 1)
    assert {p["table"] for p in report["problems"]} == {"archive_day", "counter"}
    assert all("marsad rebuild" in p["remedy"] for p in report["problems"])
    assert run.invoke(main, ["--db", str(path), "check"]).exit_code == 1
    assert run.invoke(main, ["--db", str(path), "rebuild"]).exit_code == 0
    assert run.invoke(main, ["--db", str(path), "check"]).exit_code == 0


def test_an_archive_of_real_pages_is_right(shared: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "real.db")
    assert CliRunner().invoke(main, ["--db", path, "add", str(shared / "seeds")], catch_exceptions=False).exit_code == 0
    checked = CliRunner().invoke(main, ["--db", path, "check"], catch_exceptions=False)
    assert (checked.exit_code, "Nothing is wrong" in checked.output) == (0, True)

"""Archives of every earlier version are brought up to date, also when that is interrupted anywhere."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from dumping import Dump, exact
from invented import Told, catalogue, outlets, reading
from marsad.config import Resolving
from marsad.errors import StoreError
from marsad.keeping.checking import check
from marsad.observatory import Observatory
from marsad.resolving import resolve
from marsad.store.adding import add
from marsad.store.archive import VERSION, create_or_open, open_existing
from marsad.store.database import Database, Place, transaction

HERE = Path(__file__).parent
EARLIER = (6, 7)
#: Tables about copies, which archives have since version 13.
COPIES = ("fingerprint", "common_fingerprint", "overlap", "copy_of")
#: Tables about happenings, since version 14.
HAPPENINGS = ("sketch", "sketch_key", "likeness", "happening", "waiting")


def earlier(version: int, path: Path) -> Path:
    """An archive as the Marsad of that version made it."""
    old = sqlite3.connect(path)
    old.executescript((HERE / f"archive{version}.sql").read_text("utf-8"))
    old.close()
    return path


def shape(db: Database) -> list[tuple[str, object]]:
    """The columns of every table, and every index."""
    names = [
        row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    ]
    columns = "SELECT name, replace(type, 'INTEGER', 'INT'), pk FROM pragma_table_info(?) ORDER BY name"
    tables = [(name, db.execute(columns, (name,)).fetchall()) for name in sorted(names)]
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    return [*tables, *((name, re.sub(r"\s+|\"", "", sql)) for name, sql in rows)]


@pytest.mark.parametrize("version", EARLIER)
@pytest.mark.parametrize("opening", [create_or_open, open_existing])
def test_it_is_like_a_new_one_and_right(version: int, opening, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    db, new = opening(earlier(version, tmp_path / "old.db")), create_or_open(tmp_path / "new.db")
    assert db.version() == VERSION
    assert shape(db) == shape(new)
    assert check(db).findings == []
    new.close()
    db.close()


def test_notes_decisions_and_their_numbers_stay(tmp_path: Path) -> None:
    path = earlier(7, tmp_path / "seven.db")
    create_or_open(path).close()
    db = open_existing(path)
    watch = Observatory(db, catalogue(), outlets(), writer=lambda: create_or_open(path))
    page = watch.story("b.txt-0")
    assert [(n.id, n.text, n.author) for n in page.notes] == [(1, "مهم", "هدى")]
    assert watch.add_note("b.txt-0", "جديد", "").id == 3  # 2 was given once and removed
    assert watch.entity("lavin").head.entity.id == watch.entity("karim").head.entity.id == "lavin"
    assert {j.kind for j in watch.judgements("people").rows} == {"rename", "merge"}
    db.close()


#: What each version brought, taken away again.
NEW = {
    11: ("DROP TABLE raw", "DROP TABLE story_moved", "ALTER TABLE story_doc DROP COLUMN checksum"),
    12: (
        "DROP TABLE version", "DROP INDEX page_by_address", "ALTER TABLE page DROP COLUMN address",
        "ALTER TABLE page DROP COLUMN modified",
    ),
    13: (
        *(f"DROP TABLE {table}" for table in COPIES),
        *(f"ALTER TABLE story DROP COLUMN {column}" for column in ("moment", "agency", "shingles")),
    ),
    14: tuple(f"DROP TABLE {table}" for table in HAPPENINGS),
    15: (
        "DELETE FROM fingerprint WHERE hash < 0",
        *(f"ALTER TABLE overlap DROP COLUMN {column}" for column in ("phrases", "own_phrases", "other_phrases")),
    ),
    16: ("ALTER TABLE teaser DROP COLUMN url",),
}  # fmt: skip


@pytest.mark.parametrize("version", [10, 11, 12, 13, 14, 15])
def test_later_versions_on_both_stores(version: int, place: Place) -> None:
    db = create_or_open(place)
    told = reading(Told("{lavin:لافين} هنا", ["<lavin|قال {lavin:لافين} كل شيء>"], "2026-03-01"))
    add(db, replace(told, page=replace(told.page, url="https://www.marsa.example/1?utm_source=x")), outlets())
    before = {name: len(rows) for name, rows in exact(db).items()}
    with transaction(db):
        for number in range(VERSION, version, -1):
            for statement in NEW[number]:
                db.execute(statement)
        db.set_version(version)
    db.close()
    db = open_existing(place)
    assert db.version() == VERSION
    there = {name: len(rows) for name, rows in exact(db).items()}
    left_out = dict.fromkeys((*COPIES, *HAPPENINGS), 0)
    assert {**there, **left_out} == {**before, **left_out}
    assert db.execute("SELECT address FROM page").fetchall() == [("marsa.example/1",)]
    assert check(db).findings == []
    db.close()
    with closing(create_or_open(place)) as db:
        resolve(db, catalogue(), Resolving())
        assert {name: len(exact(db)[name]) for name in COPIES} == {name: before[name] for name in COPIES}
        assert check(db).findings == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("version", EARLIER)
def test_killed_at_every_ninth_statement(version: int, tmp_path: Path) -> None:
    def dump(path: Path) -> Dump:
        db = create_or_open(path)
        try:
            assert check(db).findings == []
            found = exact(db)
            found["counter"] = [
                row for row in found["counter"] if row[0] != "archive"
            ]  # a number of each archive's own
            return found
        finally:
            db.close()

    unbroken = dump(earlier(version, tmp_path / "unbroken.db"))
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from marsad.store import sqlite\n"
        "from marsad.store.archive import create_or_open\n"
        "made, left = sqlite.SqliteDatabase.make, int(sys.argv[2])\n"
        "def make(db, statement):\n"
        "    global left\n"
        "    left -= 1\n"
        "    made(db, statement)\n"
        "    if not left: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sqlite.SqliteDatabase.make = make\n"
        "create_or_open(Path(sys.argv[1])).close()\n"
    )
    killed = 0
    for statement in range(1, 200, 9):
        path = earlier(version, tmp_path / f"{statement}.db")
        child = subprocess.run([sys.executable, "-c", program, str(path), str(statement)], check=False)
        killed += child.returncode == -signal.SIGKILL
        assert dump(path) == unbroken
        if child.returncode == 0:
            break
    assert killed >= 2
    assert child.returncode == 0


def test_versions_that_are_too_old_or_too_new_are_left_alone(tmp_path: Path) -> None:
    path = earlier(6, tmp_path / "a.db")
    for version, said in ((5, "older"), (VERSION + 1, "newer")):
        with sqlite3.connect(path) as db:
            db.execute(f"PRAGMA user_version = {version}")
        db.close()
        before = path.read_bytes()
        with pytest.raises(StoreError, match=said):
            create_or_open(path)
        assert path.read_bytes() == before

"""Back-ups while others write, restoring, and moving an archive from a file to a server and back."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from dumping import exact
from invented import Told, catalogue, outlets, reading
from marsad.cli import main
from marsad.config import Resolving
from marsad.errors import StoreError
from marsad.keeping.checking import check
from marsad.keeping.copying import backup, copy
from marsad.model import Rejected
from marsad.observatory import Observatory
from marsad.resolving import resolve
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Database, Place
from postgresql_server import Server
from small_disks import small_disk

HERE = Path(__file__).parent


def fill(db: Database, start: int = 0, count: int = 12) -> None:
    for n in range(start, start + count):
        body = [f"<c-per-{n % 3}|قال {{c-per-{n % 3}:باولو جينتيلوني}} في {{mira:ميرا}} شيئا رقم {n % 5}>", "متن " * 6]
        told = Told(
            f"عنوان {{lavin:لافين}} {n}", body, f"2026-03-{n % 28 + 1:02}", ("marsa", "difaf")[n % 2], tags=("وسم",)
        )
        add(db, reading(told, path=f"{n}.txt", teasers=("خبر آخر",)), outlets())


@pytest.fixture
def db(place: Place):  # type: ignore[no-untyped-def]
    """An archive with everything in it: decisions, notes, rejected pages, names that stand for others."""
    found = create_or_open(place)
    fill(found)
    add(found, Rejected("x.txt", "d", "read", "binary", "it holds zero bytes", 12), outlets())
    resolve(found, catalogue(), Resolving())
    reader = open_existing(place)
    watch = Observatory(reader, catalogue(), outlets(), writer=lambda: create_or_open(place), resolving=Resolving())
    watch.decide("merge", "lavin", other="c-per-1", who="هدى")
    watch.decide("rename", "mira", value="ميرا الكبرى", who="هدى")
    watch.undo(watch.decide("describe", "mira", value="بلد", who="هدى"), who="هدى")
    story = found.execute("SELECT key FROM story ORDER BY id").fetchone()[0]
    watch.remove_note(story, watch.add_note(story, "تحذف", "هدى").id)
    watch.add_note(story, "مهم", "هدى")
    reader.close()
    yield found
    found.close()


@pytest.fixture
def other(place: Place, tmp_path: Path, request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """A place on the other kind of store."""
    if isinstance(place, str):
        yield tmp_path / "other.db"
        return
    server: Server = request.getfixturevalue("postgresql")
    address = server.new_database()
    yield address
    server.drop(address)


def test_there_and_back_without_a_difference(
    db: Database, place: Place, other: Place, tmp_path: Path, postgresql: Server
) -> None:
    run = CliRunner()
    back: Place = postgresql.new_database() if isinstance(place, str) else tmp_path / "back.db"
    first = run.invoke(main, ["--db", str(place), "copy", "--to", str(other)])
    assert first.exit_code == 0, first.output
    assert "12 pages and 12 stories" in first.output
    assert run.invoke(main, ["--db", str(other), "copy", "--to", str(back)]).exit_code == 0
    for copied in (other, back):
        there = open_existing(copied)
        assert exact(there) == exact(db)
        assert check(there).clean
        there.close()
    more = create_or_open(back)
    fill(more, 12, 1)
    fill(db, 12, 1)
    drop_times = "UPDATE page SET added = ''"
    for one in (more, db):
        one.execute(drop_times)
    assert exact(more) == exact(db)
    more.close()


def test_a_place_that_holds_something_is_left_alone(db: Database, place: Place, other: Place) -> None:
    target = create_or_open(other)
    fill(target, 0, 1)
    before = exact(target)
    with pytest.raises(StoreError, match="no empty archive"):
        copy(db, other)
    assert exact(target) == before
    target.close()


def test_an_empty_archive_is_filled(db: Database, other: Place) -> None:
    create_or_open(other).close()
    copy(db, other)
    there = open_existing(other)
    assert exact(there) == exact(db)
    there.close()


def test_another_program_s_database_is_left_alone(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "recipes.db"
    with sqlite3.connect(path) as recipes:
        recipes.execute("CREATE TABLE recipes (name TEXT)")
    recipes.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        copy(db, path)
    assert path.read_bytes() == before


def test_backed_up_while_another_writes_and_restored(db: Database, place: Place, tmp_path: Path) -> None:
    ended, errors = threading.Event(), []

    def write() -> None:
        own, n = create_or_open(place), 100
        try:
            while not ended.is_set():
                fill(own, n, 1)
                n += 1
        except Exception as error:
            errors.append(error)
        finally:
            own.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [tmp_path / f"backup{n}.db" for n in range(3)]
        for path in backups:
            done = CliRunner().invoke(main, ["--db", str(place), "backup", str(path)])
            assert done.exit_code == 0, done.output
    finally:
        ended.set()
        writer.join()
    assert not errors
    for path in backups:
        kept = open_existing(path)
        assert check(kept).findings == []
        assert kept.execute("SELECT count(*) FROM story").fetchone()[0] >= 12
        kept.close()
    new = tmp_path / "new.db"
    assert CliRunner().invoke(main, ["--db", str(new), "restore", str(backups[-1])]).exit_code == 0
    again = CliRunner().invoke(main, ["--db", str(new), "restore", str(backups[-1])])
    assert again.exit_code == 1
    assert "nothing was written" in again.output
    one, two = open_existing(new), open_existing(backups[-1])
    assert exact(one) == exact(two)
    one.close()
    two.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_copy_that_is_killed_leaves_nothing(db: Database, place: Place, other: Place) -> None:
    program = (
        "import os, signal, sys\n"
        "from marsad.config import place\n"
        "from marsad.keeping.copying import copy\n"
        "from marsad.store.archive import open_existing\n"
        "def step(table, rows):\n"
        "    if table == 'mention': os.kill(os.getpid(), signal.SIGKILL)\n"
        "copy(open_existing(place(sys.argv[1])), place(sys.argv[2]), step)\n"
    )
    child = subprocess.run([sys.executable, "-c", program, str(place), str(other)], check=False)
    assert child.returncode == -signal.SIGKILL
    if isinstance(other, Path):
        assert not other.exists()
    copy(db, other)
    there = open_existing(other)
    assert exact(there) == exact(db)
    there.close()
    if isinstance(other, Path):
        assert not [path for path in other.parent.iterdir() if "copying" in path.name]


def test_a_full_disk_keeps_no_half_a_copy(db: Database, place: Place, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "100k") as disk:
        for words in (["backup", str(disk / "b.db")], ["copy", "--to", str(disk / "c.db")]):
            found = CliRunner().invoke(main, ["--db", str(place), *words])
            assert found.exit_code == 1
            assert f"the disk of {words[-1]} is full" in found.output
        assert not list(disk.iterdir())


def test_a_folder_that_takes_no_files(db: Database, place: Place) -> None:
    for words in (["backup", "/proc/marsad/b.db"], ["copy", "--to", "/proc/marsad/c.db"]):
        found = CliRunner().invoke(main, ["--db", str(place), *words])
        assert found.exit_code == 1
        assert "cannot make the folder /proc/marsad" in found.output


def test_a_back_up_of_a_server_is_a_file_that_opens(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "backup.db"
    backup(db, path)
    there = open_existing(path)
    assert exact(there) == exact(db)
    assert Observatory(there, catalogue(), outlets()).find("لافين").id == "lavin"
    there.close()

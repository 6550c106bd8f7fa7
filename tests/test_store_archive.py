"""Opening archives, and every way in which that can go wrong."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from invented import Told, outlets, reading
from marsad.errors import ForeignDatabaseError, ReadOnlyError, StoreError
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing, translated

STORY = Told("{lavin:لافين} في {mira:ميرا}", ["وصل {lavin:سليم لافين} إلى {mira:ميرا}"], "2026-03-01")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.db"
    db = create_or_open(found)
    add(db, reading(STORY), outlets())
    db.close()
    return found


def test_an_archive_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"add"):
        open_existing(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_the_folder_is_made(tmp_path: Path) -> None:
    create_or_open(tmp_path / "new" / "folder" / "a.db").close()
    assert (tmp_path / "new" / "folder" / "a.db").exists()


@pytest.mark.parametrize("opening", [create_or_open, open_existing])
def test_the_database_of_another_program_is_left_alone(tmp_path: Path, opening) -> None:  # type: ignore[no-untyped-def]
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    before = other.read_bytes()
    with pytest.raises(ForeignDatabaseError, match="another program"):
        opening(other)
    assert other.read_bytes() == before


@pytest.mark.parametrize("opening", [create_or_open, open_existing])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, opening) -> None:  # type: ignore[no-untyped-def]
    letter = tmp_path / "letter.txt"
    letter.write_text("رسالة إلى الأهل\n" * 100, "utf-8")
    before = letter.read_bytes()
    with pytest.raises(ForeignDatabaseError):
        opening(letter)
    assert letter.read_bytes() == before


def test_an_empty_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("PRAGMA application_id = 77")
    db.close()
    with pytest.raises(ForeignDatabaseError):
        create_or_open(other)


def test_a_newer_archive_is_not_touched(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="99"):
        create_or_open(path)


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=str(tmp_path)):
        create_or_open(tmp_path)


def test_a_reader_cannot_write(path: Path) -> None:
    db = open_existing(path)
    with pytest.raises(ReadOnlyError), translated(path):
        db.execute("DELETE FROM story")
    db.close()


def test_a_full_disk_keeps_what_was_added_before(path: Path) -> None:
    db = create_or_open(path)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 8}")
    added: list[int] = []

    def add_many() -> None:
        for number in range(1000):
            told = Told("عنوان", ["كلام " * 300 + str(number)], "2026-03-01")
            add(db, reading(told, path=str(number)), outlets())
            added.append(number)

    with pytest.raises(StoreError, match="full"), translated(path):
        add_many()
    assert db.execute("SELECT count(*) FROM story").fetchone()[0] == 1 + len(added)
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()


def test_a_writer_that_finds_another_one_says_so(path: Path) -> None:
    first, second = create_or_open(path), create_or_open(path)
    second.execute("PRAGMA busy_timeout = 10")
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing"), translated(path):
        add(second, reading(STORY, path="b.txt"), outlets())
    first.execute("ROLLBACK")
    add(second, reading(STORY, path="b.txt"), outlets())
    for db in (first, second):
        db.close()


def test_a_reader_sees_pages_while_another_writes(path: Path) -> None:
    writer, reader = create_or_open(path), open_existing(path)
    writer.execute("BEGIN IMMEDIATE")
    assert reader.execute("SELECT count(*) FROM story").fetchone()[0] == 1
    writer.execute("ROLLBACK")
    for db in (writer, reader):
        db.close()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody may write in")
def test_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyError, match=r"/proc.*--db"):
        create_or_open(Path("/proc/marsad/a.db"))


@pytest.fixture
def read_only() -> Iterator[Path]:
    """An archive in a folder that this process may not write in, as a user without rights."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = create_or_open(folder / "a.db")
        add(db, reading(STORY), outlets())
        db.finish()
        folder.chmod(0o555)
        (folder / "a.db").chmod(0o444)
        if root:
            os.seteuid(65534)
        try:
            yield folder / "a.db"
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="rights work otherwise on this system")
def test_an_archive_that_takes_no_writes_can_be_read(read_only: Path) -> None:
    db = open_existing(read_only)
    assert db.execute("SELECT count(*) FROM story").fetchone()[0] == 1
    db.close()


@pytest.mark.skipif(os.name != "posix", reason="rights work otherwise on this system")
def test_an_archive_that_takes_no_writes_says_so(read_only: Path) -> None:
    with pytest.raises(ReadOnlyError, match="--db"):
        create_or_open(read_only)
    with pytest.raises(ReadOnlyError, match="--db"):
        create_or_open(read_only.with_name("new.db"))
    with pytest.raises(ReadOnlyError, match="--db"):
        create_or_open(read_only.parent / "new" / "a.db")


def test_closing_leaves_one_file(path: Path) -> None:
    db = create_or_open(path)
    add(db, reading(STORY, path="b.txt"), outlets())
    db.finish()
    assert [p.name for p in path.parent.iterdir()] == ["a.db"]

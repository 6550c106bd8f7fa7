"""Whatever happens to an archive from outside: a clear message, nothing lost, and it goes on when the cause is gone."""

from __future__ import annotations

import json
import os
import pwd
import random
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from invented import Told, outlets, reading
from marsad.cli import main
from marsad.errors import ForeignDatabaseError, ReadOnlyError, SettingsError, StoreError
from marsad.keeping.checking import check
from marsad.store import postgresql as store_on_server
from marsad.store import sqlite
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing, translated
from marsad.store.database import Database, Place
from postgresql_server import Server
from small_disks import make_room, small_disk

HERE = Path(__file__).parent
ROOT = HERE.parent


def told(number: int, words: int = 20) -> Told:
    said, rng = f"<lavin|قال {{lavin:لافين}} في {{mira:ميرا}} رقم {number}>", random.Random(number)
    body = [said, " ".join(f"كلام {rng.random()}" for _ in range(words))]
    return Told(f"عنوان {number}", body, f"2026-03-{number % 28 + 1:02}")


def fill(db: Database, start: int, count: int, words: int = 20) -> None:
    for number in range(start, start + count):
        add(db, reading(told(number, words), path=f"{number}.txt"), outlets())


def stories(place: Place) -> int:
    """How many stories are there, after a look whether everything is right."""
    db = open_existing(place)
    try:
        assert check(db).findings == []
        return int(db.execute("SELECT count(*) FROM story").fetchone()[0])
    finally:
        db.close()


def run(place: Place, *words: str) -> Result:
    found = CliRunner().invoke(main, ["--db", str(place), *words])
    assert "Traceback" not in found.output
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found


def fill_until_full(place: Place) -> int:
    """Adds until there is no more room; how many were added."""
    db, added = create_or_open(place), list[int]()

    def add_many() -> None:
        for number in range(2000):
            fill(db, number, 1, 2000)
            added.append(number)

    try:
        with pytest.raises(StoreError, match=r"disk of .* is full.*kept.*room"), translated(place):
            add_many()
    finally:
        db.close()
    return len(added)


def test_a_full_disk_of_a_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "3M") as disk:
        place = disk / "a.db"
        added = fill_until_full(place)
        assert added > 5
        make_room(disk, "64M")
        assert stories(place) == added
        db = create_or_open(place)
        fill(db, added, 5)
        db.close()
        assert stories(place) == added + 5


def test_a_full_disk_of_a_server(postgresql: Server) -> None:
    with tempfile.TemporaryDirectory() as name, small_disk(Path(name) / "disk", "24M") as disk:
        for folder in (disk, disk.parent):
            folder.chmod(0o755)  # the server is another user
        (disk / "space").mkdir()
        os.chown(disk / "space", *_owner(postgresql.user))
        with psycopg.connect(postgresql.address("postgres"), autocommit=True) as db:
            db.execute(f"CREATE TABLESPACE small LOCATION '{disk / 'space'}'".encode())
            db.execute(b"CREATE DATABASE on_small TABLESPACE small")
        place = postgresql.address("on_small")
        try:
            added = fill_until_full(place)
            assert added > 5
            make_room(disk, "256M")
            assert stories(place) == added
            one = create_or_open(place)
            fill(one, added, 5)
            one.close()
            assert stories(place) == added + 5
        finally:
            postgresql.drop(place)
            with psycopg.connect(postgresql.address("postgres"), autocommit=True) as db:
                db.execute(b"DROP TABLESPACE small")


def _owner(user: str) -> tuple[int, int]:
    found = pwd.getpwnam(user)
    return found.pw_uid, found.pw_gid


def test_another_program_writes(place: Place, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 50)
    monkeypatch.setattr(store_on_server, "WAIT_SECONDS", 0.5)
    pages = [str(path) for path in sorted(samples.rglob("*.txt"))[:3]]
    other = create_or_open(place)
    other.begin()
    found = run(place, "add", *pages)
    assert found.exit_code == 1
    assert re.search("another program is writing to .*run the command again", found.output)
    other.rollback()
    other.close()
    assert run(place, "add", *pages).exit_code == 0
    assert stories(place) > 0


PROGRAM = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
from test_store_failures import told
from invented import outlets, reading
from marsad.config import place
from marsad.store.adding import add
from marsad.store.archive import create_or_open
db = create_or_open(place(sys.argv[1]))
for number in range(60):
    print(number, add(db, reading(told(number), path=str(number)), outlets()).outcome, flush=True)
"""


def test_two_programs_add_the_same_pages(place: Place) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(place)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert sum(s.count("added") for s in said) == 60
    assert sum(s.count("known") for s in said) == 60
    assert stories(place) == 60


def test_connections_that_break_are_made_anew(postgresql: Server) -> None:
    place = postgresql.new_database()
    db, ended = create_or_open(place), threading.Event()

    def break_connections() -> None:
        name = place.removeprefix("postgresql:///").split("?")[0]
        query = b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(postgresql.address("postgres"), autocommit=True) as other:
            while not ended.wait(0.15):
                other.execute(query, (name,))

    breaker = threading.Thread(target=break_connections)
    breaker.start()
    added = 0
    try:
        for number in range(60):
            try:
                fill(db, number, 1)
            except psycopg.OperationalError:  # broken twice in one transaction
                fill(db, number, 1)
            added += 1
    finally:
        ended.set()
        breaker.join()
        db.close()
    assert stories(place) == added == 60
    postgresql.drop(place)


def test_a_server_that_is_stopped_and_started(
    postgresql: Server, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_on_server, "WAIT_SECONDS", 1.0)
    place = postgresql.new_database()
    db = create_or_open(place)
    fill(db, 0, 3)
    postgresql.stop()
    try:
        with pytest.raises(StoreError, match=r"does not answer.*kept.*run the command again"), translated(place):
            fill(db, 3, 1)
        found = run(place, "add", str(samples))
        assert found.exit_code == 1
        assert "does not answer" in found.output
    finally:
        postgresql.start()
    fill(db, 3, 2)
    db.close()
    assert stories(place) == 5
    postgresql.drop(place)


def test_no_server_at_the_address() -> None:
    found = run("postgresql://nobody:secret@127.0.0.1:1/none", "stats")
    assert found.exit_code == 1
    assert "127.0.0.1:1/none" in found.output
    assert "see that it runs and that name, user and password are right" in found.output
    assert "secret" not in found.output


def test_no_such_database(postgresql: Server) -> None:
    found = run(postgresql.address("not_there"), "stats")
    assert found.exit_code == 1
    assert '"not_there" does not exist' in found.output


def test_a_wrong_password(postgresql: Server) -> None:
    rules = postgresql.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    place = postgresql.new_database()
    with psycopg.connect(postgresql.address("postgres"), autocommit=True) as db:
        db.execute(b"CREATE ROLE asked LOGIN PASSWORD 'right'")
        rules.write_text(f"local all asked scram-sha-256\n{before}")
        db.execute(b"SELECT pg_reload_conf()")
        try:
            query = place.split("?")[1].split("&")[0]
            name = place.removeprefix("postgresql:///").split("?")[0]
            found = run(f"postgresql://asked:wrong@/{name}?{query}", "stats")
            assert found.exit_code == 1
            assert "password authentication failed" in found.output
            assert "wrong" not in found.output
            assert "no archive" in run(f"postgresql://asked:right@/{name}?{query}", "stats").output
        finally:
            rules.write_text(before)
            db.execute(b"SELECT pg_reload_conf()")
            db.execute(b"DROP ROLE asked")
    postgresql.drop(place)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r'pip install "marsad\[postgresql\]"'):
        create_or_open("postgresql://user@host/name")


def test_the_database_of_another_program(postgresql: Server) -> None:
    place = postgresql.new_database()
    with psycopg.connect(place, autocommit=True) as db:
        db.execute(b"CREATE TABLE recipes (name TEXT)")
        with pytest.raises(ForeignDatabaseError, match="another program"):
            create_or_open(place)
        assert "another program" in run(place, "check").output
        assert db.execute(b"SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [("recipes",)]
    postgresql.drop(place)


def test_a_user_that_may_only_read(postgresql: Server) -> None:
    place = postgresql.new_database()
    db = create_or_open(place)
    fill(db, 0, 3)
    db.close()
    with psycopg.connect(place, autocommit=True) as own:
        own.execute(b"CREATE ROLE reader LOGIN")
        own.execute(b"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        as_reader = place.replace(f"user={postgresql.user}", "user=reader")
        try:
            assert json.loads(run(as_reader, "check", "--json").stdout)["clean"]
            writer = create_or_open(as_reader)
            with pytest.raises(ReadOnlyError, match="cannot be written"), translated(as_reader):
                fill(writer, 3, 1)
            writer.close()
            assert stories(place) == 3
            empty = postgresql.new_database().replace(f"user={postgresql.user}", "user=reader")
            with pytest.raises(ReadOnlyError, match="cannot be written"):
                create_or_open(empty)
            postgresql.drop(empty)
        finally:
            own.execute(b"DROP OWNED BY reader")
            own.execute(b"DROP ROLE reader")
    postgresql.drop(place)


def test_killed_at_random_moments() -> None:
    """The short form of ``eval/crashes.py``: each kind of work is killed, on both stores."""
    seed = str(random.SystemRandom().randrange(10**6))
    command = [sys.executable, str(ROOT / "eval" / "crashes.py"), "--kills", "9", "--seed", seed]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"seed {seed}:\n{done.stdout}{done.stderr}"
    assert done.stdout.count("nothing") == 9

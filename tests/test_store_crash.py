"""A run killed at any moment leaves an archive that opens; running it again gives what an unbroken run gives."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from invented import catalogue, outlets
from marsad.observatory import Observatory
from marsad.store.archive import create_or_open

HERE = Path(__file__).parent
PAGES = 150

#: Adds invented pages one after another and says so, so that the test can kill it in the middle of its work.
PROGRAM = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(HERE)!r})
from invented import Told, outlets, reading
from marsad.store.adding import add
from marsad.store.archive import create_or_open
db = create_or_open(Path(sys.argv[1]))
for n in range({PAGES}):
    body = ["<lavin|في {{mira:ميرا}} " + str(n % 40) + ">"] * 20
    told = Told("{{lavin:لافين}} " + str(n), body, f"2026-03-{{n % 28 + 1:02}}")
    print(n, add(db, reading(told, path=f"{{n}}.txt"), outlets()).outcome, flush=True)
"""


def run(path: Path, *, kill_after: int | None = None) -> int:
    """Runs the program; with ``kill_after`` it is killed, with no warning, once it has said so many lines."""
    child = subprocess.Popen([sys.executable, "-c", PROGRAM, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    for number, _ in enumerate(child.stdout):
        if number == kill_after:
            os.kill(child.pid, signal.SIGKILL)
            break
    child.stdout.close()
    return child.wait()


def dump(path: Path) -> dict[str, Any]:
    """Every row of every table, times and the archive's own number apart, with what a search finds."""
    db = create_or_open(path)
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    names = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    db.execute("UPDATE page SET added = ''")
    found: dict[str, Any] = {n: sorted(db.execute(f"SELECT * FROM {n}").fetchall(), key=repr) for n in names}
    found["counter"] = db.execute("SELECT * FROM counter WHERE name <> 'archive' ORDER BY 1").fetchall()
    watch = Observatory(db, catalogue(), outlets())
    found["search"] = [watch.search("ميرا", page=page).stories for page in range(1, 9)]
    found["quotes"], found["near"] = watch.quotes(query="ميرا").total, watch.near("لافن")
    db.close()
    return found


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_at_many_moments_and_run_again(tmp_path: Path) -> None:
    unbroken, broken = tmp_path / "unbroken.db", tmp_path / "broken.db"
    assert run(unbroken) == 0
    for after in (0, 20, 60, 100):
        assert run(broken, kill_after=after) == -signal.SIGKILL
        db = create_or_open(broken)
        stories, pages = (db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("story", "page"))
        assert stories == pages >= after
        assert db.execute("SELECT sum(stories) FROM archive_day").fetchone()[0] == stories
        db.close()
    assert run(broken) == 0
    assert dump(broken) == dump(unbroken)
    assert len(dump(broken)["story"]) == PAGES


def test_two_programs_adding_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    children = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert sum(s.count("added") for s in said) == PAGES
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT value FROM total WHERE name = 'stories'").fetchone()[0] == PAGES
    db.close()

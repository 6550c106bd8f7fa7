"""A process killed while it indexes leaves an index that opens, and the next one goes on from there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from invented import Told, catalogue, outlets, reading
from marsad.observatory import Observatory
from marsad.search.following import Following
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open

STORIES, KILLS = 300, 12

#: Takes the archive into the index in small steps, each made lasting, and says when it begins and ends.
PROGRAM = """
import sys
from pathlib import Path
from marsad.search import following
from marsad.store.archive import open_existing
following.BATCH = following.LASTING = 10
db = open_existing(Path(sys.argv[1]))
print("begin", flush=True)
following.Following(Path(sys.argv[2])).catch_up(db)
print("end", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_at_random_moments_while_indexing(tmp_path: Path) -> None:
    archive, folder, rng = tmp_path / "a.db", tmp_path / "a.search", random.Random(5)
    db = create_or_open(archive)
    told = [reading(Told(f"خبر {n}", [f"<lavin|قمح {n}>"], "2026-03-01"), path=f"{n}.txt") for n in range(STORIES)]
    add_all(db, told, outlets())
    before = 0
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(archive), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout
        assert child.stdout.readline() == "begin\n"
        moment = time.monotonic() + rng.random() * 0.6
        while child.poll() is None and time.monotonic() < moment:
            os.sched_yield()
        child.kill()
        child.stdout.close()
        child.wait()
        state = Following(folder).index().state() if (folder / "meta.json").exists() else None
        if state:
            assert state.last >= before
            before = state.last
    watch = Observatory(db, catalogue(), outlets(), following=Following(folder))
    assert watch.search("خبر").stories.total == watch.quotes(query="قمح").total == STORIES
    assert watch.search("299").stories.total == 1
    db.close()

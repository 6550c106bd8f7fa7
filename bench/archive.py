"""How fast an archive takes stories and answers, how large it is, and how it does under load: SQLite and PostgreSQL.

    python bench/archive.py --stories 100000 [--db FILE] [--postgresql ADDRESS] [--only fill,index,size,ask,load,serve]

Invented stories (``made_stories``): ten years, 500 outlets, 60,000 names, about 18 mentions a story. Builds the
archive, or takes the one that is there. For every question the middle time and the 95th in a hundred, for the busiest
names and for middling ones; ``first`` is each name's first visit over a new connection. Times are by the clock, so that
what else runs on the machine shows in them: the figure of ``SELECT 1`` says how busy it is.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import random
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from made_stories import MadeStories, Shape
from marsad.catalogue import build
from marsad.config import Settings
from marsad.observatory import Asked, Observatory
from marsad.search.following import Following
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Database, Place

BATCH = 256
BUSIEST, MIDDLING = range(40), range(400, 480)
YEAR = Asked(days=365)


def fill(place: Place, shape: Shape) -> None:
    """Adds the stories that are not there yet and says how fast."""
    made, db = MadeStories(shape), create_or_open(place)
    began = lap = time.perf_counter()
    spent, batch, outlets = 0.0, [], made.outlets()
    for number, reading in enumerate(made.readings(), 1):
        batch.append(reading)
        if len(batch) < BATCH and number < shape.stories:
            continue
        start = time.perf_counter()
        add_all(db, batch, outlets)
        spent += time.perf_counter() - start
        batch = []
        if number % 16_384 < BATCH:
            now = time.perf_counter()
            print(f"{number:,} added, {number / spent:,.0f} stories/s in all ({now - lap:.0f} s)", file=sys.stderr)
            lap = now
    took = time.perf_counter() - began
    print(f"adding: {shape.stories:,} stories, {shape.stories / spent:,.0f} a second ({took:.0f} s with making them)")
    db.finish()


def size(place: Place) -> None:
    """Bytes of the archive, raw pages aside."""
    db = open_existing(place)
    stories = db.execute("SELECT count(*) FROM story").fetchone()[0]
    if isinstance(place, Path):
        rows = db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY 1 ORDER BY 2 DESC").fetchall()
    else:
        query = "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') ORDER BY 2 DESC"
        rows = db.execute(query).fetchall()
    total = sum(number for _, number in rows)
    raw = sum(number for name, number in rows if name in ("page", "raw"))
    print(f"size: {total / 1e9:.2f} GB, {(total - raw) / stories / 1000:.2f} GB a million stories without the pages")
    print("  a story: " + ", ".join(f"{name} {number / stories:,.0f}" for name, number in rows[:14]))
    folder = settings(place).search_index
    index = sum(file.stat().st_size for file in folder.glob("*"))
    print(f"  the search index: {index / 1e9:.2f} GB, {index / stories / 1000:.2f} GB a million stories")
    db.close()


def settings(place: Place) -> Settings:
    """The settings of the archive."""
    return Settings(db=place)


def index(place: Place) -> None:
    """Takes what is new into the search index and says how fast."""
    db, following = open_existing(place), Following(settings(place).search_index)
    left, began = following.behind(db), time.perf_counter()
    following.catch_up(db)
    took = time.perf_counter() - began
    print(f"index: {left:,} changes (stories and names), {left / took:,.0f} a second ({took:.0f} s)")
    db.close()


def observatory(place: Place) -> tuple[Observatory, Database]:
    """The observatory of the archive over a new connection."""
    db, following = open_existing(place), Following(settings(place).search_index, others=True)
    outlets = MadeStories(Shape(1, entities=1, words=10)).outlets()
    return Observatory(db, build(()), outlets, following=following), db


def questions(watch: Observatory, numbers: Sequence[int]) -> dict[str, list[Callable[[], object]]]:
    """What is asked of the names with these numbers."""

    def each(ask: Callable[[str], object]) -> list[Callable[[], object]]:
        return [lambda n=n: ask(f"e{n}") for n in numbers]  # type: ignore[misc]

    return {
        "entity, a month": each(watch.entity),
        "entity, a year": each(lambda key: watch.entity(key, YEAR)),
        "compare three": each(lambda key: watch.compare([key, "e1", "e2"])),
        "archive of an entity": each(lambda key: watch.archive("entity", key)),
        "search, with the entity": each(lambda key: watch.search(f"الحكومة entity:{key}")),
    }


def general(watch: Observatory) -> dict[str, list[Callable[[], object]]]:
    """What is asked of no name."""
    words = MadeStories(Shape(1, entities=1))
    rare = [words.some_words(1) for _ in range(40)]
    phrases = [f'"{words.some_words(2)}"' for _ in range(40)]
    return {
        "front": [watch.front] * 10,
        "search, a common word": [lambda: watch.search("الحكومة")] * 20,
        "search, a rare word": [lambda w=w: watch.search(w) for w in rare],  # type: ignore[misc]
        "search, a phrase": [lambda w=w: watch.search(w) for w in phrases],  # type: ignore[misc]
        "search, two words": [lambda: watch.search("الحكومة من")] * 20,
        "search, the newest": [lambda: watch.search("الحكومة", order="newest")] * 20,
        "search, filtered": [lambda s=s: watch.search(f"الحكومة source:s{s} after:2020") for s in range(40)],  # type: ignore[misc]
        "search, a beginning": [lambda w=w: watch.search(f"{w[:3]}*") for w in rare],  # type: ignore[misc]
        "quotes with a word": [lambda: watch.quotes(query="الحكومة")] * 20,
        "near names": [lambda: watch.near("قونخن الغحعشض")] * 10,
    }


def ask(place: Place) -> None:
    """Asks every question and prints its times."""
    watch, db = observatory(place)
    smallest = times([lambda: db.execute("SELECT 1").fetchone()] * 2000)
    print(f"{'question':34}{'p50 ms':>9}{'p95 ms':>9}      SELECT 1: {1000 * smallest[0]:.3f} ms")
    watch.entity("e2000")
    gc.collect()
    gc.freeze()  # as the web server does when it has loaded
    for who, numbers in (("busiest", BUSIEST), ("middling", MIDDLING)):
        for name, asked in questions(watch, numbers).items():
            if name.startswith("entity"):
                show(f"{name}, {who}, first", times(asked))
            show(f"{name}, {who}", times(asked * 3))
    for name, asked in general(watch).items():
        show(name, times(asked))
    db.close()


def times(asked: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """The middle and the 95th in a hundred of the times."""
    found = []
    for question in asked:
        began = time.perf_counter()
        question()
        found.append(time.perf_counter() - began)
    return median(found), sorted(found)[int(0.95 * (len(found) - 1))]


def show(name: str, found: tuple[float, float]) -> None:
    """Prints a line of the table."""
    print(f"{name:34}{1000 * found[0]:9.1f}{1000 * found[1]:9.1f}")


def load(place: Place, shape: Shape, readers: int, seconds: float) -> None:
    """Eight readers and a writer of 500 stories a second at once, each a process."""
    with multiprocessing.get_context("spawn").Pool(readers + 1) as pool:
        writer = pool.apply_async(_write, (place, shape, seconds))
        found = pool.starmap(_read, [(place, n, seconds) for n in range(readers)])
        written = writer.get()
    every = sorted(1000 * t for one in found for t in one)
    print(
        f"load: {readers} readers {len(every) / seconds:,.0f} pages a second, p50 {median(every):.1f} ms,"
        f" p95 {every[int(0.95 * (len(every) - 1))]:.1f} ms; the writer {written / seconds:,.0f} stories a second"
    )


def _read(place: Place, seed: int, seconds: float) -> list[float]:
    rng, found = random.Random(seed), []
    watch, _ = observatory(place)
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        watch.entity(f"e{int(2000 ** rng.random())}")
        found.append(time.perf_counter() - began)
    return found


def _write(place: Place, shape: Shape, seconds: float, rate: int = 500) -> int:
    more = replace(shape, stories=shape.stories + int(rate * seconds))
    made, db, outlets = MadeStories(more), create_or_open(place), MadeStories(more).outlets()
    stories, began, done = list(made.readings(shape.stories)), time.perf_counter(), 0
    while done < len(stories) and (now := time.perf_counter() - began) < seconds:
        batch = stories[done : min(len(stories), int(now * rate))]
        add_all(db, batch, outlets)
        done += len(batch)
        time.sleep(max(0.0, 0.1 - (time.perf_counter() - began - now)))
    db.finish()
    return done


def serve(place: Place) -> None:
    """How long the web process takes to answer first, and for pages first and again; its memory after 200 pages."""
    began = time.perf_counter()
    command = [
        sys.executable,
        "-c",
        "from marsad.cli import main; main()",
        "--db",
        str(place),
        "serve",
        "--port",
        "0",
        "--no-browser",
    ]
    web = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert web.stdout
        address = re.search(r"http://[^ ]+", web.stdout.readline())
        assert address
        urllib.request.urlopen(f"{address[0]}about").read()
        started = time.perf_counter() - began
        for number in range(40, 200):
            urllib.request.urlopen(f"{address[0]}e/e{number}").read()
        for name, pages in (("entity, a month", [f"e/e{n}" for n in BUSIEST]), ("front", [""])):
            served = [lambda page=page: urllib.request.urlopen(address[0] + page).read() for page in pages]
            show(f"served: {name}, first", times(served))
            show(f"served: {name}, again", times(served * 3))
        status = Path(f"/proc/{web.pid}/status").read_text("utf-8")
        memory = re.search(r"VmHWM:\s+(\d+)", status)
        assert memory
        print(f"web: first answer after {started:.2f} s, {int(memory[1]) / 1024:.0f} MB after 200 pages")
    finally:
        web.terminate()
        web.wait()


def main() -> None:
    """Runs the bench."""
    parser = argparse.ArgumentParser(description="How fast an archive takes stories and answers, and how large it is.")
    parser.add_argument("--stories", type=int, default=50_000)
    parser.add_argument("--db", type=Path, help="the SQLite file; made where it is not there")
    parser.add_argument("--postgresql", help="the address of a database: made there where it is empty")
    parser.add_argument("--only", default="fill,index,size,ask,load,serve")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    shape, wanted = Shape(given.stories), given.only.split(",")
    print(f"{given.stories:,} stories, {os.cpu_count()} processors")
    for place in (given.db, given.postgresql):
        if place is None:
            continue
        print(f"\n{'SQLite' if isinstance(place, Path) else 'PostgreSQL'}")
        if "fill" in wanted:
            fill(place, shape)
        for name, step in (("index", index), ("size", size), ("ask", ask)):
            if name in wanted:
                step(place)
        if "load" in wanted:
            load(place, shape, given.readers, given.seconds)
        if "serve" in wanted:
            serve(place)


if __name__ == "__main__":
    main()

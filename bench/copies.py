"""How fast copies are found: fingerprints beside other libraries, a look-up in a large archive, what adding costs.

    python bench/copies.py STORIES.jsonl.xz [--stories 2000] [--texts 1000000]

Prints times of the processor and ratios to datasketch and rensa (MinHash of 128 permutations over the same shingles of
the same words), which are left out where they are not installed. The look-up is timed in an archive whose table of
fingerprints holds as many made texts as are asked for, in SQLite.
"""

from __future__ import annotations

import importlib.util
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import click

from marsad.config import Settings
from marsad.copies.shingles import WIDTH
from marsad.copies.texts import Text
from marsad.intake import files
from marsad.model import Layout, Page
from marsad.pipeline import Tools, observe
from marsad.store import batch, copies
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open
from marsad.store.texts import words_of
from marsad.story import layout

#: What a text has of runs of words and of phrases (copies.texts.Text.posted).
PRINTS = 30
PERMUTATIONS = 128

Words = Sequence[Sequence[str]]


def datasketch(texts: Words) -> None:
    from datasketch import MinHash

    for words in texts:
        made = MinHash(PERMUTATIONS)
        made.update_batch([" ".join(words[n : n + WIDTH]).encode() for n in range(max(1, len(words) - WIDTH + 1))])


def rensa(texts: Words) -> None:
    from rensa import RMinHash

    for words in texts:
        made = RMinHash(num_perm=PERMUTATIONS, seed=42)
        made.update([" ".join(words[n : n + WIDTH]) for n in range(max(1, len(words) - WIDTH + 1))])


def ours(texts: Words) -> None:
    for words in texts:
        Text.of(words)


def timed(work: Callable[[Words], None], texts: Words) -> float:
    """Texts a second of the processor."""
    began = time.process_time()
    work(texts)
    return len(texts) / (time.process_time() - began)


def fingerprints(texts: Words) -> None:
    ours(texts)  # words are hashed once and remembered, as in a run over an archive
    peers = {"datasketch": datasketch, "rensa": rensa}
    rates = {"marsad": [timed(ours, texts) for _ in range(3)]}
    for name, work in peers.items():
        if importlib.util.find_spec(name):
            rates[name] = [timed(work, texts) for _ in range(3)]
        else:
            print(f"{name} is not installed and left out")
    best = max(rates["marsad"])
    for name, found in rates.items():
        ratio = best / max(found)
        print(f"fingerprints  {name:<12} {max(found):>9,.0f} a second, marsad does {ratio:5.2f} times as many")


def looked_up(count: int) -> None:
    """A look-up among so many made texts."""
    turn = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        db = create_or_open(path)
        db.execute("PRAGMA foreign_keys = 0")
        db.begin()
        for first in range(0, count, 10_000):
            rows = [
                (turn.getrandbits(48) - (1 << 47), story)
                for story in range(first, min(count, first + 10_000))
                for _ in range(PRINTS)
            ]
            db.insert("fingerprint", "hash, story", sorted(set(rows)))
        db.commit()
        db.close()
        size = path.stat().st_size
        db = create_or_open(path)
        times = []
        for _ in range(400):
            prints = sorted(turn.getrandbits(48) - (1 << 47) for _ in range(PRINTS))
            began = time.perf_counter()
            posted = copies._Posted.of(db, prints)
            copies._near({"x": Text.of([])}, {"x": -1}, posted, {})
            times.append(1000 * (time.perf_counter() - began))
        db.close()
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"look-up among {count:,} texts: median {statistics.median(times):.3f} ms, p95 {p95:.3f} ms")
    print(f"fingerprints of {count:,} texts: {size / 1e6:,.0f} MB")


def adding(path: str, count: int) -> None:
    """Reading and adding stories with names, with copies and without, in turns."""
    tools = Tools.load(Settings(Path("unused.db")))
    pages = [page for page in islice(files.pages([path]), count) if isinstance(page, Page)]
    spent: dict[str, list[float]] = {"with": [], "without": []}
    added: dict[str, list[float]] = {"with": [], "without": []}
    for _ in range(2):
        for way in ("with", "without"):
            with (
                tempfile.TemporaryDirectory() as folder,
                patch.object(batch.copies, "add", copies.add if way == "with" else lambda db, pending: None),
            ):
                db = create_or_open(Path(folder) / "a.db")
                began, adds = time.process_time(), 0.0
                for at in range(0, len(pages), 20):
                    found = [observe(page, tools) for page in pages[at : at + 20]]
                    start = time.process_time()
                    add_all(db, found, tools.outlets)
                    adds += time.process_time() - start
                spent[way].append(time.process_time() - began)
                added[way].append(adds)
                db.close()
    slower = min(spent["with"]) / min(spent["without"]) - 1
    least = min(spent["without"])
    print(f"reading and adding {len(pages):,} pages: {least:.1f} s without copies, {100 * slower:.1f} % more with")
    print(f"adding alone: {min(added['without']):.2f} s without copies, {min(added['with']):.2f} s with")


def texts_of(path: str, count: int) -> list[list[str]]:
    tools = Tools.load(Settings(Path("unused.db")))
    found = []
    for page in files.pages([path]):
        if isinstance(page, Page) and isinstance(taken := layout.read(page, tools.catalogue, tools.outlets), Layout):
            found += [words_of(story) for story in taken.stories]
        if len(found) >= count:
            break
    return found


@click.command()
@click.argument("path")
@click.option("--stories", default=2000, show_default=True)
@click.option("--texts", default=1_000_000, show_default=True)
def main(path: str, stories: int, texts: int) -> None:
    fingerprints(texts_of(path, stories))
    looked_up(texts)
    adding(path, 600)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB at most")


if __name__ == "__main__":
    main()

"""How well copies are found: against brute force over real stories, and over graded rewrites beside other libraries.

``python eval/copies.py STORIES.jsonl.xz`` takes stories of a file of news (a JSON object a line), adds them to an
archive and compares the pairs that it keeps with all pairs that share at least half of their six-word shingles
(Jaccard), or of the shorter one (containment), which are counted without an index. ``--draw 100`` prints groups to be
read by eye.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import click

from marsad.config import Settings
from marsad.copies.overlap import Overlap
from marsad.intake import files
from marsad.model import Layout, Reading, Rejected, StoryReading
from marsad.pipeline import Tools
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open
from marsad.store.database import Database
from marsad.store.texts import words_of
from marsad.story import layout

SHINGLE = 6
#: More stories than this share no shingle but a formula; brute force leaves those out to end some day.
FORMULA = 2000

Pairs = dict[tuple[str, str], float]


def readings(path: str, count: int, seed: int, days: bool) -> list[Reading]:
    """Stories of a file, drawn at random or as they stand one after another; names are not looked for."""
    tools = Tools.load(Settings(Path("unused.db")))
    pages = [page for page in files.pages([path]) if not isinstance(page, Rejected)]
    if days:
        first = random.Random(seed).randrange(max(1, len(pages) - count))
        chosen = pages[first : first + count]
    else:
        chosen = random.Random(seed).sample(pages, min(count, len(pages)))
    found = []
    for page in chosen:
        taken = layout.read(page, tools.catalogue, tools.outlets)
        if isinstance(taken, Layout):
            found.append(Reading(page, taken, tuple(StoryReading(s) for s in taken.stories), "eval"))
    return found


def brute_force(readings: Sequence[Reading]) -> tuple[Pairs, Pairs]:
    """Every pair of stories with Jaccard of at least 0.5, and those below with a containment of at least 0.5."""
    texts = {}
    for reading in readings:
        for found in reading.stories:
            words = words_of(found.story)
            texts[found.story.id] = {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, shingles in sorted(texts.items()):
        for shingle in shingles:
            holders[shingle].append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        if 1 < len(keys) <= FORMULA:
            shared.update(combinations(keys, 2))
    alike, inside = {}, {}
    for (one, other), count in shared.items():
        mine, theirs = len(texts[one]), len(texts[other])
        jaccard, containment = count / (mine + theirs - count), count / min(mine, theirs)
        if jaccard >= 0.5:
            alike[one, other] = jaccard
        elif containment >= 0.5:
            inside[one, other] = containment
    return alike, inside


def kept(db: Database) -> tuple[Pairs, Pairs, Pairs]:
    """The pairs that the archive keeps, those with equal texts included: alike, inside, and rewritten only."""
    alike: Pairs = {}
    inside: Pairs = {}
    rewritten: Pairs = {}
    names = dict(db.execute("SELECT id, key FROM story").fetchall())
    same: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in db.execute("SELECT id, body_hash FROM story WHERE shingles > 0 ORDER BY id"):
        same[text].append(number)
    of = {number: numbers for numbers in same.values() for number in numbers}
    for numbers in same.values():
        for pair in combinations(sorted(names[n] for n in numbers), 2):
            alike[pair] = 1.0
    for story, other, *counts in db.execute("SELECT * FROM overlap WHERE story < other"):
        found = Overlap(*counts)
        kind = alike if found.resemblance >= 0.5 else inside if found.repeats else rewritten
        for one in of[story]:
            for two in of[other]:
                kind[min(names[one], names[two]), max(names[one], names[two])] = found.resemblance
    return alike, inside, rewritten


def grouped(db: Database) -> dict[str, list[tuple[str, str]]]:
    """The groups: (story, kind) by the id of the origin."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    query = (
        "SELECT o.key, s.key, c.kind FROM copy_of AS c JOIN story AS s ON s.id = c.story"
        " JOIN story AS o ON o.id = c.origin ORDER BY o.key, c.kind <> 'origin', s.day, s.key"
    )
    for origin, story, kind in db.execute(query):
        found[origin].append((story, kind))
    return found


def told(what: str, right: Pairs, found: Pairs, accepted: Pairs) -> str:
    """Recall over ``right``; precision counts what is in ``accepted`` as right."""
    hits = len(right.keys() & found.keys())
    true = len(found.keys() & accepted.keys())
    return (
        f"{what:<28} {len(right):>7,} there  {len(found):>7,} found  recall {hits / max(1, len(right)):.4f}"
        f"  precision {true / max(1, len(found)):.4f}"
    )


def draw(db: Database, groups: dict[str, list[tuple[str, str]]], count: int, seed: int) -> Iterator[str]:
    """Groups to be read by eye: source, day, kind, title and the first words of each story."""
    rows = {
        key: (source, day, title, number)
        for key, source, day, title, number in db.execute(
            "SELECT s.key, o.key, s.day, s.title, s.id FROM story AS s LEFT JOIN source AS o ON o.id = s.source"
        )
    }
    chosen = random.Random(seed).sample(sorted(groups), min(count, len(groups)))
    for at, origin in enumerate(chosen, 1):
        yield f"{at}. {origin} ({len(groups[origin])})"
        for story, kind in groups[origin][:8]:
            source, day, title, _ = rows[story]
            yield f"   {kind:<8} {source} {day} {title[:110]}"


@click.command()
@click.argument("path")
@click.option("--stories", default=5000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--days", is_flag=True, help="Stories that stand one after another, as they come, instead of a draw.")
@click.option("--draw", "drawn", default=0, help="Print so many groups to be read by eye.")
def main(path: str, stories: int, seed: int, days: bool, drawn: int) -> None:
    found = readings(path, stories, seed, days)
    tools = Tools.load(Settings(Path("unused.db")))
    alike, inside = brute_force(found)
    with tempfile.TemporaryDirectory() as folder:
        db = create_or_open(Path(folder) / "copies.db")
        began = time.process_time()
        for at in range(0, len(found), 100):
            add_all(db, found[at : at + 100], tools.outlets)
        spent = time.process_time() - began
        kept_alike, kept_inside, rewritten = kept(db)
        groups = grouped(db)
        click.echo(
            f"{sum(len(r.stories) for r in found):,} stories, {spent:.1f} s of processor for adding them without names"
        )
        every = {**alike, **inside}
        click.echo(told("pairs, Jaccard >= 0.5", alike, kept_alike, alike))
        click.echo(told("pairs, containment >= 0.5", inside, kept_inside, every))
        together: Pairs = {}
        for members in groups.values():
            together.update(dict.fromkeys(combinations(sorted(story for story, _ in members), 2), 1.0))
        click.echo(told("in one group, Jaccard", alike, together, every))
        click.echo(told("in one group, containment", inside, together, every))
        click.echo(told("in one group, rewritten", rewritten, together, {**every, **rewritten}))
        sizes = Counter(len(members) for members in groups.values())
        click.echo(f"{len(groups):,} groups, sizes {dict(sorted(sizes.items()))}")
        for line in draw(db, groups, drawn, seed):
            click.echo(line)
        db.close()


if __name__ == "__main__":
    main()

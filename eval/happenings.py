"""How pure happenings are: groups drawn from an archive of real news, read by eye, with the verdicts kept here.

``python eval/happenings.py ARCHIVE.db --draw 60`` prints happenings that two outlets tell in texts of their own,
to be read; the verdicts go into eval/happenings_60.tsv (first story, texts, how many of them tell of it, remark).
``python eval/happenings.py --purity`` gives the figure: the share of texts that tell of the happening they stand in.
``python eval/happenings.py --pairs STORIES.jsonl.xz`` gives how well likeness tells pairs of one happening from others
(area under the curve), by the pairs judged in eval/happenings_pairs.tsv.
"""

from __future__ import annotations

import json
import lzma
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from marsad.config import Settings
from marsad.happenings.likeness import faded, likeness
from marsad.happenings.sketches import Vector
from marsad.intake import files
from marsad.model import Reading
from marsad.pipeline import Tools, observe
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Database
from marsad.store.happenings import sketches_of
from marsad.tables import parse

VERDICTS = Path(__file__).parent / "happenings_60.tsv"
PAIRS = Path(__file__).parent / "happenings_pairs.tsv"
Sketched = dict[str, tuple[str, Vector]]


def drawn(db: Database, count: int, seed: int) -> Iterator[list[tuple[str, str, str, str]]]:
    """Happenings of two outlets or more with two texts or more, no copies: (key, source, day, title) of each text."""
    query = (
        "SELECT f.key, s.key, o.key, s.day, s.title FROM happening AS h JOIN story AS s ON s.id = h.story"
        " JOIN story AS f ON f.id = h.first LEFT JOIN source AS o ON o.id = s.source WHERE s.is_copy = 0"
        " ORDER BY s.day, s.key"
    )
    texts: defaultdict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for first, *row in db.execute(query):
        texts[first].append((row[0], row[1], row[2], row[3]))
    wanted = sorted(first for first, told in texts.items() if len({source for _, source, *_ in told}) > 1)
    for first in random.Random(seed).sample(wanted, min(count, len(wanted))):
        yield texts[first]


def purity() -> str:
    """The share of texts that tell of their happening, over all and over happenings, by the verdicts."""
    rows = parse(VERDICTS.read_text("utf-8"))
    texts, right = sum(int(row[1]) for row in rows), sum(int(row[2]) for row in rows)
    mean = sum(int(row[2]) / int(row[1]) for row in rows) / len(rows)
    return (
        f"{len(rows)} happenings, {texts} texts: purity {right / texts:.3f} of texts, {mean:.3f} the mean of happenings"
    )


def sketched(stories: Path, wanted: set[str]) -> Sketched:
    """Day and vector of the wanted stories of a file of news, by their ids in it, names looked for."""
    with lzma.open(stories, "rt", encoding="utf-8") as lines:
        rows = [(row, line) for line in lines if (row := json.loads(line))["id"] in wanted]
    tools = Tools.load(Settings(Path("unused.db")))
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "chosen.jsonl"
        chosen.write_text("".join(line for _, line in rows), "utf-8")
        readings = [observe(page, tools) for page in files.pages([str(chosen)])]
        db = create_or_open(Path(folder) / "eval.db")
        add_all(db, readings, tools.outlets)
        numbers = dict(db.execute("SELECT key, id FROM story").fetchall())
        for (row, _), reading in zip(rows, readings, strict=True):
            if isinstance(reading, Reading):  # not every text says its day, and the file does
                db.execute("UPDATE story SET day = ? WHERE key = ?", (row["date"][:10], reading.stories[0].story.id))
        found = sketches_of(db, sorted(numbers.values()))
        db.close()
    of = {}
    for (row, _), reading in zip(rows, readings, strict=True):
        if isinstance(reading, Reading) and (number := numbers.get(reading.stories[0].story.id)) in found:
            day, terms = found[number]
            of[row["id"]] = day, Vector.of(terms)
    return of


def curve(yes: Sequence[float], no: Sequence[float]) -> float:
    """The share of (yes, no) in which the yes scores higher; a tie is half."""
    return sum((one > other) + (one == other) / 2 for one in yes for other in no) / (len(yes) * len(no))


def judged(stories: Path) -> Iterator[str]:
    """How well likeness tells pairs of one happening from the others, with what days take of it and without."""
    rows = parse(PAIRS.read_text("utf-8"))
    of = sketched(stories, {name for row in rows for name in row[:2]})
    known = [(of[one], of[other], verdict) for one, other, verdict in rows if one in of and other in of]
    yield f"{len(rows)} pairs, {len(known)} of them read"
    for title, days in (("with days", True), ("without", False)):
        scores = defaultdict(list)
        for (day, one), (told, other), verdict in known:
            score = likeness(one, other)
            scores[verdict].append(faded(score, day, told) if days else score)
        clear, wider = curve(scores["2"], scores["0"]), curve(scores["2"], scores["0"] + scores["1"])
        yield f"{title:9} one happening against others {clear:.3f}, one larger story among them {wider:.3f}"


@click.command()
@click.argument("archive", type=click.Path(path_type=Path), required=False)
@click.option("--draw", "count", default=60, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--purity", "figure", is_flag=True, help="The figure by the verdicts that are kept.")
@click.option("--pairs", type=click.Path(path_type=Path, exists=True), help="The file of news of the judged pairs.")
def main(archive: Path | None, count: int, seed: int, figure: bool, pairs: Path | None) -> None:
    if pairs:
        for line in judged(pairs):
            click.echo(line)
        return
    if figure or archive is None:
        click.echo(purity())
        return
    db = open_existing(archive)
    for at, told in enumerate(drawn(db, count, seed), 1):
        click.echo(f"{at}. {told[0][0]} ({len(told)})")
        for _, source, day, title in told:
            click.echo(f"    {day} {source} {title[:110]}")
    db.close()


if __name__ == "__main__":
    main()

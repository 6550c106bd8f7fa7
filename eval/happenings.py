"""How pure happenings are: groups drawn from an archive of real news, read by eye, with the verdicts kept here.

``python eval/happenings.py ARCHIVE.db --draw 60`` prints happenings that two outlets tell in texts of their own,
to be read; the verdicts go into eval/happenings_60.tsv (first story, texts, how many of them tell of it, remark).
``python eval/happenings.py --purity`` gives the figure: the share of texts that tell of the happening they stand in.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click

from marsad.store.archive import open_existing
from marsad.store.database import Database
from marsad.tables import parse

VERDICTS = Path(__file__).parent / "happenings_60.tsv"


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


@click.command()
@click.argument("archive", type=click.Path(path_type=Path), required=False)
@click.option("--draw", "count", default=60, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--purity", "figure", is_flag=True, help="The figure by the verdicts that are kept.")
def main(archive: Path | None, count: int, seed: int, figure: bool) -> None:
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

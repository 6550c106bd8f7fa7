"""Writes src/marsad/data/search_latin.tsv: which Arabic letters stand for which Latin ones in names, and how seldom.

    python tools/build_transliteration.py ../shared/catalogue/transliteration [--sample 40000] [--rounds 6]

Pairs of name words (Google's ar2en, Apache-2.0; Wikidata name words, CC0) are aligned letter by letter by expectation
maximisation: both words are cut into chunks, of up to three Latin and two Arabic letters, and the probabilities of the
pairs of chunks are those of the best cuts. Only the table is kept.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from marsad.search.latin import plain
from marsad.text.fold import fold

TARGET = Path(__file__).parents[1] / "src/marsad/data/search_latin.tsv"
HEAD = """\
# Latin letters, the cost of reading them so (hundredths of -ln p), the Arabic letters; "" is written as -.
# Learned by tools/build_transliteration.py from Google's ar2en (Apache-2.0) and Wikidata name words (CC0).
"""
SIZES = [(1, 0), (0, 1), (1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (4, 1)]
LEAST = 8.0

Pair = tuple[str, str]


def pairs(folder: Path) -> list[Pair]:
    """(Latin, Arabic) words, both in plain letters."""
    found = set()
    for name in ("google_ar2en.tsv", "wd_arabic_name_tokens.tsv"):
        for line in (folder / name).read_text("utf-8").splitlines():
            arabic, latin, *_ = line.split("\t")
            word, other = plain(latin), fold(arabic)
            if word.isascii() and word.isalpha() and other.isalpha() and not other.isascii() and len(word) > 2:
                found.add((word, other))
    return sorted(found)


def chunks(latin: str, arabic: str, at: int, to: int) -> Iterator[tuple[int, int, Pair]]:
    """The pairs of chunks that can follow (at, to): the lengths and the letters."""
    for one, other in SIZES:
        if at + one <= len(latin) and to + other <= len(arabic):
            yield one, other, (latin[at : at + one], arabic[to : to + other])


def best(latin: str, arabic: str, costs: dict[Pair, float]) -> list[Pair] | None:
    """The cheapest way to cut both words."""
    reached: dict[tuple[int, int], tuple[float, list[Pair]]] = {(0, 0): (0.0, [])}
    for at in range(len(latin) + 1):
        for to in range(len(arabic) + 1):
            if (at, to) not in reached:
                continue
            cost, path = reached[at, to]
            for one, other, pair in chunks(latin, arabic, at, to):
                total = cost + costs.get(pair, 14.0 + 2 * (one + other))
                goal = (at + one, to + other)
                if goal not in reached or total < reached[goal][0]:
                    reached[goal] = (total, [*path, pair])
    return reached[len(latin), len(arabic)][1] if (len(latin), len(arabic)) in reached else None


def start(known: list[Pair]) -> dict[Pair, float]:
    """Costs to begin with: how much oftener two letters share a word than by chance, at like places."""
    together: Counter[Pair] = Counter()
    for latin, arabic in known:
        for at in range(len(latin)):
            near = round(at * len(arabic) / len(latin))
            for to in range(max(0, near - 1), min(len(arabic), near + 2)):
                for one, other, pair in chunks(latin, arabic, at, to):
                    if one and other:
                        together[pair] += 1.0 / (one + other) ** 2
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for (one, other), n in together.items():
        firsts[one] += n
        seconds[other] += n
    costs = {
        p: -math.log(n / (firsts[p[0]] + seconds[p[1]] - n)) * (len(p[0]) + len(p[1])) / 2
        for p, n in together.items()
        if n > 2
    }
    letters = {c for latin, arabic in known for c in latin + arabic}
    return {**costs, **{(c, ""): 3.5 for c in letters}, **{("", c): 3.5 for c in letters}}


def learn(known: list[Pair], rounds: int) -> dict[Pair, float]:
    """The costs of the pairs of chunks."""
    costs = start(known)
    for number in range(rounds):
        counts: Counter[Pair] = Counter()
        for latin, arabic in known:
            counts.update(best(latin, arabic, costs) or ())
        total = sum(counts.values())
        costs = {pair: -math.log(n / total) for pair, n in counts.items() if n >= LEAST}
        print(f"round {number + 1}: {len(costs)} pairs of chunks, {total / len(known):.2f} a word")
    return costs


def main() -> None:
    """Learns and writes the table."""
    parser = argparse.ArgumentParser(description="Learns how names are written in the other script.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args()
    known = pairs(given.folder)
    random.Random(1).shuffle(known)
    costs = learn(known[: given.sample], given.rounds)
    lines = [f"{one or '-'}\t{round(100 * cost)}\t{other or '-'}\n" for (one, other), cost in sorted(costs.items())]
    TARGET.write_text(HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()

"""How well rewritten texts are found, at each level of rewriting, beside datasketch and rensa used plainly.

    python eval/rewrites.py ../shared/data/pairs/textreuse/articles.jsonl.xz

Every text is looked up among all: a rewritten one should meet its original, and no text one of another original. The
peers use MinHash of 128 permutations and their LSH at 0.5, over runs of three and of six of the same folded words; what
they return is taken as found. They are left out, saying so, where they are not installed.
"""

from __future__ import annotations

import importlib.util
import json
import lzma
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from marsad.copies.texts import Met, Text, comparable, pair
from marsad.text.words import folded_words

PERMUTATIONS, THRESHOLD = 128, 0.5
Matches = set[tuple[int, int]]


def stories(path: Path) -> Iterator[tuple[str, str, int, list[str]]]:
    """Id, id of the original, level in percent (0: the original), folded words; only where the original is known."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            origin = one["id"] if one["kind"] == "human" else one.get("orig")
            if origin:
                yield one["id"], origin, int(one["percent"] or 0), folded_words(one["text"])


def ours(texts: list[list[str]]) -> Matches:
    made = [Text.of(words) for words in texts]
    by_print: defaultdict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(made):
        for one in text.posted:
            by_print[one].append(number)
    found: Matches = set()
    for number, text in enumerate(made):
        near: defaultdict[int, Met] = defaultdict(Met)
        for one in text.posted:
            for other in by_print[one]:
                if other < number:
                    near[other].take(one)
        for other, met in near.items():
            if comparable(met, text, made[other]):
                overlap = pair(made[other], text)
                if overlap and (overlap.alike or overlap.inside):
                    found.add((other, number))
    return found


def shingled(words: list[str], width: int) -> list[str]:
    return [" ".join(words[n : n + width]) for n in range(max(1, len(words) - width + 1))]


def datasketch(width: int) -> Callable[[list[list[str]]], Matches]:
    def match(texts: list[list[str]]) -> Matches:
        from datasketch import MinHash, MinHashLSH

        index, found = MinHashLSH(THRESHOLD, PERMUTATIONS), set()
        for number, words in enumerate(texts):
            made = MinHash(PERMUTATIONS)
            made.update_batch([one.encode() for one in shingled(words, width)])
            found |= {(other, number) for other in index.query(made)}
            index.insert(number, made)
        return found

    return match


def rensa(width: int) -> Callable[[list[list[str]]], Matches]:
    def match(texts: list[list[str]]) -> Matches:
        from rensa import RMinHash, RMinHashLSH

        index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
        found = set()
        for number, words in enumerate(texts):
            made = RMinHash(num_perm=PERMUTATIONS, seed=42)
            made.update(shingled(words, width))
            found |= {(other, number) for other in index.query(made)}
            index.insert(number, made)
        return found

    return match


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--half", type=click.Choice(["first", "second"]), help="Of the originals, by their ids; to look at one alone."
)
def main(path: Path, half: str | None) -> None:
    every = list(stories(path))
    if half:
        ids = sorted({origin for _, origin, *_ in every})
        kept = set(ids[: len(ids) // 2] if half == "first" else ids[len(ids) // 2 :])
        every = [one for one in every if one[1] in kept]
    origins, levels, texts = ([one[n] for one in every] for n in (1, 2, 3))
    first = {key: number for number, (key, origin, *_) in enumerate(every) if key == origin}
    words = [list(one) for one in texts]
    print(f"{len(every):,} texts of {len(first):,} originals")
    ways = {"marsad": ours}
    for name, make in (("datasketch", datasketch), ("rensa", rensa)):
        if importlib.util.find_spec(name):
            ways |= {f"{name}, runs of {width}": make(width) for width in (3, 6)}
        else:
            print(f"{name} is not installed and left out")
    print(f"{'':<24}" + "".join(f"{level:>7} %" for level in sorted(set(levels)) if level) + "   false in 10,000   s")
    for name, way in ways.items():
        began = time.process_time()
        found = way(words)
        spent = time.process_time() - began
        hits, all_of = Counter[int](), Counter[int]()
        for number, (_, origin, level, _) in enumerate(every):
            if level and origin in first:
                all_of[level] += 1
                hits[level] += (min(number, first[origin]), max(number, first[origin])) in found
        wrong = sum(origins[a] != origins[b] for a, b in found)
        sizes = Counter(origins)
        unlike = (len(every) ** 2 - sum(n * n for n in sizes.values())) / 2
        shares = "".join(f"{hits[level] / all_of[level]:9.3f}" for level in sorted(all_of))
        print(f"{name:<24}{shares}   {10_000 * wrong / unlike:15.4f} {spent:5.1f}")


if __name__ == "__main__":
    main()

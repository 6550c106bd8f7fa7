"""Counts how rare words and names are in Arabic news: src/marsad/data/text_rarity.tsv.

Usage: ``python tools/build_rarity.py STORIES.jsonl.xz …`` with one file for each collection of news (title and text of
a story a line). Each collection counts alike, however large, so that the table is of no one place or year. A row has
a kind (word, name), a rarity (the negative logarithm of the share of stories, in steps of ``rarity.STEP``) and all
stems or entity ids that have it, the commonest first. Names are found in an even sample of each file: minutes.
"""

from __future__ import annotations

import json
import lzma
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from marsad.config import Settings
from marsad.model import Reading
from marsad.pipeline import Tools, read_text
from marsad.text.rarity import RAREST, STEP, level, stems
from marsad.text.words import folded_words

OUT = Path(__file__).parent.parent / "src" / "marsad" / "data" / "text_rarity.tsv"
HEAD = """\
# How rare words and names are in Arabic news: kind, -ln(share of stories) / 0.25, stems or entity ids.
# Counted by tools/build_rarity.py over saudinewsnet, OSAC (BBC and CNN Arabic), ANT, Hespress and Al Jazeera 2022,
# Al Mayadeen and AFND; facts, no texts.
"""
#: Stories of each file in which names are looked for, and how many must hold what stands in the table.
SAMPLE, LEAST_STORIES = 1500, 4


def stories(path: str) -> Iterator[tuple[str, str]]:
    """Title and text of every story of a file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            story = json.loads(line)
            if story["text"]:
                yield story["title"] or "", story["text"]


def words_of(path: str, known: Mapping[str, float] | None = None) -> tuple[int, Counter[str]]:
    """How many stories hold each stem; where letters may be a particle, the stem that ``known`` has more often."""
    count, held = 0, Counter[str]()
    taken: dict[str, str] = {}
    for title, text in stories(path):
        count += 1
        words = {*folded_words(title), *folded_words(text)}
        for word in words:
            if word not in taken:
                each = stems(word)
                taken[word] = max(each, key=lambda s: known.get(s, 0.0)) if known else each[0]
        held.update({taken[word] for word in words})
    return count, held


def names_of(path: str, tools: Tools) -> tuple[int, Counter[str]]:
    """How many stories of a sample name each entity of the catalogue."""
    every = list(stories(path))
    chosen = every[:: math.ceil(len(every) / SAMPLE)]
    held = Counter[str]()
    for title, text in chosen:
        read = read_text(f"{title}\n\n{text}", tools)
        if isinstance(read, Reading):
            named = (m.entity for s in read.stories for m in s.mentions)
            held.update({entity.id for entity in named if entity and entity.status == "catalogue"})
    return len(chosen), held


def shares(counted: list[tuple[int, Counter[str]]]) -> dict[str, float]:
    """The share of stories that hold each thing, the mean of all collections; what few stories hold is left out."""
    total = sum((held for _, held in counted), Counter[str]())
    wanted = [one for one, count in total.items() if count >= LEAST_STORIES]
    return {one: sum(held[one] / count for count, held in counted) / len(counted) for one in wanted}


def table(kind: str, shared: Mapping[str, float]) -> list[str]:
    """The rows of one kind."""
    levels = defaultdict(list)
    for one, share in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if level(share) * STEP < RAREST:
            levels[level(share)].append(one)
    return [f"{kind}\t{rarity}\t{' '.join(levels[rarity])}" for rarity in sorted(levels)]


def main() -> None:
    files = sys.argv[1:]
    first = shares([words_of(path) for path in files])
    words = shares([words_of(path, first) for path in files])
    tools = Tools.load(Settings(db=Path("unused.db")))
    names = shares([names_of(path, tools) for path in files])
    lines = [*table("word", words), *table("name", names)]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Finds place names that are mostly other words, by how often a word for place stands before them in news.

Usage: ``python tools/count_homographs.py RAW STORIES.jsonl.xz …`` with the raw sets that build_catalogue.py reads.
Writes tools/catalogue/homographs.tsv. A one-word name that is a given name or a common word by the word lists of Marsad
and hardly ever follows a word for place in the news is dropped or (-1) needs such a word. Decisions in
homographs_by_hand.tsv go before the counts.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from catalogue_tables import ARAB, GUARD, HERE, NOT_ARABIC, bare, table
from marsad.names import lexicon
from marsad.text.fold import fold
from marsad.text.tokens import words
from raw_places import ARAB_CITY_FLOOR, CITY_FLOOR, RawSets

OUT = HERE / "homographs.tsv"
BEFORE = frozenset(
    fold(clitic + word)
    for word in ("مدينة", "بلدة", "محافظة", "ولاية", "قرية", "بلدية", "إمارة", "مدينتي", "بلدتي", "ريف", "مركز")
    for clitic in ("", "ب", "ل", "و")
)
RARE = 0.08
OFTEN, NEVER = 40, 0.004


def candidates(raw: RawSets) -> dict[str, str]:
    """One-word names of cities, towns and states, by their folded spelling."""
    names: list[str] = []
    for city in raw.cities:
        if int(city["pop"]) >= (ARAB_CITY_FLOOR if city["cc"] in ARAB else CITY_FLOOR):
            names += map(str, city["ar_candidates"])
    names += (str(p["ar"]) for p in raw.wof if p["country"] in ARAB and int(p["pop"] or 0) >= ARAB_CITY_FLOOR)
    names += (str(s["name_ar"]) for s in raw.states)
    short = {fold(n): n for n in map(bare, names) if " " not in n and not NOT_ARABIC.search(n)}
    return {key: name for key, name in short.items() if key not in by_hand()}


def by_hand() -> set[str]:
    """The folded names that the hand-written tables vouch for."""
    found = set()
    for file in ("countries.tsv", "capitals.tsv", "places.tsv", "regions.tsv"):
        for *_, more, name in table(file):
            found |= {fold(bare(n)) for n in (*more.split("|"), name) if n and not n.startswith(GUARD)}
    return found


def counts(names: Iterable[str], paths: list[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each name is seen, and how often after a word for place."""
    wanted, seen, placed = frozenset(names), Counter[str](), Counter[str]()
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                story = json.loads(line)
                text = " ".join(str(story[k]) for k in ("title", "text", "content", "body", "article") if k in story)
                previous = ""
                for word in words(text):
                    if word.folded in wanted:
                        seen[word.folded] += 1
                        placed[word.folded] += previous in BEFORE
                    previous = word.folded
    return seen, placed


def decision(seen: int, placed: int, everyday: bool) -> str:
    """The weight of a name: "" when it is a name of a place like any other."""
    if not everyday:
        return ""
    if seen >= OFTEN and placed / seen < NEVER:
        return "drop"
    return "-1" if placed / max(seen, 1) < RARE else ""


def main() -> None:
    """Counts and writes the table."""
    raw = RawSets(Path(sys.argv[1]))
    names = candidates(raw)
    seen, placed = counts(names, sys.argv[2:])
    known = lexicon.load()
    rows = {}
    for key, name in names.items():
        everyday = known.names.get(key) in ("given", "mixed", "weak") or known.is_everyday(key, key)
        if weight := decision(seen[key], placed[key], everyday):
            rows[key] = f"{weight}\t{name}"
    for weight, name in table("homographs_by_hand.tsv"):
        rows.pop(fold(name), None)
        if weight != "0":
            rows[fold(name)] = f"{weight}\t{name}"
    head = "# Weight (-1: only after a word for place; drop: never), then a place name that is mostly another word.\n"
    head += "# Written by tools/count_homographs.py from counts over news and homographs_by_hand.tsv.\n"
    OUT.write_text(head + "".join(f"{rows[key]}\n" for key in sorted(rows)), encoding="utf-8")
    print(len(rows), "of", len(names), "names", Counter(r.split("\t")[0] for r in rows.values()))


if __name__ == "__main__":
    main()

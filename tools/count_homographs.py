"""Finds place names that are mostly common words, by how often a word for place stands before them in news.

Usage: ``python tools/count_homographs.py STORIES.jsonl.xz …``. Writes tools/catalogue/homographs.tsv. A one-word name seen
at least 12 times, of which fewer than one in twelve follow a word for place, needs such a word to be read as a place.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from pathlib import Path

from marsad import catalogue
from marsad.text.fold import fold
from marsad.text.tokens import words

OUT = Path(__file__).parent / "catalogue" / "homographs.tsv"
BEFORE = frozenset(map(fold, "في مدينة بلدة محافظة بمدينة لمدينة بمحافظة قرب ريف حي ولاية قرية منطقة بمنطقة إلى".split()))
LEAST_SEEN, LEAST_SHARE = 12, 1 / 12


def main() -> None:
    """Counts and writes the table."""
    known = catalogue.load()
    names = {
        fold(n): n
        for e in known.entities.values()
        if e.kind in ("city", "region") and e.source.startswith(("geonames", "whosonfirst"))
        for n in e.names()
        if " " not in n
    }
    total: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    for path in sys.argv[1:]:
        for line in lzma.open(path, "rt", encoding="utf-8"):
            story = json.loads(line)
            previous = ""
            for word in words(str(story.get("text") or story.get("content") or story.get("body") or "")):
                if word.folded in names:
                    total[word.folded] += 1
                    placed[word.folded] += previous in BEFORE
                previous = word.folded
    rows = [n for n in total if total[n] >= LEAST_SEEN and placed[n] / total[n] < LEAST_SHARE]
    head = "# Weight (-1: only after a word for place), then a place name that is mostly a common word. From counts over news.\n"
    OUT.write_text(head + "".join(f"-1\t{names[n]}\n" for n in sorted(rows)), encoding="utf-8")
    print(len(rows), "of", len(names), "names;", " ".join(names[n] for n in sorted(rows, key=lambda n: -total[n])[:80]))


if __name__ == "__main__":
    main()

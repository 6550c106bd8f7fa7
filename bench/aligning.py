"""How fast two stories are laid side by side, beside the plain comparison of their words by Python's difflib.

    python bench/aligning.py [--stories ../shared/data/news/saudinewsnet/articles.jsonl.xz] [--pairs 300]

Near-copies of different outlets: pairs that share at least a quarter of their shingles of five words.
"""

from __future__ import annotations

import argparse
import difflib
import json
import lzma
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from marsad.copies.aligning import align
from marsad.copies.tellings import BREAK, Telling, Told
from marsad.text.words import folded_words

DEFAULT = Path(__file__).parent.parent.parent / "shared/data/news/saudinewsnet/articles.jsonl.xz"
WORDS, SAMPLED, SHARED, MOST = 5, 8, 0.25, 8

Story = dict[str, str]


def main() -> None:
    """Prints the middle and the slowest times of both."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--stories", type=Path, default=DEFAULT)
    asked.add_argument("--pairs", type=int, default=300)
    options = asked.parse_args()
    pairs = near_copies(options.stories)[: options.pairs]
    tellings = [(_telling(one), _telling(other)) for one, other in pairs]
    words = [(folded_words(one["text"]), folded_words(other["text"])) for one, other in pairs]
    ours = [_timed(lambda: align(*pair)) for pair in tellings]  # noqa: B023  # called at once
    plain = [
        _timed(lambda: difflib.SequenceMatcher(None, *pair, autojunk=False).get_opcodes())  # noqa: B023
        for pair in words
    ]
    print(f"{len(pairs)} pairs, {round(median(len(a) + len(b) for a, b in words))} words in the middle one")
    for name, times in (("marsad.copies.align", ours), ("difflib", plain)):
        print(f"{name:20} median {median(times):.2f} ms, 95 in 100 below {quantiles(times, n=20)[-1]:.2f} ms")
    print(f"ratio of the medians {median(ours) / median(plain):.2f}")


def near_copies(path: Path) -> list[tuple[Story, Story]]:
    """Pairs of stories of different outlets that share words, in a fixed order."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        stories = [story for line in file if len((story := json.loads(line))["text"]) > 400]
    random.Random(7).shuffle(stories)
    shingles = [_shingles(story["text"]) for story in stories]
    by_shingle = defaultdict[int, list[int]](list)
    for number, own in enumerate(shingles):
        for one in own:
            if one % SAMPLED == 0:
                by_shingle[one].append(number)
    near = Counter((a, b) for same in by_shingle.values() if len(same) < MOST for b in same for a in same if a < b)
    return [
        (stories[a], stories[b])
        for a, b in near
        if stories[a]["source"] != stories[b]["source"]
        and SHARED < len(shingles[a] & shingles[b]) / len(shingles[a] | shingles[b]) < 1
    ]


def _shingles(text: str) -> set[int]:
    words = folded_words(text)
    return {hash(tuple(words[at : at + WORDS])) for at in range(len(words) - WORDS + 1)}


def _telling(story: Story) -> Telling:
    paragraphs = (part.strip() for part in story["text"].split("\n") if part.strip())
    return Telling(Told(story["title"]), Told(""), Told(BREAK.join(paragraphs)))


def _timed(call: Callable[[], object]) -> float:
    """Milliseconds of the second call."""
    call()
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()

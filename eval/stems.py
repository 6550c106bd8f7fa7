"""How well light stems bring the forms of a word together and keep other words apart: eval/stems.tsv.

    python eval/stems.py [--show]

Prints the share of pairs that meet as they must and of those that stay apart, for no stems, for Marsad's, and for the
stemmers of snowballstemmer and Tashaphyne where they are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Callable
from pathlib import Path

from marsad.tables import parse
from marsad.text.fold import fold
from marsad.text.stems import stem
from marsad.text.words import bare

Stemmer = Callable[[str], str]
PAIRS = parse((Path(__file__).parent / "stems.tsv").read_text("utf-8"))


def ours(word: str) -> str:
    return stem(bare(fold(word)))


def stemmers() -> dict[str, Stemmer]:
    """The stemmers to compare, by name."""
    found: dict[str, Stemmer] = {"no stems": lambda word: bare(fold(word)), "marsad": ours}
    if importlib.util.find_spec("snowballstemmer"):
        import snowballstemmer

        found["snowball"] = snowballstemmer.stemmer("arabic").stemWord
    if importlib.util.find_spec("tashaphyne"):
        from tashaphyne.stemming import ArabicLightStemmer

        found["tashaphyne"] = ArabicLightStemmer().light_stem
    return found


def shares(stemmer: Stemmer) -> tuple[float, float, list[list[str]]]:
    """The shares of pairs that meet and that stay apart as they must, and the pairs that do not."""
    wrong = [pair for pair in PAIRS if (stemmer(pair[1]) == stemmer(pair[2])) != (pair[0] == "meet")]
    found = []
    for kind in ("meet", "part"):
        all_of = sum(pair[0] == kind for pair in PAIRS)
        found.append(1 - sum(pair[0] == kind for pair in wrong) / all_of)
    return found[0], found[1], wrong


def main() -> None:
    parser = argparse.ArgumentParser(description="How well light stems bring forms of a word together.")
    parser.add_argument("--show", action="store_true", help="print the pairs that Marsad's stems get wrong")
    given = parser.parse_args()
    print(f"{'stemmer':14}{'meet':>8}{'part':>8}")
    for name, stemmer in stemmers().items():
        meet, part, wrong = shares(stemmer)
        print(f"{name:14}{meet:8.1%}{part:8.1%}")
        if name == "marsad" and given.show:
            print("\n".join("  ".join(pair) for pair in wrong))


if __name__ == "__main__":
    main()

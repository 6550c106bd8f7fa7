"""How many words a second the whole of naming reads, beside spaCy's network on the same text, on one core.

    python bench/naming.py FILE [--stories 200] [--rounds 3]

FILE is JSON Lines of stories (``text``), plain or compressed. Marsad: rules, network, linking, names carried through
the story. spaCy: the tagger for entities that ``spacy.blank("ar")`` makes by default (weights by chance: they take the
time of learned ones), with spaCy's own splitting of words. Both count the words of Marsad. Time is that of the
processor, all threads together. The rounds alternate; the figures are medians, and the ratio is that of the same
minutes. Needs ``pip install "marsad[spacy]"``. For the compiled build, as in bench/reading.py, set PYTHONPATH.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from marsad import names
from marsad.config import settings
from marsad.model import Piece, Story
from marsad.pipeline import Tools
from marsad.text.tokens import words
from marsad.training.corpus import stories

_TYPES = ("PER", "ORG", "LOC")


def as_story(text: str) -> Story:
    """A text as the body of a story, a paragraph a line."""
    at, paragraphs = 0, []
    for line in text.splitlines(keepends=True):
        if bare := line.strip():
            start = at + line.index(bare)
            paragraphs.append(Piece.cut(text, start, start + len(bare)))
        at += len(line)
    return Story("bench", None, tuple(paragraphs))


def marsad(tools: Tools, with_network: bool) -> Callable[[str], object]:
    tagger = tools.tagger if with_network else None
    return lambda text: names.find(text, as_story(text), tools.names, tagger)


def spacy_network(texts: Sequence[str]) -> Callable[[str], object]:
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("ar")
    ner = nlp.add_pipe("ner")
    for kind in _TYPES:
        ner.add_label(kind)  # type: ignore[attr-defined]
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(text), {"entities": []}) for text in texts[:5]])
    return nlp


def seconds(read: Callable[[str], object], texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - began


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("file", type=Path)
    ap.add_argument("--stories", type=int, default=200)
    ap.add_argument("--rounds", type=int, default=3)
    args = ap.parse_args()
    texts = list(islice((text for text in stories([args.file]) if len(text) > 200), args.stories))
    size = sum(len(words(text)) for text in texts)
    tools = Tools.load(settings())
    readers = {
        "marsad": marsad(tools, True),
        "marsad, rules only": marsad(tools, False),
        "spaCy's network": spacy_network(texts),
    }
    took: dict[str, list[float]] = {name: [] for name in readers}
    for read in readers.values():
        seconds(read, texts[:20])
    for _ in range(args.rounds):
        for name, read in readers.items():
            took[name].append(seconds(read, texts))
    build = "plain Python" if Path(names.finding.__file__).suffix == ".py" else "compiled"
    print(f"{len(texts)} stories, {size:,} words, {args.rounds} rounds; Marsad is {build}")
    for name, times in took.items():
        ratio = statistics.median(t / own for t, own in zip(times, took["marsad"], strict=True))
        print(f"{name:20} {size / statistics.median(times):9,.0f} words/s  {ratio:6.2f} times the time of marsad")


if __name__ == "__main__":
    main()

"""How names are found on corpora that others tagged: ANERcorp (test, CAMeL split), AQMAR, a sample of Wojood.

    python eval/names.py [--shared ../shared] [--set NAME] [--rules] [--model DIR]

Two figures of different things. First the mentions that ``marsad add`` would store, by the rules of Marsad. Prints
precision, recall and F1 of people, places and organisations, strict (the same words and type) and by overlap (at least
a word in common, the same type; each tagged name counts once). Ten sentences in a row are read as a story, one a
paragraph, because the corpora do not say where a story ends. What they tag as MISC is ignored: a name of ours that
touches it is neither right nor wrong. Their rules differ from those of Marsad (see gold/GUIDELINES.md): ANERcorp tags
no national bodies such as الجيش اللبناني and leaves the noun off names of groups (حركة [حماس]), AQMAR tags peoples and
dynasties as people, states of the past and buildings as places; so part of the difference is no error.

Then the column that ``marsad names --conll`` adds, strict over the tagged tokens as the field counts it (conlleval),
MISC included: the network was trained on the train part of ANERcorp, so that figure compares with published ones.
``--rules`` measures the mentions without the network.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from marsad import catalogue
from marsad.model import EntityType, Piece, Story
from marsad.names import NameTools, find
from marsad.names.tagging import conll, network
from marsad.names.tagging.decoding import spans
from marsad.names.tagging.stories import Tagger

ROOT = Path(__file__).parent.parent
SETS = {
    "ANERcorp test": Path("anercorp_camel/test.conll"),
    "ANERcorp train": Path("anercorp_camel/train.conll"),
    "AQMAR": Path("aqmar/all.conll"),
    "Wojood sample": Path("wojood_sample/test.conll"),
}
SHOWN = ("ANERcorp test", "AQMAR", "Wojood sample")
TYPES = tuple(t.value for t in EntityType)
IGNORED = "MISC"
TOGETHER = 10


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name of a sentence: its words ``first`` to ``end`` (excluded) and its type."""

    first: int
    end: int
    type: str

    def touches(self, other: Name) -> bool:
        return self.first < other.end and other.first < self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, the names that the corpus tags, and those that Marsad finds."""

    words: tuple[str, ...]
    gold: tuple[Name, ...]
    found: tuple[Name, ...] = ()


def sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a file with a word and its tag on each line and an empty line between sentences."""
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
        if rows:
            yield Sentence(tuple(word for word, _ in rows), tuple(tagged([tag for _, tag in rows])))


def tagged(tags: list[str]) -> Iterator[Name]:
    """The names that a run of BIO tags marks."""
    return (Name(*span) for span in spans(tags))


def read(group: tuple[Sentence, ...], tools: NameTools, tagger: Tagger | None) -> Iterator[Sentence]:
    """The sentences of ``group``, read as the paragraphs of one story, with the names found."""
    text, at, starts = "\n".join(" ".join(s.words) for s in group), 0, []
    paragraphs = []
    for s in group:
        begins = []
        for word in s.words:
            begins.append(at)
            at += len(word) + 1
        starts.append(begins)
        paragraphs.append(Piece.cut(text, begins[0], at - 1))
    mentions = find(text, Story("s", None, tuple(paragraphs)), tools, tagger)
    for s, begins in zip(group, starts, strict=True):
        ends = [b + len(w) for b, w in zip(begins, s.words, strict=True)]
        found = []
        for m in mentions:
            touched = [k for k, b in enumerate(begins) if b < m.span.end and m.span.start < ends[k]]
            if touched:
                found.append(Name(touched[0], touched[-1] + 1, m.type.value))
        yield Sentence(s.words, s.gold, tuple(found))


def read_all(path: Path, tools: NameTools, tagger: Tagger | None) -> Iterator[Sentence]:
    """Every sentence of a file with the names found."""
    left = sentences(path)
    while group := tuple(islice(left, TOGETHER)):
        yield from read(group, tools, tagger)


def tag_all(path: Path, tools: NameTools, tagger: Tagger) -> Iterator[Sentence]:
    """Every sentence of a file with the names of the column that ``marsad names --conll`` adds."""
    lines = conll.tagged(path.read_text("utf-8").splitlines(), conll.WithRules(tools, tagger))
    for block in "\n".join(lines).split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
        if rows:
            gold, found = (tuple(tagged([row[k] for row in rows])) for k in (1, 2))
            yield Sentence(tuple(row[0] for row in rows), gold, found)


def judged(s: Sentence) -> tuple[list[Name], list[Name]]:
    """The tagged names and the found ones that count: none that is MISC, or touches one that is."""
    gold = [g for g in s.gold if g.type != IGNORED]
    beside = [g for g in s.gold if g.type == IGNORED]
    return gold, [f for f in s.found if f in gold or not any(f.touches(g) for g in beside)]


def count(all_: list[Sentence], types: tuple[str, ...] = TYPES) -> dict[str, Counter[str]]:
    """By type: how many names are tagged, found, strictly right, and right by overlap."""
    counts = {t: Counter[str]() for t in types}
    for s in all_:
        gold, found = (list(s.gold), list(s.found)) if IGNORED in types else judged(s)
        left = list(found)
        for g in gold:
            counts[g.type]["gold"] += 1
            counts[g.type]["strict"] += g in found
            hit = next((f for f in left if f.type == g.type and f.touches(g)), None)
            if hit:
                left.remove(hit)
                counts[g.type]["overlap"] += 1
        for f in found:
            counts[f.type]["found"] += 1
    return counts


def rates(counts: Counter[str], how: str) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = counts[how] / counts["found"] if counts["found"] else 0.0
    recall = counts[how] / counts["gold"] if counts["gold"] else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def show(name: str, counts: dict[str, Counter[str]]) -> None:
    """Prints the rows of one corpus."""
    every = sum(counts.values(), Counter[str]())
    for type_, c in [*counts.items(), ("all", every)]:
        cells = [f"{value:7.3f}" for how in ("strict", "overlap") for value in rates(c, how)]
        print(f"{name:15} {type_:4} {c['gold']:6} {c['found']:6}", *cells)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--set", action="append", choices=sorted(SETS), help="a corpus to measure on (may be repeated)")
    ap.add_argument("--rules", action="store_true", help="measure the rules alone")
    ap.add_argument("--model", type=Path, help="a network of `marsad train names` instead of the shipped one")
    args = ap.parse_args()
    folder = args.shared / "data" / "ner"
    if not folder.is_dir():
        print(f"nothing measured: {folder} is not here; name the shared folder with --shared", file=sys.stderr)
        return 1
    tools = NameTools.load(catalogue.load())
    tagger = Tagger.of(tools, network.load(args.model) if args.model else network.shipped())
    head("the mentions of Marsad" + (", rules only" if args.rules else ""))
    for name in args.set or SHOWN:
        show(name, count(list(read_all(folder / SETS[name], tools, None if args.rules else tagger))))
    if not args.rules:
        head("the column of marsad names --conll")
        for name in args.set or SHOWN:
            show(name, count(list(tag_all(folder / SETS[name], tools, tagger)), (*TYPES, IGNORED)))
    return 0


def head(what: str) -> None:
    """Prints what the next rows are."""
    print(f"\n{what:34} {'strict':>23} {'overlap':>23}")
    print(f"{'':15} {'':4} {'gold':>6} {'found':>6}", *[f"{h:>7}" for h in ("P", "R", "F1") * 2])


if __name__ == "__main__":
    sys.exit(main())

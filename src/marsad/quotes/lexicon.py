"""The tables of reporting (``data/quotes_*.tsv``): every form of every predicate, folded and ready to look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from marsad.text.fold import fold


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a form of a reporting word says: its ``kind`` (verb, participle, noun), stance and complement.

    ``complement``: "a" a that-clause only, "n" a noun as well, "q" quoted words only. ``prepositions`` stand before a
    noun complement (folded; empty: the noun follows by itself).
    """

    lemma: str
    kind: str
    stance: str
    complement: str
    prepositions: tuple[str, ...]


def _rows(name: str) -> list[list[str]]:
    text = (resources.files("marsad.data") / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def predicates() -> dict[str, Predicate]:
    """Every folded form of the reporting predicates."""
    found: dict[str, Predicate] = {}
    for row in _rows("quotes_predicates.tsv"):
        stance, complement, prepositions, past, present, participle, noun = (row + [""] * 7)[:7]
        frame = tuple(fold(p) for p in prepositions.split(",") if p)
        for kind, forms in (
            ("verb", _past(past) + _present(present)),
            ("participle", _participle(participle)),
            ("noun", _noun(noun)),
        ):
            for form in forms:
                found.setdefault(fold(form), Predicate(past, kind, stance, complement, frame))
    return found


def _past(verb: str) -> list[str]:
    """He, she, they, the two of them: قال قالت قالوا قالا; a final ya or alef turns (نفى نفت نفوا نفيا)."""
    if not verb:
        return []
    if verb.endswith(("ى", "ا")):
        return [verb, verb[:-1] + "ت", verb[:-1] + "وا", verb[:-1] + "يا"]
    return [verb, verb + "ت", verb + "وا", verb + "ا", verb + "تا"]


def _present(verb: str) -> list[str]:
    """He, she, they, the two: يقول تقول يقولون يقولان."""
    if not verb:
        return []
    stem = verb[1:]
    base = stem[:-1] if stem.endswith(("ي", "و", "ى")) else stem
    return [verb, "ت" + stem, "ي" + base + "ون", "ي" + stem + "ان", "ت" + stem + "ان"]


def _participle(word: str) -> list[str]:
    """As a state: مؤكدا مؤكدة مؤكدين; داعي gives داعيا داعية داعين."""
    if not word:
        return []
    base = word[:-1] if word.endswith("ي") else word
    return [word + "ا", word + "ة", base + "ين", word + "ان", word + "تين", word + "ات"]


def _noun(word: str) -> list[str]:
    """The verbal noun with the pronoun of its doer: قوله قولها قولهم."""
    if not word or len(word) < 3:
        return []
    stem = word[:-1] + "ت" if word.endswith("ة") else word
    return [stem + "ه", stem + "ها", stem + "هم", stem + "هما"]


@cache
def words(kind: str) -> frozenset[str]:
    """The folded words of one kind in ``quotes_words.tsv``."""
    return frozenset(fold(row[1]) for row in _rows("quotes_words.tsv") if row[0] == kind)

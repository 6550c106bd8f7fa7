"""The tables of reporting (``data/quotes_*.tsv``): every form of every predicate, folded and ready to look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from marsad.tables import rows
from marsad.text.fold import fold


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a form of a reporting word says: its ``kind`` (verb, participle, noun), stance and frame.

    ``flags`` are those that the head of the table explains; ``prepositions`` stand before a noun complement (folded).
    ``feminine`` and ``present`` describe the form, for the agreement with its subject.
    """

    lemma: str
    kind: str
    stance: str
    flags: str
    prepositions: tuple[str, ...]
    feminine: bool = False
    present: bool = False


@cache
def predicates() -> dict[str, Predicate]:
    """Every folded form of the reporting predicates, less the forms that are mostly another word (مدينة a city)."""
    found: dict[str, Predicate] = {}
    for row in rows("quotes_predicates.tsv"):
        stance, flags, prepositions, past, present, participle, noun = (row + [""] * 7)[:7]
        frame = tuple(dict.fromkeys(fold(p) for p in prepositions.split(",") if p))
        for kind, forms in (
            ("verb", _past(past, noun)),
            ("present", _present(present)),
            ("participle", _participle(participle)),
            ("noun", _noun(noun)),
        ):
            for form, feminine in forms:
                predicate = Predicate(
                    fold(past),
                    "verb" if kind == "present" else kind,
                    stance,
                    flags,
                    frame,
                    feminine,
                    kind == "present",
                )
                known = found.setdefault(fold(form), predicate)
                if known.lemma == predicate.lemma and known.stance == stance:
                    found[fold(form)] = _joined(known, predicate)
    for form in words("homograph"):
        found.pop(form, None)
    return found


def _joined(known: Predicate, other: Predicate) -> Predicate:
    """One predicate for two rows of one written form (ذكر and ذكّر)."""
    flags = "".join(sorted(set(known.flags) | set(other.flags)))
    prepositions = tuple(dict.fromkeys(known.prepositions + other.prepositions))
    return Predicate(known.lemma, known.kind, known.stance, flags, prepositions, known.feminine, known.present)


Forms = list[tuple[str, bool]]


def _past(verb: str, noun: str) -> Forms:
    """He, she, they, the two: قال قالت قالوا; a final ya or alef goes (نفى نفت نفوا)."""
    if not verb:
        return []
    base = verb[:-1] if verb.endswith(("ى", "ا")) else verb
    forms = [(verb, False), (base + "ت", True), (base + "وا", False)]
    return forms if verb == noun or base != verb else [*forms, (verb + "ا", False), (verb + "تا", True)]


def _present(verb: str) -> Forms:
    """He, she, they, the two: يقول تقول يقولون يقولان."""
    if not verb:
        return []
    stem = verb[1:]
    base = stem[:-1] if stem.endswith(("ي", "و", "ى")) else stem
    return [(verb, False), ("ت" + stem, True), ("ي" + base + "ون", False), ("ي" + stem + "ان", False)]


def _participle(word: str) -> Forms:
    """As a state: مؤكدا مؤكدة مؤكدين; داعي gives داعيا داعية داعين."""
    if not word:
        return []
    base = word[:-1] if word.endswith("ي") else word
    return [(word + "ا", False), (word + "ة", True), (base + "ين", False)]


def _noun(word: str) -> Forms:
    """The verbal noun with the pronoun of its doer: قوله قولها قولهم."""
    if not word:
        return []
    stem = word[:-1] + "ت" if word.endswith("ة") else word
    stems = [stem[:-1] + seat for seat in "ءئؤ"] if stem.endswith("ء") else [stem]
    return [(s + pronoun, pronoun == "ها") for s in stems for pronoun in ("ه", "ها", "هم", "هما")]


@cache
def words(kind: str) -> frozenset[str]:
    """The folded words of one kind in ``quotes_words.tsv``.

    Kinds: that (complementizers), prep (according to), role, body, unnamed, deputy, generic, document, outlet (heads of
    subjects, without article), break and time (what ends a subject, what may stand between), joiner, copula, relative
    (words before a verb), content (nouns of stance), notthat (words before أن that make it no report), predicative,
    label (before marks: a name follows), bound (words that take a preposition themselves), occasion (after في: no
    place), letters (names of Latin letters), masculine (names of places), issued (words between a document and who
    issued it), setting, venue and audience (where and to whom it is said), refutation (verbs that say a statement is
    untrue), impersonal and homograph (forms that report nothing).
    """
    return frozenset(fold(row[1]) for row in rows("quotes_words.tsv") if row[0] == kind)


def stem(folded: str) -> str:
    """A noun without conjunction, article and the endings of plural and feminine, as ``is_a`` compares it."""
    for prefix in ("وال", "ال"):
        if folded.startswith(prefix) and len(folded) > len(prefix) + 2:
            return folded[len(prefix) :]
    return folded


def is_a(folded: str, kind: str) -> bool:
    """Whether a noun, with or without article, is of a kind."""
    return folded in words(kind) or stem(folded) in words(kind)

"""A sentence as quotes are looked for in it: words, marks, names, and its reporting words, homographs told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from marsad.model import Mention, Span, Zone
from marsad.quotes import lexicon
from marsad.quotes.lexicon import Predicate
from marsad.text.marks import MarkPair
from marsad.text.tokens import Word, words

CONJUNCTIONS = ("و", "ف")
REACH = 34
#: So many different words are kept with their reading; most words of a text are met again and again.
_WORDS_KEPT = 1 << 16
_PRONOUNS = ("ها", "هم", "ه")
_AFTER_A_VERBAL_NOUN = frozenset(["في", "من", "علي", "الي", "عن", "مع", "بعد", "قبل"])


@dataclass(frozen=True, slots=True)
class Hit:
    """A reporting word: index of its word, what it says, and the particle before it (و ف).

    ``object`` tells that a pronoun after the verb is what it is said about (وصفته بأنه).
    """

    at: int
    predicate: Predicate
    clitic: str
    span: Span
    object: bool = False


@dataclass(slots=True)
class Clause:
    """A sentence of a zone: its words, the pairs of marks and the mentions in it."""

    text: str
    zone: Zone
    span: Span
    words: list[Word]
    marks: list[MarkPair]
    mentions: list[Mention]

    def outside(self, at: int) -> bool:
        """Whether word ``at`` stands outside all marks."""
        start = self.words[at].span.start
        return not any(p.inner.start <= start < p.close for p in self.marks)

    def mention_at(self, position: int) -> Mention | None:
        """The mention that covers a character."""
        return next((m for m in self.mentions if m.span.start <= position < m.span.end), None)

    def name_at(self, at: int) -> Mention | None:
        """The mention that word ``at`` belongs to, particles before the name included; None where no word is."""
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at].span
        return next((m for m in self.mentions if m.span.start < word.end and word.start < m.span.end), None)

    def gap(self, at: int) -> str:
        """What stands between word ``at`` and the word before it."""
        start = self.words[at - 1].span.end if at else self.span.start
        return self.text[start : self.words[at].span.start]

    def word_at(self, position: int) -> int:
        """The index of the first word that starts at ``position`` or later."""
        return next((n for n, w in enumerate(self.words) if w.span.start >= position), len(self.words))

    def folded(self, at: int) -> str:
        """The folded word ``at``, or "" where there is none."""
        return self.words[at].folded if 0 <= at < len(self.words) else ""


def clause(text: str, zone: Zone, span: Span, marks: Sequence[MarkPair], mentions: Sequence[Mention]) -> Clause:
    """The clause of a sentence."""
    return Clause(
        text,
        zone,
        span,
        words(text, *span),
        [p for p in marks if span.start <= p.open < span.end],
        [m for m in mentions if span.contains(m.span)],
    )


def hits(c: Clause) -> list[Hit]:
    """The words of the clause that may report and stand outside marks, in order."""
    found = []
    for at, word in enumerate(c.words):
        reading = _reading(word.folded)
        if reading is None:
            continue
        predicate, clitic, has_object = reading
        hit = Hit(at, predicate, clitic, Span(word.span.start + len(clitic), word.span.end), has_object)
        if c.outside(at) and not c.mention_at(word.span.start) and _is_reporting(c, hit):
            found.append(hit)
    return found


@lru_cache(maxsize=_WORDS_KEPT)
def _reading(folded: str) -> tuple[Predicate, str, bool] | None:
    """A word as a reporting word: what it says, the conjunction before it, whether a pronoun after it is its object."""
    table = lexicon.predicates()
    for clitic in ("", folded[:1]):
        if clitic and clitic not in CONJUNCTIONS:
            continue
        form = folded[len(clitic) :]
        if form in table:
            return table[form], clitic, False
        if form[:1] == "ب" and form[1:] in table and table[form[1:]].kind == "noun":
            return table[form[1:]], clitic, False
        for pronoun in _PRONOUNS:
            bare = form.removesuffix(pronoun)
            if bare != form and (known := table.get(bare)) and known.kind == "verb" and "o" in known.flags:
                return known, clitic, True
    return None


def _is_reporting(c: Clause, hit: Hit) -> bool:
    """Whether the form can be the predicate of a clause where it stands."""
    predicate = hit.predicate
    before = c.folded(hit.at - 1)
    if predicate.kind == "verb" and not hit.clitic and before in _AFTER_A_VERBAL_NOUN:
        return False
    if before in ("لم", "لن", "لا", "ما", "هل", "سوف") and predicate.kind == "verb":
        return False
    if before in ("هو", "هي") and predicate.kind == "verb" and not predicate.present:
        return False
    if predicate.kind == "noun" and predicate.lemma != "قال" and not _is_governed(c, hit):
        return False
    if predicate.lemma == "بين":
        return _made_clear(c, hit)
    if predicate.present and _is_impersonal(c, hit):
        return False
    return not (predicate.present and not hit.clitic and before and _is_relative(c, hit))


def _is_governed(c: Clause, hit: Hit) -> bool:
    """Whether a preposition or verb governs a verbal noun (رغم اعترافه، جدد تأكيده), so that it is no subject."""
    before = c.folded(hit.at - 1)
    own = c.words[hit.at].folded[:1] == "ب"
    relayed = "عن" in {c.folded(n) for n in range(max(0, hit.at - 12), hit.at)}
    return (
        own
        or relayed
        or before in lexicon.words("break")
        or before in lexicon.words("notthat")
        or c.zone is not Zone.BODY
    )


def _made_clear(c: Clause, hit: Hit) -> bool:
    """بيّن "made clear", not بين "between": a complementizer follows and the word is no preposition here."""
    that = lexicon.words("that")
    near = [w.folded for w in c.words[hit.at + 1 : hit.at + 9]]
    upto = next((n for n, w in enumerate(near) if w in that), None)
    if upto is None or (hit.predicate.kind == "verb" and "و" in {w[:1] for w in near[:upto]} and upto > 1):
        return False
    starts = hit.at == 0 or hit.clitic != "" or c.folded(hit.at - 1) in lexicon.words("joiner")
    return starts or hit.predicate.kind != "verb" or hit.predicate.feminine or hit.predicate.present


def _is_impersonal(c: Clause, hit: Hit) -> bool:
    """يذكر أن، يشار إلى أن: nobody says it."""
    if c.words[hit.at].folded[len(hit.clitic) :] not in lexicon.words("impersonal"):
        return False
    following = [c.folded(hit.at + n) for n in (1, 2)]
    that = lexicon.words("that")
    return following[0] in that or (following[0] == "الي" and following[1] in that)


def _is_relative(c: Clause, hit: Hit) -> bool:
    """Whether a verb in the present only describes the noun before it (مؤشرات تشير إلى، قرارا يدعو إلى)."""
    before = c.folded(hit.at - 1)
    if c.zone is not Zone.BODY or c.gap(hit.at).strip() or c.name_at(hit.at - 1):
        return False
    if before in lexicon.words("joiner") or before in lexicon.words("relative") or before in lexicon.words("time"):
        return False
    return not (before.startswith("ال") or any(lexicon.is_a(before, k) for k in ("role", "body", "unnamed")))

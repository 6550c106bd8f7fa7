"""A sentence as quotes are looked for in it: words, marks, names, and the reporting words with their reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import EntityType, Mention, Span, Zone
from marsad.quotes import lexicon
from marsad.quotes.lexicon import Predicate
from marsad.text.fold import fold
from marsad.text.marks import MarkPair
from marsad.text.tokens import Word, words

SUBJECT_WORDS = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A reporting word: index of its word, what it says, and the particle before it (و ف)."""

    at: int
    predicate: Predicate
    clitic: str
    span: Span


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
        return not any(p.inner.start <= self.words[at].span.start < p.close for p in self.marks)

    def mention_at(self, position: int) -> Mention | None:
        """The mention that covers a character."""
        return next((m for m in self.mentions if m.span.start <= position < m.span.end), None)

    def between(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self.text[start:end]


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
    """The reporting words of the clause that stand outside marks, in order; homographs told by what follows."""
    found = []
    table = lexicon.predicates()
    for at, word in enumerate(c.words):
        if not c.outside(at) or c.mention_at(word.span.start):
            continue
        hit = _hit(c, at, word, table)
        if hit and _is_reporting(c, hit):
            found.append(hit)
    return found


def _hit(c: Clause, at: int, word: Word, table: dict[str, Predicate]) -> Hit | None:
    for clitic in ("", word.folded[:1]):
        if clitic and clitic not in ("و", "ف"):
            continue
        form = word.folded[len(clitic) :]
        predicate = table.get(form)
        if predicate is None and clitic == "" and form.startswith("ب") and table.get(form[1:]):
            predicate = table[form[1:]] if table[form[1:]].kind == "noun" else None
        if predicate:
            start = word.span.start + (1 if clitic else 0)
            return Hit(at, predicate, clitic, Span(start, word.span.end))
    return None


def _is_reporting(c: Clause, hit: Hit) -> bool:
    """Whether the word is used to report here: بين after a noun is "between", عبر without عن is "through"."""
    at, predicate = hit.at, hit.predicate
    after = [w.folded for w in c.words[at + 1 : at + SUBJECT_WORDS]]
    before = c.words[at - 1].folded if at else ""
    if _follows_article_noun(c, hit) or before in ("لم", "لن", "لا", "ما"):
        return False
    if predicate.lemma == "بين":
        return bool(set(after[:9]) & lexicon.words("that")) and (
            hit.clitic != "" or at == 0 or predicate.kind != "verb"
        )
    if predicate.lemma in ("عبر", "تحدث", "اعتذر"):
        return predicate.kind != "verb" or bool(set(after[:7]) & {"عن"}) or _quote_follows(c, at)
    if predicate.complement == "q":
        return _quote_follows(c, at)
    if predicate.lemma in _NEEDS_THAT and predicate.kind == "verb":
        return _that_follows(c, at) or _quote_follows(c, at)
    return True


#: Verbs that report only with a that-clause or quoted words after them (أقر the law, رد the ball, كتب a book).
_NEEDS_THAT = frozenset(
    ["أقر", "روى", "شهد", "كتب", "أورد", "قدر", "سجل", "قطع", "جزم", "أظهر", "لاحظ", "أنذر", "أبلغ", "أخبر", "رأى", "وعد", "ذكر"]
    + ["أسر", "أشاع", "أقسم", "اقتنع", "التزم", "تابع", "أمل"]
)


def _follows_article_noun(c: Clause, hit: Hit) -> bool:
    """A verbal form right after a preposition is a noun (في بيان، على قول)."""
    before = c.words[hit.at - 1].folded if hit.at else ""
    return hit.predicate.kind == "verb" and before in ("في", "من", "على", "الي", "عن", "مع") and not hit.clitic


def _that_follows(c: Clause, at: int) -> bool:
    for word in c.words[at + 1 : at + 30]:
        stem = word.folded[1:] if word.folded[:1] in "بف" else word.folded
        if stem in lexicon.words("that") or word.folded in lexicon.words("that"):
            return True
        if _is_break(c, word):
            continue
    return False


def _is_break(c: Clause, word: Word) -> bool:
    return word.folded in lexicon.words("break")


def _quote_follows(c: Clause, at: int) -> bool:
    """Whether marks open after the word with no other verb of saying before them."""
    end = c.words[at].span.end
    opening = next((p.open for p in c.marks if p.open >= end), None)
    colon = c.text.find(":", end, min(c.span.end, end + 160))
    if opening is None:
        return colon >= 0
    table = lexicon.predicates()
    between = [w for w in c.words[at + 1 :] if w.span.start < opening]
    others = [w for w in between if (p := table.get(w.folded)) and p.kind == "verb"]
    return len(between) <= 30 and not others


def complement(c: Clause, hit: Hit, limit: int) -> tuple[Span, bool] | None:
    """What is reported, as (span, whether a that-clause): from the complementizer or the noun to ``limit``.

    ``limit`` is where the next report or the sentence ends. None where only quoted words follow, or nothing.
    """
    that = lexicon.words("that")
    last = next((n for n, w in enumerate(c.words) if w.span.start >= limit), len(c.words))
    for at in range(hit.at + 1, min(last, hit.at + SUBJECT_WORDS)):
        word = c.words[at]
        if not c.outside(at):
            break
        stem = word.folded[1:] if word.folded[:1] in ("ب", "ف") and word.folded[1:] in that else word.folded
        if stem in that:
            start = word.span.start + (len(word.folded) - len(stem))
            return _trimmed(c, start, limit), True
    if hit.predicate.complement != "n":
        return None
    start = _noun_start(c, hit, last)
    return (_trimmed(c, start, limit), False) if start is not None else None


def _noun_start(c: Clause, hit: Hit, last: int) -> int | None:
    """Where the noun complement begins: after the predicate's preposition, or after the subject."""
    prepositions = hit.predicate.prepositions
    for at in range(hit.at + 1, min(last, hit.at + 16)):
        word = c.words[at]
        if word.folded in prepositions and at + 1 < last:
            return c.words[at + 1].span.start
        for p in prepositions:
            joined = len(p) == 1 and word.folded.startswith(p) and len(word.folded) > 3
            if joined and not c.mention_at(word.span.start) and at > hit.at:
                return word.span.start + 1
    if prepositions and hit.predicate.kind == "verb" and hit.predicate.lemma not in ("أعلن", "أكد", "كشف"):
        return None
    following = after_subject(c, hit, last)
    if following is None or following >= last or c.words[following].folded in lexicon.words("break"):
        return None
    return c.words[following].span.start


def after_subject(c: Clause, hit: Hit, last: int) -> int | None:
    """The index of the first word after the subject of a verb; of the next word after a participle."""
    if hit.predicate.kind != "verb":
        return hit.at + 1 if hit.at + 1 < last else None
    at = hit.at + 1
    named = [m for m in c.mentions if m.span.start >= hit.span.end and m.span.start < c.span.end]
    first = next((m for m in named if _words_between(c, hit.span.end, m.span.start) <= 8), None)
    if first and first.type in (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE):
        return next((n for n, w in enumerate(c.words) if w.span.start >= first.span.end), None)
    if at < last and c.words[at].folded.startswith("ال"):
        at += 1
        while at < last and c.words[at].folded.startswith("ال"):
            at += 1
        return at
    return None


def _words_between(c: Clause, start: int, end: int) -> int:
    return sum(start <= w.span.start < end for w in c.words)


def _trimmed(c: Clause, start: int, end: int) -> Span:
    while end > start and (c.text[end - 1].isspace() or c.text[end - 1] in ".،؛,:؟!"):
        end -= 1
    return Span(start, end)


def ends_report(c: Clause, hit: Hit) -> bool:
    """Whether a later reporting word ends the report before it: a participle, or a verb joined with و."""
    if hit.predicate.kind == "participle":
        return True
    before = c.words[hit.at - 1].folded if hit.at else ""
    joined = hit.clitic == "و" or before in (fold("كما"), fold("فيما"), fold("بينما"), fold("ثم"), fold("حيث"))
    return hit.predicate.kind == "verb" and joined

"""Words between marks: whose they are, or that they are a name, a term or a label at arm's length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import Mention
from marsad.quotes import lexicon
from marsad.quotes.clauses import Clause, Hit, hits
from marsad.quotes.frames import Frame
from marsad.text.marks import MarkPair
from marsad.text.tokens import Word, words

NAME_SHARE = 0.85
FULL_WORDS = 8
FRAGMENT_WORDS = 3
_SOURCE = re.compile(r"[^.«“\"]{0,80}?[،,]?\s(?:وفق|وفقا|وفقاً|بحسب|حسب|حسبما|على حد)\s")
_COLON = re.compile(r"[:：.]{1,3}\s*$")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a pair of marks is: ``form`` full, clause or fragment, or None where it is nobody's words."""

    form: str | None
    how: str
    score: float
    hit: Hit | None = None


NOT_A_QUOTE = Judged(None, "name_or_term", 0.0)


def judge(
    c: Clause, pair: MarkPair, reporting: Sequence[tuple[Hit, Frame]], mentions: Sequence[Mention], *, alone: bool
) -> Judged:
    """Whether the words between the marks are said, by the reporting word that governs them.

    ``alone``: the pair is the whole paragraph, so it may go on with the words of the one who spoke last.
    """
    inside = words(c.text, *pair.inner)
    if not inside:
        return NOT_A_QUOTE
    if _is_name(pair, inside, mentions) or all(w.folded in lexicon.words("letters") for w in inside):
        return NOT_A_QUOTE
    before = [w for w in c.words if w.span.end <= pair.open]
    governing = _governing(pair, reporting)
    if governing and pair.open < governing[1].start - 1:
        return NOT_A_QUOTE
    if governing:
        if governing[1].kind == "that" and _is_nominal_predicate(c, pair, inside, governing[1]):
            return Judged("fragment", "predicate", 0.6, governing[0])
        return _governed(c, pair, inside, before, governing[0])
    if _attributed(c, pair) and len(inside) >= FRAGMENT_WORDS and not _is_label(before, inside):
        return Judged("full" if len(inside) >= FULL_WORDS else "fragment", "source_after", 0.7)
    following = next((h for h in hits(c) if h.span.start >= pair.close), None)
    if following and len(inside) >= FRAGMENT_WORDS and _is_attribution(c, pair, following):
        return Judged("full", "attribution_after", 0.8, following)
    if alone and len(inside) >= FULL_WORDS:
        return Judged("full", "continuation", 0.7)
    if _COLON.search(c.text[c.span.start : pair.open]) and len(inside) >= FULL_WORDS:
        return Judged("full", "colon", 0.7)
    if len(inside) >= 2 * FULL_WORDS and c.text[pair.open - 1 : pair.open] != "=":
        return Judged("full", "long", 0.5)
    return NOT_A_QUOTE


def _governing(pair: MarkPair, reporting: Sequence[tuple[Hit, Frame]]) -> tuple[Hit, Frame] | None:
    """The last reporting word before the marks."""
    before = [(h, f) for h, f in reporting if h.span.end <= pair.open]
    return before[-1] if before else None


def _attributed(c: Clause, pair: MarkPair) -> bool:
    """Whether a source is given after the marks: «…»، وفق بيان."""
    return _SOURCE.match(c.text, pair.close + 1, c.span.end) is not None


def _is_name(pair: MarkPair, inside: Sequence[Word], mentions: Sequence[Mention]) -> bool:
    """Whether a name fills the marks, or most of them."""
    letters = sum(len(w.text) for w in inside)
    near = [m.span for m in mentions if m.span.start <= pair.close and pair.open <= m.span.end]
    named = sum(len(w.text) for w in inside if any(span.contains(w.span) for span in near))
    around = any(span.start <= pair.open and pair.close <= span.end for span in near)
    return around or (len(inside) <= 5 and named >= NAME_SHARE * letters)


def _governed(c: Clause, pair: MarkPair, inside: Sequence[Word], before: Sequence[Word], hit: Hit) -> Judged:
    last = before[-1].folded if before else ""
    that = lexicon.words("that")
    gap = sum(w.span.start > hit.span.end for w in before)
    if _COLON.search(c.text[hit.span.end : pair.open]):
        return Judged("full", "colon", 0.95, hit)
    if _that(last, that) and before[-2:-1] and before[-2].folded in lexicon.words("notthat"):
        last = ""
    if _that(last, that) and len(inside) <= 2 and _goes_on(c, pair) and inside[0].folded.startswith("ال"):
        return NOT_A_QUOTE
    if _that(last, that):
        return Judged("clause", "that", 0.9, hit)
    if _that(inside[0].folded, that):
        return Judged("full", "that_inside", 0.9, hit)
    if _is_label(before, inside):
        return NOT_A_QUOTE
    adjacent = _after_cue(c, pair, hit)
    if len(inside) >= FULL_WORDS and (adjacent or gap <= FULL_WORDS):
        return Judged("full", "after_subject", 0.85, hit)
    if len(inside) >= FRAGMENT_WORDS:
        return Judged("fragment", "inside_report", 0.75, hit)
    predicated = last in lexicon.words("predicative") or last.startswith(("بان", "بال")) or last in ("ب", "بـ")
    if predicated or adjacent or hit.predicate.lemma == "وصف":
        return Judged("fragment", "predicated", 0.65, hit)
    if len(inside) == 2 and _with_particle(c, pair):
        return Judged("fragment", "short", 0.5, hit)
    return NOT_A_QUOTE


def _is_nominal_predicate(c: Clause, pair: MarkPair, inside: Sequence[Word], framed: Frame) -> bool:
    """أن أمن الموانئ «خط أحمر»: two indefinite words or more that end the clause are said of its short subject."""
    subject = [w for w in c.words if framed.start < w.span.start < pair.open]
    ends = c.text[pair.close + 1 : pair.close + 2].strip() in ("", ".", "،", "؛") and not _goes_on(c, pair)
    short = 2 <= len(subject) <= 4 and subject[-1].folded.startswith("ال") and not _is_label(subject, inside)
    return short and ends and len(inside) >= 2 and not inside[0].folded.startswith("ال")


def _goes_on(c: Clause, pair: MarkPair) -> bool:
    """Whether the sentence goes on after the marks without a stop, so that they hold no more than its subject."""
    return c.text[pair.close + 1 : pair.close + 3].strip()[:1].isalpha()


def _that(folded: str, that: frozenset[str]) -> bool:
    return folded in that or (folded[:1] in ("ب", "ف") and folded[1:] in that)


def _is_label(before: Sequence[Word], inside: Sequence[Word]) -> bool:
    """Whether a kind word stands before the marks, so that a short text in them is a name or title."""
    if not before or len(inside) > 7:
        return False
    last = before[-1].folded
    if last.startswith("ال") and len(inside) > 2:
        return False
    bare = last[1:] if last[:1] in ("ب", "ل", "و", "ك") and len(last) > 3 else last
    bare = bare.removeprefix("ال")
    return any(x in lexicon.words("label") for x in (last, bare))


def _after_cue(c: Clause, pair: MarkPair, hit: Hit) -> bool:
    """Whether nothing but the subject stands between the reporting word and the marks."""
    return sum(hit.span.end <= w.span.start < pair.open for w in c.words) <= 5


def _with_particle(c: Clause, pair: MarkPair) -> bool:
    return c.text[pair.open - 1 : pair.open] in ("ب", "ـ", "ل")


def _is_attribution(c: Clause, pair: MarkPair, hit: Hit) -> bool:
    """Whether a reporting word after the marks gives them to its subject: «…» قال فلان، «…» عبارة أطلقها."""
    return sum(pair.close <= w.span.start < hit.span.start for w in c.words) <= 3 and hit.predicate.kind == "verb"

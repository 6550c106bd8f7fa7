"""Stories that lost their line breaks: title, dateline, body and sub-headings run together on one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marsad.model import Dateline, Span
from marsad.story import lexicon
from marsad.story.datelines import Known
from marsad.text.fold import fold
from marsad.text.sentences import sentences
from marsad.text.tokens import Word, words

LEAST_TITLE, LONGEST_TITLE = 3, 30
#: A title and the dateline after it take no more characters of a line.
HEAD_CHARS = 400
LEAST_HEADING, LONGEST_HEADING = 3, 20
LONGEST_NAME = 4

_PREPOSITIONS = frozenset(
    map(
        fold,
        [
            "في",
            "من",
            "إلى",
            "الى",
            "على",
            "عن",
            "مع",
            "بين",
            "حول",
            "ضد",
            "لدى",
            "عند",
            "نحو",
            "عبر",
            "شرق",
            "غرب",
            "شمال",
            "جنوب",
            "وسط",
        ],
    )
)
_BARE_DATE = re.compile(r"[0-9٠-٩]{1,4}[ /.\-][0-9٠-٩]{1,2}[ /.\-][0-9٠-٩]{1,4}\s*$")


@dataclass(frozen=True, slots=True)
class OneLine:
    """A story on one line, taken apart. ``date`` is a stated date between title and dateline."""

    title: Span | None
    date: Span | None
    dateline: Dateline | None
    paragraphs: tuple[Span, ...]
    headings: tuple[Span, ...]


def read(text: str, line: Span, known: Known) -> OneLine:
    """Takes the line apart. The title ends where the dateline begins, or where the verb of the lead stands."""
    tokens = words(text, line.start, line.end)
    found = _dateline(text, tokens, known)
    if found:
        at, dateline = found
        title_end, body_start = tokens[at].span.start, dateline.span.end
    else:
        dateline = None
        at = _lead(tokens)
        title_end = body_start = tokens[at].span.start if at else line.start
    date, title_end = _stated(text, line.start, title_end)
    title = _trimmed(text, line.start, title_end)
    body = _trimmed(text, body_start, line.end)
    paragraphs, headings = _sections(text, body) if body else ((), ())
    return OneLine(title, date, dateline, paragraphs, headings)


def has_dateline(text: str, line: Span, known: Known) -> bool:
    """Whether a place and an agency stand together inside the line, after words enough for a title."""
    return _dateline(text, words(text, line.start, min(line.end, line.start + HEAD_CHARS)), known) is not None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _stated(text: str, start: int, end: int) -> tuple[Span | None, int]:
    match = _BARE_DATE.search(text[start:end])
    if match is None:
        return None, end
    at = start + match.start()
    return _trimmed(text, at, end), at


def _dateline(text: str, tokens: list[Word], known: Known) -> tuple[int, Dateline] | None:
    """The first place and agency that stand together after a title: (index of its first word, dateline).

    An outlet of another kind serves where no agency is found: many are named by everyday words (الجديد: the new one).
    """
    other: tuple[int, Dateline] | None = None
    for at in range(LEAST_TITLE, min(LONGEST_TITLE + 1, len(tokens))):
        agency = _agency(tokens, at, known)
        if agency is None:
            continue
        size, key = agency
        places = _places_before(text, tokens, at, known)
        if places:
            first = places[0][0]
            span = Span(tokens[first].span.start, tokens[at + size - 1].span.end)
            found = first, Dateline(span, span.of(text), tuple(p for _, p in places), key)
            if known.outlets.by_key[key].kind == "agency":
                return found
            other = other or found
    return other


def _agency(tokens: list[Word], at: int, known: Known) -> tuple[int, str] | None:
    """How many words from ``at`` on name an outlet, and its key."""
    by_folded = known.outlets.by_folded
    for size in (3, 2, 1):
        if at + size <= len(tokens):
            outlet = by_folded.get(" ".join(token.folded for token in tokens[at : at + size]))
            if outlet:
                return size, outlet.key
    return None


def _places_before(text: str, tokens: list[Word], at: int, known: Known) -> list[tuple[int, str]]:
    """Places directly before word ``at``, the nearest last; none that a preposition or a repeat ties back."""
    found: list[tuple[int, str]] = []
    end = at
    while end > LEAST_TITLE - 1:
        step = next((s for s in (3, 2, 1) if _place(text, tokens, end - s, end, known)), None)
        if step is None:
            break
        begin = end - step
        place = _place(text, tokens, begin, end, known) or ""
        if place in (p for _, p in found) or (found and _tied(text, tokens, begin)):
            break
        found.insert(0, (begin, place))
        end = begin
    while len(found) > 1 and _tied(text, tokens, found[0][0]):
        found.pop(0)
    return found


def _tied(text: str, tokens: list[Word], at: int) -> bool:
    return at > 0 and tokens[at - 1].folded in _PREPOSITIONS


def _place(text: str, tokens: list[Word], begin: int, end: int, known: Known) -> str | None:
    if begin < LEAST_TITLE - 1:
        return None
    return known.place(text[tokens[begin].span.start : tokens[end - 1].span.end])


def _lead(tokens: list[Word]) -> int:
    """The index of the verb that opens the lead where no dateline stands, or 0."""
    relative = frozenset(
        map(fold, ["أن", "التي", "الذي", "الذين", "إن", "لا", "لم", "لن", "ما", "قد", "سوف", "كان", "كانت"])
    )
    for at in range(LEAST_TITLE + 1, min(LONGEST_TITLE, len(tokens) - 1)):
        if tokens[at].folded in lexicon.leads() and tokens[at - 1].folded not in relative:
            title = {t.folded for t in tokens[:at]}
            lead = [t.folded for t in tokens[at : at + 25]]
            if sum(len(w) > 3 and any(w in x or x in w for x in title if len(x) > 3) for w in lead) >= 2:
                return at
    return 0


def _sections(text: str, body: Span) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The paragraphs of a body and the headings glued into it: one ends where a leaning opening begins."""
    paragraphs: list[Span] = []
    headings: list[Span] = []
    start = body.start
    for sentence in sentences(text, body.start, body.end):
        heading = _heading(text, sentence)
        if heading:
            before = _trimmed(text, start, heading.start)
            paragraphs += [before] if before else []
            headings.append(heading)
            start = heading.end
    rest = _trimmed(text, start, body.end)
    return tuple([*paragraphs, rest] if rest else paragraphs), tuple(headings)


def _heading(text: str, sentence: Span) -> Span | None:
    tokens = words(text, *sentence)
    if not tokens or tokens[0].folded in lexicon.leads() or tokens[0].folded[1:] in lexicon.leads():
        return None
    strong = lexicon.leaning_by_first("strong")
    for at in range(LEAST_HEADING, min(LONGEST_HEADING, len(tokens) - 2) + 1):
        openings = strong.get(tokens[at].folded)
        if not openings:
            continue
        following = " ".join(t.folded for t in tokens[at : at + 4])
        if not any(_opens(following, words_) for words_ in openings):
            continue
        span = _trimmed(text, sentence.start, tokens[at].span.start)
        if span and not re.search(r"[،؛:.]\s*$|[«“\"]", text[span.start : span.end]) and _after(tokens, at):
            return span
    return None


def _opens(words_: str, opening: str) -> bool:
    return words_ == opening or words_.startswith(opening + " ")


def _after(tokens: list[Word], at: int) -> bool:
    """Whether a lead verb follows the leaning opening closely, as it does where a section begins."""
    return any(t.folded in lexicon.leads() for t in tokens[at + 1 : at + 6])

"""Statements over time: who said what, month by month, and where one story denies what another asserts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import log
from typing import Any

from marsad.observatory.found import ArchiveLookup, by_month, narrowed, paged, shading
from marsad.observatory.links import View, days, storable
from marsad.observatory.pages import (
    PER_PAGE,
    Contested,
    ContestedPage,
    EntityLink,
    QuotesPage,
    Volume,
    Window,
)
from marsad.observatory.rows import QUOTE_COLUMNS, quote_count, quote_rows, quotes
from marsad.observatory.windows import ARCHIVE, Asked, window
from marsad.quotes import lexicon
from marsad.search import searching
from marsad.search.highlights import Highlighter
from marsad.search.index import Index
from marsad.search.language import parse
from marsad.store.database import Database, marks
from marsad.text.fold import fold
from marsad.text.words import bare, folded_words

#: A denial answers what was said at most so many days before or after it.
AROUND_DAYS = 3
#: What a denial must share with an assertion: this share of the weight of its words, and so many rare words, which
#: stand there within so many times the length of the denial.
LEAST_SHARED = 0.5
LEAST_RARE = 4
SPREAD = 2
#: A word in more than this share of the archive's quotes says nothing about the matter.
COMMON = 0.02
DENIALS = 400
CANDIDATES = 60
_LONGEST_MATTER = 60


def quotes_page(
    view: View, *, by: str | None, about: str | None, query: str, stance: str, asked: Asked, page: int
) -> QuotesPage:
    """Quotes by a speaker, about an entity, with a stance or with words in them, newest first.

    Raises NotInArchiveError for a name that nobody bears.
    """
    speaker = view.find(by) if by else None
    subject = view.find(about) if about else None
    shown = window(view.db, ARCHIVE, asked)
    if query.strip():
        return _with_words(view, speaker, subject, query, stance, shown, page)
    where, values = _where(view, speaker, subject, stance, shown)
    total = quote_count(view.db, where, values)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = quotes(view, where, values, limit=PER_PAGE, skip=(page - 1) * PER_PAGE)
    months = _months(view.db, where, values)
    return QuotesPage(speaker, subject, query, stance, shown, months, rows, total, page, pages)


def _with_words(
    view: View,
    speaker: EntityLink | None,
    subject: EntityLink | None,
    query: str,
    stance: str,
    shown: Window,
    page: int,
) -> QuotesPage:
    """Quotes with words in them, by the search index; the words marked."""
    filters = {"speaker": speaker.id if speaker else "", "entity": subject.id if subject else "", "stance": stance}
    if not shown.whole and shown.day_from and shown.day_to:
        filters |= {"after": shown.day_from, "until": shown.day_to}
    asked = narrowed(parse(storable(query)), filters)
    found, page, pages = paged(
        lambda skip: searching.quotes(view.index(), asked, ArchiveLookup(view), limit=PER_PAGE, skip=skip), page
    )
    rows = quotes(view, f"quote.id IN ({marks(len(found.numbers))})", found.numbers, limit=PER_PAGE)
    highlighter = Highlighter(found.wishes)
    shaded = tuple(replace(row, text=shading(row.text, highlighter)) for row in rows)
    return QuotesPage(speaker, subject, query, stance, shown, by_month(found.months), shaded, found.total, page, pages)


def _where(
    view: View, speaker: EntityLink | None, subject: EntityLink | None, stance: str, shown: Window
) -> tuple[str, list[object]]:
    condition, bounds = days(shown, "quote.day")
    conditions, values = [condition], list[object](bounds)
    if speaker:
        conditions.append("quote.speaker = ?")
        values.append(view.number(speaker.id))
    if subject:
        conditions.append("quote.id IN (SELECT quote FROM quote_about WHERE entity = ?)")
        values.append(view.number(subject.id))
    if stance:
        conditions.append("quote.stance = ?")
        values.append(stance)
    return " AND ".join(conditions), values


def _months(db: Database, where: str, values: Sequence[object]) -> Volume:
    """How many of the quotes fall in each month, from the first to the last, without gaps."""
    rows = db.execute(
        f"SELECT substr(quote.day, 1, 7), count(*) FROM quote WHERE {where} GROUP BY substr(quote.day, 1, 7)", values
    )
    return by_month(dict(rows.fetchall()))


def contested_page(view: View, asked: Asked, *, about: str | None, page: int) -> ContestedPage:
    """Denials beside what they deny, newest first; ``about``: only those that name an entity, or are its own.

    A denial and an assertion are paired when they stand in different stories of nearly the same days, have different
    speakers, and share the greater part of what is rare in the denial's words. Raises NotInArchiveError.
    """
    subject = view.find(about) if about else None
    shown = window(view.db, ARCHIVE, asked)
    pairs = _pairs(view, shown, subject)
    pages = max(1, -(-len(pairs) // PER_PAGE))
    page = min(max(1, page), pages)
    part = pairs[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = {row.id: row for row in _rows(view, [n for pair in part for n in pair[:2]])}
    found = tuple(Contested(rows[said], rows[denied], round(score, 2)) for denied, said, score in part)
    return ContestedPage(subject, shown, found, len(pairs), page, pages)


def _rows(view: View, numbers: Sequence[int]) -> Sequence[Any]:
    chosen = f"quote.id IN ({marks(len(numbers))})"
    query = f"SELECT {QUOTE_COLUMNS} FROM quote JOIN story ON story.id = quote.story WHERE {chosen}"
    return quote_rows(view, view.db.execute(query, tuple(numbers)).fetchall())


def _pairs(view: View, shown: Window, subject: EntityLink | None) -> list[tuple[int, int, float]]:
    """(denial, assertion, score) of the window, the newest denial first, each denial with its best assertion."""
    condition, values = days(shown, "quote.day")
    conditions = [condition, "quote.stance = 'deny'", "quote.day <> ''", "quote.speaker IS NOT NULL"]
    bounds = list[object](values)
    if subject:
        number = view.number(subject.id)
        conditions.append("(quote.speaker = ? OR quote.id IN (SELECT quote FROM quote_about WHERE entity = ?))")
        bounds += [number, number]
    denials = view.db.execute(
        f"SELECT id, story, day, speaker, text, cue FROM quote WHERE {' AND '.join(conditions)}"
        " ORDER BY day DESC, id DESC LIMIT ?",
        (*bounds, DENIALS),
    ).fetchall()
    total = quote_count(view.db, "1 = 1", ()) or 1
    weights = _Weights(view.index(), total)
    refuted = [d for d in denials if d[5] and _refutes(d[5])]
    return [(denial[0], *best) for denial in refuted if (best := _answered(view.db, denial, weights))]


def _refutes(cue: str) -> bool:
    """Whether a word of denial says that something is untrue (نفى), rather than unwanted (يرفض)."""
    predicate = lexicon.predicates().get(fold(cue))
    return predicate is not None and predicate.lemma in lexicon.words("refutation")


class _Weights:
    """How much each word says about a matter: the rarer in the archive's quotes, the more."""

    def __init__(self, index: Index, total: int) -> None:
        self.index, self.total = index, total

    def __getitem__(self, word: str) -> float:
        seen = searching.weight(self.index, word)
        return 0.0 if self.total > 100 and seen > max(2, int(COMMON * self.total)) else log(self.total / max(1, seen))


def _matter(text: str) -> set[str]:
    """The words of a statement by which its matter is known."""
    return {w for w in map(bare, folded_words(text)[:_LONGEST_MATTER]) if len(w) > 2}


def _answered(db: Database, denial: tuple[Any, ...], weights: _Weights) -> tuple[int, float] | None:
    """The assertion that a denial denies, with the share of the denial's weight that they have in common."""
    _, story, day, speaker, text, _ = denial
    rare = {w: x for w in _matter(text) if (x := weights[w]) > 0}
    if len(rare) < LEAST_RARE:
        return None
    first, last = ((date.fromisoformat(day) + timedelta(days=n)).isoformat() for n in (-AROUND_DAYS, AROUND_DAYS))
    near = searching.like(weights.index, sorted(rare, key=lambda w: -rare[w])[:12], first, last, CANDIDATES)
    rows = db.execute(
        f"SELECT id, text FROM quote WHERE id IN ({marks(len(near))}) AND story <> ? AND stance <> 'deny'"
        " AND speaker IS NOT NULL AND speaker <> ?",
        (*near, story, speaker),
    ).fetchall()
    whole = sum(rare.values())
    length = SPREAD * len(folded_words(text))
    scored = []
    for other, said in rows:
        shared = _closest(said, rare, length)
        share = sum(rare[w] for w in shared) / whole
        if len(shared) >= LEAST_RARE and share >= LEAST_SHARED:
            scored.append((share, -other))
    return (-max(scored)[1], max(scored)[0]) if scored else None


def _closest(said: str, wanted: dict[str, float], length: int) -> set[str]:
    """The words of ``wanted`` in the stretch of ``length`` words of a statement that holds most of their weight."""
    found = [bare(w) for w in folded_words(said)]
    stretches = (set(found[at : at + length]) & wanted.keys() for at in range(max(1, len(found) - length + 1)))
    return max(stretches, key=lambda words: sum(wanted[w] for w in words))

"""The questions of an observatory over any set of stories: a pair, a tag, a category, an outlet, a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.observatory.company import CANDIDATES, against_sources, weighed
from marsad.observatory.links import View, days
from marsad.observatory.overview_pages import LabelOn, Overview
from marsad.observatory.pages import QuoteRow, Window
from marsad.observatory.rows import quotes
from marsad.observatory.trends import change
from marsad.observatory.windows import ARCHIVE, Asked, Subject, count, counted, seen, volume, window
from marsad.store.database import marks

SHOWN_LABELS = 12
SHOWN_QUOTES = 6
SHOWN_SOURCES = 12
#: A search for common words finds more than can be looked at for each page: so many of the newest are.
MOST_FOUND = 5000


@dataclass(frozen=True, slots=True)
class Selection:
    """A set of stories: a question that gives ``story, day, source, is_copy`` of each, with its values.

    ``without`` are the row numbers of entities that stand in all of them.
    """

    question: str
    values: tuple[object, ...]
    without: tuple[int, ...] = ()
    limited_to: int | None = None

    def subject(self) -> Subject:
        """The set as windows and volumes count it."""
        counts = "SELECT day, count(*) AS stories, sum(is_copy) AS copies, 0 AS estimated"
        return Subject(f"({counts} FROM ({self.question}) AS chosen GROUP BY day) AS counted", values=self.values)

    def inside(self, shown: Window) -> tuple[str, tuple[object, ...]]:
        """The stories of a window, as a question for ``story, source``."""
        condition, values = days(shown)
        once = " AND is_copy = 0" if shown.once else ""
        question = f"SELECT story, source FROM ({self.question}) AS chosen WHERE {condition}{once}"
        return question, (*self.values, *values)


def of_pair(one: int, other: int) -> Selection:
    """The stories that name two entities."""
    question = (
        "SELECT story, day, source, is_copy FROM story_entity WHERE entity = ?"
        " AND story IN (SELECT story FROM story_entity WHERE entity = ?)"
    )
    return Selection(question, (one, other), (one, other))


def of_label(kind: str, folded: str) -> Selection:
    """The stories of a tag or category."""
    question = (
        "SELECT story.id AS story, story.day, story.source, story.is_copy FROM label"
        " JOIN story ON story.id = label.story WHERE label.kind = ? AND label.folded = ?"
    )
    return Selection(question, (kind, folded))


def of_source(number: int) -> Selection:
    """The stories of an outlet."""
    return Selection("SELECT id AS story, day, source, is_copy FROM story WHERE source = ?", (number,))


def of_stories(found: Sequence[int]) -> Selection:
    """Stories by their row numbers, the newest first; no more than ``MOST_FOUND`` are looked at."""
    chosen = tuple(found[:MOST_FOUND])
    question = f"SELECT id AS story, day, source, is_copy FROM story WHERE id IN ({marks(len(chosen))})"
    return Selection(question, chosen, limited_to=len(chosen) if len(found) > len(chosen) else None)


def overview(view: View, selection: Selection, asked: Asked) -> Overview:
    """The figures of a set of stories in the window that was asked for."""
    subject = selection.subject()
    shown = window(view.db, subject, asked)
    stories, copies = count(view.db, subject, shown)
    own, everything = stories - copies if shown.once else stories, counted(view.db, ARCHIVE, shown)
    first, last = seen(view.db, subject)
    return Overview(
        window=shown,
        stories=own,
        copies=copies,
        share=round(1000 * own / everything, 2) if everything else 0.0,
        first_day=first,
        last_day=last,
        volume=volume(view.db, subject, shown),
        change=change(view, subject, shown),
        linked=weighed(view, _together(view, selection, shown), own, shown),
        sources=tuple(s for s in against_sources(view, _sources(view, selection, shown), shown) if s.count)[
            :SHOWN_SOURCES
        ],
        labels=_labels(view, selection, shown),
        quotes=_quotes(view, selection, shown),
        limited_to=selection.limited_to,
    )


def _together(view: View, selection: Selection, shown: Window) -> dict[int, int]:
    question, values = selection.inside(shown)
    without = f" WHERE other.entity NOT IN ({marks(len(selection.without))})" if selection.without else ""
    query = (
        f"SELECT other.entity, count(*) FROM ({question}) AS own JOIN story_entity AS other ON other.story = own.story"
        f"{without} GROUP BY other.entity ORDER BY count(*) DESC, other.entity LIMIT ?"
    )
    return dict(view.db.execute(query, (*values, *selection.without, CANDIDATES)).fetchall())


def _sources(view: View, selection: Selection, shown: Window) -> dict[int, int]:
    question, values = selection.inside(shown)
    query = f"SELECT source, count(*) FROM ({question}) AS own WHERE source IS NOT NULL GROUP BY source"
    return dict(view.db.execute(query, values).fetchall())


def _labels(view: View, selection: Selection, shown: Window) -> tuple[LabelOn, ...]:
    question, values = selection.inside(shown)
    query = (
        "SELECT put.entity, put.kind, put.words, min(put.text), min(put.tone), count(DISTINCT put.story)"
        f" FROM ({question}) AS own JOIN label_use AS put ON put.story = own.story WHERE put.voice = 'source'"
        " GROUP BY put.entity, put.kind, put.words ORDER BY 6 DESC, put.entity, put.words LIMIT ?"
    )
    rows = view.db.execute(query, (*values, SHOWN_LABELS)).fetchall()
    links = view.entities(row[0] for row in rows)
    return tuple(LabelOn(links[entity], kind, text, tone, n) for entity, kind, _, text, tone, n in rows)


def _quotes(view: View, selection: Selection, shown: Window) -> tuple[QuoteRow, ...]:
    question, values = selection.inside(shown)
    condition = f"quote.story IN (SELECT story FROM ({question}) AS own) AND story.is_copy = 0"
    return quotes(view, f"{condition} AND quote.speaker IS NOT NULL", values, limit=SHOWN_QUOTES)

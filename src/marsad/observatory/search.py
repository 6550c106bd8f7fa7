"""The search page: stories that answer a query, how many by month and source, names, and what was meant perhaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from marsad.errors import NotInArchiveError, SearchIndexError, SettingsError
from marsad.observatory.found import ArchiveLookup, answering, by_month, narrowed, paged
from marsad.observatory.links import View, storable
from marsad.observatory.overview import MOST_FOUND, of_stories, overview
from marsad.observatory.overview_pages import Overview
from marsad.observatory.pages import (
    PER_PAGE,
    EntityLink,
    SearchFilters,
    SearchPage,
    SearchRemark,
    SourceHits,
    StoryList,
    StoryRow,
)
from marsad.observatory.rows import COLUMNS, story_rows
from marsad.observatory.windows import Asked
from marsad.search import searching
from marsad.search.highlights import Highlighter
from marsad.search.index import Index
from marsad.search.language import And, Node, Phrase, Query, Remark, Word, parse
from marsad.search.searching import ORDERS, Found
from marsad.store.database import marks
from marsad.store.documents import documents

NAMES, SUGGESTIONS, SOURCES = 6, 4, 40
#: Names are suggested where fewer stories than these were found.
FEW = 3
#: An index that lacks more changes than these is told to lack stories.
MANY = 2_000


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """A search as it was asked for: words in the language of queries, an order (best, newest), and filters.

    ``figures``: with the figures of the stories found. ``once``: stories that are copies are left out.
    """

    query: str
    order: str = "best"
    filters: SearchFilters = field(default_factory=SearchFilters)
    figures: bool = False
    once: bool = False

    def __post_init__(self) -> None:
        if self.order not in ORDERS:
            raise SettingsError(f"there is no order {self.order!r}; there are {', '.join(ORDERS)}")


def search_page(view: View, asked: SearchAsked, page: int) -> SearchPage:
    """Stories that answer the query within the filters, and the entities that bear it as a name."""
    query, filters = storable(asked.query).strip(), asked.filters
    wanted = narrowed(parse(query), _as_filters(filters))
    names, exact = _names(view, query) if _is_plain(parse(query).root) else ((), False)
    if wanted.root is None:
        return _page(asked, names, remarks=wanted.remarks)
    try:
        index, lookup = view.index(), ArchiveLookup(view)
    except SearchIndexError:
        return _page(asked, names, remarks=(Remark("unready"),))
    found, page, pages = paged(
        lambda skip: searching.stories(
            index, wanted, lookup, order=asked.order, limit=PER_PAGE, skip=skip, once=asked.once
        ),
        page,
    )
    return SearchPage(
        asked.query,
        asked.order,
        filters,
        _told((*found.remarks, *([Remark("unready")] if view.following.behind(view.db) > MANY else []))),
        names,
        _suggested(view, query, names) if found.total <= FEW and not exact else (),
        StoryList(_rows(view, found), found.total, page, pages),
        by_month(found.months),
        _sources(view, found.sources),
        _figures(view, index, wanted, lookup, found.total, asked.once) if asked.figures and found.total else None,
        asked.once,
    )


def _figures(view: View, index: Index, wanted: Query, lookup: ArchiveLookup, total: int, once: bool) -> Overview:
    """The figures of the newest stories that were found."""
    newest = searching.stories(index, wanted, lookup, order="newest", limit=MOST_FOUND, once=once)
    limited = MOST_FOUND if total > MOST_FOUND else None
    return overview(view, replace(of_stories(newest.numbers), limited_to=limited), Asked(whole=True, once=once))


def _page(asked: SearchAsked, names: tuple[EntityLink, ...], remarks: Sequence[Remark]) -> SearchPage:
    """A page without stories."""
    nothing = StoryList((), 0, 1, 1)
    return SearchPage(
        asked.query, asked.order, asked.filters, _told(remarks), names, (), nothing, by_month({}), (), once=asked.once
    )


def _told(remarks: Sequence[Remark]) -> tuple[SearchRemark, ...]:
    return tuple(SearchRemark(r.code, r.words) for r in remarks)


def _as_filters(filters: SearchFilters) -> Mapping[str, str]:
    return {
        "entity": filters.entity,
        "speaker": filters.speaker,
        "source": filters.source,
        "kind": filters.kind,
        "tag": filters.tag,
        "after": filters.day_from,
        "until": filters.day_to,
    }


def _is_plain(root: Node | None) -> bool:
    """Whether a query is words alone, which may be somebody's name."""
    return isinstance(root, Word | Phrase) or (isinstance(root, And) and all(isinstance(p, Word) for p in root.parts))


def _names(view: View, query: str) -> tuple[tuple[EntityLink, ...], bool]:
    """The entities that are called so, or whose names have words that begin so; and whether one is called just so."""
    if not query:
        return (), False
    try:
        exact: tuple[EntityLink, ...] = (view.find(query, hints=False),)
    except NotInArchiveError:
        exact = ()
    return tuple(dict.fromkeys([*exact, *view.bearing(query, NAMES)]))[:NAMES], bool(exact)


def _suggested(view: View, query: str, names: Sequence[EntityLink]) -> tuple[str, ...]:
    """Names near what was asked for."""
    return tuple(e.name for e in view.near(query) if e not in names)[:SUGGESTIONS]


def _rows(view: View, found: Found) -> tuple[StoryRow, ...]:
    """The stories in the order in which they were found, with the sentences that answer."""
    chosen = f"story.id IN ({marks(len(found.numbers))})"
    there: dict[int, tuple[Any, ...]] = {
        row[0]: row for row in view.db.execute(f"SELECT {COLUMNS} FROM story WHERE {chosen}", found.numbers)
    }
    rows: Sequence[tuple[Any, ...]] = [there[number] for number in found.numbers if number in there]
    texts = documents(view.db, [row[0] for row in rows], marked=False)
    highlighter = Highlighter(found.wishes)
    shown = []
    for row, story in zip(rows, story_rows(view, rows), strict=True):
        first, *more = answering(texts[row[0]], highlighter) or (None,)
        title = tuple((m.start, m.end) for m in highlighter.marks(story.title))
        shown.append(replace(story, sentence=first, also=tuple(m for m in more if m), title_marks=title))
    return tuple(shown)


def _sources(view: View, counts: Mapping[int, int]) -> tuple[SourceHits, ...]:
    """The sources with most of the stories found."""
    links = view.sources()
    best = sorted(counts, key=lambda number: (-counts[number], number))[:SOURCES]
    return tuple(SourceHits(links[number], counts[number]) for number in best if number in links)

"""What a search of the index becomes on a page: names looked up, months without gaps, sentences with marks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from marsad.errors import NotInArchiveError
from marsad.model import Span
from marsad.observatory.links import View, storable
from marsad.observatory.pages import PER_PAGE, DayCount, Marked, Volume
from marsad.observatory.rows import blocks, opening, outer
from marsad.search.compiling import Named
from marsad.search.highlights import Highlighter
from marsad.search.language import And, Filter, Node, Query
from marsad.search.searching import Found
from marsad.store.documents import Document
from marsad.tables import rows
from marsad.text.fold import fold, fold_word
from marsad.text.words import folded_words

#: Pages of a search beyond this are not asked for: nobody reads so far, and each would cost more than the last.
MOST_PAGES = 500
#: So many spellings of a name are marked in texts, the commonest.
_SPELLINGS = 12
SENTENCES = 2


@dataclass(frozen=True, slots=True)
class ArchiveLookup:
    """What a query must know of the archive (``search.compiling.Lookup``)."""

    view: View

    def entities(self, name: str) -> Named | None:
        """The entity that a name means, with all names that it stands for."""
        try:
            link = self.view.find(name)
        except NotInArchiveError:
            return None
        return self._named(self.view.number(link.id), link.name)

    def latin(self, name: str) -> Named | None:
        """The entity with that English name, or whose Arabic name sounds like it."""
        number = self.view.by_sound(storable(name))
        return self._named(number, self.view.entity(number).name) if number is not None else None

    def _named(self, number: int, name: str) -> Named:
        db = self.view.db
        members = tuple(r[0] for r in db.execute("SELECT id FROM entity WHERE id = ? OR kept = ?", (number, number)))
        spelt = db.execute(
            f"SELECT text, sum(count) FROM entity_form WHERE entity {self.view.members(number)} GROUP BY text"
            " ORDER BY sum(count) DESC, text LIMIT ?",
            (_SPELLINGS,),
        )
        words = dict.fromkeys(tuple(folded_words(text)) for text, _ in spelt)
        return Named(members, tuple(words), name)

    def sources(self, name: str) -> Collection[int]:
        """The sources with that id or name, else those whose names hold it."""
        wanted = fold(name).strip()
        known = {
            number: [fold_word(n) for n in (link.id, link.name, link.name_en or "")]
            for number, link in self.view.sources().items()
        }
        exact = [number for number, names in known.items() if wanted in names]
        return exact or [n for n, names in known.items() if any(wanted in one for one in names)]

    def kinds(self, name: str) -> Collection[str]:
        """The kind of sources or pages that a word means."""
        kind = _kinds().get(fold(name).strip())
        return (kind,) if kind else ()

    def spellings(self, word: str) -> Collection[str]:
        """The other names of what is known by a word."""
        return self.view.spellings(word)


@cache
def _kinds() -> dict[str, str]:
    return {fold(word): row[0] for row in rows("search_kinds.tsv") for word in row[1:]}


def narrowed(query: Query, filters: Mapping[str, str]) -> Query:
    """The query within filters, by their names; those without a value are none."""
    parts: list[Node] = [Filter(name, (value,)) for name, value in filters.items() if value]
    if query.root is not None:
        parts = [*(query.root.parts if isinstance(query.root, And) else [query.root]), *parts]
    if not parts:
        return query
    return Query(parts[0] if len(parts) == 1 else And(tuple(parts)), query.remarks)


def paged(ask: Callable[[int], Found], page: int) -> tuple[Found, int, int]:
    """The answer to ``ask`` (given how many to skip) for a page, or for the last one there is; page and pages."""
    page = min(max(1, page), MOST_PAGES)
    found = ask((page - 1) * PER_PAGE)
    pages = min(MOST_PAGES, max(1, -(-found.total // PER_PAGE)))
    if page > pages:
        page, found = pages, ask((pages - 1) * PER_PAGE)
    return found, page, pages


def by_month(counted: Mapping[str, int]) -> Volume:
    """Counts by month (YYYY-MM; "" without a day) as bars, from the first to the last, without gaps."""
    months = {month: n for month, n in counted.items() if month}
    bars = tuple(DayCount(f"{m}-01", months.get(m, 0), 0, 0, months.get(m, 0)) for m in _between(months))
    return Volume("month", bars, counted.get("", 0), max(bars, key=lambda b: b.count, default=None))


def _between(months: Iterable[str]) -> list[str]:
    given = sorted(months)
    if not given:
        return []
    (year, month), last = map(int, given[0].split("-")), given[-1]
    found = [given[0]]
    while found[-1] < last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year:04d}-{month:02d}")
    return found


def answering(doc: Document, highlighter: Highlighter) -> tuple[Marked, ...]:
    """The sentences of a story below its title that answer a search, marked; its first one where none does."""
    texts = [block["text"] for block in blocks(doc) if block["kind"] != "title"]
    found = highlighter.passages(texts, SENTENCES)
    first = opening(doc)
    if not found and first:
        return (Marked(first.text),)
    return tuple(_marked(texts[p.text], p.span, p.marks) for p in found)


def _marked(text: str, span: Span, marks: Iterable[Span]) -> Marked:
    return Marked(span.of(text), tuple((m.start - span.start, m.end - span.start, "") for m in marks))


def shading(marked: Marked, highlighter: Highlighter) -> Marked:
    """``marked`` with what answers a search marked too ("-"), but for what is marked as a name already."""
    own = [(m.start, m.end, "-") for m in highlighter.marks(marked.text)]
    free = [m for m in own if not any(m[0] < end and start < m[1] for start, end, _ in marked.marks)]
    return Marked(marked.text, tuple(outer([*marked.marks, *free])))

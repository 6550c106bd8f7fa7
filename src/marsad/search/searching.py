"""A query asked of the index: which stories or quotes, how many, by month and by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tantivy

from marsad.search.compiling import LAST_DAY, QUOTES, STORIES, Compiler, Lookup, Nobody, Texts, Wishes
from marsad.search.documents import MOST_NUMBER, NO_SOURCE, OWN, newest, number_of
from marsad.search.index import Index
from marsad.search.language import Query, Remark, parse

MOST_MONTHS = 5000
MOST_SOURCES = 2000
#: So many stories that hold a name are told, the newest.
MOST_HELD = 100_000
ORDERS = ("best", "newest")
#: Of more stories than twice these only the newest are ranked.
RANKED = 50_000


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds. ``numbers`` are the row numbers of one page of it; ``months`` (YYYY-MM; "" without a day) and
    ``sources`` (row numbers) count all of it. ``wishes`` say what to highlight."""

    total: int
    numbers: tuple[int, ...]
    months: Mapping[str, int]
    sources: Mapping[int, int]
    wishes: Wishes
    remarks: tuple[Remark, ...]


def stories(
    index: Index,
    query: Query,
    lookup: Lookup,
    *,
    order: str = "best",
    limit: int = 20,
    skip: int = 0,
    once: bool = False,
) -> Found:
    """The stories that a query finds: ``best`` by relevance and freshness, or ``newest`` first; ``once``: no copies."""
    return _found(index, query, lookup, STORIES, order, limit, skip, once)


def quotes(
    index: Index, query: Query, lookup: Lookup, *, order: str = "newest", limit: int = 20, skip: int = 0
) -> Found:
    """The quotes that a query finds."""
    return _found(index, query, lookup, QUOTES, order, limit, skip, once=False)


def holding(index: Index, name: str, after: int) -> list[int]:
    """The stories with row numbers above ``after`` that hold the words of ``name`` one after the other."""
    compiler = Compiler(index, Nobody(), STORIES)
    said = compiler.compiled(parse(f'"{name}"').root)
    late = tantivy.Query.range_query(index.schema, "number", tantivy.FieldType.Unsigned, after + 1, MOST_NUMBER)
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, said), (tantivy.Occur.Must, late)])
    with index.guarded():
        hits = index.searcher.search(both, MOST_HELD, order_by_field="number").hits
    return [int(number) for number, _ in hits]


def like(index: Index, words: Sequence[str], first: str, last: str, limit: int) -> list[int]:
    """The quotes of some days (ISO) that share most of the bare ``words``, the likest first."""
    days = tantivy.Query.range_query(
        index.schema, "newest", tantivy.FieldType.Unsigned, newest(first, 0), newest(last, MOST_NUMBER)
    )
    shared = [(tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "said", word)) for word in words]
    with index.guarded():
        hits = index.searcher.search(_both(tantivy.Query.boolean_query(shared), days), limit).hits
        return [int(n or 0) for n in index.searcher.fast_field_values("number", [address for _, address in hits])]


def weight(index: Index, word: str) -> int:
    """How many quotes hold a bare word."""
    with index.guarded():
        return index.searcher.doc_freq("said", word)


def _found(
    index: Index, query: Query, lookup: Lookup, texts: Texts, order: str, limit: int, skip: int, once: bool
) -> Found:
    with index.guarded():
        return _asked(index, query, lookup, texts, order, limit, skip, once)


def _asked(
    index: Index, query: Query, lookup: Lookup, texts: Texts, order: str, limit: int, skip: int, once: bool
) -> Found:
    compiler = Compiler(index, lookup, texts)
    compiled = compiler.compiled(query.root)
    if once:
        compiled = _both(compiled, tantivy.Query.term_query(index.schema, "own", OWN))
    months, sources = _counts(index.searcher, compiled)
    total = sum(months.values())
    within = _within(index, compiled, months, limit + skip if order == "newest" else RANKED)
    places = _places(index.searcher, within, order, limit, skip) if skip < total else []
    remarks = tuple(dict.fromkeys((*query.remarks, *compiler.remarks)))
    return Found(total, tuple(map(number_of, places)), months, sources, compiler.wishes, remarks)


def _within(index: Index, compiled: tantivy.Query, months: Mapping[str, int], least: int) -> tantivy.Query:
    """The query within the newest months that have ``least`` of what it finds: what is older would come after that.

    By relevance that is nearly so: freshness counts, and so common a word tells little.
    """
    if sum(months.values()) <= 2 * least:
        return compiled
    seen = 0
    for month in sorted(months, reverse=True):
        seen += months[month]
        if seen >= least:
            first = f"{month}-01" if month else ""
            late = tantivy.Query.range_query(
                index.schema, "newest", tantivy.FieldType.Unsigned, newest(first, 0), newest(LAST_DAY, MOST_NUMBER)
            )
            return _both(compiled, late)
    return compiled


def _both(ranked: tantivy.Query, within: tantivy.Query) -> tantivy.Query:
    """What both queries find, ranked by the first alone."""
    both = [(tantivy.Occur.Must, ranked), (tantivy.Occur.Must, tantivy.Query.const_score_query(within, 0.0))]
    return tantivy.Query.boolean_query(both)


def _places(searcher: tantivy.Searcher, query: tantivy.Query, order: str, limit: int, skip: int) -> list[int]:
    """What ``newest`` says of the documents of one page."""
    if order == "newest":
        hits = searcher.search(query, limit, order_by_field="newest", offset=skip, count=False).hits
        return [int(place) for place, _ in hits]
    hits = searcher.search(query, limit, weight_by_field="fresh", offset=skip, count=False).hits
    return [int(place or 0) for place in searcher.fast_field_values("newest", [address for _, address in hits])]


def _counts(searcher: tantivy.Searcher, compiled: tantivy.Query) -> tuple[dict[str, int], dict[int, int]]:
    answer = searcher.aggregate(
        compiled,
        {
            "months": {"terms": {"field": "month", "size": MOST_MONTHS}},
            "sources": {"terms": {"field": "source", "size": MOST_SOURCES}},
        },
    )
    months, sources = ({b["key"]: int(b["doc_count"]) for b in answer[n]["buckets"]} for n in ("months", "sources"))
    return dict(sorted(months.items())), {int(k): n for k, n in sources.items() if int(k) != NO_SOURCE}

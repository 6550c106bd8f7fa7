"""Stories and quotes as they stand in lists: the sentence that speaks of the subject, with its names marked."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, overload

from marsad.model import Span
from marsad.observatory.links import View, days
from marsad.observatory.pages import PER_PAGE, EntityLink, Marked, QuoteRow, StoryList, StoryRow, Window
from marsad.store.database import Database, marks
from marsad.store.documents import Document, documents
from marsad.text.sentences import sentences

COLUMNS = (
    "story.id, story.key, story.title, story.kicker, story.source, story.day, story.day_from, story.day_to, story.how"
)
QUOTE_COLUMNS = (
    "quote.id, story.key, story.title, quote.source, quote.day, quote.text, quote.marks, quote.direct, quote.speaker,"
    " quote.speaker_name, quote.cue, quote.stance, quote.implicit, quote.score, quote.venue, quote.addressee,"
    " (SELECT url FROM page WHERE page.id = story.page)"
)
LONGEST = 400

Chooser = Callable[[Document], Marked | None]


def story_list(
    view: View,
    source: str,
    values: Sequence[object],
    *,
    page: int,
    choose: Chooser,
    order: str = "story.day DESC, story.id DESC",
    total: int | None = None,
) -> StoryList:
    """One page of the stories that ``source`` (what follows FROM) selects; ``total`` of them, where that is known."""
    if total is None:
        total = int(view.db.execute(f"SELECT count(*) FROM {source}", values).fetchone()[0])
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    query = f"SELECT {COLUMNS} FROM {source} ORDER BY {order} LIMIT ? OFFSET ?"
    rows = view.db.execute(query, (*values, PER_PAGE, (page - 1) * PER_PAGE)).fetchall()
    return StoryList(story_rows(view, rows, choose), total, page, pages)


def story_rows(view: View, rows: Sequence[tuple[Any, ...]], choose: Chooser | None = None) -> tuple[StoryRow, ...]:
    """Rows of ``COLUMNS`` as list entries; ``choose`` picks the sentence of each."""
    sources, numbers = view.sources(), [row[0] for row in rows]
    copies = _copies(view.db, numbers)
    found = documents(view.db, numbers) if choose else {}
    chosen = {number: choose(doc) for number, doc in found.items()} if choose else {}
    keys = {key for marked in chosen.values() if marked for _, _, key in marked.marks if key}
    links = view.by_keys(keys)
    return tuple(
        StoryRow(
            key, title, sources.get(source), day or None, day_from, day_to, how, _named(chosen.get(number), links),
            copies=copies.get(number, 0), kicker=kicker,
        )
        for number, key, title, kicker, source, day, day_from, day_to, how in rows
    )  # fmt: skip


@overload
def standing(view: View, marked: Marked) -> Marked: ...
@overload
def standing(view: View, marked: None) -> None: ...
def standing(view: View, marked: Marked | None) -> Marked | None:
    """``marked`` with each name marked as the entity that stands for it."""
    if not marked or not marked.marks:
        return marked
    return _named(marked, view.by_keys({key for _, _, key in marked.marks if key}))


def _named(marked: Marked | None, links: Mapping[str, EntityLink]) -> Marked | None:
    if not marked or not marked.marks:
        return marked
    return Marked(marked.text, tuple((a, b, links[key].id if key in links else key) for a, b, key in marked.marks))


def _copies(db: Database, stories: Sequence[int]) -> dict[int, int]:
    """How many other stories have the text of each of ``stories``, of those whose text others have."""
    query = (
        "SELECT c.story, (SELECT count(*) - 1 FROM copy_of AS o WHERE o.origin = c.origin) FROM copy_of AS c"
        f" WHERE c.story IN ({marks(len(stories))})"
    )
    return dict(db.execute(query, stories).fetchall())


def naming(keys: Collection[str]) -> Chooser:
    """Chooses the first sentence that names the entity with these ids, body text before captions and headings."""

    def choose(doc: Document) -> Marked | None:
        for block in blocks(doc):
            for start, _, entity, *_ in block["m"]:
                if entity in keys:
                    return _sentence(block, start)
        return opening(doc)

    return choose


def opening(doc: Document) -> Marked | None:
    """The first sentence of the body."""
    found = blocks(doc)
    return _sentence(found[0], 0) if found else None


def blocks(doc: Document) -> list[Document]:
    """The parts of a story in which its sentences are looked for, body text first."""
    order = {"paragraph": 0, "caption": 1, "heading": 2}
    body = sorted(doc["blocks"], key=lambda b: order[b["kind"]])
    return [*body, *(doc[k] for k in ("subtitle", "title") if doc[k])]


def _sentence(block: Document, at: int) -> Marked:
    start, end = _bounds(block["text"], at)
    marks = [(m[0] - start, m[1] - start, m[2] or "") for m in block["m"] if start <= m[0] and m[1] <= end]
    return Marked(block["text"][start:end], tuple(outer(marks)))


def outer(marks: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Marks that do not lie inside one another: the longer of two that overlap."""
    kept: list[tuple[int, int, str]] = []
    for mark in sorted(marks, key=lambda m: (m[0], -m[1])):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


@lru_cache(4096)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentences(text, 0, len(text)))


def _bounds(text: str, at: int) -> tuple[int, int]:
    for span in _sentences(text):
        if span.start <= at < span.end:
            start, end = span
            break
    else:
        start, end = 0, len(text)
    if end - start > LONGEST:
        start = max(start, text.rfind(" ", 0, max(0, at - LONGEST // 3)) + 1)
        cut = text.rfind(" ", start, start + LONGEST)
        end = cut if at < cut else min(end, start + LONGEST)
    return start, end


def quote_rows(view: View, rows: Sequence[tuple[Any, ...]]) -> tuple[QuoteRow, ...]:
    """Rows of ``QUOTE_COLUMNS`` as list entries."""
    sources = view.sources()
    speakers = view.entities(r[8] for r in rows if r[8] is not None)
    return tuple(
        QuoteRow(
            id=number, story_id=key, story_title=title, source=sources.get(source), day=day or None,
            text=standing(view, Marked(text, tuple(outer([(m[0], m[1], m[2]) for m in json.loads(marks)])))),
            direct=bool(direct),
            speaker=speakers.get(speaker), speaker_name=name, cue=cue, stance=stance, implicit=bool(implicit),
            score=score, venue=venue, addressee=addressee, url=url,
        )
        for (
            number, key, title, source, day, text, marks, direct, speaker, name, cue, stance, implicit, score, venue,
            addressee, url,
        ) in rows
    )  # fmt: skip


def quotes(view: View, condition: str, values: Sequence[object], *, limit: int, skip: int = 0) -> tuple[QuoteRow, ...]:
    """Quotes that ``condition`` selects, newest first; direct ones before reported ones of the same story."""
    query = (
        f"SELECT {QUOTE_COLUMNS} FROM quote JOIN story ON story.id = quote.story WHERE {condition}"
        " ORDER BY quote.day DESC, quote.story DESC, quote.direct DESC, quote.start LIMIT ? OFFSET ?"
    )
    return quote_rows(view, view.db.execute(query, (*values, limit, skip)).fetchall())


def quote_count(db: Database, condition: str, values: Sequence[object]) -> int:
    """How many quotes ``condition`` selects."""
    return int(db.execute(f"SELECT count(*) FROM quote WHERE {condition}", values).fetchone()[0])


def quotes_about(view: View, entity: int, shown: Window, limit: int) -> tuple[QuoteRow, ...]:
    """The newest quotes that name an entity in a window, no copies; direct ones first within a story."""
    condition, values = days(shown, "quote_about.day")
    query = (
        f"SELECT {QUOTE_COLUMNS}, quote.story, quote.start FROM quote_about JOIN quote ON quote.id = quote_about.quote"
        f" JOIN story ON story.id = quote.story WHERE quote_about.entity = ? AND {condition} AND story.is_copy = 0"
        " ORDER BY quote_about.day DESC, quote_about.quote DESC LIMIT ?"
    )
    rows = view.db.execute(query, (entity, *values, 3 * limit)).fetchall()
    rows.sort(key=lambda row: (row[-2], row[7], -row[-1]), reverse=True)
    rows.sort(key=lambda row: row[4], reverse=True)
    return quote_rows(view, [row[:-2] for row in rows[:limit]])


def count_about(db: Database, entity: int, shown: Window) -> int:
    """How many quotes name an entity in a window."""
    condition, values = days(shown)
    query = f"SELECT count(*) FROM quote_about WHERE entity = ? AND {condition}"
    return int(db.execute(query, (entity, *values)).fetchone()[0])

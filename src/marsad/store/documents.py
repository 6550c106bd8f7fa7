"""A story as its page shows it: blocks in page order, with names and quotes as offsets into each block."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from marsad.model import Span
from marsad.store.compression import unpacked, unpacked_json
from marsad.store.database import Database, marks

Document = dict[str, Any]
Row = tuple[Any, ...]


def shifted(span: Span, by: int) -> tuple[int, int]:
    """The span as offsets from ``by``."""
    return span.start - by, span.end - by


def documents(db: Database, stories: Sequence[int], *, marked: bool = True) -> dict[int, Document]:
    """The documents of stories (row numbers), put together from page, layout, mentions and quotes.

    ``m`` are the mentions of a block: start, end, id of the entity as it was read, type, how, score; ``q`` the quotes:
    start, end, number in the story, direct, id and name of the speaker, cue, stance, implicit, how, score. Without
    ``marked`` there are none of either: for those who want the words alone.
    """
    wanted = marks(len(stories))
    rows = db.execute(
        "SELECT story.id, story.page, doc, layout FROM story JOIN story_doc ON story_doc.story = story.id"
        f" WHERE story.id IN ({wanted})",
        stories,
    ).fetchall()
    pages = list({row[1] for row in rows})
    chosen = f"SELECT id, text FROM page WHERE id IN ({marks(len(pages))})"
    texts = {number: unpacked(text) for number, text in db.execute(chosen, pages)}
    mentions = _mentions(db, wanted, stories) if marked else defaultdict[int, list[Row]](list)
    quotes = _quotes(db, wanted, stories) if marked else defaultdict[int, list[Row]](list)
    return {
        story: unpacked_json(doc) if layout is None else _Made(layout, texts[page], mentions[story], quotes[story])
        for story, page, doc, layout in rows
    }


def _mentions(db: Database, wanted: str, stories: Sequence[int]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    query = (
        "SELECT m.story, m.start, m.stop, entity.key, m.type, m.how, m.score FROM mention AS m"
        f" LEFT JOIN entity ON entity.id = m.entity WHERE m.story IN ({wanted}) ORDER BY m.story, m.place"
    )
    for story, *mention in db.execute(query, stories):
        found[story].append(tuple(mention))
    return found


def _quotes(db: Database, wanted: str, stories: Sequence[int]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    query = (
        "SELECT q.story, q.start, q.stop, q.direct, entity.key, q.speaker_name, q.cue, q.stance, q.implicit, q.how,"
        " q.score FROM quote AS q LEFT JOIN entity ON entity.id = q.speaker_read"
        f" WHERE q.story IN ({wanted}) ORDER BY q.story, q.id"
    )
    for story, start, stop, direct, *rest in db.execute(query, stories):
        key, name, cue, stance, implicit, how, score = rest
        number = len(found[story]) + 1
        row = (start, stop, number, bool(direct), key, name, cue, stance, bool(implicit), how, score)
        found[story].append(row)
    return found


class _Made(Document):
    """A document whose parts are made when they are asked for: a list needs one sentence of each of its stories."""

    def __init__(self, layout: bytes, text: str, mentions: Sequence[Row], quotes: Sequence[Row]) -> None:
        super().__init__()
        self._layout, self._text = unpacked_json(layout), text
        self._rows = {"m": sorted(mentions, key=_start), "q": sorted(quotes, key=_start)}

    def __missing__(self, key: str) -> Any:
        self[key] = found = self._make(key)
        return found

    def _make(self, key: str) -> Any:
        layout = self._layout
        if key == "blocks":
            return self._blocks()
        if key in ("title", "kicker", "subtitle"):
            return self._single(key, key)
        if key == "dateline":
            return self._single("dateline_words", key)
        if key in ("byline", "credit", "category"):
            return self._words(layout[key])
        if key == "tags":
            return [self._words(place) for place in layout["tags"]]
        return layout["url"] if key == "url" else self._date(layout.get("published"))

    def _blocks(self) -> list[Document]:
        layout = self._layout
        blocks = [("paragraph", place, None) for place in layout["paragraphs"]]
        blocks += [("heading", place, None) for place in layout["headings"]]
        blocks += [("caption", place, credit) for place, credit in layout["captions"]]
        blocks.sort(key=lambda block: block[1][:2])
        return [self._block(*block) for block in blocks]

    def _date(self, date: Sequence[Any] | None) -> Document | None:
        if not date:
            return None
        value, precision, earliest, latest, evidence, how, _, *moment = date
        found = {"value": value, "precision": precision, "earliest": earliest, "latest": latest, "how": how}
        found["moment"] = moment[0] if moment else None
        return {**found, "evidence": [self._words(place) for place in evidence]}

    def _words(self, place: Sequence[Any] | None) -> str | None:
        if not place:
            return None
        return place[2] if len(place) > 2 else self._text[place[0] : place[1]]

    def _single(self, name: str, kind: str) -> Document | None:
        place = self._layout[name]
        return self._block(kind, place, None) if place else None

    def _block(self, kind: str, place: Sequence[Any], credit: str | None) -> Document:
        return _Block(kind, self._text[place[0] : place[1]], credit, place[0], place[1], self._rows)


class _Block(Document):
    """A block whose mentions and quotes are looked for when they are asked for."""

    def __init__(
        self, kind: str, text: str, credit: str | None, start: int, stop: int, rows: dict[str, list[Row]]
    ) -> None:
        super().__init__(kind=kind, text=text, credit=credit)
        self._start, self._stop, self._found = start, stop, rows

    def __missing__(self, key: str) -> Any:
        self[key] = found = _inside(self._found[key], self._start, self._stop)
        return found


def _inside(rows: Sequence[Row], start: int, stop: int) -> list[Row]:
    """The rows whose words lie in a stretch, with offsets from its start."""
    near = rows[bisect_left(rows, (start,)) : bisect_left(rows, (stop,))]
    return [(row[0] - start, row[1] - start, *row[2:]) for row in near if row[1] <= stop]


def _start(row: Row) -> tuple[int, int]:
    return row[0], row[1]

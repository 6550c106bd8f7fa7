"""Adding what was read: a page, its stories and every count that depends on them, in one transaction."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.model import (
    EntityRef,
    EntityType,
    Layout,
    Piece,
    Published,
    Reading,
    Rejected,
    StoryReading,
    Zone,
)
from marsad.names.variants import block
from marsad.outlets import Outlets
from marsad.store.adding_events import Teller, add_events
from marsad.store.adding_labels import add_labels
from marsad.store.archive import transaction
from marsad.store.documents import shifted, story_document
from marsad.store.layouts import packed
from marsad.store.sightings import add_sightings
from marsad.store.words import folded_words, hashed, indexed
from marsad.text.fold import fold

#: A text of fewer words may stand under any headline: it is nobody's copy.
LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a page: ``outcome`` is "added", "known" (it was there before) or "rejected"."""

    outcome: str
    reason: str = ""
    stories: int = 0
    mentions: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class _Day:
    """A story's day as the tables keep it; ``day`` is "" where none is fixed."""

    day: str
    day_from: str | None
    day_to: str | None
    how: str | None


def known(db: sqlite3.Connection, digest: str) -> bool:
    """Whether the page with this digest is in the archive."""
    return db.execute("SELECT 1 FROM page WHERE digest = ?", (digest,)).fetchone() is not None


def add(db: sqlite3.Connection, result: Reading | Rejected, outlets: Outlets) -> Added:
    """Adds a page in a transaction of its own, so that a run killed at any moment leaves whole pages only.

    A reading that the tables refuse, which is a bug of the reader, is rejected and costs no other page.
    """
    try:
        with transaction(db):
            if isinstance(result, Rejected):
                return _reject(db, result)
            if known(db, result.page.digest):
                return Added("known")
            return _add_page(db, result, outlets)
    except (sqlite3.IntegrityError, UnicodeEncodeError) as bug:
        if isinstance(result, Rejected):
            raise
        page = result.page
        with transaction(db):
            return _reject(
                db, Rejected(page.path, page.digest, "store", "crash", f"{bug}; please report it", page.size)
            )


def _reject(db: sqlite3.Connection, page: Rejected) -> Added:
    db.execute(
        "INSERT INTO rejected (path, digest, stage, reason, detail, size, seen) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (path, digest) DO UPDATE SET stage = excluded.stage, reason = excluded.reason,"
        " detail = excluded.detail",
        (_storable(page.path), page.digest, page.stage, page.reason, _storable(page.detail), page.size, _now()),
    )
    return Added("rejected", page.reason)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _storable(text: str) -> str:
    """``text`` as UTF-8 can hold it: the name of a file may have bytes that are no character."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _add_page(db: sqlite3.Connection, reading: Reading, outlets: Outlets) -> Added:
    page, layout = reading.page, reading.layout
    page_id = _insert(
        db,
        "page",
        digest=page.digest, path=_storable(page.path), url=page.url, seen=page.seen, encoding=page.encoding,
        size=page.size, type=layout.type.value, site=layout.site, title=layout.title, tag=layout.tag,
        version=reading.version, added=_now(), text=zlib.compress(page.text.encode("utf-8", "surrogatepass"), 6),
    )  # fmt: skip
    db.execute("DELETE FROM rejected WHERE digest = ?", (page.digest,))
    _count(db, pages=1)
    _add_teasers(db, page_id, layout)
    found = {s.story.id: s for s in reversed(reading.stories)}
    new = (key for key in found if not db.execute("SELECT 1 FROM story WHERE key = ?", (key,)).fetchone())
    stories = [found[key] for key in new][::-1]
    for place, story in reversed(list(enumerate(stories))):  # so that of one day the page's first is the newest
        StoryAdder(db, page_id, place, reading, story, outlets).add()
    if layout.profile:
        _add_biography(db, page_id, layout)
    mentions, quotes = sum(len(s.mentions) for s in stories), sum(len(s.quotes) for s in stories)
    _count(db, stories=len(stories), mentions=mentions, quotes=quotes)
    return Added("added", "", len(stories), mentions, quotes)


def _insert(db: sqlite3.Connection, table: str, **values: object) -> int:
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))
    return int(cursor.lastrowid or 0)


def _count(db: sqlite3.Connection, **more: int) -> None:
    db.executemany(
        "INSERT INTO total VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value", more.items()
    )


def _add_teasers(db: sqlite3.Connection, page_id: int, layout: Layout) -> None:
    db.executemany(
        "INSERT INTO teaser VALUES (?, ?, ?, ?, ?)",
        [(page_id, n, _text(r.title), _text(r.summary), _text(r.category)) for n, r in enumerate(layout.related)],
    )


def _add_biography(db: sqlite3.Connection, page_id: int, layout: Layout) -> None:
    profile = layout.profile
    assert profile is not None
    found = db.execute(
        "SELECT entity FROM entity_form JOIN entity ON entity.id = entity WHERE folded = ?"
        " ORDER BY stories DESC LIMIT 1",
        (fold(profile.name.text),),
    ).fetchone()
    _insert(
        db, "biography", page=page_id, entity=found[0] if found else None, name=profile.name.text,
        text=_text(profile.bio), source=profile.bio_source, birth_date=profile.birth_date,
        birth_precision=profile.birth_precision, aliases=_json(profile.aliases),
    )  # fmt: skip


def _text(piece: Piece | None) -> str | None:
    return piece.text if piece else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def day_of(published: Published | None, seen: str | None) -> _Day:
    """The day of a story, or the days that bound it; a page's time of collection bounds it from above."""
    latest = seen[:10] if seen else None
    if published is None:
        return _Day("", None, latest, None)
    if published.precision == "day" and published.value:
        return _Day(published.value, published.value, published.value, published.how)
    if published.earliest and published.earliest == published.latest:
        return _Day(published.earliest, published.earliest, published.latest, published.how)
    return _Day("", published.earliest, published.latest or latest, published.how)


class StoryAdder:
    """Adds one story. Holds what its steps share; lives for one transaction."""

    def __init__(
        self, db: sqlite3.Connection, page_id: int, place: int, reading: Reading, found: StoryReading, outlets: Outlets
    ) -> None:
        self.db, self.page_id, self.place, self.outlets = db, page_id, place, outlets
        self.text, self.layout = reading.page.text, reading.layout
        self.story, self.mentions, self.quotes = found.story, found.mentions, found.quotes
        self.events = found.events
        self.labels = found.labels
        self.day = day_of(found.story.published, reading.page.seen)
        self.entity_ids: dict[str, int] = {}
        self.kept_ids: dict[int, int] = {}
        self.version = reading.version

    def add(self) -> None:
        """Inserts the story with everything that belongs to it and counts it."""
        self.source = self._source()
        story, body_hash = self.story, self._body_hash()
        title = story.title.text if story.title else self._first_words()
        self.is_copy = int(self._comes_after(body_hash))
        self.story_id = _insert(
            self.db, "story", key=story.id, page=self.page_id, place=self.place, source=self.source,
            title=title, title_hash=hashed(" ".join(folded_words(title))), kicker=_text(story.kicker),
            day=self.day.day, day_from=self.day.day_from, day_to=self.day.day_to, how=self.day.how,
            body_hash=body_hash, is_copy=self.is_copy, version=self.version,
        )  # fmt: skip
        self._add_found()
        add_sightings(self.db, self.story_id, self.mentions, self.labels, self._entity)
        self._add_labels()
        self._add_search()
        self._add_counts()

    def add_again(self, story_id: int, day: str, source: int | None, is_copy: int) -> None:
        """Adds what another reading found in a story that is there and was emptied by ``rereading.take_out``."""
        self.story_id, self.source, self.is_copy = story_id, source, is_copy
        assert day == self.day.day
        self._add_found()

    def _add_found(self) -> None:
        """Adds everything that hangs on the names found in the story."""
        self._add_entities()
        self._add_mentions()
        self._add_quotes()
        self._add_told()
        self._add_document()

    def _body_hash(self) -> str:
        """What identical texts share; a text too short to say anything is like no other."""
        found = [word for p in self.story.paragraphs for word in folded_words(p.text)]
        return hashed(" ".join(found) if len(found) >= LEAST_WORDS else f"story {self.story.id}")

    def _comes_after(self, body_hash: str) -> bool:
        """Whether an earlier story has the same text; one that turns out to be later becomes the copy."""
        first = self.db.execute(
            "SELECT id, day, source FROM story WHERE body_hash = ? AND NOT is_copy", (body_hash,)
        ).fetchone()
        if first is None:
            return False
        story, day, source = first
        if not self.day.day or (day and day <= self.day.day):
            return True
        self.db.execute("UPDATE story SET is_copy = 1 WHERE id = ?", (story,))
        self.db.execute("UPDATE story_entity SET is_copy = 1 WHERE story = ?", (story,))
        self.db.execute(
            "UPDATE entity_day SET copies = copies + 1 WHERE day = ?"
            " AND entity IN (SELECT entity FROM story_entity WHERE story = ?)",
            (day, story),
        )
        self.db.execute("UPDATE source_day SET copies = copies + 1 WHERE day = ? AND source = ?", (day, source))
        self.db.execute("UPDATE archive_day SET copies = copies + 1 WHERE day = ?", (day,))
        return False

    def _first_words(self) -> str:
        first = self.story.paragraphs[0].text if self.story.paragraphs else ""
        return first if len(first) < 90 else first[:90].rsplit(" ", 1)[0] + " …"

    def _source(self) -> int | None:
        key = self.story.source
        if not key:
            return None
        outlet = self.outlets.by_key.get(key)
        name, english, kind = (outlet.name, outlet.name_en, outlet.kind) if outlet else (key, None, "")
        self.db.execute(
            "INSERT OR IGNORE INTO source (key, name, name_en, kind) VALUES (?, ?, ?, ?)", (key, name, english, kind)
        )
        return int(self.db.execute("SELECT id FROM source WHERE key = ?", (key,)).fetchone()[0])

    def _entity(self, ref: EntityRef) -> int:
        found = self.entity_ids.get(ref.id)
        if found is None:
            row = self.db.execute("SELECT id, coalesce(kept, id) FROM entity WHERE key = ?", (ref.id,)).fetchone()
            found = self.entity_ids[ref.id] = int(row[0]) if row else self._new_entity(ref)
            self.kept_ids[found] = int(row[1]) if row else found
        return found

    def _kept(self, ref: EntityRef) -> int:
        """The entity that stands for ``ref`` since names were resolved."""
        return self.kept_ids[self._entity(ref)]

    def _new_entity(self, ref: EntityRef) -> int:
        number = _insert(
            self.db, "entity", key=ref.id, name=ref.name, name_en=ref.name_en, type=ref.type.value, status=ref.status,
            qid=ref.qid, block=block(EntityType(ref.type), ref.name) if ref.status == "candidate" else None,
        )  # fmt: skip
        names = [fold(ref.name), *([ref.name_en.lower()] if ref.name_en else [])]
        self.db.executemany("INSERT INTO name (text, entity) VALUES (?, ?)", [(name, number) for name in names])
        return number

    def _add_entities(self) -> None:
        counts = Counter(self._kept(m.entity) for m in self.mentions if m.entity)
        for entity, count in counts.items():
            self.db.execute(
                "INSERT INTO story_entity VALUES (?, ?, ?, ?, ?, ?)",
                (entity, self.story_id, self.day.day, self.source, count, self.is_copy),
            )
            self.db.execute(
                "UPDATE entity SET stories = stories + 1, mentions = mentions + ? WHERE id = ?", (count, entity)
            )
            self._tally("entity_day", entity=entity)
        forms = Counter((m.entity.id, m.norm or m.text) for m in self.mentions if m.entity)
        self.db.executemany(
            "INSERT INTO entity_form VALUES (?, ?, ?, ?)"
            " ON CONFLICT (entity, text) DO UPDATE SET count = count + excluded.count",
            [(self.entity_ids[key], form, fold(form), n) for (key, form), n in forms.items()],
        )

    def _tally(self, table: str, **whose: int) -> None:
        """Counts the story in a table of counts by day."""
        keys = (*whose, "day")
        marks = ", ".join("?" * len(keys))
        self.db.execute(
            f"INSERT INTO {table} ({', '.join(keys)}, stories, copies, estimated) VALUES ({marks}, 1, ?, ?)"
            f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET stories = stories + 1,"
            " copies = copies + excluded.copies, estimated = estimated + excluded.estimated",
            (*whose.values(), self.day.day, self.is_copy, int(self.day.how == "inferred")),
        )

    def _add_mentions(self) -> None:
        self.db.executemany(
            "INSERT INTO mention (story, start, stop, type, zone, how, score, entity, norm)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    self.story_id, m.span.start, m.span.end, m.type.value, m.zone.value, m.how, m.score,
                    self.entity_ids[m.entity.id] if m.entity else None, m.norm if m.norm != m.text else None,
                )
                for m in self.mentions
            ],
        )  # fmt: skip

    def _add_quotes(self) -> None:
        for quote in self.quotes:
            speaker = quote.speaker
            said_by = self._entity(speaker.entity) if speaker and speaker.entity else None
            speaker_id = self.kept_ids[said_by] if said_by is not None else None
            inside = [m for m in self.mentions if quote.span.contains(m.span) and m.entity]
            marks = [[*shifted(m.span, quote.span.start), m.entity.id] for m in inside if m.entity]
            named = {m.entity.id for m in inside if m.entity} | (set(quote.about) & self.entity_ids.keys())
            about = sorted(self.entity_ids[key] for key in named)
            quote_id = _insert(
                self.db, "quote", story=self.story_id, start=quote.span.start, stop=quote.span.end, text=quote.text,
                direct=int(quote.direct), zone=quote.zone.value, speaker=speaker_id,
                speaker_name=speaker.name if speaker else None, cue=quote.cue.text if quote.cue else None,
                stance=quote.stance, implicit=int(quote.implicit), how=quote.how, score=quote.score, day=self.day.day,
                source=self.source, marks=_json(marks), venue=_text(quote.venue),
                addressee=quote.addressee.name if quote.addressee else None, speaker_read=said_by,
                about_read=_json(about),
            )  # fmt: skip
            self.db.execute(
                "INSERT INTO quote_search (rowid, body, more) VALUES (?, ?, ?)", (quote_id, *indexed(quote.text))
            )
            self.db.executemany(
                "INSERT INTO quote_about VALUES (?, ?, ?)",
                [(e, quote_id, self.day.day) for e in sorted({self.kept_ids[a] for a in about} - {speaker_id})],
            )

    def _add_told(self) -> None:
        """Adds what the story tells of its entities: the events, and the words that it puts on them."""
        teller = Teller(self.story_id, self.source, self.day.day)
        add_events(self.db, self.text, teller, self.events, self.mentions, self._entity, self._kept)
        add_labels(self.db, self.text, teller, self.story, self.labels, self._entity, self._kept)

    def _add_labels(self) -> None:
        labels = [("tag", t.text) for t in self.story.tags]
        if self.layout.tag:
            labels.append(("tag", self.layout.tag))
        if self.story.category:
            labels.append(("category", self.story.category.text))
        self.db.executemany(
            "INSERT OR IGNORE INTO label VALUES (?, ?, ?, ?)",
            [(kind, fold(text), self.story_id, text) for kind, text in labels],
        )

    def _add_document(self) -> None:
        document = story_document(self.text, self.story, self.mentions, self.quotes)
        text = zlib.compress(_json(document).encode("utf-8", "surrogatepass"), 6)
        self.db.execute(
            "INSERT OR REPLACE INTO story_doc VALUES (?, ?, ?)", (self.story_id, text, packed(self.story, self.text))
        )

    def _add_search(self) -> None:
        title, more = indexed(self.story.title.text if self.story.title else "")
        parts = (piece.text for zone, piece in self.story.zones() if zone is not Zone.TITLE)
        body, more_of_body = indexed("\n".join(parts))
        self.db.execute(
            "INSERT INTO search (rowid, title, body, more) VALUES (?, ?, ?, ?)",
            (self.story_id, title, body, f"{more} {more_of_body}"),
        )

    def _add_counts(self) -> None:
        self._tally("archive_day")
        if self.source is not None:
            self.db.execute("UPDATE source SET stories = stories + 1 WHERE id = ?", (self.source,))
            self._tally("source_day", source=self.source)

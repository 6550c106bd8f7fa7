"""Pages on their way into the archive: gathered as rows of each table, put there together, counted once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from marsad.model import EntityRef, EntityType, Layout, Page, Piece, Reading, Rejected, StoryReading
from marsad.names.variants import block
from marsad.outlets import Outlets
from marsad.store import copies
from marsad.store.changes import note_changes
from marsad.store.compression import as_json, packed
from marsad.store.database import Database, chunks, marks, next_number, rows_of
from marsad.store.days import day_of, now
from marsad.store.label_rows import Titles
from marsad.store.raw_rows import raw_row
from marsad.store.rows import COLUMNS, FoundRows, Pending, credited, moment_of, told
from marsad.store.tallies import Tallies
from marsad.store.texts import hash_of, words_of
from marsad.text.addresses import same_address
from marsad.text.fold import fold


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a page: ``outcome`` is "added", "known" (it was there before) or "rejected". ``versions``
    counts the stories that it gives another text."""

    outcome: str
    reason: str = ""
    stories: int = 0
    mentions: int = 0
    quotes: int = 0
    versions: int = 0


def storable(text: str) -> str:
    """``text`` as a database can hold it: the name of a file may have bytes that are no character."""
    return text.replace("\0", "").encode("utf-8", "backslashreplace").decode("utf-8")


class Batch:
    """Some pages and one transaction, which the caller opens and ends."""

    def __init__(self, db: Database, outlets: Outlets) -> None:
        self.db, self.outlets = db, outlets
        self.rows: defaultdict[str, list[Sequence[object]]] = defaultdict(list)
        self.tallies, self.titles = Tallies(), Titles()
        self._next: dict[str, int] = {}
        self._entities: dict[str, tuple[int, int]] = {}
        self._looked_up: set[str] = set()
        self._sources: dict[str, int] = {}
        self._changed: dict[tuple[str, int], None] = {}
        self._forms: Counter[tuple[int, str]] = Counter()

    def add(self, results: Sequence[Reading | Rejected]) -> list[Added]:
        """Adds the pages in order; returns what became of each."""
        readings = [r for r in results if isinstance(r, Reading)]
        digests = self._there("page", "digest", (r.page.digest for r in readings))
        keys = self._there("story", "key", (s.story.id for r in readings for s in r.stories))
        self.know(s for r in readings for s in r.stories)
        found, pending = list[Added](), list[Pending]()
        for result in results:
            if isinstance(result, Rejected):
                found.append(self._reject(result))
            elif result.page.digest in digests:
                found.append(Added("known"))
            else:
                digests.add(result.page.digest)
                stories = self._add_page(result, keys)
                keys.update(p.story.id for p in stories)
                pending += stories
                found.append(_outcome(stories))
        self._put_stories(pending)
        return found

    def replace(self, pending: Sequence[Pending]) -> None:
        """Puts stories of a page that is there already in the place of those that were taken out of it."""
        self._put_stories(pending)

    def know(self, stories: Iterable[StoryReading]) -> None:
        """Takes in what the archive has of the sources and the entities of stories."""
        found = list(stories)
        self._look_up_sources({s.story.source for s in found if s.story.source})
        self._look_up(m.entity.id for s in found for m in s.mentions if m.entity)

    def _there(self, table: str, column: str, values: Iterable[str]) -> set[str]:
        """Which of ``values`` stand in a column."""
        return {row[0] for row in rows_of(self.db, f"SELECT {column} FROM {table} WHERE {column}", values)}

    def _look_up_sources(self, keys: Iterable[str]) -> None:
        self._sources.update(rows_of(self.db, "SELECT key, id FROM source WHERE key", sorted(keys)))

    def _look_up(self, keys: Iterable[str]) -> None:
        """Takes in the numbers of entities that the archive has."""
        wanted = list(dict.fromkeys(keys))
        self._looked_up.update(wanted)
        query = "SELECT key, id, coalesce(kept, id) FROM entity WHERE key"
        self._entities.update({key: (number, kept) for key, number, kept in rows_of(self.db, query, wanted)})

    def _reject(self, page: Rejected) -> Added:
        self.db.execute(
            "INSERT INTO rejected (id, path, digest, stage, reason, detail, size, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (path, digest) DO UPDATE SET stage = excluded.stage, reason = excluded.reason,"
            " detail = excluded.detail",
            (
                next_number(self.db, "rejected"), storable(page.path), page.digest, page.stage, page.reason,
                storable(page.detail), page.size, now(),
            ),
        )  # fmt: skip
        return Added("rejected", page.reason)

    def _add_page(self, reading: Reading, keys: set[str]) -> list[Pending]:
        """Gathers a page and returns those of its stories that are new."""
        number = self.add_page(reading)
        new = new_stories(reading, keys)
        return [self._story(number, place, reading, story) for place, story in new]

    def add_page(self, reading: Reading) -> int:
        """Gathers a page without its stories; returns its number."""
        page, layout, number = reading.page, reading.layout, self.number("page")
        self.rows["page"].append(
            (
                number, page.digest, storable(page.path), page.url, page.seen, page.encoding, page.size,
                layout.type.value, layout.site, layout.title, layout.tag, reading.version, now(), packed(page.text),
                same_address(page.url), modified(page),
            )
        )  # fmt: skip
        if page.raw:
            self.rows["raw"].append(raw_row(number, page.raw, page.text))
        self.tallies.total["pages"] += 1
        self.around(number, layout)
        return number

    def around(self, number: int, layout: Layout) -> None:
        """Gathers what a page says beside its stories: teasers of others, and who its profile is of."""
        self.rows["teaser"] += [
            (number, n, _text(r.title), _text(r.summary), _text(r.category), r.url)
            for n, r in enumerate(layout.related)
        ]
        if layout.profile:
            self._add_biography(number, layout)

    def _add_biography(self, number: int, layout: Layout) -> None:
        profile = layout.profile
        assert profile is not None
        self.rows["biography"].append(
            (
                number, fold(profile.name.text), profile.name.text, _text(profile.bio), profile.bio_source,
                profile.birth_date, profile.birth_precision, as_json(profile.aliases),
            )
        )  # fmt: skip

    def _story(self, page: int, place: int, reading: Reading, found: StoryReading) -> Pending:
        day = day_of(found.story.published, reading.page.seen)
        source, words = self.source(found.story.source), words_of(found.story)
        hashed = hash_of(words, found.story.id)
        return Pending(self.number("story"), page, place, source, reading, found, day, hashed, words=words)

    def source(self, key: str | None) -> int | None:
        """The number of a source; one that is new gets one."""
        if not key:
            return None
        if key not in self._sources:
            self._sources[key] = self._new_source(key)
        return self._sources[key]

    def _new_source(self, key: str) -> int:
        outlet, number = self.outlets.by_key.get(key), self.number("source")
        name, english, kind = (outlet.name, outlet.name_en, outlet.kind) if outlet else (key, None, "")
        self.rows["source"].append((number, key, name, english, kind))
        return number

    def _put_stories(self, pending: Sequence[Pending]) -> None:
        self._add_stories(pending)
        self.flush()
        copies.add(self.db, pending)
        self.db.insert("waiting", "story", [(one.id,) for one in pending if one.day.day])

    def _add_stories(self, pending: Sequence[Pending]) -> None:
        for one in pending:
            self.rows["story"].append(
                (
                    one.id, one.story.id, one.page, one.place, one.source, *told(one.story, one.day), one.body_hash,
                    one.is_copy, one.reading.version, moment_of(one.story), credited(one.story, self.outlets),
                )
            )  # fmt: skip
            self.add_found(one).add_once()
            self.tallies.story(one)

    def add_found(self, one: Pending) -> FoundRows:
        """Gathers everything that hangs on the names found in a story; returns what gathered it."""
        self._changed["story", one.id] = None
        rows = FoundRows(self, one)
        rows.add()
        self._forms.update(rows.forms())
        return rows

    def number(self, table: str) -> int:
        """The number of a new row: nobody else writes while this transaction does."""
        if table not in self._next:
            self._next[table] = int(self.db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
        self._next[table] += 1
        return self._next[table]

    def entity(self, ref: EntityRef) -> int:
        """The number of an entity as it was read."""
        if ref.id not in self._entities:
            if ref.id not in self._looked_up:
                self._look_up([ref.id])
            if ref.id not in self._entities:
                self._entities[ref.id] = self._new_entity(ref)
        return self._entities[ref.id][0]

    def kept(self, ref: EntityRef) -> int:
        """The number of the entity that stands for ``ref`` since names were resolved."""
        self.entity(ref)
        return self._entities[ref.id][1]

    def _new_entity(self, ref: EntityRef) -> tuple[int, int]:
        number = self.number("entity")
        where = block(EntityType(ref.type), ref.name) if ref.status == "candidate" else None
        self.rows["entity"].append((number, ref.id, ref.name, ref.name_en, ref.type.value, ref.status, ref.qid, where))
        self._changed["entity", number] = None
        return number, number

    def flush(self) -> None:
        """Puts everything gathered into the tables, those first that others refer to."""
        if digests := [str(row[1]) for row in self.rows["page"]]:
            self.db.execute(f"DELETE FROM rejected WHERE digest IN ({marks(len(digests))})", digests)
        for table, columns in COLUMNS.items():
            self.db.insert(table, columns, self.rows[table])
        self._put_forms()
        self.tallies.put(self.db)
        self.titles.put(self.db)
        note_changes(self.db, self._changed)

    def _put_forms(self) -> None:
        """Counts the spellings; an entity with a new one has changed for whoever searches names."""
        there: set[tuple[int, str]] = set()
        for part in chunks(list(self._forms), 250):
            values = ",".join("(?, ?)" for _ in part)
            wanted = f"(VALUES {values}) AS wanted JOIN entity_form ON entity = column1 AND text = column2"
            query = f"SELECT entity, text FROM {wanted}"
            there.update((row[0], row[1]) for row in self.db.execute(query, [v for pair in part for v in pair]))
        self._changed.update({("entity", entity): None for entity, text in self._forms if (entity, text) not in there})
        self.db.insert(
            "entity_form",
            "entity, text, folded, count",
            [(entity, text, fold(text), n) for (entity, text), n in self._forms.items() if (entity, text) not in there],
        )
        self.db.executemany(
            "UPDATE entity_form SET count = count + ? WHERE entity = ? AND text = ?",
            [(n, *pair) for pair, n in self._forms.items() if pair in there],
        )


def modified(page: Page) -> str | None:
    """When a page says that it was changed last, as it says it; None where it does not."""
    fact = page.markup.fact("modified") if page.markup else None
    return fact.value.strip() if fact and fact.value.strip() else None


def new_stories(reading: Reading, keys: Container[str]) -> list[tuple[int, StoryReading]]:
    """The stories of a page that are not among ``keys``, with their places; the page's first stands last, so that it
    gets the highest number and is the newest of its day."""
    found = {s.story.id: s for s in reversed(reading.stories)}
    stories = [found[key] for key in found if key not in keys][::-1]
    return list(enumerate(stories))[::-1]


def _outcome(stories: Sequence[Pending]) -> Added:
    mentions, quotes = sum(len(p.found.mentions) for p in stories), sum(len(p.found.quotes) for p in stories)
    return Added("added", "", len(stories), mentions, quotes)


def _text(piece: Piece | None) -> str | None:
    return piece.text if piece else None

"""What follows from each page and its stories: every span leads to its words, every row says what they say."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

from marsad.keeping import pages
from marsad.keeping.gathered import Gathered
from marsad.keeping.pages import Part, Row, as_list, keys_of
from marsad.keeping.streams import table
from marsad.keeping.wrongs import READ_AGAIN, Fix, Wrong
from marsad.model import EntityRef, EntityType, Mention, Span, Story, Zone
from marsad.store.checksums import NAMES, checksum
from marsad.store.compression import as_json, unpacked
from marsad.store.database import Database, marks
from marsad.store.days import day_of
from marsad.store.documents import shifted
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.rows import moment_of, tag_rows, told
from marsad.store.texts import body_hash
from marsad.text.fold import fold

_TOLD = ("title", "title_hash", "kicker", "day", "day_from", "day_to", "how")


def wrong(db: Database, step: Callable[[int], None]) -> Iterator[Wrong]:
    """Everything in the archive that is not as its pages and stories say; ``step`` is told how many pages are done."""
    forms = Gathered("entity_form", "spellings are counted otherwise than they stand in the pages", "count")
    tags = Gathered("label", "tags are not those that stand in the pages")
    try:
        for part in pages.parts(db):
            yield from _Walk(part, forms, tags).wrong()
            step(len(part.pages))
        yield from forms.wrong(db)
        yield from tags.wrong(db)
    finally:
        forms.close()
        tags.close()


class _Walk:
    """One part of the archive, looked through."""

    def __init__(self, part: Part, forms: Gathered, tags: Gathered) -> None:
        self.part, self.forms, self.tags = part, forms, tags

    def wrong(self) -> Iterator[Wrong]:
        for number, packed, tag, seen in self.part.pages:
            try:
                text = unpacked(packed)
            except Exception as cause:  # whatever a damaged text makes of the decompressor
                yield Wrong("page", "the text cannot be read", f"page {number} ({cause})", remedy=READ_AGAIN)
                continue
            for row in self.part.stories[number]:
                yield from _OneStory(self, row, text, tag, seen).wrong()


class _OneStory:
    """One story with everything that was found in it."""

    def __init__(self, walk: _Walk, row: Row, text: str, tag: str | None, seen: str | None) -> None:
        self.walk, self.part, self.row, self.text, self.tag, self.seen = walk, walk.part, row, text, tag, seen
        self.number = int(row["id"])
        self.where = f"story {self.number} ({row['key']})"

    def found(self, table: str) -> list[Row]:
        return self.part.found[table].get(self.number, [])

    def wrong(self) -> Iterator[Wrong]:
        yield from self._read()
        story = yield from self._layout()
        try:
            mentions = self._mentions()
        except ValueError as cause:  # of the names of types and zones
            yield self._lost("mention", "values mean nothing", f"{self.where} ({cause})")
            return
        day = str(self.row["day"])
        if story:
            yield from self._told(story)
            day = day_of(story.published, self.seen).day if _is_dated(story, self.row) else day
            for tag in tag_rows(self.number, story, self.tag):
                self.walk.tags.put(*tag)
        else:
            self.walk.tags.silent(self.number)
        yield from self._quotes(mentions, day)
        yield from self._events(mentions, day)

    def _lost(self, table: str, what: str, where: str) -> Wrong:
        """Something that nothing else in the archive says: the page is marked as one to be read again."""
        fix: Fix = ("UPDATE page SET version = '' WHERE id = ?", (self.row["page"],))
        return Wrong(table, what, where, (fix,), READ_AGAIN)

    def _read(self) -> Iterator[Wrong]:
        """What was read, where it was changed since, or where its spans do not lead to their words."""
        if self.row["checksum"] is not None:
            rows = {t: [[row[name] for name in names] for row in self.found(t)] for t, names in NAMES.items()}
            if checksum(rows) != self.row["checksum"]:
                yield self._lost("story", "what was read in stories was changed", self.where)
        for name in NAMES:
            for row in self.found(name):
                if not self._leads(name, row):
                    which = f"{name} {row.get('id', row.get('place'))}"
                    yield self._lost(name, "spans do not lead to their words", f"{self.where}, {which}")

    def _leads(self, table: str, row: Row) -> bool:
        """Whether the span of a row leads to its words."""
        start, stop, size = row["start"], row["stop"], len(self.text)
        if not 0 <= start < stop <= size:
            return False
        if table == "quote":
            return bool(self.text[start:stop] == row["text"])
        if table == "label_use":
            return bool(0 <= row["sentence_start"] <= start and stop <= row["sentence_stop"] <= size)
        return table != "event" or self._sentence(row) is not None

    def _sentence(self, event: Row) -> Span | None:
        """Where the sentence of an event stands: what tells the event begins in it, and may go on in the next."""
        sentence = event["sentence"]
        at = self.text.find(sentence, max(0, event["start"] - len(sentence) + 1))
        return Span(at, at + len(sentence)) if 0 <= at <= event["start"] else None

    def _layout(self) -> Generator[Wrong, None, Story | None]:
        """The story as its page has it; None where that is not kept."""
        if self.row["there"] is None:
            yield self._lost("story_doc", "stories have no document", self.where)
        if self.row["layout"] is None:
            return None
        try:
            return unpacked_layout(self.row["layout"], self.text)
        except Exception as cause:  # whatever a damaged layout makes of it
            yield self._lost("story_doc", "layouts cannot be read", f"{self.where} ({cause})")
            return None

    def _told(self, story: Story) -> Iterator[Wrong]:
        expected: dict[str, Any] = dict(zip(_TOLD, told(story, day_of(story.published, self.seen)), strict=True))
        if not _is_dated(story, self.row):
            expected.update({name: self.row[name] for name in ("day", "day_from", "day_to", "how")})
        expected["moment"] = moment_of(story)
        expected["body_hash"] = body_hash(story)
        names = [name for name, value in expected.items() if self.row[name] != value]
        if names:
            put = ", ".join(f"{name} = ?" for name in names)
            fix: Fix = (f"UPDATE story SET {put} WHERE id = ?", (*(expected[name] for name in names), self.number))
            where = f"{self.where}: {', '.join(names)}"
            yield Wrong("story", "stories are not as their pages have them", where, (fix,))
        if story.source != self.row["source"]:
            source = "UPDATE story SET source = (SELECT id FROM source WHERE key = ?) WHERE id = ?"
            yield Wrong("story", "the source is another", self.where, ((source, (story.source, self.number)),))

    def _mentions(self) -> list[Mention]:
        found = []
        for row in self.found("mention"):
            words = self.text[row["start"] : row["stop"]]
            if row["entity"] is not None:
                form = row["norm"] or words
                self.walk.forms.put(row["entity"], form, fold(form), 1)
            key = row["key"]
            ref = EntityRef(key, row["name"], EntityType(row["entity_type"])) if key is not None else None
            kind, span = EntityType(row["type"]), Span(row["start"], row["stop"])
            found.append(Mention(span, words, kind, Zone(row["zone"]), row["how"], row["score"], ref, norm=row["norm"]))
        return found

    def _quotes(self, mentions: list[Mention], day: str) -> Iterator[Wrong]:
        expected = set[tuple[Any, ...]]()
        for row in self.found("quote"):
            number, span, about = row["id"], Span(row["start"], row["stop"]), as_list(row["about_read"])
            if about is None or any(n not in self.part.kept for n in about):
                yield self._lost("quote", "whom a quote is about cannot be told", f"quote {number}")
                continue
            yield from self._marks("quote", row, span, mentions)
            kept = {self.part.kept[n] for n in about} - {self.part.kept.get(row["speaker_read"])}
            expected.update((entity, number, day) for entity in kept)
        yield from self._rows("quote_about", expected)

    def _events(self, mentions: list[Mention], day: str) -> Iterator[Wrong]:
        expected = set[tuple[Any, ...]]()
        for row in self.found("event"):
            sides = {"agent": keys_of(row["agents"]), "target": keys_of(row["targets"])}
            if any(key not in self.part.by_key for side in sides.values() for key in side):
                yield self._lost("event", "who took part is not in the archive", f"event {row['id']}")
                continue
            if sentence := self._sentence(row):
                yield from self._marks("event", row, sentence, mentions)
            when = row["day"] if row["day_told"] else day
            expected.update((self.part.by_key[k], when, row["id"], role) for role, side in sides.items() for k in side)
        yield from self._rows("event_actor", expected)

    def _marks(self, table: str, row: Row, span: Span, mentions: list[Mention]) -> Iterator[Wrong]:
        """The names that are marked in the words of a quote or event."""
        inside = [m for m in mentions if span.contains(m.span)]
        expected = [[*shifted(m.span, span.start), m.entity.id] for m in inside if m.entity]
        if as_list(row["marks"]) != expected:
            fix: Fix = (f"UPDATE {table} SET marks = ? WHERE id = ?", (as_json(expected), row["id"]))
            yield Wrong(table, "other names are marked than stand there", f"{table} {row['id']}", (fix,))

    def _rows(self, name: str, expected: set[tuple[Any, ...]]) -> Iterator[Wrong]:
        """Rows that hang on a story by its quotes or events."""
        there = {tuple(row.values()) for row in self.found(name)}
        if there == expected:
            return
        columns = table(name).columns
        whose = " AND ".join(f"{column} = ?" for column in columns)
        fixes: list[Fix] = [(f"DELETE FROM {name} WHERE {whose}", row) for row in sorted(there - expected)]
        put = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks(len(columns))})"
        fixes += [(put, row) for row in sorted(expected - there)]
        yield Wrong(name, "rows are not those of the quotes and events", self.where, tuple(fixes))


def _is_dated(story: Story, row: Row) -> bool:
    """Whether the layout says when the story was published: that of an archive of version 7 may not."""
    return story.published is not None or not row["day"]

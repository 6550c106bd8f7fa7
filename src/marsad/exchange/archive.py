"""An archive as rows of the tables: everything that loading needs to make the same archive again, and its counts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from marsad.exchange.rows import Row, Rows, as_date, clean, exact_text, laid_out, layout_text
from marsad.model import EntityRef, EntityType
from marsad.store.compression import unpacked, unpacked_bytes, unpacked_json
from marsad.store.database import Database, chunks, marks
from marsad.store.layouts import unpacked as unpacked_layout

_STORIES = 500
#: So many entities are remembered, so that few are asked for twice.
_REMEMBERED = 200_000
UNDATED = "undated"


def months(db: Database) -> list[str]:
    """The months that stories are of, as YYYY-MM, and ``undated`` where some have no day."""
    days = db.execute("SELECT day FROM archive_day WHERE stories > 0 ORDER BY day")
    return sorted({day[:7] or UNDATED for (day,) in days})


def of_month(db: Database, month: str) -> Iterator[Rows]:
    """The rows of the tables of stories for the stories of a month, some stories at a time, in order of their days."""
    where = "day = ''" if month == UNDATED else "day >= ? AND day < ?"
    values = () if month == UNDATED else (month, f"{month}~")
    numbers = [row[0] for row in db.execute(f"SELECT id FROM story WHERE {where} ORDER BY day, id", values)]
    known = Entities(db)
    for part in chunks(numbers, _STORIES):
        yield _Stories(db, part, known).rows()


class Entities:
    """The entities of an archive by number and by key, each with the one that stands for it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.keys: dict[int, str] = {}
        self.found: dict[str, tuple[EntityRef, str]] = {}

    def look_up(self, column: str, wanted: Iterable[Any]) -> None:
        """Takes in the entities with these numbers (column ``id``) or keys."""
        if len(self.found) > _REMEMBERED:
            self.found.clear()
            self.keys.clear()
        there = self.keys if column == "id" else self.found
        for part in chunks([one for one in dict.fromkeys(wanted) if one is not None and one not in there]):
            for row in self.db.execute(
                "SELECT e.id, e.key, e.name, e.name_en, e.type, e.status, e.qid, e.block, k.key FROM entity AS e"
                f" LEFT JOIN entity AS k ON k.id = e.kept WHERE e.{column} IN ({marks(len(part))})",
                part,
            ):
                number, key, name, name_en, kind, status, qid, block, kept = row
                status = "candidate" if block is not None else status
                self.keys[number] = key
                self.found[key] = (EntityRef(key, name, EntityType(kind), name_en, qid, status), kept or key)

    def key(self, number: int | None) -> str | None:
        """The key of the entity with this number."""
        return None if number is None else self.keys[number]

    def kept(self, key: str | None) -> str | None:
        """The key of the entity that stands for the one with this key."""
        return None if key is None else self.found[key][1]

    def row(self, key: str, mentions: int) -> Row:
        """The row of an entity that a story names."""
        ref, kept = self.found[key]
        return {
            "entity": kept, "entity_read": key, "name": ref.name, "name_en": ref.name_en, "type": ref.type.value,
            "status": ref.status, "qid": ref.qid, "mentions": mentions,
        }  # fmt: skip


class _Stories:
    """Some stories with everything found in them."""

    def __init__(self, db: Database, numbers: Iterable[int], known: Entities) -> None:
        self.db, self.numbers, self.known = db, list(numbers), known
        self.order = {number: at for at, number in enumerate(self.numbers)}
        self.texts: dict[int, str] = {}
        self.where: dict[int, Row] = {}

    def rows(self) -> Rows:
        """The rows of all tables, the stories in the order given."""
        found: Rows = {"stories": self._stories()}
        mentions, quotes, labels, events = (
            self._found("mention", "start, stop, type, zone, how, score, entity, norm", "place"),
            self._found(
                "quote", "start, stop, text, direct, zone, speaker, speaker_read, speaker_name, cue, stance, implicit,"
                " how, score, about_read, venue, addressee",
            ),
            self._found(
                "label_use", "start, stop, text, words, kind, tone, voice, speaker, entity_read"
            ),
            self._found(
                "event", "type, day AS event_day, day_told, day_from, day_to, start, stop, sentence, agents, targets,"
                " place AS location, planned, denied, ended, voice, voice_name, how, score",
            ),
        )  # fmt: skip
        self._look_up(mentions, quotes, labels, events)
        made = {
            "mentions": (mentions, self._mention), "quotes": (quotes, self._quote), "labels": (labels, self._label),
            "events": (events, self._event),
        }  # fmt: skip
        for table, (by_story, make) in made.items():
            found[table] = [
                {**self.where[number], "n": n, **make(number, row)}
                for number in self.numbers
                for n, row in enumerate(by_story[number])
            ]
        found["story_entities"] = [
            {**self.where[number], "n": n, **row}
            for number in self.numbers
            for n, row in enumerate(self._entities(mentions[number], quotes[number], labels[number], events[number]))
        ]
        return found

    def _stories(self) -> list[Row]:
        rows = self.db.execute(
            "SELECT s.id, p.id, p.digest, p.text, s.place, s.key, o.key, s.title, s.day, s.day_from, s.day_to, s.how,"
            " s.is_copy, s.body_hash, s.version, d.layout, d.doc FROM story AS s JOIN page AS p ON p.id = s.page"
            " JOIN story_doc AS d ON d.story = s.id LEFT JOIN source AS o ON o.id = s.source"
            f" WHERE s.id IN ({marks(len(self.numbers))})",
            self.numbers,
        )
        pages: dict[int, str] = {}
        return [self._story(row, pages) for row in sorted(rows, key=lambda row: self.order[row[0]])]

    def _story(self, row: Any, pages: dict[int, str]) -> Row:
        (
            number,
            seq,
            digest,
            text,
            place,
            key,
            source,
            title,
            day,
            first,
            last,
            how,
            copy,
            body,
            version,
            layout,
            doc,
        ) = row
        if seq not in pages:
            pages[seq] = unpacked(text)
        self.texts[number] = pages[seq]
        where = {"seq": seq, "page": digest, "place": place, "story": key}
        self.where[number] = {**where, "day": as_date(day), "source": source}
        return {
            **where, **(laid_out(unpacked_layout(layout, pages[seq])) if layout else _shown(doc)), "source": source,
            "title": title, "day": as_date(day), "day_from": as_date(first), "day_to": as_date(last), "how": how,
            "copy": bool(copy), "body": body, "version": version, "layout": layout_text(layout) if layout else None,
        }  # fmt: skip

    def _found(self, table: str, columns: str, order: str = "id") -> defaultdict[int, list[Row]]:
        names = [part.rpartition(" AS ")[2].strip() for part in columns.split(",")]
        found: defaultdict[int, list[Row]] = defaultdict(list)
        for number, *values in self.db.execute(
            f"SELECT story, {columns} FROM {table} WHERE story IN ({marks(len(self.numbers))}) ORDER BY story, {order}",
            self.numbers,
        ):
            found[number].append(dict(zip(names, values, strict=True)))
        return found

    def _look_up(self, *tables: defaultdict[int, list[Row]]) -> None:
        """Takes in every entity that the rows tell by number or key."""
        rows = [row for table in tables for found in table.values() for row in found]
        for row in rows:
            for name in ("about_read", "agents", "targets"):
                if name in row:
                    row[name] = json.loads(row[name])
        of = ("entity", "entity_read", "speaker_read", "location", "voice")
        told = [row[name] for row in rows for name in of if isinstance(row.get(name), int)]
        self.known.look_up("id", [*told, *(number for row in rows for number in row.get("about_read", ()))])
        people = (who for row in rows for who in (*row.get("agents", ()), *row.get("targets", ())))
        self.known.look_up("key", [key for key, _ in people])

    def _entities(self, mentions: list[Row], quotes: list[Row], labels: list[Row], events: list[Row]) -> Iterator[Row]:
        """Each entity that a story refers to, in the order of ``rows``, so that loading meets them in that order."""
        counts = Counter(row["entity"] for row in mentions)
        keys = [self.known.key(row["entity"]) for row in mentions]
        keys += [self.known.key(row["speaker_read"]) for row in quotes]
        for row in events:
            keys += [self.known.key(row["location"]), self.known.key(row["voice"])]
            keys += [key for key, _ in (*row["agents"], *row["targets"])]
        keys += [self.known.key(row["entity_read"]) for row in labels]
        named = {self.known.key(number): count for number, count in counts.items()}
        return (self.known.row(key, named.get(key, 0)) for key in dict.fromkeys(keys) if key)

    def _mention(self, number: int, row: Row) -> Row:
        key = self.known.key(row["entity"])
        text = clean(self.texts[number][row["start"] : row["stop"]])
        return {**row, "text": text, "entity": self.known.kept(key), "entity_read": key}

    def _quote(self, number: int, row: Row) -> Row:
        key = self.known.key(row["speaker_read"])
        about = sorted(filter(None, map(self.known.key, row["about_read"])))
        return {
            **row, "direct": bool(row["direct"]), "implicit": bool(row["implicit"]), "speaker": self.known.kept(key),
            "speaker_read": key, "about": about,
        }  # fmt: skip

    def _label(self, number: int, row: Row) -> Row:
        key = self.known.key(row["entity_read"])
        return {**row, "entity": self.known.kept(key), "entity_read": key}

    def _event(self, number: int, row: Row) -> Row:
        start = _sentence_start(self.texts[number], row)
        flags = {name: bool(row[name]) for name in ("day_told", "planned", "denied", "ended")}
        days = {name: as_date(row[name]) for name in ("event_day", "day_from", "day_to")}
        people = {name: [{"entity": key, "name": n} for key, n in row[name]] for name in ("agents", "targets")}
        return {
            **row, **flags, **days, **people, "location": self.known.key(row["location"]),
            "voice": self.known.key(row["voice"]), "sentence_start": start,
            "sentence_stop": start + len(row["sentence"]),
        }  # fmt: skip


def _shown(doc: bytes) -> Row:
    """The parts of a story that was read before layouts were kept."""
    found = unpacked_json(doc)
    parts = {name: found[name]["text"] if found[name] else None for name in ("kicker", "subtitle", "dateline")}
    words = {name: found[name] for name in ("byline", "credit", "category", "tags", "url")}
    paragraphs = [block["text"] for block in found["blocks"] if block["kind"] == "paragraph"]
    return {**parts, **words, "text": "\n\n".join(map(clean, paragraphs))}


def _sentence_start(text: str, row: Row) -> int:
    """Where the sentence of an event begins: the archive keeps its words, and the nearest ones are meant."""
    words, near = row["sentence"], int(row["start"])
    before, after = text.rfind(words, 0, near + len(words)), text.find(words, near)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - near), default=near)


Asked = Callable[[Database], Iterator[Row]]


def _asked(query: str, names: str, **made: Callable[[Any], Any]) -> Asked:
    """A question whose rows have ``names``; ``made`` turns the value of a column into that of the table."""
    columns = [name.strip() for name in names.split(",")]

    def rows(db: Database) -> Iterator[Row]:
        for values in db.execute(query):
            row = dict(zip(columns, values, strict=True))
            yield {**row, **{name: make(row[name]) for name, make in made.items()}}

    return rows


def _pages(db: Database) -> Iterator[Row]:
    names = "seq, page, path, url, seen, modified, encoding, size, type, site, title, tag, version, profile_name,"
    names += " profile_text, profile_source, profile_birth_date, profile_birth_precision, profile_aliases, text"
    query = (
        "SELECT p.id, p.digest, p.path, p.url, p.seen, p.modified, p.encoding, p.size, p.type, p.site, p.title, p.tag,"
        " p.version, b.name, b.text, b.source, b.birth_date, b.birth_precision, b.aliases, p.text FROM page AS p"
        " LEFT JOIN biography AS b ON b.page = p.id ORDER BY p.id"
    )
    for row in _asked(query, names, profile_aliases=_aliases)(db):
        yield {**row, **exact_text(unpacked(row["text"]))}


def _versions(db: Database) -> Iterator[Row]:
    query = (
        "SELECT v.story, p.digest, v.key, v.time, v.changed, v.said, v.stated, v.words, v.layout, v.named, p.text"
        " FROM version AS v JOIN page AS p ON p.id = v.page ORDER BY v.story, v.page"
    )
    for story, page, key, time, changed, said, stated, words, layout, named, text in db.execute(query):
        told = unpacked_layout(layout, unpacked(text))
        pieces = [*([told.title] if told.title else []), *told.paragraphs]
        yield {
            "story": story, "page": page, "key": key, "time": time, "changed": bool(changed), "said": bool(said),
            "stated": clean(stated), "text": "\n\n".join(clean(piece.text) for piece in pieces), "words": words,
            "layout": layout_text(layout), "named": layout_text(named),
        }  # fmt: skip


def _aliases(told: str | None) -> list[Row] | None:
    return [{"text": text, "language": language} for text, language in json.loads(told)] if told else None


_DAY_COUNTS = "c.stories, c.copies, c.estimated"
#: The rows of every table that is not of stories.
OTHERS: dict[str, Asked] = {
    "pages": _pages,
    "raw": _asked(
        "SELECT r.page, p.digest, r.kind, r.given, r.data FROM raw AS r JOIN page AS p ON p.id = r.page"
        " ORDER BY r.page",
        "seq, page, kind, given, data",
        data=lambda data: None if data is None else unpacked_bytes(data),
    ),
    "moved": _asked("SELECT key, story FROM story_moved ORDER BY key", "earlier, story"),
    "versions": _versions,
    "teasers": _asked(
        "SELECT t.page, p.digest, t.place, t.title, t.summary, t.category, t.url FROM teaser AS t"
        " JOIN page AS p ON p.id = t.page ORDER BY t.page, t.place",
        "seq, page, n, title, summary, category, url",
    ),
    "rejected": _asked(
        "SELECT r.id + (SELECT coalesce(max(id), 0) FROM page), path, digest, stage, reason, detail, size, 1"
        " FROM rejected AS r ORDER BY r.id",
        "seq, path, digest, stage, reason, detail, size, count",
    ),
    "entities": _asked(
        "SELECT e.key, coalesce(k.key, e.key), e.name, e.called, e.described, e.name_en, e.type, e.status, e.qid,"
        " e.stories, e.mentions FROM entity AS e LEFT JOIN entity AS k ON k.id = e.kept ORDER BY e.id",
        "entity_read, entity, name, called, described, name_en, type, status, qid, stories, mentions",
    ),
    "sources": _asked(
        "SELECT key, name, name_en, kind, stories FROM source ORDER BY id", "source, name, name_en, kind, stories"
    ),
    "sightings": _asked(
        "SELECT s.key, e.key, g.titles, g.company FROM sighting AS g JOIN story AS s ON s.id = g.story"
        " JOIN entity AS e ON e.id = g.entity ORDER BY g.story, g.entity",
        "story, entity_read, titles, company",
        titles=json.loads,
        company=json.loads,
    ),
    "judgements": _asked(
        "SELECT id, kind, entity, other, value, score, reasons, made_by, made, undone FROM judgement ORDER BY id",
        "n, kind, entity, other, value, score, reasons, made_by, made, undone",
        reasons=json.loads,
    ),
    "notes": _asked(
        "SELECT id, story, text, author, written FROM note ORDER BY id", "n, story, text, author, written"
    ),
    "totals": _asked("SELECT name, value FROM total ORDER BY name", "name, value"),
}  # fmt: skip
#: Counts by day, a month at a time.
DAY_COUNTS: dict[str, str] = {
    "entity_days": f"SELECT e.key AS entity, c.day, {_DAY_COUNTS} FROM entity_day AS c JOIN entity AS e"
    " ON e.id = c.entity",
    "source_days": f"SELECT o.key AS source, c.day, {_DAY_COUNTS} FROM source_day AS c JOIN source AS o"
    " ON o.id = c.source",
    "archive_days": f"SELECT c.day, {_DAY_COUNTS} FROM archive_day AS c",
}


def day_counts(db: Database, table: str, month: str) -> Iterator[Row]:
    """The rows of a table of counts by day for the days of a month."""
    keys = {"entity_days": ("entity",), "source_days": ("source",), "archive_days": ()}[table]
    names = (*keys, "day", "stories", "copies", "estimated")
    where = "c.day = ''" if month == UNDATED else "c.day >= ? AND c.day < ?"
    values = () if month == UNDATED else (month, f"{month}~")
    order = ", ".join(("c.day", *("e.key" if key == "entity" else "o.key" for key in keys)))
    for found in db.execute(f"{DAY_COUNTS[table]} WHERE {where} ORDER BY {order}", values):
        row = dict(zip(names, found, strict=True))
        yield {**row, "day": as_date(row["day"])}

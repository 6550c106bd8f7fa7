"""Rows that refer to rows which are not there, and rows that stand alone: names, counters, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.keeping.streams import parts
from marsad.keeping.wrongs import BACK_UP, READ_AGAIN, REBUILD, Fix, Report, Wrong
from marsad.model import EntityType
from marsad.names.variants import block
from marsad.store.database import Database
from marsad.store.schema import described
from marsad.text.fold import fold

#: Tables that are made anew from others, so that their orphans go by themselves.
DERIVED = frozenset(
    (
        "story_entity", "quote_about", "event_actor", "entity_form", "entity_title", "entity_day", "entity_month",
        "source_day", "label", "fingerprint", "overlap", "copy_of",
    )
)  # fmt: skip
#: Columns that are made anew.
_COLUMNS = frozenset((("quote", "speaker"), ("label_use", "entity"), ("entity", "kept")))
_EXAMPLES = 3


def orphans(db: Database, report: Report) -> None:
    """Counts the rows of every table that refer to a row which is not there."""
    for table in described():
        for column, other in table.references:
            query = f"FROM {table.name} AS t WHERE t.{column} IS NOT NULL AND NOT EXISTS" \
                f" (SELECT 1 FROM {other} AS o WHERE o.id = t.{column})"  # fmt: skip
            count = int(db.execute(f"SELECT count(*) {query}").fetchone()[0])
            if count:
                key = ", ".join(f"t.{name}" for name in table.key)
                rows = db.execute(f"SELECT {key} {query} ORDER BY {key} LIMIT {_EXAMPLES}").fetchall()
                where = [", ".join(f"{n} {v}" for n, v in zip(table.key, row, strict=True)) for row in rows]
                made = table.name in DERIVED or (table.name, column) in _COLUMNS
                remedy = REBUILD if made else READ_AGAIN if other in ("story", "entity", "event", "quote") else BACK_UP
                report.count(table.name, f"{column} leads to no {other}", count, where, remedy)


def entities(db: Database) -> Iterator[Wrong]:
    """Entities under one that is itself under another, or that stand in no block of names."""
    query = (
        "SELECT e.id, e.key FROM entity AS e JOIN entity AS k ON k.id = e.kept WHERE k.kept IS NOT NULL ORDER BY e.id"
    )
    for number, key in db.execute(query):
        fix: Fix = ("UPDATE entity SET kept = NULL WHERE id = ?", (number,))
        yield Wrong("entity", "an entity stands under one that stands under another", key, (fix,))
    for rows in parts(db, "entity", ("id", "key", "name", "type", "status", "block")):
        for number, key, name, kind, status, there in rows:
            expected = block(EntityType(kind), name) if status != "catalogue" else None
            if there != expected:
                fix = ("UPDATE entity SET block = ? WHERE id = ?", (expected, number))
                yield Wrong("entity", "the block of names is another", key, (fix,))


def biographies(db: Database) -> Iterator[Wrong]:
    """Biographies that cannot be found by their names."""
    for rows in parts(db, "biography", ("page", "folded", "name")):
        for page, folded, name in rows:
            if folded != fold(name):
                fix: Fix = ("UPDATE biography SET folded = ? WHERE page = ?", (fold(name), page))
                yield Wrong("biography", "the name is folded otherwise", f"page {page}", (fix,))


def counters(db: Database) -> Iterator[Wrong]:
    """Counters that would give a number again, or pass over what was added."""
    given = dict(db.execute("SELECT name, value FROM counter").fetchall())
    for name, column in (("note", "id"), ("judgement", "id"), ("rejected", "id"), ("change", "seq")):
        last = int(db.execute(f"SELECT coalesce(max({column}), 0) FROM {name}").fetchone()[0])
        if given.get(name, 0) < last:
            yield Wrong("counter", "a number would be given again", name, _set(name, last))
    last = int(db.execute("SELECT coalesce(max(id), 0) FROM story").fetchone()[0])
    if given.get("resolved", 0) > last:
        yield Wrong("counter", "names of stories to come would be passed over", "resolved", _set("resolved", last))


def _set(name: str, value: int) -> tuple[Fix, ...]:
    return (
        ("DELETE FROM counter WHERE name = ?", (name,)),
        ("INSERT INTO counter (name, value) VALUES (?, ?)", (name, value)),
    )


#: Stories and entities that no row of ``change`` tells of, by kind; what is derived would never hear of them.
UNTOLD = {
    kind: f"SELECT '{kind}', t.id FROM {kind} AS t WHERE NOT EXISTS"
    f" (SELECT 1 FROM change AS c WHERE c.kind = '{kind}' AND c.id = t.id) ORDER BY t.id"
    for kind in ("entity", "story")
}
#: Changes of one number, of which one would be passed over.
TWICE = "SELECT kind, id FROM change WHERE seq IN (SELECT seq FROM change GROUP BY seq HAVING count(*) > 1)"

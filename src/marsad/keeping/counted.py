"""What is counted and copied in the archive, each as the statement that gives what should stand there.

One list serves the check, which looks for differences, and the mending, which writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from marsad.store.database import Database


@dataclass(frozen=True, slots=True)
class Column:
    """Columns of the rows of a table; ``query`` gives ``id`` and what should stand in them."""

    table: str
    columns: tuple[str, ...]
    query: str

    def wrong(self, what: str) -> str:
        """The statement that selects ``what`` of the rows ``t`` that are wrong."""
        different = " OR ".join(f"t.{c} IS DISTINCT FROM x.{c}" for c in self.columns)
        return f"SELECT {what} FROM {self.table} AS t JOIN ({self.query}) AS x ON x.id = t.id WHERE {different}"

    def mend(self, db: Database) -> int:
        """Writes what should stand there; how many rows were wrong."""
        put = ", ".join(f"{c} = x.{c}" for c in self.columns)
        different = " OR ".join(f"{self.table}.{c} IS DISTINCT FROM x.{c}" for c in self.columns)
        return db.execute(
            f"UPDATE {self.table} SET {put} FROM ({self.query}) AS x WHERE x.id = {self.table}.id AND ({different})"
        ).rowcount


@dataclass(frozen=True, slots=True)
class Rows:
    """A whole table; ``query`` gives the rows that should stand in it, ``where`` which of its rows count."""

    table: str
    columns: str
    key: str
    query: str
    where: str = "1 = 1"

    def surplus(self) -> str:
        """The statement that selects the rows that should not stand there as they do."""
        return f"SELECT {self.columns} FROM {self.table} WHERE {self.where} EXCEPT SELECT * FROM ({self.query}) AS x"

    def missing(self) -> str:
        """The statement that selects the rows that should stand there and do not."""
        return f"SELECT * FROM ({self.query}) AS x EXCEPT SELECT {self.columns} FROM {self.table} WHERE {self.where}"

    def mend(self, db: Database) -> int:
        """Writes what should stand there; how many rows were wrong."""
        gone = f"SELECT {self.key} FROM ({self.surplus()}) AS wrong"
        taken = db.execute(f"DELETE FROM {self.table} WHERE ({self.key}) IN ({gone})").rowcount
        put = db.execute(
            f"INSERT INTO {self.table} ({self.columns}) SELECT * FROM ({self.missing()}) AS absent"
        ).rowcount
        return max(taken, put)


#: In the order in which they build on one another.
COLUMNS = (
    Column(
        "story", ("is_copy",),
        "SELECT s.id AS id, coalesce(c.again, 0) AS is_copy FROM story AS s LEFT JOIN copy_of AS c ON c.story = s.id"
        " WHERE s.shingles IS NOT NULL",
    ),
    Column(
        "quote", ("speaker", "day", "source"),
        "SELECT q.id AS id, coalesce(e.kept, e.id) AS speaker, s.day AS day, s.source AS source FROM quote AS q"
        " JOIN story AS s ON s.id = q.story LEFT JOIN entity AS e ON e.id = q.speaker_read",
    ),
    Column(
        "event", ("day", "source"),
        "SELECT e.id AS id, CASE WHEN e.day_told = 1 THEN e.day ELSE s.day END AS day, s.source AS source"
        " FROM event AS e JOIN story AS s ON s.id = e.story",
    ),
    Column(
        "label_use", ("entity", "day", "source"),
        "SELECT u.id AS id, coalesce(e.kept, e.id) AS entity, s.day AS day, s.source AS source FROM label_use AS u"
        " JOIN story AS s ON s.id = u.story JOIN entity AS e ON e.id = u.entity_read",
    ),
)  # fmt: skip

TABLES = (
    Rows(
        "story_entity", "entity, story, day, source, count, is_copy", "entity, day, story",
        "SELECT coalesce(e.kept, e.id) AS entity, s.id AS story, s.day AS day, s.source AS source, count(*) AS count,"
        " s.is_copy AS is_copy FROM mention AS m JOIN entity AS e ON e.id = m.entity JOIN story AS s ON s.id = m.story"
        " GROUP BY coalesce(e.kept, e.id), s.id, s.day, s.source, s.is_copy",
    ),
    Rows(
        "entity_day", "entity, day, stories, copies, estimated", "entity, day",
        "SELECT se.entity, se.day, count(*) AS stories, sum(se.is_copy) AS copies,"
        " sum(CASE WHEN s.how = 'inferred' THEN 1 ELSE 0 END) AS estimated"
        " FROM story_entity AS se JOIN story AS s ON s.id = se.story GROUP BY se.entity, se.day",
    ),
    Rows(
        "entity_month", "entity, month, stories, copies", "entity, month",
        "SELECT entity, substr(day, 1, 7) AS month, sum(stories) AS stories, sum(copies) AS copies FROM entity_day"
        " GROUP BY entity, substr(day, 1, 7)",
    ),
    Rows(
        "source_day", "source, day, stories, copies, estimated", "source, day",
        "SELECT source, day, count(*) AS stories, sum(is_copy) AS copies,"
        " sum(CASE WHEN how = 'inferred' THEN 1 ELSE 0 END) AS estimated"
        " FROM story WHERE source IS NOT NULL GROUP BY source, day",
    ),
    Rows(
        "archive_day", "day, stories, copies, estimated", "day",
        "SELECT day, count(*) AS stories, sum(is_copy) AS copies,"
        " sum(CASE WHEN how = 'inferred' THEN 1 ELSE 0 END) AS estimated FROM story GROUP BY day",
    ),
    Rows(
        "entity_title", "entity, text, stories, first_day, last_day, story", "entity, text",
        "SELECT entity_read AS entity, text, count(DISTINCT story) AS stories, min(nullif(day, '')) AS first_day,"
        " max(nullif(day, '')) AS last_day, min(story) AS story FROM label_use WHERE kind = 'title'"
        " GROUP BY entity_read, text",
    ),
    Rows(
        "total", "name, value", "name",
        " UNION ALL ".join(
            f"SELECT '{name}' AS name, count(*) AS value FROM {table} HAVING count(*) > 0"
            for name, table in (("pages", "page"), ("stories", "story"), ("mentions", "mention"), ("quotes", "quote"))
        ),
        "value <> 0 AND name IN ('pages', 'stories', 'mentions', 'quotes')",
    ),
)  # fmt: skip

#: Counts in the rows of entities and sources, of the tables above.
SUMS = (
    Column(
        "entity", ("stories", "mentions"),
        "SELECT e.id AS id, coalesce(own.stories, 0) AS stories, coalesce(own.mentions, 0) AS mentions FROM entity AS e"
        " LEFT JOIN (SELECT entity, count(*) AS stories, sum(count) AS mentions FROM story_entity GROUP BY entity)"
        " AS own ON own.entity = e.id",
    ),
    Column(
        "source", ("stories",),
        "SELECT o.id AS id, coalesce(own.stories, 0) AS stories FROM source AS o LEFT JOIN"
        " (SELECT source, count(*) AS stories FROM story GROUP BY source) AS own ON own.source = o.id",
    ),
)  # fmt: skip

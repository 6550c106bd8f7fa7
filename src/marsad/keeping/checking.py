"""Whether an archive is right: everything derived is compared with what it is derived from, as of one moment."""

from __future__ import annotations

from collections.abc import Callable

from marsad.keeping import copied, derived, happened, references, versions
from marsad.keeping.counted import COLUMNS, SUMS, TABLES, Column, Rows
from marsad.keeping.streams import parts
from marsad.keeping.wrongs import BACK_UP, SEARCH, Report, Wrong
from marsad.search.checking import trouble
from marsad.search.following import Following
from marsad.store.compression import unpacked_bytes
from marsad.store.database import Database, snapshot
from marsad.store.sqlite import SqliteDatabase

_EXAMPLES = 3

Step = Callable[[str, int], None]


def check(db: Database, step: Step = lambda what, pages: None, following: Following | None = None) -> Report:
    """Looks through the whole archive without changing it, in memory that does not grow with it.

    ``step`` is told what is looked at, and how many more pages were walked through. ``following`` is the search index,
    where that is to be looked at too.
    """
    report = Report()
    with snapshot(db):
        for name in ("page", "story", "mention", "quote", "event", "label_use", "entity", "raw", "version"):
            report.checked[name] = int(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0])
        _file(db, report, step)
        step("references", 0)
        references.orphans(db, report)
        for found in (references.entities, references.biographies, references.counters):
            report.take(found(db))
        _changes(db, report)
        step("pages", 0)
        report.take(derived.wrong(db, lambda pages: step("pages", pages)))
        for found in (versions.addresses, versions.wrong):
            report.take(found(db))
        step("pages as they came", 0)
        _raw(db, report)
        _copies(db, report, step)
        _happenings(db, report, step)
        for one in (*COLUMNS, *TABLES, *SUMS):
            step(one.table, 0)
            _column(db, one, report) if isinstance(one, Column) else _rows(db, one, report)
        query = "SELECT count(*) FROM note WHERE NOT EXISTS (SELECT 1 FROM story WHERE story.key = note.story)"
        report.lost_notes = int(db.execute(query).fetchone()[0])
        if following:
            step("search index", 0)
            _index(db, following, report)
    return report


def _file(db: Database, report: Report, step: Step) -> None:
    """What SQLite itself says of the file."""
    if isinstance(db, SqliteDatabase):
        step("the file", 0)
        said = [str(row[0]) for row in db.execute("PRAGMA integrity_check")]
        if said != ["ok"]:
            report.count("file", "SQLite finds it damaged", len(said), said[:_EXAMPLES], BACK_UP)


def _index(db: Database, following: Following, report: Report) -> None:
    """The search index; one that lacks the newest changes, or is not there yet, is not wrong."""
    report.not_searchable = following.behind(db)
    if not report.not_searchable:
        for line in trouble(db, following):
            report.count("search index", line, 1, [str(following.path)], SEARCH)


def _changes(db: Database, report: Report) -> None:
    for what, query in (
        *(("no change tells of a row", query) for query in references.UNTOLD.values()),
        ("two changes have one number", references.TWICE),
    ):
        count = int(db.execute(f"SELECT count(*) FROM ({query}) AS untold").fetchone()[0])
        rows = db.execute(f"{query} LIMIT {_EXAMPLES}").fetchall() if count else []
        report.count("change", what, count, [f"{kind} {number}" for kind, number in rows])


def _raw(db: Database, report: Report) -> None:
    """Pages as they came that cannot be unpacked any more."""
    for rows in parts(db, "raw", ("page", "size", "data")):
        for page, size, data in rows:
            try:
                whole = data is None or len(unpacked_bytes(data)) == size
            except Exception:  # whatever damaged data makes of the decompressor
                whole = False
            if not whole:
                report.take([Wrong("raw", "the page as it came cannot be unpacked", f"page {page}", remedy=BACK_UP)])


def _happenings(db: Database, report: Report, step: Step) -> None:
    report.waiting = happened.waiting(db)
    if not report.waiting:
        for found in happened.STEPS:
            step("happenings", 0)
            report.take(found(db))


def _copies(db: Database, report: Report, step: Step) -> None:
    step("copies", 0)
    report.take(copied.fingerprints(db))
    _rows(db, copied.COMMON_ROWS, report)
    report.take(copied.overlaps(db))
    report.take(copied.groups(db))


def _column(db: Database, one: Column, report: Report) -> None:
    count = int(db.execute(one.wrong("count(*)")).fetchone()[0])
    if count:
        rows = db.execute(f"{one.wrong('t.id')} ORDER BY t.id LIMIT {_EXAMPLES}").fetchall()
        what = f"{' or '.join(one.columns)} do not follow from the rows that say so"
        report.count(one.table, what, count, [f"{one.table} {row[0]}" for row in rows])


def _rows(db: Database, one: Rows, report: Report) -> None:
    for what, query in (("surplus or wrong", one.surplus()), ("missing or wrong", one.missing())):
        count = int(db.execute(f"SELECT count(*) FROM ({query}) AS wrong").fetchone()[0])
        if count:
            rows = db.execute(f"SELECT {one.key} FROM ({query}) AS wrong LIMIT {_EXAMPLES}").fetchall()
            where = [", ".join(f"{n} {v}" for n, v in zip(one.key.split(", "), row, strict=True)) for row in rows]
            report.count(one.table, f"rows are {what}", count, where)

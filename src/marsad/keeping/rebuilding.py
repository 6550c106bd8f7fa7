"""Whatever is derived made right again, from the columns as read, the pages and the judgements of people.

Only rows that are wrong are written, so that a large archive with a small damage is mended without being written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from marsad.catalogue import Catalogue
from marsad.config import Resolving
from marsad.keeping import copied, derived, happened, references, versions
from marsad.keeping.counted import COLUMNS, SUMS, TABLES
from marsad.keeping.wrongs import REBUILD, Report, Wrong
from marsad.resolving.resolving import resolve
from marsad.search.following import Following
from marsad.store.changes import note_changes
from marsad.store.copies import catch_up
from marsad.store.database import Database, next_number, transaction
from marsad.store.happenings import AT_ONCE, take
from marsad.store.kept import RESHAPED

#: What can be made anew, in this order.
PARTS = ("pages", "copies", "happenings", "counts", "changes", "names", "search")

Step = Callable[[str, int], None]


@dataclass(slots=True)
class Rebuilt:
    """How many rows of each table were wrong and are right now, and what nothing in the archive says any more.

    Pages with such a loss are marked: the next ``reread`` reads them again.
    """

    mended: Counter[str] = field(default_factory=Counter)
    lost: Report = field(default_factory=Report)

    def take(self, wrong: Iterable[Wrong], db: Database) -> None:
        """Mends what is wrong."""
        for one in wrong:
            for statement, values in one.fixes:
                db.execute(statement, values)
            if one.remedy == REBUILD:
                self.mended[one.table] += 1
            else:
                self.lost.take([one])


def rebuild(
    db: Database,
    catalogue: Catalogue,
    limits: Resolving,
    what: Iterable[str] = PARTS,
    following: Following | None = None,
    step: Step = lambda what, pages: None,
) -> Rebuilt:
    """Mends what is wrong.

    "pages": what follows from each page and story. "copies": fingerprints, what texts share and groups of copies.
    "happenings": what stories are about and which tell of one thing. "counts": counts and lists. "changes": what the
    search index goes by, and the counters. "names": who stands for whom, by rule and by judgements, which needs the
    others to be right. "search": the index ``following``. The names are one transaction, the others are another: a run
    that is killed is given again.
    """
    wanted, done = set(what), Rebuilt()
    with transaction(db):
        if "names" in wanted:
            _loose(db, done)
        if "pages" in wanted:
            step("pages", 0)
            done.take(references.biographies(db), db)
            done.take(derived.wrong(db, lambda pages: step("pages", pages)), db)
            done.take(list(versions.addresses(db)), db)
            done.take(list(versions.wrong(db)), db)
        if "copies" in wanted:
            step("copies", 0)
            _copies(db, done)
        if "happenings" in wanted:
            step("happenings", 0)
            _happenings(db, done)
        if "counts" in wanted:
            for one in (*COLUMNS, *TABLES, *SUMS):
                step(one.table, 0)
                done.mended[one.table] += one.mend(db)
        if "changes" in wanted:
            _changes(db, done)
        next_number(db, RESHAPED)
    if "names" in wanted:
        step("names", 0)
        done.mended["entity"] += resolve(db, catalogue, limits, whole=True).moved
    done.mended = +done.mended
    if "search" in wanted and following:
        step("search", 0)
        following.rebuild(db)
    return done


def _loose(db: Database, done: Rebuilt) -> None:
    """Lets names stand for themselves that stand under nobody, or under one that stands under another itself."""
    gone = "kept IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entity AS o WHERE o.id = entity.kept)"
    done.mended["entity"] += db.execute(f"UPDATE entity SET kept = NULL WHERE {gone}").rowcount
    done.take(references.entities(db), db)


def _happenings(db: Database, done: Rebuilt) -> None:
    """Each step by what the one before made right."""
    while take(db, AT_ONCE):
        pass
    for found in happened.STEPS:
        done.take(list(found(db)), db)


def _copies(db: Database, done: Rebuilt) -> None:
    """Each step by what the one before made right."""
    catch_up(db)
    done.take(list(copied.fingerprints(db)), db)
    done.mended["common_fingerprint"] += copied.COMMON_ROWS.mend(db)
    done.take(list(copied.overlaps(db)), db)
    done.take(list(copied.groups(db)), db)


def _changes(db: Database, done: Rebuilt) -> None:
    done.take(list(references.counters(db)), db)
    for query in (*references.UNTOLD.values(), references.TWICE):
        found = [(kind, int(number)) for kind, number in db.execute(query).fetchall()]
        note_changes(db, found)
        done.mended["change"] += len(found)

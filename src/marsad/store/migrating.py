"""Archives of earlier versions brought up to this one, a numbered step at a time, each in one transaction."""

from __future__ import annotations

from marsad.model import EntityType
from marsad.names.variants import block
from marsad.store.changes import name_archive
from marsad.store.database import Database, transaction
from marsad.store.schema import statements
from marsad.store.sqlite import SqliteDatabase
from marsad.text.addresses import same_address
from marsad.text.fold import fold

#: The oldest version that can be brought up to date.
OLDEST = 6
#: Since this version archives have numbers of their own.
_NAMED = 10
#: Since this version pages have addresses by which they are known when they come again.
_ADDRESSED = 12
_PAGES = "SELECT id, url FROM page WHERE id > ? AND url IS NOT NULL ORDER BY id LIMIT 1000"


def migrate(db: Database, target: int) -> None:
    """Brings the archive up to the version ``target``; a run that is killed leaves a whole earlier version."""
    if isinstance(db, SqliteDatabase):  # archives on PostgreSQL began after the versions that need these
        db.create_function("block_of", 2, lambda type, name: block(EntityType(type), name), deterministic=True)
        db.create_function("folded", 1, fold, deterministic=True)
    for number in range(OLDEST + 1, target + 1):
        with transaction(db):  # another program may have done it while this one waited
            if db.version() == number - 1:
                for statement in statements(f"migrations/{number:04}.sql"):
                    db.make(statement)
                if number == _NAMED:
                    name_archive(db)
                if number == _ADDRESSED:
                    _address(db)
                db.set_version(number)


def _address(db: Database) -> None:
    """Gives every page its address."""
    after = 0
    while rows := db.execute(_PAGES, (after,)).fetchall():
        after = rows[-1][0]
        found = [(address, number) for number, url in rows if (address := same_address(url))]
        db.executemany("UPDATE page SET address = ? WHERE id = ?", found)

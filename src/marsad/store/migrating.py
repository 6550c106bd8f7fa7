"""Archives of earlier versions brought up to this one, a numbered step at a time, each in one transaction."""

from __future__ import annotations

import sqlite3
from importlib import resources

from marsad.model import EntityType
from marsad.names.variants import block
from marsad.text.fold import fold

#: The oldest version that can be brought up to date.
OLDEST = 6


def migrate(db: sqlite3.Connection, target: int) -> None:
    """Brings the archive up to the version ``target``; a run that is killed leaves a whole earlier version."""
    db.create_function("block_of", 2, lambda type, name: block(EntityType(type), name), deterministic=True)
    db.create_function("folded", 1, fold, deterministic=True)
    for number in range(OLDEST + 1, target + 1):
        db.execute("BEGIN IMMEDIATE")
        try:  # another program may have done it while this one waited
            if db.execute("PRAGMA user_version").fetchone()[0] == number - 1:
                for statement in statements(f"migrations/{number:04}.sql"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


def statements(name: str) -> list[str]:
    """The statements of an SQL file of this package, in order."""
    text = (resources.files("marsad.store") / name).read_text("utf-8")
    whole = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [s for s in whole.split(";") if s.strip()]

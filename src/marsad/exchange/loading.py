"""Tables into an archive: each page comes as if it had been read now, so the archive is that of ``marsad add``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from marsad.exchange.folders import pages, parts
from marsad.exchange.rebuilding import to_reading, to_rejected
from marsad.model import Reading, Rejected
from marsad.store.adding import known
from marsad.store.database import Database


def readings(folder: Path, db: Database) -> Iterator[Reading | Rejected | None]:
    """What was found in every page of ``folder``, in order; None for a page that the archive has already.

    Raises SettingsError for a folder without tables.
    """
    for part in parts(folder):
        for found in pages(part):
            if found.page is None:
                assert found.rejected is not None
                yield to_rejected(found.rejected)
            else:
                yield None if known(db, found.page["page"]) else to_reading(found.page, found.rows)

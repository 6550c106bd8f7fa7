"""Adding what was read: pages, their stories and every count that depends on them, many in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import Reading, Rejected
from marsad.outlets import Outlets
from marsad.store.again import add_again
from marsad.store.batch import Added, Batch
from marsad.store.database import Database, rows_of, transaction
from marsad.text.addresses import same_address

__all__ = ["Added", "add", "add_all", "known"]


def known(db: Database, digest: str) -> bool:
    """Whether the page with this digest is in the archive."""
    return db.execute("SELECT 1 FROM page WHERE digest = ?", (digest,)).fetchone() is not None


def add(db: Database, result: Reading | Rejected, outlets: Outlets) -> Added:
    """Adds one page in a transaction of its own."""
    return add_all(db, [result], outlets)[0]


def add_all(db: Database, results: Sequence[Reading | Rejected], outlets: Outlets) -> list[Added]:
    """Adds pages in one transaction, the same as one after another; returns what became of each.

    A run killed at any moment leaves whole pages only. A reading that the tables refuse, which is a bug of the reader,
    is rejected and costs no other page.
    """
    try:
        return _add(db, results, outlets)
    except db.refusals as bug:
        if len(results) > 1:
            return [added for result in results for added in add_all(db, [result], outlets)]
        if isinstance(results[0], Rejected):
            raise
        return _add(db, [_refused(results[0], bug)], outlets)


def _add(db: Database, results: Sequence[Reading | Rejected], outlets: Outlets) -> list[Added]:
    """One transaction; where the connection breaks in it, it is tried once more when the server is there again."""
    try:
        with transaction(db):
            return _add_in_order(db, results, outlets)
    except Exception as broken:
        if not db.lost(broken):
            raise
    with transaction(db):
        return _add_in_order(db, results, outlets)


def _add_in_order(db: Database, results: Sequence[Reading | Rejected], outlets: Outlets) -> list[Added]:
    """Adds pages of new addresses together, those whose address is there each by itself."""
    there = _addresses(db, results)
    found, waiting = list[Added](), list[Reading | Rejected]()
    for result in results:
        address = _address(result)
        if address in there and isinstance(result, Reading):
            found += Batch(db, outlets).add(waiting) if waiting else []
            waiting = []
            found.append(Added("known") if known(db, result.page.digest) else add_again(db, result, outlets))
        else:
            waiting.append(result)
            there |= {address} if address else set()
    return found + (Batch(db, outlets).add(waiting) if waiting else [])


def _addresses(db: Database, results: Sequence[Reading | Rejected]) -> set[str]:
    """Which addresses of the pages the archive has."""
    wanted = {address for result in results if (address := _address(result))}
    return {row[0] for row in rows_of(db, "SELECT DISTINCT address FROM page WHERE address", sorted(wanted))}


def _address(result: Reading | Rejected) -> str | None:
    return same_address(result.page.url) if isinstance(result, Reading) else None


def _refused(reading: Reading, bug: Exception) -> Rejected:
    page = reading.page
    said = str(bug).splitlines()[0]
    return Rejected(page.path, page.digest, "store", "crash", f"{said}; please report it", page.size)

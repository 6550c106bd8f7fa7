"""What pages were read from, as rows of the archive."""

from __future__ import annotations

from marsad.model import Raw
from marsad.store.compression import packed_bytes, unpacked, unpacked_bytes
from marsad.store.database import Database


def raw_row(page: int, raw: Raw, text: str) -> tuple[object, ...]:
    """The row of what the page with this number and ``text`` was read from."""
    same = raw.data == text.encode("utf-8", "surrogatepass")
    return page, raw.kind, raw.given, len(raw.data), None if same else packed_bytes(raw.data)


def raw_of(db: Database, page: int) -> Raw | None:
    """What a page was read from; None where it was not kept."""
    query = "SELECT kind, given, data, text FROM raw JOIN page ON page.id = raw.page WHERE raw.page = ?"
    row = db.execute(query, (page,)).fetchone()
    return made(*row) if row else None


def made(kind: str, given: str, data: bytes | None, text: bytes) -> Raw:
    """What a page was read from, of its row and the packed text of the page."""
    plain = unpacked(text).encode("utf-8", "surrogatepass") if data is None else unpacked_bytes(data)
    return Raw(kind, plain, given)

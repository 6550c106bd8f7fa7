"""Whether the search index is what the archive says: whole files, nothing missing, nothing too much."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import tantivy

from marsad.errors import SearchIndexError
from marsad.search.documents import OWN
from marsad.search.following import Following
from marsad.search.index import Index
from marsad.store.database import Database

#: How Tantivy ends its files: a footer in JSON with the checksum of all before it, its length, a number of its own.
_ENDS = 8
_OWN_NUMBER = 1337
#: Field and term of documents, what they are, and how many there should be.
_ROWS = (
    ("what", "story", "the kind story", "SELECT count(*) FROM story"),
    ("what", "quote", "the kind quote", "SELECT count(*) FROM quote"),
    ("own", OWN, "stories that are no copies", "SELECT count(*) FROM story WHERE is_copy = 0"),
)


def trouble(db: Database, following: Following) -> Iterator[str]:
    """What is wrong with the index, a line each; nothing when it is whole and up to date."""
    try:
        index = following.index()
        if left := following.behind(db):
            yield f"the search index lacks {left} changes; the next command that adds or searches takes them in"
            return
        for field, term, what, query in _ROWS:
            there, held = int(db.execute(query).fetchone()[0]), _count(index, field, term)
            if there != held:
                yield f"the search index has {held} documents of {what}, the archive {there}"
    except SearchIndexError as cause:
        yield str(cause)
    for file in sorted(following.path.glob("*") if following.path else ()):
        if not _is_whole(file):
            yield f"{file} of the search index is damaged"


def _count(index: Index, field: str, term: str) -> int:
    with index.guarded():
        found = index.searcher.search(tantivy.Query.term_query(index.schema, field, term), 1)
    return int(cast(Any, found).count)


def _is_whole(file: Path) -> bool:
    """Whether the checksum at the end of a file of the index is that of the file; other files have none."""
    if file.suffix in (".json", ".lock") or file.name.startswith("."):
        return True
    data = file.read_bytes()
    size, number = (int.from_bytes(data[at : at + 4], "little") for at in (len(data) - 8, len(data) - 4))
    if number != _OWN_NUMBER or size > len(data) - _ENDS:
        return False
    start = len(data) - _ENDS - size
    try:
        return bool(json.loads(data[start : start + size])["crc"] == zlib.crc32(data[:start]))
    except (ValueError, KeyError, TypeError):
        return False

"""Rows of the tables by which SQLite searches words and names."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from typing import TYPE_CHECKING

from marsad.model import Zone
from marsad.store.words import indexed
from marsad.text.fold import fold

if TYPE_CHECKING:
    from marsad.store.rows import Pending


def word_rows(rows: MutableMapping[str, list[Sequence[object]]], pending: Iterable[Pending]) -> None:
    """Adds to ``rows`` what search needs of new stories, and of the quotes and entities among the rows."""
    for one in pending:
        title, more = indexed(one.story.title.text if one.story.title else "")
        parts = (piece.text for zone, piece in one.story.zones() if zone is not Zone.TITLE)
        body, more_of_body = indexed("\n".join(parts))
        rows["search"].append((one.id, title, body, f"{more} {more_of_body}"))
    rows["quote_search"] += [(row[0], *indexed(str(row[4]))) for row in rows["quote"]]
    for number, _, name, english, *_ in rows["entity"]:
        rows["name"] += [(text, number) for text in (fold(str(name)), *([str(english).lower()] if english else []))]

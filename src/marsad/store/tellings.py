"""The words of a story of the archive, with who is named in them, for whoever lays it beside another."""

from __future__ import annotations

from marsad.copies.tellings import Named, Telling, joined, put_on, put_together
from marsad.store.compression import unpacked
from marsad.store.database import Database
from marsad.store.layouts import unpacked as unpacked_layout


def telling_of(db: Database, story: int) -> Telling | None:
    """The words of the story with this row number; None where the archive does not say where its parts stand."""
    query = (
        "SELECT p.text, d.layout FROM story AS s JOIN page AS p ON p.id = s.page"
        " JOIN story_doc AS d ON d.story = s.id WHERE s.id = ?"
    )
    row = db.execute(query, (story,)).fetchone()
    if row is None or row[1] is None:
        return None
    return put_together(unpacked_layout(row[1], unpacked(row[0])), named_of(db, story))


def named_of(db: Database, story: int) -> list[Named]:
    """Who is named where in a story, as it was read; offsets into the text of its page."""
    names = db.execute(
        "SELECT m.start, m.stop, e.key FROM mention AS m JOIN entity AS e ON e.id = m.entity WHERE m.story = ?",
        (story,),
    ).fetchall()
    labels = db.execute(
        "SELECT u.start, u.stop, e.key, u.kind, u.words, u.tone FROM label_use AS u"
        " JOIN entity AS e ON e.id = u.entity_read WHERE u.story = ?",
        (story,),
    ).fetchall()
    return joined([Named(*row) for row in names] + [put_on(*row) for row in labels])

"""What should stand in the rows of texts that stories had, and in the addresses by which pages are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from marsad.keeping.streams import parts
from marsad.keeping.wrongs import BACK_UP, READ_AGAIN, Fix, Wrong
from marsad.store.compression import unpacked
from marsad.store.database import Database
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.versions import Version, ordered, unpacked_named, versions, words_of
from marsad.story.updates import stated_change
from marsad.text.addresses import same_address


def addresses(db: Database) -> Iterator[Wrong]:
    """Pages that would not be known by their addresses."""
    for rows in parts(db, "page", ("id", "url", "address")):
        for number, url, there in rows:
            expected = same_address(url)
            if there != expected:
                fix: Fix = ("UPDATE page SET address = ? WHERE id = ?", (expected, number))
                yield Wrong("page", "the address is another", f"page {number}", (fix,))


def wrong(db: Database) -> Iterator[Wrong]:
    """Texts of stories that are gone, or that are not what their pages and the texts before them say."""
    for (story,) in db.execute("SELECT DISTINCT story FROM version ORDER BY story").fetchall():
        row = db.execute("SELECT page FROM story WHERE key = ?", (story,)).fetchone()
        if row is None:
            fix: Fix = ("DELETE FROM version WHERE story = ?", (story,))
            yield Wrong("version", "texts are of no story", story, (fix,))
        else:
            yield from _of_story(db, story, row[0])


def _of_story(db: Database, story: str, page: int) -> Iterator[Wrong]:
    query = "SELECT page, words, stated, changed, said FROM version WHERE story = ?"
    stored = {row[0]: tuple(row[1:]) for row in db.execute(query, (story,)).fetchall()}
    expected = []
    for one in versions(db, story):
        try:
            expected.append(_as_its_page_has_it(db, one))
        except Exception as cause:  # whatever a damaged layout makes of it
            yield Wrong("version", "texts cannot be read", f"{story}, page {one.page} ({cause})", remedy=READ_AGAIN)
            return
    if page not in stored:
        yield Wrong("version", "the text of a story is not among its texts", story, remedy=BACK_UP)
    for one in ordered(expected):
        values = (one.words, one.stated, one.changed, one.said)
        if stored[one.page] != values:
            put = "UPDATE version SET words = ?, stated = ?, changed = ?, said = ? WHERE story = ? AND page = ?"
            where = f"{story}, page {one.page}"
            yield Wrong(
                "version", "texts are not as their pages have them", where, ((put, (*values, story, one.page)),)
            )


def _as_its_page_has_it(db: Database, one: Version) -> Version:
    """The text with what follows from its page. Raises whatever damaged data makes of it."""
    text = unpacked(db.execute("SELECT text FROM page WHERE id = ?", (one.page,)).fetchone()[0])
    story = unpacked_layout(one.layout, text)
    unpacked_named(one.named)
    return replace(one, words=words_of(story), stated=stated_change(text, story))

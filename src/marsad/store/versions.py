"""The texts that a story had at its address one after another: one row for each page that was read there.

Rows are in the order of ``time``: when the page was read, else when it says that it was changed, else when it was
added. The story is the newest text; of pages with the same words the first, since it was read nearest to its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from marsad.copies.tellings import Named, body_of
from marsad.intake.moments import iso
from marsad.model import Story
from marsad.store.changes import STORY, note_changes
from marsad.store.compression import packed_json, unpacked, unpacked_json
from marsad.store.copies import leave, settle
from marsad.store.database import Database
from marsad.store.layouts import packed as packed_layout
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.taking_out import stories_where
from marsad.store.tellings import named_of
from marsad.store.texts import body_hash
from marsad.story.updates import stated_change
from marsad.text.words import folded_words, hashed

#: The columns of the table, in order.
COLUMNS = "story, page, key, time, words, stated, layout, named, changed, said"


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a story (``story`` its key) on one page (its row number); columns as in the table.

    ``added`` and ``modified`` are those of the page.
    """

    story: str
    page: int
    key: str
    time: str
    words: str
    stated: str
    layout: bytes
    named: bytes
    changed: int = 1
    said: int = 0
    added: str = ""
    modified: str = ""


def version_of(
    story: Story, page: int, text: str, named: Sequence[Named], *, seen: str | None, modified: str | None, added: str
) -> Version:
    """The text of ``story`` on a page that was ``seen`` then; ``named`` are its stretches in the page ``text``."""
    words = words_of(story)
    return Version(
        story.id, page, story.id, moment(seen) or moment(modified), words, stated_change(text, story),
        packed_layout(story, text), packed_named(named), added=moment(added), modified=moment(modified),
    )  # fmt: skip


def words_of(story: Story) -> str:
    """What stands for the words of a story: spelling, punctuation and white space make no difference."""
    pieces = [*([story.title] if story.title else []), *body_of(story)]
    return hashed("\n".join(" ".join(folded_words(piece.text)) for piece in pieces))


def moment(value: str | None) -> str:
    """A date or time so that two of them compare as text: in UTC where the zone is told; "" for none."""
    found = iso(value) if value else None
    if not found or len(found) == len("2026-01-01"):
        return found or ""
    when = datetime.fromisoformat(found)
    return (when.astimezone(UTC) if when.tzinfo else when).replace(tzinfo=None).isoformat(timespec="seconds")


def packed_named(named: Iterable[Named]) -> bytes:
    """Stretches as the table keeps them; ``unpacked_named`` gives them back."""
    return packed_json([asdict(one) for one in named])


def unpacked_named(data: bytes) -> list[Named]:
    """Stretches that ``packed_named`` packed."""
    return [Named(**{**one, "put": tuple(map(tuple, one["put"]))}) for one in unpacked_json(data)]


def versions(db: Database, story: str) -> list[Version]:
    """Every text of the story with this key, the oldest first; none where one page alone gave it."""
    names = COLUMNS.split(", ")
    columns = ", ".join(f"v.{name}" for name in names)
    query = f"SELECT {columns}, p.added, p.modified FROM version AS v JOIN page AS p ON p.id = v.page WHERE v.story = ?"
    found = []
    for *row, added, modified in db.execute(query, (story,)).fetchall():
        told = dict(zip(names, row, strict=True))
        found.append(Version(**told, added=moment(added), modified=moment(modified)))
    return ordered(found)


def present(db: Database, story: str) -> Version | None:
    """The text that the story with this key has in the archive; None where its layout is not kept."""
    row = db.execute(
        "SELECT s.id, p.id, p.text, p.seen, p.modified, p.added, d.layout FROM story AS s JOIN page AS p"
        " ON p.id = s.page JOIN story_doc AS d ON d.story = s.id WHERE s.key = ?",
        (story,),
    ).fetchone()
    if row is None or row[6] is None:
        return None
    number, page, text, seen, modified, added, layout = row
    text = unpacked(text)
    told, named = unpacked_layout(layout, text), named_of(db, number)
    return version_of(told, page, text, named, seen=seen, modified=modified, added=added)


def ordered(found: Iterable[Version]) -> list[Version]:
    """The texts in the order of time, each marked as changed or not, and as said or not."""
    rows = sorted(found, key=lambda v: (v.time or v.added, v.page))
    marked: list[Version] = []
    for one in rows:
        before = marked[-1] if marked else None
        changed = before is not None and one.words != before.words
        said = changed and before is not None and _says(one, before)
        marked.append(replace(one, changed=int(changed), said=int(said)))
    return marked


def _says(one: Version, before: Version) -> bool:
    """Whether the page says that it was changed since ``before``: in its own words, or by the time that it states."""
    since = before.modified or before.time
    return bool(one.stated and one.stated != before.stated) or bool(one.modified and one.modified > since)


def shown(found: Sequence[Version]) -> Version:
    """The text that is the story: the newest, of pages with the same words one after another the first."""
    return next(one for one in reversed(found) if one.changed or one is found[0])


def keep(db: Database, story: str, found: Sequence[Version], before: str | None = None) -> None:
    """Lets these, in order, be the texts of the story with this key, whose texts were kept under the key ``before``.

    The story gets the key of the oldest; those of all others lead to it, and its notes stay with it. Inside a
    transaction that writes.
    """
    first, key = found[0].key, before or story
    if first != story:
        _rename(db, story, first)
    db.execute("DELETE FROM version WHERE story = ?", (key,))
    rows = [
        (first, v.page, v.key, v.time, v.words, v.stated, v.layout, v.named, v.changed, v.said) for v in found
    ]  # fmt: skip
    db.insert("version", COLUMNS, rows)
    for table in ("note", "story_moved") if key != first else ():
        db.execute(f"UPDATE {table} SET story = ? WHERE story = ?", (first, key))
    others = {key, *(one.key for one in found)} - {first}
    db.upsert("story_moved", "key", "story", [(one, first) for one in sorted(others)], adds=False)
    db.execute("DELETE FROM story_moved WHERE key = ?", (first,))


def _rename(db: Database, key: str, first: str) -> None:
    """Gives a story the id of a text that turned out to be its oldest."""
    old = stories_where(db, "s.key = ?", (key,))[0]
    assert old.layout is not None
    story = replace(old.layout, id=first)
    left = leave(db, [old.id])  # groups of copies go by ids where all else is equal
    db.execute("UPDATE story SET key = ?, body_hash = ? WHERE id = ?", (first, body_hash(story), old.id))
    db.execute("UPDATE story_doc SET layout = ? WHERE story = ?", (packed_layout(story, old.text), old.id))
    settle(db, left)
    note_changes(db, [(STORY, old.id)])

"""Every page read again by the version of today, page by page, while others read and add.

Where a run was stopped, the next one goes on. Pages of which the bytes were not kept are read again from the text and
the layout that the archive holds: their names, quotes, labels and events are new, their stories are as they were cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from marsad import __version__
from marsad.config import Resolving
from marsad.intake import again
from marsad.intake.limits import OutOfTime, within
from marsad.intake.options import Options
from marsad.keeping.replacing import replace_page
from marsad.model import Page, Reading, Rejected
from marsad.pipeline import Tools, observe, read_story
from marsad.resolving.learning import SECOND, catch_up
from marsad.search.following import Following
from marsad.store.compression import unpacked
from marsad.store.database import Database, set_counter, transaction
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.raw_rows import made
from marsad.store.rereading import replace_found
from marsad.store.unused import remove_unused

_PART = 100
_OLDER = (
    "SELECT id, version FROM page WHERE id > ? AND version <> ? AND"
    " (EXISTS (SELECT 1 FROM raw WHERE raw.page = page.id)"
    " OR EXISTS (SELECT 1 FROM story WHERE story.page = page.id AND story.version NOT IN (?, ?))) ORDER BY id LIMIT ?"
)
_ALL = "SELECT id, version FROM page WHERE id > ? ORDER BY id LIMIT ?"


@dataclass(slots=True)
class Reread:
    """What a run did. ``from_layout`` pages were read from their kept layout, ``left`` pages, by reason, stayed as
    they were. ``lost_notes`` are notes on stories that are gone: (key of the story, text, author)."""

    pages: int = 0
    from_layout: int = 0
    stories: int = 0
    new: int = 0
    gone: int = 0
    moved: int = 0
    left: Counter[str] = field(default_factory=Counter)
    lost_notes: list[tuple[str, str, str]] = field(default_factory=list)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How pages are to be read again: by which tools, options and rules, all of them or those of older versions, and
    how many at most. ``following`` is the search index, by which stories with learned names are found."""

    tools: Tools
    options: Options
    resolving: Resolving
    all_pages: bool = False
    most: int | None = None
    following: Following | None = None


def waiting(db: Database, all_pages: bool) -> int:
    """How many pages are to be read again from where the last run stopped."""
    query, values = _query(all_pages, _after(db, all_pages))
    whole = query.removesuffix(" ORDER BY id LIMIT ?")
    return int(db.execute(f"SELECT count(*) FROM ({whole}) AS older", values).fetchone()[0])


def reread(db: Database, way: Way, step: Callable[[str], None] = lambda path: None) -> Reread:
    """Reads pages again, each in a transaction of its own, then resolves names anew.

    A run that was stopped at any moment leaves whole pages, and the next one goes on after the last of them.
    """
    done = Reread()
    for number, version in _pages(db, way):
        path = _page(db, number, version, way, done)
        step(path)
    if done.pages + sum(done.left.values()) or _after(db, way.all_pages):
        catch_up(db, way.tools, way.resolving, whole=True, following=way.following)
        with transaction(db):
            remove_unused(db)
    if way.most is None or done.pages + sum(done.left.values()) < way.most:
        done.whole = True
        with transaction(db):
            db.execute("DELETE FROM counter WHERE name = ?", (_where(way.all_pages),))
    return done


def _pages(db: Database, way: Way) -> Iterator[tuple[int, str]]:
    after, left = _after(db, way.all_pages), way.most
    while left is None or left > 0:
        query, values = _query(way.all_pages, after)
        rows = db.execute(query, (*values, _PART if left is None else min(left, _PART))).fetchall()
        if not rows:
            return
        for number, version in rows:
            yield int(number), str(version)
        after = int(rows[-1][0])
        left = None if left is None else left - len(rows)


def _query(all_pages: bool, after: int) -> tuple[str, tuple[object, ...]]:
    return (_ALL, (after,)) if all_pages else (_OLDER, (after, __version__, __version__, SECOND))


def _where(all_pages: bool) -> str:
    """The counter that says after which page a run goes on; it is there while a run is not ended."""
    return "reread_all" if all_pages else "reread"


def _after(db: Database, all_pages: bool) -> int:
    row = db.execute("SELECT value FROM counter WHERE name = ?", (_where(all_pages),)).fetchone()
    return int(row[0]) if row else 0


def _page(db: Database, number: int, version: str, way: Way, done: Reread) -> str:
    """Reads one page again; returns its path."""
    query = "SELECT p.path, p.text, r.kind, r.given, r.data FROM page AS p LEFT JOIN raw AS r ON r.page = p.id" \
        " WHERE p.id = ?"  # fmt: skip
    path, text, kind, given, data = db.execute(query, (number,)).fetchone()
    if kind is None:
        _from_layout(db, number, path, text, way, done)
    else:
        found = _read(again.page(made(kind, given, data, text), path, way.options), way)
        if isinstance(found, Rejected):
            done.left[found.reason] += 1
        else:
            _put(db, number, version, found, way, done)
    with transaction(db):
        set_counter(db, _where(way.all_pages), number)
    return str(path)


def _read(page: Page | Rejected, way: Way) -> Reading | Rejected:
    """What is in the page now; one that takes too long, or that is no page any more, stays as it was."""
    try:
        with within(way.options.limits.seconds):
            return observe(page, way.tools)
    except OutOfTime:
        return Rejected(page.path, page.digest, "pipeline", "too_slow", "finding what is in it takes too long")


def _put(db: Database, number: int, version: str, found: Reading, way: Way, done: Reread) -> None:
    with transaction(db):
        replaced = replace_page(db, number, version, found, way.tools.outlets)
        set_counter(db, _where(way.all_pages), number)
    if replaced is None:
        return
    done.pages += 1
    done.stories += replaced.stories
    done.new += replaced.new
    done.gone += len(replaced.gone)
    done.moved += len(replaced.moved)
    for key in replaced.gone:
        notes = db.execute("SELECT text, author FROM note WHERE story = ? ORDER BY id", (key,)).fetchall()
        done.lost_notes += [(key, text, author) for text, author in notes]


def _from_layout(db: Database, number: int, path: str, packed: bytes, way: Way, done: Reread) -> None:
    """Reads the stories of a page again where the archive says that they stand."""
    query = "SELECT s.id, d.layout, p.digest, p.seen FROM story AS s JOIN page AS p ON p.id = s.page" \
        " LEFT JOIN story_doc AS d ON d.story = s.id WHERE s.page = ? ORDER BY s.id"  # fmt: skip
    rows = db.execute(query, (number,)).fetchall()
    if any(layout is None for _, layout, *_ in rows):
        done.left["no_layout"] += 1
        return
    text = unpacked(packed)
    for story, layout, digest, seen in rows:
        found = read_story(text, unpacked_layout(layout, text), way.tools)
        replace_found(db, story, Page(path, text, digest, seen=seen), found, __version__)
    done.from_layout += 1
    done.pages += 1
    done.stories += len(rows)

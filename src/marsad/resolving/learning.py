"""Names learned from the archive: those of born entities are known names, and stories that hold them are read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from marsad import __version__, catalogue, pipeline
from marsad.catalogue import Entity
from marsad.config import Resolving
from marsad.errors import SearchIndexError
from marsad.model import EntityType, Page, StoryReading
from marsad.names import NameTools
from marsad.names.lexicon import Lexicon
from marsad.names.variants import units
from marsad.resolving.resolving import resolve
from marsad.search import searching
from marsad.search.following import Following
from marsad.search.index import Index
from marsad.store import rereading
from marsad.store.compression import unpacked
from marsad.store.database import Database, chunks, marks, transaction
from marsad.store.happenings import catch_up as find_happenings
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.text.fold import fold

#: What a story's version says after a second reading.
SECOND = f"{__version__} second"


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What one run changed: names looked at and moved, entities born or gone, names learned, stories read again."""

    names: int
    moved: int
    born: int
    learned: int
    read_again: int


def catch_up(
    db: Database,
    tools: pipeline.Tools,
    limits: Resolving,
    *,
    whole: bool = False,
    following: Following | None = None,
) -> CaughtUp:
    """Resolves what was added and reads the stories again that hold a learned name which was not found in them.

    Each story is one transaction and each step can be taken twice, so that a killed run is only given again.
    ``following`` is the search index, brought up to date before and after; one in memory where none is given. Where
    another process is busy with it, or it cannot be written, learned names wait for the next run.
    """
    done = resolve(db, tools.catalogue, limits, whole=whole)
    following = following or Following()
    learned = stories = 0
    if _caught_up(db, following):
        learned, stories = _learn(db, tools, following.index(), whole=whole)
        _caught_up(db, following)
    find_happenings(db)
    return CaughtUp(done.names, done.moved, done.born, learned, stories)


def _caught_up(db: Database, following: Following) -> bool:
    try:
        return following.catch_up(db)
    except SearchIndexError:
        return False


def _learn(db: Database, tools: pipeline.Tools, index: Index, *, whole: bool) -> tuple[int, int]:
    """Reads stories again for learned names; returns how many names and stories."""
    if whole:
        with transaction(db):
            db.execute("UPDATE entity SET searched = 0 WHERE searched > 0")
    last = int(db.execute("SELECT coalesce(max(id), 0) FROM story").fetchone()[0])
    learned = learnable(db, tools.names.lexicon)
    stories = _missed(db, index, learned)
    if whole:
        stories |= {row[0] for row in db.execute("SELECT id FROM story WHERE version = ?", (SECOND,))}
    if stories:
        taught = _taught(tools, learned.values())
        for story in sorted(stories):
            _read_again(db, story, taught)
    with transaction(db):
        db.executemany("UPDATE entity SET searched = ? WHERE id = ?", [(last, number) for number in learned])
    return len(learned), len(stories)


def learnable(db: Database, lex: Lexicon) -> dict[int, Entity]:
    """The born people whose full names can be known without a title before them, by row number.

    A name with an everyday word at its head is left to the rules, which see what stands before it.
    """
    found = {}
    rows = db.execute("SELECT id, key, name FROM entity WHERE status = 'known' AND type = 'PER' AND kept IS NULL")
    for number, key, name in rows.fetchall():
        forms = db.execute("SELECT name FROM entity WHERE kept = ? AND type = 'PER' ORDER BY key", (number,))
        variants = tuple(form for (form,) in forms if _sure(form, lex))
        if _sure(name, lex):
            found[number] = Entity(key, EntityType.PERSON, "", name, variants=variants, status="known")
    return found


def _sure(name: str, lex: Lexicon) -> bool:
    words = fold(name).split()
    return len(units(name)) > 1 and not any(lex.is_everyday(word, word) for word in words)


def _missed(db: Database, index: Index, learned: dict[int, Entity]) -> set[int]:
    """The stories not searched before that hold a learned name which was not found in them."""
    found: set[int] = set()
    for number, entity in learned.items():
        searched = db.execute("SELECT searched FROM entity WHERE id = ?", (number,)).fetchone()[0]
        holding = {n for name in (entity.name, *entity.variants) for n in searching.holding(index, name, searched)}
        for part in chunks(sorted(holding)):
            query = (
                f"SELECT story FROM story_doc WHERE story IN ({marks(len(part))}) AND layout IS NOT NULL AND NOT EXISTS"
                " (SELECT 1 FROM story_entity WHERE story_entity.story = story_doc.story AND entity = ?)"
            )
            found.update(row[0] for row in db.execute(query, (*part, number)))
    return found


def _taught(tools: pipeline.Tools, learned: Iterable[Entity]) -> pipeline.Tools:
    own = catalogue.build([*tools.catalogue.entities.values(), *learned], tools.catalogue.nisba)
    known = catalogue.with_imported(own, [file.compact for file in tools.catalogue.imported])
    return replace(tools, catalogue=known, names=NameTools.load(known))


def _read_again(db: Database, number: int, tools: pipeline.Tools) -> None:
    text, path, digest, seen, layout = db.execute(
        "SELECT page.text, path, digest, seen, layout FROM story JOIN page ON page.id = story.page"
        " JOIN story_doc ON story_doc.story = story.id WHERE story.id = ?",
        (number,),
    ).fetchone()
    if layout is None:
        return
    page = Page(path, unpacked(text), digest, seen=seen)
    found: StoryReading = pipeline.read_story(page.text, unpacked_layout(layout, page.text), tools)
    rereading.replace_found(db, number, page, found, SECOND)

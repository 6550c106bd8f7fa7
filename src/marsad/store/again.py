"""Pages at an address that the archive has: their stories are texts of those that stand there, or new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.copies.tellings import stretches
from marsad.model import Page, PageType, Reading, Story, StoryReading
from marsad.outlets import Outlets
from marsad.store.batch import Added, Batch, modified, new_stories
from marsad.store.changes import STORY, note_changes
from marsad.store.copies import leave, settle
from marsad.store.database import Database, chunks, marks, next_number
from marsad.store.days import day_of, now
from marsad.store.happenings import forget, regroup
from marsad.store.kept import RESHAPED
from marsad.store.matching import Known, lone, matched
from marsad.store.rows import Pending
from marsad.store.taking_out import Old, stories_where, take_out_whole
from marsad.store.texts import body_hash
from marsad.store.unused import named_in, remove_unused
from marsad.store.versions import keep, ordered, present, shown, version_of, versions
from marsad.text.addresses import same_address


@dataclass(frozen=True, slots=True)
class _There:
    """A story of the address: its row, and the ids that its texts have by themselves."""

    old: Old
    keys: frozenset[str]


def add_again(db: Database, reading: Reading, outlets: Outlets) -> Added:
    """Adds a page that the archive does not have, at an address that it has; inside a transaction that writes."""
    there = _there(db, reading.page)
    texts = _texts(there, reading)
    batch = Batch(db, outlets)
    batch.know(reading.stories)
    number = batch.add_page(reading)
    new = _new(db, reading, {found.story.id for found, _ in texts})
    pending = [_pending(batch, batch.number("story"), number, place, reading, found) for place, found in new]
    batch.replace(pending)
    changed = [weave(db, outlets, number, reading, found, one.key) for found, one in texts]
    mentions, quotes = (sum(len(getattr(p.found, name)) for p in pending) for name in ("mentions", "quotes"))
    return Added("added", "", len(pending), mentions, quotes, sum(changed))


def _there(db: Database, page: Page) -> list[_There]:
    """The stories at the address of a page that were read as it was: the summary in a feed is no text of its story."""
    kinds = (page.raw.kind,) if page.raw else ("bytes", "record", "entry")
    query = (
        "p.address = ? AND NOT EXISTS (SELECT 1 FROM raw WHERE raw.page = p.id"
        f" AND raw.kind NOT IN ({marks(len(kinds))}))"
    )
    found = stories_where(db, query, (same_address(page.url), *kinds))
    keys: dict[str, set[str]] = {one.key: {one.key} for one in found}
    for part in chunks(list(keys)):
        for story, key in db.execute(f"SELECT story, key FROM version WHERE story IN ({marks(len(part))})", part):
            keys[story].add(key)
    return [_There(one, frozenset(keys[one.key])) for one in found if one.layout is not None]


def _texts(there: Sequence[_There], reading: Reading) -> list[tuple[StoryReading, Old]]:
    """The stories of a page that are texts of stories which are there."""
    by_key = {key: one.old for one in there for key in one.keys}
    pairs, taken = list[tuple[StoryReading, Old]](), set[str]()
    for found in reading.stories:
        one = by_key.get(found.story.id)
        if one and one.key not in taken:
            pairs.append((found, one))
            taken.add(one.key)
    done = {found.story.id for found, _ in pairs}
    left = [one.old for one in there if one.old.key not in taken]
    others = [found for found in reading.stories if found.story.id not in done]
    partners = _partners(left, [found.story for found in others], reading)
    return pairs + [(found, one) for one in left for found in others if partners.get(one.key) == found.story.id]


def _partners(left: Sequence[Old], others: Sequence[Story], reading: Reading) -> dict[str, str]:
    known = [Known(one.key, one.title_hash, _body(one.layout)) for one in left if one.layout]
    alone = reading.layout.type is PageType.ARTICLE and len(known) == len(others) == len(reading.stories) == 1
    return matched(known, others) or (lone(known[0], others[0]) if alone else {})


def _body(story: Story) -> str:
    return " ".join(piece.text for piece in story.paragraphs)


def _new(db: Database, reading: Reading, texts: set[str]) -> list[tuple[int, StoryReading]]:
    """The stories of the page that are in the archive under no id."""
    ids = [s.story.id for s in reading.stories]
    keys = set(texts)
    for part in chunks(ids):
        for table in ("story", "story_moved"):
            keys |= {row[0] for row in db.execute(f"SELECT key FROM {table} WHERE key IN ({marks(len(part))})", part)}
    return new_stories(reading, keys)


def _pending(batch: Batch, number: int, page: int, place: int, reading: Reading, found: StoryReading) -> Pending:
    day, source = day_of(found.story.published, reading.page.seen), batch.source(found.story.source)
    return Pending(number, page, place, source, reading, found, day, body_hash(found.story))


def weave(db: Database, outlets: Outlets, number: int, reading: Reading, found: StoryReading, key: str) -> bool:
    """Takes the text of a story on the page with this number in among its others; whether that is another text.

    The story is the newest of them under the id of the oldest; every other id leads to it.
    """
    page, there = reading.page, present(db, key)
    assert there is not None
    own = version_of(
        found.story, number, page.text, stretches(found.mentions, found.labels), seen=page.seen,
        modified=modified(page), added=now(),
    )  # fmt: skip
    before = versions(db, key) or [there]
    found_there = ordered([*(one for one in before if one.page != number), own])
    first = found_there[0].key
    if shown(found_there).page == number:
        place = next(at for at, one in enumerate(reading.stories) if one.story.id == found.story.id)
        _replace(db, outlets, key, (number, place), reading, replace(found, story=replace(found.story, id=first)))
    keep(db, first if shown(found_there).page == number else key, found_there, before=key)
    return len({one.words for one in found_there}) > len({one.words for one in before})


def _replace(
    db: Database, outlets: Outlets, key: str, where: tuple[int, int], reading: Reading, found: StoryReading
) -> None:
    """Puts another text in the place of the one that the story has.

    Its number is new, as that of a story that was added: whoever follows what is added looks at it again.
    """
    old = stories_where(db, "s.key = ?", (key,))[0]
    named, left = named_in(db, old.id), leave(db, [old.id])
    others = forget(db, [old.id])
    take_out_whole(db, old)
    note_changes(db, [(STORY, old.id)])
    batch = Batch(db, outlets)
    batch.know([found])
    one = _pending(batch, max(batch.number("story"), old.id + 1), *where, reading, found)
    batch.replace([one])
    settle(db, left)
    regroup(db, others)
    remove_unused(db, named)
    next_number(db, RESHAPED)

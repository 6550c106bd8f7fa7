"""Pages whose stories had several texts, read again: each text is what the reader of today makes of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.copies.tellings import stretches
from marsad.model import Reading, Story, StoryReading
from marsad.store.batch import modified
from marsad.store.compression import unpacked
from marsad.store.database import Database
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.matching import Known, matched
from marsad.store.versions import keep, ordered, version_of, versions
from marsad.text.words import folded_words, hashed


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the story ``story`` (its key) as it is read now; ``shown`` says that it is the story's."""

    story: str
    found: StoryReading
    shown: bool


def texts_of(db: Database, page: int, reading: Reading) -> list[Text]:
    """Which stories of ``reading`` are texts that the archive knows from the page with this number."""
    rows = db.execute(
        "SELECT v.story, v.key, v.layout, p.text, s.page FROM version AS v JOIN page AS p ON p.id = v.page"
        " LEFT JOIN story AS s ON s.key = v.story WHERE v.page = ?",
        (page,),
    ).fetchall()
    known = {key: (story, _laid_out(layout, text), where == page) for story, key, layout, text, where in rows}
    now = {found.story.id: found for found in reading.stories}
    pairs = {key: key for key in known if key in now}
    left = [Known(key, _title(story), _body(story)) for key, (_, story, _) in known.items() if key not in now]
    pairs |= matched(left, [found.story for key, found in now.items() if key not in known])
    return [Text(known[before][0], now[key], known[before][2]) for before, key in pairs.items()]


def without(reading: Reading, texts: Sequence[Text]) -> Reading:
    """``reading`` without the texts that are not shown; those that are have the keys of their stories."""
    by_id = {text.found.story.id: text for text in texts}
    stories = []
    for found in reading.stories:
        text = by_id.get(found.story.id)
        if text is None:
            stories.append(found)
        elif text.shown:
            stories.append(replace(found, story=replace(found.story, id=text.story)))
    return replace(reading, stories=tuple(stories))


def settle_texts(db: Database, page: int, reading: Reading, texts: Sequence[Text]) -> None:
    """Puts the texts of the page with this number in the places of those that it gave before."""
    gone = {row[0] for row in db.execute("SELECT story FROM version WHERE page = ?", (page,))}
    added = db.execute("SELECT added FROM page WHERE id = ?", (page,)).fetchone()[0]
    for text in texts:
        found = text.found
        named = stretches(found.mentions, found.labels)
        own = version_of(
            found.story, page, reading.page.text, named, seen=reading.page.seen, modified=modified(reading.page),
            added=added,
        )  # fmt: skip
        others = [one for one in versions(db, text.story) if one.page != page]
        keep(db, text.story, ordered([*others, own]))
    for story in gone - {text.story for text in texts}:
        db.execute("DELETE FROM version WHERE page = ? AND story = ?", (page, story))


def _laid_out(layout: bytes, text: bytes) -> Story:
    return unpacked_layout(layout, unpacked(text))


def _title(story: Story) -> str:
    return hashed(" ".join(folded_words(story.title.text if story.title else "")))


def _body(story: Story) -> str:
    return " ".join(piece.text for piece in story.paragraphs)

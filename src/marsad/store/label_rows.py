"""The labels of a story as rows of the archive: which words were put on whom, in whose voice, in which sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marsad.model import Span, Story
from marsad.store.database import Database
from marsad.text.sentences import sentences

if TYPE_CHECKING:
    from marsad.store.batch import Batch
    from marsad.store.rows import Pending

Row = tuple[object, ...]


def label_rows(batch: Batch, one: Pending, text: str) -> list[Row]:
    """The labels of a story of the page ``text`` that are put on an entity."""
    put = [(label, label.entity) for label in one.found.labels if label.entity]
    around = _sentences(text, one.story, [label.span for label, _ in put])
    return [
        (
            batch.number("label_use"), batch.kept(entity), one.id, one.source, one.day.day, label.kind, label.words,
            label.norm or label.text, label.tone, label.voice, label.speaker, *label.span, *around[label.span],
            batch.entity(entity),
        )
        for label, entity in put
    ]  # fmt: skip


class Titles:
    """The titles that some stories put on entities as they were read, with the days on which they do."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], tuple[int, str | None, str | None, int]] = {}

    def story(self, batch: Batch, one: Pending) -> None:
        """Takes in the titles of a story, each once."""
        day = one.day.day or None
        for whose, text in {
            (batch.entity(label.entity), label.norm or label.text)
            for label in one.found.labels
            if label.entity and label.kind == "title"
        }:
            count, first, last, story = self._found.get((whose, text), (0, day, day, one.id))
            days = sorted(d for d in (first, last, day) if d)
            first, last = (days[0], days[-1]) if days else (None, None)
            self._found[whose, text] = (count + 1, first, last, min(story, one.id))

    def put(self, db: Database) -> None:
        """Adds them to the table."""
        db.executemany(
            "INSERT INTO entity_title VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (entity, text) DO UPDATE SET"
            " stories = entity_title.stories + excluded.stories,"
            f" first_day = {_outer('first_day', '<')}, last_day = {_outer('last_day', '>')},"
            " story = CASE WHEN excluded.story < entity_title.story THEN excluded.story ELSE entity_title.story END",
            [(*whose, *found) for whose, found in sorted(self._found.items())],
        )


def _outer(column: str, sign: str) -> str:
    """The outer one of the day that is there and the new one, either of which may be missing."""
    there, new = f"entity_title.{column}", f"excluded.{column}"
    return f"CASE WHEN {there} IS NULL OR {new} {sign} {there} THEN {new} ELSE {there} END"


def _sentences(text: str, story: Story, spans: Sequence[Span]) -> dict[Span, Span]:
    """The sentence around each of ``spans``."""
    found: dict[Span, Span] = {}
    for _, piece in story.zones():
        inside = [span for span in spans if piece.span.contains(span)]
        for sentence in sentences(text, *piece.span) if inside else ():
            found.update((span, sentence) for span in inside if sentence.start <= span.start < sentence.end)
    return {span: found.get(span, span) for span in spans}

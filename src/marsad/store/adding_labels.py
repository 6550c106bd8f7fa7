"""The labels of a story as rows of the archive: which words were put on whom, in whose voice, in which sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from marsad.model import EntityRef, Label, Span, Story
from marsad.store.adding_events import Teller
from marsad.text.sentences import sentences


def add_labels(
    db: sqlite3.Connection,
    text: str,
    teller: Teller,
    story: Story,
    labels: Sequence[Label],
    number: Callable[[EntityRef], int],
    kept: Callable[[EntityRef], int],
) -> None:
    """Adds ``labels`` of a ``story`` of the page ``text`` that are put on an entity; ``number`` gives its row as it was
    read, ``kept`` that of the entity that stands for it."""
    put = [(label, label.entity) for label in labels if label.entity]
    around = _sentences(text, story, [label.span for label, _ in put])
    db.executemany(
        "INSERT INTO label_use (entity, story, source, day, kind, words, text, tone, voice, speaker, start, stop,"
        " sentence_start, sentence_stop, entity_read) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                kept(entity), teller.story, teller.source, teller.day, label.kind, label.words,
                label.norm or label.text, label.tone, label.voice, label.speaker, *label.span, *around[label.span],
                number(entity),
            )
            for label, entity in put
        ],
    )  # fmt: skip
    titles = {(number(entity), label.norm or label.text) for label, entity in put if label.kind == "title"}
    day = teller.day or None
    db.executemany(
        "INSERT INTO entity_title VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT (entity, text) DO UPDATE SET"
        " stories = stories + 1, first_day = min(coalesce(first_day, excluded.first_day), coalesce(excluded.first_day,"
        " first_day)), last_day = max(coalesce(last_day, excluded.last_day), coalesce(excluded.last_day, last_day)),"
        " story = min(story, excluded.story)",
        [(whose, text, day, day, teller.story) for whose, text in sorted(titles)],
    )


def _sentences(text: str, story: Story, spans: Sequence[Span]) -> dict[Span, Span]:
    """The sentence around each of ``spans``."""
    found: dict[Span, Span] = {}
    for _, piece in story.zones():
        inside = [span for span in spans if piece.span.contains(span)]
        for sentence in sentences(text, *piece.span) if inside else ():
            found.update((span, sentence) for span in inside if sentence.start <= span.start < sentence.end)
    return {span: found.get(span, span) for span in spans}

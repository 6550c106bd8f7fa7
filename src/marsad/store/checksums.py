"""A checksum over what was read in a story: by it a damage to what nothing else says can be found."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from marsad.store.compression import as_json

#: The columns that hold what was read, by table; everything else in them follows from these and from the story.
READ = {
    "mention": "place, start, stop, type, zone, how, score, entity, norm",
    "quote": "start, stop, text, direct, zone, speaker_name, cue, stance, implicit, how, score, venue, addressee,"
    " speaker_read, about_read",
    "event": "start, stop, type, day_told, day_from, day_to, sentence, agents, targets, place, planned, denied, ended,"
    " voice, voice_name, how, score",
    "label_use": "start, stop, kind, words, text, tone, voice, speaker, sentence_start, sentence_stop, entity_read",
}
NAMES = {table: tuple(columns.split(", ")) for table, columns in READ.items()}


def checksum(found: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    """The checksum over the rows of a story, by table, each with the columns of ``READ`` in the order of reading."""
    values = [[_plain(table, row) for row in found.get(table, ())] for table in READ]
    return hashlib.blake2b(as_json(values).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _plain(table: str, row: Sequence[Any]) -> list[Any]:
    """A row with its scores as the tables hold them."""
    return [float(v) if name == "score" else v for name, v in zip(NAMES[table], row, strict=True)]

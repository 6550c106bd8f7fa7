"""Events in the codes of PLOVER, the event ontology of political science."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from marsad.model import EventType
from marsad.tables import rows


class Code(NamedTuple):
    """An event of PLOVER with its mode ("" for none) and context."""

    event: str
    mode: str
    context: str


@cache
def _codes() -> dict[EventType, Code]:
    return {EventType(row[0]): Code(*row[1:4]) for row in rows("events_plover.tsv")}


def code(kind: EventType) -> Code:
    """The code of a type: ``code(EventType.VISIT)`` is CONSULT, visit, diplomatic."""
    return _codes()[kind]

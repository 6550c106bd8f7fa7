"""Events in the codes of PLOVER, the event ontology of political science."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

from marsad.model import EventType


class Code(NamedTuple):
    """An event of PLOVER with its mode ("" for none) and context."""

    event: str
    mode: str
    context: str


@cache
def _codes() -> dict[EventType, Code]:
    text = (resources.files("marsad.data") / "events_plover.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {EventType(row[0]): Code(*row[1:4]) for row in rows}


def code(kind: EventType) -> Code:
    """The code of a type: ``code(EventType.VISIT)`` is CONSULT, visit, diplomatic."""
    return _codes()[kind]

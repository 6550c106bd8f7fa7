"""A name of the catalogue as words to look for, and how much it says by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from marsad.catalogue import Entity


class Strength(IntEnum):
    """How much a name of the catalogue says by itself."""

    GUARDED = 0
    SURNAME = 1
    FULL = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogue name as folded words, with the entities that bear it and how strongly it is theirs."""

    words: tuple[str, ...]
    bearers: tuple[tuple[Entity, Strength], ...]

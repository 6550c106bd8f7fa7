"""How reading is to be done: limits, the fields of records, and where remarks go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from marsad.config import Limits
from marsad.intake.fields import Fields


def _silent(remark: str) -> None:
    """Takes no remarks."""


@dataclass(frozen=True, slots=True)
class Options:
    """``notice`` is called with remarks for a person, such as which fields of a file of records were taken.

    ``raw`` says that pages keep what they were read from.
    """

    limits: Limits = field(default_factory=Limits)
    fields: Fields = field(default_factory=Fields)
    notice: Callable[[str], None] = _silent
    raw: bool = True

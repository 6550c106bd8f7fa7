"""The list of date strings under tests/dates, read for the tests and for eval/dates.py."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).parent / "dates" / "strings.tsv"


@dataclass(frozen=True, slots=True)
class Case:
    """A string with what it means; ``bounds`` None: any."""

    kind: str
    anchor: str | None
    value: str | None
    bounds: tuple[str | None, str | None] | None
    text: str


def cases(path: Path = LIST) -> list[Case]:
    lines = [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("# ")]
    return [_case(*line.split("\t")) for line in lines]


def _case(kind: str, anchor: str, value: str, bounds: str, text: str) -> Case:
    meant = None if value == "-" else value
    return Case(kind, None if anchor == "-" else anchor, meant, _bounds(bounds, meant), text)


def _bounds(bounds: str, value: str | None) -> tuple[str | None, str | None] | None:
    if bounds == "?":
        return None
    if bounds == "-":
        return None, None
    if bounds == "=":
        return _of_value(value or "")
    first, _, last = bounds.partition("..")
    ends = [None if end == "-" else end for end in (first, last or first)]
    return ends[0], ends[1]


def _of_value(value: str) -> tuple[str, str]:
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        return f"{value}-01", f"{value}-{calendar.monthrange(int(value[:4]), int(value[5:]))[1]:02}"
    return value[:10], value[:10]

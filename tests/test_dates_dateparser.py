"""The tables offered to dateparser are those of Marsad."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from marsad.text.dates.lexicon import rows

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "dateparser"


def sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    key = ""
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line.rstrip().endswith(":"):
            key = line.strip().rstrip(":")
        elif line.strip().startswith("- "):
            found.setdefault(key, []).append(line.strip()[2:])
    return found


@pytest.mark.parametrize(("name", "calendar"), [("ar.yaml", "gregorian"), ("hijri.yaml", "hijri")])
def test_every_month_name_is_offered_under_its_month(name: str, calendar: str) -> None:
    offered = list(sections(name).values())[:12]
    for kind, number, _, word in rows("dates_months.tsv"):
        if kind == calendar:
            assert word in offered[int(number) - 1]
    assert sum(map(len, offered)) == sum(kind == calendar for kind, *_ in rows("dates_months.tsv"))


def test_weekdays_and_relative_days_are_offered() -> None:
    offered = sections("ar.yaml")
    assert "الإثنين" in offered["monday"]
    assert "أول من أمس" in offered["2 day ago"]
    assert "غدا" in offered["in 1 day"]


def test_files_are_what_the_tool_writes(tmp_path: Path) -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "build_dateparser.py"))
    assert tool["arabic"]() == (FOLDER / "ar.yaml").read_text("utf-8")
    assert tool["hijri"]() == (FOLDER / "hijri.yaml").read_text("utf-8")

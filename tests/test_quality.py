"""The quality gate: no figure of ``eval/quality.py`` may fall below its floor."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "eval"))

import quality  # noqa: E402
from marsad.pipeline import Tools  # noqa: E402

FLOORS = json.loads((ROOT / "eval" / "floors.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(name: str) -> None:
    sets = quality.sets(ROOT.parent / "shared")
    if name not in sets:
        pytest.skip(f"the gold of {name} is not beside the project; the samples are measured instead")
    found = quality.measure(*sets[name], Tools.load(quality.settings(name)))
    assert quality.below({name: found}, FLOORS) == []


def test_a_fallen_figure_is_named() -> None:
    floors = {"seeds": {"stories": 0.9, "scare": 0.1}}
    assert quality.below({"seeds": {"stories": 0.95, "scare": 0.05}}, floors) == []
    worse = quality.below({"seeds": {"stories": 0.5, "scare": 0.3}}, floors)
    assert [w.split(":")[1].split(" is")[0].strip() for w in worse] == ["stories", "scare"]

"""A small share of ``eval/fuzz.py``: damaged pages, feeds, records and archives never stop the reader."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROGRAM = Path(__file__).parent.parent / "eval" / "fuzz.py"


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", PROGRAM)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["html", "feed", "sitemap", "records", "warc", "warc.gz", "html.gz", "cp1256"])
def test_damaged_input_of_each_kind(fuzz: ModuleType, kind: str) -> None:
    result = fuzz.run(range(5_000, 5_030), seconds=20.0, only=kind)
    assert result.failures == []
    assert result.outcomes


def test_the_damage_is_real_and_can_be_made_again(fuzz: ModuleType) -> None:
    kept = fuzz.texts()
    whole = fuzz.as_html(kept[0])
    first, again = (fuzz.damaged(whole, random.Random(7), kept) for _ in range(2))
    assert first == again != whole


@pytest.mark.parametrize(("kind", "seed"), [("warc", 519769), ("feed", 532807), ("records", 539347)])
def test_input_that_once_stopped_the_reader(fuzz: ModuleType, kind: str, seed: int) -> None:
    result = fuzz.run(range(seed, seed + 1), seconds=20.0, only=kind)
    assert result.failures == []

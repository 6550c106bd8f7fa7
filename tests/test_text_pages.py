"""Pages saved as text from sites of many kinds (invented): what is the story, what is beside it, and its day."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from marsad.config import Settings
from marsad.contract import as_json
from marsad.intake import files
from marsad.pipeline import Tools, observe

PAGES = Path(__file__).parent / "text_pages"


@pytest.fixture(scope="module")
def tools() -> Tools:
    samples = Path(str(resources.files("marsad.data") / "samples"))
    known = {"catalogues": (samples / "catalogue.tsv",), "outlets": (samples / "outlets.toml",)}
    return Tools.load(Settings(db=Path("unused.db"), **known))


def _text(piece: Any) -> str | None:
    return piece["text"] if piece else None


def _seen(story: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The story in the form of the expectation, with the keys that it names: paragraphs by their first three words."""
    seen = {
        "title": story["title"],
        "kicker": _text(story["kicker"]),
        "byline": _text(story["byline"]),
        "dateline": _text(story["dateline"]),
        "credit": _text(story["credit"]),
        "published": story["published"] and story["published"]["value"],
        "paragraphs": [" ".join(p["text"].split()[:3]) for p in story["paragraphs"]],
        "headings": [h["text"] for h in story["headings"]],
        "captions": [c["text"] for c in story["captions"]],
        "tags": story["tags"],
    }
    return {key: seen[key] for key in wanted}


@pytest.mark.parametrize("name", sorted(p.stem for p in PAGES.glob("*.txt")))
def test_a_page_is_taken_apart(tools: Tools, name: str) -> None:
    expected = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    (page,) = files.pages([str(PAGES / f"{name}.txt")])
    found = as_json(observe(page, tools, strict=True))
    stories = [_seen(s, w) for s, w in zip(found["stories"], expected["stories"], strict=False)]
    assert (found["page"]["type"], len(found["stories"])) == (expected["type"], len(expected["stories"]))
    assert stories == expected["stories"]
    assert [r["title"] for r in found["related"]] == expected["related"]

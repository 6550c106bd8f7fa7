"""The invented HTML pages of ``tests/html`` are read as their JSON files say, whole and without a character lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from marsad import catalogue, outlets
from marsad.model import Layout, Page, Rejected, Story
from marsad.read import html
from marsad.story import layout, owners

PAGES = Path(__file__).parent / "html"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


@pytest.fixture(scope="module")
def known() -> tuple[catalogue.Catalogue, outlets.Outlets]:
    return catalogue.load(()), outlets.load(())


def page_of(name: str) -> Page:
    data = (PAGES / f"{name}.html").read_bytes()
    encoding = "windows-1256" if b"windows-1256" in data[:600] else "utf-8"
    found = html.page(
        data.decode(encoding), f"{name}.html", hashlib.sha256(data).hexdigest(), encoding=encoding, size=len(data)
    )
    assert isinstance(found, Page)
    return found


def texts(pieces: Any) -> list[str]:
    return [piece.text for piece in pieces]


def told(story: Story, name: str) -> Any:
    if name in ("paragraphs", "headings", "captions", "tags"):
        return texts(getattr(story, name))
    if name == "published":
        return story.published.value if story.published else None
    if name == "credit":
        return "المصدر" if story.credit else None
    part = getattr(story, name)
    return part.text if part else None


def test_there_are_pages_of_many_kinds() -> None:
    assert len(NAMES) >= 25
    assert len({name.split("-")[0] for name in NAMES}) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_page(name: str, known: tuple[catalogue.Catalogue, outlets.Outlets]) -> None:
    page = page_of(name)
    expected = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    found = layout.read(page, *known)
    if "rejected" in expected:
        assert isinstance(found, Rejected)
        assert (found.reason, expected["language"] in found.detail) == (expected["rejected"], True)
        return
    assert isinstance(found, Layout)
    assert (found.type.value, found.tag) == (expected["type"], expected.get("tag"))
    assert len(found.stories) == len(expected["stories"])
    pairs = zip(found.stories, expected["stories"], strict=True)
    assert [{name: told(story, name) for name in wanted} for story, wanted in pairs] == expected["stories"]
    assert (found.profile.name.text if found.profile else None) == expected.get("profile")
    titles = [t.title.text for t in found.related if t.title]
    assert [title for title in expected["teasers"] if title not in titles] == []
    summaries = [t.summary.text for t in found.related if t.summary]
    assert [words for words in expected.get("summaries", []) if words not in summaries] == []
    assert owners.unowned(page.text, found) == []
    assert owners.twice(found) == []
    for piece in (p for s in found.stories for p in (*s.paragraphs, *s.headings, *s.tags)):
        assert piece.span.of(page.text) == piece.text

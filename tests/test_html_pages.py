"""The invented HTML pages of ``tests/html`` are read as their JSON files say, whole and without a character lost."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from marsad import catalogue, outlets
from marsad.intake import html
from marsad.model import Layout, Page, Rejected, Story
from marsad.story import layout, owners

PAGES = Path(__file__).parent / "html"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


@pytest.fixture(scope="module")
def known() -> tuple[catalogue.Catalogue, outlets.Outlets]:
    return catalogue.load(()), outlets.load(())


def markup_of(name: str) -> str:
    data = (PAGES / f"{name}.html").read_bytes()
    return data.decode("windows-1256" if b"windows-1256" in data[:600] else "utf-8")


def page_of(name: str) -> Page:
    text = markup_of(name)
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = html.page(text, f"{name}.html", digest, encoding="utf-8", size=len(text))
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


NAMED = re.compile(r"""\s(?:class|id|itemprop|role)=(?:"[^"]*"|'[^']*'|[^\s>]+)""")
PARTS = re.compile(r"<(/?)(?:article|main|section|aside|header|footer|nav|figure|figcaption)\b")


@pytest.mark.parametrize("plain", [lambda t: NAMED.sub("", t), lambda t: PARTS.sub(r"<\1div", NAMED.sub("", t))])
def test_stories_stand_without_class_names_and_sections(
    plain: Callable[[str], str], known: tuple[catalogue.Catalogue, outlets.Outlets]
) -> None:
    right = found = wanted = 0
    for name in NAMES:
        expected = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
        if not expected.get("stories"):
            continue
        page = html.page(plain(markup_of(name)), name, name, encoding="utf-8", size=1)
        assert isinstance(page, Page)
        read = layout.read(page, *known)
        assert isinstance(read, Layout)
        assert told(read.stories[0], "title") == expected["stories"][0]["title"]
        words = Counter(w for s in read.stories for p in s.paragraphs for w in p.text.split())
        gold = Counter(w for s in expected["stories"] for p in s["paragraphs"] for w in p.split())
        right, found, wanted = right + (words & gold).total(), found + words.total(), wanted + gold.total()
    assert 2 * right / (found + wanted) > 0.96

"""Pass one as a whole: a page becomes a reading or a rejection, and the JSON of either."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from invented import Told, reading
from marsad import pipeline
from marsad.config import Settings
from marsad.contract import as_json
from marsad.model import Page, Reading, Rejected
from marsad.pipeline import Tools, observe, read_text
from marsad.story import layout

TEXT = """رئيس الوزراء العراقي يستقبل وفدا من البصرة

بغداد – وكالات

استقبل رئيس الوزراء العراقي حيدر العبادي وفدا من وجهاء البصرة، وقال إن الحكومة تعمل على تحسين الخدمات في المحافظة.

وأضاف العبادي: «سنبدأ مشروع تحلية المياه قبل نهاية العام، ولن نقبل أي تأخير في تنفيذه».
"""
PAGE_KEYS = {"path", "type", "site", "title", "language", "profile"}
STORY_KEYS = {
    "id", "title", "title_span", "dateline", "credit", "category", "tags", "paragraphs", "headings", "captions",
    "published", "mentions", "quotes", "labels", "events",
}  # fmt: skip


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(Path("unused.db")))


@pytest.fixture(scope="module")
def found(tools: Tools) -> Reading:
    result = read_text(TEXT, tools)
    assert isinstance(result, Reading)
    return result


def test_a_page_becomes_a_story_with_names_and_quotes(found: Reading) -> None:
    (one,) = found.stories
    assert one.story.title is not None
    assert one.story.title.text == "رئيس الوزراء العراقي يستقبل وفدا من البصرة"
    names = {m.text for m in one.mentions}
    assert {"حيدر العبادي", "العبادي", "البصرة"} <= names
    assert "العراقي" not in names
    assert any(q.direct and q.text.startswith("سنبدأ مشروع") for q in one.quotes)


def test_every_span_is_a_span_of_the_page(found: Reading) -> None:
    (one,) = found.stories
    assert one.mentions
    for thing in (*one.mentions, *one.quotes, *one.story.paragraphs):
        assert thing.span.of(TEXT) == thing.text


def test_the_same_page_gives_the_same_reading(found: Reading, tools: Tools) -> None:
    assert read_text(TEXT, tools) == found
    elsewhere = read_text(TEXT, tools, path="elsewhere.txt")
    assert isinstance(elsewhere, Reading)
    assert elsewhere.stories[0].story.id == found.stories[0].story.id


def test_a_rejected_page_stays_rejected(tools: Tools) -> None:
    page = Rejected("x", "d", "read", "binary", "zero bytes")
    assert observe(page, tools) is page


def test_a_page_without_arabic_is_rejected(tools: Tools) -> None:
    result = read_text("The minister arrived in Amman today for talks.\n\n" * 20, tools)
    assert isinstance(result, Rejected)
    assert result.stage == "story"


def test_a_bug_costs_one_page_and_names_its_place(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(layout, "read", broken)
    page = Page("x.txt", TEXT, "d")
    result = observe(page, tools)
    assert isinstance(result, Rejected)
    assert (result.path, result.stage, result.reason) == ("x.txt", "pipeline", "crash")
    assert "ZeroDivisionError: oh (broken, line" in result.detail
    with pytest.raises(ZeroDivisionError):
        pipeline.observe(page, tools, strict=True)


def test_the_json_of_a_page_has_the_keys_of_the_contract(found: Reading) -> None:
    shown = json.loads(json.dumps(as_json(found), ensure_ascii=False))
    assert shown["rejected"] is None
    assert shown.keys() >= {"page", "stories", "furniture", "related", "rejected"}
    assert shown["page"].keys() >= PAGE_KEYS
    (story,) = shown["stories"]
    assert story.keys() >= STORY_KEYS
    assert TEXT[slice(*story["title_span"])] == story["title"]
    mention = next(m for m in story["mentions"] if m["text"] == "البصرة")
    assert TEXT[slice(*mention["span"])] == "البصرة"
    assert mention["entity"].keys() >= {"id", "qid", "name", "name_en"}
    assert all(q.keys() >= {"span", "text", "direct", "speaker", "cue", "stance", "implicit"} for q in story["quotes"])


def test_the_json_of_a_rejected_page() -> None:
    shown = as_json(Rejected("x.bin", "d", "read", "binary", "zero bytes"))
    assert shown["page"].keys() >= PAGE_KEYS
    assert (shown["stories"], shown["furniture"], shown["related"]) == ([], [], [])
    assert shown["rejected"] == {"stage": "read", "reason": "binary", "detail": "zero bytes"}


def test_the_json_of_speakers_and_profiles() -> None:
    told = Told("{lavin:سليم لافين}", ["<lavin|الباب مفتوح>"], "2026-03-01")
    shown = as_json(reading(told, profile="سليم لافين"))
    quote = shown["stories"][0]["quotes"][0]
    assert (quote["speaker"]["entity"]["id"], quote["cue"]["kind"]) == ("lavin", "verb")
    assert shown["stories"][0]["published"]["value"] == "2026-03-01"
    profile = shown["page"]["profile"]
    assert (profile["name"], profile["aliases"]) == ("سليم لافين", [{"text": "Salim", "lang": "en"}])


def test_a_text_without_its_headline_is_a_story_without_a_title(tools: Tools) -> None:
    text = (
        "دمشق (سانا) -- أكدت مصادر محلية أن الطريق إلى المدينة أعيد فتحه صباح اليوم بعد إغلاق استمر أسبوعين كاملين.\n\n"
        "وقال محافظ المدينة إن الطريق صار آمنا وإن الحركة عادت إليه كما كانت قبل الإغلاق."
    )
    result = read_text(text, tools)
    assert isinstance(result, Reading)
    (story,) = (s.story for s in result.stories)
    assert story.title is None
    assert [p.text.split()[0] for p in story.paragraphs] == ["أكدت", "وقال"]

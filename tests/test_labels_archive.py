"""Labels in the archive and on its pages: outlets against words, the sentences behind each count, the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from marsad.cli import main, reading
from marsad.config import Settings
from marsad.serve.app import create_app
from marsad.store.database import Place
from web_samples import serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), "")
FILLER = (
    "وتحدث عدد من السكان عن أحوال الطرق والمدارس في القرى القريبة، وقالوا إن العمل جار منذ أسابيع لإصلاح شبكة المياه"
    " بعد أن تضررت في الشتاء، وإن المتطوعين يوزعون ما يصل من مواد على العائلات كل صباح."
)
ONE, OTHER = "aawsat", "okaz"
STORIES = 12


def _page(folder: Path, name: str, outlet: str, body: str) -> None:
    text = f"أخبار متفرقة من القرى رقم {name}\n\n{body}\n\n{FILLER} وكان ذلك في الأسبوع {name}.\n"
    (folder / f"{name}.txt").write_text(text, "utf-8")
    side = {"outlet": outlet, "published": "2015-07-20"}
    (folder / f"{name}.meta.json").write_text(json.dumps(side), "utf-8")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, module_place: Place) -> Settings:
    """An archive in which one outlet always writes «داعش» and the other تنظيم داعش الإرهابي."""
    pages = _pages(tmp_path_factory.mktemp("labels") / "pages")
    found = Settings(db=module_place)
    reading.add_pages(found, [str(pages)], strict=True, report=lambda tally: None)
    return found


def _pages(pages: Path) -> Path:
    pages.mkdir()
    for n in range(STORIES):
        _page(pages, f"1{n}", ONE, f"غادر مقاتلون من «داعش» القرية رقم {n} قبل الفجر.")
        _page(pages, f"2{n}", OTHER, f"غادر مسلحون من تنظيم داعش الإرهابي القرية رقم {n} قبل الفجر.")
    said = "قال وزير الخارجية الروسي سيرغي لافروف: «سنواصل محاربة تنظيم داعش المتطرف حتى النهاية»."
    _page(pages, "30", ONE, said)
    return pages


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with serving(create_app(settings)) as found:
        yield found


def _labels(address: str, query: str = "") -> dict[str, object]:
    answer = httpx.get(f"{address}/e/islamic-state/labels.json{query}")
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


def _counts(page: dict) -> dict[str, dict[str, int]]:
    columns = [c["text"] for c in page["table"]["columns"]]
    return {
        row["source"]["id"]: {text: cell["count"] for text, cell in zip(columns, row["cells"], strict=True)}
        for row in page["table"]["rows"]
    }


def test_outlets_stand_against_their_words_the_most_telling_first(address: str) -> None:
    page = _labels(address)
    assert _counts(page)[ONE]["«داعش»"] == _counts(page)[OTHER]["الإرهابي"] == STORIES
    assert _counts(page)[ONE]["الإرهابي"] == _counts(page)[OTHER]["«داعش»"] == 0
    first = page["table"]["columns"][0]
    assert first["score"] > 10.83
    assert not first["weak"]


def test_words_of_a_quoted_speaker_are_counted_for_no_outlet(address: str) -> None:
    page = _labels(address)
    assert all("المتطرف" not in counts for counts in _counts(page).values())
    spoken = _labels(address, "?voice=speaker")
    assert ("المتطرف", "sergey-lavrov") in {(u["text"], u["speaker"]["id"]) for u in spoken["uses"]}


def test_a_count_opens_its_sentences(address: str) -> None:
    page = _labels(address)
    column = next(c for c in page["table"]["columns"] if c["text"] == "الإرهابي")
    opened = _labels(address, f"?words={column['words']}&kind={column['kind']}&source={OTHER}")
    assert opened["total"] == STORIES == len(opened["uses"])
    for use in opened["uses"]:
        start, end, _ = use["sentence"]["marks"][0]
        assert use["sentence"]["text"][start:end] == "الإرهابي"
        assert use["sentence"]["text"].startswith("غادر مسلحون")
        assert use["source"]["id"] == OTHER


def test_two_outlets_alone_are_compared(address: str) -> None:
    assert set(_counts(_labels(address, f"?of={ONE}"))) == {ONE}


@pytest.mark.parametrize("query", ["?source=nowhere", "?source=%FF"])
def test_an_outlet_that_is_not_there_is_not_found(address: str, query: str) -> None:
    assert httpx.get(f"{address}/e/islamic-state/labels{query}").status_code == 404


@pytest.mark.parametrize("query", ["?words=%D9%84%D8%A7%20%D8%B4%D9%8A%D8%A1", "?kind=x", "?page=99"])
def test_odd_questions_give_a_page(address: str, query: str) -> None:
    assert httpx.get(f"{address}/e/islamic-state/labels{query}").status_code == 200


def test_the_command_prints_the_table_and_json(settings: Settings) -> None:
    printed = CliRunner().invoke(main, ["--db", str(settings.db), "labels", "داعش"], catch_exceptions=False)
    assert "الإرهابي" in printed.output
    as_json = CliRunner().invoke(
        main, ["--db", str(settings.db), "labels", "داعش", "--source", ONE, "--json"], catch_exceptions=False
    )
    assert [row["source"]["id"] for row in json.loads(as_json.output)["table"]["rows"]] == [ONE]


def test_adding_the_same_pages_again_changes_nothing(settings: Settings, address: str, tmp_path: Path) -> None:
    before = _labels(address)["total"]
    pages = _pages(tmp_path / "pages")
    reading.add_pages(replace(settings), [str(pages)], strict=True, report=lambda tally: None)
    assert _labels(address)["total"] == before


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: sh scripts/test installs it")
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_section_fits_and_its_numbers_lead_to_sentences(address: str, width: int, lang: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"{address}/e/islamic-state?lang={lang}")
        size = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(size) <= 0
        page.locator("#words table.heat td a").first.click()
        page.wait_for_url("**/labels?**")
        assert page.locator("#sentences mark").count() == STORIES
        assert page.evaluate(size) <= 0
        page.locator("#words form button").click()
        page.wait_for_url("**/labels?**of=*&of=*")
        assert page.locator("#words table.heat tbody tr").count() <= 2
        page.goto(f"{address}/compare?with=islamic-state&with=sergey-lavrov")
        assert page.locator("#words table.heat").count() >= 1
        assert page.evaluate(size) <= 0
        browser.close()
    assert wrong == []

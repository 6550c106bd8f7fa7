"""The texts of a story on its page and side by side, as a reader and a screen reader get them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from marsad.cli import reading
from marsad.config import Settings
from marsad.serve.app import create_app
from marsad.store.archive import open_existing
from test_browser_a import CHROMIUM, Watched
from test_versions import DELAYED, OPENS
from test_versions import records as two_texts
from web_samples import serving


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive in which one story has two texts."""
    folder = tmp_path_factory.mktemp("versions")
    found = Settings(db=folder / "a.db")
    reading.add_pages(found, [str(two_texts(folder))], strict=False, report=lambda tally: None)
    return found


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[str]:
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture(scope="module")
def key(settings: Settings) -> str:
    db = open_existing(settings.db)
    ((found,),) = db.execute("SELECT key FROM story").fetchall()
    db.close()
    return str(found)


def test_the_story_tells_its_texts_and_each_address_says_the_same_in_json(site: str, key: str) -> None:
    page = httpx.get(f"{site}/story/{key}")
    assert page.text.count(f'href="/story/{key}/versions/2"') == 1
    assert "تغيير صامت" in page.text
    assert "نصان متتاليان" in page.text
    told = httpx.get(f"{site}/story/{key}.json").json()
    assert [(v["title"], v["silent"], v["shown"]) for v in told["versions"]] == [
        (OPENS, False, False),
        (DELAYED, True, True),
    ]
    change = httpx.get(f"{site}/story/{key}/versions/2.json").json()
    assert change["alignment"]["title"][0]["kind"] == "added"
    assert json.dumps(change["versions"]) == json.dumps(told["versions"])


def test_what_is_no_version_is_not_found(site: str, key: str) -> None:
    for number in ("0", "3", "x", "99999999999999999999"):
        assert httpx.get(f"{site}/story/{key}/versions/{number}").status_code == 404
    assert httpx.get(f"{site}/story/none/versions/2").status_code == 404


def test_the_id_of_a_later_text_leads_to_the_version(site: str, key: str, settings: Settings) -> None:
    db = open_existing(settings.db)
    ((other,),) = db.execute("SELECT key FROM story_moved WHERE story = ?", (key,)).fetchall()
    db.close()
    answer = httpx.get(f"{site}/story/{other}/versions/2.json")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/story/{key}/versions/2.json")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: sh scripts/test installs it")
@pytest.mark.parametrize(("width", "columns"), [(390, 1), (1280, 2)])
def test_side_by_side_or_one_below_the_other(browser: Browser, site: str, key: str, width: int, columns: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    watched = Watched(context.new_page(), site)
    for lang in ("ar", "en"):
        watched.page.goto(f"{site}/story/{key}/versions/2?lang={lang}")
        assert watched.overflow() <= 0
        assert watched.outside() == []
        row = watched.page.locator(".beside.as-changed:not(.title)").first
        was, now = (row.locator(side).bounding_box() for side in (".was", ".is"))
        assert was is not None
        assert now is not None
        assert (was["x"] > now["x"]) == (columns == 2)  # right to left: the earlier text is at the right
        assert (was["y"] < now["y"]) == (columns == 1)
    dropped, came = watched.page.locator("del").first, watched.page.locator("ins").first
    assert dropped.inner_text().startswith("dropped:")
    assert came.inner_text().startswith("added:")
    context.close()
    assert watched.wrong == []


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: sh scripts/test installs it")
def test_from_the_story_to_what_changed_and_back(browser: Browser, site: str, key: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/story/{key}")
    page.locator("#versions a").last.click()
    assert page.locator("h2").first.inner_text() == "النص 2: ما الذي تغيّر"
    page.get_by_text("عودة إلى الخبر").click()
    assert page.url == f"{site}/story/{key}"
    context.close()

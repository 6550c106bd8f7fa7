"""The pages in headless Chromium: nothing cut, no errors, right to left, without a script, dark and on paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from web_samples import COMPARISON, HUDA, sample_site, serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), "")
TEXTS = ", ".join(f"main {part}" for part in ("h1", "h2", "h3", "p", "li", "td", "th", "summary")) + ", svg text"
SEARCH = "/search?q=وزير -المعبر&order=newest&kind=newspaper"
PAGES = (f"/e/{HUDA}", COMPARISON, f"/e/{HUDA}/card", "/compare", SEARCH, "/search")

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: sh scripts/test installs it")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[str]:
    with sample_site(tmp_path_factory.mktemp("site"), samples) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


class Watched:
    """A page of the browser that remembers what went wrong in it and what it asked of other hosts."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(site) else self.wrong.append(asked.url))

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def outside(self) -> list[str]:
        """The words that stand outside the window."""
        found: list[str] = self.page.evaluate(
            """texts => [...document.querySelectorAll(texts)]
            .filter(e => e.getClientRects().length && !e.closest('.vh'))
            .filter(e => { const b = e.getBoundingClientRect(); return b.left < -1 || b.right > innerWidth + 1; })
            .map(e => e.textContent.trim().slice(0, 60))""",
            TEXTS,
        )
        return found


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
def test_pages_fit_and_are_quiet(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    watched = Watched(context.new_page(), site)
    for lang in ("ar", "en"):
        for path in PAGES:
            watched.page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang={lang}")
            watched.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
            assert watched.overflow() <= 0, (path, lang)
            assert watched.outside() == [], (path, lang)
    context.close()
    assert watched.wrong == []


def test_a_very_long_name_wraps(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900})
    watched = Watched(context.new_page(), site)
    watched.page.goto(f"{site}/e/{HUDA}")
    long = "المنظمة العربية للتنمية الزراعية والصناعات الغذائية والثروة السمكية لدول الضفاف"
    watched.page.evaluate("words => document.querySelectorAll('bdi').forEach(e => e.textContent = words)", long)
    assert watched.overflow() <= 0
    assert watched.outside() == []
    context.close()


def test_the_arabic_page_runs_from_right_to_left(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/e/{HUDA}?lang=ar")
    brand, switches = page.locator(".brand").bounding_box(), page.locator(".switches").bounding_box()
    assert brand
    assert switches
    assert brand["x"] > switches["x"]
    oldest, newest = (page.locator(".ends span").nth(n).bounding_box() for n in (0, 1))
    assert oldest
    assert newest
    assert oldest["x"] > newest["x"]
    page.close()


def test_one_chart_is_shown_at_each_width(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/e/{HUDA}")
    shown = [page.locator(f".chart svg.{kind}").is_visible() for kind in ("wide", "narrow")]
    page.set_viewport_size({"width": 390, "height": 900})
    assert [shown, [page.locator(f".chart svg.{kind}").is_visible() for kind in ("wide", "narrow")]] == [
        [True, False],
        [False, True],
    ]
    page.close()


def test_a_search_is_narrowed_step_by_step(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(f"{site}/search")
    page.fill("main input[name=q]", "وزير")
    page.click("main form[role=search] button")
    everything = page.locator("#h-list").inner_text()
    assert page.locator("main article.row mark").count() > 0
    page.locator("#sources a.ent").first.click()
    narrowed = page.locator("#h-list").inner_text()
    assert page.locator("#f-source").input_value() != ""
    assert page.locator("main input[name=q]").input_value() == "وزير"
    assert narrowed != everything
    page.locator("#months svg.narrow a .hit").last.click()
    assert page.locator("#f-from").input_value()
    assert page.locator("#h-list").inner_text() != narrowed
    page.check("input[value=newest]")
    page.click("main form[role=search] button")
    days = [row.get_attribute("datetime") or "" for row in page.locator("main article.row .meta time").all()]
    assert days == sorted(days, reverse=True) != []
    page.close()


def test_a_bar_opens_its_stories(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/e/{HUDA}")
    bar = page.locator(".chart svg.wide a").filter(has=page.locator(".val")).first
    stories = int(bar.locator(".val").text_content() or "")
    bar.locator(".hit").click()
    page.wait_for_url("**/stories?**")
    assert page.locator("main article.row").count() == stories
    page.close()


def test_the_page_is_complete_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/e/{HUDA}")
    assert page.locator("#url").is_visible()
    assert not page.locator("[data-copy]").is_visible()
    page.locator("summary", has_text="القيم في جدول").click()
    assert page.locator("#days table").is_visible()
    page.locator("input[name=from]").fill("2026-04-01")
    page.locator(".window button").click()
    assert "from=2026-04-01" in page.url
    assert page.locator("h1").inner_text() == "هدى الكيلاوي"
    context.close()


def test_the_copy_button_copies_the_clean_address(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/e/{HUDA}")
    button = page.locator("[data-copy=url]")
    button.click()
    page.wait_for_function("document.querySelector('[data-copy=url]').textContent.trim() === 'نُسخ'")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/e/{HUDA}"
    context.close()


def test_the_keyboard_reaches_the_content_first(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/e/{HUDA}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["y"] >= 0
    assert page.locator(".chart svg a:not([tabindex='-1'])").count() == 0
    page.close()


def test_dark_mode_changes_paper_and_charts(browser: Browser, site: str) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{site}/e/{HUDA}")
        colours[scheme] = [
            page.evaluate("getComputedStyle(document.body).backgroundColor"),
            page.evaluate("getComputedStyle(document.querySelector('.chart .b')).fill"),
        ]
        context.close()
    assert colours["light"][0] != colours["dark"][0]
    assert colours["light"][1] != colours["dark"][1]


def test_paper_has_the_content_alone(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/e/{HUDA}")
    page.emulate_media(media="print")
    hidden = [page.locator(part).is_visible() for part in (".mast", ".window", ".boxes")]
    assert hidden == [False, False, False]
    assert page.locator(".chart svg.wide").is_visible() or page.locator(".chart svg.narrow").is_visible()
    page.close()


def test_the_card_stands_in_a_frame_of_another_site_and_the_page_does_not(browser: Browser, site: str) -> None:
    host = Starlette(routes=[Route("/", lambda request: HTMLResponse(_frames(site)))])
    context = browser.new_context()
    page = context.new_page()
    with serving(host) as other:
        page.goto(other.replace("127.0.0.1", "localhost"))
    card = page.frame_locator("#card")
    card.locator("h1").wait_for()
    assert card.locator("h1").inner_text() == "هدى الكيلاوي"
    frames = {frame.name: frame for frame in page.frames}
    assert frames["page"].url.startswith("chrome-error:")
    assert frames["card"].evaluate("document.documentElement.scrollHeight") <= 430
    context.close()


def _frames(site: str) -> str:
    frame = '<iframe id="{0}" name="{0}" src="{1}" width="360" height="430"></iframe>'
    return frame.format("card", f"{site}/e/{HUDA}/card") + frame.format("page", f"{site}/e/{HUDA}")


def test_the_comparison_takes_another_name(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/compare?with={HUDA}")
    page.locator("#with").fill("إدوار مالكيان")
    page.locator(".add button").click()
    assert page.locator(".versus-keys li").count() == 2
    assert page.locator(".chart svg.wide .t1, .chart svg.wide .t2").count() >= 1
    page.close()

"""Copies and happenings on their pages, as a reader gets them: in HTML, JSON and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from marsad.config import Settings
from marsad.serve.app import create_app
from test_browser_a import CHROMIUM, Watched
from web_samples import read_samples, sample_settings, serving


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Settings:
    found = sample_settings(tmp_path_factory.mktemp("copies") / "a.db", samples)
    read_samples(found, samples)
    return found


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[str]:
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def group_of(site: str) -> dict[str, object]:
    """The text that most outlets have."""
    found: dict[str, object] = httpx.get(f"{site}/copies.json").json()["groups"][0]
    return found


def test_a_text_of_several_outlets(site: str) -> None:
    group = group_of(site)
    key, members = group["id"], group["members"]
    assert isinstance(members, list)
    assert len(members) > 3
    assert members[0]["kind"] == "origin"
    page = httpx.get(f"{site}/copies/{key}").text
    for member in members:
        assert f'href="/story/{member["story"]["id"]}"' in page
    last = members[-1]["story"]["id"]
    told = httpx.get(f"{site}/copies/{last}.json").json()
    assert (told["group"]["id"], told["before"]["story"]["id"], told["after"]["story"]["id"]) == (key, key, last)
    assert told["alignment"]["rows"]
    assert "ما الذي تغيّر" in httpx.get(f"{site}/story/{last}").text
    assert httpx.get(f"{site}/copies/nothing").status_code == 404


def test_whom_an_outlet_takes_from(site: str) -> None:
    flows = httpx.get(f"{site}/copies.json").json()["flows"]
    assert flows
    taker = flows[0]["taker"]["id"]
    told = httpx.get(f"{site}/source/{taker}.json?all=1").json()["copying"]
    assert told["stories"] == told["own"] + told["copies"]
    assert flows[0]["source"]["id"] in [flow["source"]["id"] for flow in told["takes"]]
    page = httpx.get(f"{site}/source/{taker}?all=1").text
    assert "نصوصه ونصوص غيره" in page
    assert '<svg class="network' in page


def test_what_happened(site: str) -> None:
    found = httpx.get(f"{site}/happenings.json?all=1").json()
    first = found["rows"][0]
    assert first["outlets"] >= found["rows"][-1]["outlets"] >= 2
    told = httpx.get(f"{site}/happening/{first['id']}.json").json()
    assert told["head"] == first
    assert told["first"]["day"] == first["first_day"]
    assert len(told["told"]) == first["sources"]
    other = next(tale["row"]["id"] for tale in told["tales"] if tale["row"]["id"] != first["id"])
    answer = httpx.get(f"{site}/happening/{other}.json")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/happening/{first['id']}.json")
    assert httpx.get(f"{site}/happening/nothing").status_code == 404
    front = httpx.get(f"{site}/index.json").json()["happenings"]
    assert front
    assert all(row["title"] in httpx.get(site).text for row in front)


def test_the_front_page_counts_texts_once_when_asked(site: str) -> None:
    each, once = (httpx.get(f"{site}/index.json", params=asked).json() for asked in ({}, {"once": "1"}))
    assert (each["now"]["once"], once["now"]["once"]) == (False, True)
    before, after = ({row["source"]["id"]: row["count"] for row in page["top_sources"]} for page in (each, once))
    assert sum(after.values()) < sum(before.values())
    assert all(after[key] <= before[key] for key in after.keys() & before.keys())
    assert "?once=1" in httpx.get(site).text
    assert "عُدّ كل نسخة" in httpx.get(f"{site}/?once=1").text


def test_what_a_reader_decides_is_kept_and_listed(site: str) -> None:
    group = group_of(site)
    members = group["members"]
    assert isinstance(members, list)
    one, other = members[0]["story"]["id"], members[-1]["story"]["id"]
    sent = {"kind": "other_text", "other": f"{site}/story/{other}", "who": "هدى"}
    assert httpx.post(f"{site}/copies/{one}/decide", data=sent).status_code == 303
    there = [m["story"]["id"] for m in httpx.get(f"{site}/copies/{one}.json").json()["group"]["members"]]
    assert other not in there
    row = httpx.get(f"{site}/judgements.json").json()["rows"][0]
    assert (row["kind"], {row["entity_id"], row["other_id"]}, row["made_by"]) == ("other_text", {one, other}, "هدى")
    assert "ليسا نصًا واحدًا" in httpx.get(f"{site}/judgements").text
    assert httpx.post(f"{site}/judgements/{row['id']}/undo").status_code == 303
    assert len(httpx.get(f"{site}/copies/{one}.json").json()["group"]["members"]) == len(members)
    foreign = httpx.post(f"{site}/copies/{one}/decide", data=sent, headers={"origin": "https://other.example"})
    assert foreign.status_code == 403


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: sh scripts/test installs it")
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_over_in_a_browser(browser: Browser, site: str, width: int) -> None:
    first = httpx.get(f"{site}/happenings.json?all=1").json()["rows"][0]["id"]
    context = browser.new_context(viewport={"width": width, "height": 900})
    watched = Watched(context.new_page(), site)
    for lang in ("ar", "en"):
        for path in ("/copies", f"/copies/{group_of(site)['id']}", "/happenings?all=1", f"/happening/{first}"):
            joined = "&" if "?" in path else "?"
            watched.page.goto(f"{site}{path}{joined}lang={lang}")
            assert watched.overflow() <= 0, path
            assert watched.outside() == [], path
    watched.page.goto(f"{site}/copies?lang=ar")
    picture = watched.page.locator("svg.network")
    assert picture.is_visible() == (width > 720)  # a phone has the table below it
    if picture.is_visible():
        assert picture.locator("path.flow").count() > 2
        picture.locator("a").first.click()
        assert "/source/" in watched.page.url
    context.close()
    assert watched.wrong == []

"""Teasers of other stories: where they lead, from the page that was read to the page that is served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import httpx
import pytest

from invented import Told, outlets, reading
from marsad.config import Settings
from marsad.model import Reading
from marsad.serve.app import create_app
from marsad.store.adding import add
from marsad.store.archive import create_or_open
from marsad.store.database import Place
from web_samples import serving

ROOT = "https://marsa.example"


def at(address: str, told: Reading) -> Reading:
    return replace(told, page=replace(told.page, url=f"{ROOT}{address}"))


PAGES = (
    at(
        "/main",
        reading(
            Told("المجلس يقر الموازنة", ["أقر المجلس الموازنة."], "2026-03-01"),
            path="main.txt",
            teasers=(
                ("عنوان آخر للقمح", f"{ROOT}/wheat?utm_source=box"),
                ("السوق تغلق", "https://other.example/market"),
                ("خبر لم يأت", "https://other.example/later"),
                ("عنوان خادع", "javascript:alert(1)"),
                ("نصفا الصفحة", f"{ROOT}/two"),
            ),
        ),
    ),
    at("/wheat", reading(Told("القمح يرتفع", ["ارتفع سعر القمح."], "2026-03-01"), path="wheat.txt")),
    at("/shut", reading(Told("السوق تغلق", ["أغلقت السوق."], "2026-03-01"), path="shut.txt")),
    at(
        "/two",
        reading(
            Told("أول الخبرين", ["خبر أول."], "2026-03-01"),
            Told("ثاني الخبرين", ["خبر ثان."], "2026-03-01"),
            path="two.txt",
        ),
    ),
)


@pytest.fixture
def site(place: Place) -> Iterator[httpx.Client]:
    with closing(create_or_open(place)) as db:
        for page in PAGES:
            add(db, page, outlets())
    with serving(create_app(Settings(db=place))) as address, httpx.Client(base_url=address) as client:
        yield client


def test_a_teaser_leads_to_its_story_or_to_the_web(site: httpx.Client) -> None:
    found = [(t["story_id"], t["url"]) for t in site.get("/story/main.txt-0.json").json()["see_also"]]
    assert found == [
        ("wheat.txt-0", f"{ROOT}/wheat?utm_source=box"),  # by its address: the headline on the page was another
        ("shut.txt-0", "https://other.example/market"),  # by its headline
        (None, "https://other.example/later"),
        (None, None),
        (None, f"{ROOT}/two"),  # two stories stand there, and neither has this headline
    ]
    html = site.get("/story/main.txt-0").text
    assert '<a href="/story/wheat.txt-0">عنوان آخر للقمح</a>' in html
    assert '<a href="https://other.example/later" rel="noopener nofollow">خبر لم يأت</a>' in html
    assert "javascript:" not in html

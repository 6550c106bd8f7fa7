"""Deciding who is who in the browser: pages, redirects, and who may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from marsad.config import Settings
from marsad.serve.app import create_app
from test_resolving import STORIES, archive
from web_samples import serving


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    archive(tmp_path / "a.db", range(len(STORIES))).close()
    return Settings(tmp_path / "a.db")


@pytest.fixture
def site(settings: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(settings)) as address, httpx.Client(base_url=address) as client:
        yield client


def test_the_old_address_of_a_merged_name_leads_to_the_kept_one(site: httpx.Client) -> None:
    for path, target in (("/e/c-per-2", "/e/c-per-1"), ("/e/c-per-2.json?all=1", "/e/c-per-1.json?all=1")):
        answer = site.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, target)
    assert site.get("/e/c-per-2/stories").status_code == 200
    assert site.get("/e/c-per-2.atom").text.count("<entry>") == 4


def test_a_reader_decides_and_takes_it_back(site: httpx.Client) -> None:
    said = site.post("/e/c-per-2/decide", data={"kind": "split", "who": "هدى"})
    assert (said.status_code, said.headers["location"]) == (303, "/e/c-per-2#who")
    assert site.get("/e/c-per-2").status_code == 200
    listed = site.get("/judgements.json").json()["rows"]
    assert [(j["kind"], j["made_by"]) for j in listed] == [("split", "هدى")]
    assert site.post(f"/judgements/{listed[0]['id']}/undo").status_code == 303
    assert site.get("/e/c-per-2").status_code == 303
    assert site.post("/e/c-per-3/decide", data={"kind": "merge", "other": "c-per-4"}).status_code == 303
    assert site.get("/e/c-per-4").headers["location"] == "/e/c-per-3"
    assert site.post("/e/c-per-3/decide", data={"kind": "rename", "value": "سعد"}).status_code == 303
    page = site.get("/e/c-per-3").text
    assert "سعد" in page
    assert "reader" in page


@pytest.mark.parametrize(
    ("lang", "words"), [("ar", "نقلان لاسم أجنبي"), ("en", "two transcriptions of a foreign name")]
)
def test_reasons_are_told_in_the_language_of_the_reader(site: httpx.Client, lang: str, words: str) -> None:
    for path in ("/judgements?by=rule&lang=", "/e/c-per-1?lang="):
        assert words in site.get(path + lang).text


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/e/c-per-1/decide", {"kind": "merge", "other": "لا أحد هنا بهذا"}, 404),
        ("/e/c-per-1/decide", {"kind": "rename", "value": " "}, 400),
        ("/e/c-per-1/decide", {"kind": "joke"}, 400),
        ("/e/nobody/decide", {"kind": "split"}, 404),
        ("/judgements/999/undo", {}, 404),
        ("/judgements/99999999999999999999999/undo", {}, 404),
    ],
)
def test_what_cannot_be_is_refused_in_words(site: httpx.Client, path: str, data: dict[str, str], status: int) -> None:
    assert site.post(path, data=data).status_code == status
    assert not site.get("/judgements.json").json()["rows"]


def test_another_site_cannot_decide(site: httpx.Client) -> None:
    answer = site.post("/e/c-per-2/decide", data={"kind": "split"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert site.post("/judgements/1/undo", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not site.get("/judgements.json").json()["rows"]


def test_where_writing_is_off_nobody_decides(settings: Settings) -> None:
    app = create_app(replace(settings, notes_open=False))
    with serving(app) as address, httpx.Client(base_url=address) as site:
        assert site.post("/e/c-per-2/decide", data={"kind": "split"}).status_code == 403
        assert '<form method="post"' not in site.get("/e/c-per-1").text

"""Searching over HTTP: the same answer as HTML, JSON and feed, and an index that follows while it is served."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from invented import Told, reading
from marsad.cli.searchable import make_searchable
from marsad.outlets import Outlets
from marsad.search.following import Following
from marsad.serve.app import create_app
from marsad.store.adding import add
from marsad.store.archive import create_or_open
from web_samples import sample_settings, sample_site, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[httpx.Client]:
    with sample_site(tmp_path_factory.mktemp("site"), samples) as address, httpx.Client(base_url=address) as client:
        yield client


def test_html_json_and_feed_give_the_same_stories(site: httpx.Client) -> None:
    asked = {"q": "وزير", "order": "newest"}
    answer = site.get("/search.json", params=asked).json()
    html = site.get("/search", params=asked).text
    feed = site.get("/search.atom", params=asked).text
    ids = [row["id"] for row in answer["stories"]["rows"]]
    assert len(ids) == 20
    assert all(f'/story/{i}"' in html and f"/story/{i}" in feed for i in ids)
    assert answer["order"] == "newest"
    assert (
        sum(month["count"] for month in answer["months"]["days"]) + answer["months"]["undated"]
        == answer["stories"]["total"]
    )
    assert sum(source["count"] for source in answer["sources"]) == answer["stories"]["total"]


def test_filters_are_fields_and_words(site: httpx.Client) -> None:
    by_field = site.get("/search.json", params={"q": "وزير", "source": "الضفاف", "from": "2026-03-10"}).json()
    by_words = site.get("/search.json", params={"q": "وزير مصدر:الضفاف بعد:2026-03-10"}).json()
    assert by_field["stories"] == by_words["stories"]
    assert {row["source"]["name"] for row in by_field["stories"]["rows"]} == {"الضفاف"}


def test_copies_are_counted_once_when_asked(site: httpx.Client) -> None:
    each, once = (site.get("/search.json", params={"q": "وزير", "once": n}).json() for n in ("", "1"))
    assert 0 < once["stories"]["total"] < each["stories"]["total"]
    html = site.get("/search", params={"q": "وزير", "once": "1"}).text
    assert '<input type="checkbox" name="once" value="1" checked>' in html
    assert "&amp;once=1" in html[html.index("/search.atom") :].split('"', 1)[0]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_remark_has_words(site: httpx.Client, lang: str) -> None:
    queries = (
        '"وزير',
        "(وزير",
        "وزير OR",
        "مصدر:",
        "source:x entity:x speaker:x kind:x after:x",
        "كلمة " * 99,
        "huda kilawi",
    )
    for query in queries:
        answer = site.get("/search", params={"q": query, "lang": lang})
        assert answer.status_code == 200
        assert 'class="remark"' in answer.text
        assert "remark_" not in answer.text


def test_nothing_found_offers_near_names(site: httpx.Client) -> None:
    page = site.get("/search", params={"q": "هدى الكلاوي"}).text
    assert 'id="meant"' in page
    assert "هدى الكيلاوي" in page
    assert site.get("/search", params={"q": "وزير", "order": "sideways"}).status_code == 400


def test_words_of_the_reader_are_escaped(site: httpx.Client) -> None:
    page = site.get("/search", params={"q": "<script>alert(1)</script> source:<b>"}).text
    assert "<script>alert" not in page
    assert "source:<b>" not in page


def test_the_index_follows_while_it_is_served(tmp_path: Path, samples: Path) -> None:
    settings = sample_settings(tmp_path / "a.db", samples)
    db = create_or_open(settings.db)
    with serving(create_app(settings)) as address, httpx.Client(base_url=address) as client:
        assert client.get("/search.json", params={"q": "سعر القمح"}).json()["stories"]["total"] == 0
        add(db, reading(Told("سعر القمح", ["يرتفع."], "2026-03-01")), Outlets({}, {}, {}))
        end = time.monotonic() + 30
        while not (total := client.get("/search.json", params={"q": "سعر القمح"}).json()["stories"]["total"]):
            assert time.monotonic() < end
        assert total == 1
    db.finish()


def test_a_command_tells_of_an_index_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    db = create_or_open(tmp_path / "a.db")
    add(db, reading(Told("سعر القمح", ["يرتفع."], "2026-03-01")), Outlets({}, {}, {}))
    make_searchable(db, Following(tmp_path / "file" / "index"))
    assert "search index" in capsys.readouterr().err
    db.close()

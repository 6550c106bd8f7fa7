"""Answers that are kept in memory: the same page again, and never that of an archive which has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from starlette.responses import Response

from invented import Told, outlets, reading
from marsad.config import Settings
from marsad.observatory import Observatory
from marsad.serve.answers import Answers
from marsad.serve.app import create_app
from marsad.store.adding import add
from marsad.store.archive import create_or_open
from marsad.store.database import Place
from web_samples import serving

PAGE = "/e/lavin?days=30"


def put(place: Place, title: str, day: str) -> None:
    with closing(create_or_open(place)) as db:
        told = Told(f"{{lavin:لافين}} {title}", [f"<lavin|قال {{lavin:لافين}} كل شيء {title}>"], day, tags=(title,))
        add(db, reading(told, path=f"{day}.txt"), outlets())


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The entities whose pages were made, once for each time."""
    names: list[str] = []
    ask = Observatory.entity

    def counted(self: Observatory, key: str, *rest, **more):  # type: ignore[no-untyped-def]
        names.append(key)
        return ask(self, key, *rest, **more)

    monkeypatch.setattr(Observatory, "entity", counted)
    return names


@pytest.fixture
def site(place: Place, made: list[str]) -> Iterator[httpx.Client]:
    put(place, "هنا", "2026-03-01")
    with serving(create_app(Settings(db=place))) as address, httpx.Client(base_url=address) as client:
        yield client


def test_a_page_is_made_once_and_again_when_the_archive_changes(
    site: httpx.Client, made: list[str], place: Place
) -> None:
    first = site.get(PAGE)
    assert [site.get(PAGE).text for _ in range(3)] == [first.text] * 3
    assert len(made) == 1
    put(place, "هناك", "2026-03-02")
    second = site.get(PAGE)
    assert ("هناك" in first.text, "هناك" in second.text) == (False, True)
    assert len(made) == 2


def test_what_people_do_on_the_page_shows_at_once(site: httpx.Client) -> None:
    story = site.get("/e/lavin.json").json()["latest"]["rows"][0]["id"]
    before = site.get(f"/story/{story}").text
    site.post(f"/story/{story}/notes", data={"text": "ملاحظة جديدة", "author": "هدى"})
    assert ("ملاحظة جديدة" in before, "ملاحظة جديدة" in site.get(f"/story/{story}").text) == (False, True)


def test_each_reader_has_the_page_in_the_own_language(site: httpx.Client) -> None:
    arabic = site.get(PAGE)
    english = site.get(f"{PAGE}&lang=en")
    assert english.cookies["lang"] == "en"
    assert '<html lang="en"' in site.get(PAGE).text  # the cookie remembers it
    site.cookies.clear()
    assert site.get(PAGE).text == arabic.text


def test_what_is_not_there_is_looked_for_again(site: httpx.Client, place: Place) -> None:
    assert site.get("/tag/لاحقا").status_code == 404
    put(place, "لاحقا", "2026-03-05")
    assert site.get("/tag/لاحقا").status_code == 200


def test_answers_take_no_more_memory_than_they_may(tmp_path: Path) -> None:
    answers = Answers(Settings(db=tmp_path / "a.db"), most_bytes=50_000)
    for number in range(20):
        answers.keep(number, "now", Response("x" * 10_000))
    assert [n for n in range(20) if answers.there(n, "now")] == [16, 17, 18, 19]
    assert answers.there(19, "later") is None
    answers.keep("large", "now", Response("x" * 60_000))
    assert answers.there("large", "now") is None


def test_without_an_archive_nothing_is_kept(tmp_path: Path) -> None:
    assert Answers(Settings(db=tmp_path / "none.db")).state() is None

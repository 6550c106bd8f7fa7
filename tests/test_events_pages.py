"""Events in the archive, on the pages and in the terminal: each happening once, with every story that tells it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from invented import Told, catalogue, outlets, reading, ref
from marsad.cli import main
from marsad.errors import NotInArchiveError, SettingsError
from marsad.model import Event, EventType, Participant, Piece, Reading, Span
from marsad.observatory import Observatory
from marsad.store.adding import add
from marsad.store.archive import create_or_open
from marsad.store.database import Place
from test_browser_a import CHROMIUM, Watched
from web_samples import EDWARD, HUDA, sample_site

SENTENCE = "التقى لافين كريم في الميناء."


def event(text: str, type: EventType, agents: tuple[str, ...], targets: tuple[str, ...] = ()) -> Event:
    at = text.index(SENTENCE)
    span = Span(at, at + len(SENTENCE))
    people = [tuple(Participant(ref(k, k).name, ref(k, k)) for k in side) for side in (agents, targets)]
    return Event(type, *people, Span(at, at + 5), Piece(span, SENTENCE), span, "verb", 0.8)


def told(path: str, day: str, *events: tuple[EventType, tuple[str, ...], tuple[str, ...]], source: str) -> Reading:
    story = Told("خبر", ["التقى {lavin:لافين} {karim:كريم} في الميناء."], day=day, source=source)
    page = reading(story, path=path)
    found = tuple(event(page.page.text, *e) for e in events)
    return replace(page, stories=(replace(page.stories[0], events=found),))


@pytest.fixture
def watch(place: Place) -> Iterator[Observatory]:
    db = create_or_open(place)
    meeting = (EventType.MEET, ("lavin", "karim"), ())
    for page in (
        told("a", "2026-03-10", meeting, source="marsa"),
        told("b", "2026-03-11", (EventType.MEET, ("karim",), ("lavin",)), source="difaf"),
        told("c", "2026-03-20", (EventType.ACCUSE, ("lavin",), ("qarta",)), source="difaf"),
        told("d", "2026-03-21", (EventType.STATEMENT, ("lavin",), ()), source="difaf"),
    ):
        assert add(db, page, outlets()).outcome == "added"
    yield Observatory(db, catalogue(), outlets())
    db.close()


def test_two_stories_of_one_meeting_stand_as_one_happening(watch: Observatory) -> None:
    page = watch.entity("lavin")
    assert [(e.type, e.day, len(e.told)) for e in page.events] == [
        ("accuse", "2026-03-20", 1),
        ("meet", "2026-03-10", 2),
    ]
    assert page.events_total == 2
    meeting = page.events[1]
    assert {a.entity.id for a in meeting.agents if a.entity} == {"lavin", "karim"}
    assert {t.source.id for t in meeting.told if t.source} == {"marsa", "difaf"}
    sentence = meeting.told[0].sentence
    assert {sentence.text[a:b]: key for a, b, key in sentence.marks} == {"لافين": "lavin", "كريم": "karim"}


def test_a_pair_has_the_events_and_the_stories_of_both(watch: Observatory) -> None:
    page = watch.pair("لافين", "karim")
    assert [(e.type, len(e.told)) for e in page.events] == [("meet", 2)]
    assert page.stories.total == 4
    with pytest.raises(NotInArchiveError, match="called"):
        watch.pair("لافين", "لا أحد بهذا الاسم")


def test_events_are_chosen_by_name_and_type(watch: Observatory) -> None:
    assert {e.type for e in watch.events().events} == {"meet", "accuse", "statement"}
    assert [e.type for e in watch.events(type="accuse").events] == ["accuse"]
    assert [e.type for e in watch.events(of="قرطا").events] == ["accuse"]
    with pytest.raises(SettingsError, match="the types are meet"):
        watch.events(type="wedding")


def test_a_rejected_page_leaves_no_events(tmp_path: Path) -> None:
    """Events are added in the transaction of their page: of a page that the tables refuse nothing stays."""
    db = create_or_open(tmp_path / "a.db")
    page = told("a", "2026-03-10", (EventType.MEET, ("lavin", "karim"), ()), source="marsa")
    broken = replace(page.stories[0], events=(replace(page.stories[0].events[0], how=None),))  # type: ignore[arg-type]
    assert add(db, replace(page, stories=(broken,)), outlets()).outcome == "rejected"
    assert [db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("event", "event_actor", "story")] == [0] * 3
    db.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[str]:
    with sample_site(tmp_path_factory.mktemp("site"), samples) as address:
        yield address


def test_the_page_of_a_pair_and_its_json_tell_the_same(site: str) -> None:
    address = f"{site}/pair?e={HUDA}&e={EDWARD}&lang=en"
    page = httpx.get(address)
    found = httpx.get(f"{site}/pair.json?e={HUDA}&e={EDWARD}").json()
    assert (page.status_code, found["one"]["id"], found["other"]["id"]) == (200, HUDA, EDWARD)
    assert page.text.count('class="happened"') == len(found["events"])
    assert httpx.get(f"{site}/pair?e={HUDA}").status_code == 400
    assert httpx.get(f"{site}/pair?e={HUDA}&e=nobody-at-all").status_code == 404


def test_an_entity_page_links_to_what_is_between_two(site: str) -> None:
    text = httpx.get(f"{site}/e/{HUDA}?all=1&lang=en").text
    assert 'id="events"' in text
    assert f"/pair?e={HUDA}&amp;e=" in text


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: sh scripts/test installs it")
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_events_fit_and_open_their_sentences(site: str, width: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        watched = Watched(browser.new_page(viewport={"width": width, "height": 900}), site)
        for path in (f"/e/{HUDA}?all=1", f"/pair?e={HUDA}&e={EDWARD}", f"/pair?e={HUDA}&e={EDWARD}&lang=en"):
            watched.page.goto(site + path)
            assert (watched.overflow(), watched.outside(), watched.wrong) == (0, [], []), path
        watched.page.goto(f"{site}/e/{HUDA}?all=1")
        telling = watched.page.locator(".happened details").first
        telling.locator("summary").click()
        assert telling.locator("blockquote").first.is_visible()
        browser.close()


def test_the_command_prints_a_table_and_lines_with_plover_codes(tmp_path: Path, samples: Path) -> None:
    db = str(tmp_path / "a.db")
    arguments = ["--db", db, "--catalogue", str(samples / "catalogue.tsv")]
    runner = CliRunner()
    pages = sorted(str(p) for p in (samples / "pages").glob("*.txt"))[:12]
    assert runner.invoke(main, [*arguments, "add", *pages]).exit_code == 0
    assert "events" in runner.invoke(main, [*arguments, "events"]).output
    lines = [json.loads(x) for x in runner.invoke(main, [*arguments, "events", "--plover"]).output.splitlines()]
    count = sqlite3.connect(db).execute("SELECT count(*) FROM event").fetchone()[0]
    assert 0 < len(lines) <= count
    assert all(line["event"].isupper() and line["sentence"] and line["actors"] + line["recipients"] for line in lines)
    refused = runner.invoke(main, [*arguments, "events", "--type", "wedding"])
    assert refused.exit_code != 0

"""``marsad reread``: an archive that an older reader made becomes what today's reader makes of the same pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

import marsad
from dumping import Dump, said
from marsad import catalogue, pipeline
from marsad.cli import main
from marsad.config import Resolving, Settings
from marsad.intake import again, files
from marsad.intake.options import Options
from marsad.keeping.checking import check
from marsad.keeping.rereading import Way, reread, waiting
from marsad.model import Layout, Page, Piece, Rejected, Span, Story
from marsad.names import NameTools
from marsad.observatory import Observatory
from marsad.pipeline import Tools, observe
from marsad.resolving import resolve
from marsad.serve.app import create_app
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Database, Place, transaction
from marsad.story import layout
from web_samples import serving

#: Nobody is born, so that nobody is learned.
CALM = Resolving(stories=1000, sources=1000)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(Path("unused.db")))


@pytest.fixture(scope="module")
def pages(samples: Path) -> list[Page | Rejected]:
    return list(files.pages([str(samples)]))[::3]


def older(monkeypatch: pytest.MonkeyPatch, tools: Tools) -> Tools:
    """The tools of an older version, which knew fewer names and cut stories otherwise, in three ways."""
    kept = layout.read

    def read(page: Page, known: catalogue.Catalogue, outlets: object) -> Layout | Rejected:
        found = kept(page, known, outlets)  # type: ignore[arg-type]
        if isinstance(found, Rejected) or not found.stories:
            return found
        way, stories = len(page.text) % 4, list(found.stories)
        if way == 0:  # the first paragraph was taken for something else
            stories[0] = _other(stories[0], paragraphs=stories[0].paragraphs[1:])
        elif way == 1:  # what is below the title was taken for a story of its own
            stories.append(
                _other(stories[0], paragraphs=stories[0].paragraphs[:1], title=_below(stories[0], page.text))
            )
        elif way == 2 and len(stories) > 1:  # the last story was not seen
            stories.pop()
        return replace(found, stories=tuple(stories))

    monkeypatch.setattr(layout, "read", read)
    monkeypatch.setattr(pipeline, "__version__", "0.0.9")
    entities = [e for n, e in enumerate(tools.catalogue.entities.values()) if n % 3]
    known = catalogue.build(entities, tools.catalogue.nisba)
    return replace(tools, catalogue=known, names=NameTools.load(known), tagger=None)


def _other(story: Story, **changed: object) -> Story:
    return replace(story, id=f"{story.id[:8]}older{len(changed)}", **changed)  # type: ignore[arg-type]


def _below(story: Story, text: str) -> Piece:
    start = story.paragraphs[0].span.start if story.paragraphs else 0
    return Piece(Span(start, start + 5), text[start : start + 5])


def fill(db: Database, pages: list[Page | Rejected], tools: Tools) -> None:
    add_all(db, [observe(page, tools) for page in pages], tools.outlets)
    resolve(db, tools.catalogue, CALM)


def without_people(dump: Dump) -> Dump:
    return {name: rows for name, rows in dump.items() if name not in ("note", "judgement")}


@pytest.fixture(scope="module")
def fresh(pages: list[Page | Rejected], tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Dump:
    """What an archive says to which the pages are added by today's reader."""
    db = create_or_open(tmp_path_factory.mktemp("fresh") / "a.db")
    fill(db, pages, tools)
    found = said(db)
    db.close()
    return found


@pytest.fixture
def old(
    place: Place, pages: list[Page | Rejected], tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The archive that the older reader made of the pages."""
    with monkeypatch.context() as patch:
        db = create_or_open(place)
        fill(db, pages, older(patch, tools))
    yield db
    db.close()


def test_it_becomes_what_the_reader_of_today_makes(old: Database, tools: Tools, fresh: Dump) -> None:
    assert check(old).clean
    assert without_people(said(old)) != without_people(fresh)
    assert waiting(old, False) == len(fresh["page"])
    done = reread(old, Way(tools, Options(), CALM))
    assert done.pages == len(fresh["page"])
    assert done.new
    assert done.gone
    assert done.moved
    assert not done.left
    assert without_people(said(old)) == without_people(fresh)
    assert check(old).findings == []
    assert waiting(old, False) == 0
    assert {row[0] for row in old.execute("SELECT DISTINCT version FROM story")} == {marsad.__version__}
    assert reread(old, Way(tools, Options(), CALM)).pages == 0
    everything = reread(old, Way(tools, Options(), CALM, all_pages=True))
    assert (everything.pages, everything.new, everything.gone) == (done.pages, 0, 0)
    assert without_people(said(old)) == without_people(fresh)


def test_some_pages_at_a_time(old: Database, tools: Tools, fresh: Dump) -> None:
    runs, left = 0, waiting(old, False)
    while left:
        done = reread(old, Way(tools, Options(), CALM, most=7))
        assert done.pages <= 7
        assert check(old).findings == []
        runs, left = runs + 1, waiting(old, False)
    assert runs == -(-len(fresh["page"]) // 7)
    reread(old, Way(tools, Options(), CALM, most=7))
    assert without_people(said(old)) == without_people(fresh)


def test_addresses_notes_and_decisions_stay(old: Database, place: Place, tools: Tools, fresh: Dump) -> None:
    moved = old.execute("SELECT key FROM story WHERE key LIKE '%older1' ORDER BY id").fetchone()[0]
    gone = old.execute("SELECT key FROM story WHERE key LIKE '%older2' ORDER BY id").fetchone()[0]
    reader = open_existing(place)
    watch = Observatory(reader, tools.catalogue, tools.outlets, writer=lambda: create_or_open(place), resolving=CALM)
    for key in (moved, gone):
        watch.add_note(key, f"ملاحظة على {key}", "هدى")
    title = watch.story(moved).title
    someone = reader.execute("SELECT key FROM entity WHERE status = 'candidate' ORDER BY stories DESC, id").fetchone()[
        0
    ]
    watch.decide("rename", someone, value="اسم من إنسان", who="هدى")
    done = reread(old, Way(tools, Options(), CALM))
    assert (gone, f"ملاحظة على {gone}", "هدى") in done.lost_notes
    page = watch.story(moved)
    assert page.id != moved
    assert page.title == title or page.title is not None
    assert [n.text for n in page.notes] == [f"ملاحظة على {moved}"]
    assert watch.judgements("people").rows[0].value == "اسم من إنسان"
    report = check(old)
    assert (report.findings, report.lost_notes) == ([], 1)
    reader.close()


def test_a_note_is_added_under_the_old_address_too(old: Database, place: Place, tools: Tools) -> None:
    moved = old.execute("SELECT key FROM story WHERE key LIKE '%older1' ORDER BY id").fetchone()[0]
    reread(old, Way(tools, Options(), CALM))
    reader = open_existing(place)
    watch = Observatory(reader, tools.catalogue, tools.outlets, writer=lambda: create_or_open(place), resolving=CALM)
    note = watch.add_note(moved, "مهم", "")
    assert [n.id for n in watch.story(moved).notes] == [note.id]
    watch.remove_note(moved, note.id)
    assert watch.story(moved).notes == ()
    reader.close()


def test_pages_without_their_bytes_are_read_from_their_layout(old: Database, tools: Tools, fresh: Dump) -> None:
    with transaction(old):
        old.execute("DELETE FROM raw")
    stories = old.execute("SELECT key, page, title FROM story ORDER BY id").fetchall()
    done = reread(old, Way(tools, Options(), CALM))
    assert done.from_layout == done.pages > 0
    assert old.execute("SELECT key, page, title FROM story ORDER BY id").fetchall() == stories
    assert {row[0] for row in old.execute("SELECT DISTINCT version FROM story")} == {marsad.__version__}
    assert {row[0] for row in old.execute("SELECT DISTINCT version FROM page")} == {"0.0.9"}
    assert waiting(old, False) == 0
    assert check(old).findings == []
    named = "SELECT count(DISTINCT entity) FROM story_entity"
    assert old.execute(named).fetchone()[0] > 20


def test_a_page_that_the_reader_refuses_stays_as_it_was(
    old: Database, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = layout.read

    def read(page: Page, known: catalogue.Catalogue, outlets: object) -> Layout | Rejected:
        if len(page.text) % 4 == 3:
            return Rejected(page.path, page.digest, "layout", "not_arabic", "")
        return kept(page, known, outlets)  # type: ignore[arg-type]

    monkeypatch.setattr(layout, "read", read)
    pages = old.execute("SELECT count(*) FROM page").fetchone()[0]
    done = reread(old, Way(tools, Options(), CALM))
    assert done.left["not_arabic"] == pages - done.pages > 0
    assert old.execute("SELECT count(*) FROM page WHERE version = '0.0.9'").fetchone()[0] == done.left["not_arabic"]
    assert check(old).findings == []


RECORD = {
    "headline": "عنوان الخبر",
    "story": "قال وزير الخارجية الروسي سيرغي لافروف إن باب الحوار مفتوح. " * 4,
    "url": "https://x.example/1",
    "published": "2026-03-01",
    "tags": "سياسة، روسيا",
    "outlet": "sana",
}
FEED = (
    '<?xml version="1.0" encoding="windows-1256"?><rss version="2.0"><channel><title>وكالة</title><item>'
    "<title>خبر من خلاصة</title><link>https://y.example/2</link><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate>"
    f"<category>وسم</category><description>{'قال سيرغي لافروف إن الاتفاق قريب جدا. ' * 30}</description></item>"
    "</channel></rss>"
)
HTML = (
    "<!DOCTYPE html><html><head><title>صفحة</title><meta charset='windows-1256'></head><body><article><h1>عنوان صفحة"
    f"</h1><p>{'قال سيرغي لافروف إن الاتفاق قريب جدا. ' * 5}</p></article></body></html>"
)


@pytest.mark.parametrize("kind", ["record", "feed", "html", "text", "side-car", "list"])
def test_the_very_same_page_is_made_again(tmp_path: Path, kind: str) -> None:
    fields = Options()
    if kind == "record":
        from marsad.intake.fields import Fields

        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps(RECORD, ensure_ascii=False) + "\n", "utf-8")
        fields = Options(fields=Fields.parse(["title=headline,text=story"]))
    elif kind == "list":
        path = tmp_path / "a.json"
        path.write_text(json.dumps([{**RECORD, "text": RECORD["story"]}]), "utf-8")
    elif kind == "feed":
        path = tmp_path / "feed.xml"
        path.write_bytes(FEED.encode("windows-1256"))
    else:
        path = tmp_path / "page.html"
        path.write_bytes(HTML.encode("windows-1256") if kind == "html" else ("نص عادي " * 50).encode("utf-8"))
    if kind == "side-car":
        (tmp_path / "page.meta.json").write_text('{"url": "https://z.example", "outlet": "sana", "seen": "2026-03-02"}')
    (page,) = files.from_file(path, fields)
    assert isinstance(page, Page)
    assert page.raw
    assert again.page(page.raw, page.path, Options()) == page
    (without,) = files.from_file(path, replace(fields, raw=False))
    assert isinstance(without, Page)
    assert without.raw is None


def test_the_command(tmp_path: Path, samples: Path) -> None:
    run, db = CliRunner(), str(tmp_path / "a.db")
    assert run.invoke(main, ["--db", db, "add", *map(str, sorted(samples.rglob("*.txt"))[:6])]).exit_code == 0
    assert "already" in run.invoke(main, ["--db", db, "reread"]).output
    done = json.loads(run.invoke(main, ["--db", db, "reread", "--all", "--pages", "2", "--json"]).stdout)
    assert (done["pages"], done["whole"]) == (2, False)
    assert "pages read again" in run.invoke(main, ["--db", db, "reread", "--all"]).output
    assert run.invoke(main, ["--db", db, "check"]).exit_code == 0
    bare = str(tmp_path / "bare.db")
    assert run.invoke(main, ["--db", bare, "add", "--no-raw", str(samples)]).exit_code == 0
    opened = open_existing(Path(bare))
    assert opened.execute("SELECT count(*) FROM raw").fetchone()[0] == 0
    opened.close()
    set_off = run.invoke(main, ["--db", str(tmp_path / "off.db"), "add", str(samples)], env={"MARSAD_RAW": "off"})
    assert set_off.exit_code == 0
    opened = open_existing(tmp_path / "off.db")
    assert opened.execute("SELECT count(*) FROM raw").fetchone()[0] == 0
    opened.close()


def test_old_addresses_lead_on_in_the_web(tmp_path: Path, samples: Path) -> None:
    place = tmp_path / "a.db"
    assert CliRunner().invoke(main, ["--db", str(place), "add", str(samples)]).exit_code == 0
    db = create_or_open(place)
    (key,) = db.execute("SELECT key FROM story WHERE id = 5").fetchone()
    db.execute("INSERT INTO story_moved VALUES ('olderaddress', ?)", (key,))
    db.close()
    settings = Settings(place)
    with serving(create_app(settings)) as address, httpx.Client(base_url=address) as client:
        moved = client.get("/story/olderaddress?lang=en")
        assert (moved.status_code, moved.headers["location"]) == (303, f"/story/{key}?lang=en")
        assert client.get("/story/olderaddress.json").headers["location"] == f"/story/{key}.json"
        assert client.get(f"/story/{key}").status_code == 200
        assert client.get("/story/nowhere").status_code == 404


def test_a_reading_says_which_version_made_it(old: Database, tools: Tools) -> None:
    assert {row[0] for row in old.execute("SELECT DISTINCT version FROM story")} == {"0.0.9"}
    reread(old, Way(tools, Options(), CALM, most=3))
    versions = [row[0] for row in old.execute("SELECT version FROM page ORDER BY id")]
    assert versions[:3] == [marsad.__version__] * 3
    assert set(versions[3:]) == {"0.0.9"}


def test_two_runs_at_once_read_each_page_once(old: Database, place: Place, tools: Tools, fresh: Dump) -> None:
    """The second finds the pages done that the first has read meanwhile."""
    second, seen = create_or_open(place), list[str]()

    def step(path: str) -> None:
        seen.append(path)
        if len(seen) == 3:
            reread(second, Way(tools, Options(), CALM))

    done = reread(old, Way(tools, Options(), CALM), step)
    assert done.pages == 3
    assert without_people(said(old)) == without_people(fresh)
    second.close()

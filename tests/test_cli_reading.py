"""``marsad read``, ``add`` and ``rejected`` on pages of every kind, good and bad."""

from __future__ import annotations

import gzip
import json
import lzma
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from made_archives import record
from marsad.cli import main

ARTICLE = """وزير الخارجية المصري يصل إلى عمان

القاهرة – وكالات

وصل وزير الخارجية المصري سامح شكري اليوم إلى عمان في زيارة تستمر يومين يلتقي خلالها عددا من المسؤولين الأردنيين.

وقال شكري للصحفيين في المطار إن الزيارة تأتي في إطار التشاور المستمر بين مصر والأردن حول قضايا المنطقة.
"""
ENGLISH = "The minister arrived in Amman today for talks with his counterpart.\n\n" * 12


def run(db: Path, *words: str, input: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["--db", str(db), *words], input=input)


def counts(db: Path, *words: str, input: bytes | None = None) -> dict[str, int]:
    result = run(db, "add", "--json", *words, input=input)
    assert result.exit_code == 0, result.output
    found: dict[str, int] = json.loads(result.stdout)
    return found


def stats(db: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads(run(db, "stats", "--json").stdout)
    return found


def reasons(db: Path) -> dict[str, str]:
    rows: list[dict[str, Any]] = json.loads(run(db, "rejected", "--json").stdout)
    return {Path(r["path"]).name: r["reason"] for r in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "pages"
    found.mkdir()
    (found / "article.txt").write_text(ARTICLE, "utf-8")
    return found


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "new" / "a.db"


def test_reading_prints_one_object_a_page(folder: Path, db: Path) -> None:
    (folder / "empty.txt").touch()
    result = run(db, "read", str(folder), "--json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["stories"][0]["title"] == "وزير الخارجية المصري يصل إلى عمان"
    start, end = first["stories"][0]["title_span"]
    assert ARTICLE[start:end] == first["stories"][0]["title"]
    assert (second["stories"], second["rejected"]["reason"]) == ([], "empty")
    assert not db.exists()


def test_reading_for_a_person(folder: Path, db: Path) -> None:
    shown = run(db, "read", str(folder)).stdout
    assert "وزير الخارجية المصري يصل إلى عمان" in shown
    assert "سامح شكري" in shown


def test_adding_twice_changes_nothing(samples: Path, db: Path) -> None:
    some = [str(p) for p in sorted((samples / "pages").glob("s0*.txt"))[:6]]
    first = counts(db, *some)
    before = stats(db)
    assert first["added"] == before["pages"] == 6
    assert first["stories"] == before["stories"] > 0
    assert counts(db, *some) == {
        "added": 0, "known": 6, "rejected": 0, "stories": 0, "mentions": 0, "quotes": 0,
    }  # fmt: skip
    assert stats(db) == before


def test_the_closing_count_is_for_people_too(folder: Path, db: Path) -> None:
    (folder / "empty.txt").touch()
    result = run(db, "add", str(folder))
    lines = {" ".join(line.split()) for line in result.stdout.splitlines()}
    assert {"pages added 1", "pages already there 0", "pages rejected 1", "because: empty 1", "stories 1"} <= lines
    assert "marsad rejected" in result.stdout


def test_globs_and_standard_input(folder: Path, db: Path) -> None:
    assert counts(db, str(folder / "*.txt"))["added"] == 1
    assert counts(db, "-", input=ARTICLE.replace("عمان", "بيروت").encode())["added"] == 1
    assert counts(db, "-", input=ARTICLE.encode())["known"] == 1


def records(*cities: str) -> bytes:
    stories = []
    for city in cities:
        title, _, text = ARTICLE.replace("عمان", city).partition("\n\n")
        stories.append({"title": title, "text": text, "date": "2026-03-03"})
    return b"".join(json.dumps(story, ensure_ascii=False).encode() + b"\n" for story in stories)


def test_a_container_is_added_once_and_says_what_it_left_out(folder: Path, db: Path) -> None:
    answers = [
        record("response", "https://sahel.example/1", ARTICLE.encode(), media="text/plain"),
        *[record("request", f"https://sahel.example/{n}", b"GET", media="text/plain") for n in range(7)],
        record("response", "https://sahel.example/2", b"", status="404 Not Found"),
    ]
    (folder / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, answers)))
    (folder / "news.jsonl.xz").write_bytes(lzma.compress(records("بيروت", "تونس") + b"broken\n"))
    first = counts(db, str(folder))
    assert first.items() >= {
        "added": 4, "rejected": 1, "rejected_bad_record": 1,
        "skipped": 8, "skipped_request": 7, "skipped_status_4xx": 1,
    }.items()  # fmt: skip
    before = stats(db)
    again = counts(db, str(folder))
    assert again.items() >= {"added": 0, "known": 4, "rejected": 1, "skipped": 8, "stories": 0}.items()
    assert stats(db) == before
    shown = run(db, "add", str(folder)).stdout
    assert {"records that are no pages 8", "because: request 7", "pages already there 4"} <= {
        " ".join(row.split()) for row in shown.splitlines()
    }
    assert "7 of its 9 records" in run(db, "rejected", "--json").stdout


def test_a_container_that_was_stopped_goes_on(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad import pipeline

    kept = pipeline.observe

    def observe(page: Any, *given: Any, **options: Any) -> Any:
        if page.path.endswith(":2"):
            raise KeyboardInterrupt
        return kept(page, *given, **options)

    news = folder / "news.jsonl"
    news.write_bytes(records("بيروت", "تونس", "الخرطوم"))
    monkeypatch.setattr(pipeline, "observe", observe)
    assert run(db, "add", str(news)).exit_code == 130
    monkeypatch.undo()
    assert counts(db, str(news)).items() >= {"added": 2, "known": 1}.items()


def test_the_fields_that_were_taken_are_said_and_can_be_told(folder: Path, db: Path) -> None:
    news = folder / "news.jsonl"
    news.write_bytes(records("بيروت"))
    said = run(db, "read", str(news), "--json")
    assert "title=title, text=text, seen=date" in said.stderr
    page = json.loads(said.stdout)
    assert page["stories"][0]["title"] == "وزير الخارجية المصري يصل إلى بيروت"
    start, end = page["stories"][0]["title_span"]
    assert page["page"]["text"][start:end] == "وزير الخارجية المصري يصل إلى بيروت"
    told = json.loads(run(db, "read", str(news), "--json", "--fields", "published=date").stdout)
    assert told["stories"][0]["published"]["value"] == "2026-03-03"
    wrong = run(db, "read", str(news), "--fields", "when=date")
    assert wrong.exit_code == 1
    assert "names no field" in wrong.stderr


def test_a_page_that_takes_too_long_is_rejected_alone(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad import pipeline

    kept = pipeline.observe

    def observe(page: Any, *given: Any, **options: Any) -> Any:
        while "slow" in page.path:
            pass
        return kept(page, *given, **options)

    (folder / "slow.txt").write_text(ARTICLE + "\nسطر جديد من الكلام.\n", "utf-8")
    monkeypatch.setattr(pipeline, "observe", observe)
    assert counts(db, str(folder), "--limit", "seconds=0.3").items() >= {"added": 1, "rejected_too_slow": 1}.items()


def test_a_limit_that_is_none(folder: Path, db: Path) -> None:
    result = run(db, "add", str(folder), "--limit", "patience=1")
    assert result.exit_code == 1
    assert "the limits are page_bytes" in result.stderr


def test_bad_pages_are_rejected_and_the_good_one_is_kept(folder: Path, db: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "english.txt").write_text(ENGLISH, "utf-8")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(200_000_000)
    (folder / "old.txt").write_bytes(ARTICLE.replace("عمان", "تونس").replace("–", "-").encode("cp1256"))
    found = counts(db, str(folder))
    assert (found["added"], found["rejected"]) == (2, 4)
    assert found["rejected_empty"] == found["rejected_binary"] == found["rejected_too_large"] == 1
    assert set(reasons(db)) == {"empty.txt", "binary.txt", "english.txt", "huge.txt"}
    assert "too_large" in run(db, "rejected").stdout
    assert json.loads(run(db, "search", "تونس", "--json").stdout)["stories"]["total"] == 1


def test_nothing_that_could_be_read_is_a_failure(folder: Path, db: Path) -> None:
    (folder / "article.txt").write_text(ENGLISH, "utf-8")
    assert run(db, "add", str(folder)).exit_code == 1
    assert run(db, "read", str(folder), "--json").exit_code == 1


@pytest.mark.parametrize("command", ["add", "read"])
def test_a_folder_without_pages(command: str, tmp_path: Path, db: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(db, command, str(tmp_path / "empty"))
    assert result.exit_code == 1
    assert f"there are no pages in {tmp_path / 'empty'}" in result.stderr


def test_a_path_that_is_not_there(tmp_path: Path, db: Path) -> None:
    result = run(db, "add", str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "no such file or folder" in run(db, "rejected").stdout


def test_the_database_of_another_program(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    before = other.read_bytes()
    for words in (("add", str(folder)), ("stats",), ("serve",)):
        result = run(other, *words)
        assert result.exit_code == 1
        assert "another program" in result.stderr
    assert other.read_bytes() == before


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody may write in")
def test_a_folder_that_takes_no_writes(folder: Path) -> None:
    result = run(Path("/proc/marsad/a.db"), "add", str(folder))
    assert result.exit_code == 1
    assert "--db" in result.stderr


def test_a_full_disk(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad.store import adding

    def add_all(*given: Any) -> list[adding.Added]:
        raise sqlite3.OperationalError("database or disk is full")

    assert counts(db, str(folder))["added"] == 1
    monkeypatch.setattr(adding, "add_all", add_all)
    (folder / "second.txt").write_text(ARTICLE + "\nسطر جديد من الكلام.\n", "utf-8")
    result = run(db, "add", str(folder))
    assert result.exit_code == 1
    assert "full" in result.stderr
    assert "make room" in result.stderr
    assert "pages added" in result.stdout
    assert stats(db)["pages"] == 1


def test_being_stopped_keeps_what_was_added(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad import pipeline

    kept = pipeline.observe

    def observe(page: Any, *given: Any, **options: Any) -> Any:
        if "second" in page.path:
            raise KeyboardInterrupt
        return kept(page, *given, **options)

    (folder / "second.txt").write_text(ARTICLE + "\nسطر جديد من الكلام.\n", "utf-8")
    monkeypatch.setattr(pipeline, "observe", observe)
    result = run(db, "add", str(folder))
    assert result.exit_code == 130
    assert "is kept" in result.stderr
    monkeypatch.undo()
    assert counts(db, str(folder)).items() >= {"added": 1, "known": 1}.items()


def test_a_file_name_that_is_no_text(folder: Path, db: Path) -> None:
    try:
        shutil.copy(folder / "article.txt", str(folder / "b\udcffad.txt"))
    except OSError:
        pytest.skip("this file system takes no such names")
    (folder / "article.txt").unlink()
    assert counts(db, str(folder))["added"] == 1
    assert json.loads(run(db, "read", str(folder), "--json").stdout)["page"]["path"].endswith("ad.txt")


def test_the_teasers_of_a_feed_are_shown_and_kept(tmp_path: Path, db: Path) -> None:
    title, summary = "أمطار غزيرة على الساحل", "هطلت مساء أمس على مدن الساحل…"
    item = f"<item><title>{title}</title><link>/18</link><description>{summary}</description></item>"
    feed = tmp_path / "feed.xml"
    feed.write_text(
        f'<rss version="2.0"><channel><title>النورس</title><link>https://nawras.example/</link>{item}</channel></rss>'
    )
    shown = run(db, "read", str(feed)).stdout
    assert title in shown
    assert summary in shown
    assert "https://nawras.example/18" in shown
    run(db, "add", str(feed))
    assert _teasers(db) == [(title, summary)]
    run(db, "reread", "--all")
    assert _teasers(db) == [(title, summary)]


def _teasers(db: Path) -> list[Any]:
    return sqlite3.connect(db).execute("SELECT title, summary FROM teaser").fetchall()

"""Shards: many files read by several processes give the archive that ``marsad add`` gives, whatever dies on the way."""

from __future__ import annotations

import json
import lzma
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from dumps import different, rows
from marsad.batch.child import Keeper
from marsad.batch.plan import Job, of_folder, planned
from marsad.batch.rollups import with_duckdb
from marsad.batch.shards import manifest
from marsad.cli import main
from marsad.config import Limits
from marsad.exchange.rows import clean
from marsad.store.archive import create_or_open
from marsad.store.database import Place
from marsad.text.words import folded_words

#: Text that ends the process that reads it, where ``deadly`` is in force.
DEADLY = "قاتلة"
#: Makes reading a page with that text crash as a bug in a library's machine code would.
_CRASH = f"""
import os, signal
import marsad.pipeline
observe = marsad.pipeline.observe
def crash(page, *more, **options):
    if {DEADLY!r} in getattr(page, "text", ""):
        os.kill(os.getpid(), signal.SIGSEGV)
    return observe(page, *more, **options)
marsad.pipeline.observe = crash
"""


def run(db: Place, *words: str, code: int = 0) -> Result:
    found = CliRunner().invoke(main, ["--db", str(db), *words])
    assert found.exit_code == code, found.output
    return found


def batch(into: Path, *words: str, code: int = 0) -> dict[str, object]:
    made = run(into / "none.db", "batch", "local", *words, "--into", str(into), "--jobs", "2", "--json", code=code)
    found: dict[str, object] = json.loads(made.stdout)
    return found


@pytest.fixture(scope="module", autouse=True)
def known(samples: Path) -> Iterator[None]:
    """The invented people and outlets of the sample pages, for every command and every process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARSAD_CATALOGUE", str(samples / "catalogue.tsv"))
        patch.setenv("MARSAD_OUTLETS", str(samples / "outlets.toml"))
        yield


@pytest.fixture(scope="module")
def added(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages as ``marsad add`` stores them."""
    db = tmp_path_factory.mktemp("added") / "a.db"
    run(db, "add", str(samples / "pages"))
    return db


@pytest.fixture(scope="module")
def shards(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages in several shards, with the tables made from them."""
    into = tmp_path_factory.mktemp("shards")
    batch(into, str(samples / "pages"), "--shard-mb", "0.02")
    return into


@pytest.fixture
def deadly(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Lets every process that starts from now on die of deadly text; undone by ``undo``."""
    folder = tmp_path_factory.mktemp("deadly")
    (folder / "sitecustomize.py").write_text(_CRASH, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return monkeypatch


def story(number: int, text: str = "") -> str:
    told = f"وصل وزير الخارجية المصري سامح شكري اليوم إلى عمان في زيارة {text} تستمر {number} أيام."
    return json.dumps({"title": f"زيارة رقم {number}", "text": told, "url": f"https://a.example/{number}"})


def test_loading_shards_gives_what_adding_gives(added: Path, shards: Path, place: Place) -> None:
    assert len(of_folder(shards)) > 4
    run(place, "load", str(shards))
    assert different(rows(added), rows(place)) == {}


def test_a_large_file_is_read_in_parts_with_the_same_result(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    lines = [story(n) for n in range(40)]
    lines[7], lines[20] = "{broken", lines[3]
    file.write_text("\n".join(lines), "utf-8")
    run(tmp_path / "added.db", "add", str(file))
    batch(tmp_path / "parts", str(file), "--shard-mb", "0.003", "--no-tables")
    assert [shard.parts for shard in of_folder(tmp_path / "parts")] == [4] * 4
    run(tmp_path / "loaded.db", "load", str(tmp_path / "parts"))
    assert different(rows(tmp_path / "added.db"), rows(tmp_path / "loaded.db")) == {}


def test_a_second_run_reads_what_is_missing_and_new(tmp_path: Path) -> None:
    pages, into = tmp_path / "pages", tmp_path / "into"
    pages.mkdir()
    for n in range(3):
        (pages / f"{n}.jsonl").write_text(story(n), "utf-8")
    assert batch(into, str(pages), "--shard-mb", "0.0003", "--no-tables")["read_now"] == 3
    assert batch(into, str(pages), "--shard-mb", "0.0003", "--no-tables")["read_now"] == 0
    (pages / "later.jsonl").write_text(story(9), "utf-8")
    found = batch(into, str(pages), "--shard-mb", "0.0003", "--no-tables")
    assert (found["read_now"], found["done"], found["pages"]) == (1, 4, 4)


def test_results_of_other_settings_are_not_mixed(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(story(1), "utf-8")
    batch(tmp_path / "into", str(tmp_path / "a.jsonl"), "--no-tables")
    words = ("batch", "local", str(tmp_path / "a.jsonl"), "--into", str(tmp_path / "into"), "--limit", "seconds=7")
    assert "another folder with --into" in run(tmp_path / "x.db", *words, code=1).output


def test_a_page_that_kills_its_process_is_rejected_and_costs_no_other(deadly: object, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(story(n, DEADLY if n == 2 else "") for n in range(5)), "utf-8")
    found = batch(tmp_path / "into", str(tmp_path / "a.jsonl"), "--no-tables")
    assert (found["pages"], found["rejected"], found["failed"]) == (4, 1, 0)
    run(tmp_path / "a.db", "load", str(tmp_path / "into"))
    (rejected,) = json.loads(run(tmp_path / "a.db", "rejected", "--json").stdout)
    assert rejected["path"].endswith("a.jsonl:3")
    assert "signal 11" in rejected["detail"]


def test_a_poisoned_shard_is_told_and_read_by_a_later_run(deadly: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("\n".join(story(n, DEADLY) for n in range(5)), "utf-8")
    (tmp_path / "good.jsonl").write_text(story(9), "utf-8")
    words = (str(tmp_path / "bad.jsonl"), str(tmp_path / "good.jsonl"), "--shard-mb", "0.002", "--no-tables")
    found = batch(tmp_path / "into", *words, code=1)
    assert (found["done"], found["failed"]) == (1, 1)
    assert all("signal 11" in failure["failed"] for failure in found["failures"])  # type: ignore[attr-defined]
    deadly.undo()
    found = batch(tmp_path / "into", *words)
    assert (found["failed"], found["pages"]) == (0, 6)
    assert list((tmp_path / "into" / "failed").iterdir()) == []


def test_a_process_that_gives_no_sign_is_ended(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")  # nobody writes to it: opening it waits for ever
    job = Job(str(tmp_path / "into"), str(tmp_path), stall=1.0)
    (shard,) = planned(job, [str(tmp_path / "pipe.jsonl")], 1000)
    keeper = Keeper(job)
    assert "gave no sign for 1 seconds" in keeper.read(shard)["failed"]
    keeper.close()


def test_attempts_at_the_same_time_give_one_result(samples: Path, tmp_path: Path) -> None:
    job = Job(str(tmp_path / "into"), str(tmp_path))
    (shard,) = planned(job, [str(path) for path in sorted((samples / "pages").glob("s0*.txt"))], 10**6)
    keepers = [Keeper(job) for _ in range(2)]
    threads = [Thread(target=keeper.read, args=(shard,)) for keeper in keepers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for keeper in keepers:
        keeper.close()
    assert manifest(tmp_path / "into", shard)
    assert [path.name for path in (tmp_path / "into" / "shards").iterdir()] == ["000000"]
    assert list((tmp_path / "into" / "tmp").iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_run_that_is_killed_goes_on(samples: Path, added: Path, tmp_path: Path) -> None:
    words = ("batch", "local", str(samples / "pages"), "--into", str(tmp_path / "into"), "--jobs", "1")
    words = (*words, "--shard-mb", "0.02", "--no-tables")
    program = [sys.executable, "-c", "from marsad.cli import main; main()", *words]
    process = subprocess.Popen(program, start_new_session=True)
    done = tmp_path / "into" / "shards"
    while not (done.exists() and any(done.iterdir())):
        assert process.poll() is None
        with_timeout(process, 0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert 0 < len(list(done.iterdir())) < len(of_folder(tmp_path / "into"))
    run(tmp_path / "none.db", *words)
    run(tmp_path / "a.db", "load", str(tmp_path / "into"))
    assert different(rows(added), rows(tmp_path / "a.db")) == {}


def with_timeout(process: subprocess.Popen[Any], seconds: float) -> None:
    """Waits for the process to end, or for so long."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def test_rollups_are_those_of_the_archive(shards: Path, tmp_path: Path, samples: Path) -> None:
    from marsad.exchange.loading import readings
    from marsad.model import Reading
    from marsad.outlets import load
    from marsad.store.adding import add

    db, outlets = create_or_open(tmp_path / "unresolved.db"), load([samples / "outlets.toml"])
    for found in readings(shards, db):
        assert isinstance(found, Reading)
        add(db, found, outlets)
    for table, keys in (("entity", ("entity",)), ("source", ("source",)), ("archive", ())):
        names = ", ".join(f"(SELECT key FROM {key} WHERE id = {key})" for key in keys)
        counts = f"SELECT {names}{', ' if names else ''}day, stories, copies, estimated FROM {table}_day ORDER BY 1, 2"
        made = f"SELECT {''.join(f'{key}, ' for key in keys)}coalesce(CAST(day AS VARCHAR), ''), stories, copies,"
        made += f" estimated FROM '{shards}/tables/{table}_days/*/*.parquet' ORDER BY 1, 2"
        assert duckdb.sql(made).fetchall() == [tuple(row) for row in db.execute(counts)], table
    totals = dict(duckdb.sql(f"FROM '{shards}/tables/totals/*.parquet'").fetchall())
    for name, value in db.execute("SELECT name, value FROM total"):
        assert totals[name] == value, name
    same = f"SELECT story, copy FROM '{shards}/tables/kept_stories/*/*.parquet' ORDER BY 1"
    assert duckdb.sql(same).fetchall() == [
        (key, bool(copy)) for key, copy in db.execute("SELECT key, is_copy FROM story ORDER BY key")
    ]
    db.close()


Copies = list[tuple[str, str, str, str, float, bool, str]]


def copies_told(db: Path) -> Copies:
    """Each story of a group of copies as ``marsad copies --json`` tells it."""
    return sorted(
        (one["id"], group["id"], one["kind"], group["origin"]["reason"], one["share"], one["copy"], one["of"])
        for group in map(json.loads, run(db, "copies", "--json").stdout.splitlines())
        for one in group["stories"]
    )


def copies_made(into: Path) -> Copies:
    """The same from the tables of a batch."""
    made = duckdb.sql(
        f"SELECT story, origin, kind, reason, share, copy, \"of\" FROM '{into}/tables/copies/*.parquet'"
    ).fetchall()
    return sorted((*row[:4], round(row[4], 4), *row[5:]) for row in made)


def happenings_told(db: Path) -> list[tuple[str, str]]:
    """Each dated story with the story that tells its happening first, as the archive has it."""
    archive = create_or_open(db)
    query = (
        "SELECT s.key, f.key FROM happening AS h JOIN story AS s ON s.id = h.story JOIN story AS f ON f.id = h.first"
        " ORDER BY 1"
    )
    found = [(story, first) for story, first in archive.execute(query)]
    archive.close()
    return found


def happenings_made(into: Path) -> list[tuple[str, str]]:
    """The same from the tables of a batch."""
    made = f"SELECT story, happening FROM '{into}/tables/happenings/*/*.parquet' ORDER BY 1"
    return duckdb.sql(made).fetchall()


def test_happenings_are_those_of_the_archive(shards: Path, added: Path) -> None:
    found = happenings_made(shards)
    assert found == happenings_told(added)
    assert sum(story != first for story, first in found) > 10
    linked = f"SELECT story, other, score FROM '{shards}/tables/likenesses/*.parquet' ORDER BY 1, 2"
    archive = create_or_open(added)
    query = (
        "SELECT s.key, o.key, score FROM likeness AS l JOIN story AS s ON s.id = l.story"
        " JOIN story AS o ON o.id = l.other WHERE (s.day, s.key) > (o.day, o.key) ORDER BY 1, 2"
    )
    assert duckdb.sql(linked).fetchall() == [tuple(row) for row in archive.execute(query)]
    archive.close()


def test_copies_are_those_of_the_archive(shards: Path, added: Path) -> None:
    assert len(copies_made(shards)) > 50
    assert copies_made(shards) == copies_told(added)


def test_copies_and_happenings_of_real_news_are_those_of_the_archive(shared: Path, tmp_path: Path) -> None:
    news = shared / "data" / "news" / "saudinewsnet" / "articles.jsonl.xz"
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        day = [line for line in lines if '"date": "2015-07-31T' in line]
    evening = sorted(day, key=lambda line: str(json.loads(line)["date"]))[-400:]
    (tmp_path / "news.jsonl").write_text("".join(evening), "utf-8")
    times = ("--fields", "published=date")  # so that stories have a time of day, by which origins are told
    pages = (str(shared / "seeds"), str(tmp_path / "news.jsonl"), *times)
    run(tmp_path / "added.db", "add", *pages)
    batch(tmp_path / "into", *pages, "--shard-mb", "0.4")
    assert len(of_folder(tmp_path / "into")) > 1
    found = copies_made(tmp_path / "into")
    assert found == copies_told(tmp_path / "added.db")
    assert len(found) > 60
    assert {kind for _, _, kind, *_ in found} == {"origin", "full", "cut", "inside", "rewrite"}
    told = happenings_made(tmp_path / "into")
    assert told == happenings_told(tmp_path / "added.db")
    assert sum(story != first for story, first in told) > 60


def test_fingerprints_of_many_texts_find_nobody_as_in_the_archive(
    shards: Path, added: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("marsad.store.copies", "marsad.batch.rollups"):
        monkeypatch.setattr(f"{module}.COMMON", 2)
    into = tmp_path / "into"
    shutil.copytree(shards, into)
    with_duckdb(into)
    run(tmp_path / "a.db", "load", str(into))
    assert 0 < len(copies_made(into)) < len(copies_made(shards))
    assert copies_made(into) == copies_told(tmp_path / "a.db")


_TEXTS = st.text(st.sampled_from("ابةهىأإ ـَُّ٠١.,،-'’\"«»:/@#&abA1\n\t\u200f\u200c\u00a0\ufffd\ud800\udfff%؟)(…"))


@given(st.lists(_TEXTS, max_size=4))
def test_the_column_of_a_text_has_the_words_of_its_paragraphs(paragraphs: list[str]) -> None:
    column = "\n\n".join(map(clean, paragraphs))
    assert list(folded_words(column)) == [word for text in paragraphs for word in folded_words(text)]


def test_near_copies_are_found_and_others_are_not(tmp_path: Path) -> None:
    body = " ".join(f"كلمة{n} خبر{n * 7 % 50} مدينة{n * 3 % 40}" for n in range(60))
    texts = [body, f"{body} وزيادة في آخر النص", " ".join(f"أخرى{n} غيرها{n * 5 % 30}" for n in range(90)), body]
    lines = [
        json.dumps({"title": f"خبر {n}", "text": text, "url": f"https://a.example/{n}"}) for n, text in enumerate(texts)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    batch(tmp_path / "into", str(tmp_path / "a.jsonl"))
    of = f"SELECT story FROM '{tmp_path}/into/shards/*/stories.parquet' ORDER BY seq"
    ids = [row[0] for row in duckdb.sql(of).fetchall()]
    groups = duckdb.sql(f"SELECT story, origin, kind FROM '{tmp_path}/into/tables/copies/*.parquet'").fetchall()
    assert {(story, kind) for story, _, kind in groups} == {(ids[1], "origin"), (ids[0], "full"), (ids[3], "full")}
    assert {origin for _, origin, _ in groups} == {ids[1]}
    pairs = duckdb.sql(
        f"SELECT shared, size, other_size FROM '{tmp_path}/into/tables/text_overlaps/*.parquet'"
    ).fetchall()
    assert len(pairs) == 1
    assert pairs[0][0] == min(pairs[0][1:])


def test_a_job_survives_its_way_to_another_process() -> None:
    job = Job("/into", "/base", ("c.tsv",), ("o.toml",), ("title=t",), Limits(seconds=3.0), 5.0)
    assert Job.from_json(job.as_json()) == job


def test_standard_input_and_nothing_are_refused(tmp_path: Path) -> None:
    into = ("--into", str(tmp_path / "into"))
    assert "save standard input" in run(tmp_path / "x.db", "batch", "local", "-", *into, code=1).output
    (tmp_path / "empty").mkdir()
    assert "no pages" in run(tmp_path / "x.db", "batch", "local", str(tmp_path / "empty"), *into, code=1).output

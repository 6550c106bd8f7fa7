"""Names that several sources use are learned, and the stories that hold them are read again in place."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main

NAME = "زوربان هالتيفو"
FILLER = "وتناول اللقاء سبل تعزيز التعاون في مجالات الاقتصاد والتعليم والصحة بين البلدين خلال المرحلة المقبلة."
FRAMED = f"وصل وزير الخارجية الإيطالي {NAME} إلى القاهرة اليوم في زيارة رسمية تستمر يومين."
BARE = f"وكانت طائرة {NAME} أقلعت في المساء بعد انتهاء الزيارة الرسمية."
DERIVED = ("story_entity", "entity_day", "entity_form", "entity_title", "quote_about", "event_actor")


def records(folder: Path, *texts: tuple[str, str]) -> Path:
    """A file of records with these (source, text), each with a day of its own."""
    path = folder / f"{len(list(folder.iterdir()))}.jsonl"
    lines = [
        {
            "title": f"زيارة رسمية جديدة رقم {n}",
            "text": f"{text}\n\n{FILLER} {n}",
            "source": source,
            "url": f"https://{source}.example/{path.stem}/{n}",
            "published": f"2026-03-{n + 1:02}",
        }
        for n, (source, text) in enumerate(texts)
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def run(db: Path, *words: str) -> str:
    found = CliRunner().invoke(main, ["--db", str(db), *words])
    assert found.exit_code == 0, found.output
    return found.output


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What pages are made of, by stories and names rather than row numbers."""
    db = sqlite3.connect(path)
    keys = dict(db.execute("SELECT id, key FROM entity"))
    stories = dict(db.execute("SELECT id, (SELECT url FROM page WHERE page.id = story.page) FROM story"))
    found = {
        "mention": [(stories[s], a, b, keys.get(e)) for s, a, b, e in
                    db.execute("SELECT story, start, stop, entity FROM mention")],
        "story_entity": [(stories[s], keys[e], n) for s, e, n in
                         db.execute("SELECT story, entity, count FROM story_entity")],
        "entity_day": [(keys[e], *rest) for e, *rest in db.execute("SELECT * FROM entity_day")],
        "entity_form": [(keys[e], *rest) for e, *rest in db.execute("SELECT * FROM entity_form")],
        "entity_title": [(keys[e], *rest) for e, *rest in
                         db.execute("SELECT entity, text, stories, first_day, last_day FROM entity_title")],
        "entity": db.execute("SELECT key, stories, mentions, status FROM entity WHERE stories > 0").fetchall(),
        "total": db.execute("SELECT name, value FROM total WHERE name <> 'resolved'").fetchall(),
        "version": [(stories[s], v) for s, v in db.execute("SELECT id, version FROM story")],
    }  # fmt: skip
    db.close()
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


def test_a_bare_name_is_found_once_several_sources_used_it(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    run(db, "add", str(records(tmp_path, ("sana", BARE))))
    assert NAME not in run(db, "entity", "القاهرة") if "القاهرة" in BARE else True
    run(db, "add", str(records(tmp_path, ("sana", FRAMED), ("hespress", FRAMED + " وغدا"), ("sana", FRAMED + " أيضا"))))
    page = json.loads(run(db, "entity", NAME, "--all", "--json"))
    assert page["head"]["entity"]["status"] == "known"
    assert page["stories_in_window"] == 4
    assert page["head"]["roles"][0]["text"] == "وزير الخارجية الإيطالي"
    run(db, "add", str(records(tmp_path, ("hespress", BARE + " أمس"))))
    assert json.loads(run(db, "entity", NAME, "--all", "--json"))["stories_in_window"] == 5


def test_order_and_doing_it_again_change_nothing(tmp_path: Path) -> None:
    texts = [("sana", FRAMED), ("hespress", FRAMED + " وغدا"), ("sana", BARE), ("sana", FRAMED + " أيضا")]
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    files = tmp_path / "files"
    files.mkdir()
    path = records(files, *texts)
    run(one, "add", str(path))
    lines = path.read_text("utf-8").splitlines()
    for at in (2, 0, 3, 1):
        single = files / "single.jsonl"
        single.write_text(lines[at], "utf-8")
        run(other, "add", str(single))
    assert dump(one) == dump(other)
    before = dump(one)
    assert len({version for _, version in before["version"]}) == 2
    run(one, "resolve", "--all")
    assert dump(one) == before


def test_notes_stay_when_a_story_is_read_again(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    run(db, "add", str(records(tmp_path, ("sana", BARE))))
    with sqlite3.connect(db) as archive:
        key = archive.execute("SELECT key FROM story").fetchone()[0]
        archive.execute("INSERT INTO note (story, text, author, written) VALUES (?, 'مهم', '', '2026')", (key,))
    archive.close()
    run(db, "add", str(records(tmp_path, ("sana", FRAMED), ("hespress", FRAMED + " وغدا"), ("sana", FRAMED + " أيضا"))))
    with sqlite3.connect(db) as archive:
        version, notes = archive.execute(
            "SELECT version, (SELECT count(*) FROM note WHERE story = key) FROM story WHERE key = ?", (key,)
        ).fetchone()
    archive.close()
    assert version.endswith("second")
    assert notes == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_while_reading_again(tmp_path: Path) -> None:
    texts = [("sana", f"{BARE} ثم {n}") for n in range(8)]
    texts += [("sana", FRAMED), ("hespress", FRAMED + " وغدا"), ("sana", FRAMED + " أيضا")]
    path = records(tmp_path, *texts)
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    run(whole, "add", str(path))
    program = (
        "import os, signal, sys\n"
        "from marsad.store import rereading\n"
        "kept, seen = rereading.replace_found, []\n"
        "def dying(*given):\n"
        "    kept(*given)\n"
        "    seen.append(1)\n"
        "    if len(seen) == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "rereading.replace_found = dying\n"
        "from marsad.cli import main\n"
        "main(['--db', sys.argv[1], 'add', sys.argv[2]])\n"
    )
    child = subprocess.run([sys.executable, "-c", program, str(broken), str(path)], capture_output=True, check=False)
    assert child.returncode == -signal.SIGKILL
    assert dump(broken) != dump(whole)
    run(broken, "resolve")
    assert dump(broken) == dump(whole)

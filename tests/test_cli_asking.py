"""The commands that ask an archive, as a person and as a program would use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from invented import KNOWN, Told, outlets, reading
from marsad.catalogue import COLUMNS
from marsad.cli import main
from marsad.model import Rejected
from marsad.store.adding import add
from marsad.store.archive import create_or_open

LAVIN, KARIM, MIRA = "{lavin:سليم لافين}", "{karim:هدى كريم}", "{mira:ميرا}"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    rows = (
        [e.id, e.type, e.kind, e.country, "", "0", "test", e.name_en, "", e.description, "|".join(e.variants), e.name]
        for e in KNOWN
    )
    (folder / "known.tsv").write_text("\n".join(["\t".join(COLUMNS), *map("\t".join, rows)]), "utf-8")
    db = create_or_open(folder / "a.db")
    told = (
        Told(f"{LAVIN} في {MIRA}", [f"قال {LAVIN}: «<lavin|نحب {MIRA}>»."], "2026-03-01"),
        Told(f"{KARIM} في {MIRA}", [f"زارت {KARIM} {MIRA}."], "2026-03-02", "difaf"),
        Told(f"{LAVIN} و{KARIM}", [f"اجتمع {LAVIN} مع {KARIM}."], "2026-03-03"),
    )
    for number, story in enumerate(told):
        add(db, reading(story, path=f"{number}.txt"), outlets())
    add(db, Rejected("x.bin", "d", "read", "binary", "zero bytes", 3), outlets())
    db.close()
    return folder / "a.db"


def run(archive: Path, *words: str) -> Result:
    known = ("--catalogue", str(archive.parent / "known.tsv"))
    return CliRunner().invoke(main, ["--db", str(archive), *known, *words])


def answer(archive: Path, *words: str) -> Any:
    result = run(archive, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def error(archive: Path, *words: str) -> str:
    """The message of a command that fails: one line on standard error, nothing else."""
    result = run(archive, *words)
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    return result.stderr


def test_stats_is_one_flat_object(archive: Path) -> None:
    found = answer(archive, "stats")
    assert all(isinstance(v, int) for v in found.values())
    expected = {"pages": 3, "stories": 3, "mentions": 12, "quotes": 1, "entities": 3, "sources": 2, "rejected": 1}
    assert {k: found[k] for k in expected} == expected


def test_an_entity(archive: Path) -> None:
    found = answer(archive, "entity", "لافين", "--all")
    assert found["head"]["entity"]["id"] == "lavin"
    assert found["stories_in_window"] == 2
    table = run(archive, "entity", "Salim Lavin").stdout
    for words in ("سليم لافين", "وزير", "المرسى", "نحب ميرا"):
        assert words in table


def test_the_window_of_an_entity(archive: Path) -> None:
    found = answer(archive, "entity", "لافين", "--from", "2026-03-02", "--to", "2026-03-09")
    assert (found["stories_in_window"], found["window"]["days"]) == (1, 8)
    assert answer(archive, "entity", "لافين", "--days", "1")["stories_in_window"] == 1


def test_comparing(archive: Path) -> None:
    found = answer(archive, "compare", "لافين", "karim", "--all")
    assert [c["count"] for c in found["compared"]] == [2, 2]
    assert found["together"] == 1
    assert "هدى كريم" in run(archive, "compare", "لافين", "كريم").stdout


def test_searching(archive: Path) -> None:
    assert answer(archive, "search", "اجتمع")["stories"]["total"] == 1
    assert "سليم لافين وهدى كريم" in run(archive, "search", "اجتمع").stdout
    assert "No story" in run(archive, "search", "زرافة").stdout


def test_quotes(archive: Path) -> None:
    assert answer(archive, "quotes", "--by", "لافين", "--about", "ميرا")["total"] == 1
    assert answer(archive, "quotes", "--to", "2026-02-01")["total"] == 0
    assert "نحب ميرا" in run(archive, "quotes", "نحب").stdout


def test_sources(archive: Path) -> None:
    assert [(s["source"]["id"], s["total"]) for s in answer(archive, "sources")["sources"]] == [
        ("marsa", 2),
        ("difaf", 1),
    ]
    assert "الضفاف" in run(archive, "sources").stdout


def test_rejected_pages_with_their_reasons(archive: Path) -> None:
    assert [(r["path"], r["reason"]) for r in answer(archive, "rejected")] == [("x.bin", "binary")]
    assert "zero bytes" in run(archive, "rejected").stdout


def test_a_name_that_is_not_there_gets_the_nearest(archive: Path) -> None:
    assert "سليم لافين" in error(archive, "entity", "سليم لفين")
    assert "سليم لافين" in error(archive, "quotes", "--by", "لافن")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("entity", "لافين", "--from", "2026-03-09", "--to", "2026-03-01"), "2026-03-09"),
        (("entity", "لافين", "--from", "1/3/2026"), "2015-07-21"),
        (("quotes", "--to", "غدا"), "year-month-day"),
        (("entity", "لافين", "--all", "--days", "3"), "--all"),
        (("entity", "لافين", "--days", "0"), "0 days"),
        (("compare", "لافين"), "2 to 5"),
        (("compare", "a", "b", "c", "d", "e", "f"), "2 to 5"),
    ],
)
def test_what_cannot_be_asked(archive: Path, words: tuple[str, ...], says: str) -> None:
    assert says in error(archive, *words)


def test_without_an_archive(tmp_path: Path) -> None:
    for words in (("stats",), ("entity", "x"), ("search", "x"), ("rejected",), ("serve",)):
        result = CliRunner().invoke(main, ["--db", str(tmp_path / "none.db"), *words])
        assert result.exit_code == 1
        assert "marsad --db" in result.stderr
        assert " add " in result.stderr


def test_a_catalogue_that_cannot_be_read(archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tsv"
    bad.write_text("one\ttwo\n", "utf-8")
    result = CliRunner().invoke(main, ["--db", str(archive), "--catalogue", str(bad), "stats"])
    assert result.exit_code == 1
    assert f"{bad}, line 1" in result.stderr


def test_an_unknown_command_is_a_usage_error(archive: Path) -> None:
    result = run(archive, "entiti")
    assert result.exit_code == 2
    assert "entiti" in result.stderr

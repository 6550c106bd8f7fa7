"""Archives as tables: what leaves an archive makes the same archive again, and says what it means."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from followthemoney import model

from dumps import different, keyed
from marsad.cli import main
from marsad.exchange.dictionary import markdown
from marsad.exchange.tables import ALL, EXPORTED, schema
from marsad.store.archive import create_or_open
from marsad.store.database import Place, next_number, transaction
from test_learning import BARE, FRAMED, records


def run(db: Place, *words: str, code: int = 0) -> Result:
    found = CliRunner().invoke(main, ["--db", str(db), *words])
    assert found.exit_code == code, found.output
    return found


@pytest.fixture(scope="module", autouse=True)
def known(samples: Path) -> Iterator[None]:
    """The invented people and outlets of the sample pages, for every command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARSAD_CATALOGUE", str(samples / "catalogue.tsv"))
        patch.setenv("MARSAD_OUTLETS", str(samples / "outlets.toml"))
        yield


@pytest.fixture(scope="module")
def lived(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with some life behind it: second readings, a rejected page, decisions of people, a note."""
    folder = tmp_path_factory.mktemp("lived")
    db = folder / "a.db"
    run(db, "add", str(samples / "pages"))
    run(db, "add", str(records(folder, ("sana", BARE))))
    run(db, "add", str(records(folder, ("sana", FRAMED), ("hespress", f"{FRAMED} وغدا"), ("sana", f"{FRAMED} أيضا"))))
    (folder / "bad.txt").write_bytes(b"\0\1\2" * 100)
    run(db, "add", str(folder / "bad.txt"), code=1)
    with_db = create_or_open(db)
    unknown = [row[0] for row in with_db.execute("SELECT key FROM entity WHERE block IS NOT NULL ORDER BY key LIMIT 3")]
    story = with_db.execute("SELECT key FROM story ORDER BY key").fetchone()[0]
    assert with_db.execute("SELECT count(*) FROM story WHERE version LIKE '%second'").fetchone()[0]
    with transaction(with_db):
        number = next_number(with_db, "note")
        with_db.execute("INSERT INTO note VALUES (?, ?, 'ملاحظة', 'هدى', '2026-03-01')", (number, story))
    with_db.finish()
    run(db, "entities", "merge", unknown[0], unknown[1], "--by", "هدى")
    run(db, "entities", "rename", unknown[2], "اسم آخر", "--by", "هدى")
    run(db, "entities", "describe", unknown[2], "كاتب", "--by", "هدى")
    return db


@pytest.fixture(scope="module")
def exported(lived: Path) -> Path:
    """That archive as Parquet."""
    run(lived, "export", str(lived.parent / "parquet"))
    return lived.parent / "parquet"


def test_what_was_exported_makes_the_same_archive(lived: Path, exported: Path, place: Place) -> None:
    run(place, "load", str(exported))
    assert different(keyed(lived), keyed(place)) == {}
    assert "Nothing is wrong" in run(place, "check").output


def test_loading_again_changes_nothing(lived: Path, exported: Path, tmp_path: Path) -> None:
    db = tmp_path / "again.db"
    for known_pages in (0, 80):
        run(db, "load", str(exported))
        assert json.loads(run(db, "stats", "--json").stdout)["pages"] == 80, known_pages
    assert different(keyed(lived), keyed(db)) == {}


def test_an_archive_on_a_server_leaves_as_one_in_a_file(
    lived: Path, exported: Path, place: Place, tmp_path: Path
) -> None:
    run(place, "load", str(exported))
    run(place, "export", str(tmp_path / "out"))
    for table in ("stories", "mentions", "quotes", "events", "labels", "entity_days", "entities"):
        files = [f"{folder}/{table}/**/*.parquet" for folder in (exported, tmp_path / "out")]
        one, other = (duckdb.sql(f"SELECT * FROM read_parquet('{f}') ORDER BY ALL").fetchall() for f in files)
        assert one == other, table


def test_duckdb_opens_every_table_in_one_line(lived: Path, exported: Path) -> None:
    stories = duckdb.sql(f"FROM '{exported}/stories/*/*.parquet' WHERE month = '2026-03'").fetchall()
    db = create_or_open(lived)
    wanted = db.execute("SELECT count(*) FROM story WHERE day >= '2026-03-01' AND day <= '2026-03-31'").fetchone()[0]
    assert len(stories) == wanted > 40
    said = f"SELECT count(*) FROM '{exported}/quotes/*/*.parquet' WHERE speaker IS NOT NULL"
    assert duckdb.sql(said).fetchall() == db.execute("SELECT count(speaker) FROM quote").fetchall()
    db.close()


def test_offsets_lead_to_the_words(exported: Path) -> None:
    wrong = duckdb.sql(
        f"SELECT count(*) FROM '{exported}/mentions/*/*.parquet' AS m JOIN '{exported}/pages/*.parquet' AS p"
        " USING (page) WHERE substring(p.text, m.start + 1, m.stop - m.start) <> m.text"
    )
    assert wrong.fetchall() == [(0,)]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_other_formats_hold_the_same(lived: Path, exported: Path, kind: str) -> None:
    folder = lived.parent / kind
    run(lived, "export", str(folder), "--format", kind, "--tables", "stories,quotes,entities")
    read = {"csv": "read_csv('{}', all_varchar = true)", "jsonl": "read_json('{}')"}[kind]
    for table, columns in (
        ("stories/*", "story, title, text"),
        ("quotes/*", "story, text, stance"),
        ("entities", "name"),
    ):
        files = read.format(f"{folder}/{table}/*.{kind}")
        one = duckdb.sql(f"SELECT {columns} FROM {files} ORDER BY ALL").fetchall()
        assert one == duckdb.sql(f"SELECT {columns} FROM '{exported}/{table}/*.parquet' ORDER BY ALL").fetchall()
    assert not (folder / "mentions").exists()


def test_csv_is_plain(lived: Path, tmp_path: Path) -> None:
    run(lived, "export", str(tmp_path / "csv"), "--format", "csv", "--tables", "stories")
    files = (tmp_path / "csv" / "stories").rglob("*.csv")
    rows = [row for file in files for row in csv.DictReader(file.read_text("utf-8").splitlines(keepends=True))]
    assert {row["copy"] for row in rows} == {"true", "false"}
    assert all(isinstance(json.loads(row["tags"]), list) for row in rows)


def test_the_dictionary_tells_every_column(exported: Path) -> None:
    told = (exported / "DICTIONARY.md").read_text("utf-8")
    package = json.loads((exported / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in EXPORTED]
    for table, resource in zip(EXPORTED, package["resources"], strict=True):
        assert f"## {table.name}\n" in told
        for path in resource["path"]:
            found = pyarrow.parquet.read_schema(exported / path)
            assert found.names == [field["name"] for field in resource["schema"]["fields"]]
            assert all(f"| {name} |" in told for name in found.names)
            assert all(field.metadata[b"meaning"] for field in found)


def test_the_documentation_tells_every_table() -> None:
    told = (Path(__file__).parent.parent / "docs" / "tables.md").read_text("utf-8")
    assert told == markdown(ALL, {}), "python tools/write_tables.py writes it anew"
    assert all(len(schema(table)) == told.count(f"## {table.name}\n") * len(table.columns) for table in ALL)


def test_followthemoney_takes_every_entity(lived: Path, tmp_path: Path) -> None:
    file = tmp_path / "entities.ftm.json"
    counts = json.loads(run(lived, "export", str(file), "--format", "ftm", "--json").stdout)
    found = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    ids = {one["id"]: one["schema"] for one in found}
    assert len(ids) == len(found) == sum(counts.values())
    assert counts["Article"] == json.loads(run(lived, "stats", "--json").stdout)["stories"]
    assert {"Person", "Organization", "Article", "Mention"} <= counts.keys()
    for one in found:
        proxy = model.get_proxy(one, cleaned=False)
        proxy.schema.validate(one)
        for name, values in one["properties"].items():
            assert len(proxy.get(name)) == len(values), (name, values)
    for mention in (one["properties"] for one in found if one["schema"] == "Mention"):
        assert ids[mention["document"][0]] == "Article"
        assert ids[mention["resolved"][0]] != "Article"


def test_what_stands_in_the_way_is_told(lived: Path, exported: Path, tmp_path: Path) -> None:
    assert "is there already" in run(lived, "export", str(exported), code=1).output
    assert "no table 'stores'" in run(lived, "export", str(tmp_path / "x"), "--tables", "stores", code=1).output
    assert not (tmp_path / "x").exists()
    assert "holds no tables" in run(tmp_path / "b.db", "load", str(tmp_path), code=1).output
    run(lived, "export", str(tmp_path / "some"), "--tables", "pages,stories")
    assert "story_entities is missing" in run(tmp_path / "b.db", "load", str(tmp_path / "some"), code=1).output


@pytest.mark.parametrize(("module", "extra"), [("duckdb", "parquet"), ("pyarrow.parquet", "parquet")])
def test_a_missing_library_is_told_with_its_remedy(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    schema.cache_clear()
    assert f'pip install "marsad[{extra}]"' in run(tmp_path / "b.db", "load", str(exported), code=1).output


def test_an_archive_of_version_6_leaves_with_its_texts(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "six.db")
    old.executescript((Path(__file__).parent / "archive6.sql").read_text("utf-8"))
    old.close()
    run(tmp_path / "six.db", "export", str(tmp_path / "out"))
    stories = duckdb.sql(f"SELECT title, text, layout FROM '{tmp_path}/out/stories/*/*.parquet'").fetchall()
    assert stories
    assert all(title and layout is None for title, _, layout in stories)
    assert "read by archive 6" in run(tmp_path / "new.db", "load", str(tmp_path / "out"), code=1).output

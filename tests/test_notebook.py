"""The example notebook runs over the sample pages and gives what it shows."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from run_notebook import run  # noqa: E402


def words(text: str) -> list[str]:
    """Names and numbers, without the lines that a table is drawn with."""
    return re.findall(r"[\w.-]+", text)


def test_the_notebook_gives_what_it_shows(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_CATALOGUE", str(samples / "catalogue.tsv"))
    monkeypatch.setenv("MARSAD_OUTLETS", str(samples / "outlets.toml"))
    for command in (["add", str(samples / "pages")], ["export", str(tmp_path / "tables")]):
        found = CliRunner().invoke(main, ["--db", str(tmp_path / "a.db"), *command])
        assert found.exit_code == 0, found.output
    notebook = json.loads((ROOT / "examples" / "tables.ipynb").read_text("utf-8"))
    shown = [
        "".join(line for output in cell["outputs"] for line in output["data"]["text/plain"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    given = run(notebook, TABLES=str(tmp_path / "tables"))
    assert [words(text) for text in given] == [words(text) for text in shown]
    assert all(words(text) for text in given)

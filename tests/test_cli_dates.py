"""The command ``dates`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from marsad.cli import main


def lines(*arguments: str, given: str | bytes = "") -> list[dict[str, str | None]]:
    result = CliRunner().invoke(main, ["dates", *arguments], input=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_object_for_each_line_of_standard_input() -> None:
    found = lines("--anchor", "2018-02-04", given="أمس\n٢٠١٧ ١١ ٢٥\n\nلا شيء\n")
    assert [f["text"] for f in found] == ["أمس", "٢٠١٧ ١١ ٢٥", "", "لا شيء"]
    assert [f["value"] for f in found] == ["2018-02-03", "2017-11-25", None, None]
    assert [f["precision"] for f in found] == ["day", "day", None, None]


def test_words_told_from_a_day_have_no_value_without_one() -> None:
    assert lines(given="أمس") == [
        {"text": "أمس", "value": None, "precision": None, "earliest": None, "latest": None, "why": "no_anchor"}
    ]


def test_files_are_read_in_their_order(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("\ufeff1-2-2018\r\n", "utf-8")
    second.write_text("الموافق 3 آذار 2019", "utf-8")
    assert [f["value"] for f in lines(str(first), str(second))] == ["2018-02-01", "2019-03-03"]


def test_bytes_that_are_no_text_do_not_stop_it() -> None:
    assert [f["value"] for f in lines(given=b"\xff\xfe\n2018-02-01\n")] == [None, "2018-02-01"]


def test_an_anchor_that_is_no_date_is_one_plain_line() -> None:
    result = CliRunner().invoke(main, ["dates", "--anchor", "yesterday"])
    assert result.exit_code == 1
    assert "--anchor yesterday: not a date; give an ISO day" in result.stderr
    assert "Traceback" not in result.output

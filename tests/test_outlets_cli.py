"""The commands ``outlets list``, ``show`` and ``check``, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad import outlets
from marsad.cli import main

MANY_MISTAKES = """note = "x"

[nawras]
name = "النورس"
kind = "sight"
nmaes = ["النورس نت"]

["Al Ufuq"]
name = "الأفق البعيد"
kind = "site"

[dunya]
kind = "site"

[waqt]
name = "صحيفة الحياة"
names = ["الرياض", "الوقت", "!اليوم"]
kind = "newspaper"
country = "syira"
domains = ["https://waqt.example", "sana.sy"]
feeds = ["waqt/feed"]
owner = "private"
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    for name in ("MARSAD_OUTLETS", "MARSAD_CATALOGUE"):
        monkeypatch.delenv(name, raising=False)
    return CliRunner()


def test_what_ships_has_no_mistake(run: CliRunner) -> None:
    result = run.invoke(main, ["outlets", "check"])
    assert (result.exit_code, result.output.strip()) == (0, "Nothing is wrong.")


def test_check_tells_all_mistakes_at_once(run: CliRunner, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(MANY_MISTAKES, encoding="utf-8")
    result = run.invoke(main, ["outlets", "check", str(mine)])
    assert result.exit_code == 1
    told = [line.removeprefix(f"{mine}") for line in result.stdout.splitlines()]
    expected = [
        ": note: stands outside of an outlet",
        ", line 5: nawras: kind 'sight' is not known; is site meant?",
        ", line 6: nawras: nmaes is no field of an outlet; is names meant?",
        ", line 8: Al Ufuq: is no key",
        ", line 12: dunya: name is missing",
        ", line 19: waqt: country 'syira' is the id of no country; is syria meant?",
        ", line 20: waqt: 'https://waqt.example' is no domain",
        ", line 20: waqt: sana.sy is the domain of sana in outlets.toml too",
        ", line 16: waqt: صحيفة الحياة is a name of al-hayat",
        ', line 17: waqt: الرياض is the name of riyadh too; write "!الرياض"',
        ', line 17: waqt: الوقت is an everyday word too; write "!الوقت"',
        ", line 21: waqt: 'waqt/feed' is no address",
        ", line 22: waqt: owner_source is missing",
    ]
    missing = [e for e in expected if not any(line.startswith(e) for line in told)]
    assert missing == []
    assert not any("اليوم" in line for line in told)


def test_check_as_json_names_file_line_and_key(run: CliRunner, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[nawras]\nname = "موقع النورس"\nkind = "site"\nowner = "mine"\n', encoding="utf-8")
    result = run.invoke(main, ["outlets", "check", "--json", str(mine)])
    (problem,) = json.loads(result.stdout)
    assert (problem["file"], problem["line"], problem["key"]) == (str(mine), 4, "nawras")


def test_what_show_prints_is_a_file_of_outlets(run: CliRunner, tmp_path: Path) -> None:
    known = outlets.load()
    for key in ("sana", "afp", "aawsat", "bbc-arabic", "24-ae"):
        copy = tmp_path / f"{key}.toml"
        copy.write_text(run.invoke(main, ["outlets", "show", key]).output, encoding="utf-8")
        assert outlets.load([copy]).by_key[key] == known.by_key[key]


def test_show_takes_a_name_or_an_address_and_suggests(run: CliRunner) -> None:
    assert run.invoke(main, ["outlets", "show", "صحيفة الحياة"]).output.startswith("[al-hayat]")
    assert run.invoke(main, ["outlets", "show", "https://www.sana.sy/?p=1"]).output.startswith("[sana]")
    result = run.invoke(main, ["outlets", "show", "sanna"])
    assert result.exit_code == 1
    assert "sana" in result.output


def test_list_of_a_country(run: CliRunner) -> None:
    result = run.invoke(main, ["outlets", "list", "--country", "mauritania", "--json"])
    found = json.loads(result.output)
    assert {o["key"] for o in found} >= {"ami", "sahara-media"}
    assert {o["country"] for o in found} == {"mauritania"}
    assert "سانا" in run.invoke(main, ["outlets", "list", "--kind", "agency"]).output


def test_own_outlets_are_among_the_known_ones(run: CliRunner, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[nawras]\nname = "موقع النورس"\nkind = "site"\ndomains = ["nawras.example"]\n', encoding="utf-8")
    shown = run.invoke(main, ["--outlets", str(mine), "outlets", "show", "nawras.example"])
    assert shown.output.startswith("[nawras]")

"""``marsad serve`` and ``marsad demo``: addresses, ports, and how light the command is."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main
from marsad.cli.serving import demo_settings, listening
from marsad.config import settings
from marsad.errors import SettingsError
from marsad.store.archive import create_or_open


@pytest.fixture
def taken() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_names_a_free_one(tmp_path: Path) -> None:
    create_or_open(tmp_path / "a.db").close()
    with listening("127.0.0.1", 0) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(main, ["--db", str(tmp_path / "a.db"), "serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"port {port} of 127.0.0.1 is in use" in result.stderr
    assert "try --port" in result.stderr


def test_a_port_that_was_left_is_taken_again(taken: int) -> None:
    with listening("127.0.0.1", taken) as listener:
        assert listener.getsockname()[1] == taken


def test_an_address_that_is_not_here() -> None:
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1"):
        listening("no.such.host.invalid", 80)
    with pytest.raises(SettingsError, match="cannot listen"):
        listening("192.0.2.1", 8765)


def test_the_demo_keeps_to_its_own_archive(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("MARSAD_DB", raising=False)
    own = demo_settings(settings(), samples)
    assert own.db.name == "demo.db"
    assert own.db != settings().db
    assert all(path.is_file() for path in (*own.catalogues, *own.outlets))
    monkeypatch.setenv("MARSAD_DB", str(tmp_path / "mine.db"))
    assert demo_settings(settings(), samples).db == tmp_path / "mine.db"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals work otherwise on this system")
@pytest.mark.parametrize("handler", ["default_int_handler", "SIG_IGN"], ids=["terminal", "started by a script with &"])
def test_serving_says_where_and_stops_quietly(tmp_path: Path, handler: str) -> None:
    create_or_open(tmp_path / "a.db").close()
    words = ["--db", str(tmp_path / "a.db"), "serve", "--port", "0", "--no-browser"]
    with subprocess.Popen(
        [sys.executable, "-c", f"import signal; signal.signal(signal.SIGINT, signal.{handler});"
         "from marsad.cli import main; main()", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        try:
            assert child.stdout
            address = child.stdout.readline().split()[3]
            with urllib.request.urlopen(f"{address}about.json", timeout=20) as answer:
                assert json.load(answer)["stats"]["stories"] == 0
            child.send_signal(signal.SIGINT)
            _, errors = child.communicate(timeout=20)
        finally:
            child.kill()
    assert (child.returncode, errors.strip()) == (0, "Stopped.")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from marsad.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print([m for m in ('rich', 'sqlite3', 'uvicorn', 'starlette', 'jinja2', 'marsad.names',"
        " 'marsad.catalogue', 'rapidfuzz', 'hijridate') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for command in ("add", "read", "serve", "demo", "entity", "compare", "search", "quotes", "sources", "stats"):
        assert f"  {command} " in done.stdout

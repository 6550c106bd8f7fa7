"""The compiled build (MARSAD_COMPILE=1): reads every page as Python does, passes the tests of its modules, leaves no
trace in the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: The folders whose pages are read by both builds.
PAGES = ("src/marsad/data/samples/pages", "tests/html", "tests/text_pages")
#: Tests of the compiled modules themselves, which also give them what no page holds.
TESTS = (
    "test_text.py",
    "test_sentences.py",
    "test_marks.py",
    "test_dates.py",
    "test_names_finding.py",
    "test_names_linking.py",
    "test_html_reading.py",
    "test_text_pages.py",
)
READ = """
import json, sys
from marsad.config import Settings
from marsad.contract import as_json
from marsad.intake.files import pages
from marsad.names import finding
from marsad.pipeline import Tools, observe
tools = Tools.load(Settings(db="unused.db"))
print(json.dumps(finding.__file__))
for page in pages(sys.argv[1:]):
    print(json.dumps(as_json(observe(page, tools)), sort_keys=True, default=str))
"""


def compiled_files() -> list[Path]:
    """Compiled files that stand in the checkout, where they would be used instead of their source."""
    return [p for pattern in ("*.so", "*.pyd") for p in ROOT.glob(f"src/**/{pattern}")]


def readings(path: str) -> list[str]:
    """What a build, the one whose folder is ``path``, finds in the pages: first its file, then a line a page."""
    done = subprocess.run(
        [sys.executable, "-c", READ, *(str(ROOT / folder) for folder in PAGES)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def build(folder: Path) -> None:
    """Installs the project with its modules compiled into ``folder``, to be used with the libraries that are here."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if not shutil.which(compiler) or not Path(sysconfig.get_path("include"), "Python.h").is_file():
        pytest.skip("there is no C compiler with the headers of Python here: the compiled build cannot be tested")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), str(ROOT)]
    subprocess.run(command, env={**os.environ, "MARSAD_COMPILE": "1"}, check=True)


def passes_its_tests(path: str) -> tuple[bool, str]:
    """Whether the build whose folder is ``path`` passes ``TESTS``, and what pytest said."""
    files = [str(ROOT / "tests" / name) for name in TESTS]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *files]
    env = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout


def test_the_compiled_build_is_as_right_as_plain_python(tmp_path: Path) -> None:
    build(tmp_path)
    assert compiled_files() == []
    compiled, plain = readings(str(tmp_path)), readings(str(ROOT / "src"))
    assert Path(json.loads(compiled[0])).suffix in (".so", ".pyd")
    assert Path(json.loads(plain[0])).suffix == ".py"
    assert len(plain) > 100
    assert compiled[1:] == plain[1:]
    passed, said = passes_its_tests(str(tmp_path))
    assert passed, said

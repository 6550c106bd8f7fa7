"""What the tests share: the folder of real pages beside the project, where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.store.database import Place
from postgresql_server import Server, programs, running

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """``../shared``: real pages and their gold. Tests that need it are skipped, saying so, where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("the real pages in ../shared are not here; the twin test on the sample pages runs instead")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The shipped sample pages."""
    return ROOT / "src" / "marsad" / "data" / "samples"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own."""
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL is not installed here: its server's programs were not found")
    with running(where) as server:
        yield server


STORES = ("sqlite", "postgresql")


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where a new archive goes: what a test says of it must be true in a file and on a server."""
    yield from _place(request, tmp_path)


@pytest.fixture(scope="module", params=STORES)
def module_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Where the archive of all tests of a module goes, in a file and on a server."""
    yield from _place(request, tmp_path_factory.mktemp("archive"))


def _place(request: pytest.FixtureRequest, folder: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield folder / "a.db"
        return
    server: Server = request.getfixturevalue("postgresql")
    address = server.new_database()
    yield address
    server.drop(address)

"""What the tests share: the folder of real pages beside the project, where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

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

"""Small disks in memory, to be filled by tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own in memory, of so many bytes."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may make a small disk (mount -t tmpfs)")
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", str(folder)], check=False)
    if made.returncode:
        pytest.skip("this machine lets nobody make a small disk (mount -t tmpfs)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def make_room(folder: Path, size: str) -> None:
    """Makes such a disk larger."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)

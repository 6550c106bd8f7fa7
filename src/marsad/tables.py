"""The tables that ship with Marsad: a row a line, columns parted by tabs; empty lines and those with # left out."""

from __future__ import annotations

from importlib import resources


def rows(name: str, package: str = "marsad.data") -> list[list[str]]:
    """The columns of each row of the table ``name`` that lies in ``package``."""
    return parse((resources.files(package) / name).read_text("utf-8"))


def parse(text: str) -> list[list[str]]:
    """The columns of each row of a table."""
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]

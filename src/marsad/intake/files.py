"""Files, folders, globs and standard input to pages. What cannot be a page becomes a rejection that says why."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from marsad.intake import containers, documents
from marsad.intake.given import Given, rejected
from marsad.intake.options import Options
from marsad.model import Page, Rejected

DEFAULT = Options()
NOTHING_GIVEN = Given()
_BUFFER = 64 * 1024
SIDE_CAR = ".meta.json"
STANDARD_INPUT = "-"
#: Files that stand beside pages without being pages.
NOT_PAGES = frozenset(
    [
        ".json",
        ".db",
        ".db-wal",
        ".db-shm",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".svg",
        ".ico",
        ".css",
        ".js",
        ".woff",
        ".woff2",
        ".ttf",
        ".mp3",
        ".mp4",
        ".zip",
        ".py",
        ".tsv",
        ".md",
    ]
)


def pages(paths: Iterable[str], options: Options = DEFAULT) -> Iterator[Page | Rejected]:
    """Every page of ``paths``: files, folders (with all below them, in order), globs, and ``-`` for standard input.

    A file may hold many pages (``containers``); they come as they are read.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield from containers.pages(_buffered(sys.stdin.buffer), "standard input", Given(), options)
        else:
            for found in files(path):
                yield from from_file(found, options)


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))


def files(path: str) -> Iterator[Path]:
    """The files that a path or glob stands for; a folder's hidden files and side-cars are left out."""
    given = Path(path)
    if given.is_dir():
        yield from _below(given)
    elif given.exists() or not any(c in path for c in "*?["):
        yield given
    else:
        anchor = given.anchor
        for found in sorted(Path(anchor or ".").glob(str(given.relative_to(anchor) if anchor else given))):
            yield from _below(found) if found.is_dir() else [found] if _is_page(found) else []


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and _is_page(Path(name)):
                yield Path(place) / name


def _is_page(path: Path) -> bool:
    return path.suffix.lower() not in NOT_PAGES


def from_file(path: Path, options: Options = DEFAULT) -> Iterator[Page | Rejected]:
    """The pages in a file, with what its side-car says of them."""
    name = str(path)
    try:
        if path.is_dir():
            yield rejected(name, b"", "unreadable", "it is a folder")
            return
        with path.open("rb", _BUFFER) as file:
            yield from containers.pages(_buffered(file), name, _side_car(path), options)
    except FileNotFoundError:
        yield rejected(name, b"", "unreadable", "there is no such file or folder; check the path")
    except OSError as cause:
        yield rejected(name, b"", "unreadable", f"{cause.strerror or cause}; check its rights")


def from_bytes(data: bytes, path: str, *, given: Given = NOTHING_GIVEN, options: Options = DEFAULT) -> Page | Rejected:
    """The page in ``data``: text in any charset, or the visible text of HTML."""
    return documents.page(data, path, given, options)


def _side_car(path: Path) -> Given:
    """What ``<stem>.meta.json`` beside a file says of it: url, outlet or source, published, date or seen."""
    try:
        said = json.loads(path.with_name(path.stem + SIDE_CAR).read_text("utf-8"))
    except (OSError, ValueError):
        return NOTHING_GIVEN
    if not isinstance(said, dict):
        return NOTHING_GIVEN

    def value(*names: str) -> str | None:
        return next((str(said[n]) for n in names if said.get(n)), None)

    return Given(value("url"), value("outlet", "source"), value("published"), value("seen", "fetched", "date"))

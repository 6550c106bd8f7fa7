"""Files, folders, globs and standard input to pages. What cannot be a page becomes a rejection that says why."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from marsad.model import Page, Rejected
from marsad.read.charsets import NotTextError, decode

#: Larger files are refused before they are read: no news page has so many bytes.
MAX_BYTES = 32 * 1024 * 1024
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


def pages(paths: Iterable[str], *, max_bytes: int = MAX_BYTES) -> Iterator[Page | Rejected]:
    """Every page of ``paths``: files, folders (with all below them, in order), globs, and ``-`` for standard input."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield from_bytes(sys.stdin.buffer.read(max_bytes + 1), "standard input", max_bytes=max_bytes)
        else:
            for found in files(path):
                yield from_file(found, max_bytes=max_bytes)


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


def from_file(path: Path, *, max_bytes: int = MAX_BYTES) -> Page | Rejected:
    """The page in a file, with what its side-car says of it."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            return _rejected(str(path), b"", "unreadable", "it is a folder")
        if size > max_bytes:
            return _too_large(str(path), size, max_bytes)
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        return _rejected(str(path), b"", "unreadable", "there is no such file or folder; check the path")
    except OSError as cause:
        return _rejected(str(path), b"", "unreadable", f"{cause.strerror or cause}; check its rights")
    found = from_bytes(data, str(path), max_bytes=max_bytes)
    return _with_side_car(found, path) if isinstance(found, Page) else found


def from_bytes(data: bytes, path: str, *, max_bytes: int = MAX_BYTES) -> Page | Rejected:
    """The page in ``data``: text in any charset, or the visible text of HTML."""
    if len(data) > max_bytes:
        return _too_large(path, len(data), max_bytes)
    if not data.strip():
        return _rejected(path, data, "empty", "the file is empty")
    try:
        text, encoding = decode(data)
    except NotTextError as cause:
        return _rejected(path, data, "binary", str(cause))
    digest = hashlib.sha256(data).hexdigest()
    return Page(path, text, digest, encoding, len(data))


def _with_side_car(page: Page, path: Path) -> Page:
    """The page with what ``<stem>.meta.json`` beside it says: url, outlet or source, published, date or seen."""
    side_car = path.with_name(path.stem + SIDE_CAR)
    try:
        said = json.loads(side_car.read_text("utf-8"))
    except (OSError, ValueError):
        return page
    if not isinstance(said, dict):
        return page

    def value(*names: str) -> str | None:
        return next((str(said[n]) for n in names if said.get(n)), None)

    return replace(
        page,
        url=value("url"),
        given_source=value("outlet", "source"),
        given_published=value("published"),
        seen=value("seen", "fetched", "date"),
    )


def _too_large(path: str, size: int, most: int) -> Rejected:
    detail = (
        f"{size / 1e6:.0f} MB are more than the {most / 1e6:.0f} MB of the largest page; is it an archive of pages?"
    )
    return Rejected(path, f"size:{size}", "read", "too_large", detail, size)


def _rejected(path: str, data: bytes, reason: str, detail: str) -> Rejected:
    return Rejected(path, hashlib.sha256(data).hexdigest(), "read", reason, detail, len(data))

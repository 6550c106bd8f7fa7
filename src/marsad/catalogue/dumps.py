"""The lines of a dump, plain or compressed, from any place at which reading it was broken off."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from isal import igzip

from marsad.catalogue.bzip2 import blocks
from marsad.errors import CatalogueError

_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
_CHUNK = 1 << 20
#: A line longer than this is no entity: the longest ones of Wikidata have some 5 MB.
_LONGEST_LINE = 64 << 20


class Lines(Protocol):
    """The lines of a file, without their ends. ``mark`` names the place after the last line that was given."""

    @property
    def mark(self) -> str:
        """The place after the last line that was given, for ``open_lines``."""

    @property
    def read(self) -> int:
        """How many bytes of the file itself were read so far, for showing progress."""

    def __iter__(self) -> Iterator[bytes]:
        """Each line after the mark. Raises CatalogueError where the file is cut off or damaged."""


def open_lines(path: Path, mark: str = "") -> Lines:
    """The lines of ``path`` after ``mark`` ("": all). What the file is shows in its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as cause:
        raise CatalogueError(f"cannot read {path}: {cause.strerror or cause}") from cause
    if head.startswith(_GZIP):
        return _Gzip(path, int(mark or 0))
    if head.startswith(_BZIP2):
        return _Bzip2(path, mark)
    return _Plain(path, int(mark or 0))


class _Plain:
    def __init__(self, path: Path, offset: int) -> None:
        self._path, self._offset = path, offset

    @property
    def mark(self) -> str:
        return str(self._offset)

    @property
    def read(self) -> int:
        return self._offset

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb", buffering=_CHUNK) as file:
            file.seek(self._offset)
            while line := file.readline(_LONGEST_LINE):
                self._offset += len(line)
                yield line.rstrip(b"\r\n")


class _Gzip:
    """A gzip stream has no places to start at: what was read before is expanded again, which is ten times quicker."""

    def __init__(self, path: Path, offset: int) -> None:
        self._path, self._offset = path, offset
        self._read = 0

    @property
    def mark(self) -> str:
        return str(self._offset)

    @property
    def read(self) -> int:
        return self._read

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as raw, igzip.open(raw, "rb") as file:  # type: ignore[no-untyped-call]
            try:
                left = self._offset
                while left and (skipped := len(file.read(min(left, _CHUNK)))):
                    left -= skipped
                    self._read = raw.tell()
                while line := file.readline(_LONGEST_LINE):
                    self._offset += len(line)
                    self._read = raw.tell()
                    yield line.rstrip(b"\r\n")
            except (EOFError, OSError, zlib.error, igzip.BadGzipFile) as cause:
                raise _cut_off(self._path, cause) from cause


class _Bzip2:
    """``mark`` is the bit at which a block begins and how many bytes of its text are done: ``814231:20``."""

    def __init__(self, path: Path, mark: str) -> None:
        bit, _, done = mark.partition(":")
        self._path, self._bit, self._done = path, int(bit or 0), int(done or 0)

    @property
    def mark(self) -> str:
        return f"{self._bit}:{self._done}"

    @property
    def read(self) -> int:
        return self._bit // 8

    def __iter__(self) -> Iterator[bytes]:
        held: list[bytes] = []
        skip = self._done
        try:
            for bit, data in blocks(self._path, self._bit):
                at, skip = skip, 0
                while (end := data.find(b"\n", at)) >= 0:
                    line = b"".join([*held, data[at:end]])
                    held, at = [], end + 1
                    self._bit, self._done = bit, at
                    yield line.rstrip(b"\r")
                held.append(data[at:])
        except (EOFError, OSError) as cause:
            raise _cut_off(self._path, cause) from cause
        if last := b"".join(held):
            yield last


def _cut_off(path: Path, cause: Exception) -> CatalogueError:
    told = "is cut off or damaged; what was read so far is kept: give the whole file and the same command again"
    return CatalogueError(f"{path} {told} ({cause})")

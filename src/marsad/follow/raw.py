"""The raw answers of sites, as they came: WARC files in the store, one gzip member a record, appended only."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from marsad import __version__
from marsad.errors import ReadOnlyError
from marsad.intake.warc import PUBLISHED

ENDING = ".warc.gz"
#: A file that has grown so large is followed by a new one.
MOST_BYTES = 1024**3
_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: the body without transfer coding, but compressed as it came.

    ``seen`` is the time in UTC, as WARC writes it; ``published`` the ISO date that a feed or sitemap told for the page.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seen: str
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the name of the file, and the bytes of its gzip member."""

    file: str
    start: int
    length: int


class RawStore:
    """The raw files of a store. A record is whole on the disk, or cut off when the store is opened again."""

    def __init__(self, folder: Path) -> None:
        """Raises ReadOnlyError where the folder takes no files."""
        self._folder = folder
        self._path: Path | None = None

    def keep(self, answer: Answer) -> Place:
        """Appends the answer. Raises ReadOnlyError where the disk takes no more."""
        try:
            path = self._open_file()
            return self._append(path, _member(_response(answer)))
        except OSError as cause:
            raise ReadOnlyError(f"cannot write to {self._folder}: {cause.strerror}; make room there") from cause

    def member(self, place: Place) -> bytes:
        """The gzip member at ``place``; shorter, or empty, where the file has lost it."""
        try:
            with (self._folder / place.file).open("rb") as file:
                file.seek(place.start)
                return file.read(place.length)
        except OSError:
            return b""

    def recover(self, path: Path, start: int) -> Iterator[tuple[str, Place]]:
        """The address and place of each whole record from ``start`` on; what stands after the last one is cut off."""
        with path.open("rb") as file:
            file.seek(start)
            data = file.read()
        at = 0
        while at < len(data) and (length := _member_length(data[at:])):
            url = _address(data[at : at + length])
            if url:
                yield url, Place(path.name, start + at, length)
            at += length
        if at < len(data):
            os.truncate(path, start + at)

    def files(self) -> list[Path]:
        """The raw files, oldest first."""
        return sorted(self._folder.glob(f"*{ENDING}"))

    def _open_file(self) -> Path:
        if self._path is None or self._path.stat().st_size >= MOST_BYTES:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            self._path = self._folder / f"marsad-{stamp}{ENDING}"
            self._append(self._path, _member(_about(self._path.name)))
        return self._path

    def _append(self, path: Path, member: bytes) -> Place:
        with path.open("ab") as file:
            start = file.tell()
            file.write(member)
            file.flush()
            os.fsync(file.fileno())
        return Place(path.name, start, len(member))


def _response(answer: Answer) -> WarcRecord:
    head = "\r\n".join([f"HTTP/1.1 {answer.status} {answer.reason}", *_fields(answer)])
    block = head.encode("utf-8", "replace") + b"\r\n\r\n" + answer.body
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = answer.url
    record.headers["WARC-Date"] = answer.seen
    if answer.published:
        record.headers[PUBLISHED] = answer.published
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(block)
    return record


def _fields(answer: Answer) -> Iterable[str]:
    """The header as it came, but for what no longer holds of the body: its length and transfer coding."""
    for name, value in answer.headers:
        if name.lower() not in ("content-length", "transfer-encoding"):
            yield f"{name}: {' '.join(value.split())}"
    yield f"Content-Length: {len(answer.body)}"


def _about(name: str) -> WarcRecord:
    block = f"software: Marsad {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.warcinfo)
    record.headers["WARC-Filename"] = name
    record.headers["Content-Type"] = "application/warc-fields"
    record.set_bytes_content(block)
    return record


def _member(record: WarcRecord) -> bytes:
    out = io.BytesIO()
    record.write(out)
    return gzip.compress(out.getvalue(), 6, mtime=0)


def _member_length(data: bytes) -> int:
    """The bytes of the whole gzip member that ``data`` begins with; 0 where there is none."""
    engine = zlib.decompressobj(31)
    try:
        for at in range(0, len(data), _STEP):
            engine.decompress(data[at : at + _STEP])
            if engine.eof:
                return min(at + _STEP, len(data)) - len(engine.unused_data)
    except zlib.error:
        pass
    return 0


def _address(member: bytes) -> str | None:
    for record in ArchiveIterator(io.BytesIO(member), record_types=WarcRecordType.response, parse_http=False):
        return record.headers.get("WARC-Target-URI")
    return None

"""A stream of any kind to its pages: what it is shows in its first bytes, compressed ones are looked into."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from marsad.intake import compressed, documents, records, warc
from marsad.intake.given import Given, stopped, too_large
from marsad.intake.options import Options
from marsad.model import Page, Rejected

#: Ends of names of files that may hold many pages.
_MANY = compressed.SUFFIXES | records.SUFFIXES | {".warc", ".xml", ".rss", ".atom", ".rdf", ".json"}
_HEAD = 64 * 1024


def may_hold_many(name: str) -> bool:
    """Whether a file of this name may hold more than one page, so that files do not tell how many pages there are."""
    return PurePath(name).suffix.lower() in _MANY


def pages(stream: io.BufferedReader, path: str, given: Given, options: Options) -> Iterator[Page | Rejected]:
    """Every page in ``stream``, as it is read: compressed files, WARC archives, records, feeds, HTML and text."""
    try:
        yield from _pages(stream, path, given, options, 1)
    except compressed.BrokenStreamError as cause:
        detail = f"the compressed file is damaged or breaks off ({cause}); what stood before is kept"
        yield stopped(path, "broken", detail)
    except compressed.ExpandsTooFarError as cause:
        detail = f"{cause}; give --limit expanded_bytes=… or --limit expansion=… if it is no trap"
        yield stopped(path, "expands_too_far", detail)


def _pages(
    stream: io.BufferedReader, path: str, given: Given, options: Options, depth: int
) -> Iterator[Page | Rejected]:
    head = _peek(stream)
    packing = compressed.codec(head)
    if packing is None:
        yield from _plain(stream, head, path, given, options)
    elif depth > options.limits.depth:
        detail = f"it is compressed more than {options.limits.depth} times over; give --limit depth=… if that is meant"
        yield stopped(path, "too_deep", detail)
    elif packing == "gz" and warc.looks_like_warc(compressed.beginning(head)):
        # The archive reader expands gzip itself, record by record: faster, and it can go on after damage.
        yield from warc.pages(stream, path, options)
    else:
        yield from _pages(compressed.stream(stream, packing, options.limits), path, given, options, depth + 1)


def _plain(
    stream: io.BufferedReader, head: bytes, path: str, given: Given, options: Options
) -> Iterator[Page | Rejected]:
    if warc.looks_like_warc(head):
        yield from warc.pages(stream, path, options)
    elif _is_records(head, path):
        yield from records.pages(stream, path, options)
    else:
        most = options.limits.page_bytes
        size = _size(stream)
        data = b"" if size > most else stream.read(most + 1)
        if max(size, len(data)) > most:
            yield too_large(path, max(size, len(data)), most)
        else:
            yield from _whole(data, path, given, options)


def _whole(data: bytes, path: str, given: Given, options: Options) -> Iterator[Page | Rejected]:
    values = documents.of_json(data) if data[:1] in b"[{" else None
    if values is None:
        yield from documents.pages(data, path, given, options)
        return
    reader = records.Reader(path, options)
    for number, value in enumerate(values, 1):
        yield reader.of_record(value, f"{path}:{number}", documents.as_json(value))


def _is_records(head: bytes, path: str) -> bool:
    names = {suffix.lower() for suffix in PurePath(path).suffixes[-2:]}
    return bool(names & records.SUFFIXES) or records.looks_like_records(head)


def _peek(stream: io.BufferedReader) -> bytes:
    """The first bytes of a stream, which stay to be read."""
    return stream.peek(_HEAD)


def _size(stream: BinaryIO) -> int:
    """The size of a file; 0 of what must be read to be measured."""
    if not stream.seekable():
        return 0
    start = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(start)
    return size

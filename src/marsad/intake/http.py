"""HTTP messages as they are kept in archives: status, header, and the body without its transfer and content codings."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from fastwarc.stream_io import BrotliReader, ZstdReader

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.I)
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]*\r?\n")


class TooLargeBodyError(Exception):
    """The body expands to more bytes than a page may have."""


@dataclass(frozen=True, slots=True)
class Message:
    """The head of a response. ``status`` is 0 where there is none; ``media_type`` and ``charset`` as declared."""

    status: int
    media_type: str
    charset: str | None
    codings: tuple[str, ...]
    chunked: bool
    start: int


def head(block: bytes) -> Message:
    """The head of the HTTP response that ``block`` begins with; its body begins at ``start``."""
    status = _STATUS.match(block)
    end = _HEAD_END.search(block)
    fields: dict[str, str] = {}
    for line in block[: end.start() if end else 0].decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    media_type, charset = content_type(fields.get("content-type", ""))
    codings = tuple(c.strip().lower() for c in fields.get("content-encoding", "").split(",") if c.strip())
    chunked = "chunked" in fields.get("transfer-encoding", "").lower()
    return Message(
        int(status.group(1)) if status else 0, media_type, charset, codings, chunked, end.end() if end else len(block)
    )


def content_type(value: str) -> tuple[str, str | None]:
    """The media type in a Content-Type header, and the charset it declares."""
    charset = _CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), charset.group(1) if charset else None


def body(block: bytes, message: Message, most: int) -> bytes:
    """The body as the server meant it. Codings that are declared but were undone by the archiver do no harm.

    Raises TooLargeBodyError where it expands to more than ``most`` bytes.
    """
    found = block[message.start :]
    if message.chunked:
        found = _unchunked(found)
    for coding in reversed(message.codings):
        found = _decoded(found, coding, most)
    return found


def _unchunked(data: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK.match(data, at):
        length = int(size.group(1), 16)
        parts.append(data[size.end() : size.end() + length])
        at = size.end() + length
        if not length:
            break
    return b"".join(parts) if parts else data


def _decoded(data: bytes, coding: str, most: int) -> bytes:
    try:
        if coding in ("gzip", "x-gzip"):
            return _inflated(data, (31,), most)
        if coding == "deflate":
            return _inflated(data, (15, -15), most)
        if coding in ("br", "zstd"):
            return _read(data, BrotliReader if coding == "br" else ZstdReader, most)
    except (zlib.error, OSError, EOFError):
        return data
    return data


def _inflated(data: bytes, forms: tuple[int, ...], most: int) -> bytes:
    for form in forms:
        engine = zlib.decompressobj(form)
        try:
            found = engine.decompress(data, most + 1)
        except zlib.error:
            if form == forms[-1]:
                raise
            continue
        if len(found) > most:
            raise TooLargeBodyError
        return found
    return data


def _read(data: bytes, reader: type[BrotliReader] | type[ZstdReader], most: int) -> bytes:
    with reader(io.BytesIO(data)) as stream:
        found = stream.read(most + 1)
    if len(found) > most:
        raise TooLargeBodyError
    return found

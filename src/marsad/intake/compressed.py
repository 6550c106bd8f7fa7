"""Compressed streams: gzip, bzip2, xz and Zstandard, told by their first bytes and expanded within bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zlib
from typing import BinaryIO, cast

from marsad.config import Limits

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MAGIC = ((b"\x1f\x8b\x08", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zst"))
SUFFIXES = frozenset((".gz", ".bz2", ".xz", ".zst"))
_BUFFER = 256 * 1024
#: A file may always expand to so much, however small it is.
_FREE = 64 * 1024 * 1024
_BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error, zstd.ZstdError)


class ExpandsTooFarError(Exception):
    """The stream gives more bytes than it may."""


class BrokenStreamError(Exception):
    """The stream is damaged or breaks off."""


def codec(head: bytes) -> str | None:
    """The compression that data beginning with ``head`` is in: gz, bz2, xz or zst; None for anything else."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def stream(packed: BinaryIO, name: str, limits: Limits) -> io.BufferedReader:
    """What ``packed`` (in the compression ``name``) expands to, read as it is asked for.

    Reading raises BrokenStreamError where the data is damaged, ExpandsTooFarError at the bounds of ``limits``.
    """
    return io.BufferedReader(_Bounded(packed, name, limits), _BUFFER)


def expanded(data: bytes, limits: Limits) -> bytes:
    """``data`` expanded if it is compressed, else as it is, to at most the bytes of one page.

    Raises BrokenStreamError or ExpandsTooFarError.
    """
    name = codec(data)
    if name is None:
        return data
    found = stream(io.BytesIO(data), name, limits).read(limits.page_bytes + 1)
    if len(found) > limits.page_bytes:
        raise ExpandsTooFarError(f"it expands to more than {limits.page_bytes:,} bytes")
    return found


def beginning(head: bytes) -> bytes:
    """The first bytes of what gzip data beginning with ``head`` expands to; none where it is damaged."""
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


class _Counting(io.RawIOBase):
    """The packed stream, counting what is read of it."""

    def __init__(self, packed: BinaryIO) -> None:
        self.packed, self.count = packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        data = self.packed.read(len(cast(bytearray, buffer)))
        cast(bytearray, buffer)[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Bounded(io.RawIOBase):
    """The expanded stream, with its errors in our words and its size bounded."""

    def __init__(self, packed: BinaryIO, name: str, limits: Limits) -> None:
        self.source = _Counting(packed)
        self.expanding = _open(io.BufferedReader(self.source, _BUFFER), name)
        self.limits, self.count = limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        try:
            data = self.expanding.read(len(cast(bytearray, buffer)))
        except _BROKEN as cause:
            raise BrokenStreamError(str(cause)) from cause
        cast(bytearray, buffer)[: len(data)] = data
        self.count += len(data)
        most = min(self.limits.expanded_bytes, _FREE + self.limits.expansion * self.source.count)
        if self.count > most:
            raise ExpandsTooFarError(f"{self.source.count:,} bytes of it expand to more than {most:,}")
        return len(data)


def _open(packed: BinaryIO, name: str) -> BinaryIO:
    if name == "gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=packed, mode="rb"))
    opener = {"bz2": bz2.BZ2File, "xz": lzma.LZMAFile, "zst": zstd.ZstdFile}[name]
    return cast(BinaryIO, opener(packed))

"""Texts as the archive keeps them: compressed, with what no encoding holds kept too."""

from __future__ import annotations

import json
import sys
import zlib
from typing import Any

import orjson

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Texts were kept by zlib before archive 8; what begins so is Zstandard's.
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_COMPRESSOR = zstd.ZstdCompressor(3)


def packed(text: str) -> bytes:
    """``text``, compressed."""
    return packed_bytes(text.encode("utf-8", "surrogatepass"))


def packed_bytes(data: bytes) -> bytes:
    """``data``, compressed."""
    return _COMPRESSOR.compress(data, zstd.ZstdCompressor.FLUSH_FRAME)


def unpacked(data: bytes) -> str:
    """The text that ``packed`` compressed, in this version of the archive or before."""
    return unpacked_bytes(data).decode("utf-8", "surrogatepass")


def unpacked_bytes(data: bytes) -> bytes:
    """The bytes that ``packed_bytes`` compressed, in this version of the archive or before."""
    return zstd.decompress(data) if data.startswith(_ZSTANDARD) else zlib.decompress(data)


def as_json(value: object) -> str:
    """``value`` as JSON on one line."""
    return _json(value).decode("utf-8", "surrogatepass")


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # halves of characters, which a broken page may hold
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def packed_json(value: object) -> bytes:
    """``value`` as compressed JSON."""
    return packed_bytes(_json(value))


def unpacked_json(data: bytes) -> Any:
    """The value that ``packed_json`` compressed."""
    plain = unpacked_bytes(data)
    try:
        return orjson.loads(plain)
    except orjson.JSONDecodeError:  # halves of characters
        return json.loads(plain.decode("utf-8", "surrogatepass"))

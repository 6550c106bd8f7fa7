"""Texts as the archive keeps them: compressed, with what no encoding holds kept too."""

from __future__ import annotations

import json
import sys
import zlib
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Texts were kept by zlib before archive 8; what begins so is Zstandard's.
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_LEVEL = 3


def packed(text: str) -> bytes:
    """``text``, compressed."""
    return zstd.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpacked(data: bytes) -> str:
    """The text that ``packed`` compressed, in this version of the archive or before."""
    plain = zstd.decompress(data) if data.startswith(_ZSTANDARD) else zlib.decompress(data)
    return plain.decode("utf-8", "surrogatepass")


def as_json(value: object) -> str:
    """``value`` as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed_json(value: object) -> bytes:
    """``value`` as compressed JSON."""
    return packed(as_json(value))


def unpacked_json(data: bytes) -> Any:
    """The value that ``packed_json`` compressed."""
    return json.loads(unpacked(data))

"""A bzip2 file block by block: its blocks stand alone, so that reading is parallel and may start at any of them."""

from __future__ import annotations

import bz2
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

_BLOCK, _END = 0x314159265359, 0x177245385090
_MAGIC_BITS = 48
_CRC_BITS = 32
_CHUNK = 4 << 20
_OVERLAP = 8
#: A block holds at most 900 kB before its last stage, which never grows by half; a longer one is damage.
_LONGEST_BITS = 8 * 1_400_000


class Block(NamedTuple):
    """The text of one block and the bit of the file at which the block begins."""

    bit: int
    data: bytes


class _Stretch(NamedTuple):
    """The ``size`` bits of the file from ``bit`` to the next marker, as a number."""

    bit: int
    size: int
    bits: int

    def joined(self, after: _Stretch) -> _Stretch:
        return _Stretch(self.bit, self.size + after.size, self.bits << after.size | after.bits)


def blocks(path: Path, bit: int = 0) -> Iterator[Block]:
    """The blocks of the file from the one that begins at ``bit`` (0: from the first), in order.

    Uses as many threads as there are processors. Raises EOFError where the file ends within a block, OSError where a
    block is damaged.
    """
    threads = os.cpu_count() or 1
    waiting: deque[tuple[_Stretch, Future[bytes | None]]] = deque()
    stretches = _stretches(path, bit)
    with ThreadPoolExecutor(threads) as pool:
        open_ = True
        while open_ or waiting:
            while open_ and len(waiting) < 2 * threads:
                if (stretch := next(stretches, None)) is None:
                    open_ = False
                else:
                    waiting.append((stretch, pool.submit(_expanded, stretch)))
            if waiting:
                yield _first(waiting)


def _first(waiting: deque[tuple[_Stretch, Future[bytes | None]]]) -> Block:
    """The first block. A marker within its bits, made by chance in one of hundreds of files of 100 GB, is mended."""
    stretch, future = waiting.popleft()
    data = future.result()
    while data is None:
        if not waiting or stretch.size > _LONGEST_BITS:
            raise EOFError(f"the block at byte {stretch.bit // 8} is damaged or cut off")
        stretch = stretch.joined(waiting.popleft()[0])
        data = _expanded(stretch)
    return Block(stretch.bit, data)


def _expanded(stretch: _Stretch) -> bytes | None:
    """The text of a block: the block made a bzip2 file of its own. None where its checksum does not agree."""
    crc = stretch.bits >> stretch.size - _MAGIC_BITS - _CRC_BITS & 0xFFFFFFFF if stretch.size > 80 else 0
    bits = (stretch.bits << _MAGIC_BITS | _END) << _CRC_BITS | crc
    size = stretch.size + _MAGIC_BITS + _CRC_BITS
    pad = -size % 8
    try:
        return bz2.decompress(b"BZh9" + (bits << pad).to_bytes((size + pad) // 8, "big"))
    except (OSError, ValueError):
        return None


def _stretches(path: Path, start: int) -> Iterator[_Stretch]:
    begun: int | None = None
    with path.open("rb") as file:
        base = start // 8
        file.seek(base)
        buffer = file.read(_CHUNK)
        seen = 0
        while buffer:
            for bit, magic in _markers(buffer, seen):
                at = base * 8 + bit
                if at < start or (begun is not None and at <= begun):
                    continue
                if begun is not None:
                    yield _cut(buffer, base, begun, at)
                begun = at if magic == _BLOCK else None
            seen = max(0, len(buffer) - _OVERLAP)
            keep = seen if begun is None else begun // 8 - base
            chunk = file.read(_CHUNK)
            if not chunk:
                break
            buffer, base, seen = buffer[keep:] + chunk, base + keep, max(0, seen - keep)
    if begun is not None:
        raise EOFError(f"the file ends within the block that begins at byte {begun // 8}")


def _cut(buffer: bytes, base: int, begun: int, end: int) -> _Stretch:
    first, last = begun // 8 - base, -(-end // 8) - base
    bits = int.from_bytes(buffer[first:last], "big") >> -end % 8
    size = end - begun
    return _Stretch(begun, size, bits & (1 << size) - 1)


def _markers(buffer: bytes, start: int) -> list[tuple[int, int]]:
    """Each marker in ``buffer`` from the byte ``start`` on: its bit and which one it is, in order."""
    found = []
    for magic in (_BLOCK, _END):
        for shift in range(8):
            wide = (magic << 8 - shift).to_bytes(7, "big")
            inner = wide[1:6] if shift else wide[:6]
            before = 1 if shift else 0
            at = buffer.find(inner, start + before)
            while at >= 0:
                first = at - before
                number = int.from_bytes(buffer[first : first + 7].ljust(7, b"\0"), "big")
                if number >> 8 - shift & (1 << _MAGIC_BITS) - 1 == magic:
                    found.append((first * 8 + shift, magic))
                at = buffer.find(inner, at + 1)
    return sorted(found)

"""Limits on seconds, memory and expansion: reached ones are told, and nothing stays limited afterwards."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
import threading
import time

import pytest

from marsad.config import Limits, settings
from marsad.intake import compressed, http
from marsad.intake.limits import OutOfTime, can_stop, within

needs_timers = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timers")


def endless() -> None:
    while True:
        pass


@needs_timers
def test_work_that_takes_too_long_is_stopped_and_the_clock_with_it() -> None:
    before = signal.getsignal(signal.SIGALRM)
    start = time.perf_counter()
    with pytest.raises(OutOfTime), within(0.1):
        endless()
    assert time.perf_counter() - start < 5
    assert signal.getsignal(signal.SIGALRM) is before
    with within(0.05):
        pass
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_without_effect_in_other_threads_and_without_a_limit() -> None:
    said: list[bool] = []

    def work() -> None:
        with within(0.001):
            said.append(can_stop())
            sum(range(300_000))
            said.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert said == [False, True]
    with within(0):
        sum(range(300_000))


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no limits on memory")
def test_more_memory_than_there_may_be_is_an_error_where_it_is_asked_for() -> None:
    program = (
        "from marsad.intake.limits import memory\n"
        "with memory(800_000_000):\n"
        "    try:\n        bytes(900_000_000)\n"
        "    except MemoryError:\n        print('refused')\n"
        "print(len(bytes(900_000_000)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["refused", "900000000"]


def test_limits_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_LIMITS", "seconds=3, page_bytes=1M")
    assert settings().limits == Limits(seconds=3, page_bytes=1024 * 1024)


def test_data_is_expanded_to_at_most_a_page() -> None:
    limits = Limits(page_bytes=1000)
    assert compressed.expanded(gzip.compress(b"a" * 1000), limits) == b"a" * 1000
    assert compressed.expanded(b"plain", limits) == b"plain"
    with pytest.raises(compressed.ExpandsTooFarError):
        compressed.expanded(gzip.compress(b"a" * 1001), limits)
    with pytest.raises(compressed.BrokenStreamError):
        compressed.expanded(gzip.compress(b"a" * 1000)[:-9], limits)


#: "marsad" in Brotli, as no module of the standard library packs it.
BROTLI = b"\x8b\x02\x80marsad\x03"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"marsad", mtime=0)),
        ("br", BROTLI),
        ("zstd", compressed.zstd.compress(b"marsad")),
        ("gzip", b"marsad"),
        ("br", b"marsad"),
        ("identity", b"marsad"),
        ("x-unknown", b"marsad"),
    ],
    ids=["gzip", "br", "zstd", "gzip undone", "br undone", "identity", "unknown"],
)
def test_codings_of_http_also_those_that_were_undone_before(coding: str, packed: bytes) -> None:
    block = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + packed
    assert http.body(block, http.head(block), 100) == b"marsad"


def test_heads_of_http_that_are_no_heads() -> None:
    for block in (b"", b"HTTP/1.1", b"HTTP/1.1 kaputt\r\n\r\n", b"\r\n\r\n", b"<html>"):
        assert http.head(block).status == 0
    assert http.head(b"HTTP/2 200\nContent-Type: TEXT/HTML;Charset='Windows-1256'\n\nx").charset == "Windows-1256"

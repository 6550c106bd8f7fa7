"""Limits that are enforced from outside the work they limit: seconds and memory."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]


class OutOfTime(BaseException):
    """The work took longer than it may. Not an ``Exception``, so that nothing on the way takes it for a bug."""


def can_stop() -> bool:
    """Whether work can be stopped here: in the main thread of a system that has interval timers."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises OutOfTime in work that takes longer than ``seconds``; nothing where not ``can_stop``, or for 0.

    The work must be one that may be left at any point: no transaction, no file half written.
    """
    if not seconds or not can_stop():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def memory(most: int) -> Iterator[None]:
    """Lets the program ask for at most ``most`` bytes (0: no bound); more raises MemoryError where it is asked for."""
    if not most or resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

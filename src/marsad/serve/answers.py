"""Answers kept in memory while nothing in the archive changes, so that many readers of one page make it once."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from marsad.config import Settings
from marsad.errors import MarsadError
from marsad.store.archive import open_existing
from marsad.store.database import Database

Handler = Callable[[Request], Response]

_MOST_BYTES = 32 * 1024 * 1024
#: What an answer takes beside its body.
_OVERHEAD = 1_000


@dataclass(slots=True)
class Answers:
    """The answers of an archive, the ones asked for last, up to ``most_bytes``; shared by the threads that serve."""

    settings: Settings
    most_bytes: int = _MOST_BYTES
    _bytes: int = 0
    _found: OrderedDict[Hashable, tuple[str, Response]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _db: Database | None = None

    def state(self) -> str | None:
        """What stands for all that is in the archive now; None where it cannot be read."""
        with self._lock:
            try:
                if self._db is None:
                    self._db = open_existing(self.settings.db)
                return self._db.state()
            except (MarsadError, sqlite3.Error, OSError):
                return None

    def there(self, key: Hashable, state: str) -> Response | None:
        """The answer under ``key``, if it was made of the archive as it is."""
        with self._lock:
            made = self._found.get(key)
            if made is None or made[0] != state:
                return None
            self._found.move_to_end(key)
            return made[1]

    def keep(self, key: Hashable, state: str, answer: Response) -> None:
        """Keeps an answer that was made after the archive was in ``state``."""
        with self._lock:
            before = self._found.pop(key, None)
            self._bytes += _size(answer) - (_size(before[1]) if before else 0)
            self._found[key] = (state, answer)
            while self._bytes > self.most_bytes:
                _, (_, oldest) = self._found.popitem(last=False)
                self._bytes -= _size(oldest)

    def close(self) -> None:
        """Ends the connection."""
        if self._db is not None:
            self._db.close()


def _size(answer: Response) -> int:
    return len(answer.body) + _OVERHEAD


def kept(handler: Handler) -> Handler:
    """A handler whose answers depend on the archive, the address and the cookies alone, and not on the search index,
    which follows the archive later: each is made once."""

    @wraps(handler)
    def answer(request: Request) -> Response:
        answers: Answers = request.app.state.answers
        state = answers.state() if request.method == "GET" else None
        if state is None:
            return handler(request)
        key = (str(request.url), str(request.base_url), request.cookies.get("lang"), request.cookies.get("digits"))
        there = answers.there(key, state)
        if there is None:
            there = handler(request)
            if there.status_code == 200 and "set-cookie" not in there.headers:
                answers.keep(key, state, there)
        return there

    return answer

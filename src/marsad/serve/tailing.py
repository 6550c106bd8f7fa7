"""The thread that keeps the search index up to date while the observatory is served."""

from __future__ import annotations

import logging
import threading
from contextlib import closing

from marsad.config import Settings
from marsad.errors import MarsadError
from marsad.search.following import Following
from marsad.store.archive import open_existing, translated
from marsad.store.database import Database

#: Seconds between looks at the archive, and after something went wrong.
EVERY, AFTER_TROUBLE = 1.0, 30.0
#: So many changes are taken in before the first page is served; more are taken in beside it.
AT_ONCE = 1_000

_log = logging.getLogger(__name__)


class Tail(threading.Thread):
    """Follows the archive until it is stopped; whatever goes wrong is logged, and tried again later."""

    def __init__(self, settings: Settings, following: Following) -> None:
        super().__init__(name="search index", daemon=True)
        self._settings, self._following, self._stopped = settings, following, threading.Event()

    def run(self) -> None:
        """Looks at the archive again and again."""
        pause = 0.0
        while not self._stopped.wait(pause):
            pause = EVERY
            try:
                with translated(self._settings.db), closing(open_existing(self._settings.db)) as db:
                    self._look(db)
            except MarsadError as trouble:
                _log.warning("the search index waits: %s", trouble)
                pause = AFTER_TROUBLE

    def _look(self, db: Database) -> None:
        while not self._stopped.is_set():
            if self._following.behind(db):
                self._following.make_up(db, wait=0)
            self._stopped.wait(EVERY)

    def stop(self) -> None:
        """Ends the thread, after what it is doing."""
        self._stopped.set()
        self.join(timeout=60)


def prepared(settings: Settings) -> Following:
    """The search index of the archive, up to date where little is left to take in. Raises StoreError for no archive."""
    following = Following(settings.search_index, others=True)
    with translated(settings.db), closing(open_existing(settings.db)) as db:
        if 0 < following.behind(db) <= AT_ONCE:
            following.make_up(db, wait=1.0)
    return following

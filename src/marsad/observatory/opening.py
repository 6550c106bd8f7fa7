"""The observatory of the settings: the catalogue loaded once, a connection for each thread that asks."""

from __future__ import annotations

import threading
from collections.abc import Callable

from marsad import catalogue, outlets
from marsad.config import Settings
from marsad.observatory.observatory import Observatory
from marsad.store.archive import create_or_open, open_existing


def opener(settings: Settings) -> Callable[[], Observatory]:
    """A function that gives the calling thread its observatory. Raises StoreError where there is no archive to read."""
    known, publishers = catalogue.load(settings.catalogues), outlets.load(settings.outlets)
    open_existing(settings.db).close()
    threads = threading.local()

    def here() -> Observatory:
        found: Observatory | None = getattr(threads, "observatory", None)
        if found is None:
            writer = (lambda: create_or_open(settings.db)) if settings.notes_open else None
            found = threads.observatory = Observatory(open_existing(settings.db), known, publishers, writer=writer)
        return found

    return here

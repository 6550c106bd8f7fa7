"""The observatory of the shipped sample pages as a running server, for the tests of the web."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from marsad.cli import reading
from marsad.config import Settings
from marsad.serve.app import create_app

HUDA, EDWARD, RAFIF = "huda-kilawi", "edward-malikian", "rafif-jawhari"
COMPARISON = f"/compare?with={HUDA}&with={EDWARD}&with={RAFIF}"


def sample_settings(db: Path, samples: Path) -> Settings:
    """The settings of an archive of the sample pages."""
    return Settings(db=db, catalogues=(samples / "catalogue.tsv",), outlets=(samples / "outlets.toml",))


def read_samples(settings: Settings, samples: Path) -> None:
    """Reads every sample page into the archive of ``settings``."""
    reading.add_pages(settings, [str(samples / "pages")], strict=False, report=lambda tally: None)


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The address of a real server of ``app`` on a free port."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextmanager
def sample_site(folder: Path, samples: Path) -> Iterator[str]:
    """The address of the observatory of the sample pages, read into an archive in ``folder``."""
    settings = sample_settings(folder / "samples.db", samples)
    read_samples(settings, samples)
    with serving(create_app(settings)) as address:
        yield address

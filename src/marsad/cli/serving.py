"""Commands that serve the observatory: ``serve`` over an archive, ``demo`` over the shipped invented pages."""

from __future__ import annotations

import errno
import gc
import os
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from marsad.config import Settings
from marsad.errors import ReadOnlyError, SettingsError

PORT = 8765

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
_PORT = click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
_BROWSER = click.option("--browser/--no-browser", default=True, help="Whether to open the browser.")


@click.command()
@_HOST
@_PORT
@_BROWSER
@click.pass_obj
def serve(settings: Settings, host: str, port: int, browser: bool) -> None:
    """Serve the observatory of the archive to a browser."""
    from marsad.store.archive import open_existing

    open_existing(settings.db).close()
    with listening(host, port) as listener:
        _serve(settings, listener, host, browser)


@click.command()
@_HOST
@_PORT
@_BROWSER
@click.pass_obj
def demo(settings: Settings, host: str, port: int, browser: bool) -> None:
    """Read the shipped sample pages (all of it invented) and serve their observatory."""
    from importlib import resources

    from marsad.cli import reading

    with resources.as_file(resources.files("marsad.data") / "samples") as samples, listening(host, port) as listener:
        own = demo_settings(settings, samples)
        click.echo("Reading the sample pages; the people, outlets and events in them are invented.", err=True)
        reading.add_pages(own, [str(samples / "pages")], strict=False, report=lambda tally: None)
        _serve(own, listener, host, browser)


def demo_settings(settings: Settings, samples: Path) -> Settings:
    """The demo's own archive in the cache folder, made afresh, unless ``--db`` or MARSAD_DB names another."""
    import platformdirs

    from marsad.config import settings as defaults

    db = settings.db
    if db == defaults().db and "MARSAD_DB" not in os.environ:
        db = Path(platformdirs.user_cache_dir("marsad")) / "demo.db"
        try:
            for old in (db, db.with_name(f"{db.name}-wal"), db.with_name(f"{db.name}-shm")):
                old.unlink(missing_ok=True)
        except OSError as cause:
            raise ReadOnlyError(f"cannot replace {db}: {cause.strerror}; name another file with --db") from cause
    return replace(
        settings,
        db=db,
        catalogues=(samples / "catalogue.tsv", *settings.catalogues),
        outlets=(samples / "outlets.toml", *settings.outlets),
    )


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at ``host`` and ``port``. Raises SettingsError, naming a free port where one is taken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as cause:
        raise SettingsError(f"{host!r} is not an address of this machine; try --host 127.0.0.1") from cause
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as cause:
        listener.close()
        raise SettingsError(_why(host, port, cause)) from cause
    return listener


def _why(host: str, port: int, cause: OSError) -> str:
    if cause.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is in use by another program; try --port {_free(host)}"
    if cause.errno == errno.EACCES:
        return f"port {port} needs administrator rights; try --port {PORT}"
    return f"cannot listen at {host}, port {port}: {cause.strerror}; try --host 127.0.0.1"


def _free(host: str) -> int:
    with listening(host, 0) as probe:
        return int(probe.getsockname()[1])


def _serve(settings: Settings, listener: socket.socket, host: str, browser: bool) -> None:
    import uvicorn

    from marsad.serve.app import create_app

    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    config = uvicorn.Config(create_app(settings), log_level="warning", lifespan="on")
    gc.collect()
    gc.freeze()  # what is loaded now stays; looking through it again and again would double the time of a page
    click.echo(f"Marsad is at {address} (Ctrl+C stops it)")
    if browser:
        _open(address)
    with suppress(KeyboardInterrupt):  # not raised where a shell started this in the background and ignores Ctrl+C
        uvicorn.Server(config).run(sockets=[listener])
    click.echo("Stopped.", err=True)


def _open(address: str) -> None:
    """Opens the browser where there is a desktop; a browser of the terminal would take the terminal over."""
    import webbrowser

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    try:
        webbrowser.open(address)
    except webbrowser.Error:
        click.echo("Open that address in a browser.", err=True)


COMMANDS = (serve, demo)

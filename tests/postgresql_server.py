"""A PostgreSQL server of the tests' own: made in a folder, reached through a socket there, gone with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A server that runs: the folder of its socket, and the commands that stop and start it."""

    folder: Path
    programs: Path
    user: str

    def address(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql:///{database}?host={self.folder}&user={self.user}"

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"t{os.getpid()}_{next(_NUMBERS)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}".encode())
        return self.address(name)

    def drop(self, address: str) -> None:
        """Removes a database, whoever is connected to it."""
        name = address.removeprefix("postgresql:///").split("?")[0]
        with psycopg.connect(self.address("postgres"), autocommit=True) as db:
            db.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c shared_buffers=64MB -c max_connections=60"
        self._control("start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        """Stops the server at once, whoever is connected."""
        self._control("stop", "-w", "-m", "immediate")

    def _control(self, *words: str) -> None:
        as_user(self.user, str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), *words)


def as_user(user: str, *command: str) -> None:
    """Runs a command as ``user``: the server refuses to be run by root."""
    own = pwd.getpwuid(os.geteuid()).pw_name
    whole = command if own == user else ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command)
    subprocess.run(whole, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")


def programs() -> Path | None:
    """The folder of the server's programs, the newest version that is installed; None where none is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("initdb")
    return Path(other).resolve().parent if other else None


@contextmanager
def running(where: Path) -> Iterator[Server]:
    """A server for the time of the block."""
    root = os.geteuid() == 0
    user = "postgres" if root else pwd.getpwuid(os.geteuid()).pw_name
    with tempfile.TemporaryDirectory(prefix="marsad-pg-") as name:
        folder = Path(name)
        if root:
            shutil.chown(folder, user)
        folder.chmod(0o700)
        options = ("--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={user}")
        as_user(user, str(where / "initdb"), "-D", str(folder / "data"), *options)
        server = Server(folder, where, user)
        server.start()
        try:
            yield server
        finally:
            server.stop()

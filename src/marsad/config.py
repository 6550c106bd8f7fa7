"""Settings of a run, and the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from marsad.errors import SettingsError

_MIB = 1024 * 1024
_SUFFIXES = {"k": 1024, "m": _MIB, "g": 1024 * _MIB}


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may cost. A page or container that reaches a limit becomes a counted rejection.

    ``page_bytes``: bytes of one page, as it is stored and when it is expanded. ``expanded_bytes``: bytes that one
    compressed file may give, and ``expansion``: how many times its own size beyond the first 64 MiB. ``depth``: files
    inside files. ``records``: records of one container. ``seconds``: reading one page, and again finding what is in
    it. ``memory_bytes``: memory that the program may ask for (0: as much as there is).
    """

    page_bytes: int = 32 * _MIB
    expanded_bytes: int = 256 * 1024 * _MIB
    expansion: int = 200
    depth: int = 3
    records: int = 100_000_000
    seconds: float = 20.0
    memory_bytes: int = 0

    def told(self, words: Iterable[str]) -> Limits:
        """These limits with some told anew: ``seconds=5``, ``page_bytes=64M``. Raises SettingsError for others."""
        found: dict[str, Any] = {}
        for word in words:
            name, _, value = word.strip().partition("=")
            if name not in {f.name for f in fields(self)}:
                known = ", ".join(f.name for f in fields(self))
                raise SettingsError(f"there is no limit {name!r}; the limits are {known}")
            found[name] = _amount(name, value)
        return replace(self, **found)


def _amount(name: str, value: str) -> float:
    factor = _SUFFIXES.get(value[-1:].lower(), 1)
    try:
        amount = float(value[:-1] if factor > 1 else value) * factor
        whole = amount if name == "seconds" else int(amount)
    except (ValueError, OverflowError):
        whole = -1
    if not 0 <= whole < float("inf"):
        raise SettingsError(f"the limit {name}={value} is no number; give one like {name}=20 or {name}=64M")
    return whole


@dataclass(frozen=True, slots=True)
class Resolving:
    """When a name that no catalogue knows is an entity: seen in ``stories`` different texts of ``sources`` outlets."""

    stories: int = 3
    sources: int = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told from outside. ``catalogues`` and ``outlets`` are the user's files over the shipped ones.

    ``db`` is where the archive is: a file, or the address of a PostgreSQL database (postgresql://…). ``raw`` says that
    pages are kept as they came too, so that a better version can read them again.
    """

    db: Path | str
    catalogues: tuple[Path, ...] = ()
    outlets: tuple[Path, ...] = ()
    notes_open: bool = True
    raw: bool = True
    limits: Limits = field(default_factory=Limits)
    resolving: Resolving = field(default_factory=Resolving)

    def beside(self, name: str) -> Path:
        """The place of a file that belongs to the archive: beside its file, or in the data folder for a server's."""
        if isinstance(self.db, Path):
            return self.db.with_name(name)
        parts = urlsplit(self.db)
        whose = "-".join(part for part in (parts.hostname or "local", parts.path.strip("/")) if part)
        return Path(platformdirs.user_data_dir("marsad")) / whose / name

    @property
    def search_index(self) -> Path:
        """The folder of the search index."""
        return self.beside(f"{self.stem}.search")

    @property
    def stem(self) -> str:
        """The name of the archive, as files that belong to it begin."""
        return self.db.stem if isinstance(self.db, Path) else "archive"


def settings() -> Settings:
    """The settings of the environment: MARSAD_DB, MARSAD_CATALOGUE and MARSAD_OUTLETS (paths, ``:`` between
    them), MARSAD_LIMITS (``seconds=5,page_bytes=64M``), MARSAD_NOTES and MARSAD_RAW (``off``)."""
    db = os.environ.get("MARSAD_DB")
    return Settings(
        db=place(db) if db else Path(platformdirs.user_data_dir("marsad")) / "archive.db",
        catalogues=_paths("MARSAD_CATALOGUE"),
        outlets=_paths("MARSAD_OUTLETS"),
        raw=os.environ.get("MARSAD_RAW", "on") != "off",
        notes_open=os.environ.get("MARSAD_NOTES", "on") != "off",
        limits=Limits().told(w for w in os.environ.get("MARSAD_LIMITS", "").split(",") if w.strip()),
    )


def place(given: str) -> Path | str:
    """Where an archive is, as somebody wrote it: the address of a server stays text, anything else is a file."""
    return given if given.startswith(("postgresql://", "postgres://")) else Path(given)


def _paths(name: str) -> tuple[Path, ...]:
    return tuple(Path(p) for p in os.environ.get(name, "").split(os.pathsep) if p)

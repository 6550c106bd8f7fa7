"""Settings of a run, and the only place that reads the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told from outside. ``catalogues`` and ``outlets`` are the user's files over the shipped ones."""

    db: Path
    catalogues: tuple[Path, ...] = ()
    outlets: tuple[Path, ...] = ()
    notes_open: bool = True


def settings() -> Settings:
    """The settings of the environment: MARSAD_DB, MARSAD_CATALOGUE and MARSAD_OUTLETS (paths, ``:`` between them)."""
    db = os.environ.get("MARSAD_DB")
    return Settings(
        db=Path(db) if db else Path(platformdirs.user_data_dir("marsad")) / "archive.db",
        catalogues=_paths("MARSAD_CATALOGUE"),
        outlets=_paths("MARSAD_OUTLETS"),
        notes_open=os.environ.get("MARSAD_NOTES", "on") != "off",
    )


def _paths(name: str) -> tuple[Path, ...]:
    return tuple(Path(p) for p in os.environ.get(name, "").split(os.pathsep) if p)

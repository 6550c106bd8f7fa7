"""Which files make which shard: a plan that is kept, so that a second run does only what is missing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from marsad import __version__
from marsad.config import Limits, Settings
from marsad.errors import SettingsError
from marsad.exchange.tables import FORMAT
from marsad.intake import files
from marsad.intake.fields import Fields
from marsad.intake.options import Options

#: A file is never in more shards than this: each of them has to pass over the whole of it, and decodes its pages.
MOST_PARTS = 4
#: So many small files at most are one shard.
_MOST_FILES = 2_000
_PLAN, _JOB = "plan.jsonl", "job.json"


@dataclass(frozen=True, slots=True)
class Job:
    """How shards are read: what ``marsad add`` is told, and where results go. The same for every shard of a folder.

    ``base`` is the folder that relative paths start from. ``stall`` seconds without a page are taken for a hang.
    """

    into: str
    base: str
    catalogues: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    stall: float = 600.0
    raw: bool = True

    @classmethod
    def of(cls, settings: Settings, into: Path, fields: Sequence[str], limits: Limits, stall: float, raw: bool) -> Job:
        """The job of a run with these settings."""
        paths = [[str(path.absolute()) for path in found] for found in (settings.catalogues, settings.outlets)]
        found = (tuple(paths[0]), tuple(paths[1]))
        return cls(str(into.absolute()), str(Path.cwd()), *found, tuple(fields), limits, stall, raw)

    @property
    def settings(self) -> Settings:
        """The settings for loading tools."""
        catalogues, outlets = ([Path(p) for p in paths] for paths in (self.catalogues, self.outlets))
        return Settings(Path(self.into), tuple(catalogues), tuple(outlets), limits=self.limits)

    @property
    def options(self) -> Options:
        """How files are read."""
        return Options(self.limits, Fields.parse(self.fields), raw=self.raw)

    def as_json(self) -> str:
        """The job as one line, for a process that reads shards."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Job:
        """The job in a line that ``as_json`` made."""
        found: dict[str, Any] = json.loads(line)
        for name in ("catalogues", "outlets", "fields"):
            found[name] = tuple(found[name])
        return cls(**{**found, "limits": Limits(**found["limits"])})


@dataclass(frozen=True, slots=True)
class Shard:
    """Files read together, in order, or one of the ``parts`` of a large file: every page whose number leaves ``part``.

    ``group`` is the number of its first part: pages of a group are numbered together, as if one had read them all.
    """

    number: int
    files: tuple[str, ...]
    stamps: tuple[tuple[int, int], ...]
    group: int
    part: int = 0
    parts: int = 1

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.number:06}"

    def as_json(self) -> str:
        """The shard as one line of the plan."""
        return json.dumps(asdict(self), ensure_ascii=True)

    @classmethod
    def from_json(cls, line: str) -> Shard:
        """The shard in a line of the plan."""
        found: dict[str, Any] = json.loads(line)
        found["files"] = tuple(found["files"])
        found["stamps"] = tuple((size, changed) for size, changed in found["stamps"])
        return cls(**found)


def planned(job: Job, inputs: Iterable[str], target: int) -> list[Shard]:
    """Every shard of the folder: those planned before, and new ones of about ``target`` bytes for files not in them.

    A file that changed since counts as new. Raises SettingsError where there are no pages, or where the folder was made
    in another way.
    """
    into = Path(job.into)
    into.mkdir(parents=True, exist_ok=True)
    _check(job, into / _JOB)
    before = of_folder(into)
    taken = {key for shard in before for key in zip(shard.files, shard.stamps, strict=True)}
    new = [found for found in _found(inputs) if found not in taken]
    shards = [*before, *_shards(new, target, before[-1].number + 1 if before else 0)]
    if not shards:
        raise SettingsError("there are no pages in what was given; give files or folders that hold some")
    _write(into / _PLAN, "".join(f"{shard.as_json()}\n" for shard in shards))
    return shards


def of_folder(into: Path) -> list[Shard]:
    """The shards planned in a folder, in order; none where there is no plan."""
    plan = into / _PLAN
    return [Shard.from_json(line) for line in plan.read_text("utf-8").splitlines()] if plan.exists() else []


def _check(job: Job, path: Path) -> None:
    """Raises SettingsError where results in the folder were made in another way than ``job`` makes them."""
    found = asdict(job)
    wanted = {name: found[name] for name in ("catalogues", "outlets", "fields", "limits", "raw")}
    text = json.dumps({"format": FORMAT, "version": __version__, **wanted}, indent=1)
    if not path.exists():
        _write(path, text)
    elif json.loads(path.read_text("utf-8")) != json.loads(text):
        raise SettingsError(
            f"{path.parent} was made with another version, catalogue, outlets, fields or limits ({path.name} says"
            " which); give the same, or another folder with --into"
        )


def _found(inputs: Iterable[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for given in inputs:
        if given == files.STANDARD_INPUT:
            raise SettingsError("a batch reads files, which can be read again; save standard input to one")
        for path in files.files(given):
            try:
                told = path.stat()
                yield str(path), (told.st_size, told.st_mtime_ns)
            except OSError:
                yield str(path), (0, 0)


def _shards(found: Sequence[tuple[str, tuple[int, int]]], target: int, number: int) -> Iterator[Shard]:
    gathered: list[tuple[str, tuple[int, int]]] = []
    size = 0
    for path, stamp in found:
        if gathered and (size + stamp[0] > target or len(gathered) == _MOST_FILES):
            yield _together(gathered, number)
            number, gathered, size = number + 1, [], 0
        if stamp[0] >= 2 * target:
            parts = min(MOST_PARTS, stamp[0] // target)
            yield from (Shard(number + n, (path,), (stamp,), number, n, parts) for n in range(parts))
            number += parts
        else:
            gathered.append((path, stamp))
            size += stamp[0]
    if gathered:
        yield _together(gathered, number)


def _together(found: Sequence[tuple[str, tuple[int, int]]], number: int) -> Shard:
    paths, stamps = zip(*found, strict=True)
    return Shard(number, paths, stamps, number)


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    made = path.with_name(f".{path.name}.{os.getpid()}")
    made.write_text(text, "utf-8")
    made.replace(path)

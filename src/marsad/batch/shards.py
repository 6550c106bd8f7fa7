"""One shard from files to tables: written under a name of its own, then put in place by one rename."""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from marsad.batch.plan import Job, Shard
from marsad.exchange.rows import of_reading, of_rejected
from marsad.exchange.tables import SHARD
from marsad.exchange.writing import TableFiles
from marsad.intake.files import from_file
from marsad.intake.options import Options
from marsad.model import Page, Rejected
from marsad.pipeline import Tools, observe_within

#: Pages of one group of shards have numbers from ``group << PLACES`` on.
PLACES = 32
DONE, FAILED, UNFINISHED = "shards", "failed", "tmp"
_MANIFEST = "manifest.json"

Manifest = dict[str, Any]
#: Told "begin" before a page is read and "end" after, with its number and path.
Watch = Callable[[str, int, str], None]


def manifest(into: Path, shard: Shard) -> Manifest | None:
    """What a finished shard says of itself; None for one that is not finished."""
    try:
        found: Manifest = json.loads((into / DONE / shard.name / _MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return found


def write(shard: Shard, job: Job, tools: Tools, watch: Watch, skip: Mapping[int, str]) -> Manifest:
    """Reads a shard and puts its tables in place. Pages whose numbers are in ``skip`` are rejected with that detail.

    Of several attempts at one shard, together or in turn, the first that is complete stands and the others leave no
    trace: nothing is lost and nothing is there twice.
    """
    into = Path(job.into)
    made = into / UNFINISHED / f"{shard.name}-{uuid.uuid4().hex}"
    try:
        found = _written(shard, job, tools, watch, skip, made)
        _commit(made, into / DONE / shard.name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    (into / FAILED / f"{shard.name}.json").unlink(missing_ok=True)
    return manifest(into, shard) or found


def _written(shard: Shard, job: Job, tools: Tools, watch: Watch, skip: Mapping[int, str], folder: Path) -> Manifest:
    began, options = time.monotonic(), job.options
    counts: Counter[str] = Counter()
    known: set[str] = set()
    with TableFiles(folder, SHARD) as tables:
        for number, page in numbered(shard, options):
            if isinstance(page, Page) and page.digest in known:
                counts["known"] += 1
                continue
            watch("begin", number, page.path)
            if number in skip and isinstance(page, Page):
                page = Rejected(page.path, page.digest, "pipeline", "crash", skip[number], page.size)
            found = observe_within(page, tools, options.limits.seconds)
            at = (shard.group << PLACES) + number
            if isinstance(found, Rejected):
                rows = of_rejected(found, at)
                counts["skipped" if found.stage == "container" else "rejected"] += found.count
            else:
                rows = of_reading(found, at, tools.outlets)
                known.add(found.page.digest)
            tables.add(rows)
            watch("end", number, page.path)
    made = {
        "shard": shard.number, "group": shard.group, "files": shard.files, "part": shard.part, "parts": shard.parts,
        **counts,
        "rows": tables.written, "bytes": sum(p.stat().st_size for p in folder.iterdir()),
        "seconds": round(time.monotonic() - began, 3),
    }  # fmt: skip
    (folder / _MANIFEST).write_text(json.dumps(made), "utf-8")
    return made


def numbered(shard: Shard, options: Options) -> Iterator[tuple[int, Page | Rejected]]:
    """The pages of a shard, each with its number in the group of the shard."""
    found = (page for path in shard.files for page in from_file(Path(path), options))
    return ((n, page) for n, page in enumerate(found) if n % shard.parts == shard.part)


def _commit(made: Path, place: Path) -> None:
    """Puts a finished folder in place, unless another attempt was faster."""
    for file in made.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    place.parent.mkdir(exist_ok=True)
    try:
        made.rename(place)
    except OSError:
        if not (place / _MANIFEST).exists():
            raise


def tidy(into: Path) -> None:
    """Removes what attempts left that were killed. An attempt still under way finds its folder gone and ends."""
    shutil.rmtree(into / UNFINISHED, ignore_errors=True)


def fail(into: Path, shard: Shard, detail: str) -> Manifest:
    """Notes why a shard could not be read, unless another attempt read it; the next run tries it again."""
    if done := manifest(into, shard):
        return done
    found = {"shard": shard.number, "files": shard.files, "failed": detail}
    (into / FAILED).mkdir(exist_ok=True)
    (into / FAILED / f"{shard.name}.json").write_text(json.dumps(found), "utf-8")
    return found

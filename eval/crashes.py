"""Kills Marsad at random moments while it writes, and looks whether anything is lost.

    python eval/crashes.py [--kills 200] [--store sqlite --store postgresql] [--seed 1]

The kills are shared out among the kinds of work (adding, reading again, migrating, indexing) and the stores. After each
one the archive is opened, checked with what ``marsad check`` looks at, and searched for everything that was reported as
added; then the work goes on where it was, and what comes out at last must say the same as if nothing had happened. On
PostgreSQL the server itself is stopped and started too, in the middle of adding. Ends with 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import marsad  # noqa: E402
from dumping import Dump, said  # noqa: E402
from marsad import catalogue, outlets  # noqa: E402
from marsad.config import Resolving  # noqa: E402
from marsad.errors import StoreError  # noqa: E402
from marsad.intake import files  # noqa: E402
from marsad.intake.options import Options  # noqa: E402
from marsad.keeping.checking import check  # noqa: E402
from marsad.keeping.copying import copy  # noqa: E402
from marsad.keeping.rereading import Way, reread, waiting  # noqa: E402
from marsad.model import Reading, Rejected  # noqa: E402
from marsad.names import NameTools  # noqa: E402
from marsad.pipeline import Tools, observe  # noqa: E402
from marsad.resolving import resolve  # noqa: E402
from marsad.search.checking import trouble  # noqa: E402
from marsad.search.following import Following  # noqa: E402
from marsad.store.adding import add_all, known  # noqa: E402
from marsad.store.archive import VERSION, create_or_open, open_existing, translated  # noqa: E402
from marsad.store.database import Database, Place, transaction  # noqa: E402
from postgresql_server import Server, programs, running  # noqa: E402

SAMPLES = ROOT / "src" / "marsad" / "data" / "samples"
#: Nobody is born: names are learned in steps of their own, which have tests of their own.
CALM = Resolving(stories=1000, sources=1000)
IN_A_TRANSACTION = 4


@dataclass
class World:
    """What all kinds of work need: the pages as they are read, the tools, and places for archives."""

    readings: list[Reading | Rejected]
    tools: Tools
    folder: Path
    server: Server | None

    def place(self, store: str) -> Place:
        """A place where nothing is yet."""
        if store == "postgresql":
            assert self.server
            return self.server.new_database()
        return self.folder / f"{random.getrandbits(64):x}.db"

    def way(self) -> Way:
        return Way(self.tools, Options(), CALM)


class Work:
    """One kind of work: ``begin`` makes the archive that it starts from, ``run`` does it and reports what is done."""

    name = ""

    def __init__(self, world: World, store: str) -> None:
        self.world, self.store = world, store

    def begin(self, place: Place) -> None:
        """Makes the archive."""

    def run(self, place: Place, report: Callable[[str], None]) -> None:
        """Does the work, from wherever it was; ``report`` is called with the digest of each page that is in."""
        raise NotImplementedError

    def ended(self, db: Database, place: Place) -> bool:
        """Whether the work is done."""
        raise NotImplementedError

    def wrong(self, db: Database, place: Place) -> str:
        """What else is wrong after a kill."""
        return ""


class Adding(Work):
    """Pages are added, some in each transaction."""

    name = "adding"

    def begin(self, place: Place) -> None:
        create_or_open(place).close()

    def run(self, place: Place, report: Callable[[str], None]) -> None:
        db = create_or_open(place)
        new = [r for r in self.world.readings if isinstance(r, Reading) and not known(db, r.page.digest)]
        for at in range(0, len(new), IN_A_TRANSACTION):
            some = new[at : at + IN_A_TRANSACTION]
            add_all(db, some, self.world.tools.outlets)
            for reading in some:
                report(reading.page.digest)
        resolve(db, self.world.tools.catalogue, CALM)
        db.finish()

    def ended(self, db: Database, place: Place) -> bool:
        pages = sum(isinstance(r, Reading) for r in self.world.readings)
        there = db.execute("SELECT count(*) FROM page").fetchone()[0]
        last = db.execute("SELECT value FROM counter WHERE name = 'resolved'").fetchone()
        # stories wait for their happenings until after names are resolved
        waiting_ = db.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return bool(there == pages and last is not None and not waiting_)


class Rereading(Work):
    """An archive of an older version is read again."""

    name = "reading again"
    _made: Place | None = None

    def begin(self, place: Place) -> None:
        if self._made is None:
            self._made = self.world.place(self.store)
            db = create_or_open(self._made)
            add_all(db, [_older(r) for r in self.world.readings], self.world.tools.outlets)
            resolve(db, self.world.tools.catalogue, CALM)
            db.finish()
        db = open_existing(self._made)
        copy(db, place)
        db.close()

    def run(self, place: Place, report: Callable[[str], None]) -> None:
        db = create_or_open(place)
        digests = dict(db.execute("SELECT path, digest FROM page").fetchall())
        reread(db, self.world.way(), lambda path: report(digests[path]))
        db.finish()

    def ended(self, db: Database, place: Place) -> bool:
        return waiting(db, False) == 0 and not db.execute("SELECT 1 FROM counter WHERE name = 'reread'").fetchone()


#: What later versions brought to the tables of version 10, taken away again.
_SINCE_10 = (
    "DROP TABLE raw", "DROP TABLE story_moved", "ALTER TABLE story_doc DROP COLUMN checksum", "DROP TABLE version",
    "DROP INDEX page_by_address", "ALTER TABLE page DROP COLUMN address", "ALTER TABLE page DROP COLUMN modified",
    "ALTER TABLE teaser DROP COLUMN url",
    "DROP TABLE sketch", "DROP TABLE sketch_key", "DROP TABLE likeness", "DROP TABLE happening", "DROP TABLE waiting",
    "DROP TABLE copy_of", "DROP TABLE overlap", "DROP TABLE common_fingerprint", "DROP TABLE fingerprint",
    *(f"ALTER TABLE story DROP COLUMN {column}" for column in ("moment", "agency", "shingles")),
)  # fmt: skip


class Migrating(Work):
    """An archive of an earlier version is opened."""

    name = "migrating"

    def begin(self, place: Place) -> None:
        if isinstance(place, Path):
            old = sqlite3.connect(place)
            old.executescript((ROOT / "tests" / "archive7.sql").read_text("utf-8"))
            old.close()
            return
        db = create_or_open(place)
        add_all(db, [_without_moments(r) for r in self.world.readings[:8]], self.world.tools.outlets)
        with transaction(db):
            for statement in _SINCE_10:
                db.execute(statement)
            db.set_version(10)
        db.close()

    def run(self, place: Place, report: Callable[[str], None]) -> None:
        create_or_open(place).close()

    def ended(self, db: Database, place: Place) -> bool:
        return db.version() == VERSION


class Indexing(Work):
    """The search index is made of an archive, and must find then what it finds unbroken."""

    name = "indexing"

    def begin(self, place: Place) -> None:
        db = create_or_open(place)
        add_all(db, self.world.readings, self.world.tools.outlets)
        db.finish()

    def run(self, place: Place, report: Callable[[str], None]) -> None:
        db = open_existing(place)
        self.index(place).catch_up(db)
        db.close()

    def index(self, place: Place) -> Following:
        """The index of the archive at ``place``."""
        name = place.name if isinstance(place, Path) else place.removeprefix("postgresql:///").split("?")[0]
        return Following(self.world.folder / f"{name}.index")

    def wrong(self, db: Database, place: Place) -> str:
        """A killed run leaves an index that the next one goes on with, or none; one that is whole is right."""
        return self._trouble(db, place) if not self.index(place).behind(db) else ""

    def ended(self, db: Database, place: Place) -> bool:
        return not self.index(place).behind(db)

    def _trouble(self, db: Database, place: Place) -> str:
        return "; ".join(trouble(db, self.index(place)))


#: Every kind of work that writes.
KINDS: tuple[type[Work], ...] = (Adding, Rereading, Migrating, Indexing)


def _older(found: Reading | Rejected) -> Reading | Rejected:
    """What an older version made of a page: a story was cut short, another one not seen."""
    if isinstance(found, Rejected) or not found.stories:
        return found
    stories = list(found.stories)
    if len(stories) > 1:
        stories.pop()
    first = stories[0].story
    cut = replace(first, id=f"{first.id[:8]}before", paragraphs=first.paragraphs[1:])
    stories[0] = replace(stories[0], story=cut, quotes=(), events=(), labels=())
    return replace(found, stories=tuple(stories), version="0.0.9")


def _without_moments(found: Reading | Rejected) -> Reading | Rejected:
    """A page as it was read before the time of day was."""
    if isinstance(found, Rejected):
        return found
    stories = [
        replace(one, story=replace(one.story, published=replace(one.story.published, moment=None)))
        if one.story.published
        else one
        for one in found.stories
    ]
    return replace(found, stories=tuple(stories))


def forked(work: Work, place: Place) -> tuple[int, int]:
    """The work in a process of its own; its number, and a pipe with what it reports, a line each."""
    readable, writable = os.pipe()
    child = os.fork()
    if child:
        os.close(writable)
        return child, readable
    status = 1
    try:
        os.close(readable)
        with translated(place):
            work.run(place, lambda digest: os.write(writable, f"{digest}\n".encode()) and None)
        status = 0
    except StoreError as error:
        os.write(writable, f"said: {error}\n".encode())
        status = 3
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def lines(readable: int) -> list[str]:
    """What a process reported until it ended."""
    with os.fdopen(readable, "rb") as pipe:
        return [line.decode() for line in pipe.read().split(b"\n")[:-1]]


def wrong(work: Work, place: Place, reported: set[str]) -> str:
    """What is wrong with the archive after a kill; "" when nothing is."""
    db = open_existing(place)
    try:
        findings = check(db).findings
        if findings:
            return f"{findings[0].table}: {findings[0].what}"
        lost = [digest for digest in reported if not known(db, digest)]
        return f"{len(lost)} pages that were reported are not there" if lost else work.wrong(db, place)
    finally:
        db.close()


class Trial:
    """Kills of one kind of work on one store."""

    def __init__(self, work: Work, rng: random.Random) -> None:
        self.work, self.rng, self.counts, self.wrongs = work, rng, Counter[str](), list[str]()
        self.place: Place | None = None
        self.reported = set[str]()
        self.expected = self._unbroken()

    def _unbroken(self) -> Dump:
        place = self.work.world.place(self.work.store)
        self.work.begin(place)
        started = time.monotonic()
        child, readable = forked(self.work, place)
        lines(readable)
        assert os.waitpid(child, 0)[1] == 0, f"{self.work.name} fails even when nobody kills it"
        self.seconds = time.monotonic() - started
        return self._said(place)

    def _said(self, place: Place) -> Dump:
        db = open_existing(place)
        try:
            return said(db)
        finally:
            db.close()

    def kill(self, disturb: Callable[[int], None]) -> None:
        """Starts the work, or goes on with it, and disturbs it after a random time."""
        if self.place is None:
            self.place = self.work.world.place(self.work.store)
            self.work.begin(self.place)
            self.reported.clear()
        child, readable = forked(self.work, self.place)
        time.sleep(self.rng.uniform(0, self.seconds))
        disturb(child)
        found = lines(readable)
        status = os.waitpid(child, 0)[1]
        self.counts["kills"] += 1
        self.counts["in the middle"] += status != 0
        self.counts["reported"] += sum(not line.startswith("said:") for line in found)
        self.reported.update(line for line in found if not line.startswith("said:"))
        self._look()

    def _look(self) -> None:
        assert self.place is not None
        before = wrong(self.work, self.place, self.reported)
        if before:
            self.wrongs.append(before)
            self.place = None
            return
        self.counts["clean"] += 1
        db = open_existing(self.place)
        ended = self.work.ended(db, self.place)
        db.close()
        if ended:
            self.counts["ended"] += 1
            if self._said(self.place) != self.expected:
                self.wrongs.append("what came out is not what comes out unbroken")
            self.place = None


def kill(child: int) -> None:
    """Ends a process with no warning."""
    os.kill(child, signal.SIGKILL)


def restarting(server: Server) -> Callable[[int], None]:
    """Stops the server at once, whoever is connected, and starts it again."""

    def disturb(child: int) -> None:
        server.stop()
        server.start()

    return disturb


@contextmanager
def world(stores: list[str]) -> Iterator[World]:
    """The pages read once, by the rules alone: the network would only take time."""
    with ExitStack() as stack:
        server = None
        if "postgresql" in stores:
            where = programs()
            if where is None:
                sys.exit("PostgreSQL is not installed here; give --store sqlite")
            server = stack.enter_context(running(where))
        known_ones = catalogue.load(())
        tools = Tools(known_ones, outlets.load(()), NameTools.load(known_ones))
        readings = [observe(page, tools) for page in files.pages([str(SAMPLES)])]
        folder = Path(tempfile.mkdtemp(prefix="marsad-crashes-"))
        stack.callback(shutil.rmtree, folder)
        yield World(readings, tools, folder, server)


def main() -> None:
    """Kills, and prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    stores = asked.store or ["sqlite", "postgresql"]
    rng = random.Random(asked.seed)
    random.seed(asked.seed)
    print(f"marsad {marsad.__version__}, {asked.kills} kills, seed {asked.seed}")
    print(f"{'work':<22}{'store':<12}{'kills':>6}{'in the middle':>15}{'reported':>10}{'clean':>7}{'ended':>7}  wrong")
    failed = False
    with world(stores) as all_:
        trials: list[tuple[str, Work, Callable[[int], None]]] = [
            (kind.name, kind(all_, store), kill) for kind in KINDS for store in stores
        ]
        if all_.server:
            trials.append(("adding, server stops", Adding(all_, "postgresql"), restarting(all_.server)))
        for number, (name, work, disturb) in enumerate(trials):
            trial = Trial(work, rng)
            for _ in range(asked.kills // len(trials) + (number < asked.kills % len(trials))):
                trial.kill(disturb)
            c = trial.counts
            found = "; ".join(f"{n}× {what}" for what, n in Counter(trial.wrongs).items()) or "nothing"
            print(
                f"{name:<22}{work.store:<12}{c['kills']:>6}{c['in the middle']:>15}{c['reported']:>10}{c['clean']:>7}"
                f"{c['ended']:>7}  {found}",
                flush=True,
            )
            failed = failed or bool(trial.wrongs)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

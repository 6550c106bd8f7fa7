"""From raw answers to the archive, through the way that ``marsad add`` of the raw files would take."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from marsad.config import Settings
from marsad.follow.frontier import Frontier, Waiting
from marsad.follow.raw import Place, RawStore
from marsad.follow.report import Gain, Report
from marsad.intake import warc
from marsad.intake.limits import OutOfTime, within
from marsad.intake.options import Options
from marsad.model import Page, Reading, Rejected
from marsad.pipeline import Tools, observe
from marsad.resolving.learning import catch_up
from marsad.search.following import Following
from marsad.store.adding import add, known
from marsad.store.archive import create_or_open, translated


class Adder:
    """Adds what was fetched to the archive, and notes in the state of the store that it is there."""

    def __init__(self, settings: Settings, folder: Path, frontier: Frontier, raw: RawStore) -> None:
        """Raises the errors of the archive."""
        self._settings, self._folder, self._frontier, self._raw = settings, folder, frontier, raw
        self._tools: Tools | None = None
        self._db = create_or_open(settings.db)

    def prepare(self) -> None:
        """Loads what reading needs, once, before answers are waited for. Raises CatalogueError."""
        self._tools = self._tools or Tools.load(self._settings)

    def close(self) -> None:
        """Resolves the names of what was added and closes the archive."""
        try:
            if self._tools:
                with translated(self._settings.db):
                    following = Following(self._settings.search_index)
                    catch_up(self._db, self._tools, self._settings.resolving, following=following)
        finally:
            self._db.finish()

    def add(self, page: Waiting, gain: Gain) -> None:
        """Adds one fetched page and counts what became of it. Raises the errors of archive and catalogue."""
        rejected = None
        for found in self._pages(page):
            reason = self._add(found, gain)
            rejected = rejected or reason
        self._frontier.added(page.id, rejected)

    def catch_up(self, report: Report) -> None:
        """Adds what an earlier run kept and could not add any more, whole records that it noted nowhere included."""
        for path in self._raw.files()[-1:]:  # each run has files of its own, and begins with this
            for url, place in list(self._raw.recover(path, self._frontier.end_of(path.name))):
                self._frontier.adopted(url, place.file, place.start, place.length)
        for page in self._frontier.not_added():
            self.add(page, report.of(page.target))

    def _pages(self, page: Waiting) -> list[Page | Rejected]:
        """The pages in the raw answer: one, unless the answer is a feed."""
        assert page.file is not None
        member = self._raw.member(Place(page.file, page.start, page.length))
        path = f"{self._folder / page.file}:{page.start}"
        return [replace(found, path=path) for found in self._read(member, path)]

    def _read(self, member: bytes, path: str) -> list[Page | Rejected]:
        try:
            return list(
                warc.pages(io.BytesIO(member), path, Options(limits=self._settings.limits, raw=self._settings.raw))
            )
        except Exception as bug:  # one page never stops a run
            return [Rejected(path, f"crash:{path}", "read", "crash", f"{bug!r}; please report it", len(member))]

    def _add(self, page: Page | Rejected, gain: Gain) -> str | None:
        if isinstance(page, Rejected) and page.stage == "container":
            gain.rejected[page.reason] += page.count
            return page.reason
        with translated(self._settings.db):
            if isinstance(page, Page) and known(self._db, page.digest):
                gain.known += 1
                return None
            self.prepare()
            assert self._tools is not None
            added = add(self._db, _observed(page, self._tools, self._settings.limits.seconds), self._tools.outlets)
        gain.stories += added.stories
        if added.outcome == "rejected":
            gain.rejected[added.reason] += 1
            return added.reason
        gain.pages += added.outcome == "added"
        gain.known += added.outcome == "known"
        return None


def _observed(page: Page | Rejected, tools: Tools, seconds: float) -> Reading | Rejected:
    """What is in the page; one that takes longer than ``seconds`` is rejected."""
    try:
        with within(seconds):
            return observe(page, tools)
    except OutOfTime:
        detail = f"finding what is in it took more than {seconds:g} seconds; please report it"
        return Rejected(page.path, page.digest, "pipeline", "too_slow", detail, page.size)

"""What can be wrong with an archive, and what it was found to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

REBUILD = "marsad rebuild mends it"
READ_AGAIN = "marsad rebuild, then marsad reread reads the page as it came; where that was not kept, restore a back-up"
BACK_UP = "restore a back-up, or add the pages to a new file"
SEARCH = "marsad rebuild --what search makes it anew"
_EXAMPLES = 3

Fix = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: in which table, what, and where. ``fixes`` are the statements that mend it."""

    table: str
    what: str
    where: str
    fixes: tuple[Fix, ...] = ()
    remedy: str = REBUILD


@dataclass(slots=True)
class Finding:
    """One kind of wrong thing in one table: how many, where the first of them are, and what to do."""

    table: str
    what: str
    count: int
    where: list[str]
    remedy: str


@dataclass(slots=True)
class Report:
    """What a check found. ``checked`` counts what was looked at; ``lost_notes`` are notes on stories that are gone;
    ``not_searchable`` changes wait for the search index, which the next command that adds or searches takes in;
    ``waiting`` stories wait to be put into happenings, of which nothing was looked at, until the next that adds."""

    findings: list[Finding] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)
    lost_notes: int = 0
    not_searchable: int = 0
    waiting: int = 0
    _by_kind: dict[tuple[str, str], Finding] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def take(self, wrong: Iterable[Wrong]) -> None:
        """Takes in what was found, counted by kind."""
        for one in wrong:
            self.count(one.table, one.what, 1, [one.where], one.remedy)

    def count(self, table: str, what: str, count: int, where: list[str], remedy: str = REBUILD) -> None:
        """Takes in ``count`` things of one kind, with the places of some."""
        if not count:
            return
        found = self._by_kind.get((table, what))
        if found is None:
            found = self._by_kind[table, what] = Finding(table, what, 0, [], remedy)
            self.findings.append(found)
        found.count += count
        found.where += where[: _EXAMPLES - len(found.where)]

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        found = [
            {"table": f.table, "what": f.what, "count": f.count, "where": f.where, "remedy": f.remedy}
            for f in self.findings
        ]
        return {
            "clean": self.clean,
            "problems": found,
            "checked": self.checked,
            "lost_notes": self.lost_notes,
            "not_searchable": self.not_searchable,
            "waiting": self.waiting,
        }

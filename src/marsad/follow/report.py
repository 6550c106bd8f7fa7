"""What a run of following gave, for each target: fetched, added, not changed, refused, failed, left for later."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Gain:
    """What one target gave. ``refused``, ``failed`` and ``rejected`` count by reason."""

    fetched: int = 0
    pages: int = 0
    stories: int = 0
    known: int = 0
    unchanged: int = 0
    found: int = 0
    waiting: int = 0
    sources: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """The counts: plain numbers, and objects by reason."""
        return {
            "sources": self.sources, "found": self.found, "fetched": self.fetched, "pages": self.pages,
            "stories": self.stories, "known": self.known, "unchanged": self.unchanged, "waiting": self.waiting,
            "refused": dict(sorted(self.refused.items())), "failed": dict(sorted(self.failed.items())),
            "rejected": dict(sorted(self.rejected.items())),
        }  # fmt: skip


@dataclass(slots=True)
class Report:
    """What one run gave. ``ended`` says what ended it: done, pages, bytes, time or stopped."""

    gains: dict[str, Gain] = field(default_factory=dict)
    bytes: int = 0
    ended: str = "done"
    crashes: list[str] = field(default_factory=list)

    def of(self, target: str) -> Gain:
        """The counts of a target."""
        return self.gains.setdefault(target, Gain())

    def as_json(self) -> dict[str, Any]:
        """The run as one object."""
        return {
            "ended": self.ended,
            "bytes": self.bytes,
            "targets": {key: gain.as_json() for key, gain in self.gains.items()},
            "crashes": self.crashes,
        }

    @property
    def reached(self) -> bool:
        """Whether any target answered."""
        return any(g.sources or g.fetched or g.unchanged for g in self.gains.values())

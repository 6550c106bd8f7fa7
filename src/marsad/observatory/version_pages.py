"""What the pages of a story's texts show: when each was read, what it changed, whether its page says so."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.copies.aligning import Alignment
from marsad.observatory.pages import EntityLink, SourceLink


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One text of a story, from 1, the oldest. Pages read again without another word are no text of their own.

    ``time``: when the page was ``seen``, else when it says that it was changed (``modified``); ISO, in UTC where the
    zone is known, null where neither is. ``said``: the page says that it was changed since the text before, in the
    words ``stated`` or by its time; ``silent``: it differs from that text and says nothing. ``added`` and ``dropped``
    count words. ``shown``: the text that the story has.
    """

    number: int
    time: str | None
    seen: str | None
    modified: str | None
    title: str
    new_title: bool
    added: int
    dropped: int
    said: bool
    silent: bool
    stated: str
    shown: bool


@dataclass(frozen=True, slots=True)
class VersionPage:
    """What a text of a story changed in the text before, side by side; the first stands beside itself.

    ``named`` are the entities whose labels were changed, by their ids as in the runs of the alignment; one that stories
    of the archive name no more is not among them.
    """

    story_id: str
    title: str
    source: SourceLink | None
    number: int
    versions: tuple[VersionRow, ...]
    alignment: Alignment
    named: dict[str, EntityLink]

"""What the pages of happenings show: what happened by the stories that tell it, who told it, and in which words."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.observatory.overview_pages import Overview
from marsad.observatory.pages import EntityLink, Marked, SourceLink, StoryRow, Window


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """A happening in a list. ``id`` is that of the story that tells it first; every story's id leads to the happening.

    ``title`` is the headline of one of its stories (``title_from`` its outlet), ``outlets`` those with a text of their
    own, ``sources`` all that told it. ``days`` are the last days of the archive with the happening's stories, oldest
    first, -1 where the archive has nothing of that day. ``state``: new (began on the last day), rising, fading or over,
    against those days; "" where it is told of none of them.
    """

    id: str
    title: str
    title_from: SourceLink | None
    outlets: int
    sources: int
    stories: int
    texts: int
    first_day: str
    last_day: str
    days: tuple[tuple[str, int], ...]
    state: str


@dataclass(frozen=True, slots=True)
class Tale:
    """A text of a happening with how many others have it (``row.copies``): ``share`` is how like the happening's other
    stories it is, 0 to 1."""

    row: StoryRow
    share: float


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two stories are: ``likeness`` (0 to 1) whatever their days, ``with_days`` less what the ``days``
    between them take of it; None where a day is not known.

    A story may join the happening of one that it is like by ``needed`` or more; whether it does lies with all of them
    (``together``). ``shared`` are names and words of both, those that weigh most first.
    """

    story: str
    other: str
    likeness: float
    days: int | None
    with_days: float | None
    needed: float
    together: bool
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """How outlets name one who is in a happening: (words, outlets that use them), by how many do."""

    entity: EntityLink
    words: tuple[tuple[str, tuple[SourceLink, ...]], ...]


@dataclass(frozen=True, slots=True)
class HappeningPage:
    """One happening: what it is by its most typical text, who is in it and who said what, who told it and who did not.

    ``lead`` is the first sentence of that text. ``tales`` are its texts, the first to come first, copies folded.
    ``silent`` are outlets of the archive that had stories on its days, but none of this. ``thread`` are happenings
    before and after it that go on about the same. ``open``: people may say here what tells of it.
    """

    head: HappeningRow
    lead: Marked | None
    first: StoryRow
    places: tuple[tuple[EntityLink, int], ...]
    tales: tuple[Tale, ...]
    told: tuple[tuple[SourceLink, int], ...]
    silent: tuple[SourceLink, ...]
    naming: tuple[Naming, ...]
    overview: Overview
    thread: tuple[HappeningRow, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class HappeningsPage:
    """Happenings of a window, those of most outlets with texts of their own first. ``page`` counts from 1."""

    window: Window
    rows: tuple[HappeningRow, ...]
    total: int
    page: int
    pages: int

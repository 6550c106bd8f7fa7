"""What the tables of labels show: which outlet puts which words on an entity. Counts are numbers of stories."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.observatory.pages import EntityLink, Marked, SourceLink, Window


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """A label in the outlets' own words: its ``text`` as mostly written, ``words`` its headword, in ``count`` stories.

    ``score`` is the log-likelihood ratio (G²) of the outlet that differs most from the others in its use; below 10.83
    (p = 0.001) it is ``weak``.
    """

    kind: str
    words: str
    text: str
    tone: str
    count: int
    score: float
    weak: bool


@dataclass(frozen=True, slots=True)
class LabelCell:
    """How many stories of one outlet have one label: ``share`` of its stories on the entity, ``more`` as in sources."""

    count: int
    share: float
    more: int


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One outlet: its ``stories`` that name the entity, and a cell for each column."""

    source: SourceLink
    stories: int
    cells: tuple[LabelCell, ...]


@dataclass(frozen=True, slots=True)
class LabelTable:
    """Outlets against labels, the most telling labels first. ``total`` counts all labels, shown or not."""

    columns: tuple[LabelColumn, ...]
    rows: tuple[LabelRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LabelUse:
    """One label in its sentence. ``voice``: source, or speaker (``speaker`` his id where he is known)."""

    story_id: str
    story_title: str
    source: SourceLink | None
    day: str | None
    kind: str
    text: str
    voice: str
    speaker: EntityLink | None
    sentence: Marked


@dataclass(frozen=True, slots=True)
class LabelsPage:
    """The words put on an entity: the table, and the sentences of the label, outlet or voice that was chosen."""

    entity: EntityLink
    window: Window
    table: LabelTable
    words: str
    kind: str
    voice: str
    in_source: SourceLink | None
    uses: tuple[LabelUse, ...]
    total: int
    page: int
    pages: int

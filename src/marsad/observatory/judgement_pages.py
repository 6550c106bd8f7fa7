"""What pages show of who is who: roles with their days, names that stand together, judgements."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.observatory.pages import EntityLink


@dataclass(frozen=True, slots=True)
class Role:
    """A title as outlets put it before the name: in ``count`` stories, from the first day to the last that has one.

    ``day_from`` and ``day_to`` are null where no such story has a day; ``story_id`` is one of the stories.
    """

    text: str
    count: int
    day_from: str | None
    day_to: str | None
    story_id: str


@dataclass(frozen=True, slots=True)
class Member:
    """A name as it was read that stands under the entity: ``id`` leads to the entity; ``score`` and ``reasons`` of the
    judgement that brought it here, null and empty for the entity's own name and where a person decided."""

    id: str
    name: str
    count: int
    score: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One judgement in a list. ``kind``: merge, split, rename, describe, born; of two stories same_text, other_text:
    their ids and titles stand in the place of those of entities. ``made_by``: "rule" or a person."""

    id: int
    kind: str
    entity_id: str
    other_id: str
    entity: EntityLink | None
    entity_name: str
    other: EntityLink | None
    other_name: str
    value: str | None
    score: float | None
    reasons: tuple[str, ...]
    made_by: str
    made: str
    undone: str | None


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """Judgements on who is who, the newest first. ``by``: people, rule or all. ``open``: readers may decide here."""

    by: str
    rows: tuple[JudgementRow, ...]
    total: int
    page: int
    pages: int
    open: bool

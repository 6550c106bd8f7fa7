"""Judgements on who is who, by a rule or a person, with reasons; those of people are never thrown away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marsad.errors import NotInArchiveError, SettingsError
from marsad.store.database import Database, chunks, marks, next_number
from marsad.store.days import now

RULE = "rule"
LONGEST = 300
#: Judgements on two stories, whose ids stand in the place of those of entities: that they are one text, or not; that
#: they tell of one happening, or of two.
SAME_TEXT, OTHER_TEXT, SAME_HAPPENING, OTHER_HAPPENING = OF_STORIES = (
    "same_text", "other_text", "same_happening", "other_happening",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement. ``entity`` and ``other`` are public ids.

    ``kind``: merge (``entity`` and ``other`` are one), split (``entity`` stands for itself), rename and describe
    (``value``), born (seen in enough stories of enough sources); one of ``OF_STORIES``. ``score`` is
    between 0 and 1, of a rule alone.
    A reason is a word, or a word and its value (``spelling: near``). ``made_by`` is "rule" or a person's name.
    ``undone`` is when it was taken back.
    """

    kind: str
    entity: str
    other: str | None = None
    value: str | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()
    made_by: str = RULE
    made: str = ""
    undone: str | None = None
    id: int = 0


_COLUMNS = "kind, entity, other, value, score, reasons, made_by, made, undone, id"


def listed(db: Database, where: str = "1 = 1", values: Sequence[object] = (), tail: str = "") -> list[Judgement]:
    """The judgements that ``where`` selects, the newest first."""
    query = f"SELECT {_COLUMNS} FROM judgement WHERE {where} ORDER BY id DESC {tail}"
    return [
        Judgement(kind, entity, other, value, score, tuple(json.loads(reasons)), made_by, made, undone, number)
        for kind, entity, other, value, score, reasons, made_by, made, undone, number in db.execute(
            query, tuple(values)
        )
    ]


def by_people(db: Database) -> list[Judgement]:
    """What people decided and did not take back, the oldest first."""
    return listed(db, f"made_by <> '{RULE}' AND undone IS NULL")[::-1]


def on_stories(db: Database, same: str, other: str) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """The pairs of stories of which people said ``same``, and of which ``other``; the last word on two counts."""
    last: dict[tuple[str, str], str] = {}
    for one in by_people(db):
        if one.kind in (same, other) and one.other:
            last[min(one.entity, one.other), max(one.entity, one.other)] = one.kind
    same_pairs, other_pairs = (frozenset(p for p, said in last.items() if said == kind) for kind in (same, other))
    return same_pairs, other_pairs


def put(db: Database, found: Judgement) -> int:
    """Keeps a judgement and returns its number."""
    number = next_number(db, "judgement")
    db.execute(
        "INSERT INTO judgement (id, kind, entity, other, value, score, reasons, made_by, made)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number, found.kind, found.entity, found.other, found.value, found.score,
            json.dumps(found.reasons, ensure_ascii=False), found.made_by, found.made or now(),
        ),
    )  # fmt: skip
    return number


def replace_rules(db: Database, entities: Iterable[str], found: Iterable[Judgement]) -> None:
    """Puts the judgements that rules now make about ``entities`` in the place of those that they made before.

    One that stays the same keeps its number and its time.
    """
    wanted = {_same(j): j for j in found}
    for part in chunks(list(entities)):
        for old in listed(db, f"made_by = '{RULE}' AND entity IN ({marks(len(part))})", part):
            if _same(old) in wanted:
                del wanted[_same(old)]
            else:
                db.execute("DELETE FROM judgement WHERE id = ?", (old.id,))
    for judgement in wanted.values():
        put(db, judgement)


def _same(judgement: Judgement) -> tuple[object, ...]:
    return (judgement.kind, judgement.entity, judgement.other, judgement.score, judgement.reasons)


def take_back(db: Database, number: int, who: str) -> Judgement:
    """Takes a judgement back: a person's is marked as undone, against a merge by rule the person's split is kept.

    Returns the judgement. Raises NotInArchiveError where there is none, SettingsError for one that cannot be undone.
    """
    found = listed(db, "id = ?", (number,))
    if not found:
        raise NotInArchiveError(f"there is no judgement {number}; marsad entities list shows them")
    judgement = found[0]
    if judgement.undone:
        raise SettingsError(f"judgement {number} was taken back on {judgement.undone[:10]} already")
    if judgement.made_by != RULE:
        db.execute("UPDATE judgement SET undone = ? WHERE id = ?", (now(), number))
    elif judgement.kind == "merge":
        put(db, Judgement("split", judgement.entity, judgement.other, made_by=who, reasons=(f"undo: {number}",)))
    else:
        raise SettingsError(f"judgement {number} only counts stories; it goes when they go, and cannot be undone")
    return judgement

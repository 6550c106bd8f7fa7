"""What a person decides about an entity: kept, applied at once, listed, and undone when asked."""

from __future__ import annotations

from marsad.catalogue import Catalogue
from marsad.config import Resolving
from marsad.errors import SettingsError
from marsad.resolving.resolving import resolve
from marsad.store import copy_groups, happenings
from marsad.store.changes import ENTITY, note_changes
from marsad.store.database import Database, next_number, rows_of, transaction
from marsad.store.judgements import (
    LONGEST,
    OF_STORIES,
    OTHER_TEXT,
    RULE,
    SAME_TEXT,
    Judgement,
    listed,
    put,
    take_back,
)
from marsad.store.kept import RESHAPED

KINDS = ("merge", "split", "rename", "describe", *OF_STORIES)


def decide(db: Database, catalogue: Catalogue, limits: Resolving, judgement: Judgement) -> int:
    """Keeps a person's judgement and applies it; returns its number. Its ids are those of entities of the archive.

    Raises SettingsError for one that says nothing.
    """
    _check(judgement)
    with transaction(db):
        number = put(db, judgement)
    apply(db, catalogue, limits, judgement)
    return number


def undo(db: Database, catalogue: Catalogue, limits: Resolving, number: int, who: str) -> Judgement:
    """Takes a judgement back and applies what follows. Raises NotInArchiveError and SettingsError."""
    _check_who(who)
    with transaction(db):
        judgement = take_back(db, number, who)
    apply(db, catalogue, limits, judgement)
    return judgement


def apply(db: Database, catalogue: Catalogue, limits: Resolving, judgement: Judgement) -> None:
    """Lets the archive follow what people say about the entities of ``judgement`` now."""
    keys = [key for key in (judgement.entity, judgement.other) if key]
    if judgement.kind in OF_STORIES:
        with transaction(db):
            rows = list(rows_of(db, "SELECT id, body_hash FROM story WHERE key", keys))
            if judgement.kind in (SAME_TEXT, OTHER_TEXT):
                copy_groups.regroup(db, [text for _, text in rows])
            else:
                happenings.regroup(db, [number for number, _ in rows])
            next_number(db, RESHAPED)
        return
    if judgement.kind in ("merge", "split"):
        resolve(db, catalogue, limits, also=keys)
    with transaction(db):
        for column, kind in (("called", "rename"), ("described", "describe")):
            where = "entity = ? AND kind = ? AND undone IS NULL"
            said = listed(db, where, (judgement.entity, kind), "LIMIT 1")
            value = said[0].value if said else None
            db.execute(f"UPDATE entity SET {column} = ? WHERE key = ?", (value, judgement.entity))
        changed = db.execute("SELECT id FROM entity WHERE key = ?", (judgement.entity,)).fetchall()
        note_changes(db, [(ENTITY, row[0]) for row in changed])


def _check(judgement: Judgement) -> None:
    if judgement.kind not in KINDS:
        raise SettingsError(f"there is no judgement of the kind {judgement.kind!r}; there are {', '.join(KINDS)}")
    _check_who(judgement.made_by)
    if judgement.kind in OF_STORIES and judgement.other in (None, judgement.entity):
        raise SettingsError("two stories are needed; give the ids of both")
    if judgement.kind == "merge" and judgement.entity == judgement.other:
        raise SettingsError("the two names are one entity already; nothing to merge")
    if judgement.kind in ("rename", "describe"):
        if not (judgement.value or "").strip():
            raise SettingsError("nothing was given; write the words that are to stand there")
        if len(judgement.value or "") > LONGEST:
            raise SettingsError(f"{len(judgement.value or '')} characters are too many; give at most {LONGEST}")


def _check_who(who: str) -> None:
    """Raises SettingsError for a name under which no person decides."""
    if who.strip() in ("", RULE):
        raise SettingsError(f"{who!r} is no name of a person; say who decides")

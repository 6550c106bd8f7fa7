"""Who is who, as pages show it: roles, names that stand together, judgements."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.observatory.judgement_pages import JudgementRow, JudgementsPage, Member, Role
from marsad.observatory.links import View
from marsad.observatory.pages import PER_PAGE
from marsad.store.database import marks
from marsad.store.judgements import RULE, Judgement, listed
from marsad.text.fold import fold

SHOWN_ROLES = 12
_WRITTEN = 200
SHOWN_OF_ENTITY = 12
_BY = {"all": "1 = 1", "people": f"made_by <> '{RULE}'", "rule": f"made_by = '{RULE}'"}


def roles(view: View, number: int) -> tuple[Role, ...]:
    """The titles put on an entity, those of most stories first; spellings that fold alike are one."""
    rows = view.db.execute(
        "SELECT text, n, first, last, story.key FROM (SELECT text, sum(stories) AS n, min(first_day) AS first,"
        f" max(last_day) AS last, min(story) AS story FROM entity_title WHERE entity {view.members(number)}"
        f" GROUP BY text ORDER BY n DESC, text LIMIT {_WRITTEN}) AS titled JOIN story ON story.id = titled.story"
        " ORDER BY n DESC, text"
    ).fetchall()
    found: dict[str, Role] = {}
    for text, count, first, last, story in rows:
        one = found.setdefault(fold(text), Role(text, 0, None, None, story))
        bounds = sorted(day for day in (one.day_from, one.day_to, first, last) if day)
        begin, end = (bounds[0], bounds[-1]) if bounds else (None, None)
        found[fold(text)] = Role(one.text, one.count + count, begin, end, one.story_id)
    return tuple(sorted(found.values(), key=lambda r: (-r.count, r.text))[:SHOWN_ROLES])


def members(view: View, number: int) -> tuple[Member, ...]:
    """The names that stand under an entity, its own first; empty where it has one name alone."""
    rows = view.db.execute(
        "SELECT key, name, (SELECT coalesce(sum(count), 0) FROM entity_form WHERE entity = entity.id) AS n FROM entity"
        " WHERE id = ? OR kept = ? ORDER BY id <> ?, n DESC, key",
        (number, number, number),
    ).fetchall()
    if len(rows) < 2:
        return ()
    merged = f"made_by = '{RULE}' AND kind = 'merge' AND entity IN ({marks(len(rows))})"
    why = {j.entity: j for j in listed(view.db, merged, [row[0] for row in rows])}
    return tuple(Member(k, n, c, why[k].score if k in why else None, why[k].reasons if k in why else ())
                 for k, n, c in rows)  # fmt: skip


def judgements_of(view: View, number: int) -> tuple[JudgementRow, ...]:
    """The newest judgements on an entity and the names that stand under it."""
    keys = sorted(view.keys(number))
    named = marks(len(keys))
    found = listed(view.db, f"entity IN ({named}) OR other IN ({named})", [*keys, *keys], f"LIMIT {SHOWN_OF_ENTITY}")
    return _rows(view, found)


def judgements_page(view: View, by: str, page: int, open: bool) -> JudgementsPage:
    """The judgements of the archive, the newest first: of people, of rules, or all."""
    by = by if by in _BY else "people"
    total = int(view.db.execute(f"SELECT count(*) FROM judgement WHERE {_BY[by]}").fetchone()[0])
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    found = listed(view.db, _BY[by], (), f"LIMIT {PER_PAGE} OFFSET {(page - 1) * PER_PAGE}")
    return JudgementsPage(by, _rows(view, found), total, page, pages, open)


def _rows(view: View, found: Sequence[Judgement]) -> tuple[JudgementRow, ...]:
    keys = {key for j in found for key in (j.entity, j.other) if key}
    links, names = view.by_keys(keys), view.names(keys) | view.titles(keys)
    return tuple(
        JudgementRow(
            j.id, j.kind, j.entity, j.other or "", links.get(j.entity), names.get(j.entity, j.entity),
            links.get(j.other or ""), names.get(j.other or "", j.other or ""), j.value,
            j.score, j.reasons, j.made_by, j.made, j.undone,
        )
        for j in found
    )  # fmt: skip

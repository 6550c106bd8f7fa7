"""Copies as pages show them: groups of one text, two of its stories side by side, and who takes texts from whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from statistics import median
from typing import Any

from marsad.copies.aligning import align
from marsad.errors import NotInArchiveError
from marsad.observatory.copy_pages import CopiesPage, Copy, CopyGroup, Copying, CopyPage, Flow
from marsad.observatory.links import View, existing, inside, present_key
from marsad.observatory.pages import SourceLink, StoryRow, Window
from marsad.observatory.rows import COLUMNS, story_rows
from marsad.observatory.windows import ARCHIVE, Asked, Subject, count, window
from marsad.store.database import marks
from marsad.store.tellings import telling_of

GROUPS = 20
#: So many outlets at most stand beside another in a picture or list.
FLOWS = 12


def group_of(view: View, key: str) -> CopyGroup | None:
    """The group of the story with this id, None where its text is nowhere else."""
    query = "SELECT origin FROM copy_of AS c JOIN story AS s ON s.id = c.story WHERE s.key = ?"
    row = view.db.execute(query, (present_key(view, key),)).fetchone()
    return _groups(view, [row[0]])[0] if row else None


def copy_page(view: View, key: str, one: str | None, other: str | None, open_: bool) -> CopyPage:
    """The group of a story, with ``one`` and ``other`` of its stories side by side. Raises NotInArchiveError."""
    group = group_of(view, existing(view, key))
    if group is None:
        raise NotInArchiveError(f"no other story in the archive has the text of {key!r}")
    members = {copy.story.id: copy for copy in group.members}
    before = members.get(one or "", group.origin)
    rest = [copy for copy in group.members if copy is not before]
    asked = members.get(other or present_key(view, key))
    after = asked if asked and asked is not before else rest[0]
    sides = [telling_of(view.db, _number(view, copy.story.id)) for copy in (before, after)]
    alignment = align(sides[0], sides[1]) if sides[0] and sides[1] else None
    changed = {run.entity for run in alignment.labels() if run.entity} if alignment else set()
    return CopyPage(group, before, after, alignment, view.by_keys(changed), open_)


def _number(view: View, key: str) -> int:
    return int(view.db.execute("SELECT id FROM story WHERE key = ?", (key,)).fetchone()[0])


def copies_page(view: View, asked: Asked, page: int) -> CopiesPage:
    """The groups whose origin is of a window, those of most outlets first."""
    shown = window(view.db, ARCHIVE, asked)
    condition, values = inside(Window(shown.day_from, shown.day_to, shown.days, shown.whole), "story")
    total = view.db.execute(
        f"SELECT count(*) FROM copy_of AS c JOIN story ON story.id = c.story WHERE c.kind = 'origin' AND {condition}",
        values,
    ).fetchone()[0]
    pages = max(1, -(-total // GROUPS))
    page = min(max(1, page), pages)
    query = (
        "SELECT c.origin FROM copy_of AS c JOIN story ON story.id = c.origin JOIN story AS m ON m.id = c.story"
        f" WHERE {condition} GROUP BY c.origin, story.day, story.key"
        " ORDER BY count(DISTINCT m.source) DESC, count(*) DESC, story.day DESC, story.key LIMIT ? OFFSET ?"
    )
    chosen = [row[0] for row in view.db.execute(query, (*values, GROUPS, (page - 1) * GROUPS))]
    return CopiesPage(shown, tuple(_groups(view, chosen)), int(total), page, pages, _network(view, shown))


def _groups(view: View, origins: Sequence[int]) -> list[CopyGroup]:
    query = (
        f"SELECT c.origin, c.kind, c.reason, c.share, c.again, c.of_story, story.moment, story.agency, {COLUMNS}"
        " FROM copy_of AS c"
        f" JOIN story ON story.id = c.story WHERE c.origin IN ({marks(len(origins))})"
    )
    rows = view.db.execute(query, origins).fetchall()
    shown = {row[8]: told for row, told in zip(rows, story_rows(view, [row[8:] for row in rows]), strict=True)}
    by_origin: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_origin[row[0]].append(row)
    agencies = _agencies(view, {row[7] for row in rows if row[7]})
    return [_group(sorted(by_origin[one], key=_came), shown, agencies) for one in origins]


def _came(row: Any) -> tuple[bool, str, str, str]:
    """The order of the members of a group: the origin, then as they came."""
    kind, moment, key, day = row[1], row[6], row[9], row[13]
    return kind != "origin", day or "9999", moment or "9999", key


def _group(rows: Sequence[Any], shown: dict[int, StoryRow], agencies: dict[str, SourceLink]) -> CopyGroup:
    first = rows[0]
    members = tuple(_copy(row, first, shown, agencies.get(row[7])) for row in rows)
    credited = {row[7]: agencies[row[7]] for row in rows if row[7] in agencies}
    sources = len({copy.story.source.id for copy in members if copy.story.source})
    copies = sum(copy.copy for copy in members)
    return CopyGroup(shown[first[8]].id, first[2], members, tuple(credited.values()), sources, copies)


def _copy(row: Any, origin: Any, shown: dict[int, StoryRow], credited: SourceLink | None) -> Copy:
    _, kind, _, share, again, of, moment, *_ = row
    minutes, days = delay((origin[13], origin[6]), (row[13], moment))
    return Copy(shown[row[8]], kind, round(share, 3), bool(again), shown[of].id, moment, minutes, days, credited)


def delay(first: tuple[str, str | None], then: tuple[str, str | None]) -> tuple[int | None, int | None]:
    """Minutes and days between two stories by (day, moment); minutes only where both times are told in one way."""
    (day, moment), (other_day, other) = first, then
    minutes = None
    if moment and other and moment.endswith("Z") == other.endswith("Z"):
        minutes = int((datetime.fromisoformat(other) - datetime.fromisoformat(moment)).total_seconds() // 60)
    days = (date.fromisoformat(other_day) - date.fromisoformat(day)).days if day and other_day else None
    return minutes, days


def _agencies(view: View, keys: Iterable[str]) -> dict[str, SourceLink]:
    """Links of agencies, also of those that the archive has no story of."""
    here = {link.id: link for link in view.sources().values()}
    found = {}
    for key in keys:
        outlet = view.outlets.by_key.get(key)
        if key in here:
            found[key] = here[key]
        elif outlet:
            found[key] = SourceLink(key, outlet.name, outlet.name_en or None, outlet.kind)
    return found


def copying(view: View, source: int, shown: Window) -> Copying:
    """How much of an outlet is its own, and whom it takes from, in a window."""
    stories, copies = count(view.db, Subject("source_day", source), shown)
    takes = _taken(view, shown, "story.source = ?", (source,))
    given = _taken(view, shown, "origin.source = ?", (source,))
    condition, values = inside(Window(shown.day_from, shown.day_to, shown.days, shown.whole), "story")
    query = (
        f"SELECT agency, count(*) FROM story WHERE source = ? AND agency IS NOT NULL AND {condition}"
        " GROUP BY agency ORDER BY count(*) DESC, agency"
    )
    credited = view.db.execute(query, (source, *values)).fetchall()
    links, own = _agencies(view, (key for key, _ in credited)), view.sources()[source]
    within = sum(flow.texts for flow in takes if flow.source == own)
    return Copying(
        stories, stories - copies, copies, within,
        tuple(f for f in takes if f.source != own)[:FLOWS], tuple(f for f in given if f.taker != own)[:FLOWS],
        tuple((links[key], n) for key, n in credited if key in links and links[key] != own),
    )  # fmt: skip


def _network(view: View, shown: Window) -> tuple[Flow, ...]:
    """The busiest ways of texts between outlets."""
    found = _taken(view, shown, "story.source <> origin.source", ())
    return tuple(found[: 3 * FLOWS])


def _taken(view: View, shown: Window, which: str, values: Sequence[object]) -> list[Flow]:
    """Who took how many texts from whom, the most first, of copies in a window of which a condition is true."""
    condition, bounds = inside(Window(shown.day_from, shown.day_to, shown.days, shown.whole), "story")
    query = (
        "SELECT origin.source, story.source, origin.day, origin.moment, story.day, story.moment FROM story"
        " JOIN copy_of AS c ON c.story = story.id JOIN story AS origin ON origin.id = c.of_story"
        f" WHERE c.again = 1 AND origin.source IS NOT NULL AND story.source IS NOT NULL AND {which} AND {condition}"
    )
    delays: defaultdict[tuple[int, int], list[tuple[int | None, int | None]]] = defaultdict(list)
    for source, taker, *times in view.db.execute(query, (*values, *bounds)):
        delays[source, taker].append(delay((times[0], times[1]), (times[2], times[3])))
    links = view.sources()
    found = [_flow(links[source], links[taker], told) for (source, taker), told in delays.items()]
    return sorted(found, key=lambda flow: (-flow.texts, flow.source.id, flow.taker.id))


def _flow(source: SourceLink, taker: SourceLink, delays: Sequence[tuple[int | None, int | None]]) -> Flow:
    minutes = [m for m, _ in delays if m is not None]
    days = [d for _, d in delays if d is not None]
    return Flow(source, taker, len(delays), int(median(minutes)) if minutes else None, median(days) if days else None)

"""Happenings as pages show them: ranked by outlets with texts of their own, each with its stories, names and words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from marsad.errors import NotInArchiveError
from marsad.happenings.likeness import likeness
from marsad.happenings.sketches import Vector, keys_of
from marsad.observatory.happening_pages import HappeningPage, HappeningRow, HappeningsPage, Naming, Tale
from marsad.observatory.links import View, existing, present_key
from marsad.observatory.overview import Selection, overview
from marsad.observatory.pages import PER_PAGE, EntityLink, SourceLink, Window
from marsad.observatory.rows import COLUMNS, opening, story_rows
from marsad.observatory.windows import ARCHIVE, Asked, window
from marsad.store.database import marks, rows_of
from marsad.store.documents import documents
from marsad.tables import rows as table_rows
from marsad.text.fold import fold

#: A happening is told of in lists when so many outlets have a text of their own of it.
LEAST_OUTLETS = 2
_SPARK = 5
_TALES = 60
#: Headlines are measured in words: these lengths say enough and no more.
_SHORT, _LONG = 4, 16
_NAMED, _WORDS = 6, 6
#: A thread goes so many days back and forth, over happenings that are so alike.
_THREAD_DAYS, _THREAD, _THREAD_KEYS = 28, 0.3, 3
_THREADS = 8


def of_happening(first: int) -> Selection:
    """The stories of a happening."""
    question = (
        "SELECT s.id AS story, s.day, s.source, s.is_copy FROM happening AS h JOIN story AS s ON s.id = h.story"
        " WHERE h.first = ?"
    )
    return Selection(question, (first,))


def happenings_page(view: View, asked: Asked, page: int) -> HappeningsPage:
    """The happenings that stories of a window tell of."""
    shown = window(view.db, ARCHIVE, asked)
    found = ranked(view, shown)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, page), pages)
    chosen = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return HappeningsPage(shown, rows_of_happenings(view, chosen), len(found), page, pages)


def ranked(view: View, shown: Window) -> list[int]:
    """The happenings (row numbers of their first stories) of a window, those of most outlets first."""
    if shown.day_from is None:
        return []
    query = (
        "SELECT h.first FROM happening AS h JOIN story AS s ON s.id = h.story WHERE h.day BETWEEN ? AND ?"
        " GROUP BY h.first HAVING count(DISTINCT CASE WHEN s.is_copy = 0 THEN s.source END) >= ?"
        " ORDER BY count(DISTINCT CASE WHEN s.is_copy = 0 THEN s.source END) DESC, sum(1 - s.is_copy) DESC,"
        " max(h.day) DESC, h.first"
    )
    return [row[0] for row in view.db.execute(query, (shown.day_from, shown.day_to, LEAST_OUTLETS))]


def rows_of_happenings(view: View, firsts: Sequence[int]) -> tuple[HappeningRow, ...]:
    """Happenings as they stand in lists, in the order of ``firsts``."""
    query = (
        "SELECT h.first, s.id, s.key, s.title, s.source, s.day, s.is_copy FROM happening AS h"
        f" JOIN story AS s ON s.id = h.story WHERE h.first IN ({marks(len(firsts))}) ORDER BY s.day, s.key"
    )
    members: defaultdict[int, list[Any]] = defaultdict(list)
    for first, *row in view.db.execute(query, firsts):
        members[first].append(row)
    last, collected = _last_days(view)
    alike = _alike(view, [row[0] for rows in members.values() for row in rows])
    return tuple(_row(view, members[first], alike, last, collected) for first in firsts if members[first])


def _last_days(view: View) -> tuple[list[str], set[str]]:
    """The last days of the archive, and those of them of which it has stories."""
    newest = view.db.execute("SELECT max(day) FROM archive_day WHERE day <> ''").fetchone()[0]
    if not newest:
        return [], set()
    last = [(date.fromisoformat(newest) - timedelta(days=n)).isoformat() for n in reversed(range(_SPARK))]
    return last, {row[0] for row in rows_of(view.db, "SELECT day FROM archive_day WHERE day", last)}


def _alike(view: View, stories: Sequence[int]) -> dict[int, float]:
    """How like the others of their happenings stories are, added up."""
    total: Counter[int] = Counter()
    wanted = set(stories)
    for story, other, score in rows_of(view.db, "SELECT story, other, score FROM likeness WHERE story", stories):
        if other in wanted:
            total[story] += score
    return dict(total)


def _row(
    view: View, members: Sequence[Any], alike: Mapping[int, float], last: Sequence[str], collected: set[str]
) -> HappeningRow:
    links = view.sources()
    typical = most_typical(members, alike)
    days = Counter(row[4] for row in members)
    counted = tuple((day, days[day] if day in collected else -1) for day in last)
    own = {row[3] for row in members if not row[5] and row[3] is not None}
    return HappeningRow(
        members[0][1], typical[2], links.get(typical[3]), len(own), len({row[3] for row in members if row[3]}),
        len(members), sum(1 - row[5] for row in members), members[0][4], members[-1][4], counted, _state(days, last),
    )  # fmt: skip


def _state(days: Mapping[str, int], last: Sequence[str]) -> str:
    if not last or not any(days.get(day) for day in last):
        return ""
    if min(days) == last[-1]:
        return "new"
    if not days.get(last[-1]) and not days.get(last[-2]):
        return "over"
    return "rising" if days.get(last[-1], 0) > days.get(last[-2], 0) else "fading"


def most_typical(members: Sequence[Any], alike: Mapping[int, float]) -> Any:
    """The story whose headline stands for the happening: of those with a text of their own and a plain headline that
    says enough, the one most like the others."""

    def rank(row: Any) -> tuple[bool, bool, float, str]:
        words = fold(row[2]).split()
        plain = bool(words) and not any(fold(row[2]).startswith(start) for start in _baits())
        return row[5] == 0, plain and _SHORT <= len(words) <= _LONG, alike.get(row[0], 0.0), row[1]

    return max(members, key=rank)


@cache
def _baits() -> tuple[str, ...]:
    return tuple(fold(row[0]) for row in table_rows("happenings_titles.tsv"))


def happening_of(view: View, key: str) -> int | None:
    """The first story (row number) of the happening that a story tells of; None for one without a day."""
    query = "SELECT h.first FROM happening AS h JOIN story AS s ON s.id = h.story WHERE s.key = ?"
    row = view.db.execute(query, (present_key(view, key),)).fetchone()
    return int(row[0]) if row else None


def head_of(view: View, key: str) -> HappeningRow | None:
    """The happening of a story, where others tell of it too."""
    first = happening_of(view, key)
    found = rows_of_happenings(view, [first])[0] if first is not None else None
    return found if found and found.stories > 1 else None


def happening_page(view: View, key: str, open_: bool) -> HappeningPage:
    """The happening that a story tells of. Raises NotInArchiveError."""
    first = happening_of(view, existing(view, key))
    if first is None:
        raise NotInArchiveError(f"the story {key!r} stands in no happening: its day is not known, or it waits for one")
    rows = view.db.execute(
        f"SELECT {COLUMNS}, story.is_copy FROM happening AS h JOIN story ON story.id = h.story WHERE h.first = ?"
        " ORDER BY story.day, CASE WHEN story.moment IS NULL THEN 1 ELSE 0 END, story.moment, story.key",
        (first,),
    ).fetchall()
    members = [(row[0], row[1], row[2], row[4], row[5], row[9]) for row in rows]
    alike = _alike(view, [row[0] for row in members])
    last, collected = _last_days(view)
    by_day = sorted(members, key=lambda row: (row[4], row[1]))
    head = _row(view, by_day, alike, last, collected)
    typical = most_typical(members, alike)
    own = [row[:9] for row in rows if not row[9]][:_TALES]
    shares = [round(alike.get(row[0], 0.0) / max(1, len(rows) - 1), 3) for row in own]
    told = Counter(row[3] for row in members if row[3] is not None)
    links = view.sources()
    return HappeningPage(
        head=head,
        lead=opening(documents(view.db, [typical[0]])[typical[0]]),
        first=story_rows(view, [rows[0][:9]], opening)[0],
        places=_places(view, first),
        tales=tuple(map(Tale, story_rows(view, own, opening), shares)),
        told=tuple((links[s], n) for s, n in sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))),
        silent=_silent(view, set(told), by_day[0][4], by_day[-1][4]),
        naming=_naming(view, first),
        overview=overview(view, of_happening(first), Asked(whole=True)),
        thread=_thread(view, first, by_day),
        open=open_,
    )


def _places(view: View, first: int) -> tuple[tuple[EntityLink, int], ...]:
    rows = view.db.execute(
        "SELECT e.entity, count(*) FROM happening AS h JOIN story_entity AS e ON e.story = h.story"
        " JOIN entity AS n ON n.id = e.entity WHERE h.first = ? AND n.type = 'LOC'"
        " GROUP BY e.entity ORDER BY count(*) DESC, e.entity LIMIT 8",
        (first,),
    ).fetchall()
    links = view.entities(number for number, _ in rows)
    return tuple((links[number], count) for number, count in rows)


def _silent(view: View, told: set[int], first_day: str, last_day: str) -> tuple[SourceLink, ...]:
    """Outlets with stories of those days, none of which tells of it; those with most stories first."""
    rows = view.db.execute(
        "SELECT source FROM source_day WHERE day BETWEEN ? AND ? GROUP BY source ORDER BY sum(stories) DESC, source",
        (first_day, last_day),
    ).fetchall()
    links = view.sources()
    return tuple(links[source] for (source,) in rows if source not in told)


def _naming(view: View, first: int) -> tuple[Naming, ...]:
    """The words that outlets put on those who are in it, in their own voice: only where there are several."""
    rows = view.db.execute(
        "SELECT u.entity, u.words, min(u.text), u.source, count(DISTINCT u.story) FROM happening AS h"
        " JOIN label_use AS u ON u.story = h.story WHERE h.first = ? AND u.voice = 'source' AND u.source IS NOT NULL"
        " GROUP BY u.entity, u.words, u.source",
        (first,),
    ).fetchall()
    words: defaultdict[int, defaultdict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    stories: Counter[int] = Counter()
    for entity, folded, text, source, count in rows:
        words[entity][folded][source] = text
        stories[entity] += count
    chosen = [e for e, _ in sorted(stories.items(), key=lambda pair: (-pair[1], pair[0])) if len(words[e]) > 1][:_NAMED]
    links, sources = view.entities(chosen), view.sources()
    return tuple(Naming(links[entity], _put(words[entity], sources)) for entity in chosen)


def _put(
    words: Mapping[str, Mapping[int, str]], sources: Mapping[int, SourceLink]
) -> tuple[tuple[str, tuple[SourceLink, ...]], ...]:
    by_outlets = sorted(words.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_WORDS]
    return tuple((min(used.values()), tuple(sources[source] for source in sorted(used))) for _, used in by_outlets)


def _thread(view: View, first: int, members: Sequence[Any]) -> tuple[HappeningRow, ...]:
    """Happenings of the weeks around that go on about the same, in the order of their days."""
    begin, end = date.fromisoformat(members[0][4]), date.fromisoformat(members[-1][4])
    days = [(begin - timedelta(days=n)).isoformat() for n in range(_THREAD_DAYS, 0, -1)]
    days += [(end + timedelta(days=n)).isoformat() for n in range(1, _THREAD_DAYS + 1)]
    terms = dict(rows_of(view.db, "SELECT story, terms FROM sketch WHERE story", [row[0] for row in members]))
    keys = Counter(key for data in terms.values() for key in keys_of(data))
    common = [key for key, count in keys.most_common(12) if count > 1 or len(members) == 1]
    query = (
        "SELECT h.first, k.story FROM sketch_key AS k JOIN happening AS h ON h.story = k.story"
        f" WHERE k.day IN ({marks(len(days))}) AND k.term IN ({marks(len(common))}) AND h.first <> ?"
        f" GROUP BY h.first, k.story HAVING count(*) >= {_THREAD_KEYS}"
    )
    near = view.db.execute(query, (*days, *common, first)).fetchall()
    own = [Vector.of(data) for data in terms.values()]
    found = _most_alike(view, near, own)
    rows = rows_of_happenings(view, found)
    return tuple(sorted((row for row in rows if row.stories > 1), key=lambda row: (row.first_day, row.id)))


def _most_alike(view: View, near: Iterable[tuple[int, int]], own: Sequence[Vector]) -> list[int]:
    """Of happenings (with one of their stories each) those that are alike enough, the most alike first."""
    of = {story: first for first, story in near}
    best: dict[int, float] = {}
    for story, data in rows_of(view.db, "SELECT story, terms FROM sketch WHERE story", sorted(of)):
        other = Vector.of(data)
        score = max((likeness(one, other) for one in own), default=0.0)
        best[of[story]] = max(best.get(of[story], 0.0), score)
    ranked_ = sorted((-score, first) for first, score in best.items() if score >= _THREAD)
    return [first for _, first in ranked_[:_THREADS]]

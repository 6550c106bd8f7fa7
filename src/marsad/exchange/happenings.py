"""Happenings as lines for other programs: a happening a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from marsad.store.compression import unpacked_json
from marsad.store.database import Database, chunks, marks

_AT_ONCE = 200


def happenings(db: Database) -> Iterator[dict[str, Any]]:
    """Each happening of two stories or more by the id of its first story: its days, how many outlets have a text of
    their own of it, and its stories as they came, with how like the first of the others each is (``score``)."""
    query = (
        "SELECT h.first, s.key FROM happening AS h JOIN story AS s ON s.id = h.first GROUP BY h.first, s.key"
        " HAVING count(*) > 1 ORDER BY s.key"
    )
    for part in chunks(db.execute(query).fetchall(), _AT_ONCE):
        members = _members(db, [row[0] for row in part])
        for first, key in part:
            stories = members[first]
            yield {
                "id": key,
                "first_day": stories[0]["published"][:10],
                "last_day": max(story["published"][:10] for story in stories),
                "outlets": len({story["source"] for story in stories if not story["copy"] and story["source"]}),
                "stories": stories,
            }


def _members(db: Database, firsts: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    query = (
        "SELECT h.first, s.id, s.key, d.layout, p.url, o.key, s.moment, s.day, s.is_copy FROM happening AS h"
        " JOIN story AS s ON s.id = h.story JOIN page AS p ON p.id = s.page LEFT JOIN source AS o ON o.id = s.source"
        f" LEFT JOIN story_doc AS d ON d.story = s.id WHERE h.first IN ({marks(len(firsts))}) ORDER BY s.day, s.key"
    )
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    best = _best(db, firsts)
    for first, number, key, layout, url, source, moment, day, copy in db.execute(query, firsts).fetchall():
        own = unpacked_json(layout)["url"] if layout is not None else None
        found[first].append(
            {
                "id": key, "url": own or url, "source": source, "published": moment or day, "copy": bool(copy),
                "score": best.get(number),
            }
        )  # fmt: skip
    return found


def _best(db: Database, firsts: Sequence[int]) -> dict[int, float]:
    """How like another story of its happening each story is, at most."""
    query = (
        "SELECT l.story, max(l.score) FROM happening AS h JOIN likeness AS l ON l.story = h.story"
        " JOIN happening AS o ON o.story = l.other AND o.first = h.first"
        f" WHERE h.first IN ({marks(len(firsts))}) GROUP BY l.story"
    )
    return dict(db.execute(query, firsts).fetchall())

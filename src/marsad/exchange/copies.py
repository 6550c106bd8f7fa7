"""Copies as lines for other programs: a group a line, or a pair of stories a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from marsad.copies.overlap import Overlap
from marsad.store.compression import unpacked_json
from marsad.store.database import Database, chunks, marks

_GROUPS = 200


def groups(db: Database) -> Iterator[dict[str, Any]]:
    """Each group by the id of its origin: the origin with its reason, and its stories, the origin first, then as they
    came. ``share`` is how much of a story stands in the story ``of``; ``copy``: it is no text of its own."""
    query = "SELECT s.id, s.key, c.reason FROM copy_of AS c JOIN story AS s ON s.id = c.story WHERE c.kind = 'origin'"
    origins = db.execute(f"{query} ORDER BY s.key").fetchall()
    for part in chunks(origins, _GROUPS):
        members = _members(db, [row[0] for row in part])
        for number, key, reason in part:
            yield {"id": key, "origin": {"story": key, "reason": reason}, "stories": members[number]}


def _members(db: Database, origins: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    query = (
        "SELECT c.origin, s.key, d.layout, p.url, o.key, s.moment, s.day, c.kind, c.share, c.again, f.key"
        " FROM copy_of AS c JOIN story AS f ON f.id = c.of_story"
        " JOIN story AS s ON s.id = c.story JOIN page AS p ON p.id = s.page LEFT JOIN source AS o ON o.id = s.source"
        f" LEFT JOIN story_doc AS d ON d.story = s.id WHERE c.origin IN ({marks(len(origins))})"
        " ORDER BY CASE WHEN c.kind = 'origin' THEN 0 ELSE 1 END, CASE WHEN s.day = '' THEN 1 ELSE 0 END, s.day,"
        " CASE WHEN s.moment IS NULL THEN 1 ELSE 0 END, s.moment, s.key"
    )
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for origin, key, layout, url, source, moment, day, kind, share, again, of in db.execute(query, origins):
        own = unpacked_json(layout)["url"] if layout is not None else None
        found[origin].append(
            {
                "id": key, "url": own or url, "source": source, "published": moment or day or None, "kind": kind,
                "share": round(share, 4), "copy": bool(again), "of": of,
            }
        )  # fmt: skip
    return found


def overlaps(db: Database) -> Iterator[dict[str, Any]]:
    """Each pair of stories that share at least half of the shorter one, or of which one is a rewriting of the other:
    ``overlap`` is what both have of what either has, ``containment`` what the longer one has of the shorter, both word
    for word; ``likeness`` what both have of the phrases that either has."""
    same: defaultdict[str, list[str]] = defaultdict(list)
    holder: dict[int, str] = {}
    query = (
        "SELECT id, key, body_hash FROM story WHERE id IN (SELECT story FROM overlap) OR body_hash IN"
        " (SELECT body_hash FROM story WHERE shingles IS NOT NULL GROUP BY body_hash HAVING count(*) > 1) ORDER BY id"
    )
    for number, key, text in db.execute(query):
        holder[number] = text
        same[text].append(key)
    for keys in same.values():
        for one, other in combinations(sorted(keys), 2):
            yield {"stories": [one, other], "overlap": 1.0, "containment": 1.0, "likeness": 1.0}
    query = (
        "SELECT story, other, shared, size, other_size, names, phrases, own_phrases, other_phrases FROM overlap"
        " WHERE story < other ORDER BY 1, 2"
    )
    for story, other, *counts in db.execute(query):
        found = Overlap(*counts)
        measures = {"overlap": found.resemblance, "containment": found.containment, "likeness": found.likeness}
        rounded = {name: round(value, 4) for name, value in measures.items()}
        for one in same[holder[story]]:
            for two in same[holder[other]]:
                yield {"stories": sorted((one, two)), **rounded}

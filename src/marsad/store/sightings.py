"""What pass one saw of names that no catalogue knows: the evidence by which they are resolved."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from marsad.model import EntityRef, EntityType, Label, Mention
from marsad.text.fold import fold

#: Places stand in too many stories to say who somebody is.
_EVERYWHERE = EntityType.PLACE


def sighting_rows(
    story: int, mentions: Sequence[Mention], labels: Sequence[Label], number: Callable[[EntityRef], int]
) -> list[tuple[int, int, str, str]]:
    """Each unknown name of a story with the titles put on it and the known people and bodies named beside it."""
    unknown = {m.entity.id: m.entity for m in mentions if m.entity and m.entity.status == "candidate"}
    if not unknown:
        return []
    titles: dict[str, set[str]] = {}
    for label in labels:
        if label.entity and label.kind == "title":
            titles.setdefault(label.entity.id, set()).add(fold(label.norm or label.text))
    known = {m.entity.id for m in mentions if m.entity and m.entity.id not in unknown and m.type is not _EVERYWHERE}
    company = json.dumps(sorted(known), ensure_ascii=False)
    return [
        (story, number(ref), json.dumps(sorted(titles.get(key, ())), ensure_ascii=False), company)
        for key, ref in sorted(unknown.items())
    ]

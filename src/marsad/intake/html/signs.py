"""What the class, id, role and itemprop words of an element say of it (``data/markup_signs.tsv``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from marsad.tables import rows

_HUMP = re.compile(r"([a-z0-9])([A-Z])")
_PART = re.compile(r"[^a-z0-9]+")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Sign:
    """``hidden``: nobody sees it; ``region``: a part of the page that is no story; ``role``: a part of a story."""

    hidden: bool = False
    region: str = ""
    role: str = ""
    item: bool = False


NOTHING = Sign()


@cache
def _table() -> tuple[dict[str, tuple[str, str]], tuple[tuple[str, tuple[str, str]], ...]]:
    """Whole words, and openings of words, each with kind and meaning."""
    table = rows("markup_signs.tsv")
    whole = {words: (kind, means) for kind, means, words in table if not words.endswith("*")}
    opening = tuple((words[:-1], (kind, means)) for kind, means, words in table if words.endswith("*"))
    return whole, opening


@lru_cache(maxsize=8192)
def read(classes: str | None, identity: str | None, aria: str | None, itemprop: str | None) -> Sign:
    """The sign of an element by its class, id, role and itemprop attributes; the first name that says something."""
    hidden, region, role, item = False, "", "", False
    names = (*(itemprop or "").split(), *_roles(aria or ""), *(classes or "").split(), *(identity or "").split())
    for name in names:
        for kind, means in _said(name):
            hidden = hidden or kind == "hidden"
            region = region or (means if kind == "region" else "")
            role = role or (means if kind == "role" else "")
            item = item or kind == "item"
    return Sign(hidden, region, role, item)


@lru_cache(maxsize=8192)
def of_classes(classes: str | None) -> Sign:
    """The sign of an element that has class names alone, as most have."""
    return read(classes, None, None, None)


def _roles(aria: str) -> list[str]:
    """The words of a role attribute; a banner there is the head of the site, and no advertisement."""
    return ["masthead" if name == "banner" else name for name in aria.split()]


@lru_cache(maxsize=16384)
def _said(name: str) -> tuple[tuple[str, str], ...]:
    """What one class name says: the longest known runs of its words, of those the same length all."""
    words = [w for w in _PART.split(_HUMP.sub(r"\1-\2", name).lower()) if w]
    whole, opening = _table()
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        runs = ["-".join(words[at : at + size]) for at in range(len(words) - size + 1)]
        found = [whole[run] for run in runs if run in whole]
        found += [means for run in runs for start, means in opening if run.startswith(start)]
        if found:
            return tuple(found)
    return ()

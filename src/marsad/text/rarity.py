"""How much a word or a name tells of what a story is about: the rarer in news, the more.

Rarity is read from a shipped table (``tools/build_rarity.py``) and never from the archive, so that what two stories
share weighs the same whenever they come and whatever else the archive holds.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from marsad.tables import rows
from marsad.text.stems import stem
from marsad.text.words import readings

#: The table keeps the negative logarithm of the share of stories, in steps of this.
STEP = 0.25
#: What a word or name has that is too rare for the table.
RAREST = 9.0
#: A word that stands in more stories tells nothing.
COMMON = 1.6
_WORDS_KEPT = 1 << 17
_ASSIMILATED = "لل"


@cache
def _table(kind: str) -> dict[str, float]:
    found = {}
    for row in rows("text_rarity.tsv"):
        if row[0] == kind:
            found.update(dict.fromkeys(row[2].split(" "), int(row[1]) * STEP))
    return found


def of_name(entity: str) -> float:
    """How rare the entity is in news: the negative logarithm of the share of stories that name it."""
    return _table("name").get(entity, RAREST)


def of_stem(one: str) -> float:
    """How rare a stem is in news: the negative logarithm of the share of stories that hold it."""
    return _table("word").get(one, RAREST)


@lru_cache(_WORDS_KEPT)
def of_word(folded: str) -> tuple[str, float]:
    """The stem of a folded word as it stands in a text, and how rare it is; no rarity for a word that tells nothing.

    Where letters may be a particle, the commoner reading is taken: ``ورئيس`` (and the president) is ``رئيس``.
    """
    if len(folded) < 2:
        return folded, 0.0
    rarity, _, one = min((of_stem(one), turn, one) for turn, one in enumerate(stems(folded)))
    return one, rarity if rarity >= COMMON else 0.0


def stems(folded: str) -> list[str]:
    """The stems of all that a folded word may be: ``للبنان`` may also be ``لبنان`` (Lebanon) with one particle."""
    found = readings(folded)
    if folded.startswith(_ASSIMILATED):
        found = (*found, folded[1:])
    return [stem(reading) for reading in found]


def level(share: float) -> int:
    """The row of the table for what stands in such a share of the stories."""
    return round(-math.log(share) / STEP)

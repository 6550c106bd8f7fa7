"""Which region of the page each block stands in; a sign that would leave no text at all is not believed."""

from __future__ import annotations

from marsad.intake.html.blocks import RawBlock, RawGroup
from marsad.model import Region

#: A container with so many characters of paragraphs holds running text.
_LEAST_CHARS = 200
#: Outside such regions stands at least one paragraph, and no less than this part of the largest of them.
_LEAST_LEFT, _MOST_TIMES = 80, 12
_REGIONS = {"": Region.CONTENT, **{region.value: region for region in Region}}
#: Signs that are believed even if nothing else is on the page.
_SURE = frozenset(["comments"])
#: Regions that hold no running text: whole pages stand in one form, or in a container named for its share buttons.
_NO_TEXT = frozenset(["form", "advertisement", "share", "navigation"])


def resolve(blocks: list[RawBlock], groups: list[RawGroup]) -> list[Region]:
    """The region of each block: of the outermost container that is no story, else content."""
    _count(blocks, groups)
    _disbelieve(groups)
    of_group = ["" for _ in groups]
    for at, group in enumerate(groups):
        above = of_group[group.parent] if at else ""
        of_group[at] = above if above and above != "header" else (group.region or above)
    regions = [_REGIONS[name] for name in of_group]
    return [regions[b.group] for b in blocks]


def _count(blocks: list[RawBlock], groups: list[RawGroup]) -> None:
    for block in blocks:
        if block.is_paragraph:
            groups[block.group].chars += len(block.text)
    for at in range(len(groups) - 1, 0, -1):
        groups[groups[at].parent].chars += groups[at].chars


def _disbelieve(groups: list[RawGroup]) -> None:
    """Takes the sign from the container with most text, as long as too little text stands outside such ones."""
    for group in groups:
        if group.region in _NO_TEXT and group.chars >= _LEAST_CHARS:
            group.region = ""
    while True:
        outer = [g for at, g in enumerate(groups) if g.region and not _is_inside(groups, at)]
        left = groups[0].chars - sum(g.chars for g in outer)
        unsure = [g for g in outer if g.region not in _SURE and g.chars >= _LEAST_CHARS]
        largest = max(unsure, key=lambda g: g.chars, default=None)
        if largest is None or left >= max(_LEAST_LEFT, largest.chars // _MOST_TIMES):
            return
        largest.region = ""


def _is_inside(groups: list[RawGroup], at: int) -> bool:
    while at:
        at = groups[at].parent
        if groups[at].region:
            return True
    return False

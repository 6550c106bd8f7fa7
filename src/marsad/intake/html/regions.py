"""Which region of the page each block stands in; a sign that would leave no text at all is not believed."""

from __future__ import annotations

from marsad.intake.html.blocks import RawBlock
from marsad.model import Group, Region

#: A container with so many characters of paragraphs holds running text.
_LEAST_CHARS = 200
#: Outside such regions stands at least one paragraph, and no less than this part of the largest of them.
_LEAST_LEFT, _MOST_TIMES = 80, 12
_REGIONS = {"": Region.CONTENT, **{region.value: region for region in Region}}
#: Signs that are believed even if nothing else is on the page.
_SURE = frozenset(["comments"])
#: Regions that hold no running text: whole pages stand in one form, or in a container named for its share buttons.
_NO_TEXT = frozenset(["form", "advertisement", "share", "navigation"])


def resolve(blocks: list[RawBlock], groups: list[Group], said: list[str]) -> list[Region]:
    """The region of each block: of the outermost container that is no story, else content.

    ``said``: the region that each of ``groups`` says it is, "" for none.
    """
    believed = _believed(_chars(blocks, groups), groups, said)
    of_group = ["" for _ in groups]
    for at, group in enumerate(groups):
        above = of_group[group.parent] if at else ""
        of_group[at] = above if above and above != "header" else (believed[at] or above)
    regions = [_REGIONS[name] for name in of_group]
    return [regions[b.group] for b in blocks]


def _chars(blocks: list[RawBlock], groups: list[Group]) -> list[int]:
    """The characters of paragraphs in each container, those of inner containers included."""
    chars = [0] * len(groups)
    for block in blocks:
        if block.is_paragraph:
            chars[block.group] += len(block.text)
    for at in range(len(groups) - 1, 0, -1):
        if chars[at]:
            chars[groups[at].parent] += chars[at]
    return chars


def _believed(chars: list[int], groups: list[Group], said: list[str]) -> list[str]:
    """What containers say, less the sign of the one with most text as long as too little text stands outside such."""
    believed = [
        "" if name in _NO_TEXT and count >= _LEAST_CHARS else name for name, count in zip(said, chars, strict=True)
    ]
    while True:
        outer = [at for at, name in enumerate(believed) if name and not _is_inside(groups, believed, at)]
        left = chars[0] - sum(chars[at] for at in outer)
        unsure = [at for at in outer if believed[at] not in _SURE and chars[at] >= _LEAST_CHARS]
        largest = max(unsure, key=chars.__getitem__, default=None)
        if largest is None or left >= max(_LEAST_LEFT, chars[largest] // _MOST_TIMES):
            return believed
        believed[largest] = ""


def _is_inside(groups: list[Group], believed: list[str], at: int) -> bool:
    while at:
        at = groups[at].parent
        if believed[at]:
            return True
    return False

"""What a page says of changes to its story: ``آخر تحديث: 10:30``, ``(محدث)`` in the headline, a correction below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from marsad.model import Piece, Story
from marsad.tables import rows
from marsad.text.fold import fold

#: A line beside a story that says so is no longer; so many lines above and below the story may.
_LONGEST, _ABOVE, _BELOW = 160, 2, 3
#: What may stand before such words at the head of a line.
_LEAD = r"^[\W_]*"


def stated_change(text: str, story: Story) -> str:
    """The words in which the page ``text`` says that ``story`` was changed, joined by " · "; "" where it does not."""
    found = [line for line in _beside(text, story) if _says(line)]
    title = story.title.text if story.title else ""
    if title and any(_patterns()[kind].search(fold(title)) for kind in ("title", "brackets")):
        found.insert(0, title)
    return " · ".join(dict.fromkeys(" ".join(line.split()) for line in found))


def _beside(text: str, story: Story) -> Iterator[str]:
    """The lines of the story's stretch of the page that are none of its headline, and some above and below."""
    spans = [piece.span for _, piece in story.zones()]
    if not spans:
        return
    before = text[: min(s.start for s in spans)].splitlines()
    after = text[max(s.end for s in spans) :].splitlines()
    yield from [line for line in before if line.strip()][-_ABOVE:]
    first = spans[0].start
    inside = text[first : max(s.end for s in spans)].splitlines()
    title = story.title or Piece(spans[0], "")
    yield from (line for line in inside if line.strip() and line.strip() not in title.text)
    yield from [line for line in after if line.strip()][:_BELOW]


def _says(line: str) -> bool:
    folded = fold(line.strip())
    patterns = _patterns()
    short = len(folded) <= _LONGEST and (patterns["line"].search(folded) or patterns["brackets"].search(folded))
    return bool(short or patterns["colon"].search(folded))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The words of the table as patterns over folded text, by where they stand."""
    table = rows("versions_words.tsv")
    words = {
        kind: "|".join(re.escape(fold(w)).replace(r"\ ", r"\s+") for k, w in table if k == kind)
        for kind in ("title", "line", "colon")
    }
    return {
        "brackets": re.compile(rf"[(\[{{]\s*(?:{words['title']})\s*[)\]}}]"),
        "title": re.compile(rf"^(?:{words['title']})\s*[:|.]"),
        "line": re.compile(rf"{_LEAD}(?:{words['line']})(?!\w)"),
        "colon": re.compile(rf"{_LEAD}(?:{words['colon']})\s*:"),
    }

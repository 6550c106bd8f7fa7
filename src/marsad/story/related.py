"""Teasers for other stories: which lines of a related block are titles, summaries, categories, credits."""

from __future__ import annotations

import re

from marsad.model import Piece, Related, Span
from marsad.story import lexicon
from marsad.story.draft import Draft
from marsad.story.lines import Line

_CREDIT = re.compile(r"^[«“\"][^»”\"]{2,40}[»”\"]\s*\(.{2,60}\)")
_ICON = re.compile(r"\s*\b(?:play-circle|camera|video|gallery|TT)\s*$")
_CUT = re.compile(r"(?:…|\.\.\.|\[\s*…\s*\])\s*$")
_BULLET = re.compile(r"[-–•▪◾*\s]+|\d{1,2}(?:[.\-)]\s*|\s+)(?=\D)")
SECTION_WORDS = 3


def teasers(text: str, lines: list[Line]) -> list[Related]:
    """The teasers of a block of lines. A short line is a title, the paragraph under it its summary."""
    found: list[dict[str, Span]] = []
    waiting: dict[str, Span] = {}
    seen: set[str] = set()
    for at, line in enumerate(lines):
        role = _role(line)
        if role == "credit" and found:
            found[-1].setdefault("credit", line.span)
        elif role == "caption":
            waiting = _category(line)
        elif role == "summary" and found and "summary" not in found[-1]:
            found[-1]["summary"] = line.span
        elif role == "title" and not _repeated_below(line, lines[at + 1 : at + 3], seen):
            found.append({"title": line.span, **waiting})
            seen.add(line.key)
            waiting = {}
    return [_related(text, parts) for parts in found]


def is_cut(text: str, draft: Draft) -> bool:
    """Whether all that stands under a headline is one paragraph that breaks off (…): a teaser, not a story."""
    return len(draft.paragraphs) == 1 and _CUT.search(draft.paragraphs[0].of(text)) is not None


def of_draft(text: str, draft: Draft) -> Related:
    """The teaser that a headline and a paragraph are."""
    parts = {"title": draft.title, "summary": draft.paragraphs[0], "category": draft.kicker}
    return _related(text, {name: span for name, span in parts.items() if span})


def _role(line: Line) -> str:
    if _CREDIT.match(line.text):
        return "credit"
    if line.kind == "caption" or _ICON.search(line.text):
        return "caption"
    if line.is_body or _CUT.search(line.text):
        return "summary"
    return "title" if line.kind == "short" and line.words > 2 else "other"


def _repeated_below(line: Line, below: list[Line], seen: set[str]) -> bool:
    """A headline that stands once more right below is told there; one told already is not told again."""
    return any(other.key == line.key for other in below) or line.key in seen


def _category(line: Line) -> dict[str, Span]:
    """The section that opens a caption line (المشرق العربي عربات لقوات الأمن …) and the caption after it."""
    icon = _ICON.search(line.text)
    end = line.span.start + (icon.start() if icon else len(line.text))
    tokens = line.text.split()
    for size in range(SECTION_WORDS, 0, -1):
        head = " ".join(tokens[:size])
        if lexicon.bare(head) in lexicon.sections() and line.text.startswith(head):
            split = line.span.start + len(head)
            rest = {"caption": Span(split + 1, end)} if split + 1 < end else {}
            return {"category": Span(line.span.start, split), **rest}
    return {"caption": Span(line.span.start, end)}


def _related(text: str, parts: dict[str, Span]) -> Related:
    pieces = {name: Piece.cut(text, span.start + _bullet(span.of(text)), span.end) for name, span in parts.items()}
    return Related(
        title=pieces.get("title"),
        summary=pieces.get("summary"),
        category=pieces.get("category"),
        credit=pieces.get("credit"),
        caption=pieces.get("caption"),
    )


def _bullet(words: str) -> int:
    """How many characters the bullet or number before an entry of a list takes (- , 1. , 2 )."""
    found = _BULLET.match(words)
    return found.end() if found else 0

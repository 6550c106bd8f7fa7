"""Pairs of quotation marks by sense: any kind, nested, typed the wrong way round, or never closed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marsad.model import Span
from marsad.text.letters import QUOTE_CLOSERS, QUOTE_OPENERS, QUOTE_STRAIGHT

_MARKS = frozenset(QUOTE_OPENERS + QUOTE_CLOSERS + QUOTE_STRAIGHT)
_ANY = re.compile(f"[{re.escape(''.join(sorted(_MARKS)))}]")
_BEFORE_OPEN = frozenset(" \t\u00a0\n([:،؛.-–—/…وبلفك" + QUOTE_OPENERS)


@dataclass(frozen=True, slots=True)
class MarkPair:
    """Two marks and what stands between them. ``malformed``: typed the wrong way round, of two kinds, or not closed.

    ``close`` is the offset of the closing mark, or the end of the text looked at where none closes. ``depth`` counts
    the pairs around this one.
    """

    open: int
    close: int
    depth: int
    malformed: bool

    @property
    def inner(self) -> Span:
        """What stands between the marks."""
        return Span(self.open + 1, self.close)


def pairs(text: str, start: int, end: int) -> list[MarkPair]:
    """The pairs of marks in ``text[start:end]``, in the order they open.

    A mark opens when a letter follows it and white space, a colon or a particle stands before it; otherwise it closes.
    The way it was typed decides only where its place does not: ``:”كنا نعمل … بناء”`` is one pair.
    """
    stack: list[tuple[int, bool]] = []
    found: list[MarkPair] = []
    for at in (mark.start() for mark in _ANY.finditer(text, start, end)):
        opens = _opens(text, at, start, end, bool(stack))
        if opens:
            stack.append((at, text[at] in QUOTE_CLOSERS))
        elif stack:
            began, wrong = stack.pop()
            found.append(MarkPair(began, at, len(stack), wrong or not _same_kind(text[began], text[at])))
    while stack:
        began, _ = stack.pop()
        if end - began > 2:
            found.append(MarkPair(began, end, len(stack), True))
    return sorted(found, key=lambda p: p.open)


def _opens(text: str, at: int, start: int, end: int, inside: bool) -> bool:
    mark = text[at]
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    may_open = (after.isalnum() or after in _MARKS or after in "([") and (before in _BEFORE_OPEN or before.isspace())
    may_close = not before.isspace() and before not in "(["
    if mark in QUOTE_OPENERS:
        return may_open or not may_close or not inside
    if mark in QUOTE_CLOSERS:
        return not inside or before.isspace() if may_open else not inside and before == ":"
    if not may_open and not inside:
        return _closed_later(text, at, end)
    return may_open and (not inside or before.isspace() or before in ":(")


def _closed_later(text: str, at: int, end: int) -> bool:
    """Whether a straight mark in an odd place (وتابع" أنا من أهل البحر") has one that closes it on its line."""
    line = text.find("\n", at, end)
    after = text.find(QUOTE_STRAIGHT, at + 1, line if line >= 0 else end)
    inches = at > 0 and text[at - 1].isdigit()
    return after > at + 2 and not text[after - 1].isspace() and not inches


def _same_kind(opener: str, closer: str) -> bool:
    kinds = (("«", "»"), ("“", "”"), ('"', '"'), ("‹", "›"), ("„", "”"), ("„", "“"), ("‟", "”"), ("❝", "❞"))
    return (opener, closer) in kinds

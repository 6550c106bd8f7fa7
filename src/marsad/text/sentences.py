"""Where the sentences of Arabic news end: stops, marks of quotation, abbreviations, decimal numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from marsad.model import Span
from marsad.text.letters import MARKS, QUOTE_CLOSERS, QUOTE_OPENERS, QUOTE_STRAIGHT

_STOP = re.compile(r"[.؟?!…]+|[\r\n\u2028\u2029]+")
_CLOSING = QUOTE_CLOSERS + QUOTE_STRAIGHT
_CLOSERS = re.compile(rf"[{re.escape(_CLOSING)}’)\]]+|[^\S\r\n][{re.escape(QUOTE_CLOSERS)}]")
_WORD_BEFORE = re.compile(rf"[^\W_{''.join(sorted(MARKS))}](?:[^\W_]|[{''.join(sorted(MARKS))}])*$")
_WORD_AFTER = re.compile(r"[^\W_]+")
_ENDS = ".؟?!…"
#: Words longer than one letter that are written with a stop after them (single letters always may be).
_SHORT = frozenset(["St", "Mr", "Mrs", "Dr", "Jr", "Sr", "No", "vs", "Inc", "Ltd", "Co"])
_GOES_ON = re.compile(r"\s*[،,؛;:–\-]|\s+(?:حسب|بحسب|وفق|وفقا|حسبما|كما|على حد|على ما)\b")
#: Marks further apart belong to different quotations, one of which was never closed.
_FAR = 1200
#: So many stretches are kept with their sentences: the paragraphs of a long story.
_STRETCHES_KEPT = 128
_MARK = re.compile(f"[{re.escape(QUOTE_OPENERS + QUOTE_CLOSERS + QUOTE_STRAIGHT)}]")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text`` between ``start`` and ``end``, without the white space around them.

    A line end closes a sentence; a stop does not inside marks of quotation when the sentence goes on after them, nor
    in abbreviations (``أ.ف.ب``, ``د. أحمد``), in numbers (``3.5``), nor when it is the pause ``..``. Every character
    that is not white space is in exactly one sentence.
    """
    return list(_sentences(text, start, len(text) if end is None else end))


@lru_cache(maxsize=_STRETCHES_KEPT)
def _sentences(text: str, start: int, stop: int) -> tuple[Span, ...]:
    """The sentences of a stretch, kept a while: quotes, labels and events cut the same paragraphs."""
    quotes = _Quotes(text, start, stop)
    found: list[Span] = []
    at = start
    for match in _STOP.finditer(text, start, stop):
        if match.start() < at:
            continue
        cut = _end_at(text, match, stop, quotes)
        if cut:
            _add(found, text, at, cut)
            at = cut
    _add(found, text, at, stop)
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Span(start, end))


class _Quotes:
    """The closed stretches between marks of quotation, outermost only, line by line."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.spans: list[Span] = []
        for line in re.finditer(r"[^\r\n]+", text[start:end]):
            self._read(text, start + line.start(), start + line.end())
        self._starts = [s.start for s in self.spans]

    def _read(self, text: str, start: int, end: int) -> None:
        opened: int | None = None
        depth = 0
        for at in (mark.start() for mark in _MARK.finditer(text, start, end)):
            turn = _turn(text, at, depth)
            if turn > 0 and (not depth or text[at] in QUOTE_OPENERS):
                opened = at if not depth or (opened is not None and at - opened > _FAR) else opened
                depth += 1
            elif turn < 0 and depth:
                depth -= 1
                if not depth and opened is not None:
                    self.spans.append(Span(opened, at + 1))

    def around(self, at: int) -> Span | None:
        """The quotation that ``at`` lies in."""
        index = bisect_right(self._starts, at) - 1
        span = self.spans[index] if index >= 0 else None
        return span if span and at < span.end else None


def _turn(text: str, at: int, depth: int) -> int:
    """1 for a mark that opens a quotation, -1 for one that closes it, 0 for any other character."""
    char = text[at]
    if char in QUOTE_OPENERS:
        return 1
    if char in QUOTE_CLOSERS:
        return -1
    if char not in QUOTE_STRAIGHT:
        return 0
    before, after = text[at - 1 : at].strip(), text[at + 1 : at + 2].strip()
    if bool(before) != bool(after):
        return 1 if after else -1
    return -1 if depth else 1


def _end_at(text: str, match: re.Match[str], stop: int, quotes: _Quotes) -> int | None:
    """Where the sentence ends whose stop is ``match``, or None when this stop ends nothing."""
    mark, after = match.group(), match.end()
    if mark[0] not in _ENDS:
        return after
    if mark == "." and _inside_word(text, match.start(), after, stop):
        return None
    if mark.strip(".…") == "" and mark != "." and not _line_ends(text, after, stop):
        return None
    quote = quotes.around(match.start())
    if quote and quote.end - quote.start < _FAR:
        last = not text[after : quote.end - 1].strip(" \t\u00a0" + _CLOSING)
        if not last:
            return after if _closes_sentence(text, quote, stop) else None
        after = quote.end
    closers = _CLOSERS.match(text, after, stop)
    after = closers.end() if closers and not quotes.around(closers.end()) else after
    if quote and after < stop and text[after] in _ENDS:
        return None
    return None if after > match.end() and _GOES_ON.match(text, after, stop) else after


def _closes_sentence(text: str, quote: Span, stop: int) -> bool:
    """Whether the quotation ends with a stop, so that no sentence goes on after it."""
    inside = text[quote.start : quote.end].rstrip(" \t" + _CLOSING)
    outside = text[quote.end : min(stop, quote.end + 2)].lstrip(" ")
    ends = inside[-1:] in _ENDS or not outside or outside[0] in _ENDS + "\r\n"
    return ends and not _GOES_ON.match(text, quote.end, stop)


def _line_ends(text: str, at: int, stop: int) -> bool:
    rest = text[at : min(stop, at + 3)].lstrip(" \t" + _CLOSING)
    return not rest or rest[0] in "\r\n"


def _inside_word(text: str, at: int, after: int, stop: int) -> bool:
    """Whether the stop at ``at`` belongs to a number, an address or an abbreviation."""
    before = _WORD_BEFORE.search(text, max(0, at - 20), at)
    word = before.group() if before else ""
    following = _WORD_AFTER.match(text, after, stop)
    if following and word:
        latin = following.group().isascii() or word.isascii()
        return latin or len(following.group()) == 1 or len(word) == 1
    if following:
        return following.group()[0].isdigit()
    return (len(word) == 1 and word.isalpha() and not _line_ends(text, after, stop)) or word in _SHORT

"""The lines of a page with the signs that layout reading goes by: length, closing mark, blank lines, repetition."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from marsad.model import Span
from marsad.story import lexicon
from marsad.text.fold import fold

#: A run of white space inside a line that stands for a lost line break.
_WIDE_GAP = re.compile(r"[ \t\u00a0]{3,}")
_CLOSERS = "»”\")]﴾’'"
_STOPS = ".؟!…"
#: What is left of a tag that broke when the page was saved as text.
_MARKUP = re.compile(r"^[a-z]+=\"|\"\s*/>\s*$|^<[a-z/!][^>]*>$")
_ARABIC = re.compile("[\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_BRACKET_END = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]][\s.]*$")
#: The credit of a picture in words.
_PHOTO, _LONGEST_PHOTO = re.compile(r"(?:صورة من|تصوير|عدسة|المصور)\s*[:：]\s*\S"), 45
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W_]")
LONG = 22
LEAST_CLOSED = 8
#: A line without an Arabic letter is no part of a story when it is so short: addresses, marks of lists, agencies.
LONGEST_FOREIGN = 8
#: A note on the writer under his text (* كاتب من لبنان) has at most so many words.
LONGEST_NOTE = 10


class Line(NamedTuple):
    """A line without the white space around it. ``gap`` counts the blank lines above it.

    ``kind``: body, short (may be a headline), caption, or the label of furniture. ``copies`` is how many lines of the
    page have the same words.
    """

    span: Span
    text: str
    key: str
    gap: int
    words: int
    closed: bool
    kind: str
    copies: int = 1

    @property
    def is_body(self) -> bool:
        """Whether the line reads as a paragraph."""
        return self.kind == "body"

    @property
    def is_story(self) -> bool:
        """Whether the line may be part of a story."""
        return self.kind in ("body", "short", "caption")


def split(text: str) -> list[Line]:
    """The lines of a page that hold something visible, each with its signs."""
    found: list[Line] = []
    gap = 0
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\n|\r|$)", text):
        pieces = _pieces(text, match.start(), match.end())
        if not pieces:
            gap += match.end() > match.start()
            continue
        for start, end in pieces:
            found.append(make_line(text, start, end, gap))
            gap = 0
    counts = Counter(line.key for line in found)
    return [line._replace(copies=n) if (n := counts[line.key]) > 1 else line for line in found]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    bounds = [start, *(x for m in _WIDE_GAP.finditer(text, start, end) for x in m.span()), end]
    pairs = [_strip(text, a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    return [(a, b) for a, b in pairs if a < b]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _blank(text[start]):
        start += 1
    while end > start and _blank(text[end - 1]):
        end -= 1
    return start, end


def _blank(char: str) -> bool:
    return char.isspace() or char in "\u200e\u200f\ufeff\u200b\u200c\u200d\u2028\u2029"


def make_line(text: str, start: int, end: int, gap: int) -> Line:
    """The line at ``[start, end)`` with its signs; its copies are not counted yet."""
    words = text[start:end]
    count, closed, key = len(words.split()), _closed(words), lexicon.bare(words)
    return Line(Span(start, end), words, key, gap, count, closed, _kind(words, key, count, closed))


def _closed(words: str) -> bool:
    """Whether the line ends as a sentence does. One that ends with quoted words is a sentence if it opens like one."""
    core = words.rstrip()
    if core.rstrip(_CLOSERS)[-1:] in tuple(_STOPS):
        return True
    return core[-1:] in tuple('»”"') and _opens_sentence(core)


def _opens_sentence(words: str) -> bool:
    first = fold(words.split()[0])
    return first in lexicon.leads() or (first[:1] in ("و", "ف") and first[1:] in lexicon.leads())


def _kind(words: str, key: str, count: int, closed: bool) -> str:
    label = lexicon.furniture().label(key)
    if label:
        return label
    if 3 < count <= 45 and words[-1] != "." and words.rstrip(" .")[-1:] in (")", "]") and _is_credited(words):
        return "caption"
    if count <= _LONGEST_PHOTO and (":" in words or "：" in words) and _PHOTO.search(words):
        return "caption"
    if count <= 12 and _is_number(words):
        return "stamp"
    if ("=" in words or ">" in words) and _MARKUP.search(words):
        return "markup"
    if count <= LONGEST_FOREIGN and not _ARABIC.search(words):
        return "foreign"
    if words.startswith("*") and count <= LONGEST_NOTE and not words.endswith("؟"):
        return "author_note"
    if count >= LONG or (closed and count >= LEAST_CLOSED):
        return "body"
    return "short"


def _is_number(words: str) -> bool:
    """Whether two fifths of the letters and digits of a line are digits, or it has neither."""
    digits = len(_DIGIT.findall(words))
    return digits * 5 >= 2 * len(_LETTER.findall(words)) if digits else _LETTER.search(words) is None


def bracket_credit(words: str) -> str | None:
    """The words in brackets at the end of a caption: (رويترز)."""
    found = _BRACKET_END.search(words)
    return found[1].strip() if found else None


def _is_credited(words: str) -> bool:
    """Whether a line ends with a credit in brackets, and not with the end mark of a story."""
    credit = bracket_credit(words)
    return credit is not None and lexicon.furniture().label(lexicon.bare(credit)) != "end_mark"

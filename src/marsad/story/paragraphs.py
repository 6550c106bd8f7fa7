"""Rules that hold for single lines of a story whatever the page is made of: credits, by-lines, dates, glued ends."""

from __future__ import annotations

import re

from marsad.model import Span
from marsad.story import lexicon
from marsad.story.datelines import Known, opening
from marsad.story.draft import Draft
from marsad.story.lines import Line
from marsad.text.dates import find
from marsad.text.tokens import words

LONGEST_CREDIT = 10
LONGEST_BYLINE = 8
#: So many characters at the end of a paragraph are looked at for an end mark, and for tags.
LONGEST_END, LONGEST_TAGS = 30, 260
_LONGEST_DATE = 12
_CREDIT = re.compile(r"^\s*\(?\s*(?:المصدر|المصادر|مصدر الخبر|نقلا عن|نقلاً عن|عن وكالة|الوكالات)\s*[:：/\-–]")
_BYLINE = re.compile(
    r"^\s*(?:بقلم|حاورها|حاوره|حاورته|حوار|أجرى الحوار|أجرت الحوار|كتب|كتبت|كتبه|إعداد|اعداد|تقرير|تحرير|ترجمة|مراسل"
    r"|المحرر|الكاتب)\s*[:/\-–]?\s+\S+"
)
_TAGS_GLUED = re.compile(
    r"[.؟!»”\"]\s+((?:سمات|وسوم|الوسوم|الكلمات الدلالية|كلمات دلالية|الكلمات المفتاحية|كلمات مفتاحية)"
    r"\s[^.؟!:«»]{3,200})$"
)
_END_GLUED = re.compile(r"[.؟!»”\"]?\s*\(?(انتهى|انتهي|النهاية)\)?[\s/.]*$")


def is_credit(line: Line) -> bool:
    """Whether a line names the source of the story (المصدر: وكالات روسية)."""
    return line.words <= LONGEST_CREDIT and _CREDIT.match(line.text) is not None


def is_byline(line: Line) -> bool:
    """Whether a line names the writer (بقلم سمير عطية)."""
    return line.words <= LONGEST_BYLINE and _BYLINE.match(line.text) is not None


def is_date(text: str, line: Line) -> bool:
    """Whether a short line is nothing but a date, a time and the words around them."""
    if line.words > _LONGEST_DATE or (line.words > 3 and not any(c.isdigit() for c in line.text)):
        return False
    dates = [e.span for e in find(text, line.span.start, line.span.end)]
    if not dates:
        return False
    rest = [w for w in words(text, *line.span) if not any(d.overlaps(w.span) for d in dates)]
    unknown = [w for w in rest if not w.text[0].isdigit() and w.folded not in lexicon.date_words()]
    covered, letters = sum(d.end - d.start for d in dates), sum(c.isalnum() for c in line.text)
    return covered * 10 >= 6 * max(1, letters) or len(unknown) <= 1


def take(text: str, span: Span, story: Draft, labels: dict[Span, str], known: Known) -> bool:
    """Gives a paragraph to ``story`` without dateline, glued tags and end mark; whether it held the end mark."""
    start, end = span
    glued = _END_GLUED.search(text, max(start, end - LONGEST_END), end)
    ended = glued is not None and glued.start(1) > start
    if glued and ended:
        end = glued.start(1)
        labels[Span(end, span.end)] = "end_mark"
    tags = _TAGS_GLUED.search(text, max(start, end - LONGEST_TAGS), end)
    if tags:
        end = tags.start(1)
        labels[Span(end, span.end)] = "tags"
    if not story.paragraphs and story.dateline is None:
        found = opening(text[start:end], start, known)
        if found:
            story.dateline, lead = found
            start += lead
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        story.paragraphs.append(Span(start, end))
    return ended

"""The head of another observatory's page about somebody: name, biography with its source, names in other scripts."""

from __future__ import annotations

import re

from marsad.model import Piece, Profile, Span
from marsad.story.lines import Line
from marsad.text.dates import Calendar, find
from marsad.text.fold import fold

LONGEST_NAME = 8
LEAST_BIOGRAPHY = 12
#: So many lines may stand above the biography: the name, the name again, a description.
MOST_ABOVE = 4
_LANGUAGES = {
    fold(name): code
    for name, code in (
        ("الروسية", "ru"), ("الإنجليزية", "en"), ("الانجليزية", "en"), ("الإنكليزية", "en"), ("الفرنسية", "fr"),
        ("الألمانية", "de"), ("التركية", "tr"), ("الفارسية", "fa"), ("العبرية", "he"), ("الصينية", "zh"),
        ("اليابانية", "ja"), ("الإسبانية", "es"), ("الإيطالية", "it"), ("الهولندية", "nl"), ("الكردية", "ku"),
        ("الأوكرانية", "uk"), ("البرتغالية", "pt"), ("اليونانية", "el"), ("الأرمنية", "hy"), ("الكورية", "ko"),
        ("العربية", "ar"), ("السويدية", "sv"), ("البولندية", "pl"),
    )
}  # fmt: skip
_ALIAS = re.compile(r"(?:^|[\s(])(?:ب)?ال(\w+)\s*:\s*([^()،؛:]{2,60})")
_LATIN_ALIAS = re.compile(r"\(([A-Za-zÀ-žА-яЁё][^()]{2,60})\)")
_BORN = re.compile(r"(?:ولد|ولدت|مواليد|المولود|المولودة|من مواليد|تاريخ الميلاد)")
_SOURCE = re.compile(
    r"(?:[.،]|\s)\s*((?:المصدر\s*:?\s*)?(?:ويكيبيديا|ويكبيديا|موسوعة|الموسوعة|الجزيرة نت)[^.،]{0,40})$"
)
_IS = re.compile(
    r"(?:^|\s)(?:هو|هي|ولد|ولدت|سياسي|سياسية|رئيس|رئيسة|وزير|وزيرة|دبلوماسي|منظمة|حزب|حركة|دولة|مدينة|عاصمة)\s"
)


def find_profile(text: str, lines: list[Line]) -> tuple[Profile, int] | None:
    """The profile at the head of the page and the number of its lines, or None where the page has none.

    A short name, said again or not, perhaps a line or two of description, then a paragraph that names its bearer and
    says who that is.
    """
    if len(lines) < 2 or lines[0].words > LONGEST_NAME or lines[0].kind not in ("short", "caption"):
        return None
    name = lines[0]
    at = 1
    while at < len(lines) and lines[at].key == name.key:
        at += 1
    repeated = at > 1
    while at < len(lines) and at < MOST_ABOVE and lines[at].kind == "short" and not _is_biography(lines[at], name):
        at += 1
    if at >= len(lines) or not _is_biography(lines[at], name):
        return None
    widgets = any(line.kind == "widget" for line in lines)
    if not (repeated or widgets):
        return None
    return _profile(text, name, lines[at]), at + 1


def profile_of(text: str, name: Line, line: Line) -> Profile | None:
    """The profile that a name and the line under it make, or None where the line is no biography."""
    if name.words > LONGEST_NAME or not _is_biography(line, name):
        return None
    return _profile(text, name, line)


def _is_biography(line: Line, name: Line) -> bool:
    if line.words < LEAST_BIOGRAPHY:
        return False
    opening = fold(" ".join(line.text.split()[:30]))
    named = [w for w in fold(name.text).split() if len(w) > 2]
    return any(w in opening for w in named) and bool(_IS.search(" " + opening + " "))


def _profile(text: str, name: Line, line: Line) -> Profile:
    source = _SOURCE.search(line.text)
    end = line.span.start + source.start(1) if source else line.span.end
    bio = Piece.cut(text, line.span.start, end)
    birth, precision = _birth(bio)
    return Profile(
        name=Piece(name.span, name.text),
        aliases=tuple(_aliases(bio.text, name.text)),
        bio=bio,
        bio_source=re.sub(r"^المصدر\s*:?\s*", "", source[1]).strip() if source else None,
        birth_date=birth,
        birth_precision=precision,
    )


def _aliases(bio: str, name: str) -> list[tuple[str, str]]:
    found = [(name, "ar")]
    full = re.split(r"\s*[(،]|\s(?:هو|هي|ولد|ولدت)\s", bio, maxsplit=1)[0].strip()
    if 1 < len(full.split()) <= LONGEST_NAME and fold(full) != fold(name):
        found.append((full, "ar"))
    for language, alias in _ALIAS.findall(bio[:400]):
        code = _LANGUAGES.get(fold("ال" + language))
        if code:
            found.append((alias.strip(), code))
    if len(found) < 3:
        found += [(alias.strip(), "en") for alias in _LATIN_ALIAS.findall(bio[:400]) if alias.isascii()]
    return list(dict.fromkeys(found))


def _birth(bio: Piece) -> tuple[str | None, str | None]:
    """The birth date that follows the word for birth, cut to what is stated."""
    born = _BORN.search(bio.text)
    if born is None:
        return None, None
    for found in find(bio.text, born.end(), min(len(bio.text), born.end() + 120)):
        if found.year and found.calendar is Calendar.GREGORIAN:
            return _iso(found.year, found.month, found.day)
    return None, None


def _iso(year: int, month: int | None, day: int | None) -> tuple[str, str]:
    if month and day:
        return f"{year:04}-{month:02}-{day:02}", "day"
    return (f"{year:04}-{month:02}", "month") if month else (f"{year:04}", "year")


def bio_source_span(line: Line) -> Span | None:
    """Where the name of the biography's source stands at the end of its line."""
    source = _SOURCE.search(line.text)
    return Span(line.span.start + source.start(1), line.span.end) if source else None

"""Finding the time expressions of a text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from marsad.model import Span
from marsad.text.dates.expressions import Calendar, DateExpression, DateKind, Deixis, Part
from marsad.text.dates.lexicon import lexicon, one_spelling
from marsad.text.dates.patterns import Form, Stretch, forms, stretches
from marsad.text.fold import Folded, fold, fold_with_map

_BEFORE = re.compile(r"(\w+)[^\S\r\n]*[(«\"“]?[^\S\r\n]*$")
_AFTER = re.compile(r"[^\S\r\n]*(\w+)")
_AFTER_YEAR = (" و", " ا", " ب", " ل", " ح", " ف", " ع")
_HIJRI_YEARS = range(1300, 1500)


def find(text: str, start: int = 0, end: int | None = None) -> list[DateExpression]:
    """The time expressions of ``text`` between ``start`` and ``end`` in their order, offsets into the whole ``text``.

    Example: ``find("في 15 أكتوبر الماضي")`` gives one day (15 October, the last one), span 3 to 19.
    """
    stop = len(text) if end is None else end
    folded = fold(text[start:stop])
    held = stretches(folded)
    if not held:
        return []
    original: Folded | None = None
    taken = bytearray(len(folded))
    found = []
    for form in (form for form in forms() if form.needs in held):
        for match in _matches(form, folded, held[form.needs]):
            a, b = match.span("x")
            if any(taken[a:b]):
                continue
            original = original or fold_with_map(text[start:stop])
            span = original.span(a, b)
            at = Span(span.start + start, span.end + start)
            expression = _read(form.name, match, DateExpression(at, at.of(text), DateKind.DAY), folded)
            if expression:
                taken[a:b] = b"\x01" * (b - a)
                found.append(expression)
    return sorted(found, key=lambda e: e.span)


def _matches(form: Form, folded: str, where: Iterable[Stretch]) -> Iterator[re.Match[str]]:
    free = 0
    for start, end in where:
        if start >= free and (match := form.pattern.match(folded, start, end)):
            free = match.end()
            yield match


def _read(name: str, match: re.Match[str], blank: DateExpression, folded: str) -> DateExpression | None:
    if name in ("iso", "numeric", "short", "spaced"):
        return _numeric(name, match, blank)
    if name == "written":
        return _written(match, blank)
    if name == "of_month":
        return _of_month(match, blank)
    if name == "period":
        return _period(match, blank, folded)
    if name == "offset":
        return _offset(match, blank, folded)
    if name == "weekday":
        return _weekday(match, blank, folded)
    if name == "decade":
        return replace(blank, kind=DateKind.DECADE)
    return _year(name, match, blank, folded)


def _group(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _words(folded: str, match: re.Match[str]) -> tuple[str, str]:
    """The words before and after the match, "" at the edge of a line or of the text."""
    before = _BEFORE.search(folded[max(0, match.start() - 30) : match.start()])
    after = _AFTER.match(folded, match.end())
    return (before.group(1) if before else "", after.group(1) if after else "")


def _numeric(name: str, match: re.Match[str], blank: DateExpression) -> DateExpression | None:
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    either = False
    if name == "short":
        either = _possible(2000 + day, month, year)
        year += 1400 if (_group(match, "era") or "").startswith("ه") else 2000 if year < 70 else 1900
    hijri = _is_hijri(match, year)
    if month > 12 and day <= 12:
        day, month = month, day
    elif name == "numeric" and day <= 12 and day != month:
        either = _american(match)
    possible = 1 <= month <= 12 and 1 <= day <= 30 if hijri else year >= 1800 and _possible(year, month, day)
    if not possible:
        return None
    system = Calendar.HIJRI if hijri else Calendar.GREGORIAN
    return replace(blank, calendar=system, year=year, month=month, day=day, either_order=either)


def _is_hijri(match: re.Match[str], year: int) -> bool:
    era = _group(match, "era")
    return era.startswith("ه") if era else year in _HIJRI_YEARS


def _american(match: re.Match[str]) -> bool:
    """Whether a clock with AM or PM follows: such stamps often give the month first."""
    return bool(re.match(r"[\s,،-]*\d{1,2}:\d\d(?::\d\d)?\s*[ap]m", match.string[match.end() :]))


def _possible(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] and 1 <= year <= 2999


def _number(folded: str | None) -> int | None:
    if not folded:
        return None
    digits = re.search(r"\d+", folded)
    if digits:
        return int(digits.group())
    return int(lexicon().values("ordinal")[one_spelling(folded)])


def _deixis(folded: str | None) -> Deixis | None:
    return Deixis(lexicon().values("deixis")[folded]) if folded else None


def _written(match: re.Match[str], blank: DateExpression) -> DateExpression | None:
    name = re.split(r"[/\\()،\-]", match["m"])[0].strip()
    known = lexicon().months
    words = name.split()
    month = known.get(" ".join(words)) or known.get(" ".join(words[:2])) or known[words[0]]
    day, last = _number(_group(match, "d")), _number(_group(match, "d2"))
    year = int(match["y"]) if _group(match, "y") else None
    deixis, year_deixis = _deixis(_group(match, "deixis")), _deixis(_group(match, "ydeixis"))
    marked = year or deixis or year_deixis or match["x"].lstrip().startswith("شهر") or _group(match, "part")
    doubled = len(match["m"]) > len(name) or len(words) > 2
    if month.weak and not (day or marked or doubled):
        return None
    limit = 30 if month.calendar is Calendar.HIJRI else calendar.monthrange(2000, month.number)[1]
    if any(n is not None and not 1 <= n <= limit for n in (day, last)):
        return None
    if year and year in _HIJRI_YEARS and month.calendar is Calendar.GREGORIAN:
        return None
    weekday, part, offset = _group(match, "w"), _group(match, "part"), _group(match, "offset")
    return replace(
        blank,
        kind=DateKind.DAY if day else DateKind.MONTH,
        calendar=month.calendar,
        year=year,
        month=month.number,
        day=day,
        last_day=last,
        weekday=_weekday_number(weekday),
        offset=int(lexicon().values("offset")[one_spelling(offset)]) if offset else None,
        deixis=year_deixis or deixis,
        unit="year" if year_deixis else "month" if deixis else None,
        part=Part(lexicon().values("part")[part]) if part else None,
    )


def _weekday_number(word: str | None) -> int | None:
    if not word:
        return None
    known = lexicon()
    return known.weekdays[word] if word in known.weekdays else known.foreign_weekdays[word]


def _of_month(match: re.Match[str], blank: DateExpression) -> DateExpression | None:
    day = _number(match["d"])
    if day is None or not 1 <= day <= 31:
        return None
    deixis = _deixis(_group(match, "deixis")) or (Deixis.PRESENT if " هذا " in match["x"] else None)
    return replace(blank, day=day, deixis=deixis, unit="month") if deixis else None


def _period(match: re.Match[str], blank: DateExpression, folded: str) -> DateExpression | None:
    deixis = Deixis.PRESENT if _group(match, "this") is not None else _deixis(match["deixis"])
    part, unit = _group(match, "part"), lexicon().values("unit")[match["unit"]]
    before, _after = _words(folded, match)
    if unit == "year" and before in lexicon().values("not_year"):
        return None
    return replace(
        blank,
        kind=DateKind.PERIOD,
        deixis=deixis,
        unit=unit,
        part=Part(lexicon().values("part")[part]) if part else None,
    )


def _offset(match: re.Match[str], blank: DateExpression, folded: str) -> DateExpression | None:
    word = " ".join(match["offset"].split())
    offset = int(lexicon().values("offset")[word])
    before, after = _words(folded, match)
    weekday = _group(match, "w")
    if match["x"].startswith("امس") and match[0][0] in "بلك":
        return None
    if offset == 0 and not weekday:
        banned = lexicon().values("not_today")
        if banned.get(after) == "after" or banned.get(before) == "before":
            return None
    return replace(
        blank,
        kind=DateKind.RELATIVE,
        offset=offset,
        weekday=lexicon().weekdays[weekday] if weekday else None,
        daytime=bool(_group(match, "time")),
    )


def _weekday(match: re.Match[str], blank: DateExpression, folded: str) -> DateExpression | None:
    before, after = _words(folded, match)
    banned = lexicon().values("not_weekday")
    if banned.get(before) == "before" or banned.get(after) == "after":
        return None
    deixis = _deixis(_group(match, "deixis"))
    return replace(
        blank,
        kind=DateKind.WEEKDAY,
        weekday=lexicon().weekdays[match["w"]],
        deixis=deixis,
        unit="day" if deixis else None,
        daytime=bool(_group(match, "time")),
    )


def _year(name: str, match: re.Match[str], blank: DateExpression, folded: str) -> DateExpression | None:
    year = int(match["y"])
    hijri = _is_hijri(match, year)
    if name == "bare_year" and not _year_alone(match, folded):
        return None
    part = _group(match, "part")
    return replace(
        blank,
        kind=DateKind.YEAR,
        calendar=Calendar.HIJRI if hijri else Calendar.GREGORIAN,
        year=year,
        part=Part(lexicon().values("part")[part]) if part else None,
    )


def _year_alone(match: re.Match[str], folded: str) -> bool:
    """Whether bare digits are a year and no count: after a word of time, and not before a counted noun."""
    before, _after = _words(folded, match)
    following = folded[match.end() : match.end() + 2]
    closed = not following or following[0] in '.,،؛:)»"”\n-' or following[:2] in _AFTER_YEAR
    bracketed = folded[match.start() - 1 : match.start()] == "(" and following[:1] == ")"
    return bracketed or (any(before in lexicon().values(kind) for kind in ("year_before", "part")) and closed)

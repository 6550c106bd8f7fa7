"""The patterns of time expressions over folded text, built from the word lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.text.dates.lexicon import Lexicon, any_of, lexicon

_GAP = r"[^\S\r\n]+"
_LOOSE = r"[^\S\r\n]*"
_COMMA = r"[^\S\r\n]*[,،]?[^\S\r\n]*"
_LEFT = r"(?<![\w/.\-])(?:[وف])?(?:[بلك])?"
_PARTICLES = [a + b + c for a in ("", "و", "ف") for b in ("", "ب", "ل", "ك") for c in ("", "ال")]
_RIGHT = r"(?!\w)"
_NUMBER = r"(?:ال" + _LOOSE + r")?\d{1,2}(?![\d/.\-]*\d)"
_YEAR_NUMBER = r"(?:1[2-9]|20)\d\d(?!\d)"
_ERA_WORD = r"(?:ه(?:جريه?)?|م(?:يلاديه?)?)(?!\w)"
_ERA = r"(?:" + _LOOSE + r"(?:لل)?(?P<era>" + _ERA_WORD + "))?"


#: The class of words without which a form cannot be there; "pair" is two numbers side by side, "year" four digits.
_NEEDS = {
    **dict.fromkeys(("iso", "numeric", "short", "spaced"), "pair"),
    **dict.fromkeys(("year", "bare_year"), "year"),
    "written": "month",
    "period": "unit",
}
#: An expression goes on no further behind the word by which it is known, nor does it begin further before it.
REACH = 100
_WORDS, _DIGIT, _YEAR_DIGITS = re.compile(r"[^\W\d]+"), re.compile(r"\d"), re.compile(r"\d{4}")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
#: Words that stand in expressions between those of the tables.
_JOINING = (
    "يوم شهر من الي حتي و ل لل ال الموافق والموافق لموافق الموافقه هذا هذه عام سنه "
    "ه م هجري هجريه ميلادي ميلاديه er st nd rd th"
)
_PAIR = re.compile(r"\d[^\S\r\n]*[-/.]?[^\S\r\n]*\d[^\S\r\n]*[-/.]?[^\S\r\n]*\d")
_DECADES = ("عشرين", "ثلاثين", "اربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of time expressions. Group ``x`` of its pattern is the expression without the particles before it.

    ``needs``: the class of words, one of which stands in each expression of the form.
    """

    name: str
    pattern: re.Pattern[str]
    needs: str


@functools.cache
def forms() -> tuple[Form, ...]:
    """Every form, the most telling first: what an earlier one takes, no later one may touch."""
    lex = lexicon()
    every = (*_numeric(), *_written(lex), *_deictic(lex), *_years(lex))
    return tuple(
        Form(name, re.compile(_LEFT + "(?P<x>" + form + ")" + _RIGHT), _NEEDS.get(name, name)) for name, form in every
    )


#: Where an expression may begin, and where it ends at the latest.
Stretch = tuple[int, int]


def stretches(folded: str) -> dict[str, list[Stretch]]:
    """Where in ``folded`` expressions of each class can begin: at the words of the class (month, weekday, …), and at
    those before them that stand in expressions.

    Most of a text is near no such word, and the forms are looked for nowhere else.
    """
    known = _triggers()
    places: dict[str, list[int]] = {}
    if _DIGIT.search(folded):
        if pairs := [m.start() for m in _PAIR.finditer(folded)]:
            places["pair"] = pairs
        if years := [m.start() for m in _YEAR_DIGITS.finditer(folded)]:
            places["year"] = years
    for word in known.keys() & _words(folded):
        found = _places(folded, word)
        for kind in known[word]:
            places.setdefault(kind, []).extend(found)
    before: dict[int, list[int]] = {}
    return {kind: _begun(folded, found, before) for kind, found in places.items()}


def _words(folded: str) -> list[str]:
    """The words of ``folded``; most have nothing beside them but spaces."""
    plain = folded.split()
    odd = " ".join([word for word in plain if not word.isalpha()])
    return [*plain, *_WORDS.findall(odd)]


def _places(folded: str, word: str) -> list[int]:
    """Where ``word`` begins, not inside another word."""
    found, at = [], folded.find(word)
    while at >= 0:
        if not at or not folded[at - 1].isalpha():
            found.append(at)
        at = folded.find(word, at + 1)
    return found


def _begun(folded: str, places: list[int], before: dict[int, list[int]]) -> list[Stretch]:
    """The stretches that may hold an expression around one of ``places``, in the order of the text.

    ``before`` keeps what stands before a place, for places of several classes.
    """
    found: dict[int, int] = {}
    for at in sorted(places):
        end = folded.find(" ", at + REACH)
        end = len(folded) if end < 0 else end
        if at not in before:
            before[at] = [at, *_before(folded, at)]
        for start in before[at]:
            found[start] = end
            if start and folded[start - 1] == "(":
                found[start - 1] = end
    return sorted(found.items())


def _before(folded: str, at: int) -> Iterator[int]:
    """The beginnings of the words right before ``at`` that stand in expressions, and of numbers, the nearest first."""
    known, first = _vocabulary(), max(0, at - REACH)
    while at > first:
        start = folded.rfind(" ", first, at - 1) + 1 or first
        word = folded[start : at - 1]
        if not (folded[at - 1] == " " and word.isalpha()):
            start, word = _token(folded, first, at)
        if not word or not (word in known or word.isdecimal()):
            return
        yield start
        at = start


def _token(folded: str, first: int, at: int) -> tuple[int, str]:
    """The last run of letters or of digits that ends before ``at``, and where it begins, ``first`` at the earliest."""
    while at > first and not folded[at - 1].isalnum():
        at -= 1
    end, is_number = at, folded[at - 1].isdecimal()
    while at > first and (char := folded[at - 1]).isalnum() and char.isdecimal() == is_number:
        at -= 1
    return at, folded[at:end]


@functools.cache
def _vocabulary() -> frozenset[str]:
    """Every word of which expressions are made, also with particles before it."""
    lex = lexicon()
    tables = (lex.months, lex.weekdays, lex.foreign_weekdays, *lex.words.values())
    words = {token for table in tables for entry in table for token in _TOKEN.findall(entry)}
    words.update(_JOINING.split(), [""])
    return frozenset(particles + word for word in words for particles in _PARTICLES)


@functools.cache
def _triggers() -> dict[str, frozenset[str]]:
    lex = lexicon()
    units = [w for w, v in lex.values("unit").items() if v == "month"]
    present = [w for w, v in lex.values("deixis").items() if v == "present"]
    words = {
        "decade": [d + end for d in _DECADES for end in ("ات", "يات")],
        "month": [*lex.months],
        "of_month": [*units, *present],
        "unit": [*lex.values("unit")],
        "offset": [*lex.values("offset")],
        "weekday": [*lex.weekdays],
    }
    kinds: dict[str, set[str]] = {}
    for kind, each in words.items():
        for word in each:
            first = _WORDS.findall(word)[0]
            for particles in _PARTICLES:
                kinds.setdefault(particles + first, set()).add(kind)
    return {word: frozenset(found) for word, found in kinds.items()}


def _numeric() -> tuple[tuple[str, str], ...]:
    year_first = r"(?P<y>(?:1[2-9]|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/])"
    spaced = r"(?P<y>(?:19|20)\d\d)[^\S\r\n](?P<m>\d{1,2})[^\S\r\n](?P<d>\d{1,2})(?!\d)"
    day_first = r"(?P<d>\d{1,2})" + _LOOSE + r"(?P<s>[-/.])" + _LOOSE + r"(?P<m>\d{1,2})" + _LOOSE
    day_first += r"(?P=s)" + _LOOSE + r"(?P<y>(?:1[2-9]|20)\d\d)(?!\d)"
    short = r"(?P<d>\d{1,2})(?P<s>[/.\-])(?P<m>\d{1,2})(?P=s)(?P<y>\d\d)(?![\d/.%])"
    return (
        ("iso", year_first + "(?:t[\\d:.+z-]+)?" + _ERA),
        ("numeric", day_first + _ERA),
        ("short", short + _ERA),
        ("spaced", spaced),
    )


def _day(group: str, lex: Lexicon, number: str = _NUMBER) -> str:
    return f"(?P<{group}>" + any_of(lex.values("ordinal")) + "|" + number + ")"


def _weekday(lex: Lexicon) -> str:
    return r"(?:يوم" + _GAP + r")?(?P<w>" + any_of(lex.weekdays) + ")"


def _any_weekday(lex: Lexicon) -> str:
    names = any_of((*lex.weekdays, *lex.foreign_weekdays))
    return r"(?:يوم" + _GAP + r")?(?P<w>" + names + r")(?!\w)\.?"


def _month(lex: Lexicon) -> str:
    """A month by one name or by two of its names (ديسمبر/كانون الأول, سبتمبر (أيلول), يونيو حزيران)."""
    numbers = sorted({(m.calendar, m.number) for m in lex.months.values()})
    alternatives = []
    for key in numbers:
        names = any_of(n for n, m in lex.months.items() if (m.calendar, m.number) == key)
        second = rf"(?:{_LOOSE}[/\\،\-]{_LOOSE}{names}|{_LOOSE}\({_LOOSE}{names}{_LOOSE}\)|{_GAP}{names})"
        alternatives.append(f"{names}(?:{second}(?!\\w))?")
    return rf"(?:شهر{_GAP})?(?P<m>" + "|".join(alternatives) + r")(?!\w)"


def _deixis(lex: Lexicon) -> str:
    return '[»"”)]?' + _GAP + "(?P<deixis>" + any_of(lex.values("deixis")) + ")"


def _year_words(lex: Lexicon) -> str:
    units = any_of(w for w, v in lex.values("unit").items() if v == "year")
    bare = "(?:عام|سنه)"
    return rf"(?:(?:من{_GAP})?(?:{units}|{bare}){_GAP})"


def _tail(lex: Lexicon) -> str:
    """What may follow a month: which one (الماضي), a year, or which year (من العام الماضي)."""
    gap = rf"{_LOOSE}[-/،,.]?{_LOOSE}\(?"
    year = gap + _year_words(lex) + "?(?P<y>" + _YEAR_NUMBER + ")" + _ERA
    units = any_of(w for w, v in lex.values("unit").items() if v == "year")
    deictic_year = rf"{_GAP}(?:من{_GAP})?{units}{_GAP}(?P<ydeixis>" + any_of(lex.values("deixis")) + ")"
    return rf"(?:{deictic_year}|(?:{_deixis(lex)})?(?:{year})?)"


def _written(lex: Lexicon) -> tuple[tuple[str, str], ...]:
    offset = "(?P<offset>" + any_of(lex.values("offset")) + ")"
    same_as = rf"(?:[لو]?الموافق[ه:]*{_GAP}(?:ل{_GAP}|لل)?|\()?"
    weekday = rf"(?:(?:{offset}{_COMMA})?\(?{_any_weekday(lex)}\)?{_LOOSE}[,،:\-]?{_LOOSE}{same_as})?"
    span_words = rf"(?:{_LOOSE}[-–]{_LOOSE}|{_GAP}(?:الي|حتي){_GAP}|{_GAP}و{_LOOSE})"
    before_month = rf"(?:ال{_LOOSE})?\d{{1,2}}(?!\d)"
    days = f"{_day('d', lex, before_month)}(?:{span_words}{_day('d2', lex, before_month)})?"
    day = rf"(?:يوم{_GAP})?{days}"
    of = rf"(?:er|st|nd|rd|th)?{_LOOSE}[-/،]?{_LOOSE}(?:من{_GAP})?"
    part = rf"(?:(?P<part>{any_of(lex.values('part'))}){_GAP})?"
    number = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
    year = rf"{_COMMA}(?P<y>{_YEAR_NUMBER})"
    year_first = rf"(?P<y>{_YEAR_NUMBER}){_LOOSE}[-/،,]?{_LOOSE}"
    return (
        ("written", rf"{weekday}{year_first}{_month(lex)}{_LOOSE}[-/،,]?{_LOOSE}{number}"),
        ("written", f"{weekday}{day}{of}{_month(lex)}{_tail(lex)}"),
        ("written", f"{weekday}{_month(lex)}{_GAP}{number}(?:{year})"),
        ("written", f"{part}{_month(lex)}{_tail(lex)}"),
    )


def _deictic(lex: Lexicon) -> tuple[tuple[str, str], ...]:
    deixis = "(?P<deixis>" + any_of(lex.values("deixis")) + ")"
    month = any_of(w for w, v in lex.values("unit").items() if v == "month")
    unit = "(?P<unit>" + any_of(lex.values("unit")) + ")"
    present = any_of(w for w, v in lex.values("deixis").items() if v == "present")
    offset = "(?P<offset>" + any_of(lex.values("offset")) + ")"
    part = rf"(?:(?P<part>{any_of(lex.values('part'))}){_GAP})?"
    time = rf"(?:(?P<time>{any_of(lex.values('daytime'))}){_GAP})?"
    bracketed = rf"(?:{_COMMA}\(?{_weekday(lex)}\)?)?"
    return (
        ("of_month", rf"{_day('d', lex)}{_GAP}(?:من{_GAP})?(?:هذا{_GAP})?{month}(?:{_GAP}{deixis})?"),
        ("of_month", rf"(?P<d>{_NUMBER}){_GAP}(?:من{_GAP})?(?P<deixis>{present})"),
        ("period", rf"{part}{unit}{_GAP}{deixis}"),
        ("period", rf"{part}(?P<this>هذا|هذه){_GAP}{unit}"),
        ("period", rf"(?P<part>{any_of(lex.values('part'))}){_GAP}(?P<this>){unit}"),
        ("offset", f"{time}{offset}{bracketed}"),
        ("weekday", rf"{time}{_weekday(lex)}(?:{_GAP}{deixis})?"),
    )


def _years(lex: Lexicon) -> tuple[tuple[str, str], ...]:
    part = rf"(?:(?P<part>{any_of(lex.values('part'))}){_GAP})?"
    decades = f"(?:ال)?(?P<decade>{any_of(_DECADES)}(?:ي)?ات)"
    return (
        ("year", rf"{part}{_year_words(lex)}(?P<y>{_YEAR_NUMBER}){_ERA}"),
        ("year", rf"(?P<y>{_YEAR_NUMBER}){_LOOSE}(?P<era>{_ERA_WORD})"),
        ("bare_year", r"(?P<y>(?:1[89]|20)\d\d)(?![\d/\-]|[.,]\d)"),
        ("decade", decades),
    )

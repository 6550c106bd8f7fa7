"""Words, numbers, counted nouns and dates as a reader sees them, in Arabic or English and in either digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from marsad.observatory.pages import StoryRow, Window
from marsad.tables import rows
from marsad.text.letters import ARABIC_INDIC_DIGITS

LANGUAGES = ("ar", "en")
DIGITS = ("latn", "arab")

#: Both month systems, as full dates show them.
MONTHS = {
    "ar": (
        "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو", "تموز/يوليو",
        "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
WEEKDAYS = {
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_FORMS = {"ar": ("zero", "one", "two", "few", "many", "other"), "en": ("zero", "one", "other")}


@cache
def messages(lang: str) -> dict[str, str]:
    """The words of the interface in one language, by key."""
    column = 2 if lang == "ar" else 1
    return {row[0]: row[column] for row in rows("messages.tsv", "marsad.serve")}


@cache
def _nouns(lang: str) -> dict[str, dict[str, str]]:
    column = 2 if lang == "ar" else 1
    return {
        row[0]: dict(zip(_FORMS[lang], row[column].split("|"), strict=True))
        for row in rows("nouns.tsv", "marsad.serve")
    }


@dataclass(frozen=True, slots=True)
class Wording:
    """One reader's language (``ar``, ``en``) and digits (``latn``: 0123, ``arab``: ٠١٢٣)."""

    lang: str = "ar"
    digits: str = "latn"

    @property
    def comma(self) -> str:
        """What stands between the parts of a list."""
        return "، " if self.lang == "ar" else ", "

    def isolated(self, words: str) -> str:
        """``words`` in this language's direction, for places such as a drawing that have no direction of their own."""
        opener = "\N{RIGHT-TO-LEFT ISOLATE}" if self.lang == "ar" else "\N{LEFT-TO-RIGHT ISOLATE}"
        return f"{opener}{words}\N{POP DIRECTIONAL ISOLATE}"

    def t(self, key: str, **values: object) -> str:
        """The words under ``key`` with ``values`` put in."""
        words = messages(self.lang)[key]
        return words.format(**values) if values else words

    def num(self, value: float) -> str:
        """A number with separators: 26,053 or ٢٦٬٠٥٣; one decimal for a fraction."""
        plain = f"{value:,}" if isinstance(value, int) or float(value).is_integer() else f"{value:,.1f}"
        if isinstance(value, float) and value.is_integer():
            plain = f"{int(value):,}"
        if self.digits == "arab":
            return plain.replace(",", "٬").replace(".", "٫").translate(ARABIC_INDIC_DIGITS)
        return plain

    def decimal(self, value: float, places: int = 2) -> str:
        """A number with so many decimals."""
        plain = f"{value:.{places}f}"
        return plain.replace(".", "٫").translate(ARABIC_INDIC_DIGITS) if self.digits == "arab" else plain

    def count(self, number: int, noun: str) -> str:
        """A counted noun in its right form: خبر واحد، خبران، 3 أخبار، 11 خبرًا، 100 خبر."""
        forms = _nouns(self.lang)[noun]
        rule = "zero" if number == 0 else Locale(self.lang).plural_form(number)
        return forms.get(rule, forms["other"]).format(n=self.num(number))

    def later(self, minutes: int) -> str:
        """How long after another thing something came: بعد 12 دقيقة، بعد 3 ساعات، بعد يومين."""
        if abs(minutes) < 60:
            unit, count = "minute", abs(minutes)
        elif abs(minutes) < 48 * 60:
            unit, count = "hour", round(abs(minutes) / 60)
        else:
            unit, count = "day_later", round(abs(minutes) / 1440)
        if not count:
            return self.t("same_minute")
        return self.t("earlier_by" if minutes < 0 else "later_by", time=self.count(count, unit))

    def noun(self, number: int, noun: str) -> str:
        """The noun alone in the form that ``number`` asks for, to stand beside the number."""
        words = self.count(number, noun).replace(self.num(number), "").strip()
        return words or self.count(number, noun)

    def date(self, day: str | None, *, weekday: bool = False) -> str:
        """A day, month or year in words: 3 آب/أغسطس 2015."""
        if not day:
            return self.t("undated")
        parts = day.split("-")
        if len(parts) == 1:
            return self._year(parts[0])
        month = MONTHS[self.lang][int(parts[1]) - 1]
        if len(parts) == 2:
            return f"{month} {self._year(parts[0])}"
        words = f"{self.num(int(parts[2]))} {month} {self._year(parts[0])}"
        return f"{WEEKDAYS[self.lang][date.fromisoformat(day).weekday()]} {words}" if weekday else words

    def short(self, day: str) -> str:
        """The day without its year."""
        _, month, number = day.split("-")
        return f"{self.num(int(number))} {MONTHS[self.lang][int(month) - 1]}"

    def month(self, day: str) -> str:
        """The month of a day, as an axis names it."""
        return MONTHS[self.lang][int(day.split("-")[1]) - 1]

    def _year(self, year: str) -> str:
        return year.translate(ARABIC_INDIC_DIGITS) if self.digits == "arab" else year

    def when(self, row: StoryRow) -> str:
        """The day of a story, or the days that bound it, in words."""
        if row.day:
            return self.date(row.day)
        return self.bounds(row.day_from, row.day_to)

    def bounds(self, first: str | None, last: str | None) -> str:
        """Two bounds in words: between them, before the one or after the other."""
        if first and last:
            return (
                self.date(first) if first == last else self.t("between", first=self.date(first), last=self.date(last))
            )
        if last:
            return self.t("or_before", day=self.date(last))
        return self.t("or_after", day=self.date(first)) if first else self.t("undated")

    def span(self, shown: Window) -> str:
        """The days of a window, short: from the first to the last."""
        if not shown.day_from or not shown.day_to:
            return self.t("undated")
        if shown.day_from == shown.day_to:
            return self.date(shown.day_from)
        return self.t("from_to", first=self.date(shown.day_from), last=self.date(shown.day_to))

    def window(self, shown: Window) -> str:
        """What days the figures cover, in a sentence."""
        if not shown.day_from or not shown.day_to:
            return self.t("window_undated")
        if shown.whole:
            return self.t("window_whole", span=self.span(shown))
        if shown.day_from == shown.day_to:
            return self.t("window_note_day", day=self.date(shown.day_from))
        days = self.count(shown.days, "day")
        return self.t("window_note", days=days, first=self.date(shown.day_from), last=self.date(shown.day_to))

    def digit(self, text: str) -> str:
        """A short figure such as an axis label in the reader's digits."""
        return text.translate(ARABIC_INDIC_DIGITS) if self.digits == "arab" else text

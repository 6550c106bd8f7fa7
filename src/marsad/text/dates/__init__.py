"""Time expressions of Arabic news: finding them in text, giving them their days, reading the date a string states."""

from marsad.text.dates.expressions import Calendar, DateExpression, DateKind, Deixis, Part
from marsad.text.dates.finding import find
from marsad.text.dates.resolving import resolve
from marsad.text.dates.strings import StatedDate, as_anchor, read_date

__all__ = [
    "Calendar",
    "DateExpression",
    "DateKind",
    "Deixis",
    "Part",
    "StatedDate",
    "as_anchor",
    "find",
    "read_date",
    "resolve",
]

"""Time expressions of Arabic news: finding them in text and giving them their days."""

from marsad.text.dates.expressions import Calendar, DateExpression, DateKind, Deixis, Part
from marsad.text.dates.finding import find
from marsad.text.dates.resolving import resolve

__all__ = ["Calendar", "DateExpression", "DateKind", "Deixis", "Part", "find", "resolve"]

"""From a story and its names to who said what."""

from marsad.quotes.finding import find

__all__ = ["find"]

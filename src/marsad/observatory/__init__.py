"""The questions that the pages of the observatory ask."""

from marsad.observatory.observatory import Observatory
from marsad.observatory.windows import Asked

__all__ = ["Asked", "Observatory"]

"""`Story` to mentions: who and what is named, where, and which entity each name stands for."""

from marsad.names.finding import find
from marsad.names.tools import NameTools

__all__ = ["NameTools", "find"]

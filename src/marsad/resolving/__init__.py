"""Who is who: spellings of one name brought together, names of several sources learned, people's word above all."""

from marsad.resolving.deciding import decide, undo
from marsad.resolving.resolving import Resolved, resolve

__all__ = ["Resolved", "decide", "resolve", "undo"]

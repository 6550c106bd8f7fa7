"""Who is who: spellings of one name brought together, names that several sources use learned, people's word above all."""

from marsad.resolving.deciding import decide, undo
from marsad.resolving.resolving import Resolved, resolve

__all__ = ["Resolved", "decide", "resolve", "undo"]

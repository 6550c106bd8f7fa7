"""Who is who: spellings of one name brought together, names of several sources learned, people's word above all."""

from marsad.resolving.deciding import OF_STORIES, decide, undo
from marsad.resolving.resolving import Resolved, resolve

__all__ = ["OF_STORIES", "Resolved", "decide", "resolve", "undo"]

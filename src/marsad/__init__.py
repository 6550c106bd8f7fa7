"""Marsad (مرصد), the open observatory of Arabic news.

``marsad.read(text)`` reads a page given as text: its stories, and in each the names, quotes, labels and events.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marsad.model import Reading
    from marsad.pipeline import Tools

__version__ = "0.1.0"


def read(text: str) -> Reading:
    """Everything that is found in a page given as text, or as HTML: ``marsad.read(text).stories[0].quotes``.

    Known names and outlets are the shipped ones with those of the settings (MARSAD_CATALOGUE, MARSAD_OUTLETS). Raises
    ``errors.NotReadError`` for a text that holds no Arabic story; its message says why.
    """
    from marsad.errors import NotReadError
    from marsad.intake.files import from_bytes
    from marsad.model import Rejected
    from marsad.pipeline import observe

    result = observe(from_bytes(text.encode("utf-8", "surrogatepass"), "text"), _tools())
    if isinstance(result, Rejected):
        raise NotReadError(f"{result.reason}: {result.detail}")
    return result


@functools.cache
def _tools() -> Tools:
    from marsad.config import settings
    from marsad.pipeline import Tools

    return Tools.load(settings())

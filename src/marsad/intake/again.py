"""A page made again of what it was read from, by the reader of today."""

from __future__ import annotations

from marsad.intake import documents, raw
from marsad.intake.fields import Fields
from marsad.intake.options import Options
from marsad.intake.records import Reader
from marsad.model import Page, Raw, Rejected


def page(kept: Raw, path: str, options: Options) -> Page | Rejected:
    """The page that is kept as ``kept`` and stood at ``path``: the one that was added, unless reading changed."""
    if kept.kind == raw.RECORD:
        told = Fields((("*", raw.beside(kept)["fields"]),))
        return Reader(path, Options(options.limits, told, options.notice)).of_line(kept.data, path)
    if kept.kind == raw.ENTRY:
        return documents.entry_page(kept, path, options)
    if kept.kind == raw.TEASERS:
        return documents.teasers_page(kept, path, options)
    return documents.page(kept.data, path, raw.given(kept), options)

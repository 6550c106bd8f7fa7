"""The texts that a story had at its address, and what each changed."""

from __future__ import annotations

from itertools import pairwise

from marsad.copies.aligning import Alignment, Run, align
from marsad.copies.tellings import Telling, put_together
from marsad.errors import NotInArchiveError
from marsad.observatory.links import View, present_key
from marsad.observatory.version_pages import VersionPage, VersionRow
from marsad.store.compression import unpacked
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.versions import Version, shown, unpacked_named, versions
from marsad.text.tokens import words


def version_rows(view: View, key: str) -> tuple[VersionRow, ...]:
    """The texts of the story with this key, the oldest first; none where it had one alone."""
    found = _texts(view, key)
    return tuple(_rows(view, found, [_telling(view, one) for one in found])) if len(found) > 1 else ()


def version_page(view: View, key: str, number: int) -> VersionPage:
    """What the text with this number, from 1, changed. Raises NotInArchiveError."""
    key = present_key(view, key)
    found = _texts(view, key)
    if not 1 <= number <= len(found) or len(found) < 2:
        raise NotInArchiveError(f"the story {key!r} has no version {number}")
    tellings = [_telling(view, one) for one in found]
    alignment = align(tellings[max(0, number - 2)], tellings[number - 1])
    source, title = view.db.execute("SELECT source, title FROM story WHERE key = ?", (key,)).fetchone()
    return VersionPage(
        key, title, view.sources().get(source) if source else None, number, tuple(_rows(view, found, tellings)),
        alignment, view.by_keys({run.entity for run in alignment.labels() if run.entity}),
    )  # fmt: skip


def _texts(view: View, key: str) -> list[Version]:
    """The first page of each text."""
    found = versions(view.db, key)
    return [one for one in found if one.changed or one is found[0]]


def _telling(view: View, one: Version) -> Telling:
    text = unpacked(view.db.execute("SELECT text FROM page WHERE id = ?", (one.page,)).fetchone()[0])
    return put_together(unpacked_layout(one.layout, text), unpacked_named(one.named))


def _rows(view: View, found: list[Version], tellings: list[Telling]) -> list[VersionRow]:
    changes = [align(tellings[0], tellings[0]), *(align(a, b) for a, b in pairwise(tellings))]
    present = shown(found).page
    return [
        _row(view, number, one, told, change, one.page == present)
        for number, (one, told, change) in enumerate(zip(found, tellings, changes, strict=True), 1)
    ]


def _row(view: View, number: int, one: Version, told: Telling, change: Alignment, present: bool) -> VersionRow:
    seen, modified = view.db.execute("SELECT seen, modified FROM page WHERE id = ?", (one.page,)).fetchone()
    runs = [*change.title, *(run for row in change.rows for run in row.runs)]
    return VersionRow(
        number, one.time or None, seen, modified, told.title.text, change.new_title, _count(runs, "after"),
        _count(runs, "before"), bool(one.said), bool(one.changed and not one.said), one.stated, present,
    )  # fmt: skip


def _count(runs: list[Run], side: str) -> int:
    """How many words of one side differ."""
    return sum(len(words(getattr(run, side).text)) for run in runs if run.kind != "same")

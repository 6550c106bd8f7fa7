"""Two stories side by side as HTML: what was dropped on the one side, what was added on the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from markupsafe import Markup, escape

from marsad.copies.aligning import LABEL, SAME, Alignment, Run
from marsad.observatory.pages import EntityLink
from marsad.serve.markup import filled
from marsad.serve.wording import Wording
from marsad.text.tokens import words

_TAGS: dict[str, tuple[str, str]] = {"before": ("del", "was_dropped"), "after": ("ins", "was_added")}


def side(wording: Wording, runs: Iterable[Run], which: Literal["before", "after"]) -> Markup:
    """The text of one side in its own order: words that the other side has not are marked, changed labels twice."""
    own = sorted(((getattr(run, which), run.kind) for run in runs), key=lambda pair: pair[0].start)
    return Markup("").join(_shown(wording, stretch.text, kind, which) for stretch, kind in own if stretch.text)


def _shown(wording: Wording, text: str, kind: str, which: str) -> Markup:
    if kind == SAME or not text.strip():
        return escape(text)
    tag, said = _TAGS[which]
    inner = text.strip()
    at = text.index(inner)
    name = Markup(' class="named"') if kind == LABEL else ""
    marked = filled('<{}{}><span class="vh">{} </span>{}</{}>', tag, name, wording.t(said), inner, tag)
    return escape(text[:at]) + marked + escape(text[at + len(inner) :])


def told_labels(
    wording: Wording, alignment: Alignment, named: Mapping[str, EntityLink]
) -> list[tuple[str, EntityLink | None]]:
    """Each changed label once, in words, with whom it is put on; None for whom no story of the archive names now."""
    found: dict[tuple[str, str], EntityLink | None] = {}
    for run in alignment.labels():
        before, after, who = _bare(run.before.text), _bare(run.after.text), run.entity or ""
        key = "label_became" if before and after else "label_came" if after else "label_went"
        found[wording.t(key, before=before, after=after), who] = named.get(who)
    return [(told, link) for (told, _), link in found.items()]


def _bare(text: str) -> str:
    """``text`` from its first word to its last."""
    found = words(text)
    return text[found[0].span.start : found[-1].span.end] if found else ""

"""The picture of an entity's page for places that show a link as a card: name, figures and volume, drawn to PNG."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import resvg_py
from markupsafe import Markup

from marsad.observatory.pages import EntityPage, Volume
from marsad.serve.markup import filled
from marsad.serve.wording import Wording

WIDTH, HEIGHT = 1200, 630
MARGIN = 70
TOP, BOTTOM = 385, 545
#: A name of so many letters fills the line at full size; a line of the description holds so many.
FULL_SIZE_LETTERS = 17
LINE_LETTERS = 58
#: Only the shipped fonts are used, so that the picture is the same on every machine.
_FONTS = ("MarsadNaskh-Bold.ttf", "MarsadSans-Regular.ttf")
_NAME, _TEXT = "Marsad Naskh", "Marsad Sans"
_INK, _INK_2, _PETROL, _SUNK = "#1c1e21", "#585c62", "#0b5f83", "#ebe6da"


def preview(page: EntityPage, wording: Wording) -> bytes:
    """A PNG of 1200 by 630 with the name shaped as Arabic is written."""
    return _drawn(_svg(page, wording))


@lru_cache(maxsize=256)
def _drawn(svg: str) -> bytes:
    folder = resources.files("marsad.serve") / "fonts"
    files = [str(folder / name) for name in _FONTS]
    drawn = resvg_py.svg_to_bytes(svg_string=svg, font_files=files, skip_system_fonts=True, font_family=_TEXT)
    return bytes(drawn)


def _svg(page: EntityPage, w: Wording) -> str:
    head = page.head
    english = w.lang == "en" and head.entity.name_en
    name = str(head.entity.name_en) if english else head.entity.name
    about = head.description_en if w.lang == "en" else head.description
    size = min(104, int(104 * FULL_SIZE_LETTERS / max(FULL_SIZE_LETTERS, len(name))))
    figures = f"{w.count(page.stories_in_window, 'story')} · {w.count(page.sources_in_window, 'source')}"
    parts = [
        filled('<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}">', WIDTH, HEIGHT),
        filled('<rect width="1200" height="630" fill="#fbfaf7"/><rect width="1200" height="14" fill="{}"/>', _PETROL),
        _text(w, 165, _NAME, size, _INK, name, bold=True),
        _text(w, 262, _TEXT, 34, _INK_2, shortened(about)),
        _text(w, 326, _TEXT, 38, _PETROL, figures),
        _bars(page.volume, mirrored=w.lang == "ar"),
        _text(w, 600, _TEXT, 28, _INK_2, w.span(page.window)),
        _text(w, 600, _NAME, 36, _INK, w.t("site"), bold=True, far=True),
        Markup("</svg>"),
    ]
    return str(Markup("").join(parts))


def shortened(words: str) -> str:
    """As much of a description as stands on one line, cut between words."""
    if len(words) <= LINE_LETTERS:
        return words
    return words[: LINE_LETTERS - 1].rsplit(" ", 1)[0] + "…"


def _text(
    w: Wording, y: int, family: str, size: int, colour: str, words: str, *, bold: bool = False, far: bool = False
) -> Markup:
    """A line of text at the reading side, or at the ``far`` one."""
    right = (w.lang == "ar") != far
    return filled(
        '<text x="{}" y="{}" text-anchor="{}" font-family="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>',
        WIDTH - MARGIN if right else MARGIN,
        y,
        "end" if right else "start",
        family,
        size,
        700 if bold else 400,
        colour,
        w.isolated(words),
    )


def _bars(volume: Volume, *, mirrored: bool) -> Markup:
    """The volume as small bars over a line; time runs with the reading direction, uncollected days are bands."""
    highest = max((d.count for d in volume.days), default=0)
    if not highest:
        return Markup("")
    band = (WIDTH - 2 * MARGIN) / len(volume.days)
    rect = '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>'
    shapes = [filled(rect, MARGIN, BOTTOM, WIDTH - 2 * MARGIN, 2, _INK_2)]
    for at, day in enumerate(volume.days):
        left = MARGIN + band * (len(volume.days) - 1 - at if mirrored else at)
        if not day.total:
            shapes.append(filled(rect, int(left), TOP, int(band) + 2, BOTTOM - TOP, _SUNK))
        height = (BOTTOM - TOP) * day.count / highest
        size = min(band * 0.7, 60)
        if height:
            x = left + (band - size) / 2
            shapes.append(
                filled(rect, round(x, 1), round(BOTTOM - height, 1), round(size, 1), round(height, 1), _PETROL)
            )
    return Markup("").join(shapes)

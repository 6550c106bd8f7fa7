"""The picture of an entity's page for places that show a link as a card: name, figures and volume, drawn to PNG."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import resvg_py
from markupsafe import Markup

from marsad.observatory.pages import EntityPage, Volume
from marsad.serve.wording import Wording

WIDTH, HEIGHT = 1200, 630
MARGIN = 70
#: A name of so many letters fills the line at full size.
FULL_SIZE_LETTERS = 17
_FONTS = ("NotoNaskhArabic-Bold.ttf", "NotoSansArabic-Regular.ttf")


def preview(page: EntityPage, wording: Wording) -> bytes:
    """A PNG of 1200 by 630 with the name shaped as Arabic is written."""
    return _drawn(_svg(page, wording))


@lru_cache(maxsize=256)
def _drawn(svg: str) -> bytes:
    folder = resources.files("marsad.serve") / "fonts"
    files = [str(folder / name) for name in _FONTS]
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=files, font_family="Noto Sans Arabic"))


def _svg(page: EntityPage, w: Wording) -> str:
    arabic = w.lang == "ar"
    head = page.head
    name = head.entity.name if arabic or not head.entity.name_en else head.entity.name_en
    about = head.description if arabic else head.description_en
    x, anchor = (WIDTH - MARGIN, "end") if arabic else (MARGIN, "start")
    size = min(110, int(110 * FULL_SIZE_LETTERS / max(FULL_SIZE_LETTERS, len(name))))
    figures = f"{w.count(page.stories_in_window, 'story')} · {w.count(page.sources_in_window, 'source')}"
    text = Markup('<text x="{}" y="{}" text-anchor="{}" font-family="{}" font-size="{}" fill="{}">{}</text>')
    serif, sans = "Noto Naskh Arabic", "Noto Sans Arabic"
    parts = [
        Markup('<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}">').format(WIDTH, HEIGHT),
        Markup('<rect width="1200" height="630" fill="#fbfaf7"/><rect width="1200" height="14" fill="#0b5f83"/>'),
        text.format(x, 190, anchor, serif, size, "#1c1e21", name),
        text.format(x, 255, anchor, sans, 34, "#585c62", about[:70]),
        text.format(x, 320, anchor, sans, 38, "#0b5f83", figures),
        _bars(page.volume, mirrored=arabic),
        text.format(
            MARGIN if arabic else WIDTH - MARGIN, 600, "start" if arabic else "end", serif, 34, "#585c62", w.t("site")
        ),
        Markup("</svg>"),
    ]
    return str(Markup("").join(parts))


def _bars(volume: Volume, *, mirrored: bool) -> Markup:
    """The volume as small bars; time runs with the reading direction."""
    highest = max((d.count for d in volume.days), default=0)
    if not highest:
        return Markup("")
    band = (WIDTH - 2 * MARGIN) / len(volume.days)
    bar = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="#0b5f83"/>')
    shapes = []
    for at, day in enumerate(volume.days):
        place = len(volume.days) - 1 - at if mirrored else at
        height = 180 * day.count / highest
        shapes.append(
            bar.format(round(MARGIN + place * band, 1), round(550 - height, 1), round(band * 0.7, 1), round(height, 1))
        )
    return Markup("").join(shapes)

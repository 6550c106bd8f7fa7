"""Makes the fonts of the share picture: an Arabic Noto font and the Latin letters of Noto Sans in one file.

    pip install fonttools
    python tools/merge_fonts.py FOLDER      # of NotoNaskhArabic-Bold.ttf and so on: Debian package fonts-noto-core

The renderer puts texts of two fonts together wrongly where one of them has ligatures, so each picture font holds both.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

OUT = Path(__file__).parent.parent / "src" / "marsad" / "serve" / "fonts"
FONTS = (
    ("NotoNaskhArabic-Bold.ttf", "NotoSans-Bold.ttf", "Marsad Naskh", "Bold"),
    ("NotoSansArabic-Regular.ttf", "NotoSans-Regular.ttf", "Marsad Sans", "Regular"),
)
LATIN = ((0x20, 0x7F), (0xA0, 0x250), (0x2010, 0x2028))
ARABIC = ((0x20, 0x700), (0x2000, 0x2070), (0xFB50, 0xFE00), (0xFE70, 0xFF00))


def cut(font: TTFont, letters: set[int], features: list[str]) -> None:
    """Leaves only ``letters`` in ``font``."""
    options = subset.Options()
    options.layout_features = features
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(letters))
    cutter.subset(font)


def within(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {number for first, end in ranges for number in range(first, end)}


def merged(arabic_path: Path, latin_path: Path) -> TTFont:
    arabic, latin = TTFont(arabic_path), TTFont(latin_path)
    has = set(arabic.getBestCmap())
    cut(latin, within(LATIN) - has, ["kern", "mark", "mkmk", "ccmp"])
    cut(arabic, within(ARABIC) & has, ["*"])
    scale_upem(latin, arabic["head"].unitsPerEm)
    with tempfile.TemporaryDirectory() as folder:
        parts = [Path(folder) / "arabic.ttf", Path(folder) / "latin.ttf"]
        arabic.save(parts[0])
        latin.save(parts[1])
        return Merger().merge([str(p) for p in parts])


def name(font: TTFont, family: str, style: str) -> None:
    full = f"{family} {style}"
    words = {1: family, 2: style, 3: full, 4: full, 6: full.replace(" ", ""), 16: family, 17: style}
    for record in font["name"].names:
        record.string = words.get(record.nameID, record.toUnicode())


def main() -> None:
    folder = Path(sys.argv[1])
    for arabic, latin, family, style in FONTS:
        font = merged(folder / arabic, folder / latin)
        name(font, family, style)
        font.save(OUT / f"{family.replace(' ', '')}-{style}.ttf")


if __name__ == "__main__":
    main()

"""The letters of Arabic text by their Unicode names, and what folding does to each. The only place that lists them."""

from __future__ import annotations

import unicodedata

TATWEEL = "\N{ARABIC TATWEEL}"
ALEF, TEH = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER TEH}"
WAW, YEH = "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER YEH}"

#: A hamza on و or ي, and these with a hamza by itself: of names they say how one is spelt, so that فئات is not فيات.
SEATED_HAMZA = frozenset(["\N{ARABIC LETTER WAW WITH HAMZA ABOVE}", "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"])
HAMZA = SEATED_HAMZA | {"\N{ARABIC LETTER HAMZA}"}

#: Seats of a hamza that are written for one another, with the letter that follows them.
HAMZA_SEATS = (
    (
        "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}\N{ARABIC LETTER YEH WITH HAMZA ABOVE}\N{ARABIC LETTER HAMZA}",
        "\N{ARABIC LETTER WAW}",
    ),
    (
        "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
        "\N{ARABIC LETTER TEH MARBUTA}",
    ),
)

#: Vowel signs, tanween, shadda, sukun, dagger alef and Quranic marks: they vary freely and carry no identity in news.
MARKS = frozenset(
    chr(c)
    for c in (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E9))
)

#: Characters that no reader sees: direction marks, joiners, soft hyphen, byte order mark.
INVISIBLE = frozenset(
    ["\u00ad", "\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff"]
    + [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
)

_SAME_LETTER = {
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
}

_DIGITS = {chr(base + d): str(d) for base in (0x0660, 0x06F0) for d in range(10)}

#: One character to its folded form: "" drops it. Presentation forms fold through their Unicode decomposition.
FOLD: dict[str, str] = {
    **dict.fromkeys(MARKS | INVISIBLE | {TATWEEL}, ""),
    **_SAME_LETTER,
    **_DIGITS,
}

#: Arabic-Indic and Persian digits to Western ones, for ``str.translate``.
WESTERN_DIGITS = {ord(k): v for k, v in _DIGITS.items()}
ARABIC_INDIC_DIGITS = {ord(str(d)): chr(0x0660 + d) for d in range(10)}

QUOTE_OPENERS = "“«„‟❝〝‹"
QUOTE_CLOSERS = "”»❞〞›"
QUOTE_STRAIGHT = '"'


def is_arabic_letter(char: str) -> bool:
    """Whether ``char`` is a letter of the Arabic script (Persian and Urdu letters included)."""
    return ("\u0620" <= char <= "\u06ff" and char.isalpha()) or "\u0750" <= char <= "\u077f" or _is_form(char)


def _is_form(char: str) -> bool:
    return "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefc"


def fold_char(char: str) -> str:
    """The folded form of one character: "" when folding drops it, several letters for a ligature form."""
    known = FOLD.get(char)
    if known is not None:
        return known
    if _is_form(char):
        plain = unicodedata.normalize("NFKC", char)
        return "".join(FOLD.get(c, c) for c in plain)
    return char.lower() if char.isupper() else char

"""UTF-8 that was read in another charset and written as UTF-8 again: found by its signs and turned back."""

from __future__ import annotations

import re

#: The charsets that UTF-8 is most often read in by mistake.
_WESTERN, _ARABIC = "cp1252", "cp1256"
#: So many runs of at least three Arabic letters, each of which cannot be ordinary text, make a page worth repair.
_LEAST_RUNS = 2
#: How often text is turned back at most: pages that were encoded three times exist.
_ROUNDS = 3


def _table(charset: str) -> dict[str, int]:
    """Each character that a byte from 0x80 gives in ``charset``, also as the control character of an undefined byte."""
    found = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(charset, "ignore")
        if char:
            found[char] = byte
    return found


def _any_of(table: dict[str, int], low: int, high: int) -> str:
    return "[" + "".join(re.escape(char) for char, byte in table.items() if low <= byte <= high) + "]"


class _Misreading:
    """What UTF-8 looks like when it is read as ``charset``."""

    def __init__(self, charset: str) -> None:
        self.charset = charset
        self.table = _table(charset)
        following = _any_of(self.table, 0x80, 0xBF)
        arabic = _any_of(self.table, 0xD8, 0xDB) + following
        whole = f"{_any_of(self.table, 0xC2, 0xDF)}{following}|{_any_of(self.table, 0xE0, 0xEF)}{following}{{2}}"
        twice = _any_of(self.table, 0xC3, 0xC3) + _any_of(self.table, 0x98, 0x9B) + f"(?:{whole})"
        self.sign = re.compile(f"(?:{arabic}){{3,}}|(?:{twice}){{3,}}")
        self.run = re.compile(f"(?:{whole})+")

    def repaired(self, text: str) -> str | None:
        """``text`` turned back; None where it shows too few signs of having been misread."""
        if sum(1 for _, _ in zip(self.sign.finditer(text), range(_LEAST_RUNS), strict=False)) < _LEAST_RUNS:
            return None
        return self.run.sub(self._turned, text)

    def _turned(self, run: re.Match[str]) -> str:
        words = run.group()
        try:
            return bytes(self.table[char] for char in words).decode("utf-8")
        except UnicodeDecodeError:
            return words


_MISREADINGS = (_Misreading(_WESTERN), _Misreading(_ARABIC))
#: What the second byte of alef, the commonest letter, gives in every charset, however often the text was misread.
_ALEF_SIGN = "§"
#: The letter fa is D9 81, and 81 is no character in cp1252: programs that replace such bytes leave this.
_LOST_FA = ("Ù\ufffd", "Ù\x81")


def repaired(text: str) -> tuple[str, str | None]:
    """``text`` with misread stretches turned back, and the charset they had been read in; None where all is well.

    Ø§Ù„Ù‚Ø§Ù‡Ø±Ø© becomes القاهرة (Cairo). A page may be misread as a whole or in parts.
    """
    through = None
    if _ALEF_SIGN not in text:
        return text, None
    for _ in range(_ROUNDS):
        found = _repaired_once(text)
        if found is None:
            break
        text, through = found
    return text, through


def _repaired_once(text: str) -> tuple[str, str] | None:
    for misreading in _MISREADINGS:
        given = text.replace(*_LOST_FA) if misreading.charset == _WESTERN else text
        found = misreading.repaired(given)
        if found is not None and found != given:
            return found, misreading.charset
    return None

"""Bytes to text: declared and undeclared charsets of Arabic pages, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from charset_normalizer import from_bytes

from marsad.intake import mojibake
from marsad.text.letters import is_arabic_letter

#: So much of a text shows whether it is one.
_SAMPLE = 65_536
#: What is read to guess at charsets that are not Arabic.
_GUESSED = 8_192
#: Where a page declares its charset.
_HEAD = 4_096
_MOST_RUNS = 20_000
#: Fewer common words than this are chance, unless the page declares the same charset.
_LEAST_WORDS = 3
#: Bytes that no text has, as a share of it.
_MOST_CONTROLS = 0.02
#: Broken bytes for each Arabic letter in text that is UTF-8 all the same.
_MOST_BROKEN = 0.1
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Charsets that Arabic pages were saved in, the likeliest first; tried when the bytes are not UTF-8.
_ARABIC = ("cp1256", "iso8859_6", "mac_arabic", "cp720", "cp864")
_COMMON = ("في", "من", "على", "أن", "إلى", "التي", "الذي", "عن", "مع", "ان", "الى")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:+-]{2,40})""", re.I)
#: Words in a charset of one byte a letter; A0 is a space in all of them.
_RUN = re.compile(rb"[\x80-\x9f\xa1-\xff]{2,20}")
#: Charsets that are ruled out by the bytes when it comes to a declaration, and ones that Python only calls so.
_NOT_OF_PAGES = ("utf", "ascii", "unicode", "raw", "punycode", "idna")
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x0b\x1a\x1b")


class NotTextError(Exception):
    """The bytes are not the text of a page."""


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the charset it was in. Raises NotTextError for binary data.

    ``declared`` is what came with the bytes (the HTTP header); it and the page's own words are hints, the bytes
    decide: UTF-8 when it is UTF-8, otherwise the Arabic charset that gives the most of the commonest Arabic words.
    Text that was encoded twice is turned back, and the charset then says so: ``utf-8 (read as cp1252)``.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _strictly(data, charset), charset
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _wide(data) or _guess(data, declared)
    if _controls(data) > _MOST_CONTROLS or b"\x00" in data[:_SAMPLE]:
        found = _wide(data)
        if found is None:
            raise NotTextError("it holds bytes that no text has; is it a picture or a program?")
        return found
    return _turned_back(text, "utf-8")


def _turned_back(text: str, charset: str) -> tuple[str, str]:
    text, through = mojibake.repaired(text)
    return text, f"{charset} (read as {through})" if through else charset


def _strictly(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as cause:
        text = data.decode(charset, "replace")
        if text.count("\ufffd") > _MOST_CONTROLS * len(text):
            raise NotTextError(f"it begins like {charset} but goes on otherwise: {cause.reason}") from cause
        return text


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without its mark: every second byte is one of the few that Arabic and plain letters have there."""
    sample = data[:_SAMPLE]
    for charset, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = sample[first::2]
        if high and (high.count(0x06) + high.count(0x00)) / len(high) > 0.8:
            text = data.decode(charset, "replace")
            if _arabic_words(text[:_SAMPLE]) >= _LEAST_WORDS or "\x00" not in text[:_SAMPLE]:
                return text, charset
    return None


def _guess(data: bytes, declared: str | None) -> tuple[str, str]:
    if b"\x00" in data[:_SAMPLE]:
        raise NotTextError("it holds bytes that no text has; is it a picture or a program?")
    broken = data.decode("utf-8", "replace")
    letters = sum(map(is_arabic_letter, broken[:_SAMPLE]))
    if letters > 50 and broken[:_SAMPLE].count("\ufffd") <= _MOST_BROKEN * letters:
        return _turned_back(broken, "utf-8 (broken)")
    hint = _hint(data, declared)
    return _single_byte(data, hint) or _other(data, hint)


def _hint(data: bytes, declared: str | None) -> str | None:
    """The charset that is declared, by the name that Python gives it; None where it is unknown."""
    found = _DECLARED.search(data[:_HEAD])
    for name in (declared, found.group(1).decode("ascii", "ignore") if found else None):
        try:
            return codecs.lookup(name).name if name else None
        except (LookupError, ValueError):
            continue
    return None


def _single_byte(data: bytes, hint: str | None) -> tuple[str, str] | None:
    """The Arabic charset that gives the most common words; of two that give as many, the one with all the bytes."""
    runs = Counter(run.group() for run, _ in zip(_RUN.finditer(data), range(_MOST_RUNS), strict=False))
    scored = [(_score(runs, charset), charset == hint, -place) for place, charset in enumerate(_ARABIC)]
    words, hinted, place = max(scored)
    if words < (1 if hinted else _LEAST_WORDS):
        return None
    charset = _ARABIC[-place]
    if charset == "iso8859_6" and not _holds(data, charset) and _holds(data, "mac_arabic"):
        charset = "mac_arabic"
    return data.decode(charset, "replace"), charset


def _score(runs: Counter[bytes], charset: str) -> int:
    return sum(runs[word] for word in _ENCODED[charset])


_ENCODED = {
    charset: [word.encode(charset) for word in _COMMON if word.encode(charset, "ignore").decode(charset) == word]
    for charset in _ARABIC
}


def _holds(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _other(data: bytes, hint: str | None) -> tuple[str, str]:
    """Text in a charset that is not Arabic: the declared one, or the likeliest."""
    if _controls(data) <= _MOST_CONTROLS:
        text = _in_declared(data, hint)
        if text is not None and hint:
            return text, hint
        found = from_bytes(data[:_GUESSED]).best()
        if found is not None and _controls(str(found).encode("utf-8", "replace")) <= _MOST_CONTROLS:
            return data.decode(found.encoding, "replace"), found.encoding
    raise NotTextError("it is in no charset that Marsad knows; is it a picture or a program?")


def _in_declared(data: bytes, hint: str | None) -> str | None:
    """``data`` in the declared charset; None where that is none for the text of a page (hex, idna, utf-16 …)."""
    if not hint or hint.startswith(_NOT_OF_PAGES):
        return None
    try:
        return data.decode(hint, "replace")
    except (LookupError, ValueError):
        return None


def _arabic_words(text: str) -> int:
    words = Counter(text.split())
    return sum(words[word] for word in _COMMON)


def _controls(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _CONTROLS))) / max(1, len(sample))

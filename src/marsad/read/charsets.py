"""Bytes to text: declared and undeclared charsets of Arabic pages, and what is no text at all."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from marsad.text.letters import is_arabic_letter

SAMPLE = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Charsets that Arabic pages were saved in, the likeliest first; tried when the bytes are not UTF-8.
_ARABIC = ("cp1256", "iso8859_6", "mac_arabic", "cp720", "cp864")
_COMMON = frozenset(("في", "من", "على", "أن", "إلى", "التي", "الذي", "عن", "مع", "ان", "الى"))


class NotTextError(Exception):
    """The bytes are not the text of a page."""


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` and the charset it was in. Raises NotTextError for binary data.

    UTF-8 when it is UTF-8; otherwise the Arabic charset that gives the most of the commonest Arabic words.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _strictly(data, charset), charset
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)
    if "\x00" in text or _controls(text) > 0.02:
        raise NotTextError("it holds bytes that no text has; is it a picture or a program?")
    return text, "utf-8"


def _strictly(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as cause:
        raise NotTextError(f"it begins like {charset} but goes on otherwise: {cause.reason}") from cause


def _guess(data: bytes) -> tuple[str, str]:
    sample = data[:SAMPLE]
    if b"\x00" in sample:
        raise NotTextError("it holds bytes that no text has; is it a picture or a program?")
    scored = [(_arabic_words(sample.decode(charset, "replace")), charset) for charset in _ARABIC]
    best, charset = max(scored, key=lambda s: s[0])
    if best >= 3:
        return data.decode(charset, "replace"), charset
    broken = data.decode("utf-8", "replace")
    if broken.count("\ufffd") <= 0.02 * len(broken) and sum(map(is_arabic_letter, broken[:4000])) > 200:
        return broken, "utf-8 (broken)"
    found = from_bytes(sample).best()
    if found is None or _controls(str(found)) > 0.02:
        raise NotTextError("it is in no charset that Marsad knows; is it a picture or a program?")
    return data.decode(found.encoding, "replace"), found.encoding


def _arabic_words(text: str) -> int:
    return sum(word in _COMMON for word in text.split())


def _controls(text: str) -> float:
    sample = text[:SAMPLE]
    bad = sum(c < " " and c not in "\t\n\r\f\x0b\x1a" for c in sample)
    return bad / max(1, len(sample))

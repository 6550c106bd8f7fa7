"""Whether a page is Arabic: pages in other languages, and in other languages in Arabic letters, are set aside."""

from __future__ import annotations

from marsad.text.letters import is_arabic_letter
from marsad.text.tokens import words

LEAST_LETTERS = 40
LEAST_SHARE = 0.4
FOREIGN_SHARE = 0.03

#: Letters that Arabic does not have, by the languages that write with them.
_LETTERS = {"Persian": "پچژگ", "Urdu": "ٹڈڑںےہھ", "Kurdish": "ۆێڕڵەڤ"}
_FUNCTION_WORDS = {
    "Persian": frozenset(["است", "این", "که", "را", "های", "برای", "می", "شد", "آن", "کرد"]),
    "Urdu": frozenset(["ہے", "کے", "میں", "اور", "کی", "ہیں", "سے", "نے", "کو", "یہ"]),
    "Kurdish": frozenset(["لە", "بە", "کە", "بۆ", "ئەو", "کرد", "دەکات", "لەگەڵ"]),
}


def rejection(text: str) -> tuple[str, str] | None:
    """The reason and detail for which a page cannot be read as Arabic, or None."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "empty", "the page has no letters"
    arabic = [c for c in letters if is_arabic_letter(c)]
    if len(arabic) < LEAST_LETTERS or len(arabic) < LEAST_SHARE * len(letters):
        share = 100 * len(arabic) // len(letters)
        return "not_arabic", f"{share} % of its letters are Arabic; Marsad reads Arabic pages only"
    found = [word.text for word in words(text)]
    for language, marks in _LETTERS.items():
        foreign = sum(c in marks for c in arabic)
        function = sum(word in _FUNCTION_WORDS[language] for word in found)
        if foreign > FOREIGN_SHARE * len(arabic) and function > FOREIGN_SHARE * len(found):
            return "other_language", f"the page is {language} in Arabic letters; Marsad reads Arabic only"
    return None

"""Whether a text is Arabic: pages in other languages, and in other languages in Arabic letters, are set aside."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

from marsad.tables import rows
from marsad.text.letters import FOLD

LEAST_LETTERS = 40
LEAST_SHARE = 0.4
#: So many characters at the beginning, the middle and the end of a text are enough to tell its language.
_SAMPLE_CHARS = 1500
#: Of the words of a text in another language at least this part are its function words.
_LEAST_FUNCTION = 0.07
_LEAST_HITS = 2
#: So many Arabic function words are an Arabic text, however much else stands beside it.
_RUNNING_TEXT = 6
#: How much more often another language's function words stand in the text than Arabic ones.
_CLEARLY = 1.5

_ARABIC_RUN = re.compile(
    r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"
)
#: A letter that is no letter of the Arabic language: most lines need no more than the search for one.
_STRANGE = re.compile(r"[^\W\d_\u0621-\u0652\u0670\u0671]")
_LETTER_RUN = re.compile(r"[^\W\d_]+")
_ARABIC = "Arabic"


@cache
def _languages() -> dict[str, frozenset[str]]:
    """The language or languages of each function word, folded."""
    found: dict[str, set[str]] = {}
    for language, words in rows("layout_languages.tsv"):
        for word in words.split():
            found.setdefault(_light(word.lower()), set()).add(language)
    return {word: frozenset(names) for word, names in found.items()}


def _light(text: str) -> str:
    """``text`` with one spelling of each letter; a table for ``translate`` would take many times as long."""
    for char, folded in FOLD.items():
        if char in text:
            text = text.replace(char, folded)
    return text


def rejection(text: str) -> tuple[str, str] | None:
    """The reason and detail for which a page cannot be read as Arabic, or None. The detail names the language.

    A page with other languages on it is read for its Arabic part, if that is running text.
    """
    hits, words = _function_words(text, _ARABIC_RUN)
    if hits[_ARABIC] >= _RUNNING_TEXT and _language(hits, words) == _ARABIC:
        return None
    letters, arabic = _letters(text)
    if not letters:
        return "empty", "the page has no letters"
    in_arabic = arabic >= LEAST_SHARE * letters
    if not in_arabic:
        hits, words = _function_words(text, _LETTER_RUN)
    language = _language(hits, words)
    if not in_arabic and hits[_ARABIC] < _RUNNING_TEXT:
        share = 100 * arabic // letters
        named = f"it is {language}; " if language != _ARABIC else ""
        return "not_arabic", f"{named}{share} % of its letters are Arabic; Marsad reads Arabic pages only"
    if in_arabic and language != _ARABIC:
        return "not_arabic", f"the page is {language} in Arabic letters; Marsad reads Arabic only"
    if arabic < LEAST_LETTERS:
        return "too_short", f"the page has {arabic} Arabic letters; a story has at least {LEAST_LETTERS}"
    return None


def is_foreign(text: str) -> bool:
    """Whether a single line of an Arabic page is in another language, by its letters or its function words."""
    if not _STRANGE.search(text):
        return False
    letters, arabic = _letters(text)
    if arabic < LEAST_SHARE * letters:
        return letters >= LEAST_LETTERS
    return _language(*_function_words(text, _ARABIC_RUN)) != _ARABIC


def _sample(text: str) -> str:
    """The text, or of a long one its beginning, middle and end."""
    if len(text) <= 3 * _SAMPLE_CHARS:
        return text
    middle = (len(text) - _SAMPLE_CHARS) // 2
    return " ".join((text[:_SAMPLE_CHARS], text[middle : middle + _SAMPLE_CHARS], text[-_SAMPLE_CHARS:]))


def _letters(text: str) -> tuple[int, int]:
    """How many letters a text has, and how many of them are Arabic."""
    return sum(map(len, _LETTER_RUN.findall(text))), sum(map(len, _ARABIC_RUN.findall(text)))


def _function_words(text: str, run: re.Pattern[str]) -> tuple[Counter[str], list[str]]:
    """How often the function words of each language stand in the text, and all its words as ``run`` finds them."""
    words = run.findall(_light(_sample(text)).lower())
    known = _languages()
    hits: Counter[str] = Counter()
    counts = Counter(words)
    for word in known.keys() & counts.keys():
        for name in known[word]:
            hits[name] += counts[word]
    return hits, words


def _language(hits: Counter[str], words: list[str]) -> str:
    own = hits[_ARABIC]
    others = [(count, name) for name, count in hits.items() if name not in (_ARABIC, "Dari")]
    count, best = max(others, default=(0, _ARABIC))
    if count < _LEAST_HITS or count < _LEAST_FUNCTION * len(words) or count <= _CLEARLY * own:
        return _ARABIC if own or not words else _by_script(words)
    return "Dari" if best == "Persian" and hits["Dari"] >= _LEAST_HITS else best


def _by_script(words: Iterable[str]) -> str:
    """The script that most letters of a text are of, as a name of its language where no word is known."""
    scripts = Counter(unicodedata.name(word[0], "UNKNOWN").split()[0] for word in words)
    script = scripts.most_common(1)[0][0]
    return _ARABIC if script == "ARABIC" else f"in {script.capitalize()} letters"

"""Words as search compares them: folded, without attached particles and article, with light endings off."""

from __future__ import annotations

from marsad.text.tokens import words

_CHAINS = ("وبال", "فبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_SINGLE = ("و", "ف", "ب", "ل", "ك")
_ENDINGS = ("يات", "ات", "ون", "ين", "ان", "يه", "ها", "هم", "ه", "ي")
_LEAST = 3


def stem(folded: str) -> str:
    """A light stem of a folded word: ``والاتفاقات`` (and the agreements) gives ``اتفاق``."""
    word = _without_prefix(folded)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word


def _without_prefix(word: str) -> str:
    for chain in _CHAINS:
        if word.startswith(chain) and len(word) - len(chain) >= _LEAST - 1:
            return word[len(chain) :]
    if word[:1] in _SINGLE[:1] and len(word) > _LEAST:
        return word[1:]
    return word


def stems(text: str) -> list[str]:
    """The stems of the words of ``text``, in order."""
    return [stem(word.folded) for word in words(text)]


def indexed(text: str) -> str:
    """What the index holds of ``text``."""
    return " ".join(stems(text))


def match(query: str) -> str:
    """An FTS5 expression for a reader's query: all words; words between quotation marks stand together."""
    parts = []
    for number, part in enumerate(
        query.replace("“", '"').replace("”", '"').replace("«", '"').replace("»", '"').split('"')
    ):
        found = stems(part)
        if number % 2 and found:
            parts.append('"' + " ".join(found) + '"')
        else:
            parts.extend(f'"{word}"' for word in found)
    return " AND ".join(parts)

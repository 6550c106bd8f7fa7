"""The word tables of page layout (``data/layout_*.tsv``), folded and ready to match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from marsad.tables import rows
from marsad.text.fold import fold

#: A heading or closing line of furniture has at most so many words.
HEAD_WORDS = 6


def bare(text: str) -> str:
    """``text`` folded, without marks around it and colon or stop at its end."""
    return " ".join(fold(text).split()).strip(" .:：…*•-–—|/«»“”\"'()[]؟!")


#: Openings are looked up by so many letters; longer lines are no furniture, by their opening or by words inside.
_KEY, _LONGEST, _LONGEST_HOLDER = 2, 160, 120


_FIRST = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the furniture table says: labels by whole line, by words at its start or end, anywhere, and by all words.

    ``head`` opens a line of few words, ``end`` closes one.
    """

    whole: dict[str, str]
    words: dict[str, str]
    start: dict[str, tuple[tuple[str, str], ...]]
    anywhere: tuple[tuple[str, str], ...]
    head: tuple[tuple[str, str], ...]
    end: tuple[tuple[str, str], ...]

    def label(self, line: str) -> str | None:
        """The label of a line made ``bare``, or None for a line that may belong to a story."""
        if not line:
            return "rule"
        if line in self.whole:
            return self.whole[line]
        if len(line) >= _LONGEST:
            return None
        first = line[:_KEY]
        opened = next((label for words, label in self.start.get(first, ()) if _opens(line, words)), None)
        opened = opened or self._by_words(line) or self._few(line)
        if opened or len(line) >= _LONGEST_HOLDER:
            return opened
        return next((label for words, label in self.anywhere if words in line), None)

    def _by_words(self, line: str) -> str | None:
        """The label of a line that is made of words of one kind alone, numbers aside (1 2 3 التالي)."""
        first = line.partition(" ")[0]
        if first not in self.words and not first.isdigit():
            return None
        labels = {self.words.get(word) for word in line.split() if not word.isdigit()}
        return labels.pop() if len(labels) == 1 else None

    def _few(self, line: str) -> str | None:
        """The label of a line of few words by those at its start or end; of one that is initials alone (ع ب / م ج)."""
        words = line.split()
        if len(words) > HEAD_WORDS:
            return None
        if len(words) > 1 and all(len(word) == 1 for word in words):
            return "initials"
        closed = next((label for words, label in self.end if line.endswith(f" {words}")), None)
        return closed or next((label for words, label in self.head if _opens(line, words)), None)


def _opens(line: str, words: str) -> bool:
    return line.startswith(words) and not line[len(words) : len(words) + 1].isalpha()


@cache
def furniture() -> Furniture:
    """The furniture table."""
    whole: dict[str, str] = {}
    single: dict[str, str] = {}
    lists: dict[str, list[tuple[str, str]]] = {"start": [], "head": [], "end": [], "any": []}
    for label, how, words in rows("layout_furniture.tsv"):
        if how == "whole":
            whole[bare(words)] = label
        elif how == "words":
            single.update((bare(word), label) for word in words.split())
        else:
            lists[how].append((bare(words), label))
    keyed: dict[str, tuple[tuple[str, str], ...]] = {}
    for words, label in sorted(lists["start"], key=lambda x: -len(x[0])):
        keyed[words[:_KEY]] = (*keyed.get(words[:_KEY], ()), (words, label))
    return Furniture(whole, single, keyed, tuple(lists["any"]), tuple(lists["head"]), tuple(lists["end"]))


@cache
def leaning(strength: str) -> tuple[str, ...]:
    """Openings that lean on what stands above ("strong" or "weak"), folded, the longest first."""
    return tuple(sorted((fold(w) for s, w in rows("layout_leaning.tsv") if s == strength), key=len, reverse=True))


@cache
def leaning_by_first(*strengths: str) -> dict[str, tuple[str, ...]]:
    """The openings of ``leaning`` by their first word."""
    found: dict[str, tuple[str, ...]] = {}
    for words in (w for strength in strengths for w in leaning(strength)):
        first = words.partition(" ")[0]
        found[first] = (*found.get(first, ()), words)
    return found


def leans(text: str) -> bool:
    """Whether a paragraph opens with words that lean on the text before it (كما بحث، إلى ذلك)."""
    opening = " ".join(fold(text[:60]).split())
    first = _FIRST.match(opening)
    openings = leaning_by_first("strong", "weak").get(first.group(), ()) if first else ()
    return any(_opens(opening, words) for words in openings)


@cache
def leads() -> frozenset[str]:
    """Verbs that open the lead of a story, folded."""
    return frozenset(fold(row[0]) for row in rows("layout_leads.tsv"))


@cache
def sections() -> frozenset[str]:
    """Names of newspaper sections, folded."""
    return frozenset(fold(row[0]) for row in rows("layout_sections.tsv"))


def is_section(text: str) -> bool:
    """Whether a line is the name of a newspaper section and nothing else."""
    return bare(text) in sections()


@cache
def date_words() -> frozenset[str]:
    """Words that stand with a date in print without being one (نشر في، آخر تحديث، بتوقيت مكة), folded."""
    return frozenset(fold(row[0]) for row in rows("layout_date_words.tsv"))


@cache
def headers() -> tuple[tuple[str, str], ...]:
    """Openings of the head of a list page: (folded words, "tag" or "list"), the longest first."""
    return tuple(sorted(((fold(w), kind) for kind, w in rows("layout_headers.tsv")), key=lambda x: -len(x[0])))

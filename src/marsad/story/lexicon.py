"""The word tables of page layout (``data/layout_*.tsv``), folded and ready to match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from marsad.tables import rows
from marsad.text.fold import fold

#: A heading or closing line of furniture has at most so many words.
HEAD_WORDS = 6


def bare(text: str) -> str:
    """``text`` folded, without marks around it and colon or stop at its end."""
    return " ".join(fold(text).split()).strip(" .:：…*•-–—|/«»“”\"'()[]؟!")


#: Longer lines are no furniture, by their opening or by words inside.
_LONGEST, _LONGEST_HOLDER = 160, 120


_FIRST = re.compile(r"[^\W\d_]*")

#: Words with their label, by the first letters of a line or by its last word.
Keyed = dict[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the furniture table says: labels by whole line, by words at its start or end, anywhere, and by all words.

    ``head`` opens a line of few words, ``end`` closes one. Openings are looked up by the letters they begin with.
    """

    whole: dict[str, str]
    words: dict[str, str]
    start: Keyed
    anywhere: tuple[tuple[str, str], ...]
    head: Keyed
    end: Keyed

    def label(self, line: str) -> str | None:
        """The label of a line made ``bare``, or None for a line that may belong to a story."""
        if not line:
            return "rule"
        if line in self.whole:
            return self.whole[line]
        if len(line) >= _LONGEST:
            return None
        first = _first(line)
        opened = _opened(line, self.start.get(first, ())) or self._by_words(line) or self._few(line, first)
        if opened or len(line) >= _LONGEST_HOLDER:
            return opened
        for words, label in self.anywhere:
            if words in line:
                return label
        return None

    def _by_words(self, line: str) -> str | None:
        """The label of a line that is made of words of one kind alone, numbers aside (1 2 3 التالي)."""
        first = line.partition(" ")[0]
        if first not in self.words and not first.isdigit():
            return None
        labels = {self.words.get(word) for word in line.split() if not word.isdigit()}
        return labels.pop() if len(labels) == 1 else None

    def _few(self, line: str, first: str) -> str | None:
        """The label of a line of few words by those at its start or end; of one that is initials alone (ع ب / م ج)."""
        words = line.split()
        if len(words) > HEAD_WORDS:
            return None
        if len(words) > 1 and all(len(word) == 1 for word in words):
            return "initials"
        for closing, label in self.end.get(words[-1], ()):
            if line.endswith(closing):
                return label
        return _opened(line, self.head.get(first, ()))


def _first(line: str) -> str:
    """The letters that a line begins with; "" where it begins with something else."""
    found = _FIRST.match(line)
    return found[0] if found else ""


def _opened(line: str, openings: tuple[tuple[str, str], ...]) -> str | None:
    """The label of the first of ``openings`` that ``line`` begins with."""
    for words, label in openings:
        if _opens(line, words):
            return label
    return None


def _opens(line: str, words: str) -> bool:
    return line.startswith(words) and not line[len(words) : len(words) + 1].isalpha()


def _keyed(entries: Iterable[tuple[str, str]], key: Callable[[str], str]) -> Keyed:
    found: dict[str, list[tuple[str, str]]] = {}
    for words, label in entries:
        found.setdefault(key(words), []).append((words, label))
    return {first: tuple(each) for first, each in found.items()}


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
    longest_first = sorted(lists["start"], key=lambda entry: -len(entry[0]))
    return Furniture(
        whole,
        single,
        start=_keyed(longest_first, _first),
        anywhere=tuple(lists["any"]),
        head=_keyed(lists["head"], _first),
        end=_keyed(((f" {words}", label) for words, label in lists["end"]), lambda words: words.split()[-1]),
    )


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
    openings = leaning_by_first("strong", "weak").get(_first(opening), ())
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

"""The word tables of page layout (``data/layout_*.tsv``), folded and ready to match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from marsad.text.fold import fold


def _rows(name: str) -> Iterator[list[str]]:
    text = (resources.files("marsad.data") / name).read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def bare(text: str) -> str:
    """``text`` folded, without marks around it and colon or stop at its end."""
    return " ".join(fold(text).split()).strip(" .:：…*•-–—|«»“”\"'()[]؟!")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the furniture table says: labels by whole line, by opening words, by words anywhere, and by all words."""

    whole: dict[str, str]
    words: dict[str, str]
    start: tuple[tuple[str, str], ...]
    anywhere: tuple[tuple[str, str], ...]

    def label(self, text: str) -> str | None:
        """The label of a line, or None for a line that may belong to a story."""
        line = bare(text)
        if not line:
            return "rule"
        if line in self.whole:
            return self.whole[line]
        if line.partition(" ")[0] in self.words and len(found := {self.words.get(w) for w in line.split()}) == 1:
            return found.pop()
        short = len(line) < 160
        opened = next((label for words, label in self.start if short and _opens(line, words)), None)
        return opened or next((label for words, label in self.anywhere if len(line) < 120 and words in line), None)


def _opens(line: str, words: str) -> bool:
    return line.startswith(words) and not line[len(words) : len(words) + 1].isalpha()


@cache
def furniture() -> Furniture:
    """The furniture table."""
    whole: dict[str, str] = {}
    single: dict[str, str] = {}
    start, anywhere = [], []
    for label, how, words in _rows("layout_furniture.tsv"):
        if how == "whole":
            whole[bare(words)] = label
        elif how == "words":
            single.update((bare(word), label) for word in words.split())
        elif how == "start":
            start.append((bare(words), label))
        else:
            anywhere.append((bare(words), label))
    return Furniture(whole, single, tuple(sorted(start, key=lambda x: -len(x[0]))), tuple(anywhere))


@cache
def leaning(strength: str) -> tuple[str, ...]:
    """Openings that lean on what stands above ("strong" or "weak"), folded, the longest first."""
    return tuple(sorted((fold(w) for s, w in _rows("layout_leaning.tsv") if s == strength), key=len, reverse=True))


def leans(text: str) -> bool:
    """Whether a paragraph opens with words that lean on the text before it (كما بحث، إلى ذلك)."""
    opening = " ".join(fold(text[:60]).split())
    return any(_opens(opening, words) for words in (*leaning("strong"), *leaning("weak")))


@cache
def leads() -> frozenset[str]:
    """Verbs that open the lead of a story, folded."""
    return frozenset(fold(row[0]) for row in _rows("layout_leads.tsv"))


@cache
def sections() -> frozenset[str]:
    """Names of newspaper sections, folded."""
    return frozenset(fold(row[0]) for row in _rows("layout_sections.tsv"))


@cache
def headers() -> tuple[tuple[str, str], ...]:
    """Openings of the head of a list page: (folded words, "tag" or "list"), the longest first."""
    return tuple(sorted(((fold(w), kind) for kind, w in _rows("layout_headers.tsv")), key=lambda x: -len(x[0])))

"""Files of one word a line with an empty line between sentences (CoNLL), tagged in one more column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Piece, Story
from marsad.names.finding import find
from marsad.names.tagging.clues import Clue, Lists, rule_clues, spelling
from marsad.names.tagging.decoding import TAGS
from marsad.names.tagging.stories import Tagger
from marsad.names.tools import NameTools

#: So many sentences in a row are read as one story where the file does not say where a document begins.
TOGETHER = 10
DOCUMENT = "-DOCSTART-"
#: The tags of each of some sentences, given as their words.
Tagging = Callable[[Sequence[Sequence[str]]], list[list[str]]]


@dataclass(frozen=True, slots=True)
class WithRules:
    """The tagging of the shipped network, which is told what the rules find in the same sentences."""

    tools: NameTools
    tagger: Tagger

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The tags of sentences of one story."""
        told = clues(sentences, self.tools, self.tagger.lists)
        return [[TAGS[t] for t in found.tags] for found in self.tagger.network.tag(told)]


def clues(sentences: Sequence[Sequence[str]], tools: NameTools, lists: Lists) -> list[list[Clue]]:
    """What the network is told of sentences that are given as words; they are read as the paragraphs of one story."""
    text = "\n".join(" ".join(words) for words in sentences)
    spans: list[list[tuple[int, int]]] = []
    at = 0
    for words in sentences:
        spans.append([])
        for word in words:
            spans[-1].append((at, at + len(word)))
            at += len(word) + 1
    paragraphs = tuple(Piece.cut(text, s[0][0], s[-1][1]) for s in spans if s)
    named = find(text, Story("conll", None, paragraphs), tools)
    rules = iter(rule_clues([span for s in spans for span in s], named))
    return [[Clue(word := spelling(token), next(rules), lists.of(word)) for token in words] for words in sentences]


def tagged(lines: Iterable[str], tagging: Tagging) -> Iterator[str]:
    """``lines`` with the predicted tag as one more column: after a tab where the line has one, else after a space."""
    for story in _stories(lines):
        sentences = _sentences(story)
        found = iter([tag for tags in tagging([words for words in sentences if words]) for tag in tags])
        for line in story:
            yield f"{line}{_separator(line)}{next(found)}" if _word(line) else line


def _stories(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of one document after another, or of ``TOGETHER`` sentences."""
    story: list[str] = []
    ended = 0
    for line in (raw.rstrip("\r\n") for raw in lines):
        if story and (line.startswith(DOCUMENT) or ended == TOGETHER):
            yield story
            story, ended = [], 0
        ended += not line.strip() and bool(story) and bool(story[-1].strip())
        story.append(line)
    if story:
        yield story


def _sentences(lines: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines:
        if word := _word(line):
            found[-1].append(word)
        elif found[-1]:
            found.append([])
    return found


def _word(line: str) -> str:
    """The word of a line: its first column; none in an empty line or in the mark of a document."""
    columns = line.split(None, 1)
    return columns[0] if columns and columns[0] != DOCUMENT else ""


def _separator(line: str) -> str:
    return "\t" if "\t" in line or len(line.split()) < 2 else " "

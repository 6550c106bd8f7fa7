"""Words that stand for a country without its name: النظام السوري (the Syrian regime), الاحتلال الإسرائيلي."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.catalogue import Entity
from marsad.events.labels_lexicon import SCORES, LabelWords
from marsad.events.labels_line import Line
from marsad.model import Label
from marsad.names import NameTools
from marsad.text.tokens import Word


def actors(line: Line, table: LabelWords, tools: NameTools) -> Iterator[Label]:
    """The labels of countries in ``line`` whose own words fix the country."""
    reader, done, opening = _Actors(line, table, tools), 0, table.opening
    for at, (start, end) in enumerate(line.words.spans[:-1]):
        if opening(line.text[start:end]) and at >= done and (hit := reader.at(at, line.words[at])):
            done = hit[1]
            yield hit[0]


@dataclass(frozen=True, slots=True)
class _Actors:
    line: Line
    table: LabelWords
    tools: NameTools

    def at(self, at: int, word: Word) -> tuple[Label, int] | None:
        """The actor that word ``at`` opens, and the word after it."""
        for stem, _ in self.table.opening(word.text):
            for sense in self.table.actors[stem]:
                end = at + len(sense.words)
                if end >= len(self.line.words) or not self.line.matches(at, sense.words):
                    continue
                if sense.tone == "neutral" and at and self.tools.lexicon.title(self.line.words[at - 1].folded):
                    continue
                if _agree(sense.words[-1], self.line.words[end].folded) and (entity := self._nation(at, end)):
                    return self._label(at, end + 1, entity, sense.tone), end + 1
        return None

    def _nation(self, first: int, at: int) -> Entity | None:
        """The country whose definite adjective word ``at`` is, unless the words are the name of somebody else."""
        folded = self.line.words[at].folded
        key = self.table.adjectives.get(folded) or (self.tools.country_of(folded) if folded.startswith("ال") else None)
        entity = self.tools.catalogue.entities.get(key or "")
        if entity is None or not self.line.joined(at):
            return None
        after = self.line.owner.get(at + 1)
        if after and after.mention.clitic.endswith("ل") and first == at - 1:
            return None  # the occupation of a country is a deed (الاحتلال الأميركي لأفغانستان)
        owners = [self.line.owner[k] for k in range(first, at + 1) if k in self.line.owner]
        for owner in owners:
            named = owner.mention.entity
            other = self.tools.catalogue.entities.get(named.id) if named else None
            if other is None or entity.id not in (other.id, other.country) or owner.end > at + 1:
                return None
        return entity

    def _label(self, first: int, end: int, entity: Entity, tone: str) -> Label:
        stretch = self.line.stretch(first, end, self.table.actors)
        return Label(
            span=stretch.span, text=stretch.span.of(self.line.text), kind="actor", how="adjective",
            score=SCORES["actor"], words=stretch.folded, tone=tone, entity=entity.ref(), zone=self.line.zone,
            norm=stretch.norm,
        )  # fmt: skip


def _agree(noun: str, adjective: str) -> bool:
    """Whether the two have one gender: الحكومة اللبنانية, but رئيس الحكومة اللبناني is the Lebanese head of it."""
    return noun.endswith(("ه", "ات")) == adjective.endswith("ه")

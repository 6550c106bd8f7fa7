"""Quotes as they are handed on: scores, cues, and whom the words are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.model import Cue, Mention, Quote, Span, Zone
from marsad.quotes.clauses import Hit
from marsad.quotes.speakers import Found

WITHOUT_SUBJECT = 0.1
WITHOUT_SPEAKER = 0.2
LOWEST = 0.05


def cue(text: str, hit: Hit) -> Cue:
    """The reporting word of a hit."""
    return Cue(hit.span, hit.span.of(text), hit.predicate.kind)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the quotes of one story."""

    text: str
    mentions: Sequence[Mention]

    def direct(self, span: Span, zone: Zone, how: str, score: float, who: Found, hit: Hit | None, form: str) -> Quote:
        """Words of the speaker himself."""
        word = cue(self.text, hit) if hit else None
        return self.quote(span, True, zone, how, score, who, word, hit.predicate.stance if hit else "say", form)

    def report(self, span: Span, zone: Zone, how: str, score: float, who: Found, hit: Hit) -> Quote:
        """What the speaker said, in the writer's words."""
        return self.quote(span, False, zone, how, score, who, cue(self.text, hit), hit.predicate.stance)

    def quote(
        self, span: Span, direct: bool, zone: Zone, how: str, score: float, who: Found, word: Cue | None,
        stance: str = "say", form: str | None = None,
    ) -> Quote:  # fmt: skip
        """A quote; a missing subject or speaker lowers its score."""
        speaker = replace(who.speaker, span=None) if who.speaker and who.implicit else who.speaker
        score -= (WITHOUT_SUBJECT if who.implicit else 0.0) + (WITHOUT_SPEAKER if speaker is None else 0.0)
        own = speaker.entity if speaker else None
        inside = [m.entity for m in self.mentions if m.entity and span.contains(m.span)]
        about = tuple(dict.fromkeys(e.id for e in inside if own is None or e.id != own.id))
        return Quote(
            span, span.of(self.text), direct, zone, how, round(max(LOWEST, score), 2), speaker, word, stance,
            who.implicit, form, about,
        )  # fmt: skip

"""Who says it: the subject of a reporting word, named, called by office, unnamed, or carried from the clause before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import EntityType, Mention, Span, Speaker
from marsad.quotes import lexicon
from marsad.quotes.clauses import Clause, Hit
from marsad.text.tokens import words

LONGEST_SUBJECT = 22
LEFT_WORDS = 6
UNNAMED_WORDS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A speaker with how it was found; ``implicit`` where the predicate has no subject of its own."""

    speaker: Speaker | None
    how: str
    implicit: bool = False


def of_mention(mention: Mention) -> Speaker:
    """The speaker that a mention names."""
    name = mention.entity.name if mention.entity else mention.norm or mention.text
    return Speaker(name, mention.entity, mention.span)


def subject(c: Clause, hit: Hit, content: int, told: Sequence[Mention], current: Speaker | None) -> Found:
    """The subject of a reporting word whose content begins at offset ``content``.

    ``told`` are the mentions of the story before this clause, ``current`` the speaker of the clause before.
    """
    if hit.predicate.kind in ("participle", "noun"):
        return Found(current, "governing", implicit=True)
    after = _after(c, hit, content, told)
    if after:
        return after
    before = _before(c, hit)
    if before:
        return Found(of_mention(before), "subject_before")
    return Found(current, "carried", implicit=True)


def _after(c: Clause, hit: Hit, content: int, told: Sequence[Mention]) -> Found | None:
    """The subject that follows the verb, before its content begins."""
    window = [w for w in c.words[hit.at + 1 : hit.at + 1 + LONGEST_SUBJECT] if w.span.start < content]
    if not window:
        return None
    stop = content
    breaks = lexicon.words("break")
    fallback: Mention | None = None
    head = window[0]
    for word in window:
        mention = c.mention_at(word.span.start)
        if mention is None and word.folded in breaks and word is not head:
            stop = word.span.start
            break
        if mention is None:
            continue
        if mention.type is EntityType.PERSON:
            return Found(of_mention(mention), "subject")
        fallback = fallback or mention
    if head.folded in breaks and not c.mention_at(head.span.start):
        return None
    if head.folded in lexicon.words("unnamed"):
        return Found(_words(c, head.span.start, min(stop, window[-1].span.end)), "unnamed")
    if fallback and fallback.span.start < stop and not _is_titled(c, head.span.start, fallback):
        return Found(of_mention(fallback), "subject")
    return _called(c, head.folded, head.span.start, min(stop, window[-1].span.end), told, fallback)


def _is_titled(c: Clause, start: int, mention: Mention) -> bool:
    """Whether the body is only part of an office (المتحدث باسم الأمم المتحدة، رئيس هيئة …)."""
    before = [w.folded for w in words(c.text, start, mention.span.start)]
    return any(w in lexicon.words("role") for w in before)


def _called(
    c: Clause, head: str, start: int, end: int, told: Sequence[Mention], fallback: Mention | None
) -> Found | None:
    """A speaker called by office (الوزير الروسي) or a body called by its kind (البيان، الوزارة)."""
    if head in lexicon.words("role"):
        known = _bearer(c.text, head, told)
        if known and not fallback:
            speaker = of_mention(known)
            return Found(Speaker(speaker.name, speaker.entity, Span(start, end)), "office")
        return Found(_words(c, start, end), "office")
    if head in lexicon.words("body"):
        bodies = [m for m in told if m.type is EntityType.ORGANISATION]
        alike = [m for m in bodies if head.removeprefix("ال")[:4] in m.text] or bodies
        if alike:
            speaker = of_mention(alike[-1])
            return Found(Speaker(speaker.name, speaker.entity, Span(start, end)), "body")
        return Found(_words(c, start, end), "body")
    if head.startswith("ال") and len(head) > 4:
        return Found(_words(c, start, end), "common_noun")
    return None


def _bearer(text: str, role: str, told: Sequence[Mention]) -> Mention | None:
    """The person told of last with the same office before the name."""
    stem = role.removeprefix("ال").rstrip("ه")
    people = [m for m in told if m.type is EntityType.PERSON]
    for mention in reversed(people):
        before = [
            w.folded.removeprefix("و").removeprefix("ال")
            for w in words(text, max(0, mention.span.start - 60), mention.span.start)
        ]
        if any(w.rstrip("ه") == stem for w in before[-5:]):
            return mention
    return people[-1] if people else None


def _words(c: Clause, start: int, end: int) -> Speaker:
    """A speaker known by the words alone, up to the first comma."""
    cut = min((x for x in (c.text.find(m, start, end) for m in '،,:(«“"') if x >= 0), default=end)
    while cut > start and c.text[cut - 1].isspace():
        cut -= 1
    return Speaker(c.text[start:cut], None, Span(start, cut))


def _before(c: Clause, hit: Hit) -> Mention | None:
    """A subject that stands before its verb: لافروف قال، وكان الرئيس …، فلاديمير بوتين، أعلن."""
    near = [m for m in c.mentions if m.span.end <= hit.span.start]
    if not near or hit.clitic == "و":
        return None
    opened = c.words[0].folded in ("وكان", "وكانت", "كان", "كانت", "اما", "فيما", "بينما", "لكن", "ولكن", "حيث")
    people = [m for m in near if m.type is EntityType.PERSON]
    last = (people or near)[-1]
    gap = sum(last.span.end <= w.span.start < hit.span.start for w in c.words)
    if opened and c.mention_at(near[0].span.start) and _starts_near(c, near[0]):
        first_person = next((m for m in people if _starts_near(c, m, 9)), None)
        return first_person or near[0]
    return last if gap <= 1 and last.type is not EntityType.PLACE else None


def _starts_near(c: Clause, mention: Mention, most: int = 6) -> bool:
    return sum(w.span.start < mention.span.start for w in c.words) <= most

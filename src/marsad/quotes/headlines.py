"""Headlines with a colon: a speaker and his words, told from a place or topic and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from marsad.catalogue import Catalogue
from marsad.model import Cue, EntityType, Mention, Piece, Quote, Span, Speaker, Zone
from marsad.quotes import lexicon
from marsad.quotes.making import Maker
from marsad.quotes.speakers import Found, bearer, of_mention
from marsad.text.marks import MarkPair, pairs
from marsad.text.tokens import words

SPEAKER_WORDS = 7
_COLON = re.compile(r"^\s*(?:(?P<before>[^:]{3,90}?)\s*\.\.+\s*)?(?P<head>[^:]{2,70}?)\s*[:：]\s*(?=\S)")
_QUOTING = '“”«»"‟„'


def read(
    text: str, zone: Zone, piece: Piece, mentions: Sequence[Mention], catalogue: Catalogue, make: Maker
) -> list[Quote] | None:
    """The words that a headline gives to the speaker before its colon; None where no speaker stands there."""
    colon = _COLON.match(piece.text)
    if colon is None:
        return None
    head = _inside_marks(text, piece.span.start + colon.start("head"), piece.span.start + colon.end("head"))
    start = piece.span.start + colon.end()
    speaker = _speaker(text, head, start, piece, mentions, catalogue)
    if speaker is None:
        return None
    at = piece.span.start + colon.end("head")
    cue = Cue(Span(at, start), text[at:start].strip(), "headline")
    who = Found(speaker, "headline")
    marks = pairs(text, *piece.span)
    found = _words(text, zone, Span(start, piece.span.end), who, cue, marks, make)
    for pair in marks:
        short = len(words(text, *pair.inner)) < 3 and pair.close > start
        named = any(m.span.start <= pair.open + 1 and pair.close <= m.span.end + 1 for m in mentions)
        of_head = head.start - 1 <= pair.open < head.end
        if not (short or named or of_head or any(q.direct and q.span == pair.inner for q in found)):
            form = "full" if pair.close < start else "fragment"
            found.append(make.quote(pair.inner, True, zone, "headline_marks", 0.6, who, cue, form=form))
    return found


def _inside_marks(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in _QUOTING):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if text[end - 1] in _QUOTING and not any(ch in _QUOTING for ch in text[start : end - 1]):
        end -= 1
    return Span(start, end)


def _words(
    text: str, zone: Zone, said: Span, who: Found, cue: Cue, marks: Sequence[MarkPair], make: Maker
) -> list[Quote]:
    whole = next((p for p in marks if p.open == said.start and p.close >= said.end - 2), None)
    if whole:
        return [make.quote(whole.inner, True, zone, "headline_colon", 0.9, who, cue, form="full")]
    return [make.quote(said, False, zone, "headline_colon", 0.8, who, cue)]


def _speaker(
    text: str, head: Span, start: int, piece: Piece, mentions: Sequence[Mention], catalogue: Catalogue
) -> Speaker | None:
    inside = [m for m in mentions if m.span.overlaps(head)]
    count = len(words(text, *head))
    people = [m for m in inside if m.type is EntityType.PERSON]
    if people and count <= SPEAKER_WORDS + 2:
        return of_mention(people[-1])
    if count > SPEAKER_WORDS:
        return None
    if not inside:
        return _office(text, head, mentions) or _quoted(text, head)
    first = inside[0]
    alone = count == len(words(text, *first.span))
    if first.type is EntityType.PLACE:
        if alone:
            return of_mention(first) if _place_speaks(text, first, start, piece, mentions, catalogue) else None
        return _office(text, head, mentions)
    begins = sum(w.span.start < first.span.start for w in words(text, *head)) <= 1
    return of_mention(first) if begins and not _headed_by_office(text, head) else _office(text, head, mentions)


def _headed_by_office(text: str, head: Span) -> bool:
    first = words(text, *head)
    return bool(first) and lexicon.is_a(first[0].folded, "role")


def _office(text: str, head: Span, mentions: Sequence[Mention]) -> Speaker | None:
    """A speaker known by the office alone (وزير الصحة: …), with the name that the story gives it elsewhere."""
    called = words(text, *head)
    if not called or not any(lexicon.is_a(called[0].folded, kind) for kind in ("role", "unnamed", "body")):
        return None
    return bearer(text, called, mentions) or Speaker(head.of(text), None, head)


def _quoted(text: str, head: Span) -> Speaker | None:
    """A name in marks that is not known otherwise speaks ("الشليل": …)."""
    marked = text[head.start - 1 : head.start] in _QUOTING and head.start > 0
    return Speaker(head.of(text), None, head) if marked and len(words(text, *head)) <= 4 else None


def _place_speaks(
    text: str, mention: Mention, start: int, piece: Piece, mentions: Sequence[Mention], catalogue: Catalogue
) -> bool:
    """A capital or country before the colon speaks for its government when its words have another subject."""
    known = catalogue.entities.get(mention.entity.id) if mention.entity else None
    after = words(text, start, piece.span.end)
    if known is None or not after:
        return False
    first = next((m for m in mentions if m.span.start == after[0].span.start), None)
    if first is not None and first.type is EntityType.PERSON:
        return False
    speech = after[0].folded in ("لن", "لا", "نحن", "ان", "لم", "ليس") or after[0].folded.startswith("سن")
    ours = any(w.folded.startswith("ن") and w.folded in _WE for w in after[:3])
    return (known.kind == "capital" and (first is not None or speech)) or (known.kind == "country" and (speech or ours))


_WE = frozenset(
    ["نحن", "نريد", "نرفض", "نرحب", "ندعو", "نؤكد", "نطالب", "نعمل", "نسعي", "ندعم", "نحذر", "نامل", "نعتزم"]
)

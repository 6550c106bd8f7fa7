"""Statements given to a source by a preposition or after the fact: بحسب منظمة …، …، وفق بيان، …، كما أعلنت …."""

from __future__ import annotations

import re
from collections.abc import Sequence

from marsad.model import Cue, EntityType, Mention, Piece, Quote, Span, Speaker
from marsad.quotes import lexicon
from marsad.quotes.clauses import Clause
from marsad.quotes.frames import trimmed
from marsad.quotes.making import Maker
from marsad.quotes.speakers import Found, body, noun_phrase, of_mention
from marsad.text.marks import MarkPair

LEAST_WORDS = 4
_SO = re.compile(r"\s(ف[إا]ن|ف[إا]نه|ف[إا]نها)\s")
_TOLD_AFTER = re.compile(r"[،,]?\s*(?:عبارة|كلمات|جملة)\s+(\S+)")
_BY = re.compile(r"[،,]?\s*(?:وفق|وفقا|وفقاً|بحسب|حسب|حسبما|كما|على حد)\s")
#: وفق تعبيره، بحسب قوله: the one who has just spoken.
_OWN_WORDS = frozenset(["تعبيره", "تعبيرها", "قوله", "قولها", "وصفه", "وصفها", "تعبيرهم", "قولهم", "رايه"])


def read(c: Clause, told: Sequence[Mention], make: Maker, spoken: int | None) -> list[Quote]:
    """The statement that a preposition gives to a source; ``spoken``: where a word of saying has its report."""
    for at in range(len(c.words)):
        cue = _preposition(c, at) or _verb_of_source(c, at)
        if cue is None or not c.outside(at):
            continue
        last = _phrase_end(c, at)
        who = source(c, at + 1, last, told)
        if who is None:
            continue
        if at <= 1 and cue.kind == "preposition":
            return _stated_after(c, cue, who, make, spoken is not None)
        governed = spoken is not None and (cue.kind == "preposition" or spoken < cue.span.start)
        return [] if governed else _stated_before(c, at, cue, who, make)
    return []


def _preposition(c: Clause, at: int) -> Cue | None:
    word = c.words[at]
    known = lexicon.words("prep")
    offset = next((n for n in (0, 1) if word.folded[n:] in known and word.folded[:n] in ("", "و", "ف")), None)
    if offset is None:
        return None
    span = Span(word.span.start + offset, word.span.end)
    return Cue(span, span.of(c.text), "preposition")


def _verb_of_source(c: Clause, at: int) -> Cue | None:
    """كما أعلنت السلطات after a statement: the verb stands for "according to"."""
    if at < LEAST_WORDS or c.folded(at - 1) != "كما" or "،" not in c.gap(at - 1):
        return None
    known = lexicon.predicates().get(c.folded(at))
    if known is None or known.kind != "verb" or known.present:
        return None
    span = c.words[at].span
    return Cue(span, span.of(c.text), "verb")


def _phrase_end(c: Clause, at: int) -> int:
    for n in range(at + 2, len(c.words)):
        if any(m in c.gap(n) for m in "،,:؛") or c.folded(n) in lexicon.words("relative"):
            return n
        if c.folded(n)[:1] == "ف" and c.folded(n)[1:] in lexicon.words("that"):
            return n
    return len(c.words)


def source(c: Clause, first: int, last: int, told: Sequence[Mention]) -> Speaker | None:
    """The source that the words after the preposition name: لبيان صادر عن وزارة الدفاع is the ministry."""
    if first >= last:
        return None
    while first < last - 1 and (c.folded(first) in ("ما", "لما", "به") or _is_verb(c.folded(first))):
        first += 1
    head = c.folded(first)
    bare = head[1:] if head[:1] == "ل" and not head.startswith("لل") else head
    bare = "ال" + bare[2:] if bare.startswith("لل") else bare
    names = [m for n in range(first, last) if (m := c.name_at(n))]
    if lexicon.is_a(bare, "document"):
        speaking = [m for m in names if m.type is not EntityType.PLACE]
        if speaking:
            return of_mention(speaking[0])
        span = Span(c.words[first].span.start + len(head) - len(bare), c.words[last - 1].span.end)
        span = trimmed(c, *span)
        written = Speaker(" ".join(span.of(c.text).split()), None, span)
        return body(c.text, written, told) or written
    if not names and not any(lexicon.is_a(bare, kind) for kind in ("role", "body", "unnamed")):
        return None
    found = noun_phrase(c, first, last, told)
    if found and found.speaker:
        return found.speaker
    speaking = [m for m in names if m.type is not EntityType.PLACE and c.word_at(m.span.start) <= first + 2]
    return of_mention(speaking[0]) if speaking else _written(c, first, last, head, bare)


def _is_verb(folded: str) -> bool:
    """A verb of saying, with or without the pronoun of what is said (حسبما أكده، وفقا لما نقلته)."""
    table = lexicon.predicates()
    return any((known := table.get(folded.removesuffix(p))) and known.kind == "verb" for p in ("", "ه", "ها"))


def _written(c: Clause, first: int, last: int, head: str, bare: str) -> Speaker | None:
    if not any(lexicon.is_a(bare, kind) for kind in ("role", "body", "unnamed")) or last - first > 9:
        return None
    start = c.words[first].span.start + (len(head) - len(bare) if not head.startswith("لل") else 1)
    span = Span(start, c.words[last - 1].span.end)
    return Speaker(" ".join(span.of(c.text).split()), None, span)


def _stated_after(c: Clause, cue: Cue, who: Speaker, make: Maker, reported: bool) -> list[Quote]:
    so = _SO.search(c.text, cue.span.end, c.span.end)
    comma = c.text.find("،", cue.span.end, c.span.end)
    if so:
        start = so.start(1) + 1
    elif comma >= 0 and not reported:
        start = comma + 1
    else:
        return []
    span = trimmed(c, Piece.cut(c.text, start, c.span.end).span.start, c.span.end)
    return [make.quote(span, False, c.zone, "preposition", 0.7, Found(who, "source"), cue)] if _long(c, span) else []


def _stated_before(c: Clause, at: int, cue: Cue, who: Speaker, make: Maker) -> list[Quote]:
    start = c.span.start + (1 if c.folded(0)[:1] == "و" and len(c.folded(0)) > 3 else 0)
    end = c.words[at - 1].span.end if cue.kind == "preposition" else c.words[at - 2].span.end
    end = max((p.close + 1 for p in c.marks if p.open < end <= p.close + 1), default=end)
    span = trimmed(c, start, end)
    comma = c.text.find("،", cue.span.end, c.span.end)
    if cue.kind == "preposition" and comma >= 0 and _long(c, Span(comma, c.span.end)):
        span = trimmed(c, start, c.span.end)
    whole = any(p.open <= span.start + 1 and p.close >= span.end - 1 for p in c.marks)
    if whole or not _long(c, span):
        return []
    return [make.quote(span, False, c.zone, "preposition_after", 0.6, Found(who, "source"), cue)]


def _long(c: Clause, span: Span) -> bool:
    return sum(span.start <= w.span.start < span.end for w in c.words) >= LEAST_WORDS


def after_marks(c: Clause, pair: MarkPair, told: Sequence[Mention]) -> Speaker | None:
    """The speaker named after the marks: «…» عبارة أطلقها فلان; «…»، وفق بيان."""
    rest = c.text[pair.close + 1 : c.span.end]
    by, told_after = _BY.search(rest), _TOLD_AFTER.match(rest)
    at = pair.close + 1 + (by.end() if by else 0)
    if told_after:
        named = [m for m in c.mentions if m.span.start > pair.close]
        best = next((m for m in named if m.type is EntityType.PERSON), None) or next(iter(named), None)
        return of_mention(best) if best else None
    if by is None:
        return None
    first = c.word_at(at - 1)
    if c.folded(first) in _OWN_WORDS:
        return None
    return source(c, first, max(first, _phrase_end(c, first - 1)), told) if first < len(c.words) else None

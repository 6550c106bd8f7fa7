"""Every quote of a story, in its order: direct ones between marks, reported ones, headlines with a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from marsad.catalogue import Catalogue
from marsad.model import Mention, Piece, Quote, Span, Speaker, Story, Zone
from marsad.quotes import headlines, lexicon, sources
from marsad.quotes.clauses import Clause, Hit, clause, hits
from marsad.quotes.direct import Judged, judge
from marsad.quotes.frames import Frame, frame, trimmed
from marsad.quotes.making import Maker
from marsad.quotes.memory import Memory
from marsad.quotes.settings import settled
from marsad.quotes.speakers import Found, bearer, explicit, noun_phrase, of_mention, topic
from marsad.text.marks import MarkPair, pairs
from marsad.text.sentences import sentences
from marsad.text.tokens import words

LEAST_REPORT_WORDS = 2
_HEADLINES = (Zone.TITLE, Zone.HEADING, Zone.SUBTITLE, Zone.KICKER)
_TAIL = re.compile(r"[،,]\s*(?:وفق|وفقا|وفقاً|بحسب|حسب|حسبما|كما|على حد|وذلك|وسط)\s[^،]{3,160}$")
_LEFT_OVER = re.compile(
    r"[\s،,؛]*(?:\s(?:و|كما|فيما|بينما|حيث|ثم|إذ|لكنه|لكنها|لكن|ولكنه|في حين|وقد|هذا|(?:غير|إلا)(?: أنه| أنها)?))?"
    r"[\s،,؛]*$"
)
#: Verbs whose speaker stands after a preposition: نقلت الوكالة عن …، جاء في بيان ….
_FROM = {"نقل": "عن", "جاء": "في"}
_LEADING = frozenset(["في", "قد", "هذا", "غير", "الا"])
_AFTER_CONTRAST = frozenset(["لكنه", "لكنها", "لكنهم", "ولكنه", "ولكنها", "حين", "انه"])


def find(text: str, story: Story, mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Quote, ...]:
    """The quotes of a story with their speakers, in the order of the text."""
    walk = _Walk(text, mentions, catalogue)
    found: list[Quote] = []
    for zone, piece in story.zones():
        if zone in _HEADLINES:
            found += walk.headline(zone, piece)
        elif zone is Zone.BODY:
            found += walk.paragraph(piece)
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end, not q.direct)))


class _Walk:
    """Walks over one story and remembers who spoke."""

    def __init__(self, text: str, mentions: Sequence[Mention], catalogue: Catalogue) -> None:
        self.text, self.catalogue = text, catalogue
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self.memory = Memory()
        self.make = Maker(text, self.mentions)

    def headline(self, zone: Zone, piece: Piece) -> list[Quote]:
        """A speaker, a colon and his words; else a headline is read as a sentence."""
        spoken = headlines.read(self.text, zone, piece, self.mentions, self.catalogue, self.make)
        if spoken is not None:
            if spoken and spoken[0].speaker:
                self.memory.said(spoken[0].speaker, None)
            return spoken
        c = clause(self.text, zone, piece.span, pairs(self.text, *piece.span), self.mentions)
        return self._clause(c, piece)

    def paragraph(self, piece: Piece) -> list[Quote]:
        """The quotes of one paragraph."""
        marks = pairs(self.text, *piece.span)
        found: list[Quote] = []
        for span in sentences(self.text, *piece.span):
            found += self._clause(clause(self.text, Zone.BODY, span, marks, self.mentions), piece)
        return found

    def _clause(self, c: Clause, piece: Piece) -> list[Quote]:
        reporting = self._reporting(c)
        found: list[Quote] = []
        subjects: dict[int, Found] = {}
        reach = 0
        for n, (hit, framed) in enumerate(reporting):
            who = self._subject(c, hit, framed, [h for h, _ in reporting[:n]], subjects)
            subjects[hit.at] = who
            limit = _limit(c, [h for h, _ in reporting[n + 1 :]])
            found += self._report(c, hit, framed, limit, who)
            nested = hit.span.start < reach and not ends_report(c, hit)
            if who.speaker and not nested:
                self.memory.said(who.speaker, hit.predicate.feminine)
            reach = max(reach, limit if framed.kind in ("that", "noun") else 0)
        first = min((h.span.start for h, _ in reporting), default=None)
        sourced = sources.read(c, self.mentions, self.make, first)
        if sourced and sourced[0].speaker and not reporting:
            self.memory.said(sourced[0].speaker, None)
        found += sourced + list(self._direct(c, piece, reporting, subjects))
        if not reporting:
            self._remember(c)
        return settled(c, _without_doubles(found))

    def _reporting(self, c: Clause) -> list[tuple[Hit, Frame]]:
        """The words that do report something, each with what it governs."""
        candidates = hits(c)
        for _ in range(2):
            framed = [(h, frame(c, h, _limit(c, candidates[n + 1 :]))) for n, h in enumerate(candidates)]
            kept = [(h, f) for h, f in framed if f]
            candidates = [h for h, _ in kept]
        return [(h, f) for h, f in kept if not _part_of_report(h, kept)]

    # --- who

    def _subject(self, c: Clause, hit: Hit, framed: Frame, earlier: Sequence[Hit], subjects: dict[int, Found]) -> Found:
        told = [m for m in self.mentions if m.span.end <= hit.span.start]
        relayed = self._relayed(c, hit, framed)
        if relayed:
            return relayed
        own = explicit(c, hit, framed.subject_end, told)
        if own:
            return self._recalled(own)
        again = self.memory.named(c.folded(hit.at + 1)) if hit.predicate.kind == "verb" else None
        if again and framed.start > hit.span.end + 1 and not c.name_at(hit.at + 1):
            return Found(replace(again, span=c.words[hit.at + 1].span), "again")
        if earlier:
            return Found(subjects[earlier[-1].at].speaker, "governing", implicit=True)
        about = topic(c, hit) if hit.at > 2 else None
        if about:
            return Found(of_mention(about), "topic", implicit=True)
        return Found(self.memory.speaker(hit), "carried", implicit=True)

    def _recalled(self, found: Found) -> Found:
        """An office told of only by its words may be one whose bearer the story names elsewhere."""
        speaker = found.speaker
        if found.how not in ("office", "body") or speaker is None or speaker.span is None:
            return found
        called = words(self.text, *speaker.span)
        again = self.memory.called(called[0].folded) if len(called) == 1 else None
        if again:
            return Found(replace(again, span=speaker.span), found.how)
        if speaker.entity or found.how == "body":
            return found
        known = bearer(self.text, called, self.mentions)
        if known is None and len(called) <= 2 and called and called[0].folded.startswith("ال"):
            last = self.memory.person()
            known = Speaker(last.name, last.entity, speaker.span) if last else None
        return Found(known or speaker, "office")

    def _relayed(self, c: Clause, hit: Hit, framed: Frame) -> Found | None:
        """The one whose words another passes on: نقل موقع … عن فولودين قوله، نقلت صحيفة عن مصدر أن."""
        if hit.predicate.kind == "noun":
            begin, end = max(c.span.start, hit.span.start - 140), hit.span.start
        elif hit.predicate.lemma in _FROM:
            begin, end = hit.span.end, framed.start
        else:
            return None
        by = _FROM.get(hit.predicate.lemma, "عن")
        at = next((n for n, w in enumerate(c.words) if begin <= w.span.start < end and w.folded in (by, "عنه")), None)
        if at is None:
            return None
        if c.folded(at) == "عنه":
            return Found(self.memory.speaker(hit), "relay", implicit=True)
        told = [m for m in self.mentions if m.span.end <= c.words[at].span.start]
        if by == "في":
            source = sources.source(c, at + 1, c.word_at(end), told)
            return Found(source, "document") if source else None
        found = noun_phrase(c, at + 1, c.word_at(end), told, after_verb=True)
        return Found(found.speaker, "relay") if found else None

    def _remember(self, c: Clause) -> None:
        """The one a sentence without a report is about may be the one who speaks in the next."""
        end = Hit(len(c.words), next(iter(lexicon.predicates().values())), "", Span(c.span.end, c.span.end))
        about = topic(c, end)
        if about and sum(w.span.start < about.span.start for w in c.words) <= 8:
            self.memory.told(of_mention(about))

    # --- what

    def _report(self, c: Clause, hit: Hit, framed: Frame, limit: int, who: Found) -> list[Quote]:
        """The statement in substance that a reporting word introduces; direct speech that has no marks."""
        if framed.kind == "marks":
            return []
        if framed.kind == "colon":
            return self._unmarked(c, hit, framed, limit, who)
        span = self._without_tail(trimmed(c, framed.start, limit))
        if len(words(self.text, *span)) < LEAST_REPORT_WORDS or self._only_marks(c, framed, span):
            return []
        base = 0.85 if framed.kind == "that" else 0.65
        return [self.make.report(span, c.zone, f"{framed.kind}_{who.how}", base, who, hit)]

    def _unmarked(self, c: Clause, hit: Hit, framed: Frame, limit: int, who: Found) -> list[Quote]:
        start = framed.start + 1
        if any(start <= p.open <= start + 2 for p in c.marks) or "q" in hit.predicate.flags:
            return []
        span = trimmed(c, Piece.cut(self.text, start, limit).span.start, limit)
        plain = hit.predicate.stance == "say" and hit.predicate.kind != "noun" and "p" not in hit.predicate.flags
        if len(words(self.text, *span)) < LEAST_REPORT_WORDS or not plain or self.text[span.start].isascii():
            return []
        return [self.make.direct(span, c.zone, f"unmarked_{who.how}", 0.6, who, hit, "full")]

    def _only_marks(self, c: Clause, framed: Frame, span: Span) -> bool:
        """Whether nothing is reported but the words between a pair of marks."""
        pair = next((p for p in c.marks if span.start - 1 <= p.open < span.end and p.depth == 0), None)
        if pair is None or len(words(self.text, *pair.inner)) < 3:
            return False
        before = words(self.text, span.start, max(span.start, pair.open))
        after = words(self.text, pair.close + 1, span.end)
        return len(before) <= (1 if framed.kind == "that" else 0) and len(after) <= 2

    def _without_tail(self, span: Span) -> Span:
        """The report without a closing attribution (…، وفق البيان) or a conjunction left over at its end."""
        tail = _TAIL.search(self.text[span.start : span.end])
        end = span.start + tail.start() if tail and tail.start() > 12 else span.end
        left = _LEFT_OVER.search(self.text[span.start : end])
        return Span(span.start, span.start + left.start()) if left else Span(span.start, end)

    # --- words between marks

    def _direct(
        self, c: Clause, piece: Piece, reporting: Sequence[tuple[Hit, Frame]], subjects: dict[int, Found]
    ) -> Iterator[Quote]:
        for pair in c.marks:
            around = any(p.open < pair.open and pair.close < p.close for p in c.marks)
            judged = judge(c, pair, reporting, self.mentions, alone=pair.open - piece.span.start <= 1)
            nobody = judged.how == "long" and self.memory.last() is None
            if judged.form is None or nobody or (around and len(words(self.text, *pair.inner)) < 5):
                continue
            if around and judged.how in ("inside_report", "predicated", "short", "long"):
                continue
            yield self._said(c, pair, judged, subjects)

    def _said(self, c: Clause, pair: MarkPair, judged: Judged, subjects: dict[int, Found]) -> Quote:
        hit = judged.hit
        if hit is None:
            named = sources.after_marks(c, pair, self.mentions)
            who = Found(named, "after") if named else Found(self.memory.last(), "carried", implicit=True)
        else:
            who = subjects.get(hit.at) or self._late(c, hit)
        how = f"{judged.how}_{who.how}"
        return self.make.direct(pair.inner, c.zone, how, judged.score, who, hit, judged.form or "full")

    def _late(self, c: Clause, hit: Hit) -> Found:
        """The subject of a verb that stands after the words it gives: «…» قال الوزير."""
        told = [m for m in self.mentions if m.span.end <= hit.span.start]
        own = explicit(c, hit, c.span.end, told)
        return own or Found(self.memory.last(), "carried", implicit=True)


def _limit(c: Clause, later: Sequence[Hit]) -> int:
    return next((_boundary(c, h) for h in later if ends_report(c, h)), c.span.end)


def _boundary(c: Clause, hit: Hit) -> int:
    """Where the report before ``hit`` ends: before a contrast or subject that belongs to the next one."""
    at = hit.at
    while at > 0 and (c.folded(at - 1) in lexicon.words("joiner") or c.folded(at - 1) in _LEADING):
        at -= 1
    return c.words[at].span.start if at < hit.at else c.words[hit.at].span.start


def ends_report(c: Clause, hit: Hit) -> bool:
    """Whether a later reporting word ends the report before it: a participle, or a verb joined with و or a comma."""
    before = c.folded(hit.at - 1)
    if hit.predicate.kind == "participle":
        return hit.clitic == ""
    if hit.predicate.kind != "verb" or before in lexicon.words("relative"):
        return False
    joined = before in lexicon.words("joiner") or before in _AFTER_CONTRAST
    apart = "،" in c.gap(hit.at) and not c.name_at(hit.at - 1)
    return joined or (hit.clitic == "و" and (not hit.predicate.present or c.zone is not Zone.BODY)) or apart


def _part_of_report(hit: Hit, kept: Sequence[tuple[Hit, Frame]]) -> bool:
    """A verb in the present joined with و inside the clause of another is part of what is said (وترحب بانخراط)."""
    inside = any(f.kind == "that" and f.start < hit.span.start and not h.predicate.present for h, f in kept)
    return inside and hit.predicate.present and hit.clitic == "و"


def _without_doubles(found: Sequence[Quote]) -> list[Quote]:
    """The quotes less reports that are nothing but a direct quote, and reports of the same words twice."""
    direct = [q.span for q in found if q.direct]
    kept: list[Quote] = []
    for quote in found:
        same = any(abs(d.start - quote.span.start) + abs(d.end - quote.span.end) <= 8 for d in direct)
        again = any(k.direct == quote.direct and k.span == quote.span for k in kept)
        if not again and (quote.direct or not same):
            kept.append(quote)
    return kept

"""Every quote of a story, in its order: direct ones between marks, reported ones, headlines with a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from marsad.catalogue import Catalogue
from marsad.model import Cue, EntityType, Mention, Piece, Quote, Span, Speaker, Story, Zone
from marsad.quotes import lexicon
from marsad.quotes.clauses import Clause, Hit, clause, complement, ends_report, hits
from marsad.quotes.direct import Judged, judge
from marsad.quotes.speakers import Found, of_mention, subject
from marsad.text.marks import MarkPair, pairs
from marsad.text.sentences import sentences
from marsad.text.tokens import words

LEAST_REPORT_WORDS = 2
HEADLINE_SPEAKER_WORDS = 7
_HEADLINE = re.compile(r"^\s*([^:«“\"]{2,70}?)\s*[:：]\s*(?=\S)")
_AFTER = re.compile(r"[،,]?\s*(?:عبارة|كلمات|جملة)\s+(\S+)")


def find(text: str, story: Story, mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Quote, ...]:
    """The quotes of a story with their speakers, in the order of the text."""
    finder = _Finder(text, mentions, catalogue)
    found: list[Quote] = []
    for zone, piece in story.zones():
        if zone in (Zone.TITLE, Zone.HEADING, Zone.SUBTITLE, Zone.KICKER):
            found += finder.headline(zone, piece)
        elif zone is Zone.BODY:
            found += finder.paragraph(piece)
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end, not q.direct)))


class _Finder:
    """Walks over one story and remembers who spoke last."""

    def __init__(self, text: str, mentions: Sequence[Mention], catalogue: Catalogue) -> None:
        self.text, self.catalogue = text, catalogue
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self.current: Speaker | None = None

    # --- headlines

    def headline(self, zone: Zone, piece: Piece) -> Iterator[Quote]:
        """A speaker, a colon and his words; the name of a place or topic before the colon is no speaker."""
        marks = pairs(self.text, *piece.span)
        colon = _HEADLINE.match(piece.text)
        if colon is None:
            yield from self._marked_headline(zone, piece, marks)
            return
        head = Span(piece.span.start + colon.start(1), piece.span.start + colon.end(1))
        speaker = self._headline_speaker(head, piece)
        if speaker is None:
            return
        start = piece.span.start + colon.end()
        whole = next((p for p in marks if p.open == start and p.close >= piece.span.end - 2), None)
        cue = Cue(Span(head.end, start), ":", "headline")
        if whole:
            yield self._quote(whole.inner, True, zone, "headline_colon", 0.9, speaker, cue, "say", form="full")
            return
        span = Span(start, piece.span.end)
        yield self._quote(span, False, zone, "headline_colon", 0.8, speaker, cue, "say")
        for pair in marks:
            inner = words(self.text, *pair.inner)
            if pair.open >= start and len(inner) >= 3 and not self._named(pair):
                yield self._quote(
                    pair.inner, True, zone, "headline_fragment", 0.6, speaker, cue, "say", form="fragment"
                )

    def _marked_headline(self, zone: Zone, piece: Piece, marks: Sequence[MarkPair]) -> Iterator[Quote]:
        c = clause(self.text, zone, piece.span, marks, self.mentions)
        found = hits(c)
        for pair in marks:
            judged = judge(c, pair, found, self.mentions, alone=False)
            if judged.form and judged.hit and len(words(self.text, *pair.inner)) >= 2:
                named = [m for m in c.mentions if m.span.end <= pair.open and m.type is not EntityType.PLACE]
                speaker = of_mention(named[0]) if named else None
                cue = _cue(self.text, judged.hit)
                stance = judged.hit.predicate.stance
                yield self._quote(pair.inner, True, zone, "headline", 0.55, speaker, cue, stance, form=judged.form)

    def _headline_speaker(self, head: Span, piece: Piece) -> Speaker | None:
        inside = [m for m in self.mentions if head.contains(m.span)]
        count = len(words(self.text, *head))
        if not inside:
            return self._office(head) if count <= HEADLINE_SPEAKER_WORDS else None
        people = [m for m in inside if m.type is EntityType.PERSON]
        if people and count <= HEADLINE_SPEAKER_WORDS + 2:
            return of_mention(people[-1])
        first = inside[0]
        if first.type is EntityType.ORGANISATION and count <= HEADLINE_SPEAKER_WORDS:
            return of_mention(first)
        if first.type is EntityType.PLACE and count == len(words(self.text, *first.span)):
            return of_mention(first) if self._place_speaks(first, piece) else None
        return self._office(head) if count <= HEADLINE_SPEAKER_WORDS else None

    def _office(self, head: Span) -> Speaker | None:
        """A speaker known by the office alone (وزير الصحة: …)."""
        first = words(self.text, *head)
        roles = lexicon.words("role") | lexicon.words("unnamed") | lexicon.words("body")
        if first and first[0].folded in roles:
            return Speaker(head.of(self.text), None, head)
        return None

    def _place_speaks(self, mention: Mention, piece: Piece) -> bool:
        """A capital before the colon speaks for its government when its words have another subject."""
        known = self.catalogue.entities.get(mention.entity.id) if mention.entity else None
        after = words(self.text, mention.span.end, piece.span.end)
        if known is None or not after:
            return False
        first = next((m for m in self.mentions if m.span.start == after[0].span.start), None)
        person = first is not None and first.type is EntityType.PERSON
        future = after[0].folded.startswith("س") or after[0].folded in ("لن", "لا", "نحن", "لم", "ان")
        return known.kind == "capital" and not person and (first is not None or future)

    def _named(self, pair: MarkPair) -> bool:
        return any(m.span.start <= pair.open + 1 and pair.close <= m.span.end + 1 for m in self.mentions)

    # --- paragraphs

    def paragraph(self, piece: Piece) -> list[Quote]:
        """The quotes of one paragraph."""
        marks = pairs(self.text, *piece.span)
        found: list[Quote] = []
        for span in sentences(self.text, *piece.span):
            c = clause(self.text, Zone.BODY, span, marks, self.mentions)
            found += self._clause(c, piece)
        return found

    def _clause(self, c: Clause, piece: Piece) -> list[Quote]:
        reporting = hits(c)
        found: list[Quote] = []
        subjects: dict[int, Found] = {}
        for number, hit in enumerate(reporting):
            who = self._subject(c, hit, reporting, number)
            subjects[hit.at] = who
            report = self._report(c, hit, reporting[number + 1 :], who)
            found += [report] if report else []
            if who.speaker and who.how != "nested":
                self.current = who.speaker
        if not reporting:
            found += self._by_preposition(c)
        found += self._direct(c, piece, reporting, subjects)
        if not reporting:
            self._remember(c)
        return self._without_doubles(found)

    def _subject(self, c: Clause, hit: Hit, reporting: Sequence[Hit], number: int) -> Found:
        content = self._content_start(c, hit, reporting[number + 1 :])
        told = [m for m in self.mentions if m.span.end <= hit.span.start]
        found = subject(c, hit, content, told, self.current)
        relayed = self._relayed(c, hit)
        return relayed or found

    def _relayed(self, c: Clause, hit: Hit) -> Found | None:
        """The one whose words another passes on: نقل موقع … عن فولودين قوله."""
        if hit.predicate.kind != "noun":
            return None
        before = c.text[max(c.span.start, hit.span.start - 120) : hit.span.start]
        source = before.rfind(" عن ")
        if source < 0:
            return None
        start = hit.span.start - len(before) + source + 4
        named = [m for m in c.mentions if start <= m.span.start < hit.span.start]
        if named:
            return Found(of_mention(next((m for m in named if m.type is EntityType.PERSON), named[0])), "relay")
        end = hit.span.start
        piece = Piece.cut(self.text, start, end)
        return Found(Speaker(piece.text, None, piece.span), "relay")

    @staticmethod
    def _content_start(c: Clause, hit: Hit, later: Sequence[Hit]) -> int:
        """Where the words of the speaker begin at the latest: complementizer, colon, marks or the next report."""
        ends = [p.open for p in c.marks if p.open >= hit.span.end]
        colon = c.text.find(":", hit.span.end, c.span.end)
        ends += [colon] if colon >= 0 else []
        ends += [h.span.start for h in later[:1]]
        that = lexicon.words("that")
        for word in c.words[hit.at + 1 : hit.at + 40]:
            stem = word.folded[1:] if word.folded[:1] in ("ب", "ف") and word.folded[1:] in that else word.folded
            if stem in that:
                ends.append(word.span.start)
                break
        return min(ends, default=c.span.end)

    def _report(self, c: Clause, hit: Hit, later: Sequence[Hit], who: Found) -> Quote | None:
        """The statement in substance that a reporting word introduces."""
        limit = next((h.span.start for h in later if ends_report(c, h)), c.span.end)
        first = next((p for p in c.marks if p.open >= hit.span.end and p.depth == 0), None)
        if first and first.open < limit and self._only_marks(c, hit, first, limit):
            return None
        found = complement(c, hit, limit)
        if found is None:
            return None
        span, that = found
        if span.end <= span.start or len(words(self.text, *span)) < LEAST_REPORT_WORDS:
            return None
        span = self._without_tail(span)
        score = (0.85 if that else 0.65) - (0.15 if who.implicit else 0.0) - (0.2 if who.speaker is None else 0.0)
        how = f"{'that' if that else 'noun'}_{who.how}"
        cue = _cue(self.text, hit)
        return self._quote(
            span, False, c.zone, how, score, who.speaker, cue, hit.predicate.stance, implicit=who.implicit
        )

    def _only_marks(self, c: Clause, hit: Hit, first: MarkPair, limit: int) -> bool:
        """Whether nothing is reported but the words between the marks."""
        inside = words(self.text, *first.inner)
        before = [w for w in words(self.text, hit.span.end, first.open) if not c.mention_at(w.span.start)]
        that = lexicon.words("that")
        at = next((n for n, w in enumerate(before) if w.folded in that or w.folded[1:] in that), None)
        reported = before[at + 1 :] if at is not None else []
        colon = self.text[hit.span.end : first.open].rstrip().endswith((":", ".."))
        after = words(self.text, first.close + 1, limit)
        if colon or (at is None and len(inside) >= 4 and len(before) <= 6):
            return True
        return at is not None and not reported and len(after) <= 2 and len(inside) >= 3

    def _without_tail(self, span: Span) -> Span:
        """The report without a closing attribution (…، وفق البيان) or a conjunction left over at its end."""
        text = span.of(self.text)
        tail = re.search(r"[،,]\s*(?:وفق|وفقا|وفقاً|بحسب|حسب|حسبما|كما)\s[^،]{3,60}$", text)
        end = span.start + (tail.start() if tail else len(text))
        trimmed = re.search(r"[\s،,؛]*(?:\s(?:و|كما|فيما|بينما|حيث|ثم))?[\s،,؛]*$", self.text[span.start : end])
        return Span(span.start, span.start + trimmed.start()) if trimmed else Span(span.start, end)

    def _by_preposition(self, c: Clause) -> list[Quote]:
        """A sentence given to a source by a preposition: بحسب منظمة …، تمثل الرعاية …; …، وفق بيان صادر عن …."""
        for at, word in enumerate(c.words):
            stem = (
                word.folded[1:] if word.folded[:1] == "و" and word.folded[1:] in lexicon.words("prep") else word.folded
            )
            if stem not in lexicon.words("prep") or not c.outside(at):
                continue
            start = word.span.start + len(word.folded) - len(stem)
            cue = Cue(Span(start, word.span.end), self.text[start : word.span.end], "preposition")
            named = [m for m in c.mentions if word.span.end <= m.span.start < word.span.end + 90]
            comma = self.text.find("،", word.span.end, c.span.end)
            if at <= 1:
                return self._source_first(c, cue, named, comma, word.span.end)
            return self._source_last(c, cue, named, word.span.start)
        return []

    def _source_first(self, c: Clause, cue: Cue, named: Sequence[Mention], comma: int, after: int) -> list[Quote]:
        following = re.compile(r"\s(فإن|فان)\s").search(self.text, after, c.span.end)
        if following:
            start, head = following.start(1) + 1, following.start()
        elif comma >= 0:
            start, head = comma + 1, comma
        else:
            return []
        who = self._source(named, after, head)
        span = self._without_tail(Piece.cut(self.text, start, c.span.end).span)
        span = Span(span.start, span.end - 1) if self.text[span.end - 1 : span.end] == "." else span
        self.current = who or self.current
        return (
            [self._quote(span, False, c.zone, "preposition", 0.7, who, cue, "say")] if span.end - span.start > 8 else []
        )

    def _source_last(self, c: Clause, cue: Cue, named: Sequence[Mention], start: int) -> list[Quote]:
        who = self._source(named, cue.span.end, c.span.end)
        piece = Piece.cut(self.text, c.span.start, start)
        span = self._without_tail(piece.span)
        return [self._quote(span, False, c.zone, "preposition_after", 0.6, who, cue, "say")] if who else []

    def _source(self, named: Sequence[Mention], start: int, end: int) -> Speaker | None:
        inside = [m for m in named if m.span.start < end]
        best = next((m for m in inside if m.type is not EntityType.PLACE), None)
        if best:
            return of_mention(best)
        piece = Piece.cut(self.text, start, end)
        first = words(self.text, *piece.span)
        if first and first[0].folded in lexicon.words("body"):
            told = [m for m in self.mentions if m.type is EntityType.ORGANISATION and m.span.end <= start]
            return of_mention(told[-1]) if told else Speaker(piece.text, None, piece.span)
        text = piece.text.rstrip(".")
        return (
            Speaker(text, None, Span(piece.span.start, piece.span.start + len(text))) if 0 < len(first) <= 8 else None
        )

    def _remember(self, c: Clause) -> None:
        """The one a clause without a report is about may be the one who speaks in the next: its first named person."""
        people = [m for m in c.mentions if m.type is EntityType.PERSON]
        first = people[0] if people else None
        if first and sum(w.span.start < first.span.start for w in c.words) <= 8:
            self.current = of_mention(first)

    # --- words between marks

    def _direct(self, c: Clause, piece: Piece, reporting: Sequence[Hit], subjects: dict[int, Found]) -> Iterator[Quote]:
        for pair in c.marks:
            around = [p for p in c.marks if p.open < pair.open and pair.close < p.close]
            alone = pair.open - piece.span.start <= 1
            judged = judge(c, pair, reporting, self.mentions, alone=alone)
            if judged.form is None or (around and len(words(self.text, *pair.inner)) < 5):
                continue
            if around and judged.how in ("inside_report", "predicated", "short", "long"):
                continue
            yield self._said(c, pair, judged, subjects)

    def _said(self, c: Clause, pair: MarkPair, judged: Judged, subjects: dict[int, Found]) -> Quote:
        hit = judged.hit
        if hit is None:
            after = self._attributed_after(c, pair)
            speaker = after or self.current
            score = judged.score if speaker else judged.score - 0.2
            return self._quote(
                pair.inner, True, c.zone, judged.how, score, speaker, None, "say", implicit=not after, form=judged.form
            )
        who = subjects.get(hit.at) or Found(self.current, "carried", implicit=True)
        return self._quote(
            pair.inner, True, c.zone, f"{judged.how}_{who.how}", judged.score - (0.1 if who.implicit else 0.0),
            who.speaker, _cue(self.text, hit), hit.predicate.stance, implicit=who.implicit, form=judged.form,
        )  # fmt: skip

    def _attributed_after(self, c: Clause, pair: MarkPair) -> Speaker | None:
        """The speaker named after the marks: «…» عبارة أطلقها فلان; «…»، وفق بيان."""
        after = self.text[pair.close + 1 : c.span.end]
        marked = _AFTER.match(after) or re.match(r"[،,]?\s*(?:وفق|وفقا|بحسب|حسب|حسبما|كما)\s", after)
        if not marked:
            return None
        named = [m for m in c.mentions if m.span.start > pair.close]
        best = next((m for m in named if m.type is EntityType.PERSON), None) or next(iter(named), None)
        return of_mention(best) if best else None

    # --- quotes

    def _quote(
        self, span: Span, direct: bool, zone: Zone, how: str, score: float, speaker: Speaker | None, cue: Cue | None,
        stance: str, *, implicit: bool = False, form: str | None = None,
    ) -> Quote:  # fmt: skip
        if implicit and speaker:
            speaker = replace(speaker, span=None)
        about = tuple(
            dict.fromkeys(
                m.entity.id
                for m in self.mentions
                if m.entity and span.contains(m.span) and m.entity != (speaker and speaker.entity)
            )
        )
        return Quote(
            span,
            span.of(self.text),
            direct,
            zone,
            how,
            round(max(0.05, score), 2),
            speaker,
            cue,
            stance,
            implicit,
            form,
            about,
        )

    @staticmethod
    def _without_doubles(found: Sequence[Quote]) -> list[Quote]:
        """The quotes less reports that are nothing but a direct quote, and reports of the same words twice."""
        direct = [q.span for q in found if q.direct]
        kept: list[Quote] = []
        for quote in found:
            same = any(abs(d.start - quote.span.start) + abs(d.end - quote.span.end) <= 8 for d in direct)
            again = any(not k.direct and k.span == quote.span for k in kept)
            if quote.direct or not (same or again):
                kept.append(quote)
        return kept


def _cue(text: str, hit: Hit) -> Cue:
    return Cue(hit.span, hit.span.of(text), hit.predicate.kind)

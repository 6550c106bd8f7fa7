"""Where and to whom something was said: في مؤتمر صحفي (at a press conference), لقناة روسيا اليوم (to Russia Today)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from marsad.model import EntityType, Mention, Piece, Quote, Span, Speaker
from marsad.quotes import lexicon
from marsad.quotes.clauses import Clause, hits
from marsad.quotes.frames import complementizer
from marsad.quotes.speakers import of_mention

LONGEST_VENUE = 14
_STOPS = '،,:;؛.«»“”"()'
_WITH = ("مع", "ل")


def settled(c: Clause, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes of a clause with the venue and addressee that its words outside the quotes tell."""
    if not quotes:
        return []
    reporting = {h.at for h in hits(c)}
    return [_settled(c, quote, quotes, reporting) for quote in quotes]


def _settled(c: Clause, quote: Quote, quotes: Sequence[Quote], reporting: set[int]) -> Quote:
    venue: Span | None = None
    addressee: Speaker | None = None
    for at in _around(c, quote, quotes):
        if venue is None and _opens_venue(c, at):
            venue = _venue(c, at, _region_end(c, at, quote), reporting)
        addressee = addressee or _addressee(c, at, quote)
    piece = Piece(venue, venue.of(c.text)) if venue else None
    return replace(quote, venue=piece, addressee=addressee) if piece or addressee else quote


def _around(c: Clause, quote: Quote, quotes: Sequence[Quote]) -> Iterator[int]:
    """The words from the quote before to this one, then those from this one to the next: its attribution."""
    apart = [q.span for q in quotes if not q.span.overlaps(quote.span)]
    holder = next((q.span for q in quotes if q.span.contains(quote.span) and q.span != quote.span), quote.span)
    begin = max((s.end for s in apart if s.end <= holder.start), default=c.span.start)
    end = min((s.start for s in apart if s.start >= holder.end), default=c.span.end)
    for at, word in enumerate(c.words):
        if begin <= word.span.start < holder.start or holder.end <= word.span.start < end:
            yield at


def _region_end(c: Clause, at: int, quote: Quote) -> int:
    start = c.words[at].span.start
    return quote.span.start if start < quote.span.start else c.span.end


def _opens_venue(c: Clause, at: int) -> bool:
    """Whether word ``at`` is a preposition with a noun of occasion after it (في كلمة، عبر حسابه، على هامش)."""
    return c.folded(at) in lexicon.words("setting") and c.folded(at + 1) in lexicon.words("venue")


def _venue(c: Clause, at: int, limit: int, reporting: set[int]) -> Span:
    """The words from the preposition to a mark, a complementizer, another reporting word or the quote itself."""
    end = at + 2
    while end < min(len(c.words), at + LONGEST_VENUE) and c.words[end].span.start < limit:
        if any(mark in c.gap(end) for mark in _STOPS) and not _name_in_marks(c, end):
            break
        if complementizer(c.folded(end)) is not None or end in reporting or c.folded(end) in lexicon.words("prep"):
            break
        end += 1
    stop = c.words[end - 1].span.end
    while stop < limit and c.text[stop : stop + 1] in tuple('»”"'):
        stop += 1
    return Span(c.words[at].span.start, stop)


def _name_in_marks(c: Clause, at: int) -> bool:
    """Whether the marks before word ``at`` stand around a name (في مقابلة مع قناة «روسيا 1»)."""
    gap = c.gap(at)
    return c.name_at(at) is not None and not any(mark in gap for mark in "،,:؛.")


def _addressee(c: Clause, at: int, quote: Quote) -> Speaker | None:
    """Who is spoken to: an outlet, body or person after ل or after مع and a noun of outlet; the press."""
    folded = c.folded(at)
    if folded.startswith("لل") and folded[2:] in lexicon.words("audience"):
        span = Span(c.words[at].span.start + 1, c.words[at].span.end)
        return Speaker("ا" + span.of(c.text), None, span)
    named = c.name_at(at)
    if named is None or not _begins(c, at, named) or named.type is EntityType.PLACE:
        return None
    if quote.speaker and quote.speaker.span and quote.speaker.span.overlaps(named.span):
        return None
    return of_mention(named) if _spoken_to(c, at, named) else None


def _begins(c: Clause, at: int, named: Mention) -> bool:
    return c.words[at].span.start <= named.span.start < c.words[at].span.end


def _spoken_to(c: Clause, at: int, named: Mention) -> bool:
    before = c.folded(at - 1)
    if named.clitic.endswith("ل") or before == "ل":
        return _after_the_verb(c, at - (before == "ل"))
    outlet = before in lexicon.words("outlet") or before[1:] in lexicon.words("outlet")
    if not outlet:
        return False
    return (before.startswith("ل") and _after_the_verb(c, at - 1)) or c.folded(at - 2) in _WITH


def _after_the_verb(c: Clause, at: int) -> bool:
    """Whether ل follows the verb, its subject or a noun of speech, and not a noun that it completes (بيان لوزارة)."""
    before = c.folded(at - 1)
    if before in lexicon.predicates() or before[1:] in lexicon.predicates():
        return True
    speech = before in lexicon.words("venue") and before.rstrip("ه").endswith(("تصريح", "تصريحات", "حديث"))
    return speech or c.name_at(at - 1) is not None or any(lexicon.is_a(before, k) for k in ("role", "unnamed"))

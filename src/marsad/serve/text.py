"""Story text as HTML: names linked, quotes tinted and numbered, the subject of a list shaded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from markupsafe import Markup, escape

from marsad.observatory.pages import Block, EntityLink, Marked, QuoteRow, TextMention, TextQuote
from marsad.serve.context import Asking
from marsad.serve.markup import filled
from marsad.serve.wording import Wording

HUES = 3


def marked(asking: Asking, value: Marked | None, subject: str = "", *, link: bool = True) -> Markup:
    """A sentence with its marks: the subject shaded, other entities linked, unlinked names dotted.

    Marks stand on the name alone, so that an attached particle stays joined to it.
    """
    if value is None:
        return Markup("")
    out = []
    at = 0
    for start, end, entity in value.marks:
        out.append(escape(value.text[at:start]))
        out.append(_mark(asking, value.text[start:end], entity, subject, link))
        at = end
    out.append(escape(value.text[at:]))
    return Markup("").join(out)


def shaded(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """A line of text with stretches of it shaded."""
    out = []
    at = 0
    for start, end in marks:
        out += [escape(text[at:start]), filled("<mark>{}</mark>", text[start:end])]
        at = end
    return Markup("").join([*out, escape(text[at:])])


def _mark(asking: Asking, words: str, entity: str, subject: str, link: bool) -> Markup:
    if entity == subject:
        return filled("<mark>{}</mark>", words)
    if not entity:
        title = asking.wording.t("not_linked")
        return filled('<span class="unlinked" title="{}">{}</span>', title, words)
    return _link(asking, words, entity) if link else escape(words)


def _link(asking: Asking, words: str, entity: str) -> Markup:
    return filled('<a class="ent" href="{}">{}</a>', asking.address("e", entity), words)


def block(asking: Asking, value: Block | None) -> Markup:
    """A block of a story with its names and quotes; the number after a quote leads to the margin."""
    if value is None:
        return Markup("")
    cuts = {0, len(value.text)}
    cuts.update(x for m in value.mentions for x in (m.start, m.end))
    cuts.update(x for q in value.quotes for x in (q.start, q.end))
    points = sorted(c for c in cuts if 0 <= c <= len(value.text))
    out: list[Markup] = []
    inside: TextQuote | None = None
    for start, end in pairwise(points):
        now = _innermost(value.quotes, start)
        if now is not inside:
            out.append(_close(inside) + _open(now))
            inside = now
        out.append(_segment(asking, value, start, end))
        ended = [q for q in value.quotes if q.end == end]
        if ended and inside in ended:
            out.append(_close(inside))
            inside = None
        out += [filled("<sup>{}</sup>", asking.wording.num(q.number)) for q in ended]
    return Markup("").join([*out, _close(inside)])


def _innermost(quotes: tuple[TextQuote, ...], at: int) -> TextQuote | None:
    around = [q for q in quotes if q.start <= at < q.end]
    return min(around, key=lambda q: (q.end - q.start, not q.direct)) if around else None


def _open(quote: TextQuote | None) -> Markup:
    if quote is None:
        return Markup("")
    return filled('<{} class="{}{}">', _tag(quote), "said" if quote.direct else "ind-in", hue(quote.speaker_order))


def _close(quote: TextQuote | None) -> Markup:
    return filled("</{}>", _tag(quote)) if quote else Markup("")


def _tag(quote: TextQuote) -> str:
    return "q" if quote.direct else "span"


def hue(order: int) -> str:
    """The class of the hue of a speaker: the first keeps the plain one, later ones take turns."""
    turn = (order - 1) % HUES + 1 if order else 1
    return f" s{turn}" if turn > 1 else ""


def _segment(asking: Asking, value: Block, start: int, end: int) -> Markup:
    words = value.text[start:end]
    mention: TextMention | None = next((m for m in value.mentions if m.start <= start and end <= m.end), None)
    if mention is None:
        return escape(words)
    if mention.entity is None:
        return _mark(asking, words, "", "-", True)
    return _link(asking, words, mention.entity.id)


def speakers(value: Block) -> list[tuple[EntityLink | None, str | None, int, list[TextQuote]]]:
    """The speakers of a block in the order they speak, each with its quotes."""
    found: dict[object, tuple[EntityLink | None, str | None, int, list[TextQuote]]] = {}
    for quote in sorted(value.quotes, key=lambda q: q.number):
        key = quote.speaker.id if quote.speaker else quote.speaker_name
        found.setdefault(key, (quote.speaker, quote.speaker_name, quote.speaker_order, []))[3].append(quote)
    return list(found.values())


def citation(quote: QuoteRow, who: str, wording: Wording, address: str) -> str:
    """A quote with speaker, outlet, day and address, as it is copied into a text.

    ``who`` is the speaker in the reader's language. The address is that of the outlet where it is known, otherwise
    ``address``, that of the story here.
    """
    source = quote.source
    outlet = (wording.lang == "en" and source.name_en) or source.name if source else wording.t("unknown_source")
    day = wording.date(quote.day) if quote.day else wording.t("undated")
    key = "citation" if quote.direct else "citation_substance"
    return wording.t(key, who=who, words=quote.text.text, source=outlet, day=day, address=quote.url or address)

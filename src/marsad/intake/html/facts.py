"""What the head of a page and its microdata state: title, dates, author, address …, each with its origin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from marsad.intake.html import jsonld
from marsad.intake.moments import iso
from marsad.model import Block, Fact, Region
from marsad.tables import rows
from marsad.text.addresses import joined
from marsad.text.dates import find, resolve

_DATES = frozenset(["published", "modified"])
_ADDRESS = re.compile(r"(?:https?:)?//\S+$", re.IGNORECASE)
_SPACED_TIME = re.compile(r"(?<=\d) ?T ?(?=\d)")
_TAG_PARTS = re.compile(r"\s*[,،;؛|]\s*")
#: No Arabic newspaper was on the web before; a date outside is of another calendar, or none.
_BEGINNING = date(1996, 1, 1)
_END = "2100"
_TITLE_PARTS = re.compile(r"\s+[|–—-]\s+|\s*[|»«]\s*")
_MOST_SCRIPTS = 30
#: Attributes of a meta element that say what its content is.
_NAMING = ("property", "name", "itemprop", "http-equiv")
_STORY_REGIONS = frozenset([Region.CONTENT, Region.HEADER])
_BEFORE_HEAD, _AFTER_HEAD = 4, 12

Found = dict[tuple[str, str], list[str]]


@cache
def _order() -> tuple[tuple[str, str, str], ...]:
    return tuple((name, origin, key) for name, origin, key in rows("markup_facts.tsv"))


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    return frozenset((origin, key) for _, origin, key in _order())


def read(tree: LexborHTMLParser, url: str | None) -> tuple[Fact, ...]:
    """Every fact of the page in the order of ``data/markup_facts.tsv``, the publication days settled by agreement."""
    found: Found = {}
    wanted = _wanted()
    for origin, key, value in (*_elements(tree), *_scripts(tree)):
        if value and (origin, key) in wanted:
            found.setdefault((origin, key), []).append(value)
    facts = [
        Fact(name, clean, f"{origin} {key}")
        for name, origin, key in _order()
        if (origin, key) in found
        for value in found[origin, key]
        for clean in _cleaned(name, value, url)
    ]
    return tuple(settle(list(dict.fromkeys(facts))))


def with_times(facts: tuple[Fact, ...], blocks: tuple[Block, ...], text: str) -> tuple[Fact, ...]:
    """The facts, and behind them the machine-readable time and the heading that stand visibly in the story's head."""
    heads = [at for at, b in enumerate(blocks) if b.tag == "h1" and b.region in _STORY_REGIONS and not b.linked]
    more = [Fact("title", blocks[at].span.of(text), "visible h1") for at in heads[:1]]
    if len(heads) == 1 and not any(f.name == "published" for f in facts):
        near = blocks[max(0, heads[0] - _BEFORE_HEAD) : heads[0] + _AFTER_HEAD]
        times = [b.time for b in near if b.time and b.region in _STORY_REGIONS]
        more += [Fact("published", time, "visible time") for time in times[:1]]
    return (*facts, *more)


def settle(facts: list[Fact]) -> list[Fact]:
    """The facts with the publication date first that most origins agree on by day; the order decides between equals.

    Of one moment written in several zones the local one leads: the day of a story is the day of its outlet.
    """
    dates = [f for f in facts if f.name == "published"]
    days = Counter(_instant_day(f.value) for f in dates)
    ranked = sorted(dates, key=lambda f: (-days[_instant_day(f.value)], len(f.value) <= 10))
    local = [f for f in ranked if ranked and _is_same_moment(f, ranked[0]) and _has_own_zone(f.value)]
    first = local[0] if local else None
    ordered = ([first] if first else []) + [f for f in ranked if f is not first]
    return [*ordered, *(f for f in facts if f.name != "published")]


def _instant_day(value: str) -> str:
    moment = _moment(value)
    return moment.astimezone(UTC).date().isoformat() if moment and moment.tzinfo else value[:10]


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if len(value) > 10 else None
    except ValueError:
        return None


def _is_same_moment(one: Fact, other: Fact) -> bool:
    a, b = _moment(one.value), _moment(other.value)
    return bool(a and b and a.tzinfo and b.tzinfo and abs((a - b).total_seconds()) < 60)


def _has_own_zone(value: str) -> bool:
    moment = _moment(value)
    return bool(moment and moment.utcoffset())


# --- where they stand


def _elements(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = (attributes["content"] or "").strip()
        for name in _NAMING:
            if content and (key := attributes.get(name)):
                yield ("itemprop" if name == "itemprop" else "meta"), key.strip().lower(), content
    for node in tree.css("link[rel][href]"):
        attributes = node.attributes
        yield "link", (attributes.get("rel") or "").lower(), attributes.get("href") or ""
    for node in tree.css("[itemprop]:not(meta)"):
        yield "itemprop", (node.attributes.get("itemprop") or "").strip().lower(), _item_value(node)
    root = tree.css_first("html")
    if root:
        yield "html", "lang", root.attributes.get("lang") or root.attributes.get("xml:lang") or ""
    title = tree.css_first("title")
    if title:
        yield "title", "title", title.text()


def _item_value(node: LexborNode) -> str:
    attributes = node.attributes
    stated = attributes.get("content") or attributes.get("datetime")
    if stated:
        return stated.strip()
    named = node.css_first('[itemprop="name"]') or node
    text = named.text()
    return text.strip() if len(text) < 400 else ""


def _scripts(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    for node in tree.css('script[type="application/ld+json"]')[:_MOST_SCRIPTS]:
        for origin, key, value in jsonld.properties(node.text()):
            if (origin, key) in _wanted():
                yield from ((origin, key, name) for name in jsonld.names(value))


# --- what they mean


def _cleaned(name: str, value: str, url: str | None) -> list[str]:
    if name in _DATES:
        day = moment(value)
        return [day] if day else []
    if name == "body":
        return [value]
    text = " ".join(value.split())
    if name in ("address", "image"):
        whole = joined(url, text)
        return [whole] if whole and _ADDRESS.match(whole) else []
    if name == "tags":
        return [tag for tag in _TAG_PARTS.split(text) if tag]
    if name in ("author", "site") and (_ADDRESS.match(text) or text.startswith("@")):
        return []
    return [text] if text else []


def moment(value: str) -> str | None:
    """A date or time as markup writes it to ISO 8601: ISO forms, e-mail form, seconds, or Arabic words; or None."""
    text = " ".join(value.split())
    written = iso(_SPACED_TIME.sub("T", text))
    if written and written[:4].isdecimal() and _BEGINNING.isoformat() <= written < _END:
        return written
    for expression in find(text, 0, len(text)):
        days = resolve(expression, _BEGINNING) if expression.is_full else None
        if days and days[0] >= _BEGINNING:
            return days[0].isoformat()
    return None


def bare_title(title: str) -> str:
    """A title without the name of the site beside it (العنوان - اليوم السابع): its longest part, if that is most."""
    longest = max(_TITLE_PARTS.split(title), key=len)
    return longest if len(longest) * 2 > len(title) else title

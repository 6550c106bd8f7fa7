"""What an answer lists: the pages of a feed or sitemap, or the feeds that a front page names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_base_url

from marsad.config import Limits
from marsad.follow.frontier import Found
from marsad.follow.targets import Target, cleaned
from marsad.intake import feeds, sitemaps
from marsad.intake.compressed import BrokenStreamError, ExpandsTooFarError, expanded
from marsad.text.addresses import host_of, joined

#: So many entries of one feed or sitemap are looked at, and so many sitemaps of one index are asked.
MOST_ENTRIES = 50_000
MOST_PARTS = 5
#: A sitemap may have so many bytes by its own rules.
MOST_BYTES = 50 * 1024 * 1024
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")


@dataclass(frozen=True, slots=True)
class Listing:
    """What was listed. ``kind`` is "feed", "sitemap", or "" for a page; ``more`` are feeds or sitemaps to ask next.

    ``passed_over`` counts by reason the addresses that are not taken.
    """

    kind: str
    pages: tuple[Found, ...] = ()
    more: tuple[str, ...] = ()
    passed_over: Counter[str] = field(default_factory=Counter)


def listing(response: Response, target: Target, since: str) -> Listing | None:
    """What the answer lists; None where it is neither feed nor sitemap nor HTML. ``since``: the first day wanted."""
    try:
        data = expanded(response.body, Limits(page_bytes=MOST_BYTES))
    except (BrokenStreamError, ExpandsTooFarError):
        return None
    feed = feeds.parse(data)
    if feed.entries or feed.title:
        return _of_feed(feed, response.url, target, since)
    listed = sitemaps.parse(data)
    entries = list(islice(listed, MOST_ENTRIES))
    if entries:
        found = _of_sitemap(entries, response.url, target, since)
        found.passed_over.update({"too_many": n} if (n := sum(1 for _ in listed)) else {})
        return found
    return _of_page(response) if isinstance(response, TextResponse) else None


def _of_feed(feed: feeds.Feed, base: str, target: Target, since: str) -> Listing:
    """A feed that was given by its address may be for a site on another host, which it names."""
    host = host_of(feed.url) if target.address else ""
    homes = (host,) if host else ()
    told = ((e.url, e.published or e.modified) for e in feed.entries)
    return _taken("feed", told, base, target, homes, since)


def _of_sitemap(entries: list[sitemaps.SitemapEntry], base: str, target: Target, since: str) -> Listing:
    """Pages need a date, since a sitemap lists all that a site ever had; of an index the parts that changed lately."""
    parts = [e for e in entries if e.is_index]
    if parts:
        dated = sorted(
            (e for e in parts if (e.modified or "")[:10] >= since), key=lambda e: e.modified or "", reverse=True
        )
        chosen = dated or [e for e in parts if not e.modified]
        passed_over = Counter({"old_sitemap": n} if (n := len(parts) - len(chosen[:MOST_PARTS])) else {})
        return Listing("sitemap", (), tuple(e.url for e in chosen[:MOST_PARTS]), passed_over)
    told = [(e.url, e.published or e.modified) for e in entries]
    found = _taken("sitemap", (t for t in told if t[1]), base, target, (), since)
    found.passed_over.update({"undated": n} if (n := sum(t[1] is None for t in told)) else {})
    return found


def _taken(
    kind: str,
    told: Iterable[tuple[str | None, str | None]],
    base: str,
    target: Target,
    homes: tuple[str, ...],
    since: str,
) -> Listing:
    pages: list[Found] = []
    passed_over: Counter[str] = Counter()
    for address, published in told:
        url = cleaned(address, base) if address else None
        if url is None:
            passed_over["no_address"] += 1
        elif not target.owns(url) and not _at_home(url, homes):
            passed_over["other_site"] += 1
        elif published and published[:10] < since:
            passed_over["too_old"] += 1
        else:
            pages.append(Found(url, published))
    return Listing(kind, tuple(pages), (), passed_over)


def _at_home(url: str, homes: tuple[str, ...]) -> bool:
    host = host_of(url)
    return any(host == home or host.endswith(f".{home}") for home in homes)


def _of_page(response: TextResponse) -> Listing | None:
    try:
        links = response.css("link[rel~=alternate]")
    except ValueError:  # what came is no markup at all
        return None
    named = [link.attrib.get("href", "") for link in links if link.attrib.get("type", "").lower() in _FEED_TYPES]
    base = get_base_url(response)
    return Listing("", more=tuple(whole for href in named if href and (whole := joined(base, href))))

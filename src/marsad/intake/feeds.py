"""Feeds: RSS, Atom and JSON Feed to entries. What an entry says of a story, and its text where the feed holds it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import feedparser  # type: ignore[import-untyped]

from marsad.intake.charsets import NotTextError, decode
from marsad.intake.moments import iso
from marsad.text.addresses import joined

_XML_ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>[]*>)*<(?:(?:\w+:)?RDF|rss|(?:\w+:)?feed)\b", re.S)
_JSON_FEED = re.compile(r'\s*\{[^{\[]{0,400}"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
#: References to characters beyond the last one, which stop feedparser.
_NO_CHARACTER = re.compile(
    r"&#(?:x0*(?:1[1-9a-f]|[2-9a-f][0-9a-f])[0-9a-f]{4,}|0*(?:1[2-9]\d{5}|[2-9]\d{6,}|\d{8,}));", re.I
)
_HEAD = 4096
#: What feedparser raises for some broken feeds.
_BUGS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed. ``published`` and ``modified`` are ISO dates or times in the zone they were written in.

    ``content`` is the text that the feed gives as the whole of the story, ``summary`` the teaser; both may hold HTML.
    """

    url: str | None
    title: str | None
    published: str | None = None
    modified: str | None = None
    author: str | None = None
    categories: tuple[str, ...] = ()
    source: str | None = None
    language: str | None = None
    summary: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is called, the address of its site, and its entries in their order."""

    title: str | None
    url: str | None
    entries: tuple[FeedEntry, ...]


def looks_like_feed(text: str) -> bool:
    """Whether ``text`` begins as RSS, Atom or JSON Feed do."""
    head = text[:_HEAD].lstrip("\ufeff")
    return (_XML_ROOT.match(head) or _JSON_FEED.match(head)) is not None


def parse(data: bytes, *, charset: str | None = None) -> Feed:
    """The feed in ``data``; one without entries when it is something else. ``charset`` is what HTTP declared.

    A broken feed gives the entries that can be read. Nothing is fetched.
    """
    try:
        text = decode(data, charset)[0].lstrip("\ufeff")
    except NotTextError:
        return Feed(None, None, ())
    return parse_text(text) if looks_like_feed(text) else Feed(None, None, ())


def parse_text(text: str) -> Feed:
    """The feed in ``text``, which ``looks_like_feed``."""
    return _json_feed(text) if text.lstrip()[:1] == "{" else _xml_feed(text)


def _xml_feed(text: str) -> Feed:
    whole = _NO_CHARACTER.sub("\ufffd", _XML_DECLARATION.sub("", text))
    body = whole.encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _BUGS:
        return Feed(None, None, ())
    head = found.feed
    base = _word(head.get("link"))
    language = _word(head.get("language"))
    # A plain dict: feedparser's own answers "updated" with "published", and warns.
    entries = [_xml_entry(dict(e), base, language) for e in found.entries]
    if not str(found.get("version")).startswith("atom"):
        # RSS has one date for a story; feedparser calls that of RSS 1.0 "updated".
        entries = [replace(e, published=e.published or e.modified) for e in entries]
    return Feed(_word(head.get("title")), base, tuple(entries))


def _xml_entry(entry: Mapping[str, Any], base: str | None, language: str | None) -> FeedEntry:
    source = entry.get("source")
    return FeedEntry(
        url=_address(entry.get("link"), base),
        title=_word(entry.get("title")),
        published=iso(entry.get("published")) or iso(entry.get("created")),
        modified=iso(entry.get("updated")),
        author=_word(entry.get("author")),
        categories=_words(tag.get("label") or tag.get("term") for tag in entry.get("tags", ())),
        source=_word(source.get("title")) if isinstance(source, Mapping) else None,
        language=_word(entry.get("language")) or language,
        summary=entry.get("summary") or "",
        content=max((part.get("value") or "" for part in entry.get("content", ())), key=len, default=""),
    )


def _json_feed(text: str) -> Feed:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return Feed(None, None, ())
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(items, list):
        return Feed(None, None, ())
    base, language = _word(said.get("home_page_url")), _word(said.get("language"))
    entries = tuple(_json_entry(item, base, language) for item in items if isinstance(item, dict))
    return Feed(_word(said.get("title")), base, entries)


def _json_entry(item: dict[str, Any], base: str | None, language: str | None) -> FeedEntry:
    listed = item.get("authors")
    authors = [item.get("author"), *(listed if isinstance(listed, list) else [])]
    tags = item.get("tags")
    return FeedEntry(
        url=_address(item.get("url") or item.get("external_url") or item.get("id"), base),
        title=_word(item.get("title")),
        published=iso(item.get("date_published")),
        modified=iso(item.get("date_modified")),
        author=next((_word(a.get("name")) for a in authors if isinstance(a, dict) and a.get("name")), None),
        categories=_words(tags if isinstance(tags, list) else ()),
        language=_word(item.get("language")) or language,
        summary=_word(item.get("summary")) or "",
        content=str(item.get("content_html") or item.get("content_text") or ""),
    )


def _word(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _words(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for value in values if (word := _word(value))))


def _address(value: object, base: str | None) -> str | None:
    link = _word(value)
    if not link:
        return None
    found = joined(base, link)
    return found if found and found.startswith(("http://", "https://")) else None

"""One document, as bytes, to its pages: HTML and text give one, a feed one for each story that it holds."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from marsad.intake import feeds, html, raw, sitemaps, teasers
from marsad.intake.charsets import NotTextError, decode
from marsad.intake.given import Given, digest, rejected, too_large
from marsad.intake.limits import OutOfTime, within
from marsad.intake.options import Options
from marsad.model import Fact, Page, Raw, Rejected

#: A text of fewer words beside an address is a teaser, whatever the feed calls it.
_LEAST_WORDS = 40
#: A summary, which should be a teaser, is the whole text when it has so many words.
_WHOLE_SUMMARY = 120
#: Ends of texts that go on elsewhere.
_TAG = re.compile(
    r"<(?:p|br|div|span|a|img|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|figure|table|body)(?:\s[^<>]*)?/?>", re.I
)
_CUT_OFF = ("…", "...", "[…]", "[...]")


def page(data: bytes, path: str, given: Given, options: Options) -> Page | Rejected:
    """The page in ``data``: text in any charset, or the visible text of HTML. A feed is taken as text here."""
    return _bounded(data, path, options, lambda: [_page(data, path, given)])[0]


def pages(data: bytes, path: str, given: Given, options: Options) -> list[Page | Rejected]:
    """Every page in ``data``; of a feed those of its entries, under ``path#NUMBER``."""
    return _bounded(data, path, options, lambda: _pages(data, path, given))


def entry_page(kept: Raw, path: str, options: Options) -> Page | Rejected:
    """The page of an entry of a feed, of what ``raw`` keeps of it."""
    (title, text), beside = raw.entry(kept), raw.beside(kept)
    own, size = raw.given(kept), int(beside["size"])
    make = lambda: [_entry_page(title, text, path, own, encoding=beside["encoding"], size=size)]  # noqa: E731
    return _bounded(kept.data, path, options, make)[0]


def teasers_page(kept: Raw, path: str, options: Options) -> Page | Rejected:
    """The page of the teasers of a feed, of what ``raw`` keeps of it."""
    (title, told), beside = raw.teasers(kept), raw.beside(kept)
    shown, own = [teasers.Teaser(*parts) for parts in told], raw.given(kept)

    def make() -> list[Page | Rejected]:
        return [_teasers_page(title, shown, path, own, encoding=beside["encoding"], size=int(beside["size"]))]

    return _bounded(kept.data, path, options, make)[0]


def text_page(title: str, text: str, path: str, given: Given, *, encoding: str, size: int) -> Page | Rejected:
    """The page of a story whose parts came apart: as if it had been saved as the title, an empty line and the text.

    ``text`` may be HTML. The text is told as visible, since no file holds it in this form.
    """
    title, text = _without_nul(title).strip(), _without_nul(text).strip()
    if _has_markup(text):
        made = _document(title, text)
        key = digest(made.encode("utf-8", "surrogatepass"), given)
        found = html.page(made, path, key, encoding=encoding, size=size, url=given.url)
        return given.over(found) if isinstance(found, Page) else found
    whole = text if not title or text.partition("\n")[0].strip() == title else f"{title}\n\n{text}"
    key = digest(whole.encode("utf-8", "surrogatepass"), given)
    return given.over(Page(path, whole, key, encoding, size, visible=True))


def _without_nul(text: str) -> str:
    """``text`` with spaces in the place of NUL, which says nothing and which not every database can hold."""
    return text.replace("\0", " ") if "\0" in text else text


def _has_markup(text: str) -> bool:
    """Whether a text that came as the text of a story holds tags, also when it does not begin with one."""
    return _TAG.search(text) is not None


def _document(title: str, text: str) -> str:
    """HTML that a record or feed gives of a story, as a page; one that is a whole page already stays as it is."""
    if "<body" in text[:4096].lower():
        return text
    name = entities.escape(title)
    head = f"<!DOCTYPE html><html><head><title>{name}</title></head>"
    return f"{head}<body><article><h1>{name}</h1>\n{text}\n</article></body></html>"


def _bounded(
    data: bytes, path: str, options: Options, make: Callable[[], list[Page | Rejected]]
) -> list[Page | Rejected]:
    limits = options.limits
    if len(data) > limits.page_bytes:
        return [too_large(path, len(data), limits.page_bytes)]
    if not data.strip():
        return [rejected(path, data, "empty", "there is nothing in it")]
    try:
        with within(limits.seconds):
            found = make()
        return found if options.raw else [replace(p, raw=None) if isinstance(p, Page) else p for p in found]
    except OutOfTime:
        detail = f"reading it took more than {limits.seconds:g} seconds; give --limit seconds=… if it may take longer"
        return [rejected(path, data, "too_slow", detail)]
    except NotTextError as cause:
        return [rejected(path, data, "binary", str(cause))]
    except (RecursionError, MemoryError):
        return [rejected(path, data, "too_large", "reading it takes more memory than there is")]


def _page(data: bytes, path: str, given: Given) -> Page | Rejected:
    text, encoding = decode(data, given.charset)
    return _of_text(text, data, path, given, encoding)


def _of_text(text: str, data: bytes, path: str, given: Given, encoding: str) -> Page | Rejected:
    key, size = digest(data, given), len(data)
    clean = _without_nul(text)
    found: Page | Rejected = Page(path, clean, key, encoding, size)
    if html.looks_like_html(clean):
        utf8 = data if encoding == "utf-8" and clean is text else None
        found = html.page(clean, path, key, encoding=encoding, size=size, url=given.url, utf8=utf8)
    return replace(given.over(found), raw=raw.of_bytes(data, given)) if isinstance(found, Page) else found


def _pages(data: bytes, path: str, given: Given) -> list[Page | Rejected]:
    text, encoding = decode(data, given.charset)
    if sitemaps.looks_like_sitemap(text):
        detail = "it is a sitemap, which lists addresses and holds no story; marsad follow reads the pages it lists"
        return [rejected(path, data, "addresses_only", detail)]
    if feeds.looks_like_feed(text):
        return _of_feed(feeds.parse_text(text), data, path, given, encoding)
    return [_of_text(text, data, path, given, encoding)]


def _of_feed(feed: feeds.Feed, data: bytes, path: str, given: Given, encoding: str) -> list[Page | Rejected]:
    if not feed.entries:
        return [rejected(path, data, "empty", "it is a feed without entries, or one too broken to be read")]
    found: list[Page | Rejected] = []
    shown, unshown = [], 0
    for number, entry in enumerate(feed.entries, 1):
        text = _whole_text(entry)
        if text is not None:
            found.append(_of_entry(entry, text, f"{path}#{number}", feed, given, encoding))
        elif teaser := _teaser(entry):
            shown.append(teaser)
        else:
            unshown += 1
    if shown:
        title, url = _without_nul(feed.title or ""), given.url or feed.url
        own = replace(given, url=url, source=given.source or (None if url else feed.title))
        found.append(_teasers_page(title, shown, path, own, encoding=encoding, size=len(data)))
    if unshown:
        detail = f"{unshown} of its {len(feed.entries)} entries have no text, and no headline with an address"
        found.append(replace(rejected(path, data, "summary_only", detail), count=unshown))
    return found


def _teaser(entry: feeds.FeedEntry) -> teasers.Teaser | None:
    """What an entry without a whole text says of its story; None without a headline or an address."""
    title, summary = (_line(text) for text in (entry.title or "", entry.summary or entry.content))
    return teasers.Teaser(title, "" if summary == title else summary, entry.url) if title and entry.url else None


def _line(text: str) -> str:
    return " ".join(_without_nul(_plain(text)).split())


def _teasers_page(
    title: str, shown: list[teasers.Teaser], path: str, given: Given, *, encoding: str, size: int
) -> Page:
    found = teasers.page(title, shown, path, given, encoding=encoding, size=size)
    return replace(found, raw=raw.of_teasers(title, shown, given, encoding=encoding, size=size))


def _whole_text(entry: feeds.FeedEntry) -> str | None:
    """The text of the story, where the entry holds it: told as content, or long, and not cut off."""
    for text, least in ((entry.content, _LEAST_WORDS), (entry.summary, _WHOLE_SUMMARY)):
        plain = _plain(text)
        if len(plain.split()) >= least and not plain.rstrip().endswith(_CUT_OFF):
            return text if _has_markup(text) else plain
    return None


def _plain(text: str) -> str:
    if not _has_markup(text):
        return entities.unescape(text)
    found = html.page(_document("", text), "", "", encoding="", size=0)
    return found.text if isinstance(found, Page) else ""


def _of_entry(
    entry: feeds.FeedEntry, text: str, path: str, feed: feeds.Feed, given: Given, encoding: str
) -> Page | Rejected:
    own = Given(
        url=entry.url,
        source=given.source or entry.source or (None if entry.url else feed.title),
        published=entry.published,
        seen=given.seen,
        facts=tuple(_facts(entry)),
    )
    size = len(text.encode("utf-8", "surrogatepass"))
    return _entry_page(entry.title or "", text, path, own, encoding=encoding, size=size)


def _entry_page(title: str, text: str, path: str, given: Given, *, encoding: str, size: int) -> Page | Rejected:
    found = text_page(title, text, path, given, encoding=encoding, size=size)
    kept = raw.of_entry(title, text, given, encoding=encoding, size=size)
    return replace(found, raw=kept) if isinstance(found, Page) else found


def _facts(entry: feeds.FeedEntry) -> Iterator[Fact]:
    authors = (entry.author,) if entry.author else ()
    languages = (entry.language,) if entry.language else ()
    changed = (entry.modified,) if entry.modified else ()
    for name, values in (
        ("author", authors), ("tags", entry.categories), ("language", languages), ("modified", changed),
    ):  # fmt: skip
        yield from (Fact(name, value, "feed") for value in values)


def of_json(data: bytes) -> list[dict[str, Any]] | None:
    """The records of a JSON document: those of a list of objects, or the one object; None for anything else.

    A JSON Feed is no record: it holds some.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and not feeds.looks_like_feed(data[:4096].decode("utf-8", "replace")):
        return [found]
    return found if isinstance(found, list) and found and all(isinstance(value, dict) for value in found) else None


def as_json(record: dict[str, Any]) -> bytes:
    """The bytes that a record of a list stands for, the same whenever its values are."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")

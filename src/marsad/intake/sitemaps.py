"""Sitemaps: the addresses a site lists of itself, with titles and dates where it is a news sitemap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from marsad.intake.charsets import NotTextError, decode
from marsad.intake.moments import iso

_ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>[]*>)*<(?:\w+:)?(urlset|sitemapindex)\b", re.S)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ADDRESS = re.compile(r"https?://\S+")
_ENTRIES = frozenset(("url", "sitemap"))
#: What is taken of an entry: the local name of an element and the field that it fills.
_FIELDS = {
    "loc": "url",
    "title": "title",
    "publication_date": "published",
    "lastmod": "modified",
    "name": "source",
    "language": "language",
    "keywords": "keywords",
}
#: Elements with fields of the same names that are about a picture or a film, not about the story.
_ASIDE = frozenset(("image", "video"))
#: Longer text in one element is no address, title or date.
_MOST_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address of a sitemap. ``is_index`` says that it leads to another sitemap, not to a page.

    ``published`` and ``modified`` are ISO dates or times in the zone of the site.
    """

    url: str
    is_index: bool = False
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    source: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()


def looks_like_sitemap(text: str) -> bool:
    """Whether the root element of ``text`` is that of a sitemap or of an index of sitemaps."""
    return _ROOT.match(text[:4096].lstrip("\ufeff")) is not None


def parse(data: bytes) -> Iterator[SitemapEntry]:
    """The entries of a sitemap, an index of sitemaps, or a plain list of addresses, in their order.

    Data that breaks off or is broken gives the entries before the break; data of another kind gives none. Compressed
    sitemaps are expanded first (``compressed.expanded``). Elements may stand in any namespace.
    """
    try:
        text = decode(data)[0].lstrip("\ufeff")
    except NotTextError:
        return
    if looks_like_sitemap(text):
        yield from _parse_xml(text)
    elif _ADDRESS.match(text.lstrip()):
        for line in text.splitlines():
            if _ADDRESS.fullmatch(line.strip()):
                yield SitemapEntry(line.strip())


def _parse_xml(text: str) -> Iterator[SitemapEntry]:
    handler = _Handler()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    parser.EntityDeclHandler = handler.entity
    body = _XML_DECLARATION.sub("", text).encode("utf-8", "replace")
    for at in range(0, len(body), 65_536):
        try:
            parser.Parse(body[at : at + 65_536])
        except (expat.ExpatError, _EntityError):
            yield from handler.taken()
            return
        yield from handler.taken()


class _EntityError(Exception):
    """The file declares entities of its own, which no sitemap needs and which can grow without bound."""


@dataclass(slots=True)
class _Handler:
    """Collects the entries while expat reads: the fields of the open entry, and the entries that are whole."""

    entries: list[SitemapEntry] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    size: int = 0

    def start(self, name: str, attributes: object) -> None:
        local = name.rpartition(" ")[2]
        self.open.append(local)
        self.words, self.size = [], 0
        if local in _ENTRIES:
            self.fields = {}

    def characters(self, text: str) -> None:
        self.size += len(text)
        if self.size <= _MOST_CHARS:
            self.words.append(text)

    def end(self, name: str) -> None:
        local = self.open.pop()
        if local in _ENTRIES:
            self._close(local)
        elif local in _FIELDS and not _ASIDE.intersection(self.open):
            self.fields.setdefault(_FIELDS[local], " ".join("".join(self.words).split()))
        self.words = []

    def entity(self, *declared: object) -> None:
        raise _EntityError

    def taken(self) -> list[SitemapEntry]:
        """The entries found since the last call."""
        found, self.entries = self.entries, []
        return found

    def _close(self, local: str) -> None:
        said = {name: value for name, value in self.fields.items() if value}
        if "url" not in said:
            return
        keywords = tuple(word.strip() for word in re.split("[,،]", said.get("keywords", "")) if word.strip())
        self.entries.append(
            SitemapEntry(
                said["url"],
                local == "sitemap",
                said.get("title"),
                iso(said.get("published")),
                iso(said.get("modified")),
                said.get("source"),
                said.get("language"),
                keywords,
            )
        )

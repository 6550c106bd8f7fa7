"""The visible text of parsed HTML, one line a block, with the container, role and links of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from marsad.intake.html import signs
from marsad.model import Span
from marsad.tables import rows

#: Lines in which one inline element right behind another goes on with its word.
_RUNNING = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption"])
#: Inline elements that say something of their text.
_MEANT = frozenset(["a", "b", "strong", "time"])
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = frozenset(["b", "strong"])
#: Attributes that say what an element is, and those that may hide it.
_SIGNED, _HIDING = frozenset(["class", "id", "role", "itemprop"]), frozenset(["style", "hidden"])
_PICTURES = frozenset(["img", "amp-img", "video", "iframe", "object", "amp-video", "amp-youtube"])
#: Roles of so many paragraphs at most are believed; a class name of the whole story says nothing of its lines.
_MOST_PARAGRAPHS = {"caption": 1, "subtitle": 2}
#: A line of so many characters, mostly outside links, reads as a paragraph.
PARAGRAPH_CHARS = 80
_HEADLINE_CHARS = 20
#: So much deeper than any page is written that what lies below is not read.
_DEEPEST = 50_000


@dataclass(frozen=True, slots=True)
class _Element:
    """A row of ``data/markup_elements.tsv``."""

    kind: str = "inline"
    region: str = ""
    role: str = ""


_INLINE = _Element()


@cache
def _elements() -> dict[str, _Element]:
    return {
        tag: _Element(kind, region.strip("-"), role.strip("-"))
        for kind, region, role, tags in rows("markup_elements.tsv")
        for tag in tags.split()
    }


@dataclass(slots=True)
class RawGroup:
    """A container while the page is read; ``chars`` counts its paragraph characters, inner containers included."""

    parent: int
    tag: str
    region: str = ""
    name: str = ""
    item: bool = False
    chars: int = 0


class RawBlock(NamedTuple):
    """A line while the page is read. ``address`` is where its first link leads, ``link`` where in it that stands.

    ``is_paragraph``: it reads as a paragraph by its length and its few links.
    """

    text: str
    tag: str
    role: str
    is_paragraph: bool
    linked: int = 0
    bold: bool = False
    group: int = 0
    address: str | None = None
    time: str | None = None
    picture: bool = False
    element: int = 0
    link: tuple[int, int] | None = None


class _Line:
    """The text gathered for the next line, in ``parts``; what is known of it is cleared for the line after."""

    __slots__ = (
        "address",
        "bold",
        "element",
        "first_linked",
        "last_linked",
        "linked",
        "parts",
        "role",
        "role_chars",
        "time",
    )

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.time: str | None = None
        self.clear()

    def clear(self) -> None:
        """Begins the next line."""
        self.parts.clear()
        self.linked = self.bold = self.role_chars = self.element = self.first_linked = self.last_linked = 0
        self.address: str | None = None
        self.time = None
        self.role = ""

    @property
    def is_headline(self) -> bool:
        """Whether all that is gathered is one link as long as a headline, so that a link after it is another one."""
        return self.linked >= _HEADLINE_CHARS and self.linked >= sum(len(part.strip()) for part in self.parts)


#: What held before an element was entered, to be restored when it ends: the element, whether it is a line or holds
#: lines, then tag, group, role, number of the element with the role, link and bold.
_Open = tuple[LexborNode, bool, str, int, str, int, str | None, bool]


@dataclass(slots=True)
class Walk:
    """One walk over a document: gathers lines and groups. ``hidden``: what is styled as hidden is read as well."""

    hidden: bool = False
    blocks: list[RawBlock] = field(default_factory=list)
    groups: list[RawGroup] = field(default_factory=lambda: [RawGroup(0, "html")])
    _line: _Line = field(default_factory=_Line)
    _tag: str = "body"
    _group: int = 0
    _role: str = ""
    _link: str | None = None
    _bold: bool = False
    _glued: bool = False
    _picture: bool = False
    _element: int = 0
    _elements_with_roles: int = 0
    _known: dict[str, _Element] = field(default_factory=_elements)

    def run(self, tree: LexborHTMLParser) -> Walk:
        """Reads everything below the body."""
        node: LexborNode | None = tree.body or tree.root
        opened: list[_Open | LexborNode] = []
        parts = self._line.parts
        while node is not None:
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                if not text.isspace():
                    self._text(text)
                elif parts:
                    parts.append(" ")
                    self._glued = False
            elif len(opened) < _DEEPEST and (child := self._enter(node, tag, opened)) is not None:
                node = child
                continue
            node = self._next(node, opened)
        if parts:
            self._flush()
        return self

    def _next(self, node: LexborNode, opened: list[_Open | LexborNode]) -> LexborNode | None:
        """The node after ``node`` and all below it, None at the end of the document."""
        if not opened:
            return None
        after = node.next
        while after is None:
            last = opened.pop()
            if isinstance(last, tuple):
                self._leave(last)
                last = last[0]
            self._glued = True
            if not opened:
                return None
            after = last.next
        return after

    def _enter(self, node: LexborNode, tag: str, opened: list[_Open | LexborNode]) -> LexborNode | None:
        """Takes an element in; its first child if the walk goes down into it."""
        element = self._known.get(tag, _INLINE)
        kind = element.kind
        if kind == "unseen":
            self._picture = self._picture or tag in _PICTURES
            return None
        if tag == "br":
            self._break()
            return None
        attributes = node.attributes
        sign = signs.NOTHING if _SIGNED.isdisjoint(attributes) else _sign(attributes)
        if not self.hidden and (sign.hidden or (not _HIDING.isdisjoint(attributes) and _is_hidden(attributes))):
            return None
        child = node.child
        breaks = kind != "inline"
        if child is None:
            if breaks and self._line.parts:
                self._flush()
            return None
        if self._glued and not breaks and self._line.parts and self._tag not in _RUNNING:
            self._part()
        if not breaks and not sign.role and tag not in _MEANT:
            opened.append(node)
            return child
        opened.append((node, breaks, self._tag, self._group, self._role, self._element, self._link, self._bold))
        if breaks:
            if self._line.parts:
                self._flush()
            self._tag = tag
            self._open_block(tag, element, attributes, sign)
        if sign.role or element.role or tag in _MEANT:
            self._open(tag, element, attributes, sign)
        return child

    def _open_block(self, tag: str, element: _Element, attributes: dict[str, str | None], sign: signs.Sign) -> None:
        region = sign.region or element.region
        if region == tag and self._is_within_story():
            region = ""
        if tag != "body" and (element.kind == "group" or (region and element.kind == "line")):
            name = attributes.get("class") or ""
            self.groups.append(RawGroup(self._group, tag, region, name, tag == "article" or sign.item))
            self._group = len(self.groups) - 1

    def _is_within_story(self) -> bool:
        """Whether the walk is inside an article: headers and footers there are of the article, not of the site."""
        at = self._group
        while at:
            if self.groups[at].tag == "article":
                return True
            at = self.groups[at].parent
        return False

    def _open(self, tag: str, element: _Element, attributes: dict[str, str | None], sign: signs.Sign) -> None:
        role = sign.role or element.role
        if tag == "time":
            role = "date"
        if role and tag != "body":
            if role == "byline" != self._role and self._line.parts:
                self._flush()
            self._role = role
            self._elements_with_roles += 1
            self._element = self._elements_with_roles
        if tag == "time":
            self._line.time = attributes.get("datetime") or self._line.time
        elif tag == "a":
            if self._line.parts:
                if self._role == "tags" or self._line.is_headline:
                    self._flush()
                elif self._glued:
                    self._line.parts.append(" ")
            self._link = attributes.get("href") or self._link
        elif tag in _BOLD:
            self._bold = True

    def _leave(self, opened: _Open) -> None:
        _, breaks, tag, group, role, element, link, bold = opened
        if self._line.parts:
            writer_ends = self._role == "byline" and role != "byline"
            tag_ends = self._role == "tags" and self._link is not None and link is None
            if breaks or writer_ends or tag_ends:
                self._flush()
        self._tag, self._group, self._role = tag, group, role
        self._element, self._link, self._bold = element, link, bold

    def _text(self, text: str) -> None:
        line = self._line
        self._glued = False
        line.parts.append(text)
        if self._link is not None:
            if not line.linked:
                line.first_linked = len(line.parts) - 1
                line.address = self._link
            if line.address == self._link:
                line.last_linked = len(line.parts)
            line.linked += len(text.strip())
        if self._bold:
            line.bold += len(text)
        if self._role and len(text) > line.role_chars:
            line.role, line.role_chars, line.element = self._role, len(text), self._element

    def _part(self) -> None:
        """Parts two inline elements that stand right behind each other as the page shows them: a headline, its time."""
        if self._line.is_headline:
            self._flush()
        else:
            self._line.parts.append(" ")

    def _break(self) -> None:
        """A line break parts lines, but not inside headings and links."""
        if not self._line.parts:
            return
        if self._known.get(self._tag, _INLINE).kind == "heading" or self._link is not None:
            self._line.parts.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        """Ends the line; there is something gathered for it."""
        line = self._line
        text = _spaced(line.parts)
        if text:
            size, linked = len(text), min(line.linked, len(text))
            role = line.role if line.role_chars * 2 > size or self._role == line.role else ""
            self.blocks.append(
                RawBlock(
                    text,
                    self._tag,
                    role,
                    size >= PARAGRAPH_CHARS and linked * 2 < size,
                    linked,
                    line.bold * 10 >= size * 9,
                    self._group,
                    line.address,
                    line.time,
                    self._picture,
                    line.element,
                    _link(line, size) if linked else None,
                )
            )
            self._picture = False
        line.clear()


def _spaced(parts: list[str]) -> str:
    """The parts joined, with single spaces between words and without soft hyphens."""
    text = parts[0] if len(parts) == 1 else "".join(parts)
    return " ".join((text.replace("\xad", "") if "\xad" in text else text).split())


def _link(line: _Line, size: int) -> tuple[int, int]:
    """Where the first link stands in the line, in characters of its text, which has ``size`` of them."""
    if not line.first_linked and line.last_linked == len(line.parts):
        return 0, size
    before, whole = _spaced(line.parts[: line.first_linked]), _spaced(line.parts[: line.last_linked])
    start = len(before)
    while start < len(whole) and whole[start] == " ":
        start += 1
    return start, len(whole)


def believed_roles(blocks: list[RawBlock]) -> list[str]:
    """The role of each block; one that an element gives to whole paragraphs is not believed."""
    counts = Counter((b.element, b.role) for b in blocks if b.role and b.is_paragraph)
    return [b.role if counts[b.element, b.role] <= _MOST_PARAGRAPHS.get(b.role, 0) else "" for b in blocks]


def _sign(attributes: dict[str, str | None]) -> signs.Sign:
    get = attributes.get
    return signs.read(get("class") or "", get("id") or "", get("role") or "", get("itemprop") or "")


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _NOT_SHOWN.search(style) is not None)


def offsets(blocks: list[RawBlock]) -> tuple[str, list[Span]]:
    """The text of the page, a line a block, and the span of each block."""
    spans, at = [], 0
    for block in blocks:
        spans.append(Span(at, at + len(block.text)))
        at += len(block.text) + 1
    return "\n".join(b.text for b in blocks) + ("\n" if blocks else ""), spans

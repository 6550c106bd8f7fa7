"""The visible text of parsed HTML, one line a block, with the container, role and links of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from marsad.intake.html import signs
from marsad.model import Group, Span, new
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


class _Place(NamedTuple):
    """Where the walk is: the line or container, what is said of the text there, and the link around it."""

    tag: str = "body"
    breaks: bool = True
    group: int = 0
    role: str = ""
    element: int = 0
    link: str | None = None
    bold: bool = False


class Walk:
    """One walk over a document: gathers lines, containers, and what these say of their region ("" for nothing).

    ``hidden``: what is styled as hidden is read as well.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        self.hidden = hidden
        self.blocks: list[RawBlock] = []
        self.groups: list[Group] = [Group(0, "html")]
        self.regions: list[str] = [""]
        self._line = _Line()
        self._at = _Place()
        #: The elements that the walk is inside of, and for each the place before it, None where it made no difference.
        self._opened: list[LexborNode] = []
        self._before: list[_Place | None] = []
        self._glued = self._picture = False
        self._elements_with_roles = 0
        self._known = _elements()

    def run(self, tree: LexborHTMLParser) -> Walk:
        """Reads everything below the body."""
        node: LexborNode | None = tree.body or tree.root
        opened, places, parts, enter = self._opened, self._before, self._line.parts, self._enter
        while node is not None:
            if node.is_text_node:
                text = node.text_content or ""
                if not text.isspace():
                    self._text(text)
                elif parts:
                    parts.append(" ")
                    self._glued = False
            elif (child := enter(node, node.tag or "")) is not None:
                node = child
                continue
            after = node.next if opened else None
            while after is None and opened:
                last = opened.pop()
                after = last.next if opened else None
                if (before := places.pop()) is not None:
                    if parts:
                        self._leave(before)
                    self._at = before
                self._glued = True
            node = after
        if parts:
            self._flush()
        return self

    def _enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Takes an element in; its first child if the walk goes down into it."""
        element = self._known.get(tag, _INLINE)
        kind = element.kind
        if kind == "unseen":
            self._picture = self._picture or tag in _PICTURES
            return None
        if tag == "br":
            self._break()
            return None
        attributes, sign = node.attributes, signs.NOTHING
        if attributes:
            if len(attributes) == 1 and "class" in attributes:
                sign = signs.of_classes(attributes["class"])
            elif not _SIGNED.isdisjoint(attributes):
                get = attributes.get
                sign = signs.read(get("class"), get("id"), get("role"), get("itemprop"))
            if not self.hidden and (sign.hidden or (not _HIDING.isdisjoint(attributes) and _is_hidden(attributes))):
                return None
        child = node.child
        if self._line.parts:
            if kind != "inline":
                self._flush()
            elif child is not None and self._glued and self._at.tag not in _RUNNING:
                self._part()
        if child is None or len(self._opened) >= _DEEPEST:
            return None
        self._opened.append(node)
        if kind == "inline" and not sign.role and tag not in _MEANT:
            self._before.append(None)
        else:
            self._before.append(self._at)
            self._at = self._place(tag, element, sign, attributes)
        return child

    def _place(self, tag: str, element: _Element, sign: signs.Sign, attributes: dict[str, str | None]) -> _Place:
        """The place inside an element that is a line or a container, or says something of its text."""
        line = self._line
        name, breaks, group, role, number, link, bold = self._at
        if element.kind != "inline":
            name, breaks = tag, True
            region = sign.region or element.region
            if element.kind == "group" or region:
                group = self._group(tag, element.kind, region, sign, attributes)
        else:
            breaks = False
        if tag != "body" and (said := "date" if tag == "time" else sign.role or element.role):
            if said == "byline" != role and line.parts:
                self._flush()
            self._elements_with_roles += 1
            role, number = said, self._elements_with_roles
        if tag == "a":
            self._part_links(role)
            link = attributes.get("href") or link
        elif tag == "time":
            line.time = attributes.get("datetime") or line.time
        return new(_Place, (name, breaks, group, role, number, link, bold or tag in _BOLD))

    def _group(self, tag: str, kind: str, region: str, sign: signs.Sign, attributes: dict[str, str | None]) -> int:
        """The index of the container that an element is, or that it stands in."""
        above = self._at.group
        if region == tag and self._is_within_story():
            region = ""
        if tag == "body" or not (kind == "group" or (region and kind == "line")):
            return above
        groups = self.groups
        groups.append(new(Group, (above, tag, attributes.get("class") or "", tag == "article" or sign.item)))
        self.regions.append(region)
        return len(groups) - 1

    def _is_within_story(self) -> bool:
        """Whether the walk is inside an article: headers and footers there are of the article, not of the site."""
        at = self._at.group
        while at:
            if self.groups[at].tag == "article":
                return True
            at = self.groups[at].parent
        return False

    def _part_links(self, role: str) -> None:
        """Parts a link from the text before it where the page shows them apart."""
        line = self._line
        if line.parts:
            if role == "tags" or line.is_headline:
                self._flush()
            elif self._glued:
                line.parts.append(" ")

    def _leave(self, before: _Place) -> None:
        """Ends the line where the element that the walk leaves, back to ``before``, ends one."""
        at = self._at
        writer_ends = at.role == "byline" and before.role != "byline"
        tag_ends = at.role == "tags" and at.link is not None and before.link is None
        if at.breaks or writer_ends or tag_ends:
            self._flush()

    def _text(self, text: str) -> None:
        line, at = self._line, self._at
        self._glued = False
        line.parts.append(text)
        if at.link is not None:
            if not line.linked:
                line.first_linked = len(line.parts) - 1
                line.address = at.link
            if line.address == at.link:
                line.last_linked = len(line.parts)
            line.linked += len(text.strip())
        if at.bold:
            line.bold += len(text)
        if at.role and len(text) > line.role_chars:
            line.role, line.role_chars, line.element = at.role, len(text), at.element

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
        if self._known.get(self._at.tag, _INLINE).kind == "heading" or self._at.link is not None:
            self._line.parts.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        """Ends the line; there is something gathered for it."""
        line, at = self._line, self._at
        text = _spaced(line.parts)
        if text:
            size, linked = len(text), min(line.linked, len(text))
            role = line.role if line.role_chars * 2 > size or at.role == line.role else ""
            self.blocks.append(
                new(
                    RawBlock,
                    (
                        text,
                        at.tag,
                        role,
                        size >= PARAGRAPH_CHARS and linked * 2 < size,
                        linked,
                        line.bold * 10 >= size * 9,
                        at.group,
                        line.address,
                        line.time,
                        self._picture,
                        line.element,
                        _link(line, text) if linked else None,
                    ),
                )
            )
            self._picture = False
        line.clear()


def _spaced(parts: list[str]) -> str:
    """The parts joined, with single spaces between words and without soft hyphens."""
    text = parts[0] if len(parts) == 1 else "".join(parts)
    return " ".join((text.replace("\xad", "") if "\xad" in text else text).split())


def _link(line: _Line, text: str) -> tuple[int, int]:
    """Where the first link stands in the line, in characters of its ``text``."""
    parts, first, last = line.parts, line.first_linked, line.last_linked
    whole = text if all(map(str.isspace, parts[last:])) else _spaced(parts[:last])
    if all(map(str.isspace, parts[:first])):
        return 0, len(whole)
    start = len(_spaced(parts[:first]))
    while start < len(whole) and whole[start] == " ":
        start += 1
    return start, len(whole)


def believed_roles(blocks: list[RawBlock]) -> list[str]:
    """The role of each block; one that an element gives to whole paragraphs is not believed."""
    counts = Counter((b.element, b.role) for b in blocks if b.role and b.is_paragraph)
    return [b.role if counts[b.element, b.role] <= _MOST_PARAGRAPHS.get(b.role, 0) else "" for b in blocks]


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _NOT_SHOWN.search(style) is not None)


def offsets(blocks: list[RawBlock]) -> tuple[str, list[Span]]:
    """The text of the page, a line a block, and the span of each block."""
    texts = [block.text for block in blocks]
    spans, at = [], 0
    for size in map(len, texts):
        spans.append(new(Span, (at, at + size)))
        at += size + 1
    return "\n".join([*texts, ""]), spans

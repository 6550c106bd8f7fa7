"""The visible text of parsed HTML, one line a block, with the container, role and links of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from marsad.model import Span
from marsad.read.html import signs

#: Elements whose text nobody sees, or that hold no text of the page.
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "svg",
        "math",
        "canvas",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "map",
        "select",
        "datalist",
        "textarea",
        "input",
        "meta",
        "link",
        "base",
        "-comment",
        "img",
        "source",
        "track",
        "col",
        "colgroup",
        "param",
        "area",
    ]
)
#: Elements that hold blocks.
_GROUPS = frozenset(
    [
        "body",
        "main",
        "article",
        "section",
        "aside",
        "nav",
        "header",
        "footer",
        "div",
        "form",
        "fieldset",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "dl",
        "figure",
        "blockquote",
        "center",
        "details",
        "menu",
        "address",
        "amp-accordion",
        "amp-sidebar",
        "dialog",
    ]
)
#: Elements that are a line of their own.
_LINES = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "figcaption",
        "caption",
        "pre",
        "summary",
        "legend",
        "button",
        "option",
        "hr",
        "time",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_TAG_REGIONS = {
    "nav": "navigation",
    "footer": "footer",
    "header": "header",
    "aside": "aside",
    "form": "form",
    "amp-sidebar": "navigation",
    "button": "share",
}
_TAG_ROLES = {"figcaption": "caption", "caption": "caption"}
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = frozenset(["b", "strong"])
#: So much deeper than any page is written that what lies below is not read.
_DEEPEST = 4000


@dataclass(slots=True)
class RawGroup:
    """A container while the page is read; ``chars`` counts its paragraph characters, inner containers included."""

    parent: int
    tag: str
    region: str = ""
    item: bool = False
    chars: int = 0


@dataclass(slots=True)
class RawBlock:
    """A line while the page is read."""

    text: str
    tag: str
    role: str
    linked: int
    bold: bool
    group: int
    address: str | None
    time: str | None


@dataclass(slots=True)
class _Line:
    """The text gathered for the next line."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    address: str | None = None
    time: str | None = None
    role: str = ""
    role_chars: int = 0


@dataclass(slots=True)
class _Open:
    """What held before an element was entered, to be restored when it ends."""

    node: LexborNode
    breaks: bool
    tag: str
    group: int
    role: str
    link: str | None
    bold: bool


@dataclass(slots=True)
class Walk:
    """One walk over a document: gathers lines and groups."""

    blocks: list[RawBlock] = field(default_factory=list)
    groups: list[RawGroup] = field(default_factory=lambda: [RawGroup(0, "html")])
    _line: _Line = field(default_factory=_Line)
    _tag: str = "body"
    _group: int = 0
    _role: str = ""
    _link: str | None = None
    _bold: bool = False

    def run(self, tree: LexborHTMLParser) -> Walk:
        """Reads everything below the body."""
        root = tree.body or tree.root
        if root is None:
            return self
        node: LexborNode | None = root
        opened: list[_Open] = []
        while node is not None:
            child = self._enter(node, opened) if len(opened) < _DEEPEST else None
            if child is not None:
                node = child
                continue
            node = self._next(node, opened, root)
        self._flush()
        return self

    def _next(self, node: LexborNode, opened: list[_Open], root: LexborNode) -> LexborNode | None:
        while True:
            if opened and opened[-1].node is node:
                self._leave(opened.pop())
                if not opened:
                    return None
            after = node.next
            if after is not None:
                return after if opened else None
            if not opened:
                return None
            node = opened[-1].node

    def _enter(self, node: LexborNode, opened: list[_Open]) -> LexborNode | None:
        """Takes a node in; its first child if the walk goes down into it."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return None
        if tag == "br":
            self._break()
            return None
        if tag in _UNSEEN:
            return None
        attributes = node.attributes
        sign = _sign(attributes)
        if sign.hidden or _is_hidden(attributes):
            return None
        child = node.child
        if child is None:
            if tag in _LINES or tag in _GROUPS:
                self._flush()
            return None
        breaks = tag in _GROUPS or tag in _LINES
        opened.append(_Open(node, breaks, self._tag, self._group, self._role, self._link, self._bold))
        if breaks:
            self._flush()
            self._tag = tag
        self._open(tag, attributes, sign)
        return child

    def _open(self, tag: str, attributes: dict[str, str | None], sign: signs.Sign) -> None:
        region = sign.region or _TAG_REGIONS.get(tag, "")
        is_group = tag in _GROUPS or (tag in _LINES and bool(region) and tag not in _HEADINGS)
        if is_group:
            item = tag == "article" or sign.item
            region = "" if tag == "body" else region
            self.groups.append(RawGroup(self._group, tag, region, item))
            self._group = len(self.groups) - 1
        role = sign.role or _TAG_ROLES.get(tag, "")
        if role and tag != "body":
            self._role = role
        if tag == "time":
            self._role = "date"
            self._line.time = attributes.get("datetime") or self._line.time
        elif tag == "a":
            self._link = attributes.get("href") or self._link
        elif tag in _BOLD:
            self._bold = True

    def _leave(self, opened: _Open) -> None:
        if opened.breaks:
            self._flush()
        self._tag, self._group, self._role = opened.tag, opened.group, opened.role
        self._link, self._bold = opened.link, opened.bold

    def _text(self, text: str) -> None:
        line = self._line
        line.parts.append(text)
        size = len(text) if not text.isspace() else 0
        if not size:
            return
        if self._link is not None:
            line.linked += len(text.strip())
            line.address = line.address or self._link
        if self._bold:
            line.bold += size
        if self._role and size > line.role_chars:
            line.role, line.role_chars = self._role, size

    def _break(self) -> None:
        """A line break parts lines, but not inside headings and links."""
        if self._tag in _HEADINGS or self._link is not None:
            self._line.parts.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        line = self._line
        if not line.parts:
            return
        text = " ".join("".join(line.parts).replace("\xad", "").split())
        if text:
            size = len(text)
            whole_link = line.linked * 5 >= size * 4
            role = line.role if line.role_chars * 2 > size or self._role == line.role else ""
            self.blocks.append(
                RawBlock(
                    text,
                    self._tag,
                    role,
                    min(line.linked, size),
                    line.bold * 10 >= size * 9,
                    self._group,
                    line.address if whole_link else None,
                    line.time,
                )
            )
        self._line = _Line()


def _sign(attributes: dict[str, str | None]) -> signs.Sign:
    get = attributes.get
    return signs.read(get("class") or "", get("id") or "", get("role") or "", get("itemprop") or "")


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style and _NOT_SHOWN.search(style))


def offsets(blocks: list[RawBlock]) -> tuple[str, list[Span]]:
    """The text of the page, a line a block, and the span of each block."""
    spans, at = [], 0
    for block in blocks:
        spans.append(Span(at, at + len(block.text)))
        at += len(block.text) + 1
    return "\n".join(b.text for b in blocks) + ("\n" if blocks else ""), spans

"""Decoded HTML to a page: its visible text, and beside it what the markup says (``model.Markup``)."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from marsad.model import Block, Group, Markup, Page, Rejected
from marsad.read.html import regions
from marsad.read.html.blocks import Walk, offsets

_HEAD_CHARS = 4096
_DOCUMENT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_ELEMENT = re.compile(r"<(?:html|head|body|div|p|meta|title|script|table|article|span|br|a)\b[^<>]*>", re.I)
_LEAST_ELEMENTS = 3


def looks_like_html(text: str) -> bool:
    """Whether decoded text is HTML: a document from its first tag on, or a fragment that opens with elements."""
    head = text[:_HEAD_CHARS].lstrip("\ufeff \t\r\n")
    if _DOCUMENT.match(head):
        return True
    return head.startswith("<") and len(_ELEMENT.findall(head)) >= _LEAST_ELEMENTS


def page(text: str, path: str, digest: str, *, encoding: str, size: int, url: str | None = None) -> Page | Rejected:
    """The page of decoded HTML ``text``; ``Page.text`` is its visible text, a line a block.

    Rejected with reason ``empty`` where nothing visible is left.
    """
    tree = LexborHTMLParser(text)
    walk = Walk().run(tree)
    if not walk.blocks:
        detail = "the HTML shows no text without running its scripts; save the page after it has loaded"
        return Rejected(path, digest, "read", "empty", detail, size)
    visible, spans = offsets(walk.blocks)
    where = regions.resolve(walk.blocks, walk.groups)
    blocks = tuple(
        Block(span, b.tag, region, b.role, b.linked, b.bold, b.group, b.address, b.time)
        for b, span, region in zip(walk.blocks, spans, where, strict=True)
    )
    groups = tuple(Group(g.parent, g.tag, g.item) for g in walk.groups)
    markup = Markup(blocks, groups)
    return Page(path, visible, digest, encoding, size, url=url, visible=True, markup=markup)

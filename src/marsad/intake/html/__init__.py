"""Decoded HTML to a page: its visible text, and beside it what the markup says (``model.Markup``)."""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from marsad.intake.html import data, facts, regions
from marsad.intake.html.blocks import RawBlock, Walk, believed_roles, offsets
from marsad.model import Block, Fact, Markup, Page, Region, Rejected, Span, new

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


def page(
    text: str, path: str, digest: str, *, encoding: str, size: int, url: str | None = None, utf8: bytes | None = None
) -> Page | Rejected:
    """The page of decoded HTML ``text``; ``Page.text`` is its visible text, a line a block.

    ``utf8``: the same in UTF-8 where it is at hand. The text of a page that scripts draw comes from its data, and the
    fact ``text`` says so. Rejected with reason ``empty`` where nothing is left.
    """
    tree = LexborHTMLParser(utf8 or text)
    walk = _walk(tree)
    stated = facts.read(tree, url)
    drawn, origin = data.lines(tree, stated, walk.blocks)
    if not walk.blocks and not drawn:
        detail = "the HTML shows no text without running its scripts; save the page after it has loaded"
        return Rejected(path, digest, "read", "empty", detail, size)
    where = regions.resolve(walk.blocks, walk.groups, walk.regions) + [Region.DATA] * len(drawn)
    raw = [*walk.blocks, *drawn]
    visible, spans = offsets(raw)
    roles = believed_roles(raw)
    blocks = tuple(map(_block, raw, spans, where, roles))
    stated = tuple(f for f in facts.with_times(stated, blocks, visible) if f.name != "body")
    stated += (Fact("text", "data", origin),) if drawn else ()
    markup = Markup(blocks, tuple(walk.groups), stated)
    return _page(Page(path, visible, digest, encoding, size, url=url, visible=True, markup=markup), markup)


def _walk(tree: LexborHTMLParser) -> Walk:
    """What the page shows; where that is no paragraph at all, also what it hides until its scripts run."""
    walk = Walk().run(tree)
    if any(b.is_paragraph for b in walk.blocks):
        return walk
    all_of_it = Walk(hidden=True).run(tree)
    return all_of_it if any(b.is_paragraph for b in all_of_it.blocks) else walk


def _block(raw: RawBlock, span: Span, region: Region, role: str) -> Block:
    _, tag, _, _, linked, bold, group, address, time, picture, _, link = raw
    moment = facts.moment(time) if time else None
    at = _shifted(link, span) if link else None
    return new(Block, (span, tag, region, role, linked, bold, group, address, moment, picture, at))


def _shifted(link: tuple[int, int], line: Span) -> Span:
    """Where a link stands in the text of the page; most are the whole of their line."""
    start, end = line.start + link[0], line.start + link[1]
    return line if (start, end) == line else Span(start, end)


def _page(page: Page, markup: Markup) -> Page:
    """The page with its address, source and publication date as the markup states them."""
    address, site, published = (markup.fact(name) for name in ("address", "site", "published"))
    return replace(
        page,
        url=page.url or (address.value if address else None),
        given_source=site.value if site else None,
        given_published=published.value if published else None,
    )

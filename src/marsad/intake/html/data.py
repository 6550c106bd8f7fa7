"""The text of pages that scripts draw: their visible part is empty, and the story stands in their data."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from marsad.intake.html.blocks import PARAGRAPH_CHARS, RawBlock, Walk
from marsad.intake.html.facts import bare_title
from marsad.model import Fact

#: A text of so many characters is a story's, and stands in for the visible text if that has not half as many.
_LEAST_BODY = 150
#: A page that shows so many characters of paragraphs is not drawn by scripts.
_ENOUGH = 1500
_BODIES = ("articlebody", "body", "content", "fulltext", "bodyhtml", "contenthtml", "text", "html", "description")
_TITLES = ("headline", "title", "name")
_DEEPEST = 14


def lines(tree: LexborHTMLParser, stated: tuple[Fact, ...], shown: list[RawBlock]) -> tuple[list[RawBlock], str]:
    """Headline and paragraphs from the data of a page that shows hardly any, and where they stood; or ([], "").

    JSON-LD (``articleBody``) comes first, then the data that page frameworks leave for their scripts.
    """
    visible = sum(len(b.text) for b in shown if b.is_paragraph)
    if visible >= _ENOUGH:
        return [], ""
    title = next((f.value for f in stated if f.name == "title"), "")
    for body, head, origin in _candidates(tree, stated):
        if len(body) < _LEAST_BODY or visible * 2 >= len(body):
            continue
        texts = [part for line in _plain(body) if (part := " ".join(line.split()))]
        if sum(map(len, texts)) >= _LEAST_BODY:
            head = head or bare_title(title)
            told = not head or any(b.text == head for b in shown)
            return ([] if told else [_block(head, "h1", "title")]) + [_block(t, "p", "") for t in texts], origin
    return [], ""


def _candidates(tree: LexborHTMLParser, stated: tuple[Fact, ...]) -> Iterator[tuple[str, str, str]]:
    """(text, title, origin) of each body that the data holds, the most trusted first."""
    yield from ((f.value, "", f.origin) for f in stated if f.name == "body")
    for node in tree.css('script[type="application/json"]'):
        try:
            value = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        found = max(_bodies(value, 0), key=lambda pair: len(pair[0]), default=None)
        if found:
            yield (*found, "script application/json")


def _bodies(value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Every long text under a name for bodies, with the title beside it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _bodies(item, depth + 1)
    elif isinstance(value, dict):
        named = {key.lower().replace("_", ""): inner for key, inner in value.items()}
        title = next((t for name in _TITLES if isinstance(t := named.get(name), str)), "")
        for name in _BODIES:
            if isinstance(named.get(name), str) and len(named[name]) >= _LEAST_BODY:
                yield named[name], title
        for inner in value.values():
            yield from _bodies(inner, depth + 1)


def _plain(body: str) -> list[str]:
    if "<" not in body and "&lt;" not in body:
        return html.unescape(body).splitlines()
    return [b.text for b in Walk().run(LexborHTMLParser(html.unescape(body) if "&lt;" in body else body)).blocks]


def _block(text: str, tag: str, role: str) -> RawBlock:
    return RawBlock(text, tag, role, is_paragraph=len(text) >= PARAGRAPH_CHARS)

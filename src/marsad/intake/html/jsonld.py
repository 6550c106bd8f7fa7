"""JSON-LD of a page, broken JSON included: the properties of its article, of the page as such, and of its site."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_TRAILING = re.compile(r",\s*([}\]])")
_PAIR = re.compile(
    r'"(@type|headline|datePublished|dateModified|dateCreated|articleSection|url|description)"\s*:\s*'
    r'"((?:[^"\\\n]|\\.)*)"'
)
_PARTS = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLES = frozenset(["blogposting", "liveblogposting", "report"])
_DEEPEST = 4

Json = dict[str, Any]


def properties(script: str) -> Iterator[tuple[str, str, Any]]:
    """(origin, key in small letters, value) of each property: origin is json-ld, web-page or web-site."""
    for thing in _things(_load(script), 0):
        kinds = _kinds(thing)
        origin = _origin(kinds)
        if origin:
            yield from ((origin, key.lower(), value) for key, value in thing.items())


def names(value: Any) -> list[str]:
    """The texts of a value: itself, its name, address or items (``{"@type": "Person", "name": …}``)."""
    if isinstance(value, list):
        return [name for item in value for name in names(item)]
    if isinstance(value, dict):
        return names(value.get("name") or value.get("url") or value.get("@id"))
    return [html.unescape(str(value)).strip()] if isinstance(value, str | int) and str(value).strip() else []


def _kinds(thing: Json) -> list[str]:
    return [kind.rsplit("/", 1)[-1].lower() for kind in names(thing.get("@type"))]


def _origin(kinds: list[str]) -> str | None:
    if any(kind.endswith("article") or kind in _ARTICLES for kind in kinds):
        return "json-ld"
    if any(kind.endswith("page") for kind in kinds):
        return "web-page"
    return "web-site" if "website" in kinds else None


def _things(value: Any, depth: int) -> Iterator[Json]:
    """The objects at the top, in a graph, and that the page is about; not those of lists of other stories."""
    if isinstance(value, list):
        for item in value:
            yield from _things(item, depth)
    elif isinstance(value, dict) and depth < _DEEPEST:
        if "@type" in value:
            yield value
        for part in _PARTS:
            if isinstance(value.get(part), dict | list):
                yield from _things(value[part], depth + 1)


def _load(script: str) -> Any:
    text = _COMMENT.sub("", _COMMENT.sub("", script)).strip().rstrip(";")
    for attempt in (text, _TRAILING.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _several(text) or _pairs(text)


def _several(text: str) -> list[Any]:
    """Objects written one after another without a list around them."""
    found: list[Any] = []
    at, decoder = 0, json.JSONDecoder(strict=False)
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found
        found.append(value)
    return found


def _pairs(text: str) -> Json:
    """What can be read of broken JSON: the first value of each well-known key."""
    found: Json = {}
    for key, value in _PAIR.findall(text):
        try:
            found.setdefault(key, json.loads(f'"{value}"', strict=False))
        except ValueError:
            found.setdefault(key, value)
    if "datePublished" in found and not str(found.get("@type", "")).endswith(("Article", "Posting")):
        found["@type"] = "Article"
    return found

"""Abstracts of a Wikipedia, line by line: its XML dump of abstracts, or JSON Lines with ``title`` and ``extract``."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote

import orjson

_FIELD = re.compile(r"<(title|url|abstract)>(.*?)</\1>")
_PREFIX = re.compile(r"^\s*(?:Wikipedia|ويكيبيديا)\s*:\s*")
_SITE = "https://ar.wikipedia.org/wiki/"
_SPACES = re.compile(r"\s+")


class Abstracts:
    """Reads lines and gives biographies as (title, address, text)."""

    def __init__(self) -> None:
        self._fields: dict[str, str] = {}

    def state(self) -> str:
        """What is remembered of an entry that has not ended yet."""
        return json.dumps(self._fields)

    def resume(self, state: str) -> None:
        """Goes on from ``state``."""
        self._fields = json.loads(state) if state else {}

    def take(self, line: bytes) -> list[tuple[str, str, str]]:
        """The biographies that end in ``line``. Raises ValueError for a line that is neither XML nor such JSON."""
        text = line.decode("utf-8", "replace").strip().removeprefix("\ufeff")
        if text.startswith("{"):
            return _of_json(text)
        if not text.startswith("<"):
            raise ValueError("neither XML nor a JSON object")
        found = []
        if "<doc>" in text:
            self._fields = {}
        self._fields.update((name, html.unescape(value).strip()) for name, value in _FIELD.findall(text))
        if "</doc>" in text:
            found = _biography(self._fields)
            self._fields = {}
        return found


def _of_json(text: str) -> list[tuple[str, str, str]]:
    raw = orjson.loads(text)
    if not isinstance(raw.get("title"), str) or not isinstance(raw.get("extract"), str):
        raise ValueError("it has no title and extract")
    url = raw.get("url")
    return _biography({"title": raw["title"], "abstract": raw["extract"], "url": url if isinstance(url, str) else ""})


def _biography(fields: dict[str, str]) -> list[tuple[str, str, str]]:
    title = _PREFIX.sub("", fields.get("title", "")).replace("_", " ")
    text = _SPACES.sub(" ", fields.get("abstract", "")).strip()
    if not title or not text:
        return []
    return [(title, fields.get("url") or _SITE + quote(title.replace(" ", "_")), text)]

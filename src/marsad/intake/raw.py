"""What pages are read from, kept as it came: the very same page can be made of it again, or a better one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from marsad.intake.given import Given
from marsad.model import Fact, Raw

BYTES, RECORD, ENTRY, TEASERS = "bytes", "record", "entry", "teasers"


def of_bytes(data: bytes, given: Given) -> Raw:
    """A file or an answer, whole."""
    return Raw(BYTES, data, _json(_values(given)))


def of_record(data: bytes, told: Mapping[str, str]) -> Raw:
    """One object of JSON; ``told``: what the user said of its fields."""
    return Raw(RECORD, data, _json({"fields": dict(told)}))


def of_entry(title: str, text: str, given: Given, *, encoding: str, size: int) -> Raw:
    """The title and text of an entry of a feed, whose bytes hold many."""
    data = json.dumps([title, text], ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Raw(ENTRY, data, _json({**_values(given), "encoding": encoding, "size": size}))


def entry(raw: Raw) -> tuple[str, str]:
    """The title and text that ``of_entry`` kept."""
    title, text = json.loads(raw.data.decode("utf-8", "surrogatepass"))
    return title, text


def of_teasers(title: str, teasers: Sequence[Sequence[str]], given: Given, *, encoding: str, size: int) -> Raw:
    """The title of a feed, and the texts of each of its teasers."""
    data = json.dumps([title, teasers], ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Raw(TEASERS, data, _json({**_values(given), "encoding": encoding, "size": size}))


def teasers(raw: Raw) -> tuple[str, list[list[str]]]:
    """The title and teasers that ``of_teasers`` kept."""
    title, found = json.loads(raw.data.decode("utf-8", "surrogatepass"))
    return title, found


def beside(raw: Raw) -> dict[str, Any]:
    """Everything that came beside the bytes."""
    found: dict[str, Any] = json.loads(raw.given)
    return found


def given(raw: Raw) -> Given:
    """What was given for the page in ``raw``."""
    said = beside(raw)
    facts = tuple(Fact(*fact) for fact in said.get("facts", ()))
    return Given(**{name: said.get(name) for name in _NAMES}, facts=facts)


_NAMES = ("url", "source", "published", "seen", "charset")


def _values(given: Given) -> dict[str, Any]:
    found: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(given, name))}
    return {**found, "facts": given.facts} if given.facts else found


def _json(value: object) -> str:
    """JSON in ASCII: an address may hold what no encoding does."""
    return json.dumps(value, separators=(",", ":"))

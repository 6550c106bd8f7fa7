"""Files of outlets: TOML to ``Outlet``, and everything that is wrong with the form of one, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import tomli

from marsad.outlets.known import Outlet

KINDS = ("agency", "newspaper", "magazine", "channel", "radio", "site", "ngo")
OWNERS = ("state", "party", "private", "public", "unknown")
GUARD = "!"
_WORDS = ("name", "name_en", "kind", "country", "owner", "owner_source")
_LISTS = ("names", "credits", "domains", "feeds")
_FIELDS = (*_WORDS, *_LISTS)
_CHOICES = {"kind": KINDS, "owner": OWNERS}
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EXAMPLE = 'an outlet is written as [key], then name = "…", kind = "site" … (marsad outlets show sana)'


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an outlet: the ``file``, its ``line`` (0: no line), the outlet's ``key``, what to do."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class Lines:
    """Where the tables and fields of a TOML text stand."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._heads: dict[str, int] = {}
        for number, line in enumerate(self._lines, 1):
            head = re.match(r"\s*\[\s*\"?([^\]\"]+?)\"?\s*\]", line)
            if head:
                self._heads.setdefault(head[1], number)

    def of(self, key: str, field: str = "") -> int:
        """The line of ``field`` of the outlet ``key``; that of its head, or 0, where the field is not found."""
        head = self._heads.get(key, 0)
        for number in range(head + 1, len(self._lines) + 1):
            line = self._lines[number - 1].lstrip()
            if line.startswith("["):
                break
            if field and re.match(rf"\"?{re.escape(field)}\"?\s*=", line):
                return number
        return head


def read(text: str, name: str) -> tuple[list[Outlet], list[Problem]]:
    """The outlets of a TOML text and all that is wrong with its form; an outlet lacks the fields that are wrong."""
    try:
        tables = tomli.loads(text)
    except tomli.TOMLDecodeError as cause:
        return [], [Problem(name, cause.lineno, "", f"not TOML: {cause.msg}; {_EXAMPLE}")]
    outlets: list[Outlet] = []
    problems: list[Problem] = []
    lines: Lines | None = None
    for key, table in tables.items():
        wrong = list(_mistakes(key, table))
        if wrong:
            lines = lines or Lines(text)
            problems += [Problem(name, lines.of(key, field), key, message) for field, message in wrong]
        if isinstance(table, dict):
            spoilt = {field for field, _ in wrong}
            outlets.append(_outlet(key, {f: value for f, value in table.items() if f not in spoilt}))
    return outlets, problems


def _outlet(key: str, table: Mapping[str, Any]) -> Outlet:
    more: list[str] = table.get("names", [])
    return Outlet(
        key=key,
        kind=table.get("kind", ""),
        country=table.get("country", ""),
        domains=tuple(table.get("domains", ())),
        name_en=table.get("name_en", ""),
        names=(*([table["name"]] if "name" in table else []), *(n.removeprefix(GUARD) for n in more)),
        guarded=tuple(n.removeprefix(GUARD) for n in more if n.startswith(GUARD)),
        credits=tuple(table.get("credits", ())),
        owner=table.get("owner", "unknown"),
        owner_source=table.get("owner_source", ""),
        feeds=tuple(table.get("feeds", ())),
    )


def _mistakes(key: str, table: object) -> Iterator[tuple[str, str]]:
    """What is wrong with one table, each with the field that it is about."""
    if not isinstance(table, dict):
        yield "", f"stands outside of an outlet; {_EXAMPLE}"
        return
    if not _KEY.fullmatch(key):
        yield "", "is no key; a key has small Latin letters, digits and single hyphens: my-paper"
    for field in ("name", "kind"):
        if not table.get(field):
            yield field, f"{field} is missing; write {field} = " + ('"…" (Arabic)' if field == "name" else '"site"')
    for field, value in table.items():
        yield from ((field, message) for message in _mistake(field, value))


def _mistake(field: str, value: object) -> Iterator[str]:
    if field not in _FIELDS:
        near = get_close_matches(field, _FIELDS, 1)
        yield f"{field} is no field of an outlet; " + (
            f"is {near[0]} meant?" if near else f"there are {', '.join(_FIELDS)}"
        )
    elif field in _LISTS:
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip(f"{GUARD} ") for v in value):
            yield f'{field} is a list of words: {field} = ["…", "…"]'
    elif not isinstance(value, str):
        yield f'{field} is text in quotation marks: {field} = "…"'
    elif value and field in _CHOICES and value not in _CHOICES[field]:
        near = get_close_matches(value, _CHOICES[field], 1)
        hint = f"is {near[0]} meant? " if near else ""
        yield f"{field} {value!r} is not known; {hint}there are {', '.join(_CHOICES[field])}"

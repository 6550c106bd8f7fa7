"""What is wrong with outlets beyond their form: countries, domains, names and feeds, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from marsad.catalogue import Catalogue
from marsad.outlets.files import Lines, Problem, read
from marsad.outlets.known import Outlet, plain
from marsad.text.addresses import parts_of

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}(?:/[\w.~-]+)?")
_OUTLET_KINDS = frozenset(["outlet", "agency", "ngo"])


@dataclass(frozen=True, slots=True)
class File:
    """A file to check: its name for messages, and its text.

    ``judged`` says that its names were held against everyday words by hand, name by name.
    """

    name: str
    text: str
    judged: bool = False


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Who bears a name or domain already."""

    key: str
    file: str


def check(files: Sequence[File], catalogue: Catalogue, is_common: Callable[[str], bool]) -> list[Problem]:
    """All problems of ``files``, in order; a later file may replace an outlet of an earlier one by its key.

    ``is_common`` says whether a folded word is an everyday word.
    """
    problems: list[Problem] = []
    last: dict[str, str] = {}
    taken = [(file, *read(file.text, file.name)) for file in files]
    for file, outlets, _ in taken:
        last.update((o.key, file.name) for o in outlets)
    checker = _Checker(catalogue, is_common)
    for file, outlets, wrong in taken:
        lines = Lines(file.text)
        problems += wrong
        for outlet in outlets:
            if last[outlet.key] == file.name:
                found = checker.of(outlet, file)
                problems += [Problem(file.name, lines.of(outlet.key, field), outlet.key, text) for field, text in found]
    return problems


class _Checker:
    """Checks one outlet after another, and remembers whose names and domains it has seen."""

    def __init__(self, catalogue: Catalogue, is_common: Callable[[str], bool]) -> None:
        self._catalogue, self._is_common = catalogue, is_common
        self._countries = {e.id for e in catalogue.entities.values() if e.kind == "country"}
        self._domains: dict[str, _Bearer] = {}
        self._names: dict[str, _Bearer] = {}

    def of(self, outlet: Outlet, file: File) -> Iterator[tuple[str, str]]:
        """Each problem of ``outlet`` with the field that it is about."""
        yield from self._country(outlet)
        yield from self._sites(outlet, file.name)
        yield from self._borne(outlet, file.name)
        if not file.judged:
            yield from self._other_words(outlet)
        yield from _feeds(outlet)
        if outlet.owner != "unknown" and not outlet.owner_source:
            yield "owner", 'owner_source is missing; say what the owner rests on: owner_source = "…"'

    def _country(self, outlet: Outlet) -> Iterator[tuple[str, str]]:
        if outlet.country and outlet.country not in self._countries:
            near = get_close_matches(outlet.country, self._countries, 1, 0.5)
            hint = f"; is {near[0]} meant?" if near else "; it is an English name in small letters: saudi-arabia"
            yield "country", f"country {outlet.country!r} is the id of no country{hint}"

    def _sites(self, outlet: Outlet, file: str) -> Iterator[tuple[str, str]]:
        for domain in outlet.domains:
            if not _DOMAIN.fullmatch(domain) or domain.startswith("www."):
                yield "domains", f"{domain!r} is no domain; write it without https:// and www: paper.example"
                continue
            before = self._domains.setdefault(domain, _Bearer(outlet.key, file))
            if before.key != outlet.key:
                yield "domains", f"{domain} is the domain of {before.key} in {before.file} too; leave it at one of them"

    def _borne(self, outlet: Outlet, file: str) -> Iterator[tuple[str, str]]:
        for name in (n for n in outlet.names if n not in outlet.guarded):
            before = self._names.setdefault(plain(name), _Bearer(outlet.key, file))
            if before.key != outlet.key:
                field = "name" if name == outlet.name else "names"
                yield field, f"{name} is a name of {before.key} in {before.file} too; add what tells them apart"

    def _other_words(self, outlet: Outlet) -> Iterator[tuple[str, str]]:
        for name in outlet.names:
            if name in outlet.guarded:
                continue
            other = self._other(name)
            if other and name == outlet.name:
                yield "name", f"{name} is {other} too; add the word of its kind: صحيفة, قناة, موقع …"
            elif other:
                yield "names", f'{name} is {other} too; write "!{name}", so that it needs such a word or marks'

    def _other(self, name: str) -> str:
        others = [e for e in self._catalogue.named(name) if e.kind not in _OUTLET_KINDS]
        if others:
            return f"the name of {others[0].id}"
        word = plain(name)
        return "an everyday word" if " " not in word and self._is_common(word) else ""


def _feeds(outlet: Outlet) -> Iterator[tuple[str, str]]:
    for feed in outlet.feeds:
        parts = parts_of(feed)
        if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in feed:
            yield "feeds", f"{feed!r} is no address; write it whole: https://paper.example/feed"

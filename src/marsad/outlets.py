"""Who publishes what: outlets and agencies by name and by web domain. Facts are data, and a user may add to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from marsad.errors import CatalogueError
from marsad.text.fold import fold

#: The words that say what kind of outlet a name is; a name is known with and without them.
HEADS = ("صحيفة", "جريدة", "قناة", "وكالة", "موقع", "شبكة", "إذاعة", "مجلة")
_FOLDED_HEADS = frozenset(map(fold, HEADS))


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet. ``key`` is its entity id; ``names`` has the main one first.

    ``kind``: agency, newspaper, magazine, channel, radio, site or ngo. ``country`` is an entity id.
    """

    key: str
    kind: str
    country: str
    domains: tuple[str, ...]
    name_en: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The Arabic name."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Outlets:
    """All known outlets, by key, folded name and domain."""

    by_key: Mapping[str, Outlet]
    by_folded: Mapping[str, Outlet]
    domains: Mapping[str, Outlet]

    def by_name(self, text: str) -> Outlet | None:
        """The outlet that ``text`` names, in any spelling, with or without صحيفة and the like: ``«سانا»`` is SANA."""
        name = _plain(text)
        head, _, rest = name.partition(" ")
        return self.by_folded.get(name) or (self.by_folded.get(rest) if head in _FOLDED_HEADS else None)

    def by_domain(self, address: str) -> Outlet | None:
        """The outlet whose site an address is on, subdomains included; the longest domain wins."""
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
        labels = host.split(".")
        first = parts.path.strip("/").split("/")[0]
        for at in range(len(labels) - 1):
            domain = ".".join(labels[at:])
            found = self.domains.get(f"{domain}/{first}") or self.domains.get(domain)
            if found:
                return found
        return None

    def resolve(self, given: str) -> Outlet | None:
        """The outlet that a side-car or option means: by key, name or address."""
        return self.by_key.get(given) or self.by_name(given) or self.by_domain(given)


def load(extra: Sequence[Path] = ()) -> Outlets:
    """The outlets that ship with Marsad, with the user's own files over them. Raises CatalogueError for a bad row."""
    shipped = resources.files("marsad.data") / "outlets.tsv"
    found = {o.key: o for o in parse(shipped.read_text("utf-8"), "outlets.tsv")}
    for path in extra:
        try:
            found.update((o.key, o) for o in parse(path.read_text("utf-8"), str(path)))
        except (OSError, UnicodeDecodeError) as cause:
            raise CatalogueError(f"cannot read the outlets file {path}: {cause}") from cause
    by_folded = {_plain(name): o for o in reversed(found.values()) for name in (*o.names, *_headless(o))}
    return Outlets(found, by_folded, {d: o for o in found.values() for d in o.domains})


def parse(text: str, name: str) -> list[Outlet]:
    """The outlets of one file: key, kind, country, domains, English name, further Arabic names, Arabic name."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 7:
            raise CatalogueError(f"{name}, line {number}: {len(cells)} columns instead of 7: {line[:60]!r}")
        key, kind, country, domains, english, more, main = cells
        names = (main, *(n.lstrip("!") for n in more.split("|") if n))
        found.append(Outlet(key, kind, country, tuple(d for d in domains.split("|") if d), english, names))
    return found


def _headless(outlet: Outlet) -> list[str]:
    return [n.split(" ", 1)[1] for n in outlet.names if " " in n and n.split(" ", 1)[0] in HEADS]


def _plain(text: str) -> str:
    return " ".join(fold(text).strip("«»“”\"'()[] :|–-ـ.").split())

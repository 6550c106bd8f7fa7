"""The outlets that Marsad knows: load them, look them up by key, by name in any spelling, and by address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from marsad.errors import CatalogueError
from marsad.text.addresses import host_of, parts_of
from marsad.text.fold import fold

#: The words that say what kind of outlet a name is; a name is known with and without them.
HEADS = ("صحيفة", "جريدة", "قناة", "وكالة", "موقع", "شبكة", "إذاعة", "مجلة")
SHIPPED = "outlets.toml"
_FOLDED_HEADS = frozenset(map(fold, HEADS))
#: So many problems of a file are told when it is loaded; ``marsad outlets check`` tells all.
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet. ``key`` is its entity id; ``names`` has the main one first.

    ``kind``: agency, newspaper, magazine, channel, radio, site or ngo. ``country`` is an entity id. ``owner``: state,
    party, private, public or unknown, and ``owner_source`` what that rests on. ``guarded`` are those of the names
    that are other words too, and need a word such as صحيفة or quotation marks in running text. ``credits`` stand for
    the outlet in datelines, by-lines and credits alone. ``feeds`` are addresses of its feeds.
    """

    key: str
    kind: str
    country: str
    domains: tuple[str, ...]
    name_en: str
    names: tuple[str, ...]
    guarded: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    owner: str = "unknown"
    owner_source: str = ""
    feeds: tuple[str, ...] = ()

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
        name = plain(text)
        head, _, rest = name.partition(" ")
        return self.by_folded.get(name) or (self.by_folded.get(rest) if head in _FOLDED_HEADS else None)

    def by_domain(self, address: str) -> Outlet | None:
        """The outlet whose site an address is on, subdomains included; the longest domain wins."""
        whole = address if "//" in address else f"//{address}"
        labels = host_of(whole).split(".")
        first = parts_of(whole).path.strip("/").split("/")[0]
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
    """The outlets that ship with Marsad, with the user's own files over them. Raises CatalogueError for a bad file."""
    shipped = resources.files("marsad.data") / SHIPPED
    found = {o.key: o for o in parse(shipped.read_text("utf-8"), SHIPPED)}
    for path in extra:
        found.update((o.key, o) for o in parse(text_of(path), str(path)))
    return build(found.values())


def build(outlets: Iterable[Outlet]) -> Outlets:
    """The look-up over ``outlets``; of two that bear one name the first has it, and a name goes before a credit."""
    found = {o.key: o for o in outlets}
    backwards = list(reversed(found.values()))
    by_folded = {plain(credit): o for o in backwards for credit in o.credits}
    by_folded |= {plain(name): o for o in backwards for name in (*o.names, *_headless(o))}
    return Outlets(found, by_folded, {d: o for o in found.values() for d in o.domains})


def parse(text: str, name: str) -> list[Outlet]:
    """The outlets of one file in TOML. Raises CatalogueError that names the file, the lines and what is wrong."""
    from marsad.outlets.files import read

    outlets, problems = read(text, name)
    if problems:
        told = "\n  ".join(str(p) for p in problems[:_MOST_TOLD])
        more = f"\n  and {len(problems) - _MOST_TOLD} more" if len(problems) > _MOST_TOLD else ""
        raise CatalogueError(f"the outlets in {name} cannot be used (marsad outlets check tells more):\n  {told}{more}")
    return outlets


def text_of(path: Path) -> str:
    """The text of a user's file. Raises CatalogueError where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise CatalogueError(f"cannot read the outlets file {path}: {cause}") from cause


def plain(text: str) -> str:
    """``text`` folded, without the marks and signs that stand around a name."""
    return " ".join(fold(text).strip("«»“”\"'()[] :|–-ـ.").split())


def _headless(outlet: Outlet) -> list[str]:
    return [n.split(" ", 1)[1] for n in outlet.names if " " in n and n.split(" ", 1)[0] in HEADS]

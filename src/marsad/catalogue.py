"""Known people, organisations and places: what the catalogue files say, and look-up by folded name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from marsad import tables
from marsad.errors import CatalogueError
from marsad.model import EntityRef, EntityType
from marsad.text.fold import fold

COLUMNS = (
    "id", "type", "kind", "country", "qid", "weight", "source", "name_en", "description_en", "description",
    "variants", "name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """A known entity. ``variants`` are other Arabic spellings and short forms; ``country`` an entity id or "".

    ``kind`` says more than ``type``: country, capital, city, region, ministry, parliament, party, armed_group,
    intl_body, outlet, agency, company, politician, diplomat … ``weight`` orders homonyms: higher is commoner in news.
    A weight below 0 says that the name is mostly another word, and needs a word for its kind before it (مدينة …).
    ``source`` names where the facts are from (see data/LICENCES.md). ``qid`` is None unless such a source gives it.
    ``surnames`` may stand alone at first mention (in the file: ``~`` before the variant); ``guarded`` names need a
    word such as صحيفة before them, or quotation marks (in the file: ``!`` before the variant).
    ``status`` is "known" for one that was learned from an archive.
    """

    id: str
    type: EntityType
    kind: str
    name: str
    name_en: str = ""
    variants: tuple[str, ...] = ()
    description: str = ""
    description_en: str = ""
    country: str = ""
    qid: str | None = None
    weight: int = 0
    source: str = ""
    surnames: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    status: str = "catalogue"

    def ref(self) -> EntityRef:
        """The short form that mentions and speakers carry."""
        return EntityRef(self.id, self.name, self.type, self.name_en or None, self.qid, self.status)

    def names(self) -> tuple[str, ...]:
        """Every Arabic name, the main one first."""
        return (self.name, *self.variants, *self.surnames, *self.guarded)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All known entities, by id and by folded name. Immutable once loaded."""

    entities: Mapping[str, Entity]
    by_folded: Mapping[str, tuple[Entity, ...]]
    nisba: Mapping[str, str] = field(default_factory=dict)

    def named(self, name: str) -> tuple[Entity, ...]:
        """The entities that bear ``name`` in any spelling, the weightiest first."""
        return self.by_folded.get(fold(name), ())

    def country_of_adjective(self, word: str) -> str | None:
        """The id of the country that a nisba adjective belongs to: ``الروسي`` (the Russian) gives ``russia``."""
        folded = fold(word)
        return self.nisba.get(folded) or (self.nisba.get(folded[2:]) if folded.startswith("ال") else None)


def load(extra: Sequence[Path] = ()) -> Catalogue:
    """The catalogue that ships with Marsad, with the user's own ``extra`` files over it (a later id wins).

    Raises CatalogueError, with file and line, for a row that cannot be used.
    """
    folder = resources.files("marsad.data") / "catalogue"
    entities: dict[str, Entity] = {}
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if item.name.endswith(".tsv") and not item.name.startswith("nisba"):
            entities.update((e.id, e) for e in parse(item.read_text("utf-8"), item.name))
    for path in extra:
        entities.update((e.id, e) for e in _read_extra(path))
    nisba = folder / "nisba.tsv"
    return build(entities.values(), _parse_nisba(nisba.read_text("utf-8")) if nisba.is_file() else {})


def _read_extra(path: Path) -> list[Entity]:
    try:
        return parse(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as cause:
        raise CatalogueError(f"cannot read the catalogue file {path}: {cause}") from cause


def build(entities: Iterable[Entity], nisba: Mapping[str, str] | None = None) -> Catalogue:
    """A catalogue over ``entities``."""
    by_id = {e.id: e for e in entities}
    by_folded: dict[str, list[Entity]] = {}
    for entity in by_id.values():
        for name in dict.fromkeys(fold(n) for n in entity.names()):
            by_folded.setdefault(name, []).append(entity)
    ranked = {n: tuple(sorted(es, key=lambda e: (-e.weight, e.id))) for n, es in by_folded.items()}
    return Catalogue(by_id, ranked, dict(nisba or {}))


def parse(text: str, name: str) -> list[Entity]:
    """The entities of one catalogue file (tab-separated, ``COLUMNS``; lines that begin with # are notes)."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#") or line.startswith("id\t"):
            continue
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            wrong = f"{len(cells)} columns instead of {len(COLUMNS)}: {line[:60]!r}"
            raise CatalogueError(f"{name}, line {number}: {wrong}")
        row = dict(zip(COLUMNS, cells, strict=True))
        try:
            found.append(_entity(row))
        except ValueError as cause:
            raise CatalogueError(f"{name}, line {number}: {cause}") from cause
    return found


def _entity(row: Mapping[str, str]) -> Entity:
    others = [v for v in row["variants"].split("|") if v]
    return Entity(
        id=row["id"],
        type=EntityType(row["type"]),
        kind=row["kind"],
        name=row["name"],
        name_en=row["name_en"],
        variants=tuple(v for v in others if v[0] not in "~!"),
        description=row["description"],
        description_en=row["description_en"],
        country=row["country"],
        qid=row["qid"] or None,
        weight=int(row["weight"] or 0),
        source=row["source"],
        surnames=tuple(v[1:] for v in others if v[0] == "~"),
        guarded=tuple(v[1:] for v in others if v[0] == "!"),
    )


def _parse_nisba(text: str) -> dict[str, str]:
    return {fold(form): country for country, forms in tables.parse(text) for form in forms.split("|") if form}

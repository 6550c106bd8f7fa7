"""What the catalogue knows of one person, body or place."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import EntityRef, EntityType


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

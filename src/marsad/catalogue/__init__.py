"""Known people, organisations and places: what ships, the user's own files, and imported files of millions."""

from marsad.catalogue.entities import Entity
from marsad.catalogue.known import COLUMNS, Catalogue, build, load, parse, with_imported

__all__ = ["COLUMNS", "Catalogue", "Entity", "build", "load", "parse", "with_imported"]

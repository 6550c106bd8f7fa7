"""Writes src/marsad/data/search_names.tsv: names that a light stem would cut, from the shipped catalogue and names.

python tools/build_search.py
"""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from marsad import catalogue
from marsad.model import EntityType
from marsad.names import lexicon
from marsad.tables import rows
from marsad.text import stems
from marsad.text.fold import fold
from marsad.text.words import bare

TARGET = Path(__file__).parents[1] / "src/marsad/data/search_names.tsv"
HEAD = "# Words of names that a light stem would cut, folded. Written by tools/build_search.py from the catalogue.\n"


def words() -> set[str]:
    """The one-word names of the catalogue, the last words of its people and the given names."""
    known = catalogue.load()
    found = {fold(name) for kind, name, *_ in rows("names_given.tsv") if kind in ("given", "surname", "name")}
    for entity in known.entities.values():
        for name in entity.names():
            parts = fold(name).split()
            if len(parts) == 1 or (entity.type is EntityType.PERSON and parts):
                found.add(parts[-1])
    return found - known.nisba.keys() - {fold(row[0]) for row in rows("search_plurals.tsv")}


def main() -> None:
    """Writes the table."""
    everyday = lexicon.load()
    with patch.object(stems, "_whole", frozenset):
        cut = sorted(
            word
            for word in {bare(w) for w in words()}
            if stems.stem(word) != word and not everyday.is_everyday(word, word)
        )
    TARGET.write_text(HEAD + "".join(f"{word}\n" for word in cut), "utf-8")
    print(f"{len(cut)} names")


if __name__ == "__main__":
    main()

"""How often a name in Latin letters finds its Arabic name by sound alone: the people of the catalogue.

    python eval/latin.py [--show]

Every Arabic name of the catalogue (people, bodies, places) is put into an index, without the English ones; then each
person is asked for by the English name, and by its last word. Found is the entity itself, or one with the very same
Arabic words for what was asked. Also measured: Arabic names with one letter lost, doubled, swapped or wrong.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from marsad import catalogue
from marsad.catalogue import Entity
from marsad.model import EntityType
from marsad.search import suggesting
from marsad.search.documents import name_fields
from marsad.search.index import Index, OpenIndex, State, writing
from marsad.text.fold import fold

LETTERS = "ابتثجحخدرزسشصضطعغفقكلمنهوي"


def indexed(path: Path, known: list[Entity]) -> Index:
    """An index of the Arabic names of the entities, numbered by their places."""
    with writing(path, "eval", lambda: 0, 1.0) as writer:
        assert writer
        for number, entity in enumerate(known):
            names = dict.fromkeys(fold(name) for name in (entity.name, *entity.variants, *entity.surnames))
            fields = [{"id": "n", "what": "name", "number": number, **name_fields(name)} for name in names]
            writer.put(f"e{number}", fields)
        writer.commit(State("eval", 0))
    return OpenIndex.open(path).now


def place(index: Index, asked: str, right: set[int]) -> int:
    """At which place the first right entity stands; 0 for none."""
    found = [near.entity for near in suggesting.near(index, asked)]
    return next((at for at, number in enumerate(found, 1) if number in right), 0)


def told(name: str, places: list[int], seconds: float) -> None:
    """Prints one line of the table."""
    first, five = (sum(0 < at <= most for at in places) / len(places) for most in (1, 5))
    print(f"{name:34}{len(places):7}{first:9.1%}{five:9.1%}{1000 * seconds / len(places):9.1f}")


def misspelt(name: str, rng: random.Random) -> str:
    """The name with one letter lost, doubled, swapped with the next or wrong."""
    at = rng.choice([n for n, c in enumerate(name[:-1]) if c != " " and name[n + 1] != " "])
    how = rng.randrange(4)
    middle = ["", name[at] * 2, name[at + 1], rng.choice(LETTERS)][how]
    return name[:at] + middle + (name[at] if how == 2 else "") + name[at + 1 + (how == 2) :]


def main() -> None:
    parser = argparse.ArgumentParser(description="How often Latin and misspelt names find Arabic ones.")
    parser.add_argument("--show", action="store_true", help="print full names that are not found")
    given = parser.parse_args()
    known = list(catalogue.load().entities.values())
    people = [n for n, e in enumerate(known) if e.type is EntityType.PERSON and e.name_en]
    by_last: dict[str, set[int]] = {}
    for number in people:
        by_last.setdefault(fold(known[number].name).split()[-1], set()).add(number)
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(Path(folder) / "index", known)
        print(f"{'asked for':34}{'names':>7}{'first':>9}{'in five':>9}{'ms each':>9}")
        for what in ("full English name", "last word of the English name", "misspelt Arabic name"):
            rng, places, began = random.Random(1), [], time.perf_counter()
            for number in people:
                entity = known[number]
                right = {number}
                if what.startswith("full"):
                    asked = entity.name_en or ""
                elif what.startswith("last"):
                    asked = (entity.name_en or "").split()[-1]
                    right = by_last[fold(entity.name).split()[-1]]
                else:
                    asked = misspelt(entity.name, rng)
                places.append(place(index, asked, right))
                if given.show and what.startswith("full") and not 0 < places[-1] <= 5:
                    print(entity.name_en, entity.name, places[-1])
            told(what, places, time.perf_counter() - began)


if __name__ == "__main__":
    main()

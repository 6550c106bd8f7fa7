"""Figures on corpora of names: tags become names, and what counts as right, strictly and by overlap."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "eval"))

import names  # noqa: E402
from marsad import catalogue  # noqa: E402
from marsad.catalogue import Entity  # noqa: E402
from marsad.model import EntityType  # noqa: E402
from marsad.names import NameTools  # noqa: E402
from names import Name, Sentence  # noqa: E402


def test_tags_become_names_and_a_lost_beginning_begins_one() -> None:
    tags = ["B-PER", "I-PER", "O", "I-LOC", "B-LOC", "I-ORG"]
    assert list(names.tagged(tags)) == [Name(0, 2, "PER"), Name(3, 4, "LOC"), Name(4, 5, "LOC"), Name(5, 6, "ORG")]


def test_a_name_that_touches_what_is_ignored_counts_neither_way() -> None:
    words = ("a", "b", "c", "d", "e")
    gold = (Name(0, 2, "PER"), Name(3, 4, "MISC"), Name(4, 5, "LOC"))
    found = (Name(0, 1, "PER"), Name(3, 4, "ORG"), Name(4, 5, "LOC"))
    counts = names.count([Sentence(words, gold, found)])
    assert dict(counts["PER"]) == {"gold": 1, "strict": 0, "overlap": 1, "found": 1}
    assert counts["ORG"]["found"] == 0
    assert names.rates(counts["LOC"], "strict") == (1.0, 1.0, 1.0)


def test_found_names_are_given_as_words_of_their_sentence() -> None:
    damascus = Entity("damascus", EntityType.PLACE, "capital", "دمشق", weight=80)
    tools = NameTools.load(catalogue.build([damascus]))
    group = (Sentence(("وصل", "بدمشق", "."), ()), Sentence(("غادر", "إلى", "دمشق"), ()))
    assert [s.found for s in names.read(group, tools, None)] == [(Name(1, 2, "LOC"),), (Name(2, 3, "LOC"),)]

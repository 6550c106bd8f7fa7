"""The word lists behind names keep their form, and reading any text with them gives sound mentions."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad import catalogue
from marsad.model import Piece, Story
from marsad.names import NameTools, find, lexicon
from marsad.names.lexicon import name_units
from marsad.names.tools import skeleton
from marsad.text.fold import fold

LISTS = sorted(f.name for f in resources.files("marsad.data").iterdir() if f.name.startswith("names_"))
FOLDED = ("names_given.tsv", "names_common.tsv", "names_signs.tsv")
TOOLS = NameTools.load(catalogue.build(()))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_its_source_and_is_sorted_with_one_sense_a_line(name: str) -> None:
    lines = (resources.files("marsad.data") / name).read_text("utf-8").splitlines()
    notes = [line for line in lines if line.startswith("#")]
    words = [line for line in lines if not line.startswith("#")]
    assert "Apache-2.0" in " ".join(notes) or "CC" in " ".join(notes)
    assert lines[: len(notes)] == notes
    assert words == sorted(set(words))
    assert len({line.count("\t") for line in words}) == 1
    assert all("\u0600" <= line.split("\t")[-1][0] <= "\u06ff" for line in words)


@pytest.mark.parametrize("name", FOLDED)
def test_folded_lists_are_folded(name: str) -> None:
    assert [row[-1] for row in lexicon.rows(name) if fold(row[-1]) != row[-1]] == []


@pytest.mark.parametrize("word", ["المدينة", "وقالت", "سيتوجه", "بالحرب", "اجتماعات"])
def test_everyday_words_are_common_in_all_their_forms(word: str) -> None:
    assert lexicon.load().is_common(fold(word))


@pytest.mark.parametrize("word", ["لافروف", "محمد", "السحيباني", "تشيريتشيش"])
def test_names_are_not_common(word: str) -> None:
    assert not lexicon.load().is_common(fold(word))


def test_transcriptions_of_a_foreign_name_have_one_skeleton() -> None:
    assert skeleton("ستيفان دي ميستورا") == skeleton("ستافان ديمستورا")
    assert skeleton("كريستين لاغارد") == skeleton("كريستين لاجارد")
    assert skeleton("جون كيري") != skeleton("جون ماكين")


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("سلمان بن عبد العزيز", ("سلمان", "بن عبد العزيز")),
        ("ستيفان دي ميستورا", ("ستيفان", "دي ميستورا")),
        ("صلاح الدين الايوبي", ("صلاح الدين", "الايوبي")),
    ],
)
def test_joined_words_are_one_part_of_a_name(name: str, units: tuple[str, ...]) -> None:
    assert name_units(name) == units


WORDS = st.sampled_from(
    [
        *("قال", "الرئيس", "محمد", "بن", "عبد", "أبو", "وزير", "الخارجية", "الروسي", "و", "ل", "للأمم", "د.", "«", "»"),
        *("“", "”", '"', "(", ")", "،", "مدينة", "صحيفة", "مجلس", "الأمن", "آل", "دي", "سعود", "الله", "ـ", "ً"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=25).map(" ".join))
def test_any_text_gives_spans_of_that_text_without_overlap(text: str) -> None:
    found = find(text, Story("s", None, (Piece.cut(text, 0, len(text)),)), TOOLS)
    end = 0
    for mention in found:
        assert mention.span.start >= end
        assert mention.text == text[mention.span.start : mention.span.end] != ""
        assert 0 < mention.score <= 1
        end = mention.span.end

"""Folding and words: one spelling for a name, and offsets that lead back to the text as it was printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.text.fold import fold, fold_with_map
from marsad.text.letters import fold_char
from marsad.text.tokens import analyses, words

ARABIC = st.text(
    alphabet=st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةىئؤءًٌَُِّْـ ٠١٢abcXYZ.،«»\u200f\ufefb"), max_size=60
)


def test_spellings_of_one_name_fold_together() -> None:
    assert fold("سيرغى لافـروفُ") == fold("سيرغي لافروف")
    assert fold("أميركا") == fold("اميركا")
    assert fold("استانة") == fold("أستانه")
    assert fold("٢٢٥٤") == "2254"


@given(st.text())
def test_folding_is_that_of_each_character(text: str) -> None:
    assert fold(text) == "".join(map(fold_char, text))


def test_a_ligature_folds_to_its_letters() -> None:
    assert fold("\ufefb") == "لا"


@given(ARABIC)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ARABIC)
def test_the_map_leads_back_to_the_characters(text: str) -> None:
    folded = fold_with_map(text)
    assert folded.text == fold(text)
    for at in range(len(folded.text)):
        span = folded.span(at, at + 1)
        assert folded.text[at] in fold(span.of(text))


@given(ARABIC)
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert word.span.of(text) == word.text
        assert word.folded == fold(word.text)


def test_only_characters_known_as_uneven_fold_to_none_or_several() -> None:
    for code in (c for c in range(0x110000) if not 0xD800 <= c < 0xE000):
        folded = fold_with_map(chr(code))
        assert len(folded.starts) == len(folded.text), hex(code)


def test_words_keep_their_vowels() -> None:
    assert [w.text for w in words("وَقالَ لافروف: «لا»")] == ["وَقالَ", "لافروف", "لا"]


def test_particles_come_off_and_the_assimilated_article_comes_back() -> None:
    found = {(a.clitic, a.stem) for a in analyses(fold("وللأمم"))}
    assert ("ول", "الامم") in found
    assert ("و", fold("للأمم")) in found


@given(ARABIC.map(fold).filter(lambda w: len(w) > 3 and w.isalpha()))
def test_every_analysis_rebuilds_the_word(word: str) -> None:
    for found in analyses(word):
        if found.assimilated:
            assert word == word[: found.offset] + "ل" + found.stem[2:]
        else:
            assert word == found.clitic + found.stem
            assert found.offset == len(found.clitic)

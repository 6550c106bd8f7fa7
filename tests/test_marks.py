"""Pairs of quotation marks: every kind, nested, the wrong way round, left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.marks import pairs


def inside(text: str) -> list[str]:
    return [p.inner.of(text) for p in pairs(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "قال «نعم للسلام» أمس",
        "قال “نعم للسلام” أمس",
        'قال "نعم للسلام" أمس',
        "قال „نعم للسلام‟ أمس",
        "قال ‟نعم للسلام” أمس",
    ],
)
def test_each_kind_of_marks_pairs(text: str) -> None:
    assert inside(text) == ["نعم للسلام"]


def test_a_pair_inside_a_pair_is_deeper() -> None:
    text = "أضاف: «نرفض شروط “الحلف الجديد” كلها»"
    found = pairs(text, 0, len(text))
    assert [(p.depth, p.malformed) for p in found] == [(0, False), (1, False)]


def test_marks_typed_the_wrong_way_round_are_one_pair() -> None:
    text = "قال:”كنا نعمل معا ليكون الحوار بناء” ثم خرج"
    found = pairs(text, 0, len(text))
    assert inside(text) == ["كنا نعمل معا ليكون الحوار بناء"]
    assert found[0].malformed


def test_a_closer_after_a_colon_and_a_blank_opens() -> None:
    assert [i.strip() for i in inside("وأضافت:» المنطقة ستتعافى قريبا.» ثم غادرت")] == ["المنطقة ستتعافى قريبا."]


def test_a_straight_mark_stuck_to_the_word_before_it_opens_when_another_follows() -> None:
    assert [i.strip() for i in inside('وتابع" أنا من أهل البحر" مبتسما')] == ["أنا من أهل البحر"]


def test_a_mark_that_nothing_closes_reaches_the_end() -> None:
    text = "قال: «سنعود إلى القرية ونبني البيوت"
    found = pairs(text, 0, len(text))
    assert [(p.inner.of(text), p.malformed) for p in found] == [("سنعود إلى القرية ونبني البيوت", True)]


def test_a_closing_mark_alone_is_no_pair() -> None:
    assert inside("دعم صمود الأهالي”. ثم انتهى اللقاء") == []


def test_a_curly_mark_may_be_closed_by_a_straight_one() -> None:
    text = 'قالت “لن نتراجع عن القرار" وغادرت'
    assert inside(text) == ["لن نتراجع عن القرار"]
    assert pairs(text, 0, len(text))[0].malformed


def test_only_the_stretch_asked_for_is_read() -> None:
    text = "«أ ب» وقال «ج د»"
    assert [p.inner.of(text) for p in pairs(text, 6, len(text))] == ["ج د"]


@given(st.text(alphabet='اب ب.:،«»“”"„‟\n', max_size=60))
def test_pairs_lie_inside_the_text_and_open_in_order(text: str) -> None:
    found = pairs(text, 0, len(text))
    assert all(0 <= p.open < p.close <= len(text) for p in found)
    assert [p.open for p in found] == sorted({p.open for p in found})

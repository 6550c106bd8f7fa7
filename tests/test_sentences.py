"""Where sentences end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.sentences import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد. ثم غادر.", ["وصل الوفد.", "ثم غادر."]),
        ("هل وصل؟ نعم! وصل", ["هل وصل؟", "نعم!", "وصل"]),
        ("عنوان الخبر\nنص الخبر", ["عنوان الخبر", "نص الخبر"]),
        ("ذكرت (أ.ف.ب) أن د. سلمى وصلت. وقالت ذلك.", ["ذكرت (أ.ف.ب) أن د. سلمى وصلت.", "وقالت ذلك."]),
        ("بلغت 3.5 في المئة. وارتفعت.", ["بلغت 3.5 في المئة.", "وارتفعت."]),
        ("نقلت د.ب.أ عنه ذلك.", ["نقلت د.ب.أ عنه ذلك."]),
        ("وقال.. نحن هنا. وغادر.", ["وقال.. نحن هنا.", "وغادر."]),
        ("قال: «لا. لن أذهب» ثم خرج. وغاب.", ["قال: «لا. لن أذهب» ثم خرج.", "وغاب."]),
        ('قال "انتهى الأمر." ثم جلس الجميع.', ['قال "انتهى الأمر."', "ثم جلس الجميع."]),
        ("قال: “وصلنا. لن نعود.” وأضاف شيئا.", ["قال: “وصلنا.", "لن نعود.”", "وأضاف شيئا."]),
        ("“انتهى الأمر.”، حسب قوله. وجلس.", ["“انتهى الأمر.”، حسب قوله.", "وجلس."]),
        ("انتهت الأزمة.وقال الوزير ذلك.", ["انتهت الأزمة.", "وقال الوزير ذلك."]),
        ("وصل صباحًا. ثم غادر.", ["وصل صباحًا.", "ثم غادر."]),
        ("زر موقع example.org اليوم.", ["زر موقع example.org اليوم."]),
    ],
)
def test_sentences_of_news(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_offsets_belong_to_the_whole_text() -> None:
    text = "أولا. ثانيا. ثالثا."
    assert [text[s.start : s.end] for s in sentences(text, 6, 12)] == ["ثانيا."]


@given(st.text(alphabet='ابجد .؟!…"«»“”\n،1م', max_size=80))
def test_nothing_is_lost_and_nothing_said_twice(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))

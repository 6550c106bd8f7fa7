"""Marsad from Python: one call reads a page."""

from __future__ import annotations

import subprocess
import sys

import pytest

import marsad
from marsad.errors import NotReadError

TEXT = (
    "لافروف: باب الحوار مفتوح\n\n"
    "قال وزير الخارجية الروسي سيرغي لافروف إن باب الحوار مفتوح أمام الجميع، مشددا على وحدة سوريا.\n\n"
    "وأضاف في مقابلة مع قناة «الجزيرة»: «لن نقبل شروطا مسبقة من أحد في هذه المرحلة»."
)


def test_a_text_is_read_in_one_call() -> None:
    story = marsad.read(TEXT).stories[0]
    direct = next(q for q in story.quotes if q.direct)
    assert direct.speaker is not None
    assert direct.speaker.name == "سيرغي لافروف"
    assert direct.text == "لن نقبل شروطا مسبقة من أحد في هذه المرحلة"


def test_html_is_read_in_the_same_call() -> None:
    title, *paragraphs = TEXT.split("\n\n")
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    reading = marsad.read(f"<html lang=ar><body><article><h1>{title}</h1>{body}</article></body></html>")
    assert reading.stories[0].story.title is not None
    assert reading.stories[0].story.title.text == title


@pytest.mark.parametrize(("text", "reason"), [("", "empty"), ("The news in English, and nothing else.", "not_arabic")])
def test_what_is_no_arabic_page_says_so(text: str, reason: str) -> None:
    with pytest.raises(NotReadError, match=reason):
        marsad.read(text)


def test_importing_marsad_loads_nothing_else() -> None:
    code = "import sys, marsad; print([m for m in sys.modules if m.startswith('marsad.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

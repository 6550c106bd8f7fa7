"""Two stories side by side: what was added, dropped, replaced, moved, and whose name was changed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.config import Settings
from marsad.copies.aligning import Alignment, Run, align
from marsad.copies.tellings import Telling, Told, telling
from marsad.model import Reading
from marsad.pipeline import Tools, read_text

LEAD = "أعلنت الوزارة صباح أمس أن الجسر الجديد فوق النهر سيفتح أمام السيارات في مطلع الشهر المقبل بعد تأخير دام عامين."
COST = "وبلغت كلفة الجسر مليونين ونصف المليون بعد أن زادت أسعار الحديد والإسمنت في الأسواق منذ بداية العام."
ROADS = "وتتولى شركة محلية صيانة الطرق المؤدية إليه حتى نهاية فصل الشتاء وفق عقد وقعته البلدية قبل أسابيع."


def told(*paragraphs: str, title: str = "الجسر يفتح قريبا") -> Telling:
    return Telling(Told(title), Told(""), Told("\n".join(paragraphs)))


def body(alignment: Alignment) -> list[Run]:
    return [run for row in alignment.rows for run in row.runs]


def changes(alignment: Alignment) -> list[tuple[str, str, str]]:
    """Kind and words of each run that differs."""
    return [(r.kind, r.before.text.strip(), r.after.text.strip()) for r in body(alignment) if r.kind != "same"]


WORDS = st.sampled_from(
    [
        "قال",
        "الجيش",
        "أمس",
        "إن",
        "مدينة",
        "سيطر",
        "على",
        "في",
        "١٢",
        "1,000",
        "«نعم»",
        "(لا)",
        "-",
        "؟",
        "\n",
        "a.",
        ". ",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=80))


def given_back(runs: list[Run], side: str) -> str:
    found = sorted((getattr(run, side) for run in runs), key=lambda s: (s.start, s.stop))
    assert all(s.stop - s.start == len(s.text) for s in found)
    return "".join(s.text for s in found)


@given(TEXTS, TEXTS)
def test_the_runs_of_each_side_give_back_its_text(one: str, other: str) -> None:
    alignment = align(told(one, title=other), told(other, title=one))
    assert given_back(body(alignment), "before") == one
    assert given_back(body(alignment), "after") == other
    assert given_back(list(alignment.title), "before") == other
    assert given_back(list(alignment.title), "after") == one


@given(TEXTS)
def test_a_text_beside_itself_is_all_the_same(text: str) -> None:
    assert align(told(text), told(text)).same


@given(TEXTS, TEXTS)
def test_swapping_the_sides_swaps_what_was_added_and_dropped(one: str, other: str) -> None:
    turned = {"added": "dropped", "dropped": "added"}
    there = Counter((r.kind, r.before.text, r.after.text) for r in body(align(told(one), told(other))))
    back = Counter((r.kind, r.before.text, r.after.text) for r in body(align(told(other), told(one))))
    assert back == Counter({(turned.get(k, k), b, a): n for (k, a, b), n in there.items()})


def test_words_that_were_added_dropped_and_replaced() -> None:
    after = LEAD.replace("صباح أمس", "اليوم").replace("الجديد ", "").replace("عامين", "عامين كاملين")
    assert changes(align(told(LEAD, COST), told(after, COST))) == [
        ("replaced", "صباح أمس", "اليوم"),
        ("dropped", "الجديد", ""),
        ("added", "", "كاملين."),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("أعلنت الوزارة أن الإنتاج ارتفع", "اعلنت الوزاره ان الانتاج ارتفع"),
        ("قال: «إن العمل جار»، وأضاف", 'قال "إن العمل جار" وأضاف'),
        ("بلغ العدد ١٬٢٥٠ شخصا", "بلغ العدد 1250 شخصا"),
        ("كما رفعت الحكومة الأسعار", "كمارفعت الحكومة الأسعار"),
        ("وصل الوفدُ إلى المطار", "وصل الـوفد إلى المطار"),
    ],
)
def test_spelling_and_punctuation_are_no_change(before: str, after: str) -> None:
    alignment = align(told(before), told(after))
    assert alignment.same
    assert given_back(body(alignment), "after") == after


def test_a_moved_paragraph_is_neither_dropped_nor_added() -> None:
    alignment = align(told(LEAD, COST, ROADS), told(LEAD, ROADS.replace("أسابيع", "أيام"), COST))
    moved = [row for row in alignment.rows if row.kind == "moved"]
    assert len(moved) == 1
    assert {row.kind for row in alignment.rows} == {"same", "moved"} or moved[0].differs
    assert changes(alignment) == [("replaced", "أسابيع.", "أيام.")]


def test_a_paragraph_cut_into_two_is_the_same() -> None:
    assert align(told(f"{LEAD} {COST}"), told(LEAD, COST)).same


def test_whole_paragraphs_come_and_go() -> None:
    alignment = align(told(LEAD, COST), told(LEAD, ROADS))
    assert [row.kind for row in alignment.rows] == ["same", "changed"]
    assert [row.kind for row in align(told(LEAD, COST, ROADS), told(LEAD, ROADS)).rows] == ["same", "dropped", "same"]


def test_a_new_headline() -> None:
    alignment = align(told(LEAD, title="الجسر يفتح قريبا"), told(LEAD, title="الجسر يفتح بعد أسبوع"))
    assert alignment.new_title
    assert not alignment.same
    assert [r.kind for r in alignment.title] == ["same", "replaced"]


def test_the_alignment_is_plain_json() -> None:
    assert json.loads(json.dumps(asdict(align(told(LEAD), told(COST)))))["rows"]


FILLER = f"{LEAD}\n\n{COST}\n\n{ROADS}"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(db=Path("unused.db")))


def labels(tools: Tools, before: str, after: str) -> list[tuple[str, str, str | None]]:
    tellings = []
    for text in (before, after):
        reading = read_text(f"أخبار متفرقة من مراسلينا هذا الصباح\n\n{text}\n\n{FILLER}\n", tools)
        assert isinstance(reading, Reading)
        tellings.append(telling(reading.stories[0]))
    alignment = align(*tellings)
    return [(r.before.text.strip(), r.after.text.strip(), r.entity) for r in alignment.labels()]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "وسيطر الجيش السوري على القرية مساء أمس.",
            "وسيطرت قوات النظام السوري على القرية مساء أمس.",
            ("الجيش", "قوات النظام", "syrian-army"),
        ),
        (
            "وقال السكان إن تنظيم داعش غادر القرية.",
            "وقال السكان إن تنظيم الدولة الإسلامية غادر القرية.",
            ("داعش", "الدولة الإسلامية", "islamic-state"),
        ),
        (
            "وقال السكان إن تنظيم داعش غادر القرية.",
            "وقال السكان إن تنظيم داعش الإرهابي غادر القرية.",
            ("", "الإرهابي", "islamic-state"),
        ),
        (
            "والتقى الوفد وزير الخارجية الروسي سيرغي لافروف في المطار.",
            "والتقى الوفد سيرغي لافروف في المطار.",
            ("وزير الخارجية الروسي", "", "sergey-lavrov"),
        ),
    ],
)
def test_other_words_for_the_same_one_are_a_changed_label(
    tools: Tools, before: str, after: str, expected: tuple[str, str, str]
) -> None:
    assert labels(tools, before, after) == [expected]


def test_other_people_are_no_changed_label(tools: Tools) -> None:
    one, other = "والتقى الوفد سيرغي لافروف في المطار.", "والتقى الوفد جون كيري في المطار."
    assert labels(tools, one, other) == []

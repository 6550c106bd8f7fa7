"""Contested statements: a denial beside what it denies, and nothing that only sounds alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main
from marsad.config import Settings
from marsad.model import Rejected
from marsad.observatory import Asked, Observatory
from marsad.pipeline import Tools, read_text
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Place

STORIES = (
    "الجيش يعلن مقتل قائد الفصيل\n\n2 مارس 2018\n\nقال المتحدث باسم وزارة الدفاع الروسية إيغور كوناشينكوف إن"
    " الطيران دمر مستودع الذخيرة في معسكر الزاوية وقتل قائد الفصيل أبا طلحة. وأضاف أن العملية استمرت ساعتين.",
    "الفصيل يرد\n\n3 مارس 2018\n\nنفى وزير الخارجية التركي مولود جاويش أوغلو أن يكون الطيران دمر مستودع الذخيرة في"
    " معسكر الزاوية أو قتل قائد الفصيل أبا طلحة. وقال إن أحدا لم يصب بأذى في تلك الليلة.",
    "خبر بعيد\n\n20 مارس 2018\n\nقال الأمين العام للأمم المتحدة أنطونيو غوتيريش إن الطيران دمر مستودع الذخيرة في"
    " معسكر الزاوية وقتل قائد الفصيل أبا طلحة. ودعا إلى التهدئة في المنطقة كلها.",
    "خبر آخر\n\n3 مارس 2018\n\nنفى وزير الخارجية الروسي سيرغي لافروف أن تكون بلاده عرضت شراء القمح من الأرجنتين"
    " بسعر منخفض هذا العام. وقال إن المحصول كاف لحاجة البلاد في العامين المقبلين.",
)


@pytest.fixture(scope="module")
def archive(module_place: Place) -> Place:
    tools, db = Tools.load(Settings(db=module_place)), create_or_open(module_place)
    for number, text in enumerate(STORIES):
        result = read_text(text, tools, path=f"{number}.txt")
        assert not isinstance(result, Rejected)
        add(db, result, tools.outlets)
    db.close()
    return module_place


@pytest.fixture
def watch(archive: Place) -> Iterator[Observatory]:
    tools = Tools.load(Settings(db=archive))
    db = open_existing(archive)
    yield Observatory(db, tools.catalogue, tools.outlets)
    db.close()


def test_a_denial_stands_beside_what_it_denies(watch: Observatory) -> None:
    page = watch.contested()
    assert [(p.said.speaker_name, p.denied.speaker_name) for p in page.rows] == [
        ("إيغور كوناشينكوف", "مولود جاويش أوغلو")
    ]
    assert page.rows[0].said.day == "2018-03-02"
    assert 0.5 <= page.rows[0].score <= 1


def test_it_can_be_asked_for_one_side_and_for_some_days(watch: Observatory) -> None:
    assert watch.contested(about="مولود جاويش أوغلو").total == 1
    assert watch.contested(about="سيرغي لافروف").total == 0
    assert watch.contested(Asked(day_from="2018-03-04", day_to="2018-03-30")).total == 0


def test_the_command_prints_both_sides(archive: Path) -> None:
    result = CliRunner().invoke(main, ["--db", str(archive), "contested"])
    assert result.exit_code == 0
    assert "كوناشينكوف" in result.output
    assert "جاويش أوغلو" in result.output

"""The figures of any set of stories against the same figures counted one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from invented import Told, catalogue, outlets, reading
from marsad.observatory import Asked, Observatory
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Place

WHOLE = Asked(whole=True)
MARCH = Asked(day_from="2026-03-01", day_to="2026-03-31")
BODY = "<lavin|قال {lavin:سليم لافين} إن {mira:ميرا} ترحب بالوفد رقم %d> ثم غادر إلى {qarta:قرطا}"
ALONE = "وصلت {karim:هدى كريم} إلى {qarta:قرطا} ومعها وفد كبير من التجار رقم %d"


def told(number: int) -> Told:
    both, day = number % 3 != 0, f"2026-{2 + number % 2:02}-{1 + number % 27:02}"
    body = [(BODY if both else ALONE) % number]
    return Told("خبر " + str(number), body, day, ("marsa", "difaf")[number % 2], id=f"s{number}", tags=["القمح"] * both)


@pytest.fixture(scope="module")
def watch(module_place: Place) -> Iterator[Observatory]:
    db = create_or_open(module_place)
    for number in range(60):
        add(db, reading(told(number), path=f"{number}.txt"), outlets())
    db.close()
    reader = open_existing(module_place)
    yield Observatory(reader, catalogue(), outlets())
    reader.close()


def test_a_tag_has_the_figures_of_its_stories(watch: Observatory) -> None:
    found = watch.archive("tag", "القمح", MARCH).overview
    assert found
    mine = [n for n in range(60) if n % 3 and n % 2]
    assert found.stories == len(mine)
    assert found.share == round(1000 * len(mine) / sum(n % 2 for n in range(60)), 2)
    assert {link.entity.id: (link.together, link.count) for link in found.linked} == {
        "lavin": (len(mine), len(mine)), "mira": (len(mine), len(mine)),
    }  # fmt: skip
    assert [(s.source.id, s.count) for s in found.sources] == [("difaf", len(mine))]
    assert {q.speaker.id for q in found.quotes if q.speaker} == {"lavin"}
    assert sum(day.count for day in found.volume.days) == len(mine)
    assert (found.first_day, found.last_day) == ("2026-02-02", "2026-03-27")
    assert found.change
    assert found.change.before == sum(
        n % 3 != 0 and n % 2 == 0 and f"2026-02-{1 + n % 27:02}" >= found.change.day_from for n in range(60)
    )


def test_a_pair_leaves_itself_out(watch: Observatory) -> None:
    found = watch.pair("lavin", "mira").overview
    assert found.stories == 40
    assert not {link.entity.id for link in found.linked} & {"lavin", "mira"}
    assert watch.pair("lavin", "karim").overview.stories == 0


def test_an_outlet(watch: Observatory) -> None:
    found = watch.source("marsa", WHOLE).overview
    assert (found.stories, found.change) == (30, None)
    assert found.share == 500
    assert {s.source.id for s in found.sources} == {"marsa"}


def test_a_comparison_says_since_when_and_whether_it_rises(watch: Observatory) -> None:
    lavin, karim = watch.compare(["lavin", "karim"], MARCH).compared
    assert (lavin.first_day, karim.first_day) == ("2026-02-02", "2026-02-01")
    assert lavin.change
    assert lavin.change.now == lavin.count
    assert lavin.said
    assert not karim.said


def test_a_search_has_the_figures_of_what_it_finds(watch: Observatory) -> None:
    assert watch.search("ترحب").figures is None
    found = watch.search("ترحب", figures=True).figures
    assert found
    assert (found.stories, found.limited_to) == (40, None)
    assert {link.entity.id for link in found.linked} == {"lavin", "mira"}
    assert watch.search("لا يوجد", figures=True).figures is None

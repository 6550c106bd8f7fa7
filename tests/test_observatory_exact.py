"""The figures of the observatory against the same figures counted one by one from the pages that were added."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from marsad.catalogue import build
from marsad.model import Reading
from marsad.observatory import Asked, Observatory
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Place

ROOT = Path(__file__).parent.parent
STORIES = 400
WINDOWS = [
    Asked(whole=True),
    Asked(whole=True, once=True),
    Asked(day_from="2025-03-01", day_to="2025-05-15"),
    Asked(day_from="2025-03-01", day_to="2025-05-15", once=True),
]


def bench() -> ModuleType:
    """``bench/made_stories.py``, which makes random stories."""
    spec = importlib.util.spec_from_file_location("made_stories", ROOT / "bench" / "made_stories.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["made_stories"] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Row:
    """A story, counted plainly."""

    id: str
    day: str
    source: str
    entities: frozenset[str]
    text: str
    said: tuple[tuple[str, frozenset[str]], ...]


def row(reading: Reading) -> Row:
    (one,) = reading.stories
    inside = [
        (q.speaker.entity.id, frozenset(m.entity.id for m in one.mentions if m.entity and q.span.contains(m.span)))
        for q in one.quotes
        if q.speaker and q.speaker.entity
    ]
    published = one.story.published
    return Row(
        one.story.id,
        published.value or "" if published else "",
        one.story.source or "",
        frozenset(m.entity.id for m in one.mentions if m.entity),
        one.story.paragraphs[0].text,
        tuple(inside),
    )


@pytest.fixture(scope="module")
def archive(module_place: Place) -> Iterator[tuple[Observatory, list[Row]]]:
    """An archive of random stories, added in no order of time, beside the stories themselves."""
    module = bench()
    shape = module.Shape(STORIES, days=400, sources=40, entities=1200, words=900, first_day=date(2025, 1, 1))
    made = module.MadeStories(shape)
    readings = list(made.readings())
    random.Random(1).shuffle(readings)
    db = create_or_open(module_place)
    for reading in readings:
        add(db, reading, made.outlets())
    db.close()
    reader = open_existing(module_place)
    yield Observatory(reader, build(()), made.outlets()), [row(r) for r in readings]
    reader.close()


def counted(rows: list[Row], asked: Asked) -> list[Row]:
    """The stories of a window; each text once, on its first day, where that is asked."""
    if asked.once:
        first: dict[str, Row] = {}
        for r in rows:
            kept = first.get(r.text)
            if kept is None or (r.day and (not kept.day or r.day < kept.day)):
                first[r.text] = r
        rows = list(first.values())
    return [r for r in rows if asked.whole or ((asked.day_from or "") <= r.day <= (asked.day_to or "") and r.day)]


def common(rows: list[Row]) -> list[str]:
    return [key for key, _ in Counter(e for r in rows for e in r.entities).most_common(200)][::25]


@pytest.mark.parametrize("asked", WINDOWS)
def test_entities(archive: tuple[Observatory, list[Row]], asked: Asked) -> None:
    watch, everything = archive
    rows = counted(everything, asked)
    for key in common(everything):
        mine = [r for r in rows if key in r.entities]
        page = watch.entity(key, asked)
        assert page.stories_in_window == len(mine)
        dated = Counter(r.day for r in mine if r.day)
        assert sum(d.count for d in page.volume.days) == sum(dated.values())
        if page.volume.unit == "day":
            assert {d.day: d.count for d in page.volume.days if d.count} == dated
        sources, totals = Counter(r.source for r in mine), Counter(r.source for r in rows)
        assert page.sources_in_window == len(sources)
        assert [s.count for s in page.sources] == sorted(sources.values(), reverse=True)[:12]
        assert all((s.count, s.total) == (sources[s.source.id], totals[s.source.id]) for s in page.sources)
        assert {s.source.id for s in page.silent_sources} == totals.keys() - sources.keys()
        for link in page.linked:
            assert link.together == sum(link.entity.id in r.entities for r in mine)
            assert link.count == sum(link.entity.id in r.entities for r in rows)
        assert page.latest.total == len(mine)
        assert [r.day or "" for r in page.latest.rows] == sorted((r.day for r in mine), reverse=True)[:20]


@pytest.mark.parametrize("asked", [WINDOWS[0], WINDOWS[2]])
def test_quotes(archive: tuple[Observatory, list[Row]], asked: Asked) -> None:
    watch, everything = archive
    rows = counted(everything, asked)
    for key in common(everything):
        page = watch.entity(key, asked)
        said = sum(speaker == key for r in rows for speaker, _ in r.said)
        about = sum(key in names and speaker != key for r in rows for speaker, names in r.said)
        assert (page.said_total, page.about_total) == (said, about)
        assert watch.quotes(by=key, asked=asked).total == said


@pytest.mark.parametrize("asked", WINDOWS)
def test_sources_and_lists(archive: tuple[Observatory, list[Row]], asked: Asked) -> None:
    watch, everything = archive
    rows = counted(everything, asked)
    assert {s.source.id: s.total for s in watch.sources(asked).sources} == Counter(r.source for r in rows)
    names = Counter(e for r in rows for e in r.entities)
    listed = watch.entities(asked)
    assert listed.total == len(names)
    assert all(names[r.entity.id] == r.count for r in listed.rows)
    for key in ("s0", "s5"):
        page = watch.source(key, asked)
        mine = Counter(e for r in rows if r.source == key for e in r.entities)
        assert page.stories_in_window == sum(r.source == key for r in rows)
        assert all(mine[w.entity.id] == w.count for w in page.most_written)
        assert [w.count for w in page.most_written] == sorted(mine.values(), reverse=True)[:12]


@pytest.mark.parametrize("asked", WINDOWS)
def test_comparisons(archive: tuple[Observatory, list[Row]], asked: Asked) -> None:
    watch, everything = archive
    rows = counted(everything, asked)
    first, second = common(everything)[:2]
    page = watch.compare([first, second], asked)
    sides = [[r for r in rows if key in r.entities] for key in (first, second)]
    assert [c.count for c in page.compared] == [len(side) for side in sides]
    assert page.together == sum({first, second} <= r.entities for r in rows)
    for split in page.sources:
        assert split.counts == tuple(sum(r.source == split.source.id for r in side) for side in sides)
    for link in page.shared:
        assert all(
            n in (0, sum(link.entity.id in r.entities for r in s)) for n, s in zip(link.together, sides, strict=True)
        )


def test_every_copy_knows_the_others(archive: tuple[Observatory, list[Row]]) -> None:
    watch, everything = archive
    texts = Counter(r.text for r in everything)
    copied = next(r for r in everything if texts[r.text] > 2)
    others = {r.id for r in everything if r.text == copied.text and r.id != copied.id}
    group = watch.story(copied.id).copies
    assert group is not None
    assert {copy.story.id for copy in group.members} == others | {copied.id}

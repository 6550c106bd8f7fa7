"""The time of day at which a story was published."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.config import Settings
from marsad.intake.files import from_bytes
from marsad.intake.given import Given
from marsad.model import Page
from marsad.pipeline import Tools, observe

STORY = (
    "اجتماع في دمشق\n{line}\nدمشق-سانا\nعقد مجلس الوزراء اجتماعا اليوم ناقش فيه خطط الحكومة للأشهر المقبلة في البلاد.\n"
)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(Path("unused.db")))


def moment(tools: Tools, line: str, published: str | None) -> str | None:
    page = from_bytes(STORY.format(line=line).encode(), "page.txt", given=Given(published=published))
    assert isinstance(page, Page)
    reading = observe(page, tools, strict=True)
    found = reading.stories[0].story.published  # type: ignore[union-attr]
    assert found is not None
    return found.moment


@pytest.mark.parametrize(
    ("line", "published", "expected"),
    [
        ("", "2020-06-03T03:01:00+04:00", "2020-06-02T23:01Z"),
        ("", "2020-06-03T03:01:00Z", "2020-06-03T03:01Z"),
        ("", "2020-06-03T03:01:00", "2020-06-03T03:01"),
        ("", "2020-06-03T00:00:00", None),
        ("", "2020-06-03", None),
        ("الثلاثاء 17 آذار 2020 - 5:49 م", None, "2020-03-17T17:49"),
        ("الثلاثاء 17 آذار 2020", None, None),
    ],
)
def test_the_moment_is_the_time_that_the_outlet_states(
    tools: Tools, line: str, published: str | None, expected: str | None
) -> None:
    assert moment(tools, line, published) == expected

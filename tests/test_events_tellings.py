"""One happening told by several stories is counted once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from marsad.events.tellings import NEAR_DAYS, Telling, happenings
from marsad.model import EventType

MEETING = Telling(1, EventType.MEET, frozenset(["a", "b"]), frozenset(), "2016-03-10")


def test_two_stories_of_one_meeting_are_one_happening() -> None:
    host = replace(MEETING, id=2, agents=frozenset(["b"]), targets=frozenset(["a"]), day="2016-03-11")
    (one,) = happenings([host, MEETING])
    assert (one.day, [t.id for t in one.tellings]) == ("2016-03-10", [1, 2])


def test_another_place_or_day_or_plan_is_another_happening() -> None:
    others = [
        replace(MEETING, id=2, day="2016-03-20"),
        replace(MEETING, id=3, planned=True),
        replace(MEETING, id=4, denied=True),
        replace(MEETING, id=5, agents=frozenset(["a", "c"])),
        replace(MEETING, id=6, type=EventType.CALL),
    ]
    assert len(happenings([MEETING, *others])) == 6
    geneva, moscow = replace(MEETING, place="geneva"), replace(MEETING, id=7, place="moscow")
    assert len(happenings([geneva, moscow])) == 2


def test_who_accuses_whom_is_not_the_same_the_other_way_round() -> None:
    blame = Telling(1, EventType.ACCUSE, frozenset(["a"]), frozenset(["b"]), "2016-03-10")
    answer = Telling(2, EventType.ACCUSE, frozenset(["b"]), frozenset(["a"]), "2016-03-10")
    assert len(happenings([blame, answer])) == 2


_TELLINGS = st.lists(
    st.builds(
        Telling, st.integers(1, 10**6), st.sampled_from([EventType.MEET, EventType.ACCUSE]),
        st.frozensets(st.sampled_from("abc"), min_size=1), st.frozensets(st.sampled_from("abc")),
        st.sampled_from(["", "2016-03-10", "2016-03-11", "2016-03-14"]), st.sampled_from([None, "x", "y"]),
    ),
    unique_by=lambda t: t.id,
)  # fmt: skip


@given(_TELLINGS)
def test_every_telling_is_in_exactly_one_happening(tellings: list[Telling]) -> None:
    found = happenings(tellings)
    assert sorted(t.id for h in found for t in h.tellings) == sorted(t.id for t in tellings)
    for happening in found:
        days = [int(t.day[-2:]) for t in happening.tellings if t.day]
        assert not days or max(days) - min(days) <= NEAR_DAYS

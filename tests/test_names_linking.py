"""Whom a name means: told by the company it keeps, the country of the story and the words beside it, with reasons."""

from __future__ import annotations

import pytest

from marsad import catalogue
from marsad.catalogue import Entity
from marsad.model import Dateline, EntityType, Mention, Piece, Span, Story
from marsad.names import NameTools, find

PER, ORG, LOC = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE

ENTITIES = [
    Entity("libya", LOC, "country", "ليبيا", weight=90),
    Entity("lebanon", LOC, "country", "لبنان", weight=90),
    Entity("egypt", LOC, "country", "مصر", weight=90),
    Entity("cairo", LOC, "capital", "القاهرة", country="egypt", weight=80),
    Entity("beirut", LOC, "capital", "بيروت", country="lebanon", weight=80),
    Entity("tripoli-libya", LOC, "capital", "طرابلس", country="libya", weight=70),
    Entity("tripoli-lebanon", LOC, "city", "طرابلس", country="lebanon", weight=68),
    Entity("egyptian-health", ORG, "ministry", "وزارة الصحة المصرية", country="egypt", weight=50),
    Entity("libyan-health", ORG, "ministry", "وزارة الصحة الليبية", country="libya", weight=50),
    Entity("nadir-a", PER, "politician", "نادر الصياد", country="egypt", weight=40),
    Entity("nadir-b", PER, "politician", "نادر الصياد", country="libya", weight=40),
]  # fmt: skip
NISBA = {"مصري": "egypt", "مصريه": "egypt", "ليبي": "libya", "ليبيه": "libya", "لبناني": "lebanon"}


@pytest.fixture(scope="module")
def tools() -> NameTools:
    return NameTools.load(catalogue.Catalogue(*_parts(), nisba=NISBA))


def _parts() -> tuple[dict[str, Entity], dict[str, tuple[Entity, ...]]]:
    known = catalogue.build(ENTITIES)
    return dict(known.entities), dict(known.by_folded)


def read(tools: NameTools, body: str, dateline: str = "") -> dict[str, Mention]:
    text = f"{dateline}\n{body}"
    place = Dateline(Span(0, len(dateline)), dateline) if dateline else None
    story = Story("s", None, (Piece.cut(text, len(dateline) + 1, len(text)),), dateline=place)
    return {m.text: m for m in find(text, story, tools)}


def meant(mention: Mention) -> str | None:
    return mention.entity.id if mention.entity else None


@pytest.mark.parametrize(
    ("body", "city"),
    [
        ("وصل الوفد إلى طرابلس قادما من بيروت، وأعلن لبنان ذلك.", "tripoli-lebanon"),
        ("وصل الوفد إلى طرابلس، وأعلنت ليبيا أن الجيش الليبي استقبله.", "tripoli-libya"),
    ],
)
def test_a_place_is_that_of_the_country_of_the_story(tools: NameTools, body: str, city: str) -> None:
    mention = read(tools, body)["طرابلس"]
    assert meant(mention) == city
    assert mention.link is not None
    assert "company" in mention.link.reasons
    assert mention.link.score > 0.85


def test_nobody_is_meant_where_two_are_near(tools: NameTools) -> None:
    mention = read(tools, "وصل الوفد إلى طرابلس أمس.")["طرابلس"]
    assert (meant(mention), mention.link) == (None, None)


@pytest.mark.parametrize(("title", "who"), [("المصري", "nadir-a"), ("الليبي", "nadir-b")])
def test_the_adjective_of_the_title_tells_people_of_one_name_apart(tools: NameTools, title: str, who: str) -> None:
    mention = read(tools, f"قال وزير الخارجية {title} نادر الصياد إن المحادثات مستمرة.")["نادر الصياد"]
    assert meant(mention) == who
    assert mention.link is not None
    assert "adjective" in mention.link.reasons


def test_a_ministry_without_an_adjective_is_that_of_the_country_of_the_story(tools: NameTools) -> None:
    mention = read(tools, "أعلنت وزارة الصحة تسجيل إصابات جديدة في مصر.", "القاهرة – وكالات")["وزارة الصحة"]
    assert meant(mention) == "egyptian-health"
    assert mention.link is not None
    assert mention.link.reasons == ("name", "story_country")


def test_a_ministry_between_two_countries_is_none_of_them(tools: NameTools) -> None:
    mention = read(tools, "أعلنت وزارة الصحة تسجيل إصابات جديدة بعد عودة مسافرين بين مصر وليبيا.")["وزارة الصحة"]
    assert mention.entity is not None
    assert mention.entity.status == "candidate"
    assert mention.link is not None
    assert mention.link.reasons == ("unknown",)


def test_a_dateline_is_of_the_town_and_not_of_its_club() -> None:
    club = Entity("cairo-club", ORG, "club", "القاهرة المصري", country="egypt", weight=45, guarded=("القاهرة",))
    tools = NameTools.load(catalogue.build([*ENTITIES, club], NISBA))
    body = "تقام في الملعب مباراة ودية بين لاعبي الفريقين يقودها مدرب الفريق الفائز في الدوري."
    assert meant(read(tools, body, "القاهرة – وكالات")["القاهرة"]) == "cairo"

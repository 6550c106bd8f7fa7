"""Events in sentences written for the tests: who did what to whom, what is planned, denied, or no event at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.config import Settings
from marsad.events import lexicon
from marsad.events.finding import find
from marsad.model import Event, EventType, Piece, Published, Span, Story
from marsad.names import find as names
from marsad.pipeline import Tools
from marsad.quotes import find as quotes

LAVROV, KERRY, ZARIF = "سيرغي لافروف", "جون كيري", "محمد جواد ظريف"
DAY = Published("2016-03-10", "day", "2016-03-10", "2016-03-10", (), "stated")


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(db=Path("unused.db")))


def told(tools: Tools, *paragraphs: str, title: str = "", day: Published | None = DAY) -> list[Event]:
    """The events of a story, statements left out."""
    text = "\n".join([title, *paragraphs])
    head = Piece.cut(text, 0, len(title)) if title else None
    at, pieces = len(title) + 1, []
    for paragraph in paragraphs:
        pieces.append(Piece(Span(at, at + len(paragraph)), paragraph))
        at += len(paragraph) + 1
    story = Story("s", head, tuple(pieces), published=day)
    mentions = names(text, story, tools.names)
    found = find(text, story, mentions, quotes(text, story, mentions, tools.catalogue), tools.catalogue)
    assert all(e.evidence.span.of(text) == e.evidence.text and e.sentence.overlaps(e.trigger) for e in found)
    return [e for e in found if e.type is not EventType.STATEMENT]


def shown(events: list[Event]) -> list[tuple[str, list[str], list[str]]]:
    return [(e.type.value, [p.name for p in e.agents], [p.name for p in e.targets]) for e in events]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("التقى وزير الخارجية الروسي سيرغي لافروف نظيره الأميركي جون كيري في جنيف.", ("meet", [LAVROV, KERRY], [])),
        ("استقبل الرئيس المصري عبد الفتاح السيسي، السبت، وزير الخارجية الأميركي جون كيري.",
         ("meet", ["عبد الفتاح السيسي"], [KERRY])),
        ("اجتمع سيرغي لافروف مع جون كيري ومحمد جواد ظريف في فيينا.", ("meet", [LAVROV, KERRY, ZARIF], [])),
        ("زار الرئيس الأميركي باراك أوباما كينيا الشهر الماضي.", ("visit", ["باراك أوباما"], ["كينيا"])),
        ("ووصل جون كيري إلى القاهرة مساء أمس.", ("visit", [KERRY], ["القاهرة"])),
        ("أجرى سيرغي لافروف اتصالا هاتفيا مع جون كيري.", ("call", [LAVROV, KERRY], [])),
        ("تلقى جون كيري اتصالا هاتفيا من سيرغي لافروف.", ("call", [LAVROV], [KERRY])),
        ("بحث سيرغي لافروف هاتفيا مع جون كيري سبل التهدئة.", ("call", [LAVROV, KERRY], [])),
        ("وقعت إيران وتركيا اتفاقية للتعاون في مجال النقل.", ("agree", ["إيران", "تركيا"], [])),
        ("اتهمت تركيا روسيا بانتهاك مجالها الجوي.", ("accuse", ["تركيا"], ["روسيا"])),
        ("فرضت الولايات المتحدة عقوبات جديدة على إيران.", ("sanction", ["الولايات المتحدة"], ["إيران"])),
        ("انسحبت الولايات المتحدة من اليونسكو.", ("withdraw", ["الولايات المتحدة"], ["اليونسكو"])),
        ("قدمت تركيا مساعدات إنسانية إلى الصومال.", ("aid", ["تركيا"], ["الصومال"])),
    ],
)  # fmt: skip
def test_the_frame_of_a_verb_gives_agents_and_targets(
    tools: Tools, sentence: str, expected: tuple[str, list[str], list[str]]
) -> None:
    assert shown(told(tools, sentence)) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("قال سيرغي لافروف خلال مؤتمر صحفي مع جون كيري في موسكو إن الحوار مستمر.", ("meet", [LAVROV, KERRY], [])),
        ("بدأت أمس زيارة جون كيري إلى القاهرة.", ("visit", [KERRY], ["القاهرة"])),
        ("قام سيرغي لافروف بزيارة الكويت والإمارات.", ("visit", [LAVROV], ["الكويت", "الإمارات"])),
        ("جرى أمس اتصال هاتفي بين سيرغي لافروف وجون كيري.", ("call", [LAVROV, KERRY], [])),
        ("اندلعت معارك بين الجيش السوري وجبهة النصرة قرب المدينة.", ("fight", ["الجيش السوري"], ["جبهة النصرة"])),
    ],
)
def test_nouns_tell_events_too(tools: Tools, sentence: str, expected: tuple[str, list[str], list[str]]) -> None:
    assert expected in shown(told(tools, sentence))


def test_a_headline_has_its_subject_first(tools: Tools) -> None:
    found = told(tools, "وصل سيرغي لافروف وجون كيري أمس إلى جنيف.", title="لافروف يلتقي كيري في جنيف")
    assert ("meet", [LAVROV, KERRY], []) in shown(found)


def test_a_verb_without_a_subject_goes_on_with_the_one_before(tools: Tools) -> None:
    found = told(tools, "زار سيرغي لافروف القاهرة أمس.", "والتقى جون كيري على هامش الزيارة.")
    assert ("meet", [LAVROV, KERRY], []) in shown(found)


def test_a_future_verb_and_an_intention_are_planned(tools: Tools) -> None:
    for sentence in (
        "سيزور سيرغي لافروف القاهرة.",
        "من المقرر أن يزور سيرغي لافروف القاهرة.",
        "يعتزم سيرغي لافروف زيارة القاهرة في الأسبوع المقبل.",
    ):
        (event,) = told(tools, sentence)
        assert (event.type, event.planned, event.denied) == (EventType.VISIT, True, False), sentence


def test_what_did_not_happen_is_denied(tools: Tools) -> None:
    (event,) = told(tools, "لم يزر أحد المدينة، ولن يزور سيرغي لافروف القاهرة.")
    assert (event.denied, event.planned) == (True, True)
    denied = [e for e in told(tools, "نفى متحدث أن يكون جون كيري زار القاهرة.") if e.type is EventType.VISIT]
    assert all(e.denied for e in denied)


@pytest.mark.parametrize(
    "sentence",
    [
        "دعا جون كيري إلى لقاء مع محمد جواد ظريف.",
        "إذا التقى سيرغي لافروف جون كيري فسيبحثان الأزمة.",
        "طالب المتظاهرون بمحاكمة نوري المالكي.",
        "حضر اللقاء سيرغي لافروف وجون كيري.",
        "النصر يلتقي الهلال في الدوري السعودي غدا.",
        "جاء رفض الولايات المتحدة بعد ذلك.",
    ],
)
def test_what_is_wished_played_or_a_mere_noun_is_no_event(tools: Tools, sentence: str) -> None:
    assert shown(told(tools, sentence)) == []


def test_a_body_told_by_the_adjective_of_its_country_acts_for_it(tools: Tools) -> None:
    (event,) = told(tools, "شنت الطائرات الروسية غارات على جبهة النصرة.")
    assert [p.entity and p.entity.id for p in event.agents] == ["russia"]
    assert [p.name for p in event.targets] == ["جبهة النصرة"]
    assert told(tools, "قصفت قوات المعارضة السورية مدينة حلب.") == []


def test_the_day_and_the_place_come_from_the_words_of_the_clause(tools: Tools) -> None:
    (event,) = told(tools, "التقى سيرغي لافروف أمس جون كيري في جنيف.")
    assert event.date is not None
    assert (event.date.earliest, event.date.latest, event.date.text) == ("2016-03-09", "2016-03-09", "أمس")
    assert event.place is not None
    assert event.place.name == "جنيف"
    (undated,) = told(tools, "التقى سيرغي لافروف أمس جون كيري.", day=None)
    assert undated.date is None


def test_what_a_speaker_tells_is_in_his_voice(tools: Tools) -> None:
    (event,) = told(tools, "قال جون كيري إن سيرغي لافروف زار القاهرة.")
    assert event.voice is not None
    assert event.voice.name == KERRY
    assert shown([event]) == [("visit", [LAVROV], ["القاهرة"])]


def test_a_speaker_makes_one_statement_in_a_story(tools: Tools) -> None:
    text = "قال جون كيري إن الحوار مستمر.\nوأضاف كيري أن الحل قريب."
    story = Story("s", None, (Piece(Span(0, len(text)), text),))
    mentions = names(text, story, tools.names)
    found = find(text, story, mentions, quotes(text, story, mentions, tools.catalogue), tools.catalogue)
    assert [(e.type.value, e.agents[0].name) for e in found] == [("statement", KERRY)]


def test_a_line_of_the_table_adds_a_verb(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "عانق سيرغي لافروف جون كيري أمام الكاميرات."
    assert told(tools, sentence) == []
    rows = iter([["meet", "verb", "subj", "obj:PO", "st2p", "-", "عانق", "يعانق"]])
    more = {**lexicon.forms(), **lexicon.table(rows)}
    monkeypatch.setattr(lexicon, "forms", lambda: more)
    assert shown(told(tools, sentence)) == [("meet", [LAVROV, KERRY], [])]


def test_events_keep_to_the_page_that_they_are_found_in(tools: Tools) -> None:
    """Offsets count from the start of the page, wherever the story stands in it."""
    sentence = "زار الرئيس الأميركي باراك أوباما كينيا."
    text = "سطر قبل الخبر\n" + sentence
    story = Story("s", None, (Piece(Span(14, len(text)), sentence),))
    (event,) = find(text, story, names(text, story, tools.names), (), tools.catalogue)
    assert event.trigger.of(text) == "زار"
    assert event.agents[0].span is not None
    assert event.agents[0].span.of(text) == "باراك أوباما"


_WORDS = st.sampled_from(
    ["التقى", "والتقى", "زيارة", "زيارته", "لقاء", "سيرغي لافروف", "جون كيري", "روسيا", "مع", "بين", "و", "وروسيا",
     "إلى", "أن", "الذي", "عقوبات", "فرضت", "على", "،", ".", "«", "»", "أمس", "لم", "دعا", "القوات الروسية", "وفد"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=14))
def test_any_order_of_words_is_read_and_gives_whole_events(tools: Tools, found: list[str]) -> None:
    for event in told(tools, " ".join(found)):
        assert event.agents or event.targets
        assert 0 < event.score <= 1
        assert event.sentence.contains(event.trigger)
        ids = [p.entity.id for p in (*event.agents, *event.targets) if p.entity]
        assert len(ids) == len(set(ids))


def test_each_gold_type_is_in_the_table_of_plover() -> None:
    from marsad.events.plover import code

    assert code(EventType.VISIT) == ("CONSULT", "visit", "diplomatic")
    assert all(code(kind).event.isupper() for kind in EventType)


def test_dates_that_are_bounded_closely_bound_the_event(tools: Tools) -> None:
    week = replace(DAY, value=None, precision=None, earliest="2016-03-07", latest="2016-03-10")
    (event,) = told(tools, "التقى سيرغي لافروف أمس جون كيري.", day=week)
    assert event.date is not None
    assert (event.date.earliest, event.date.latest) == ("2016-03-06", "2016-03-09")

"""Quotes in sentences written for the tests: whose words they are, where they begin and end, and what is no quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.config import Settings
from marsad.model import Piece, Quote, Span, Speaker, Story
from marsad.pipeline import Tools
from marsad.quotes import find
from marsad.quotes.memory import Memory


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(db=Path("unused.db")))


class Told:
    """The quotes of a story made of a title and paragraphs, as (words, speaker) pairs."""

    def __init__(self, tools: Tools, *paragraphs: str, title: str = "") -> None:
        from marsad.names import find as names

        text = "\n".join([title, *paragraphs])
        head = Piece.cut(text, 0, len(title)) if title else None
        at, pieces = len(title) + 1, []
        for paragraph in paragraphs:
            pieces.append(Piece(Span(at, at + len(paragraph)), paragraph))
            at += len(paragraph) + 1
        story = Story("s", head, tuple(pieces))
        self.quotes: tuple[Quote, ...] = find(text, story, names(text, story, tools.names), tools.catalogue)
        assert all(q.span.of(text) == q.text for q in self.quotes)

    @property
    def direct(self) -> list[tuple[str, str | None]]:
        return [(q.text, q.speaker and q.speaker.name) for q in self.quotes if q.direct]

    @property
    def reported(self) -> list[tuple[str, str | None]]:
        return [(q.text, q.speaker and q.speaker.name) for q in self.quotes if not q.direct]


LAVROV, GUTERRES = "سيرغي لافروف", "أنطونيو غوتيريش"


def test_words_after_a_colon_are_the_full_words_of_the_subject(tools: Tools) -> None:
    told = Told(tools, "وقال وزير الخارجية الروسي سيرغي لافروف: «سنواصل الحوار مع جميع الأطراف حتى النهاية».")
    assert told.direct == [("سنواصل الحوار مع جميع الأطراف حتى النهاية", LAVROV)]
    quote = told.quotes[0]
    assert (quote.form, quote.implicit, quote.stance, quote.cue and quote.cue.text) == ("full", False, "say", "قال")


def test_a_complementizer_before_the_marks_makes_a_clause(tools: Tools) -> None:
    told = Told(tools, "أكد سيرغي لافروف أن «الطريق إلى السلام ما زال طويلا».")
    assert told.direct == [("الطريق إلى السلام ما زال طويلا", LAVROV)]
    assert told.quotes[0].form == "clause"
    assert told.reported == []


def test_mixed_words_give_the_report_and_the_fragment_in_it(tools: Tools) -> None:
    told = Told(tools, "قال سيرغي لافروف إن بلاده ترى في الخطة «فرصة نادرة لإنهاء الحرب» ولن تضيعها.")
    assert told.reported == [("إن بلاده ترى في الخطة «فرصة نادرة لإنهاء الحرب» ولن تضيعها", LAVROV)]
    assert told.direct == [("فرصة نادرة لإنهاء الحرب", LAVROV)]
    assert [q.form for q in told.quotes if q.direct] == ["fragment"]


def test_a_verb_without_subject_goes_on_with_the_one_who_spoke(tools: Tools) -> None:
    told = Told(
        tools,
        "قال سيرغي لافروف في مؤتمر صحفي مع أنطونيو غوتيريش إن المفاوضات مستمرة.",
        "وأضاف أن الوفد سيعود غدا.",
        "وتابع: «لن نغلق الباب أمام أحد في هذه المرحلة».",
    )
    assert [speaker for _, speaker in told.reported + told.direct] == [LAVROV] * 3
    assert [q.implicit for q in told.quotes] == [False, True, True]
    assert all(q.speaker and q.speaker.span is None for q in told.quotes[1:])


@pytest.mark.parametrize(
    ("participle", "content", "stance"),
    [
        ("مشيرا إلى أن", "أن العمل يبدأ غدا", "say"),
        ("مؤكدا أن", "أن العمل يبدأ غدا", "say"),
        ("محذرا من أن", "أن العمل يبدأ غدا", "warn"),
        ("زاعما أن", "أن العمل يبدأ غدا", "claim"),
    ],
)
def test_participles_report_for_the_subject_of_the_verb_before(
    tools: Tools, participle: str, content: str, stance: str
) -> None:
    told = Told(tools, f"استقبل سيرغي لافروف الوفد وقال إن اللقاء مثمر، {participle} العمل يبدأ غدا.")
    assert told.reported == [("إن اللقاء مثمر", LAVROV), (content, LAVROV)]
    assert (told.quotes[1].stance, told.quotes[1].implicit) == (stance, True)
    assert told.quotes[1].cue is not None
    assert told.quotes[1].cue.kind == "participle"


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("وشدد لافروف على ضرورة احترام الهدنة.", "ضرورة احترام الهدنة"),
        ("ودعا لافروف الأطراف إلى ضبط النفس.", "ضبط النفس"),
        ("وأعرب لافروف عن أمله في عودة الهدوء.", "أمله في عودة الهدوء"),
        ("وأكد لافروف في ختام اللقاء أهمية الحوار المباشر.", "أهمية الحوار المباشر"),
        ("وأشاد لافروف بجهود الوسطاء.", "جهود الوسطاء"),
        ("وصرح لافروف بأن الهدنة قائمة.", "أن الهدنة قائمة"),
    ],
)
def test_a_report_begins_at_its_clause_or_noun_without_preposition(tools: Tools, sentence: str, content: str) -> None:
    told = Told(tools, "وصل وزير الخارجية الروسي سيرغي لافروف أمس.", sentence)
    assert told.reported == [(content, LAVROV)]


def test_denial_accusation_praise_and_promise_are_told_apart(tools: Tools) -> None:
    told = Told(
        tools,
        "نفى سيرغي لافروف أن تكون بلاده طرفا.",
        "وندد لافروف بقصف المدينة.",
        "ورحب لافروف بالاتفاق الجديد.",
        "وتعهد لافروف بمواصلة المساعدات.",
    )
    assert [q.stance for q in told.quotes] == ["deny", "accuse", "praise", "promise"]


@pytest.mark.parametrize(
    ("sentence", "venue", "addressee"),
    [
        (
            "قال لافروف في مقابلة مع قناة «الجزيرة»: «سنواصل الحوار حتى النهاية».",
            "في مقابلة مع قناة «الجزيرة»",
            "قناة الجزيرة",
        ),
        ("أكد لافروف خلال مؤتمر صحفي في موسكو اليوم أن الحوار مستمر.", "خلال مؤتمر صحفي في موسكو اليوم", None),
        ("قال لافروف لوكالة رويترز: «سنواصل الحوار حتى النهاية».", None, "رويترز"),
        ("أوضح لافروف للصحفيين أن الوضع خطير جدا.", None, "الصحفيين"),
        ("كتب لافروف عبر حسابه على تويتر أن الوضع خطير.", "عبر حسابه على تويتر", None),
        ("«سنواصل الحوار حتى النهاية»، قال لافروف في تصريح لوكالة رويترز.", "في تصريح لوكالة رويترز", "رويترز"),
        ("وقال بيان لوزارة الخارجية الروسية إن الوضع خطير جدا.", None, None),
        ("قال لافروف إن الاجتماع عقد في مؤتمر صحفي كبير.", None, None),
    ],
)
def test_where_and_to_whom_it_was_said(tools: Tools, sentence: str, venue: str | None, addressee: str | None) -> None:
    quote = Told(tools, "وصل وزير الخارجية الروسي سيرغي لافروف أمس.", sentence).quotes[0]
    assert (quote.venue.text if quote.venue else None) == venue
    assert (quote.addressee.name if quote.addressee else None) == addressee


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        ("وقال بيان للجيش الإسرائيلي إن القوات انسحبت من المدينة.", "الجيش الإسرائيلي"),
        ("وقال بيان صادر عن وزارة الداخلية المصرية إن القوات انسحبت.", "وزارة الداخلية المصرية"),
        ("وذكر تقرير أعدته منظمة العفو الدولية أن الوضع خطير.", "منظمة العفو الدولية"),
        ("وذكرت دراسة حديثة أن منظمة العفو الدولية لم تستعد.", "دراسة حديثة"),
    ],
)
def test_a_document_speaks_for_who_issued_it(tools: Tools, sentence: str, issuer: str) -> None:
    assert [speaker for _, speaker in Told(tools, sentence).reported] == [issuer]


def test_a_refusal_is_a_deed_in_the_past_and_a_stand_in_the_present(tools: Tools) -> None:
    told = Told(tools, "رفض سيرغي لافروف عرضا من الشركة بقيمة مليون يورو.", "ويرفض لافروف التدخل في شؤون بلاده.")
    assert told.reported == [("التدخل في شؤون بلاده", LAVROV)]
    assert told.quotes[0].stance == "deny"


def test_an_office_alone_is_the_person_who_was_given_it(tools: Tools) -> None:
    told = Told(
        tools,
        "التقى وزير الخارجية الروسي سيرغي لافروف الأمين العام للأمم المتحدة أنطونيو غوتيريش.",
        "وقال الوزير الروسي إن الاتفاق قريب.",
    )
    assert told.reported == [("إن الاتفاق قريب", LAVROV)]
    assert told.quotes[0].speaker is not None
    assert told.quotes[0].speaker.span is not None


def test_a_spokesman_is_not_the_one_he_speaks_for(tools: Tools) -> None:
    told = Told(tools, "وقال متحدث باسم وزير الخارجية الروسي سيرغي لافروف إن الزيارة تأجلت.")
    assert [s for _, s in told.reported] == ["متحدث باسم وزير الخارجية الروسي سيرغي لافروف"]


@pytest.mark.parametrize("source", ["مصدر أمني", "شهود عيان", "مسؤولون محليون", "محللون"])
def test_unnamed_sources_keep_their_words(tools: Tools, source: str) -> None:
    told = Told(tools, f"وقال {source} إن الطريق أغلق ليلا.")
    assert told.reported == [("إن الطريق أغلق ليلا", source)]


def test_a_body_called_again_by_its_kind(tools: Tools) -> None:
    told = Told(tools, "نشرت وزارة الدفاع الروسية بيانا أمس.", "وأضافت الوزارة أن القوات انسحبت.")
    assert told.reported == [("أن القوات انسحبت", "وزارة الدفاع الروسية")]


def test_what_another_passes_on_belongs_to_its_source(tools: Tools) -> None:
    told = Told(tools, "ونقلت وكالة رويترز عن مصدر دبلوماسي قوله إن الوفد غادر.")
    assert told.reported == [("إن الوفد غادر", "مصدر دبلوماسي")]


def test_a_source_after_the_statement(tools: Tools) -> None:
    told = Told(tools, "ارتفعت أسعار القمح في الأسواق العالمية هذا الشهر، بحسب منظمة الصحة العالمية.")
    assert told.reported == [("ارتفعت أسعار القمح في الأسواق العالمية هذا الشهر", "منظمة الصحة العالمية")]


def test_a_source_before_the_statement(tools: Tools) -> None:
    told = Told(tools, "ووفق مصادر محلية فإن السيول قطعت الطريق الجبلي.")
    assert told.reported == [("إن السيول قطعت الطريق الجبلي", "مصادر محلية")]


@pytest.mark.parametrize(
    "sentence",
    [
        "يذكر أن المدينة بنيت قبل ألف عام.",
        "ويشار إلى أن الجسر افتتح العام الماضي.",
        "ومن المقرر أن تبدأ الأعمال الأسبوع المقبل.",
        "والجدير بالذكر أن المتحف مغلق.",
        "وهناك مؤشرات تشير إلى أن المطر قادم.",
        "ويقع المصنع بين مدينة ساحلية وميناء قديم.",
        "وعبر المسافرون الحدود ليلا دون أن يوقفهم أحد.",
    ],
)
def test_the_narrator_and_homographs_report_nothing(tools: Tools, sentence: str) -> None:
    assert Told(tools, "وصل سيرغي لافروف أمس.", sentence).quotes == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "وسيطر تنظيم «داعش» على القرية.",
        "وقالت صحيفة «الشرق الأوسط» إن الاجتماع تأجل.",
        "وقال سيرغي لافروف إن قانون «الاستثمار الجديد» نافذ.",
        "وسقطت طائرة من طراز «ميغ 29» قرب القرية.",
        "وعرض الفيلم في مهرجان «أيام السينما» أمس.",
    ],
)
def test_marks_around_names_titles_and_terms_are_no_quotes(tools: Tools, sentence: str) -> None:
    assert Told(tools, sentence).direct == []


def test_quoted_names_inside_a_quote_stay_in_it(tools: Tools) -> None:
    told = Told(tools, "وقال سيرغي لافروف: «لن نتفاوض مع “داعش” ولا مع من يدعمه».")
    assert told.direct == [("لن نتفاوض مع “داعش” ولا مع من يدعمه", LAVROV)]


def test_first_person_after_a_colon_is_direct_speech_without_marks(tools: Tools) -> None:
    told = Told(tools, "وقال سيرغي لافروف: نحن مستعدون للعودة إلى طاولة الحوار.")
    assert told.direct == [("نحن مستعدون للعودة إلى طاولة الحوار", LAVROV)]


class TestHeadlines:
    def test_a_speaker_and_a_colon(self, tools: Tools) -> None:
        told = Told(tools, "وصل لافروف أمس.", title="لافروف: الاتفاق بات قريبا")
        assert [q for q, _ in told.reported] == ["الاتفاق بات قريبا"]
        assert told.quotes[0].cue is not None
        assert told.quotes[0].cue.kind == "headline"

    def test_an_office_and_a_colon(self, tools: Tools) -> None:
        told = Told(
            tools, "قال وزير الخارجية الروسي سيرغي لافروف إن الأمر محسوم.", title="وزير الخارجية الروسي: الأمر محسوم"
        )
        assert told.reported[0] == ("الأمر محسوم", LAVROV)

    @pytest.mark.parametrize("title", ["باكستان: زلزال يضرب الشمال", "الطقس غدا: أمطار متفرقة", "بالصور: سوق قديم"])
    def test_a_place_or_topic_and_a_colon_say_nothing(self, tools: Tools, title: str) -> None:
        assert Told(tools, "نص الخبر هنا.", title=title).quotes == ()

    def test_a_verb_after_its_subject(self, tools: Tools) -> None:
        told = Told(tools, "وصل الوفد أمس.", title="سيرغي لافروف ينفي الاتهامات بشأن القصف")
        assert told.reported == [("الاتهامات بشأن القصف", LAVROV)]
        assert told.quotes[0].stance == "deny"


def test_whom_the_words_are_about(tools: Tools) -> None:
    told = Told(tools, "قال سيرغي لافروف إن أنطونيو غوتيريش سيزور دمشق.")
    assert len(told.quotes[0].about) == 2
    assert told.quotes[0].speaker is not None
    assert told.quotes[0].speaker.entity is not None
    assert told.quotes[0].speaker.entity.id not in told.quotes[0].about


def test_a_weaker_rule_scores_less(tools: Tools) -> None:
    told = Told(tools, "قال سيرغي لافروف إن الأمر انتهى.", "وأضاف أن الوفد غادر.")
    assert 0 < told.quotes[1].score < told.quotes[0].score <= 1


def test_nothing_is_found_in_a_story_without_words_of_saying(tools: Tools) -> None:
    assert Told(tools, "هطلت الأمطار على المدينة وفتحت المدارس أبوابها.").quotes == ()


def test_a_speaker_of_marks_alone_is_nobody_to_come_back_to() -> None:
    memory = Memory()
    memory.said(Speaker("ـ", None, Span(0, 1)), None)
    assert memory.named("اسباب") is None

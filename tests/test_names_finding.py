"""Names in sentences written for the tests: what is found, what is left alone, and whom a short name stands for."""

from __future__ import annotations

import itertools

import pytest

from marsad import catalogue
from marsad.catalogue import Catalogue, Entity
from marsad.model import Dateline, EntityType, Mention, Piece, Span, Story, Zone
from marsad.names import NameTools, find

PER, ORG, LOC = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE

ENTITIES = [
    Entity("russia", LOC, "country", "روسيا", "Russia", weight=90, variants=("روسيا الاتحادية",)),
    Entity("syria", LOC, "country", "سوريا", "Syria", weight=90, variants=("سورية",)),
    Entity("libya", LOC, "country", "ليبيا", "Libya", weight=90),
    Entity("oman", LOC, "country", "سلطنة عمان", "Oman", weight=90, variants=("عمان",)),
    Entity("moscow", LOC, "capital", "موسكو", "Moscow", country="russia", weight=80),
    Entity("damascus", LOC, "capital", "دمشق", "Damascus", country="syria", weight=80),
    Entity("washington", LOC, "capital", "واشنطن", "Washington", country="united-states", weight=80),
    Entity("united-states", LOC, "country", "الولايات المتحدة", "United States", weight=90),
    Entity("hail", LOC, "city", "حائل", "Hail", country="saudi-arabia", weight=70),
    Entity("hail-region", LOC, "region", "منطقة حائل", "Hail Region", ("حائل",), country="saudi-arabia", weight=70),
    Entity("hmeimim", LOC, "place", "حميميم", "Hmeimim", weight=70),
    Entity("un", ORG, "intl_body", "الأمم المتحدة", "United Nations", weight=90),
    Entity("is", ORG, "armed_group", "تنظيم الدولة الإسلامية", "Islamic State", weight=80, variants=("داعش",)),
    Entity("nusra", ORG, "armed_group", "جبهة النصرة", "Nusra Front", weight=60),
    Entity("saud", ORG, "family", "آل سعود", "House of Saud", weight=60),
    Entity("sana", ORG, "agency", "سانا", "SANA", weight=60),
    Entity("akhbar", ORG, "outlet", "صحيفة الأخبار", "Al-Akhbar", weight=40, guarded=("الأخبار",)),
    Entity("lavrov", PER, "politician", "سيرغي لافروف", "Sergey Lavrov", country="russia", weight=60),
    Entity("mistura", PER, "diplomat", "ستيفان دي ميستورا", "Staffan de Mistura", weight=60),
    Entity("morocco-king", PER, "head_of_state", "محمد السادس", weight=80, variants=("الملك محمد السادس",)),
    Entity("muscat", LOC, "capital", "مسقط", "Muscat", country="oman", weight=80),
    Entity("rabat", LOC, "capital", "الرباط", "Rabat", country="morocco", weight=80),
    Entity("rome", LOC, "capital", "روما", "Rome", country="italy", weight=80),
    Entity("saudi-arabia", LOC, "country", "السعودية", "Saudi Arabia", weight=90),
    Entity("gaza", LOC, "region", "غزة", "Gaza", weight=80),
    Entity("nasr", ORG, "club", "النصر السعودي", "Al Nassr", weight=60, guarded=("النصر",)),
    Entity("roma", ORG, "club", "روما الإيطالي", "AS Roma", weight=56, guarded=("روما",)),
    Entity("hamas", ORG, "armed_group", "حماس", "Hamas", ("حركة المقاومة الإسلامية حماس",), weight=75),
    Entity("putin", PER, "politician", "فلاديمير بوتين", "Vladimir Putin", weight=90, surnames=("بوتين",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def tools() -> NameTools:
    nisba = {"روسي": "russia", "روسيه": "russia", "سوري": "syria", "سوريه": "syria", "سوريين": "syria"}
    nisba |= {
        "امريكي": "united-states",
        "امريكيه": "united-states",
        "ايطالي": "italy",
        "سعوديه": "saudi-arabia",
        "مصريه": "egypt",
    }
    known = catalogue.build(ENTITIES)
    return NameTools.load(Catalogue(known.entities, known.by_folded, nisba))


def read(tools: NameTools, body: str, title: str = "", dateline: str = "") -> tuple[Mention, ...]:
    """The mentions of a story made of a title, a dateline and one paragraph."""
    text = "\n".join([title, dateline, body])
    head = Piece.cut(text, 0, len(title)) if title else None
    start = len(title) + 1
    place = Dateline(Span(start, start + len(dateline)), dateline) if dateline else None
    paragraph = Piece.cut(text, start + len(dateline) + 1, len(text))
    return find(text, Story("s", head, (paragraph,), dateline=place), tools)


def names(mentions: tuple[Mention, ...]) -> list[tuple[str, str]]:
    return [(m.type.value, m.text) for m in mentions]


def entity_of(mentions: tuple[Mention, ...], text: str) -> str | None:
    found = [m for m in mentions if m.text == text]
    assert found, f"{text} was not found in {names(mentions)}"
    return found[-1].entity.id if found[-1].entity else None


def test_the_ministers_name_is_found_without_title_or_ministry(tools: NameTools) -> None:
    found = read(tools, "جدد وزير الخارجية الروسي سيرغى لافروف تأكيده على موقف بلاده")
    assert names(found) == [("PER", "سيرغى لافروف")]
    assert found[0].entity is not None
    assert found[0].entity.id == "lavrov"


def test_a_ministry_may_be_written_with_and_apart(tools: NameTools) -> None:
    """As newspapers of the Maghreb write it: الشباب و الرياضة."""
    for between in ("والرياضة", "و الرياضة"):
        found = read(tools, f"تعقد وزيرة شؤون الشباب {between} ماجدولين الشارني اجتماعا اليوم")
        assert names(found) == [("PER", "ماجدولين الشارني")]


def test_spans_index_the_text_of_the_page(tools: NameTools) -> None:
    text = "عنوان عن لافروف\n\nقال وزير الخارجية الروسي سيرغي لافروف في موسكو إن روسيا ترفض"
    story = Story("s", Piece.cut(text, 0, 15), (Piece.cut(text, 17, len(text)),))
    found = find(text, story, tools)
    assert [text[m.span.start : m.span.end] for m in found] == [m.text for m in found]
    assert [m.zone for m in found] == [Zone.TITLE, Zone.BODY, Zone.BODY, Zone.BODY]


def test_particles_stay_outside_the_span(tools: NameTools) -> None:
    found = read(tools, "بحث سيرغي لافروف الأزمة بسورية وروسيا وليبيا، ودعا للأمم المتحدة ثم سافر لليبيا")
    by_text = {m.text: m for m in found}
    assert by_text["سورية"].clitic == "ب"
    assert by_text["روسيا"].clitic == "و"
    assert by_text["لأمم المتحدة"].clitic == "ل"
    assert by_text["لأمم المتحدة"].norm == "الأمم المتحدة"
    assert [m.clitic for m in found if m.text == "ليبيا"] == ["و", "ل"]


@pytest.mark.parametrize(
    "sentence",
    [
        "قال وزير الخارجية الروسي إن الأكراد والسوريين يريدون السلام",
        "أدرجت اللائحة 114 وزيرا روسيا ومسؤولا",
        "حلت قوات حكومية سورية في المنطقة",
        "وقع انفجار في قاعدة عسكرية اليوم الخميس",
        "نشرت الأخبار العاجلة في كل العالم",
        "هذا مبدأ حسن الجوار بين الدول",
    ],
)
def test_adjectives_and_common_words_are_no_names(tools: NameTools, sentence: str) -> None:
    assert names(read(tools, sentence)) == []


def test_a_full_name_makes_its_surname_findable_everywhere(tools: NameTools) -> None:
    body = "التقى سيرغي لافروف نظيره الإيطالي أنجلينو ألفانو. وشكر ألفانو لافروف على كلمته، ورد ولافروف يبتسم"
    found = read(tools, body, title="لافروف يلتقي ألفانو")
    assert {entity_of(found, "لافروف")} == {"lavrov"}
    assert found[0].zone is Zone.TITLE
    assert found[0].how == "carried"
    alfano = {m.entity.id for m in found if "ألفانو" in m.text and m.entity}
    assert len(alfano) == 1
    assert found[1].entity is not None
    assert found[1].entity.status == "candidate"
    assert found[1].entity.name == "أنجلينو ألفانو"


def test_a_shared_surname_means_the_bearer_named_last(tools: NameTools) -> None:
    body = "وصل محمد الكيلاني وقال الكيلاني كلمة. ثم جاء أحمد الكيلاني وقال الكيلاني كلمة أخرى"
    found = [m for m in read(tools, body) if "الكيلاني" in m.text]
    ids = [m.entity.id for m in found if m.entity]
    assert len(ids) == 4
    assert ids[0] == ids[1] != ids[2] == ids[3]


def test_surnames_of_several_words_are_carried(tools: NameTools) -> None:
    found = read(tools, "التقى المبعوث ستافان دي ميستورا الوفد. وأكد دي ميستورا أن الحوار مستمر، وغادر ديمستورا")
    assert entity_of(found, "ستافان دي ميستورا") == "mistura"
    assert entity_of(found, "دي ميستورا") == "mistura"


def test_fathers_and_house_do_not_make_another_person(tools: NameTools) -> None:
    body = "استقبل الأمير فهد بن جابر بن سالم آل عوض الوفد، وقال فهد بن جابر كلمة، ثم غادر الأمير فهد القاعة"
    assert len({m.entity.id for m in read(tools, body) if m.entity}) == 1
    assert len(read(tools, body)) == 3


def test_a_catalogue_surname_stands_alone(tools: NameTools) -> None:
    assert entity_of(read(tools, "اتصل الرئيس بوتين بنظيره"), "بوتين") == "putin"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("قال الدكتور سامر الجندي إن المرض تراجع", "سامر الجندي"),
        ("أعلن المتحدث باسم الشرطة الرائد بدر السحيباني القبض عليه", "بدر السحيباني"),
        ("استقبل الملك سلمان بن عبد العزيز الضيوف", "سلمان بن عبد العزيز"),
        ("التقى الأمير محمد بن نايف آل سعود الوفد", "محمد بن نايف آل سعود"),
        ("تولى صلاح الدين الأيوبي القيادة", "صلاح الدين الأيوبي"),
        ("هروب خواكين «الشابو» جوسمان من السجن", "خواكين «الشابو» جوسمان"),
        ("افتتح الملك محمد السادس المؤتمر", "محمد السادس"),
    ],
)
def test_names_of_people_have_their_whole_extent(tools: NameTools, sentence: str, name: str) -> None:
    assert ("PER", name) in names(read(tools, sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("أعلنت وزارة الخارجية الروسية موقفها", ["وزارة الخارجية الروسية"]),
        ("وقالت الخارجية الروسية في بيان", ["الخارجية الروسية"]),
        ("أعلنت وزارتي الدفاع والخارجية الأمريكية ذلك", ["وزارتي الدفاع", "الخارجية الأمريكية"]),
        ("نددت منظمة “داعش وجبهة النصرة” بذلك", ["داعش", "جبهة النصرة"]),
        ("شارك فيه تيار “الغد” السوري أيضا", ["تيار “الغد” السوري"]),
        ("افتتح المعهد الملكي للثقافة الأمازيغية معرضا", ["المعهد الملكي للثقافة الأمازيغية"]),
        ("دعا المجلس الوطني الجميع إلى الحوار", ["المجلس الوطني"]),
        ("قررت محكمة جنايات دمشق تأجيل القضية", ["محكمة جنايات دمشق"]),
        ("صرح لصحيفة «الأخبار» بذلك", ["الأخبار"]),
        ("اجتمع مجلس الإدارة أمس", []),
    ],
)
def test_organisations_by_their_head_noun(tools: NameTools, sentence: str, expected: list[str]) -> None:
    assert [m.text for m in read(tools, sentence) if m.type is ORG] == expected


def test_marks_inside_a_name_have_a_norm_without_them(tools: NameTools) -> None:
    (party,) = read(tools, "شارك فيه تيار “الغد” السوري أيضا")
    assert party.norm == "تيار الغد السوري"


def test_head_nouns_of_places_stay_outside_and_tell_region_from_city(tools: NameTools) -> None:
    found = read(tools, "وصلت الطائرات إلى قاعدة «حميميم» ثم إلى منطقة حائل ومدينة حائل وبلدة الزرنوق")
    assert [m.text for m in found] == ["حميميم", "حائل", "حائل", "الزرنوق"]
    assert [m.entity.id for m in found if m.entity][1:3] == ["hail-region", "hail"]


def test_an_announced_place_is_found_again_without_its_noun(tools: NameTools) -> None:
    found = read(tools, "وقع الحادث في بلدة الزرنوق أمس", title="إصابات في الزرنوق")
    assert [(m.zone, m.text) for m in found] == [(Zone.TITLE, "الزرنوق"), (Zone.BODY, "الزرنوق")]


def test_a_capital_that_acts_stands_for_its_country(tools: NameTools) -> None:
    found = read(tools, "اتفاق بين موسكو ودمشق. واشنطن ترفض ذلك. وصل الوفد إلى دمشق", dateline="موسكو – سانا")
    assert [(m.text, m.metonym_for) for m in found] == [
        ("موسكو", None),
        ("سانا", None),
        ("موسكو", "russia"),
        ("دمشق", "syria"),
        ("واشنطن", "united-states"),
        ("دمشق", None),
    ]


def test_mentions_do_not_overlap_and_come_in_order(tools: NameTools) -> None:
    found = read(tools, "قال رئيس جامعة دمشق محمد الكيلاني في وزارة الخارجية الروسية إن روسيا والأمم المتحدة")
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert len(found) == 5


def test_a_candidate_keeps_its_id_in_another_story(tools: NameTools) -> None:
    first = entity_of(read(tools, "قال الدكتور سامر الجندي كلمة"), "سامر الجندي")
    again = entity_of(read(tools, "غادر سامر الجُندي المدينة"), "سامر الجُندي")
    assert first == again


def test_a_story_without_words_has_no_names(tools: NameTools) -> None:
    assert find("\n", Story("s", None, ()), tools) == ()


def test_a_known_name_is_not_swallowed_by_the_words_around_it(tools: NameTools) -> None:
    found = read(tools, "قال رئيس بلدية بندر الأمين صباح العيد كلمة، وأكدت الوزيرة الليبية هدى الكيلاني ذلك")
    assert ("PER", "هدى الكيلاني") in names(found)
    assert not any("الليبية" in m.text for m in found)


@pytest.fixture(scope="module")
def shipped() -> NameTools:
    return NameTools.load(catalogue.load(()))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("طلب النادي دعما ماليا ثم مبلغ مالي آخر.", []),
        ("سحبت باريس قواتها من شمال مالي أمس.", ["باريس", "مالي"]),
        ("افتتح المعرض في الرياض وجدة هذا العام.", ["الرياض", "جدة"]),
        ("وصل القطار إلى وجدة قادما من الرباط.", ["وجدة", "الرباط"]),
        ("يبدأ العمل به في 8 أغسطس (آب) المقبل.", []),
        ("رأينا مشهدا لا ينسى، وكنا دوما هناك.", []),
        ("زار الوفد مدينة مشهد ومدينة دوما.", ["مشهد", "دوما"]),
        ("نجح طلاب الصف الثالث المتوسط.", []),
        ("غرق القارب في البحر المتوسط.", ["البحر المتوسط"]),
        ("دعت وزارة الشؤون الاجتماعية إلى التطوع.", ["وزارة الشؤون الاجتماعية"]),
        ("دعت وزارة الشؤون البلدية والقروية إلى التطوع.", ["وزارة الشؤون البلدية والقروية"]),
        ("يكون هذا اليوم عطلة مؤدى عنها لجميع فئات العمال.", []),
        ("يحذر الخبراء من هجرة الأدمغة ومن القصف في مناطق مأهولة.", []),
        ("اختار التنظيم الموصل عاصمة لخلافته.", ["الموصل"]),
        ("تحيي المخيمات ذكرى صبرا وشتيلا.", ["صبرا وشتيلا"]),
    ],
)
def test_everyday_words_are_told_from_names_of_the_shipped_catalogue(
    shipped: NameTools, sentence: str, expected: list[str]
) -> None:
    assert [m.text for m in read(shipped, sentence)] == expected


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("وقال نيتشيرفان تسيبراني إن الاجتماع انتهى", [("PER", "نيتشيرفان تسيبراني")]),
        ("وعلق باريرتا على الاتفاق", [("PER", "باريرتا")]),
        ("وقال باسم نعيم رئيس الدائرة إن الوفد وصل", [("PER", "باسم نعيم")]),
        ("وقال مسؤول في البلدية إن الطريق مغلق", []),
        ("وقال دبلوماسيان إن اللقاء تأجل", []),
        ("وأكد الخبير الاقتصادي أن الأسعار سترتفع", []),
    ],
)
def test_a_speaker_after_a_verb_of_saying_is_a_name_when_no_everyday_word_is(
    tools: NameTools, body: str, found: list[tuple[str, str]]
) -> None:
    assert names(read(tools, body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("سجل الهدفين أحمد سمير وهاني العجيزي في المباراة", ["أحمد سمير", "هاني العجيزي"]),
        ("حضر سعيد محمد الكندي وزير البيئة", ["سعيد محمد الكندي"]),
        ("انتقد الرئيس فلاديمير بوتين واتهمهما بالكذب", ["فلاديمير بوتين"]),
        ("تحدث فلاديمير بوتين شارحا موقفه", ["فلاديمير بوتين"]),
        ("صرح رئيس هيئة الطيران المدني عبدالحكيم التميمي", ["عبدالحكيم التميمي"]),
        ("فاز اللاعب عبدالله باوزير بالجائزة", ["عبدالله باوزير"]),
        ("استقبل الملك محمد السادس الوفد", ["محمد السادس"]),
        ("لعب داني كارفخال - سيرجيو بوسكيتس معا", ["داني كارفخال", "سيرجيو بوسكيتس"]),
        ("أصر أستاذ يصفع زميله على الحضور", []),
        ("تعزيز الحضور علي المستوي الدولي", []),
        ("صاحب بيت الله الحرام", []),
        ("ووفق سمير دعاس فإن 80 مليون دولار هي قيمة الصادرات", ["سمير دعاس"]),
        ("قال خالد السالم فإن القدر موكل بالمنطق", ["خالد السالم"]),
        ("تراجع سهم كريدي أجريكول بعد الإعلان", []),
        ("فاز الفريق الضيف وأشاد القائد العملاني الكبير", []),
    ],
)
def test_names_of_people_end_where_the_sentence_goes_on(tools: NameTools, body: str, found: list[str]) -> None:
    assert [text for type_, text in names(read(tools, body)) if type_ == "PER"] == found


def test_short_names_of_clubs_are_known_in_stories_about_sport_alone(tools: NameTools) -> None:
    match = "تعادل النصر في المباراة، وسجل اللاعب في الشوط الثاني هدفا في مرمى روما الذي عاد إلى صدارة الدوري."
    assert names(read(tools, match)) == [("ORG", "النصر"), ("ORG", "روما")]
    assert names(read(tools, match + " وتقام العودة في روما"))[-1] == ("LOC", "روما")
    assert names(read(tools, "تحقق النصر في المعركة وعاد الوفد من روما")) == [("LOC", "روما")]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("عاد إلى مسقط رأسه بعد إصابة في الرباط الصليبي", []),
        ("وصل إلى مسقط ثم الرباط", [("LOC", "مسقط"), ("LOC", "الرباط")]),
        ("قصفت الطائرات السعودية مواقع وأعلنت السعودية وقف النار", [("LOC", "السعودية")]),
        ("تجددت الغارات بغزة وغزة محاصرة", [("LOC", "غزة"), ("LOC", "غزة")]),
        ("ذكرت صحيفة (توتو سبورت) أن اللاعب سيرحل", [("ORG", "توتو سبورت")]),
        (
            "قال رئيس مجلس إدارة شركة النورس القابضة فهد العتيبي",
            [("ORG", "النورس القابضة"), ("PER", "فهد العتيبي")],
        ),
    ],
)
def test_words_that_look_like_names_and_names_that_look_like_words(
    tools: NameTools, body: str, found: list[tuple[str, str]]
) -> None:
    assert names(read(tools, body)) == found


def test_a_known_body_keeps_the_marks_inside_its_name(tools: NameTools) -> None:
    (mention,) = read(tools, "أعلنت حركة المقاومة الإسلامية «حماس» موقفها")
    assert mention.text == "حركة المقاومة الإسلامية «حماس»"
    assert mention.norm == "حركة المقاومة الإسلامية حماس"


def test_an_ordinal_of_a_monarch_is_no_short_name(tools: NameTools) -> None:
    assert names(read(tools, "استقبل محمد السادس الوفد في اليوم السادس من الشهر")) == [("PER", "محمد السادس")]


@pytest.mark.parametrize("name", ["لافروف", "الخوري", "آل سعود", "الفقيه", "دي ميستورا", "بو حبيب"])
def test_no_short_name_is_passed_over_by_its_first_letters(tools: NameTools, name: str) -> None:
    found = read(tools, f"التقى الرئيس {name} الوفد ثم غادر {name} القاعة", title=f"تصريحات السفير سيرغي {name}")
    assert [m.text for m in found if m.text.endswith(name.split()[-1])] != []
    assert sum(m.text.endswith(name) for m in found) == 3


def test_a_body_named_with_its_noun_is_the_known_one(tools: NameTools) -> None:
    (mention,) = read(tools, "التقى الوفد قياديين من حركة حماس")
    assert mention.entity is not None
    assert mention.entity.id == "hamas"

"""Labels: the words that a source puts on a name, and whose words they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad import contract
from marsad.config import Settings
from marsad.events import labels, labels_lexicon
from marsad.intake import files
from marsad.model import Label, Reading
from marsad.names.lexicon import rows
from marsad.pipeline import Tools, observe, read_text


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools.load(Settings(db=Path("unused.db")))


FILLER = (
    "وتحدث عدد من السكان عن أحوال الطرق والمدارس في القرى القريبة، وقالوا إن العمل جار منذ أسابيع لإصلاح شبكة المياه"
    " بعد أن تضررت في الشتاء، وإن المتطوعين يوزعون ما يصل من مواد على العائلات كل صباح."
)


def page(body: str) -> str:
    return f"أخبار متفرقة من مراسلينا هذا الصباح\n\n{body}\n\n{FILLER}\n"


def read(tools: Tools, body: str) -> Reading:
    reading = read_text(page(body), tools)
    assert isinstance(reading, Reading)
    return reading


def found(tools: Tools, body: str) -> list[Label]:
    return [label for story in read(tools, body).stories for label in story.labels]


def told(tools: Tools, body: str) -> set[tuple[str, str, str | None]]:
    """Kind, words and the entity of each label."""
    return {(x.kind, x.norm or x.text, x.entity.id if x.entity else None) for x in found(tools, body)}


LAVROV, DAESH = "sergey-lavrov", "islamic-state"


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("وصل وزير الخارجية الروسي سيرغي لافروف إلى العاصمة مساء أمس.", ("title", "وزير الخارجية الروسي", LAVROV)),
        ("التقى الوفد وزير الخارجية الروسي، سيرغي لافروف، في مقر الوزارة.", ("title", "وزير الخارجية الروسي", LAVROV)),
        ("سلّم المبعوث الرسالة لوزير الخارجية الروسي سيرغي لافروف.", ("title", "وزير الخارجية الروسي", LAVROV)),
        ("اجتمع الوفد مع فخامة الرئيس الفرنسي إيمانويل ماكرون.", ("honorific", "فخامة", "emmanuel-macron")),
        ("انسحب مسلحون من تنظيم داعش الإرهابي إلى البادية.", ("epithet", "الإرهابي", DAESH)),
        ("انسحب مسلحون من تنظيم داعش إلى البادية.", ("kind", "تنظيم", DAESH)),
        ("أعلن السكان رفضهم ما يسمى تنظيم داعش في قراهم.", ("distancing", "ما يسمى", DAESH)),
        ("أعلن السكان رفضهم ما يسمى بداعش في قراهم.", ("distancing", "ما يسمى", DAESH)),
        ("غادر مقاتلون من «داعش» القرية قبل الفجر.", ("scare", "«داعش»", DAESH)),
        ("قصفت قوات الاحتلال الإسرائيلي أطراف البلدة.", ("actor", "قوات الاحتلال الإسرائيلي", "israel")),
        ("ينتظر الأهالي رد النظام السوري على المبادرة.", ("actor", "النظام السوري", "syria")),
        ("نقلت المصادر رفضًا للنظام السوري وحلفائه.", ("actor", "النظام السوري", "syria")),
        ("سيطرت ميليشيا الحوثي على الطريق الجبلي.", ("kind", "ميليشيا", "houthis")),
    ],
)
def test_words_put_on_a_name(tools: Tools, body: str, label: tuple[str, str, str]) -> None:
    assert label in told(tools, body)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("تدرب الفريق في مدينة الملك عبدالله بن عبدالعزيز الرياضية.", "title", "الملك"),
        ("أدان المجلس هجوم داعش الإرهابي على السوق.", "epithet", "الإرهابي"),
        ("وصل رئيس الحكومة اللبناني سعد الحريري إلى القصر.", "actor", "الحكومة اللبناني"),
        ("حضر نجل الرئيس المصري جمال مبارك حفل الافتتاح.", "title", "الرئيس المصري"),
        ("زار رئيس الوزراء المصري سيرغي لافروف في فندقه.", "title", "رئيس الوزراء المصري"),
        ("رفع المحتج نسخة من صحيفة «فلسطين» أمام المبنى.", "scare", "«فلسطين»"),
        ("أدلى بذلك قائد الميليشيا محمد الحلبي في القرية.", "kind", "الميليشيا"),
        ("رفض السكان ما تسميه روسيا إدارة مدنية في القرية.", "distancing", "ما تسميه"),
        ("وصف الكاتب الاحتلال الأميركي لأفغانستان بأنه طويل.", "actor", "الاحتلال الأميركي"),
        ("نشر الموقع صورة من «فيسبوك» للمبنى الجديد.", "scare", "«فيسبوك»"),
    ],
)
def test_words_that_belong_to_something_else(tools: Tools, body: str, kind: str, words: str) -> None:
    assert (kind, words) not in {(x.kind, x.text) for x in found(tools, body)}


def test_an_office_ends_where_the_name_begins_and_parts_from_ranks(tools: Tools) -> None:
    labels_ = told(tools, "ترأس الجلسة نائب وزير الخارجية الروسي سيرغي ريابكوف في قصر المؤتمرات.")
    assert {words for kind, words, _ in labels_ if kind == "title"} == {"نائب وزير الخارجية الروسي"}


def test_an_office_holds_the_office_that_it_is_led_by(tools: Tools) -> None:
    labels_ = found(tools, "حضر الحفل النائب الثاني لرئيس المجلس محمد الحلبي.")
    assert [x.text for x in labels_] == ["النائب الثاني لرئيس المجلس"]


def test_words_of_a_speaker_are_told_from_those_of_the_source(tools: Tools) -> None:
    body = (
        "قال وزير الخارجية الروسي سيرغي لافروف في مؤتمر صحفي: «سنواصل محاربة تنظيم داعش الإرهابي حتى النهاية».\n\n"
        "وعاد السكان إلى القرى التي تركها تنظيم داعش قبل عام."
    )
    voices = {(x.text, x.voice, x.speaker) for x in found(tools, body)}
    assert ("الإرهابي", "speaker", LAVROV) in voices
    assert ("وزير الخارجية الروسي", "source", None) in voices
    assert ("تنظيم", "source", None) in voices
    assert ("تنظيم", "speaker", LAVROV) in voices


def test_a_line_more_is_a_label_more(tools: Tools) -> None:
    reading = read(tools, "وصلت شرذمة داعش إلى أطراف القرية البعيدة مساء أمس.")
    story = reading.stories[0]
    table = rows("labels_words.tsv")
    longer = labels_lexicon.build([*table, ["kind", "hostile", "any", "شرذمة", "شرذمة"]])
    found_ = [
        labels.find(reading.page.text, story.story, story.mentions, story.quotes, tools.names, words)
        for words in (labels_lexicon.build(table), longer)
    ]
    assert [x.text for x in found_[0]] == []
    assert [(x.text, x.kind, x.tone, x.entity and x.entity.id) for x in found_[1]] == [
        ("شرذمة", "kind", "hostile", DAESH)
    ]


def test_genders_numbers_and_spellings_are_counted_as_one(tools: Tools) -> None:
    body = (
        "سيطرت ميليشيا الحوثي على الطريق الجبلي.\n\nوانسحبت مليشيات الحوثي من القرية.\n\n"
        "ودخلت المليشيات الحوثية المدينة القديمة."
    )
    assert {x.words for x in found(tools, body) if x.kind == "kind"} == {"ميليشيا"}


def test_every_line_of_the_table_is_used_once_and_well_formed() -> None:
    table = [tuple(row) for row in rows("labels_words.tsv")]
    assert len(table) == len(set(table))
    assert {row[1] for row in table} == {"hostile", "distancing", "honouring", "neutral"}
    assert {row[2] for row in table} == {"before", "after", "both", "any", "adjective", "marked", "-"}


def test_the_contract_shows_labels_with_their_offsets(tools: Tools) -> None:
    text = page("وصل وزير الخارجية الروسي سيرغي لافروف إلى العاصمة مساء أمس.")
    shown = contract.as_json(read_text(text, tools))["stories"][0]["labels"]
    start, end = shown[0]["span"]
    assert text[start:end] == shown[0]["text"] == "وزير الخارجية الروسي"
    assert shown[0]["entity"]["id"] == LAVROV
    assert (shown[0]["kind"], shown[0]["voice"]) == ("title", "source")


_PIECES = st.lists(
    st.sampled_from(
        ["وزير", "الخارجية", "الروسي", "سيرغي لافروف", "تنظيم", "داعش", "الإرهابي", "ما يسمى", "«داعش»", "،", "الرئيس",
         "النظام", "السوري", "و", "لل", "ب", "السيد", "باسم", '"', "قال", "ـ", "المخلوع", "علي عبدالله صالح", "\n"]
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_PIECES)
def test_any_order_of_words_gives_labels_inside_the_text(tools: Tools, pieces: list[str]) -> None:
    reading = read(tools, " ".join(pieces) + " في العاصمة أمس.")
    for story in reading.stories:
        names = {m.span for m in story.mentions}
        for label in story.labels:
            assert label.text == label.span.of(reading.page.text) != ""
            assert label.name is None or label.name in names
            assert label.entity is not None or label.name is not None


def test_sample_pages_hold_offices_of_their_people(tools: Tools, samples: Path) -> None:
    seen = [observe(page, tools, strict=True) for page in files.pages([str(samples)])]
    titles = {x.text for r in seen if isinstance(r, Reading) for s in r.stories for x in s.labels if x.kind == "title"}
    assert any(title.startswith("وزير") for title in titles)


def test_real_pages_hold_the_offices_that_their_readers_see(tools: Tools, shared: Path) -> None:
    seen = [observe(page, tools, strict=True) for page in files.pages([str(shared / "seeds")])]
    on = {
        (x.text, x.entity.id) for r in seen if isinstance(r, Reading) for s in r.stories for x in s.labels if x.entity
    }
    assert ("وزير الخارجية الروسي", LAVROV) in on

"""What the pages of the observatory say, over a small archive whose figures can be counted by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from invented import Told, catalogue, outlets, reading
from marsad.catalogue import Entity, build
from marsad.errors import NotInArchiveError, ReadOnlyError, SettingsError
from marsad.model import EntityType, PageType, Rejected
from marsad.observatory import Asked, Observatory
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Place

LAVIN, KARIM, MIRA, QARTA = "{lavin:سليم لافين}", "{karim:هدى كريم}", "{mira:ميرا}", "{qarta:قرطا}"

PAGES = (
    reading(
        Told(
            f"{LAVIN} يزور {QARTA}",
            [
                f"جملة أولى بلا أسماء. وصل {LAVIN} إلى {QARTA} أمس. ثم عاد إلى بلده.",
                f"وقالت {KARIM}: «<karim|لا ننتظر من {LAVIN} شيئا>». ورد {{lavin:لافين}}: «<lavin|الباب مفتوح>».",
            ],
            "2026-03-01",
            tags=("اتفاق السدرة",),
            category="سياسة",
        ),
        Told(f"{KARIM} في {MIRA}", [f"زارت {KARIM} {MIRA}."], "2026-03-02", "difaf"),
        path="one.txt",
        teasers=("خبر عن القمح…", "خبر لم يأت"),
    ),
    reading(
        Told("خبر عن القمح", [f"ارتفع سعر القمح في {MIRA}."], "2026-03-03", "difaf", category="اقتصاد"), path="two.txt"
    ),
    reading(Told("نسخة", [f"ارتفع سعر القمح في {MIRA}."], "2026-03-04", "marsa"), path="three.txt"),
    reading(
        Told(f"{LAVIN} مجددا", [f"التقى {LAVIN} {{hasan:حسن الطائي}} في {QARTA}."], "", bounds=(None, "2026-03-20")),
        path="four.txt",
    ),
    reading(
        Told("قائمة", [f"عاد {LAVIN} من {QARTA}."], "2025-11-01", how="inferred"),
        path="five.txt",
        type=PageType.TAG_ARCHIVE,
        tag="أرشيف لافين",
        profile="سليم لافين",
    ),
    Rejected("bad.bin", "d", "read", "binary", "zero bytes", 3),
)


@pytest.fixture(scope="module")
def path(module_place: Place) -> Place:
    db = create_or_open(module_place)
    for page in PAGES:
        add(db, page, outlets())
    db.close()
    return module_place


@pytest.fixture(scope="module")
def watch(path: Place) -> Iterator[Observatory]:
    db = open_existing(path)
    yield Observatory(db, catalogue(), outlets(), writer=lambda: create_or_open(path))
    db.close()


def test_the_figures_of_the_archive(watch: Observatory) -> None:
    expected = {"pages": 5, "stories": 6, "quotes": 2, "sources": 2, "rejected": 1, "undated": 1, "copies": 1}
    stats = watch.stats()
    assert {k: stats[k] for k in expected} == expected
    assert stats["entities"] == 5
    assert watch.about().rejected == (("binary", 1),)


@pytest.mark.parametrize("name", ["lavin", "سليم لافين", "سَليم لافيـن", "لافين", "Salim Lavin", "LAVIN"])
def test_every_name_of_an_entity_leads_to_it(watch: Observatory, name: str) -> None:
    assert watch.find(name).id == "lavin"


def test_a_name_that_is_not_here_gets_the_nearest(watch: Observatory) -> None:
    with pytest.raises(NotInArchiveError) as error:
        watch.find("سليم لافن")
    assert error.value.suggestions[0] == "سليم لافين"
    assert watch.near("salm lavin")[0].id == "lavin"


def test_a_known_entity_without_a_story_is_not_in_the_archive(watch: Observatory) -> None:
    with pytest.raises(NotInArchiveError):
        watch.find("مجلس الساحل")


def test_the_page_of_an_entity_counts_its_window(watch: Observatory) -> None:
    page = watch.entity("lavin", Asked(day_from="2026-03-01", day_to="2026-03-10"))
    assert (page.stories_in_window, page.stories_outside, page.sources_in_window) == (1, 2, 1)
    assert [(d.day, d.count, d.total) for d in page.volume.days][:4] == [
        ("2026-03-01", 1, 1), ("2026-03-02", 0, 1), ("2026-03-03", 0, 1), ("2026-03-04", 0, 1),
    ]  # fmt: skip
    assert len(page.volume.days) == page.window.days == 10
    assert page.volume.undated == 1
    assert page.rate == pytest.approx(250)


def test_a_handful_of_stories_is_shown_whole(watch: Observatory) -> None:
    page = watch.entity("lavin")
    assert page.window.whole
    assert page.stories_in_window == 3
    assert page.latest.total == 3
    assert [r.day for r in page.latest.rows] == ["2026-03-01", "2025-11-01", None]
    assert sum(d.count for d in page.volume.days) + page.volume.undated == 3
    assert sum(d.estimated for d in page.volume.days) == 1


def test_a_row_shows_the_sentence_that_names_the_subject(watch: Observatory) -> None:
    row = next(r for r in watch.entity("lavin").latest.rows if r.day == "2026-03-01")
    assert row.sentence is not None
    assert row.sentence.text.strip() == "وصل سليم لافين إلى قرطا أمس."
    assert [(row.sentence.text[a:b], key) for a, b, key in row.sentence.marks] == [
        ("سليم لافين", "lavin"),
        ("قرطا", "qarta"),
    ]


def test_links_are_those_that_are_more_than_chance(watch: Observatory) -> None:
    linked = {x.entity.id: x for x in watch.entity("lavin").linked}
    assert (linked["qarta"].together, linked["qarta"].count) == (3, 3)
    assert "mira" not in linked
    assert linked["qarta"].score > linked["hasan"].score > 0
    assert linked["hasan"].weak
    assert {x.entity.type for x in watch.entity("lavin", linked_type="LOC").linked} == {"LOC"}


def test_what_was_said_and_what_was_said_about(watch: Observatory) -> None:
    page = watch.entity("lavin")
    assert [q.text.text for q in page.said] == ["الباب مفتوح"]
    assert [(q.speaker.id if q.speaker else None) for q in page.about] == ["karim"]
    about = page.about[0].text
    assert [(about.text[a:b], key) for a, b, key in about.marks] == [("سليم لافين", "lavin")]
    assert (page.said_total, page.about_total) == (1, 1)


def test_who_the_entity_is(watch: Observatory) -> None:
    head = watch.entity("lavin").head
    assert head.description == "وزير"
    assert head.country is not None
    assert head.country.id == "mira"
    assert head.forms[0].text == "سليم لافين"
    assert {f.text for f in head.forms} == {"سليم لافين", "لافين"}
    assert head.biography is not None
    assert head.biography.text == "سليم لافين سياسي"
    assert (head.first_day, head.last_day) == ("2025-11-01", "2026-03-01")
    assert watch.entity("karim").head.biography is None


def test_a_candidate_has_a_page_too(watch: Observatory) -> None:
    page = watch.entity("hasan")
    assert page.head.entity.status == "candidate"
    assert page.stories_in_window == page.volume.undated == 1
    assert page.latest.rows[0].day_to == "2026-03-20"


def test_comparing_two(watch: Observatory) -> None:
    page = watch.compare(["سليم لافين", "karim"], Asked(whole=True))
    assert [c.entity.id for c in page.compared] == ["lavin", "karim"]
    assert [c.count for c in page.compared] == [3, 2]
    assert page.together == 1
    assert {s.source.id: s.counts for s in page.sources} == {"marsa": (3, 1), "difaf": (0, 1)}


def test_comparing_with_a_name_that_nobody_bears(watch: Observatory) -> None:
    page = watch.compare(["سليم لافين", "سليم لافان"])
    assert [c.entity.id for c in page.compared] == ["lavin"]
    assert page.unknown[0][1][0].id == "lavin"


def test_comparing_too_many(watch: Observatory) -> None:
    with pytest.raises(SettingsError, match="5"):
        watch.compare(["a", "b", "c", "d", "e", "f"])


def test_the_page_of_a_story(watch: Observatory) -> None:
    page = watch.story("one.txt-0")
    assert page.title is not None
    assert page.title.text == "سليم لافين يزور قرطا"
    assert [b.kind for b in page.blocks] == ["paragraph", "paragraph"]
    block = page.blocks[1]
    named = [(block.text[m.start : m.end], m.entity.id) for m in block.mentions if m.entity]
    assert named == [("هدى كريم", "karim"), ("سليم لافين", "lavin"), ("لافين", "lavin")]
    said = [(block.text[q.start : q.end], q.speaker and q.speaker.id, q.speaker_order) for q in block.quotes]
    assert said == [("لا ننتظر من سليم لافين شيئا", "karim", 1), ("الباب مفتوح", "lavin", 2)]
    assert page.tags == ("اتفاق السدرة",)
    assert page.category == "سياسة"
    assert [r.id for r in page.on_page] == ["one.txt-1"]
    assert [(t.title, t.story_id) for t in page.see_also] == [
        ("خبر عن القمح…", "two.txt-0"),
        ("خبر لم يأت", None),
    ]
    assert page.source is not None
    assert page.source.name == "المرسى"
    assert page.previous is not None
    assert page.previous.id == "five.txt-0"
    assert page.next is not None
    assert page.next.id == "three.txt-0"
    assert [r.id for r in page.related] == ["five.txt-0", "four.txt-0"]


def test_copies_know_of_one_another(watch: Observatory) -> None:
    group = watch.story("two.txt-0").copies
    assert group is not None
    assert [copy.story.id for copy in group.members] == ["two.txt-0", "three.txt-0"]
    assert watch.story("three.txt-0").copies == group


def test_counting_a_text_once(watch: Observatory) -> None:
    asked = {"day_from": "2026-03-01", "day_to": "2026-03-31"}
    twice, once = (watch.entity("mira", Asked(**asked, once=flag)) for flag in (False, True))
    assert (twice.stories_in_window, twice.texts_in_window) == (3, 2)
    assert once.stories_in_window == once.texts_in_window == 2
    assert sum(d.count for d in once.volume.days) == 2
    assert once.latest.total == 2
    assert sum(s.count for s in once.sources) == 2


@pytest.mark.parametrize(
    ("kind", "key", "ids"),
    [
        ("tag", "اتفاق السدره", ["one.txt-0"]),
        ("tag", "أرشيف لافين", ["five.txt-0"]),
        ("category", "اقتصاد", ["two.txt-0"]),
        ("day", "2026-03-02", ["one.txt-1"]),
        ("entity", "lavin", ["one.txt-0", "five.txt-0", "four.txt-0"]),
    ],
)
def test_archives(watch: Observatory, kind: str, key: str, ids: list[str]) -> None:
    assert [r.id for r in watch.archive(kind, key).stories.rows] == ids


def test_every_figure_opens_the_stories_behind_it(watch: Observatory) -> None:
    page = watch.entity("lavin", Asked(whole=True))
    for link in page.linked:
        assert watch.archive("entity", "lavin", with_=link.entity.id).stories.total == link.together
    for source in page.sources:
        assert watch.archive("entity", "lavin", source=source.source.id).stories.total == source.count


@pytest.mark.parametrize(("kind", "key"), [("tag", "لا أحد"), ("entity", "nobody"), ("moon", "x")])
def test_archives_that_are_not_there(watch: Observatory, kind: str, key: str) -> None:
    with pytest.raises(NotInArchiveError):
        watch.archive(kind, key)


def test_the_page_of_a_source(watch: Observatory) -> None:
    page = watch.source("difaf", Asked(whole=True))
    assert (page.stories_in_window, page.stories_in_archive) == (2, 2)
    assert next((w.entity.id, w.count) for w in page.most_written) == ("mira", 2)
    assert page.domains == ("difaf.example",)
    with pytest.raises(NotInArchiveError):
        watch.source("nobody")


def test_the_list_of_sources(watch: Observatory) -> None:
    assert [(s.source.id, s.total) for s in watch.sources().sources] == [("marsa", 4), ("difaf", 2)]


def test_the_list_of_entities(watch: Observatory) -> None:
    every = watch.entities()
    assert {(r.entity.id, r.count) for r in every.rows} == {
        ("lavin", 3), ("qarta", 3), ("mira", 3), ("karim", 2), ("hasan", 1),
    }  # fmt: skip
    assert {r.entity.id for r in watch.entities(type="LOC").rows} == {"mira", "qarta"}
    assert [r.entity.id for r in watch.entities(query="كري").rows] == ["karim"]


def test_the_front_page(watch: Observatory) -> None:
    page = watch.front()
    assert (page.stories, page.sources, page.last_day) == (6, 2, "2026-03-04")
    assert (page.now.day_from, page.now.day_to) == ("2025-03-04", "2026-03-04")
    assert page.most[0].entity.id == "mira"
    assert page.latest[0].day == "2026-03-03"
    assert "نسخة" not in [r.title for r in page.latest]


@pytest.mark.parametrize("query", ["القمح", "قمح", "سعر القمح", '"سعر القمح"', "وَالقَمْح"])
def test_search_ignores_article_vowels_and_particles(watch: Observatory, query: str) -> None:
    assert {r.id for r in watch.search(query).stories.rows} == {"two.txt-0", "three.txt-0"}


def test_search_does_not_mix_up_words(watch: Observatory) -> None:
    assert watch.search('"القمح سعر"').stories.total == 0
    assert watch.search("لا شيء كهذا").stories.total == 0
    assert watch.search("   ").stories.total == 0
    assert watch.search("لافين").entities[0].id == "lavin"


@pytest.mark.parametrize("query", ['"', "AND", "NEAR(", "a* OR", "title:x", "'; DROP TABLE story;--", "\ud800"])
def test_search_takes_any_text(watch: Observatory, query: str) -> None:
    assert watch.search(query).stories.total == 0


def test_search_marks_the_words(watch: Observatory) -> None:
    sentence = watch.search("القمح").stories.rows[0].sentence
    assert sentence is not None
    assert [sentence.text[a:b] for a, b, _ in sentence.marks] == ["القمح"]


def test_quotes(watch: Observatory) -> None:
    assert [q.text.text for q in watch.quotes(by="لافين").rows] == ["الباب مفتوح"]
    assert [q.speaker_name for q in watch.quotes(about="lavin").rows] == ["هدى كريم"]
    assert watch.quotes(query="مفتوح").total == 1
    assert watch.quotes(stance="deny").total == 0
    assert watch.quotes(asked=Asked(day_from="2026-03-02", day_to="2026-03-05")).total == 0
    with pytest.raises(NotInArchiveError):
        watch.quotes(by="لا أحد هنا")


def test_quotes_are_counted_by_month(watch: Observatory) -> None:
    months = watch.quotes().months
    assert [(m.day, m.count) for m in months.days if m.count] == [("2026-03-01", 2)]
    assert sum(m.count for m in months.days) + months.undated == watch.quotes().total


def test_notes_are_kept_and_removed(watch: Observatory) -> None:
    note = watch.add_note("one.txt-0", "  ملاحظة ", " ليلى ")
    assert (note.text, note.author) == ("ملاحظة", "ليلى")
    assert [n.text for n in watch.story("one.txt-0").notes] == ["ملاحظة"]
    watch.remove_note("one.txt-0", note.id)
    assert watch.story("one.txt-0").notes == ()
    with pytest.raises(NotInArchiveError):
        watch.remove_note("one.txt-0", note.id)
    with pytest.raises(SettingsError):
        watch.add_note("one.txt-0", "  ", "x")
    with pytest.raises(NotInArchiveError):
        watch.add_note("nowhere", "x", "x")


def test_notes_can_be_switched_off(path: Path) -> None:
    db = open_existing(path)
    closed = Observatory(db, catalogue(), outlets())
    assert not closed.story("one.txt-0").notes_open
    with pytest.raises(ReadOnlyError):
        closed.add_note("one.txt-0", "x", "x")
    db.close()


@pytest.mark.parametrize(
    "given",
    [
        {"day_from": "2026-03-05", "day_to": "2026-03-01"},
        {"day_from": "05/03/2026"},
        {"day_to": "2026-02-30"},
        {"days": 0},
        {"day_from": "20260305"},
    ],
)
def test_a_window_that_cannot_be(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Asked(**given)  # type: ignore[arg-type]


def test_a_window_too_long_to_show(watch: Observatory) -> None:
    with pytest.raises(SettingsError, match="too long"):
        watch.entity("lavin", Asked(day_from="0001-01-01"))


def test_pages_are_json(watch: Observatory) -> None:
    pages = [
        watch.front(), watch.entity("lavin"), watch.compare(["lavin", "karim"]), watch.story("one.txt-0"),
        watch.archive("day", "2026-03-01"), watch.source("difaf"), watch.sources(), watch.entities(),
        watch.search("القمح"), watch.quotes(), watch.about(),
    ]  # fmt: skip
    for page in pages:
        assert json.loads(json.dumps(asdict(page))).keys() == asdict(page).keys()


def test_an_empty_archive_has_pages(tmp_path: Path) -> None:
    create_or_open(tmp_path / "empty.db").close()
    db = open_existing(tmp_path / "empty.db")
    empty = Observatory(db, catalogue(), outlets())
    assert empty.front().stories == 0
    assert empty.search("القمح").stories.total == 0
    assert empty.sources().sources == empty.entities().rows == empty.quotes().rows == ()
    with pytest.raises(NotInArchiveError):
        empty.entity("lavin")
    db.close()


def test_search_knows_the_other_spellings_of_a_country(tmp_path: Path) -> None:
    db = create_or_open(tmp_path / "a.db")
    for number, word in enumerate(["سوريا", "السورية", "لسورية", "سور"]):
        add(
            db,
            reading(Told(f"خبر {number}", [f"كلام عن شيء. كلام آخر عن {word} اليوم."]), path=f"{number}.txt"),
            outlets(),
        )
    syria = Entity("syria", EntityType.PLACE, "country", "سوريا", "Syria", ("سورية",))
    watch = Observatory(db, build([syria]), outlets())
    for query in ("سوريا", "سورية"):
        found = watch.search(query).stories
        assert {r.id for r in found.rows} == {"0.txt-0", "1.txt-0", "2.txt-0"}
        assert all(r.sentence and "كلام آخر" in r.sentence.text and r.sentence.marks for r in found.rows)
    assert watch.search("سور").stories.total == 1
    db.close()


def test_search_shows_the_sentence_with_most_of_the_words(tmp_path: Path) -> None:
    db = create_or_open(tmp_path / "a.db")
    told = Told("عنوان", ["ارتفع سعر النفط.", "هبط الذهب. وارتفع سعر القمح."], "2026-03-01")
    add(db, reading(told), outlets())
    sentence = Observatory(db, catalogue(), outlets()).search("سعر القمح").stories.rows[0].sentence
    assert sentence is not None
    assert sentence.text.strip() == "وارتفع سعر القمح."
    assert [sentence.text[a:b] for a, b, _ in sentence.marks] == ["سعر", "القمح"]
    db.close()

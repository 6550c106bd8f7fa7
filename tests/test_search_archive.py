"""Searching an archive in both stores: what is found, in which order, how many, and how the index keeps up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invented import Told, catalogue, outlets, reading
from marsad.config import Resolving
from marsad.errors import SearchIndexError, SettingsError
from marsad.observatory import Observatory
from marsad.observatory.pages import SearchFilters, SearchPage
from marsad.resolving import decide
from marsad.search import index as indexes
from marsad.search.checking import trouble
from marsad.search.following import Following
from marsad.search.index import writing
from marsad.store.adding import add
from marsad.store.archive import create_or_open
from marsad.store.changes import STORY, note_changes
from marsad.store.database import Database, Place, transaction
from marsad.store.judgements import Judgement

STORIES = {
    "wheat": Told(
        "ارتفاع سعر القمح", ["قال وزير الزراعة {lavin:سليم لافين} إن <lavin|سعر القمح سيرتفع في {mira:ميرا}>."],
        "2026-03-01", tags=("اقتصاد",),
    ),
    "ministers": Told(
        "اجتماع الوزراء", ["اجتمع وزيرا خارجية {mira:ميرا} و{qarta:قرطا}. ثم زاروا لميناء القديم."],
        "2026-03-20", "difaf", category="سياسة",
    ),
    "old": Told("سعر القمح قديما", ["كان سعر القمح أقل."], "2016-03-01", "difaf"),
    "title": Told("القمح", ["لا شيء."], "2026-02-01"),
    "mayor": Told(
        "المسئولون يزورون", ["زار المسئولون {?:نيكولاي بترينكو} في {new-one:ستيفان ديمستورا}."], "2026-03-21"
    ),
    "undated": Told("بلا يوم", ["حديث عن القمح في ميناء بعيد عن قرطا."], ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(module_place: Place) -> Iterator[Database]:
    db = create_or_open(module_place)
    for key, told in STORIES.items():
        add(db, reading(replace(told, id=key), path=f"{key}.txt"), outlets())
    yield db
    db.close()


@pytest.fixture(scope="module")
def watch(filled: Database) -> Observatory:
    return Observatory(filled, catalogue(), outlets())


def found(page: SearchPage) -> list[str]:
    """The ids of the stories on the page."""
    return [row.id for row in page.stories.rows]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("القمح", {"wheat", "old", "title", "undated"}),
        ("سعر القمح", {"wheat", "old"}),
        ('"سعر القمح"', {"wheat", "old"}),
        ('"القمح سعر"', set()),
        ('"القمح أقل"~2', {"old"}),
        ('"أقل القمح"~2', {"old"}),
        ('"سعر أقل"~0', set()),
        ('"ميناء القديم"', {"ministers"}),
        ("القمح -سعر", {"title", "undated"}),
        ("القمح NOT سعر", {"title", "undated"}),
        ("أقل | خارجية", {"old", "ministers"}),
        ("(أقل | خارجية) القمح", {"old"}),
        ("مسؤول", {"mayor"}),
        ("الوزير", {"wheat", "ministers"}),
        ('"وزير"', {"wheat"}),
        ("خارج*", {"ministers"}),
        ("زار*", {"ministers", "mayor"}),
        ("source:marsa القمح", {"wheat", "title", "undated"}),
        ("مصدر:الضفاف", {"ministers", "old"}),
        ("وسم:اقتصاد", {"wheat"}),
        ("tag:سياسه", {"ministers"}),
        ("entity:mira", {"wheat", "ministers"}),
        ("اسم:قرطا", {"ministers"}),
        ("speaker:lavin", {"wheat"}),
        ("قائل:lavin سوريا", set()),
        ("kind:صحيفة", {"ministers", "old"}),
        ("kind:agency -القمح", {"mayor"}),
        ("بعد:2026-03-20", {"ministers", "mayor"}),
        ("بعد:2026-03-20 قبل:2026-03-21", {"ministers"}),
        ("حتى:2016", {"old"}),
        ("يوم:2026-03", {"wheat", "ministers", "mayor"}),
        ("عنوان:القمح", {"wheat", "old", "title"}),
        ("lavin", {"wheat"}),
        ("salim lavin القمح", {"wheat"}),
        ("de mistura", {"mayor"}),
        ("source:nowhere القمح", set()),
        ("entity:nobody-here", set()),
        ("after:soon", set()),
    ],
)
def test_what_a_query_finds(watch: Observatory, query: str, ids: set[str]) -> None:
    page = watch.search(query)
    assert set(found(page)) == ids
    assert page.stories.total == len(ids)
    assert sum(day.count for day in page.months.days) + page.months.undated == len(ids)
    assert sum(hit.count for hit in page.sources) == len(ids)
    assert found(watch.search(query, order="newest")) == sorted(ids, key=lambda i: (STORIES[i].day, i), reverse=True)


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        (SearchFilters(source="difaf"), "source:difaf"),
        (SearchFilters(entity="mira", day_from="2026-03-02"), "entity:mira after:2026-03-02"),
        (SearchFilters(speaker="lavin"), "speaker:lavin"),
        (SearchFilters(tag="سياسة", kind="newspaper"), "tag:سياسة kind:newspaper"),
        (SearchFilters(day_to="2026-02-01"), "until:2026-02-01"),
    ],
)
def test_fields_of_the_form_are_filters_of_the_query(watch: Observatory, filters: SearchFilters, query: str) -> None:
    assert found(watch.search("", filters=filters)) == found(watch.search(query)) != []


def test_the_written_form_comes_first_and_fresh_before_old(watch: Observatory) -> None:
    assert found(watch.search("وزير"))[0] == "wheat"
    assert found(watch.search("سعر القمح")) == ["wheat", "old"]
    assert found(watch.search("القمح"))[0] == "title"


def test_an_order_that_is_none_is_refused(watch: Observatory) -> None:
    with pytest.raises(SettingsError, match="best, newest"):
        watch.search("القمح", order="oldest")


def test_sentences_are_shown_as_they_were_written(watch: Observatory) -> None:
    row = next(r for r in watch.search("سعر القمح").stories.rows if r.id == "wheat")
    assert row.sentence
    assert [row.sentence.text[a:b] for a, b, _ in row.sentence.marks] == ["سعر", "القمح"]
    assert [row.title[a:b] for a, b in row.title_marks] == ["سعر", "القمح"]
    (mayor,) = watch.search("مسؤول").stories.rows
    assert mayor.sentence
    assert [mayor.sentence.text[a:b] for a, b, _ in mayor.sentence.marks] == ["المسئولون"]
    (named,) = watch.search("salim lavin").stories.rows
    assert named.sentence
    assert [named.sentence.text[a:b] for a, b, _ in named.sentence.marks] == ["سليم لافين"]


def test_what_was_not_understood_is_said(watch: Observatory) -> None:
    assert [r.code for r in watch.search('"سعر القمح').remarks] == ["unclosed"]
    assert [(r.code, r.words) for r in watch.search("source:nowhere").remarks] == [("unknown_source", "nowhere")]
    assert [r.code for r in watch.search("after:soon").remarks] == ["unknown_date"]
    assert [r.words for r in watch.search("lavin").remarks] == ["lavin → سليم لافين"]


def test_misspelt_names_are_suggested(watch: Observatory) -> None:
    assert "سليم لافين" in watch.search("سليم لفين").suggestions
    assert watch.find("demistura").name == "ستيفان ديمستورا"
    assert watch.near("لفين")[0].id == "lavin"
    assert [row.entity.id for row in watch.entities(query="لاف").rows] == ["lavin"]


def test_quotes_are_searched_with_the_same_language(watch: Observatory) -> None:
    assert [q.story_id for q in watch.quotes(query="سعر -قديم").rows] == ["wheat"]
    assert watch.quotes(query="سعر", by="lavin", about="mira").total == 1
    assert watch.quotes(query="سعر", stance="deny").total == 0
    (row,) = watch.quotes(query="القمح").rows
    assert "القمح" in [row.text.text[a:b] for a, b, _ in row.text.marks]


PARTS = [*'"()|-*~:', " ", "القمح", "tag:", "بعد:", "lavin", "OR", "NEAR", "5", "ا*"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from([*'"()|-*~:', " ", "القمح", "tag:", "بعد:", "lavin", "OR", "NEAR", "5", "ا*"]), max_size=12
    )
)
def test_no_query_is_an_error(watch: Observatory, parts: list[str]) -> None:
    page = watch.search("".join(parts))
    assert len(page.stories.rows) <= page.stories.total


# ---- the index and its archive


@pytest.fixture
def db(place: Place) -> Iterator[Database]:
    opened = create_or_open(place)
    yield opened
    opened.close()


def tell(db: Database, key: str, words: str) -> None:
    """Adds a story."""
    add(db, reading(Told(words, [words], "2026-03-01", id=key), path=f"{key}.txt"), outlets())


def searched(db: Database, following: Following, query: str) -> list[str]:
    """The stories that a query finds."""
    return found(Observatory(db, catalogue(), outlets(), following=following).search(query))


def test_the_index_follows_what_is_added_changed_and_gone(db: Database, tmp_path: Path) -> None:
    one, other = Following(tmp_path / "index"), Following(tmp_path / "index", others=True)
    tell(db, "a", "خبر أول")
    assert searched(db, one, "خبر") == ["a"]
    assert searched(db, other, "خبر") == ["a"]
    tell(db, "b", "خبر ثان")
    assert one.behind(db) == 1
    assert searched(db, other, "ثان") == []
    assert searched(db, one, "ثان") == searched(db, other, "ثان") == ["b"]
    with transaction(db):
        number = db.execute("SELECT id FROM story WHERE key = 'a'").fetchone()[0]
        for table in ("story_doc", "label", "story"):
            db.execute(f"DELETE FROM {table} WHERE {'id' if table == 'story' else 'story'} = ?", (number,))
        note_changes(db, [(STORY, number)])
    assert searched(db, one, "خبر") == ["b"]
    assert one.behind(db) == 0


def test_names_brought_together_are_found_together(db: Database, tmp_path: Path) -> None:
    following = Following(tmp_path / "index")
    for key, name in (("x-1", "نيكولا بترين"), ("x-2", "نقولا بيترين")):
        add(db, reading(Told("خبر", [f"جاء {{{key}:{name}}}."], "2026-03-01", id=key), path=key), outlets())
    assert searched(db, following, "entity:x-1") == ["x-1"]
    decide(db, catalogue(), Resolving(), Judgement("merge", "x-1", "x-2", None, made_by="someone"))
    assert set(searched(db, following, "entity:x-1")) == {"x-1", "x-2"}
    decide(db, catalogue(), Resolving(), Judgement("rename", "x-1", None, "اسم جديد تماما", made_by="someone"))
    watch = Observatory(db, catalogue(), outlets(), following=following)
    assert [e.id for e in watch.near("اسم جديد تمام")] == ["x-1"]


@pytest.mark.parametrize("broken", ["gone", "emptied", "cut", "other version", "other archive", "newer"])
def test_an_index_that_does_not_fit_is_made_anew(
    db: Database, tmp_path: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index"
    tell(db, "a", "خبر أول")
    assert searched(db, Following(path), "خبر") == ["a"]
    if broken == "gone":
        shutil.rmtree(path)
    elif broken == "emptied":
        (path / "meta.json").write_text("")
    elif broken == "cut":
        for file in path.glob("*.term"):
            file.write_bytes(file.read_bytes()[:20])
    elif broken == "other version":
        monkeypatch.setattr(indexes, "VERSION", indexes.VERSION + 1)
    elif broken == "newer":
        with writing(path, "", lambda: 10**9, 1) as writer:
            assert writer
            writer.commit(replace(writer.state, last=10**9))
    else:
        with transaction(db):
            db.execute("UPDATE counter SET value = value + 1 WHERE name = 'archive'")
    following = Following(path)
    assert following.behind(db) > 0
    assert searched(db, following, "خبر") == ["a"]
    assert following.behind(db) == 0


def test_wrong_bytes_are_told_by_a_check_and_by_a_search_that_meets_them(db: Database, tmp_path: Path) -> None:
    following = Following(tmp_path / "index")
    assert [*trouble(db, following)] != []
    for number in range(30):
        tell(db, f"a{number}", f"خبر {number}")
    following.catch_up(db)
    assert [*trouble(db, following)] == []
    tell(db, "b", "خبر ثان")
    assert len([*trouble(db, following)]) == 1
    following.catch_up(db)
    assert [*trouble(db, following)] == []
    for file in (tmp_path / "index").glob("*.term"):
        whole = file.read_bytes()
        file.write_bytes(b"\xff" * (len(whole) // 2) + whole[len(whole) // 2 :])
    broken = Following(tmp_path / "index")
    assert any("damaged" in line for line in trouble(db, broken))
    with suppress(SearchIndexError):
        searched(db, broken, "خبر")
    assert broken.rebuild(db)
    assert [*trouble(db, broken)] == []
    assert searched(db, broken, "خبر ثان") == ["b"]


def test_a_writer_that_is_busy_is_waited_for_a_bounded_time(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "index"
    tell(db, "a", "خبر أول")
    Following(path).catch_up(db)
    tell(db, "b", "خبر ثان")
    state = Following(path).index().state()
    with writing(path, state.archive, lambda: 10**9, 1) as writer:
        assert writer
        waiting = Following(path)
        assert not waiting.catch_up(db, wait=0.1)
        assert found(Observatory(db, catalogue(), outlets(), following=Following(path, others=True)).search("خبر")) == [
            "a"
        ]
    assert waiting.catch_up(db)
    assert searched(db, waiting, "خبر ثان") == ["b"]


def test_where_nothing_can_be_written_the_index_is_in_memory(db: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    tell(db, "a", "خبر أول")
    assert searched(db, Following(tmp_path / "file" / "index"), "خبر") == ["a"]

"""Copies: which stories have one text, where it stood first, and that the order of adding leaves no trace."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dumping import said
from invented import catalogue
from invented import outlets as invented_outlets
from marsad.catalogue import Catalogue
from marsad.cli import main
from marsad.config import Resolving
from marsad.copies.groups import Decided, Group, Kind, Pair, Reason, Telling, groups
from marsad.copies.overlap import Overlap
from marsad.copies.shingles import WIDTH, fingerprint, shingles
from marsad.copies.texts import Text, overlap, pair
from marsad.errors import NotInArchiveError, SettingsError
from marsad.keeping.checking import check
from marsad.keeping.rebuilding import rebuild
from marsad.model import Layout, Page, PageType, Piece, Published, Reading, Span, Story, StoryReading
from marsad.observatory import Asked, Observatory
from marsad.outlets import Outlets
from marsad.outlets.known import build
from marsad.resolving import resolve
from marsad.store import copies
from marsad.store.adding import add_all
from marsad.store.archive import create_or_open
from marsad.store.database import Database, Place


def outlets() -> Outlets:
    """The invented outlets, an agency and a newspaper, by their names in any spelling."""
    return build(invented_outlets().by_key.values())


WORDS = [f"كلمة{n}" for n in range(400)]


def body(first: int, count: int, *, without: Sequence[int] = ()) -> list[str]:
    """So many words that stand in no other body."""
    return [word for n, word in enumerate(WORDS[first : first + count]) if n not in without]


REPORT = body(0, 120)
CUT = REPORT[:70]
LONGER = [*body(130, 90), *REPORT, *body(220, 80)]
REWRITTEN = [word if n % 20 else "غيرها" for n, word in enumerate(REPORT)]
REWORDED = [word if n % 5 else "غيرها" for n, word in enumerate(REPORT)]
OTHER = body(310, 80)


def told(
    key: str, words: Sequence[str], source: str = "difaf", day: str = "2026-03-01", *, moment: str | None = None,
    dateline: str | None = None,
) -> Reading:  # fmt: skip
    """A page with one story of these words."""
    title, text = f"عنوان {key}", " ".join(words)
    page = Page(key, f"{title}\n{text}", f"digest {key}", url=f"https://{source}.example/{key}")
    start = len(title) + 1
    published = Published(day, "day", day, day, (), "stated", moment=moment) if day else None
    story = Story(
        key, Piece.cut(page.text, 0, len(title)), (Piece.cut(page.text, start, len(page.text)),), source=source,
        url=page.url, published=published, byline=Piece(Span(0, 0), dateline) if dateline else None,
    )  # fmt: skip
    layout = Layout(PageType.ARTICLE, None, title, "ar", (story,))
    return Reading(page, layout, (StoryReading(story),), "1")


PAGES = (
    told("agency", REPORT, "marsa", "2026-03-01"),
    told("full", REPORT, "difaf", "2026-03-01", dateline="الضفاف - المرسى"),
    told("cut", CUT, "difaf", "2026-03-02"),
    told("longer", LONGER, "difaf", "2026-03-03"),
    told("rewritten", REWRITTEN, "difaf", ""),
    told("reworded", REWORDED, "difaf", "2026-03-04"),
    told("other", OTHER, "difaf", "2026-03-01"),
)


def groups_of(db: Database) -> dict[str, dict[str, str]]:
    """Of each group its stories with their kinds, by the origin."""
    found: dict[str, dict[str, str]] = {}
    query = (
        "SELECT o.key, s.key, c.kind FROM copy_of AS c JOIN story AS s ON s.id = c.story"
        " JOIN story AS o ON o.id = c.origin"
    )
    for origin, story, kind in db.execute(query):
        found.setdefault(origin, {})[story] = kind
    return found


EXPECTED = {
    "agency": {
        "agency": "origin",
        "full": "full",
        "cut": "cut",
        "longer": "inside",
        "rewritten": "rewrite",
        "reworded": "rewrite",
    },
}


@pytest.fixture
def known() -> Catalogue:
    return catalogue()


def test_kinds_of_copies(place: Place) -> None:
    db = create_or_open(place)
    add_all(db, PAGES, outlets())
    assert groups_of(db) == EXPECTED
    copied = {key for (key,) in db.execute("SELECT key FROM story WHERE is_copy = 1")}
    assert copied == {"full", "cut", "rewritten", "reworded"}
    counts = db.execute("SELECT sum(stories), sum(copies) FROM source_day").fetchone()
    assert tuple(counts) == (7, 4)
    assert check(db).findings == []
    db.close()


def test_another_order_gives_the_same(place: Place, tmp_path: Path) -> None:
    db = create_or_open(place)
    add_all(db, PAGES, outlets())
    expected = said(db)
    db.close()
    for seed in range(4):
        pages = random.Random(seed).sample(PAGES, len(PAGES))
        db = create_or_open(tmp_path / f"{seed}.db")
        for at in range(0, len(pages), seed + 1):
            add_all(db, pages[at : at + seed + 1], outlets())
            assert check(db).findings == []
        found = said(db)
        for table in ("fingerprint", "common_fingerprint", "overlap", "copy_of", "source_day", "archive_day"):
            assert found[table] == expected[table]
        db.close()


def test_everything_made_anew_is_the_same(place: Place, known: Catalogue) -> None:
    db = create_or_open(place)
    add_all(db, PAGES, outlets())
    expected = said(db)
    db.begin()
    for table in ("fingerprint", "common_fingerprint", "overlap", "copy_of"):
        db.execute(f"DELETE FROM {table}")
    db.commit()
    assert not check(db).clean
    rebuild(db, known, Resolving())
    assert said(db)["copy_of"] == expected["copy_of"]
    assert said(db)["overlap"] == expected["overlap"]
    resolve(db, known, Resolving(), whole=True)
    assert said(db)["copy_of"] == expected["copy_of"]
    assert check(db).findings == []
    db.close()


def test_a_formula_that_too_many_texts_have_finds_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it becomes common, and when it is common no more, the pairs are as if all had come at once."""
    monkeypatch.setattr(copies, "COMMON", 3)
    monkeypatch.setattr("marsad.keeping.copied.COMMON", 3)
    formula = body(0, 60)
    pages = [told(f"f{n}", [*formula, *(f"خاص{n}و{m}" for m in range(3))]) for n in range(6)]
    db = create_or_open(place)
    for page in pages:
        add_all(db, [page], outlets())
    assert db.execute("SELECT count(*) FROM common_fingerprint").fetchone()[0] > 0
    assert groups_of(db) == {}
    numbers = [row[0] for row in db.execute("SELECT id FROM story WHERE key IN ('f0', 'f1', 'f2')")]
    db.begin()
    left = copies.leave(db, numbers)
    for number in numbers:
        for table in ("label", "mention", "story_doc"):
            db.execute(f"DELETE FROM {table} WHERE story = ?", (number,))
        db.execute("DELETE FROM story WHERE id = ?", (number,))
    copies.settle(db, left)
    db.commit()
    assert db.execute("SELECT count(*) FROM common_fingerprint").fetchone()[0] == 0
    assert [sorted(members) for members in groups_of(db).values()] == [["f3", "f4", "f5"]]
    db.close()


def test_what_people_say_wins(place: Place, known: Catalogue) -> None:
    db = create_or_open(place)
    add_all(db, PAGES, outlets())
    watch = Observatory(db, known, outlets(), writer=lambda: create_or_open(place))
    number = watch.decide("other_text", "cut", other="agency", who="هدى")
    watch.decide("same_text", "agency", other="other", who="هدى")
    found = groups_of(db)
    assert "cut" not in found["agency"]
    assert found["agency"]["other"] == "rewrite"
    resolve(db, known, Resolving(), whole=True)
    assert groups_of(db) == found
    assert check(db).findings == []
    shown = watch.judgements("people").rows
    assert [(row.kind, row.entity_name, row.other_name) for row in shown] == [
        ("same_text", "عنوان agency", "عنوان other"),
        ("other_text", "عنوان cut", "عنوان agency"),
    ]
    watch.undo(number, who="هدى")
    assert groups_of(db)["agency"]["cut"] == "cut"
    with pytest.raises(SettingsError, match="two stories"):
        watch.decide("same_text", "cut", other="cut", who="هدى")
    with pytest.raises(NotInArchiveError):
        watch.decide("same_text", "cut", other="nobody", who="هدى")
    db.close()


def test_a_search_counts_each_text_once_when_asked(place: Place, known: Catalogue) -> None:
    db = create_or_open(place)
    add_all(db, PAGES, outlets())
    watch = Observatory(db, known, outlets(), writer=lambda: create_or_open(place))
    each, once = watch.search(CUT[0]), watch.search(CUT[0], once=True)
    assert {row.id for row in each.stories.rows} == {"agency", "full", "cut", "longer"}
    assert {row.id for row in once.stories.rows} == {"agency", "longer"}
    assert (each.stories.total, once.stories.total) == (4, 2)
    assert sum(hit.count for hit in once.sources) == sum(day.count for day in once.months.days) == 2
    watch.decide("other_text", "cut", other="agency", who="هدى")
    assert {row.id for row in watch.search(CUT[0], once=True).stories.rows} == {"agency", "longer", "cut"}
    figures = watch.search(CUT[0], once=True, figures=True).figures
    assert figures is not None
    assert figures.stories == 3
    db.close()


def test_the_pages(place: Place, known: Catalogue) -> None:
    db = create_or_open(place)
    add_all(db, PAGES, outlets())
    watch = Observatory(db, known, outlets())
    page = watch.copy("cut")
    assert (page.group.id, page.group.reason, page.group.sources, page.group.copies) == ("agency", "agency", 2, 4)
    assert [(c.story.id, c.days) for c in page.group.members] == [
        ("agency", 0), ("full", 0), ("cut", 1), ("longer", 2), ("reworded", 3), ("rewritten", None),
    ]  # fmt: skip
    assert (page.before.story.id, page.after.story.id) == ("agency", "cut")
    assert page.alignment is not None
    assert page.alignment.new_title
    assert watch.story("longer").copies == page.group
    assert watch.story("other").copies is None
    with pytest.raises(NotInArchiveError):
        watch.copy("other")
    source = watch.source("difaf", Asked(whole=True)).copying
    assert (source.stories, source.own, source.copies) == (6, 2, 4)
    assert [(flow.source.id, flow.texts, flow.days) for flow in source.takes] == [("marsa", 4, 1)]
    assert [(link.id, n) for link, n in source.credits] == [("marsa", 1)]
    given = watch.source("marsa", Asked(whole=True)).copying
    assert [(flow.taker.id, flow.texts) for flow in given.taken] == [("difaf", 4)]
    found = watch.copies(Asked(whole=True))
    assert (found.total, found.groups[0].id, [(f.source.id, f.taker.id, f.texts) for f in found.flows]) == (
        1, "agency", [("marsa", "difaf", 4)],
    )  # fmt: skip
    db.close()


def test_the_commands(tmp_path: Path) -> None:
    path, run = tmp_path / "a.db", CliRunner()
    db = create_or_open(path)
    add_all(db, PAGES, outlets())
    db.close()
    lines = [json.loads(line) for line in run.invoke(main, ["--db", str(path), "copies", "--json"]).stdout.splitlines()]
    assert [(g["id"], g["origin"]) for g in lines] == [("agency", {"story": "agency", "reason": "agency"})]
    assert [(s["id"], s["kind"], s["source"], s["published"]) for s in lines[0]["stories"]] == [
        ("agency", "origin", "marsa", "2026-03-01"), ("full", "full", "difaf", "2026-03-01"),
        ("cut", "cut", "difaf", "2026-03-02"), ("longer", "inside", "difaf", "2026-03-03"),
        ("reworded", "rewrite", "difaf", "2026-03-04"), ("rewritten", "rewrite", "difaf", None),
    ]  # fmt: skip
    assert lines[0]["stories"][0]["url"] == "https://marsa.example/agency"
    pairs = [
        json.loads(line) for line in run.invoke(main, ["--db", str(path), "copies", "--pairs"]).stdout.splitlines()
    ]
    assert {"stories": ["agency", "full"], "overlap": 1.0, "containment": 1.0, "likeness": 1.0} in pairs
    db = create_or_open(path)
    db.begin()
    db.execute("DELETE FROM copy_of")
    db.commit()
    db.close()
    assert run.invoke(main, ["--db", str(path), "resolve", "--all"]).exit_code == 0
    again = [json.loads(line) for line in run.invoke(main, ["--db", str(path), "copies", "--json"]).stdout.splitlines()]
    assert again == lines
    assert "agency" in run.invoke(main, ["--db", str(path), "copies"]).output
    assert "rewritten" in run.invoke(main, ["--db", str(path), "copies", "show", "full"]).output
    assert run.invoke(main, ["--db", str(path), "copies", "part", "cut", "full", "--by", "هدى"]).exit_code == 0
    assert "cut" not in run.invoke(main, ["--db", str(path), "copies", "--json"]).stdout.split('"stories"')[1]
    wrong = run.invoke(main, ["--db", str(path), "copies", "show", "nothing"])
    assert wrong.exit_code == 1
    assert "no story in the archive has the id" in wrong.output


def one(
    key: str, words: Sequence[str], *, source: str | None = None, agency: bool = False, credited: str | None = None,
    day: str = "", moment: str | None = None,
) -> tuple[Telling, Text]:  # fmt: skip
    text = Text.of(words)
    return Telling(key, " ".join(words), text.size, source, agency, credited, day, moment), text


def grouped(*told: tuple[Telling, Text], decided: Decided | None = None) -> list[Group]:
    pairs = [
        Pair(a.text, b.text, found)
        for (a, mine), (b, theirs) in itertools.combinations(told, 2)
        if a.text != b.text and (found := pair(mine, theirs))
    ]
    return groups([telling for telling, _ in told], pairs, decided or Decided())


def test_why_a_story_is_the_origin() -> None:
    early, late = one("b", REPORT, day="2026-03-01"), one("a", REPORT, day="2026-03-02")
    assert [(g.origin, g.reason) for g in grouped(early, late)] == [("b", Reason.EARLIEST)]
    times = [one(k, REPORT, day="2026-03-01", moment=f"2026-03-01T0{n}:00Z") for n, k in ((9, "a"), (7, "b"))]
    assert [(g.origin, g.reason) for g in grouped(*times)] == [("b", Reason.EARLIEST)]
    mixed = [one("a", REPORT, day="2026-03-01", moment="2026-03-01T09:00Z"), one("b", REPORT, day="2026-03-01")]
    assert [(g.origin, g.reason) for g in grouped(*mixed)] == [("a", Reason.UNSURE)]
    assert [(g.origin, g.reason) for g in grouped(one("a", CUT), one("b", REPORT))] == [("b", Reason.COMPLETE)]
    agency = one("z", REPORT, source="marsa", agency=True, day="2026-03-03")
    credits = one("a", REPORT, source="difaf", credited="marsa", day="2026-03-02")
    assert [(g.origin, g.reason) for g in grouped(agency, credits)] == [("z", Reason.AGENCY)]
    silent = one("a", REPORT, source="difaf", day="2026-03-02")
    assert [(g.origin, g.reason) for g in grouped(agency, silent)] == [("a", Reason.EARLIEST)]


def test_a_round_up_does_not_make_one_text_of_all_that_it_holds() -> None:
    reports = [one(f"r{n}", body(n * 60, 50)) for n in range(4)]
    round_up = one("all", [word for n in range(4) for word in body(n * 60, 50)])
    found = grouped(*reports, round_up)
    assert [len(g.members) for g in found] == [2]
    assert {m.kind for m in found[0].members} == {Kind.ORIGIN, Kind.CUT}


def test_notices_of_one_form_are_no_copies() -> None:
    """The same frame around other names: less than half of either stands in both."""

    def notice(n: int) -> list[str]:
        return [
            *body(0, 35),
            *(f"الاسم{n}و{m}" for m in range(14)),
            *body(60, 20),
            *(f"التهمة{n}و{m}" for m in range(14)),
        ]

    assert grouped(one("a", notice(1)), one("b", notice(2))) == []


def test_a_reworded_text_is_found_by_its_phrases() -> None:
    """No run of six words is left of the text, but most phrases are."""
    found = pair(Text.of(REPORT), Text.of(REWORDED))
    assert found is not None
    assert (found.shared, found.rewritten, found.repeated) == (0, True, False)
    assert found.standing == found.phrases / found.my_phrases > 0.5
    hardly = [word if n % 2 else "غيرها" for n, word in enumerate(REPORT)]
    assert pair(Text.of(REPORT), Text.of(hardly)) is None


def test_a_chain_of_rewordings_is_not_one_text() -> None:
    """Each is a rewording of the next; the first and the last have little in common."""
    tellings = [Telling(key, key, 100, day=f"2026-03-0{n}") for n, key in enumerate("abcde", 1)]
    pairs = [Pair(*turn, Overlap(0, 100, 100, 80, 50, 100, 100)) for turn in itertools.pairwise("abcde")]
    assert [{m.story for m in g.members} for g in groups(tellings, pairs)] == [{"a", "b", "c"}, {"d", "e"}]


def test_what_an_outlet_tells_every_day_in_like_words_is_no_rewriting() -> None:
    pair_ = Pair("a", "b", Overlap(0, 100, 100, 90, 50, 100, 100))
    days = ("2026-03-01", "2026-03-02")
    tellings = {
        outlets_: [
            Telling(key, key, 100, outlet, day=day) for key, outlet, day in zip("ab", outlets_, days, strict=True)
        ]
        for outlets_ in (("difaf", "difaf"), ("difaf", "marsa"), (None, None))
    }
    found = {outlets_: len(groups(told_, [pair_])) for outlets_, told_ in tellings.items()}
    assert found == {("difaf", "difaf"): 0, ("difaf", "marsa"): 1, (None, None): 1}
    same_day = [Telling(key, key, 100, "difaf", day=days[0]) for key in "ab"]
    assert len(groups(same_day, [pair_])) == 1


words_of_texts = st.lists(st.sampled_from(WORDS[:60]), min_size=0, max_size=80)


@given(words_of_texts, words_of_texts)
def test_overlap_is_what_sets_say(mine: list[str], theirs: list[str]) -> None:
    sets = [{tuple(words[n : n + WIDTH]) for n in range(len(words) - WIDTH + 1)} for words in (mine, theirs)]
    found = overlap(Text.of(mine), Text.of(theirs))
    assert (found.shared, found.mine, found.theirs) == (len(sets[0] & sets[1]), len(sets[0]), len(sets[1]))
    assert found.turned().turned() == found


@given(st.lists(st.sampled_from(WORDS), min_size=37, max_size=120), st.integers(0, 60), st.integers(0, 60))
def test_texts_that_share_a_long_run_share_a_fingerprint(run: list[str], before: int, after: int) -> None:
    """A run as long as a window and a shingle together, wherever it stands."""
    other = [*(f"قبل{n}" for n in range(before)), *run, *(f"بعد{n}" for n in range(after))]
    assert set(fingerprint(shingles(run))) & set(fingerprint(shingles(other)))


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 90), st.integers(20, 90)), min_size=1, max_size=7),
    st.randoms(),
)
def test_groups_do_not_depend_on_the_order(cuts: list[tuple[int, int, int]], turn: random.Random) -> None:
    told = [one(f"s{n}", body(block * 90 + first // 3, length)) for n, (block, first, length) in enumerate(cuts)]
    mixed = list(told)
    turn.shuffle(mixed)
    assert grouped(*mixed) == grouped(*told)

"""A made Wikidata dump becomes a look-up file, however it is packed and however often the import is killed."""

from __future__ import annotations

import bz2
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad import catalogue
from marsad.catalogue import bzip2, importing
from marsad.catalogue.compact import Compact
from marsad.catalogue.dumps import open_lines
from marsad.catalogue.imported import Imported
from marsad.catalogue.importing import import_file
from marsad.catalogue.wikidata import parse, worth_parsing
from marsad.cli import main
from marsad.errors import CatalogueError
from marsad.model import EntityType
from marsad.names import NameTools
from marsad.text.tokens import folded_words

MADE = Path(__file__).parent.parent / "bench" / "made_dump.py"


def value(number: int, **more: Any) -> dict[str, Any]:
    return {"mainsnak": {"datavalue": {"value": {"numeric-id": number}}}, "rank": "normal", **more}


def time(told: str, precision: int) -> dict[str, Any]:
    return {"mainsnak": {"datavalue": {"value": {"time": told, "precision": precision}}}, "rank": "normal"}


def item(q: int, name: str, cls: int, *aliases: str, wikis: int = 1, title: str = "", **claims: Any) -> dict[str, Any]:
    links = {f"x{n}wiki": {"title": name} for n in range(wikis)}
    if title:
        links["arwiki"] = {"title": title}
    return {
        "type": "item",
        "id": f"Q{q}",
        "labels": {"ar": {"language": "ar", "value": name}},
        "aliases": {"ar": [{"language": "ar", "value": a} for a in aliases]},
        "descriptions": {"ar": {"language": "ar", "value": f"وصف {name}"}},
        "claims": {"P31": [value(cls)], **claims},
        "sitelinks": links,
    }


SPAN = {"P580": [{"datavalue": {"value": {"time": "+2012-03-01T00:00:00Z", "precision": 11}}}],
        "P582": [{"datavalue": {"value": {"time": "+2014-00-00T00:00:00Z", "precision": 9}}}]}  # fmt: skip
ITEMS = [
    item(99000900, "وزير البحار", 4164871),
    item(99000901, "سلمان النورسي", 5, "سلمان بن وائل النورسي", wikis=20, title="سلمان النورسي (وزير)",
         P27=[value(262)],
         P569=[time("+1951-04-02T00:00:00Z", 11)], P570=[time("+2015-05-00T00:00:00Z", 10)],
         P39=[value(99000900, qualifiers=SPAN)],
         P18=[{"mainsnak": {"datavalue": {"value": "Nawrasi.jpg"}}, "rank": "normal"}]),
    item(99000902, "سلمان النورسي", 5, wikis=2),
    item(99000903, "بلدة المرجان الأزرق", 990002, P17=[value(262)]),
    item(99000904, "فيلم النورس", 11424),
    item(99000905, "كورانيا السفلى", 990001, wikis=3),
    {"id": "Q990001", "claims": {"P279": [value(990002)]}},
    {"id": "Q990002", "claims": {"P279": [value(486972)]}},
    {"id": "P31", "labels": {"ar": {"language": "ar", "value": "نموذج من"}}},
    item(99000906, "القاعة", 515, wikis=30),
    item(99000907, "كتاب", 515, wikis=90),
    item(99000908, "مرجانيا", 515, wikis=60),
    item(99000909, "نورسيا", 515, wikis=2),
    item(99000910, "نوارس", 5, wikis=2),
]  # fmt: skip


def dump(folder: Path, items: list[dict[str, Any]], name: str = "dump.json") -> Path:
    path = folder / name
    lines = ",\n".join(json.dumps(i, ensure_ascii=False, separators=(",", ":")) for i in items)
    data = f"[\n{lines}\n]\n".encode()
    packed = {".gz": gzip.compress, ".bz2": bz2.compress}.get(path.suffix, bytes)
    path.write_bytes(packed(data))
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    import_file(dump(folder, ITEMS), folder / "small.marsad")
    return folder / "small.marsad"


def marsad(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words])


def test_people_places_and_bodies_are_kept_with_their_facts_and_works_are_not(small: Path) -> None:
    compact = Compact(small)
    names = {compact.facts(n).q: (compact.facts(n).type, compact.facts(n).kind) for n in range(len(compact))}
    cities = dict.fromkeys((99000903, *range(99000905, 99000910)), ("LOC", "city"))
    assert names == cities | dict.fromkeys((99000901, 99000902, 99000910), ("PER", "person"))
    index = compact.index(99000901)
    assert index is not None
    details = compact.details(index)
    assert (details.born, details.died, details.picture) == ("1951-04-02", "2015-05", "Nawrasi.jpg")
    assert [tuple(o) for o in details.offices] == [(99000900, "وزير البحار", "2012-03-01", "2014")]
    assert details.aliases == ("سلمان بن وائل النورسي",)


def test_every_name_is_found_at_its_words_with_the_most_linked_bearer_first(small: Path) -> None:
    compact = Compact(small)
    words = folded_words("سلمان بن وائل النورسي قال")
    ((size, number),) = compact.beginning(words)
    assert size == 4
    assert [compact.facts(i).q for i, _ in compact.bearers(number)] == [99000901]
    homonyms = compact.bearers(compact.number(["سلمان", "النورسي"]))
    assert [(compact.facts(i).q, alias) for i, alias in homonyms] == [(99000901, False), (99000902, False)]
    assert compact.beginning(["سلمان", "قال"]) == []
    assert compact.number(["وائل"]) is None


@pytest.mark.parametrize("packed", ["dump.json.gz", "dump.json.bz2"])
def test_packing_makes_no_difference(tmp_path: Path, small: Path, packed: str) -> None:
    into = tmp_path / "own.marsad"
    import_file(dump(tmp_path, ITEMS, packed), into)
    mine, theirs = Compact(into), Compact(small)
    assert {n: bytes(s) for n, s in mine.sections()} == {n: bytes(s) for n, s in theirs.sections()}


@pytest.mark.parametrize("suffix", ["", ".gz", ".bz2"])
@pytest.mark.parametrize("killed", ["take", "commit", "finish"])
def test_an_import_killed_at_any_moment_and_run_again_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, killed: str
) -> None:
    source = tmp_path / f"made.json{suffix}"
    subprocess.run([sys.executable, str(MADE), str(source), "--items", "3000"], check=True)
    monkeypatch.setattr(importing, "STEP", 700)
    whole, broken = tmp_path / "whole.marsad", tmp_path / "broken.marsad"
    import_file(source, whole)
    assert len(Compact(whole)) > 500
    real = {"take": importing._Dump.take, "commit": importing.Staging.commit, "finish": importing._Dump.finish}[killed]
    owner = importing.Staging if killed == "commit" else importing._Dump
    calls = 0

    def dies(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == (1 if killed == "finish" else 3):
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(owner, killed, dies)
    with pytest.raises(KeyboardInterrupt):
        import_file(source, broken)
    monkeypatch.setattr(owner, killed, real)
    assert not broken.exists()
    import_file(source, broken)
    assert broken.read_bytes() == whole.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([source.name, "whole.marsad", "broken.marsad"])


@settings(deadline=None, max_examples=20)
@given(st.lists(st.binary(min_size=0, max_size=300).map(lambda b: b.replace(b"\n", b" ").replace(b"\r", b" "))),
       st.integers(1, 9))  # fmt: skip
def test_bzip2_is_read_from_every_mark_as_from_the_beginning(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], level: int
) -> None:
    path = tmp_path_factory.mktemp("bz") / "lines.bz2"
    half = len(lines) // 2
    streams = [b"".join(line + b"\n" for line in part) for part in (lines[:half], lines[half:])]
    path.write_bytes(b"".join(bz2.compress(s, level) for s in streams))
    source = open_lines(path)
    marks = [(line, source.mark) for line in source]
    assert [line for line, _ in marks] == lines
    for n, (_, mark) in enumerate(marks):
        assert list(open_lines(path, mark)) == lines[n + 1 :]


def test_bzip2_of_many_blocks_is_the_text_and_a_cut_one_is_told(tmp_path: Path) -> None:
    text = b"".join(b"%d %d\n" % (n, n * n * 7919) for n in range(150_000))
    path = tmp_path / "many.bz2"
    path.write_bytes(bz2.compress(text, 1))
    found = list(bzip2.blocks(path))
    assert len(found) > 10
    assert b"".join(b.data for b in found) == text
    assert b"".join(b.data for b in bzip2.blocks(path, found[7].bit)) == b"".join(b.data for b in found[7:])
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(EOFError, match="ends within the block"):
        list(bzip2.blocks(path))


@pytest.mark.parametrize("suffix", [".gz", ".bz2"])
def test_a_dump_that_is_cut_off_is_told_and_the_whole_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    source = dump(tmp_path, [item(2000 + n, f"اسم رقم{n}", 515) for n in range(9000)], f"d.json{suffix}")
    whole = source.read_bytes()
    source.write_bytes(whole[: len(whole) // 2])
    result = marsad("catalogue", "import", source, "--into", tmp_path / "o.marsad")
    assert result.exit_code == 1
    assert "cut off or damaged" in result.stderr


def test_a_file_that_is_no_dump_is_told_with_its_first_lines(tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("هذا نص عادي\nوليس ملف بيانات\n", encoding="utf-8")
    result = marsad("catalogue", "import", path, "--into", tmp_path / "o.marsad")
    assert result.exit_code == 1
    assert "no dump of Wikidata" in result.stderr
    assert "هذا نص عادي" in result.stderr
    assert list(tmp_path.glob("o.marsad*")) == []


def test_lines_that_are_no_entities_are_counted_and_lose_nothing(tmp_path: Path) -> None:
    path = dump(tmp_path, ITEMS[:4])
    path.write_bytes(
        path.read_bytes() + b'{"broken":{"ar":{"language":"ar" \n{"labels":{"ar":{"language":"ar","value":"x"}}}\n'
    )
    done = import_file(path, tmp_path / "o.marsad")
    assert (done.refused, done.kept) == (2, 2)
    assert all(done.examples)


def test_another_file_cannot_go_on_with_an_unfinished_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "STEP", 2)

    def stop(read: int, lines: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(dump(tmp_path, ITEMS), tmp_path / "o.marsad", stop)
    with pytest.raises(CatalogueError, match="unfinished import of another file"):
        import_file(dump(tmp_path, ITEMS[:5], "other.json"), tmp_path / "o.marsad")


XML = """<feed>
<doc>
<title>ويكيبيديا: سلمان النورسي (وزير)</title>
<url>https://ar.wikipedia.example/wiki/Nawrasi</url>
<abstract>سلمان النورسي وزير سابق للبحار &amp; الموانئ.</abstract>
<links>
<sublink linktype="nav"><anchor>حياته</anchor><link>https://ar.wikipedia.example/wiki/x</link></sublink>
</links>
</doc>
</feed>
"""


@pytest.mark.parametrize("form", ["xml", "jsonl"])
def test_biographies_are_matched_by_title_and_keep_whom_they_are_from(tmp_path: Path, small: Path, form: str) -> None:
    into = tmp_path / "own.marsad"
    into.write_bytes(small.read_bytes())
    told = tmp_path / f"abstracts.{form}"
    url = "https://ar.wikipedia.example/wiki/Nawrasi"
    text = "سلمان النورسي وزير سابق للبحار & الموانئ."
    line = json.dumps({"title": "سلمان_النورسي_(وزير)", "extract": text, "url": url}, ensure_ascii=False)
    told.write_text(XML if form == "xml" else line + "\n", encoding="utf-8")
    assert import_file(told, into).kept == 1
    compact = Compact(into)
    index = compact.index(99000901)
    assert index is not None
    biography = compact.biography(index)
    assert biography is not None
    assert tuple(biography) == (text, "سلمان النورسي (وزير)", url, "CC BY-SA 4.0")
    assert compact.biography(index + 1) is None
    shown = marsad("--catalogue", into, "catalogue", "find", "سلمان النورسي")
    assert text in shown.stdout
    assert url in shown.stdout
    assert "CC BY-SA 4.0" in shown.stdout


def test_biographies_need_the_entities_first(tmp_path: Path) -> None:
    told = tmp_path / "abstracts.xml"
    told.write_text(XML, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"absent\.marsad"):
        import_file(told, tmp_path / "absent.marsad")


def test_info_tells_what_a_file_holds(small: Path) -> None:
    told = json.loads(marsad("catalogue", "info", small, "--json").stdout)
    assert (told["entities"], told["names"], told["biographies"]) == (9, 9, 0)
    assert told["kinds"]["LOC city"] == 6


def test_a_cut_look_up_file_is_told(tmp_path: Path, small: Path) -> None:
    path = tmp_path / "cut.marsad"
    path.write_bytes(small.read_bytes()[:-8])
    with pytest.raises(CatalogueError, match=r"cut\.marsad is no whole catalogue"):
        catalogue.load([path])


def test_a_line_without_an_arabic_label_or_a_class_is_passed_over() -> None:
    english = b'{"id":"Q1","labels":{"en":{"language":"en","value":"x"}},"claims":{"P31":[]}}'
    assert not worth_parsing(english)
    assert worth_parsing(b'{"id":"Q1","labels":{"ar": {"language": "ar", "value": "x"}}}')
    found = parse(json.dumps(ITEMS[1]).encode() + b",")
    assert found is not None
    assert (found.q, found.country, found.sitelinks, found.title) == (99000901, 262, 21, "سلمان النورسي (وزير)")


# Names of a look-up file in stories


@pytest.fixture(scope="module")
def tools(small: Path) -> NameTools:
    return NameTools.load(catalogue.load([small]))


def found_in(text: str, tools: NameTools) -> list[tuple[str, str, str | None]]:
    from marsad.model import Piece, Story
    from marsad.names import find

    story = Story("s", None, (Piece.cut(text, 0, len(text)),))
    return [(m.type.value, m.text, m.entity.id if m.entity else None) for m in find(text, story, tools)]


def test_imported_names_are_found_without_the_particles_before_them(tools: NameTools) -> None:
    assert found_in("وصل الوفد إلى كورانيا السفلى وبكورانيا السفلى أقام.", tools) == [
        ("LOC", "كورانيا السفلى", "Q99000905"),
        ("LOC", "كورانيا السفلى", "Q99000905"),
    ]
    assert ("LOC", "مرجانيا", "Q99000908") in found_in("وسافر الوفد إلى مرجانيا أمس.", tools)


@pytest.mark.parametrize("text", ["وصلوا إلى القاعة أمس.", "قرأ الرئيس كتاب التاريخ.", "شوهدت نوارس على الشاطئ.",
                                  "زاروا نورسيا أمس."])  # fmt: skip
def test_everyday_words_short_names_and_rare_names_do_not_fire_by_themselves(tools: NameTools, text: str) -> None:
    assert [e for _, _, e in found_in(text, tools) if e and e.startswith("Q")] == []


def test_a_rare_name_is_found_after_a_word_for_its_kind(tools: NameTools) -> None:
    assert ("LOC", "نورسيا", "Q99000909") in found_in("زاروا مدينة نورسيا أمس.", tools)


def test_a_shipped_entity_stays_the_same_when_it_is_imported_too(tmp_path: Path) -> None:
    twin = item(907777, "سيرغي لافروف", 5, "سيرغي فيكتوروفيتش لافروف", wikis=80, P27=[value(159)])
    import_file(dump(tmp_path, [twin, item(907778, "سيرغي لافروف", 5, wikis=1)]), tmp_path / "o.marsad")
    known = catalogue.load([tmp_path / "o.marsad"])
    tools = NameTools.load(known)
    named = found_in("قال سيرغي فيكتوروفيتش لافروف إن بلاده مستعدة.", tools)
    assert named == [("PER", "سيرغي فيكتوروفيتش لافروف", "sergey-lavrov")]
    (file,) = known.imported
    assert isinstance(file, Imported)
    assert file.index_of(known.entities["sergey-lavrov"]) == 0
    assert known.entities["Q907778"].type is EntityType.PERSON

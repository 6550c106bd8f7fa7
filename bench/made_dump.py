"""Writes a made Wikidata dump of any size: everything in it is invented, the same number gives the same bytes.

    python bench/made_dump.py OUT --items 1000000 [--abstracts OUT2 | --words TEXT]

``OUT`` may end in .gz or .bz2. One item in three has an Arabic label, as people, places, bodies or what is no name;
names are joined from invented syllables, so that many begin alike and some are homonyms. Every thousandth item is a
class below one of the shipped list. With ``--words`` all items are people, named by chance from the words of a text,
the commoner the oftener: names that begin as running text does, the hardest ones to scan that text for.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import orjson

SYLLABLES = "با تو ثي جا حو خي دا رو زي سا شو صي طا عو غي فا قو كي لا مو ني ها وي يا ران دور ليم سان كور تيم"
ROOTS = (("PER", 5), ("LOC", 515), ("LOC", 486972), ("ORG", 43229), ("ORG", 7278), ("ORG", 11032), ("-", 11424))
COUNTRIES = (79, 262, 810, 822, 858, 889, 159, 30, 142, 1028)
Json = dict[str, Any]


def word(rng: random.Random) -> str:
    """An invented word of two to four syllables."""
    return "".join(rng.choices(SYLLABLES.split(), k=rng.randint(2, 4)))


def claim(value: Json | str, kind: str, **more: Any) -> Json:
    """A statement with the one value."""
    snak = {"snaktype": "value", "datavalue": {"value": value, "type": kind}}
    return {"mainsnak": snak, "type": "statement", "rank": "normal", **more}


def entity(number: int) -> Json:
    """The value of a statement that leads to an item."""
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def day(rng: random.Random, since: int) -> Json:
    """A date to the day."""
    told = f"+{rng.randint(since, since + 40)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T00:00:00Z"
    return {"time": told, "timezone": 0, "precision": 11, "calendarmodel": "Q1985727"}


def items(count: int, seed: int = 1) -> Iterator[Json]:
    """The items of the dump, in the order of a dump: by id, classes among them, before or after their members."""
    rng = random.Random(seed)
    classes = {q: [q, *(10_000_000 + 1000 * n for n in range(count // 1000) if n % len(ROOTS) == k)]
               for k, (_, q) in enumerate(ROOTS)}  # fmt: skip
    parents = {q: root for root, found in classes.items() for q in found[1:]}
    for number in range(10_000_000, 10_000_000 + count):
        if number in parents:
            labels = {"en": {"language": "en", "value": f"class {number}"}}
            claims = {"P279": [claim(entity(parents[number]), "wikibase-entityid")]}
            yield {"type": "item", "id": f"Q{number}", "labels": labels, "claims": claims, "sitelinks": {}}
        else:
            yield _item(number, rng, classes)


def _item(number: int, rng: random.Random, classes: dict[int, list[int]]) -> Json:
    type, root = rng.choice(ROOTS)
    name = " ".join(word(rng) for _ in range(rng.choice((1, 2, 2, 2, 3))))
    labels: Json = {"en": {"language": "en", "value": f"Item {number}"}}
    claims: Json = {"P31": [claim(entity(rng.choice(classes[root])), "wikibase-entityid")]}
    links: Json = {f"x{n}wiki": {"site": f"x{n}wiki", "title": name} for n in range(int(rng.paretovariate(1)) % 90)}
    aliases: Json = {}
    if number % 3 == 0:
        labels["ar"] = {"language": "ar", "value": name}
        links["arwiki"] = {"site": "arwiki", "title": f"{name} ({number})", "badges": []}
        if rng.random() < 0.5:
            aliases["ar"] = [{"language": "ar", "value": f"{name} {word(rng)}"}]
    country = entity(rng.choice(COUNTRIES))
    claims["P27" if type == "PER" else "P17"] = [claim(country, "wikibase-entityid")]
    if type == "PER":
        claims["P569"] = [claim(day(rng, 1930), "time")]
        held = {
            p: [{"snaktype": "value", "datavalue": {"value": day(rng, s)}}] for p, s in (("P580", 1980), ("P582", 2021))
        }
        claims["P39"] = [claim(entity(rng.choice(COUNTRIES)), "wikibase-entityid", qualifiers=held)]
        claims["P18"] = [claim(f"Picture {number}.jpg", "string")]
    about = {"ar": {"language": "ar", "value": f"وصف {name}"}, "en": {"language": "en", "value": f"about {number}"}}
    return {
        "type": "item", "id": f"Q{number}", "labels": labels, "descriptions": about, "aliases": aliases,
        "claims": claims, "sitelinks": links,
    }  # fmt: skip


def people(count: int, text: str) -> Iterator[Json]:
    """Items whose names are two to four words of ``text``, every other one with an alias."""
    rng = random.Random(3)
    counted = Counter(word for word in re.findall(r"[^\W\d_]{3,}", text))
    known, share = list(counted), list(accumulate(times**0.6 for times in counted.values()))
    for number in range(10_000_000, 10_000_000 + count):
        names = [" ".join(rng.choices(known, cum_weights=share, k=k)) for k in (rng.choice((2, 3, 3, 4)), 2)]
        told = [{"language": "ar", "value": name} for name in names]
        claims = {"P31": [claim(entity(5), "wikibase-entityid")]}
        yield {
            "type": "item", "id": f"Q{number}", "labels": {"ar": told[0]}, "descriptions": {},
            "aliases": {"ar": told[1:]} if number % 2 else {}, "claims": claims,
            "sitelinks": {"arwiki": {"site": "arwiki", "title": names[0]}},
        }  # fmt: skip


def opened(path: Path) -> BinaryIO:
    """The file to write to, compressed as its name says."""
    if path.suffix == ".gz":
        return gzip.GzipFile(path, "wb", compresslevel=1, mtime=0)  # type: ignore[return-value]
    return bz2.open(path, "wb", 1) if path.suffix == ".bz2" else path.open("wb")


def write(path: Path, made: Iterator[Json], abstracts: Path | None = None) -> None:
    """Writes the dump, and the abstracts of its items that have a page."""
    with opened(path) as out, opened(abstracts or path.with_name(path.name + ".none")) as told:
        out.write(b"[\n")
        told.write(b"<feed>\n")
        for n, item in enumerate(made):
            out.write((b",\n" if n else b"") + orjson.dumps(item))
            if abstracts and (page := item["sitelinks"].get("arwiki")):
                url = f"https://ar.wikipedia.example/wiki/{quote(page['title'].replace(' ', '_'))}"
                told.write(
                    f"<doc>\n<title>ويكيبيديا: {page['title']}</title>\n<url>{url}</url>\n"
                    f"<abstract>{page['title']} مثال مختلق.</abstract>\n<links>\n</links>\n</doc>\n".encode()
                )
        out.write(b"\n]\n")
        told.write(b"</feed>\n")
    if abstracts is None:
        path.with_name(path.name + ".none").unlink()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("--items", type=int, default=1_000_000)
    ap.add_argument("--abstracts", type=Path)
    ap.add_argument("--words", type=Path)
    args = ap.parse_args()
    made = people(args.items, args.words.read_text("utf-8")) if args.words else items(args.items)
    write(args.out, made, args.abstracts)


if __name__ == "__main__":
    main()

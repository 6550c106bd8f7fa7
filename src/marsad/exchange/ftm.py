"""An archive as followthemoney entities, a line each, for OpenAleph: articles, whom they name, and where.

A place is no party in followthemoney: it stands among the places of its articles. Ids begin with ``marsad-``.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from marsad.catalogue import Catalogue
from marsad.errors import SettingsError
from marsad.exchange import archive
from marsad.exchange.rows import Row, Rows
from marsad.store.database import Database, snapshot

Proxy = dict[str, Any]

#: Kinds of the catalogue that are no plain organisation.
_BODIES = {
    "PublicBody": "ministry army parliament government cabinet presidency court police military authority central_bank",
    "Company": "outlet company bank agency social_network",
}
_SCHEMATA = {kind: schema for schema, kinds in _BODIES.items() for kind in kinds.split()}
#: What followthemoney takes at most as one value.
_TITLE, _NAME, _TEXT = 1024, 384, 65_000


def export(db: Database, file: Path, catalogue: Catalogue, step: Callable[[str], None]) -> dict[str, int]:
    """Writes the entities into a new file; returns how many there are of each schema. Raises SettingsError."""
    if file.exists():
        raise SettingsError(f"{file} is there already; give a new file")
    counts: defaultdict[str, int] = defaultdict(int)
    made = file.absolute().with_name(f".{file.name}.{os.getpid()}")
    try:
        with made.open("wb") as out, snapshot(db):
            for proxy in proxies(db, catalogue, step):
                out.write(orjson.dumps(proxy, option=orjson.OPT_APPEND_NEWLINE))
                counts[proxy["schema"]] += 1
        made.rename(file)
    except OSError as cause:
        raise SettingsError(f"cannot write {file}: {cause.strerror or cause}") from cause
    finally:
        made.unlink(missing_ok=True)
    return dict(counts)


def proxies(db: Database, catalogue: Catalogue, step: Callable[[str], None]) -> Iterator[Proxy]:
    """The people and bodies of the archive, then its articles with their mentions, month by month."""
    names = _names(db)
    for row in archive.OTHERS["entities"](db):
        if row["type"] != "LOC" and row["entity"] == row["entity_read"] and row["stories"]:
            yield _party(row, names.get(row["entity"], ()), catalogue)
    outlets = {row["source"]: row["name"] for row in archive.OTHERS["sources"](db)}
    for month in archive.months(db):
        step(month)
        for rows in archive.of_month(db, month):
            yield from _articles(rows, outlets)


def _names(db: Database) -> Mapping[str, Iterable[str]]:
    """The names of the entities that stand under another one, by that one."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in archive.OTHERS["entities"](db):
        if row["entity"] != row["entity_read"]:
            found[row["entity"]] += [name for name in (row["name"], row["name_en"]) if name]
    return found


def _party(row: Row, others: Iterable[str], catalogue: Catalogue) -> Proxy:
    known = catalogue.entities.get(row["entity"])
    kind = known.kind if known else ""
    schema = "Person" if row["type"] == "PER" else _SCHEMATA.get(kind, "Organization")
    name = row["called"] or row["name"]
    aliases = [row["name"], row["name_en"], *others, *(known.variants if known else ())]
    summary = row["described"] or (known.description if known else "")
    return _proxy(
        _id(row["entity"]),
        schema,
        name=[name[:_NAME]],
        alias=[alias[:_NAME] for alias in dict.fromkeys(aliases) if alias and alias != name],
        summary=[summary] if summary else [],
        wikidataId=[row["qid"]] if row["qid"] else [],
    )


def _articles(rows: Rows, outlets: Mapping[str, str]) -> Iterator[Proxy]:
    named: defaultdict[str, list[Row]] = defaultdict(list)
    for mention in rows["mentions"]:
        named[mention["story"]].append(mention)
    for story in rows["stories"]:
        mentions = named[story["story"]]
        yield _article(story, mentions, outlets)
        parties = dict.fromkeys(
            (m["entity"], m["norm"] or m["text"], m["type"]) for m in mentions if m["type"] != "LOC"
        )
        for entity, name, kind in parties:
            if entity:
                yield _mention(story["story"], entity, name, kind)


def _article(story: Row, mentions: Iterable[Row], outlets: Mapping[str, str]) -> Proxy:
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        by_type[mention["type"]].append((mention["norm"] or mention["text"])[:_NAME])
    text = story["text"] or ""
    url = story["url"] or ""
    return _proxy(
        _id(story["story"]),
        "Article",
        title=[story["title"][:_TITLE]],
        fileName=[f"{story['story']}.txt"],
        publishedAt=[story["day"].isoformat()] if story["day"] else [],
        sourceUrl=[url] if url.startswith(("http://", "https://")) else [],
        publisher=[outlets[story["source"]]] if story["source"] else [],
        author=[story["byline"][:_TITLE]] if story["byline"] else [],
        keywords=[tag[:_TITLE] for tag in story["tags"] or ()],
        language=["ara"],
        bodyText=[text[at : at + _TEXT] for at in range(0, len(text), _TEXT)],
        peopleMentioned=by_type["PER"],
        companiesMentioned=by_type["ORG"],
        locationMentioned=by_type["LOC"],
    )


def _mention(story: str, entity: str, name: str, kind: str) -> Proxy:
    number = hashlib.blake2b(f"{story}\0{entity}\0{name}".encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
    return _proxy(
        _id(f"mention-{number}"),
        "Mention",
        document=[_id(story)],
        name=[name[:_NAME]],
        resolved=[_id(entity)],
        detectedSchema=["Person" if kind == "PER" else "Organization"],
    )


def _proxy(number: str, schema: str, **properties: list[str]) -> Proxy:
    found = {name: list(dict.fromkeys(values)) for name, values in properties.items() if values}
    return {"id": number, "schema": schema, "properties": found}


def _id(key: str) -> str:
    return f"marsad-{key}"

"""One entity of a Wikidata dump, as JSON, to what the catalogue keeps of it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import orjson

Json = dict[str, Any]

_ARABIC_LABEL = b'"ar":{"language":"ar"'
_ARABIC_LABEL_APART = re.compile(rb'"ar"\s*:\s*\{\s*"language"\s*:\s*"ar"')
_SUBCLASS = b'"P279"'
_DAY = re.compile(r"[+-]?0*(\d{1,4})-(\d\d)-(\d\d)T")
#: Precisions of Wikidata's dates: 9 year, 10 month, 11 day.
_KEPT_BY_PRECISION = {9: 4, 10: 7, 11: 10}


class Office(NamedTuple):
    """An office held: the number of its Wikidata item, and ISO dates cut to their precision ("" where not told)."""

    office: int
    start: str
    end: str


class Item(NamedTuple):
    """What is kept of an entity. Numbers are those of Wikidata ids (Q58217 is 58217).

    ``classes`` are those that it is an instance of, ``parents`` those that it is a subclass of. ``title`` is that of
    its page in the Arabic Wikipedia. ``born`` and ``died`` are ISO dates cut to their precision.
    """

    q: int
    name: str = ""
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    description: str = ""
    description_en: str = ""
    classes: tuple[int, ...] = ()
    parents: tuple[int, ...] = ()
    occupations: tuple[int, ...] = ()
    country: int = 0
    sitelinks: int = 0
    title: str = ""
    picture: str = ""
    born: str = ""
    died: str = ""
    offices: tuple[Office, ...] = ()


def worth_parsing(line: bytes) -> bool:
    """Whether a line of a dump has an Arabic label, or says what it is a subclass of; most lines have neither."""
    if _ARABIC_LABEL in line or _SUBCLASS in line:
        return True
    return b'"ar"' in line and _ARABIC_LABEL_APART.search(line) is not None


def parse(line: bytes) -> Item | None:
    """The entity of a line of a dump, with or without the comma at its end; None for a property or a lexeme.

    Raises ValueError for a line that is no entity.
    """
    raw = orjson.loads(line.rstrip(b", \t"))
    if not isinstance(raw, dict):
        raise ValueError("no JSON object")
    number = str(raw["id"]) if "id" in raw else ""
    if number[:1] != "Q":
        if number[:1] in ("P", "L"):
            return None
        raise ValueError("no entity of Wikidata: it has no id such as Q42")
    try:
        return _item(int(number[1:]), raw)
    except (AttributeError, KeyError, TypeError, IndexError) as cause:
        raise ValueError(f"{number} is not as entities of Wikidata are: {cause!r}") from cause


def _item(q: int, raw: Json) -> Item:
    claims = raw.get("claims") or {}
    links = raw.get("sitelinks") or {}
    return Item(
        q,
        name=_text(raw, "labels", "ar"),
        name_en=_text(raw, "labels", "en"),
        aliases=tuple(a["value"] for a in (raw.get("aliases") or {}).get("ar", ())),
        description=_text(raw, "descriptions", "ar"),
        description_en=_text(raw, "descriptions", "en"),
        classes=_items(claims, "P31"),
        parents=_items(claims, "P279"),
        occupations=_items(claims, "P106"),
        country=next(iter(_current(claims, "P27") or _current(claims, "P17")), 0),
        sitelinks=sum(1 for site in links if site.endswith("wiki")),
        title=links["arwiki"]["title"] if "arwiki" in links else "",
        picture=next((v for v in _values(claims, "P18") if isinstance(v, str)), ""),
        born=_date(next(iter(_values(claims, "P569")), None)),
        died=_date(next(iter(_values(claims, "P570")), None)),
        offices=tuple(_offices(claims)),
    )


def _text(raw: Json, part: str, language: str) -> str:
    texts = raw.get(part) or {}
    return texts[language]["value"].strip() if language in texts else ""


def _statements(claims: Json, property: str) -> list[Json]:
    """The statements that stand, the preferred ones first."""
    stated = [s for s in claims.get(property, ()) if s.get("rank") != "deprecated"]
    return sorted(stated, key=lambda s: s.get("rank") != "preferred")


def _value(snak: Json) -> Any:
    return snak.get("datavalue", {}).get("value")


def _values(claims: Json, property: str) -> list[Any]:
    return [v for s in _statements(claims, property) if (v := _value(s["mainsnak"])) is not None]


def _number(value: Any) -> int:
    if not isinstance(value, dict):
        return 0
    return int(value.get("numeric-id") or str(value.get("id", "Q0"))[1:])


def _items(claims: Json, property: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for v in _values(claims, property) if (n := _number(v))))


def _current(claims: Json, property: str) -> list[int]:
    """The items of a property, those that hold today (without an end) before others."""
    found = [(bool(s.get("qualifiers", {}).get("P582")), _number(_value(s["mainsnak"]))) for s in
             _statements(claims, property)]  # fmt: skip
    return [n for _, n in sorted(found, key=lambda f: f[0]) if n]


def _offices(claims: Json) -> list[Office]:
    found = []
    for statement in claims.get("P39", ()):
        number = _number(_value(statement["mainsnak"]))
        if number and statement.get("rank") != "deprecated":
            qualifiers = statement.get("qualifiers") or {}
            start, end = (_date(next(map(_value, qualifiers.get(p, ())), None)) for p in ("P580", "P582"))
            found.append(Office(number, start, end))
    return sorted(dict.fromkeys(found), key=lambda o: (o.start, o.end, o.office))


def _date(value: Any) -> str:
    """The ISO date of a value of Wikidata, cut to its precision; "" for one before our era or vaguer than a year."""
    if not isinstance(value, dict) or not isinstance(value.get("time"), str):
        return ""
    kept = _KEPT_BY_PRECISION.get(value.get("precision", 0), 0)
    told = _DAY.match(value["time"])
    if not told or value["time"].startswith("-"):
        return ""
    year, month, day = told.groups()
    return f"{int(year):04}-{month}-{day}"[:kept]

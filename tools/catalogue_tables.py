"""Reading and writing the tables of the catalogue, and the spelling rules that its build scripts share."""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from marsad.catalogue import COLUMNS
from marsad.text.fold import fold
from marsad.text.letters import INVISIBLE, MARKS

HERE = Path(__file__).parent / "catalogue"
OUT = Path(__file__).parent.parent / "src" / "marsad" / "data" / "catalogue"

ARAB = frozenset(
    ["AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO"]
) | frozenset(["SY", "TN", "YE"])
#: Countries whose own spelling has the letter ghain, so that a spelling with jeem is no variant.
GHAIN_AT_HOME = ARAB | frozenset(["AF", "IR", "PK", "TR"])
NOT_ARABIC = re.compile("[^ء-غف-ي ]")
HEADS = (
    "محافظة",
    "ولاية",
    "إقليم",
    "منطقة",
    "إمارة",
    "مدينة",
    "جهة",
    "بلدية",
    "شعبية",
    "مديرية",
    "مقاطعة",
    "كراي",
    "قضاء",
    "ناحية",
)
TAILS = ("أوبلاست", "كراي", "الذاتية")
GUARD = "!"

Row = dict[str, str]
Raw = dict[str, Any]


def slug(text: str) -> str:
    """An id: ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    plain = re.sub("['’ʻ‘`]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def table(name: str) -> Iterator[list[str]]:
    """The rows of a hand-written table."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def ndjson(path: Path) -> list[Raw]:
    """The objects of a raw file."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def row(**cells: str) -> Row:
    """A catalogue row with every column."""
    return {column: cells.get(column, "") for column in COLUMNS}


def write(name: str, rows: list[Row], note: str) -> None:
    """Writes a catalogue file, sorted by id. Raises ValueError where two rows have one id."""
    twice = [id_ for id_, n in Counter(r["id"] for r in rows).items() if n > 1]
    if twice:
        raise ValueError(f"{name}: ids borne twice: {twice}")
    lines = [f"# {note}", "\t".join(COLUMNS)]
    lines += ["\t".join(r[c] for c in COLUMNS) for r in sorted(rows, key=lambda r: r["id"])]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {sum(bool(r['qid']) for r in rows)} with a Wikidata id")


def variants(name: str, others: Iterable[str]) -> str:
    """Spellings that folding does not unify with ``name`` or with each other; guarded ones keep their sign."""
    seen = {fold(name)}
    kept = []
    for other in others:
        key = fold(other.removeprefix(GUARD))
        if key and key not in seen:
            seen.add(key)
            kept.append(other)
    return "|".join(kept)


def with_jeem(names: Iterable[str]) -> list[str]:
    """The Egyptian spellings of foreign names with ghain (غروزني: جروزني)."""
    plain = [n for n in names if not n.startswith(GUARD)]
    return [n.replace("غ", "ج") for n in plain if "غ" in n and "غرب" not in n and len(n) > 4]


def bare(name: str) -> str:
    """A place name without vowel signs, hidden marks and the generic word around it (محافظة حلب: حلب)."""
    words = "".join(c for c in name if c not in MARKS and c not in INVISIBLE).split()
    while len(words) > 1 and words[0] in (*HEADS, *TAILS, "أوكروغ", "جمهورية"):
        words = words[1:]
    while len(words) > 1 and words[-1] in TAILS:
        words = words[:-1]
    return " ".join(words)


_LATIN = {
    **dict.fromkeys("bpfv", "B"), **dict.fromkeys("dt", "T"), **dict.fromkeys("gkqcjx", "K"),
    **dict.fromkeys("sz", "S"), "m": "M", "n": "N", "l": "L", "r": "R",
}  # fmt: skip
_ARABIC = {
    **dict.fromkeys("بف", "B"), **dict.fromkeys("تطثدضذظ", "T"), **dict.fromkeys("جغقكخ", "K"),
    **dict.fromkeys("سصزش", "S"), "م": "M", "ن": "N", "ل": "L", "ر": "R",
}  # fmt: skip
_SOUNDS = (("tsch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("th", "t"), ("ph", "f"), ("x", "ks"))


def alike(english: str, arabic: str) -> float:
    """How much the consonants of two spellings of one name agree, 0 to 1 (Arak and ساوه: 0)."""
    latin = slug(english).replace("-", "")
    for written, sound in _SOUNDS:
        latin = latin.replace(written, sound)
    latin = re.sub("c(?=[eiy])", "s", latin)
    one = re.sub(r"(.)\1+", r"\1", "".join(_LATIN.get(c, "") for c in latin))
    arabic = fold(arabic).replace("تش", "ش").removeprefix("ال")
    other = re.sub(r"(.)\1+", r"\1", "".join(_ARABIC.get(c, "") for c in arabic))
    return SequenceMatcher(None, one, other).ratio() if one or other else 1.0

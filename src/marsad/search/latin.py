"""Names written in Latin letters beside the same names in Arabic ones: lavrov and لافروف."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from math import exp, inf, log

from marsad.tables import rows
from marsad.text.fold import fold
from marsad.text.words import bare

_SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "đ": "d", "ı": "i", "œ": "oe", "'": "", "’": "", "ʿ": "", "ʾ": ""}
)
_WORD = re.compile(r"[^\W\d_]+")
_DOUBLE = re.compile(r"(.)\1+")
#: Articles of Latin spellings, which may be written as one with the name.
_ARTICLES = ("al", "el")
#: So many readings of one Latin word are looked for.
_MOST_BONES = 24
#: So many spellings are kept while a word is spelt out, letter by letter.
_BEAM = 12
#: The cost of letters that were never seen to stand for each other, each.
_UNSEEN = 9.0
_LONGEST_CHUNK = 4


def plain(text: str) -> str:
    """Latin text in lower case, without accents and doubled letters: ``Čapek`` is ``capek``, ``Assad`` ``asad``."""
    split = unicodedata.normalize("NFKD", text.lower().translate(_SPECIAL))
    return _DOUBLE.sub(r"\1", "".join(c for c in split if not unicodedata.combining(c)).translate(_SPECIAL))


def is_latin(text: str) -> bool:
    """Whether ``text`` has letters, and all of them are Latin ones."""
    return bool(_WORD.search(text)) and all(c.isascii() for c in plain(text) if c.isalpha())


def latin_words(name: str) -> tuple[str, ...]:
    """The plain words of a Latin name, without articles: ``al-Assad`` is ``assad``."""
    found = tuple(w for w in _WORD.findall(plain(name.replace("'", ""))) if w.isascii())
    return tuple(w for w in found if w not in _ARTICLES) or found


@lru_cache(20_000)
def arabic_bones(word: str) -> str:
    """The bones of a folded Arabic word: ``لافروف`` has ``lfrf``; doubled ones count once."""
    table = _arabic()
    return _DOUBLE.sub(r"\1", "".join(table.get(c, "") for c in bare(word)))


@lru_cache(5_000)
def latin_bones(word: str) -> tuple[str, ...]:
    """Every row of bones that a plain Latin word may have, the likeliest first: ``lavrov`` has ``lfrf``."""
    found: dict[str, None] = {}
    for start in (0, *(len(a) for a in _ARTICLES if word.startswith(a) and len(word) > len(a) + 2)):
        spelt = [""]
        at = start
        while at < len(word):
            chunk = next(c for n in range(_LONGEST_CHUNK, 0, -1) if (c := word[at : at + n]) in _latin() or n == 1)
            spelt = list(dict.fromkeys(s + bone for s in spelt for bone in _latin().get(chunk, ("",))))[:_MOST_BONES]
            at += len(chunk)
        found.update(dict.fromkeys(_DOUBLE.sub(r"\1", s) for s in spelt))
    return tuple(b for b in found if b)[:_MOST_BONES]


@lru_cache(5_000)
def spellings(word: str) -> tuple[str, ...]:
    """The likeliest Arabic spellings of a plain Latin word, folded, the likeliest first."""
    best: list[dict[str, float]] = [{"": 0.0}, *({} for _ in word)]
    for at in range(len(word)):
        kept = sorted(best[at].items(), key=lambda item: item[1])[:_BEAM]
        for size in range(1, min(_LONGEST_CHUNK, len(word) - at) + 1):
            goal = best[at + size]
            for cost, arabic in _readings().get(word[at : at + size], ()):
                for spelt, before in kept:
                    total = before + cost
                    if total < goal.get(spelt + arabic, total + 1):
                        goal[spelt + arabic] = total
    return tuple(sorted(best[-1], key=lambda s: best[-1][s])[:_BEAM])


@lru_cache(20_000)
def misfit(latin: str, arabic: str) -> float:
    """How unlikely a folded Arabic word is written as a plain Latin one: -ln p of the best way, for each letter."""
    costs, rows, columns = _writing(), len(latin), len(arabic)
    best = [[inf] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    for at in range(rows + 1):
        for to in range(columns + 1):
            before = best[at][to]
            if before == inf:
                continue
            for one, other in _SIZES:
                if at + one <= rows and to + other <= columns:
                    pair = latin[at : at + one], arabic[to : to + other]
                    total = before + costs.get(pair, _UNSEEN * (one + other))
                    if total < best[at + one][to + other]:
                        best[at + one][to + other] = total
    return best[rows][columns] / max(1, rows)


_SIZES = ((1, 0), (0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (2, 2))


@cache
def _costs() -> dict[tuple[str, str], float]:
    return {(_letters(one), _letters(other)): int(cost) / 100 for one, cost, other in rows("search_latin.tsv")}


@cache
def _writing() -> dict[tuple[str, str], float]:
    """What it costs to write Arabic letters so: the rare ones are no less likely for that. Letters without any stand
    for themselves alone."""
    share: dict[str, float] = {}
    for (_, arabic), cost in _costs().items():
        share[arabic] = share.get(arabic, 0.0) + exp(-cost)
    return {
        (latin, arabic): cost + (log(share[arabic]) if arabic else 0.0) for (latin, arabic), cost in _costs().items()
    }


@cache
def _readings() -> dict[str, tuple[tuple[float, str], ...]]:
    """The Arabic letters of each Latin chunk with their costs, the cheapest first."""
    found: dict[str, list[tuple[float, str]]] = {}
    for (latin, arabic), cost in _costs().items():
        found.setdefault(latin, []).append((cost, arabic))
    return {latin: tuple(sorted(costs)) for latin, costs in found.items() if latin}


def _letters(text: str) -> str:
    return "" if text == "-" else text


@cache
def _latin() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for bone, latin, _ in rows("search_bones.tsv"):
        for chunk in latin.split():
            found.setdefault(chunk, []).append(_letters(bone))
    first = {"z": "s", "c": "k", "g": "g", "j": "g", "w": "", "th": "t", "dh": "d", "ch": "s"}
    return {c: tuple(sorted(bones, key=lambda b: b != first.get(c, b))) for c, bones in found.items()}


@cache
def _arabic() -> dict[str, str]:
    return {fold(c): _letters(bone) for bone, _, arabic in rows("search_bones.tsv") for c in arabic.split() if c != "-"}


def bones_of(words: Iterable[str]) -> list[str]:
    """The bones of the words of a name in either script, and of all of them together: ``دي ميستورا``, ``ديمستورا``."""
    parts = [arabic_bones(w) if not w.isascii() else next(iter(latin_bones(w)), "") for w in words]
    whole = _DOUBLE.sub(r"\1", "".join(parts))
    return list(dict.fromkeys(bones for bones in (*parts, whole) if bones))

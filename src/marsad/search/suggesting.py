"""Names near a name: misspelt ones, and Arabic names for those in Latin letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import tantivy
from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein
from tantivy import Occur

from marsad.search import latin
from marsad.search.analysis import grams
from marsad.search.compiling import begins
from marsad.search.index import Index
from marsad.text.words import bare, folded_words

#: So many names of the index are compared.
WEIGHED = 400
_MOST_CALLED = 5000
#: Names less like the one asked for are not told, of 100.
LEAST_ALIKE = 66.0
#: Names that cost more for each Latin letter are no spelling of it.
MOST_MISFIT = 2.9
#: What a perfect spelling costs for each letter.
_PERFECT = 0.3
#: Up to this cost nobody need ask whether the words of a name are parted otherwise.
_GOOD = 1.5
#: So many names are compared letter by letter, after a quicker look.
_CLOSELY = 20
_LIKELY = 2
#: What a word with the same consonants is worth in that quicker look, and what each further word of a name costs.
_EACH, _SURPLUS = 15.0, 2.5


@dataclass(frozen=True, slots=True)
class Near:
    """A name of the archive near the one asked for. ``entity`` is a row number; ``score`` of 100."""

    entity: int
    name: str
    score: float


def near(index: Index, name: str) -> list[Near]:
    """The entities with the names most like ``name``, in either script, the likest first, each once."""
    words = folded_words(name)
    if not words:
        return []
    found = misspelt(index, " ".join(words))
    if latin.is_latin(name):
        found += sounding(index, name)
    best: dict[int, Near] = {}
    for one in found:
        if one.entity not in best or best[one.entity].score < one.score:
            best[one.entity] = one
    return sorted(best.values(), key=lambda n: (-n.score, n.name))


def called(index: Index, name: str) -> list[int]:
    """The entities with a name in Latin letters that has all words of ``name`` (row numbers)."""
    words = latin.latin_words(name)
    return _first(index, [tantivy.Query.term_query(index.schema, "name", word) for word in words], _MOST_CALLED)


def holding(index: Index, part: str, limit: int = _MOST_CALLED) -> list[int]:
    """The entities with a word in their names that begins with each word of ``part``; of very many the first added."""
    starts = latin.latin_words(part) if latin.is_latin(part) else folded_words(part)
    both = [(start, bare(start)) for start in starts]
    begun = [[begins(index.schema, "name", one) for one in dict.fromkeys(two)] for two in both]
    terms = [tantivy.Query.boolean_query([(Occur.Should, query) for query in queries]) for queries in begun]
    return _first(index, terms, limit)


def _first(index: Index, terms: Sequence[tantivy.Query], limit: int) -> list[int]:
    """The numbers of entities with names that answer all terms, those added first: they are in the news most."""
    if not terms:
        return []
    query = tantivy.Query.boolean_query([(Occur.Must, term) for term in terms])
    with index.guarded():
        hits = index.searcher.search(query, limit, order_by_field="number", order=tantivy.Order.Asc).hits
    return list(dict.fromkeys(int(number) for number, _ in hits))


def misspelt(index: Index, name: str) -> list[Near]:
    """Names that are written nearly like the folded ``name``."""
    terms = [tantivy.Query.term_query(index.schema, "grams", gram) for gram in dict.fromkeys(grams(name))]
    names = _candidates(index, terms)
    return [Near(n, text, score) for text, n, _ in names if (score := alike(name, text)) >= LEAST_ALIKE]


def sounding(index: Index, name: str) -> list[Near]:
    """Arabic names that a name in Latin letters may stand for, by the consonants and then letter by letter."""
    words = latin.latin_words(name)
    groups = [latin.latin_bones(word) for word in words]
    if len(words) > 1:
        groups.append(latin.latin_bones("".join(words)))
    sets = [(tantivy.Query.term_set_query(index.schema, "bones", list(b)), len(b[0])) for b in groups if b]
    terms = [tantivy.Query.const_score_query(query, _EACH + size) for query, size in sets]
    spelt = [next(iter(latin.spellings(word)), "") for word in words]
    names = [(s + _likeness(spelt, text), text, n) for text, n, s in _candidates(index, terms) if not text.isascii()]
    scored = [(text, n, sounds(words, text)) for _, text, n in sorted(names, reverse=True)[:_CLOSELY]]
    return [Near(n, text, score) for text, n, score in scored if score >= LEAST_ALIKE]


def _likeness(spelt: Sequence[str], name: str) -> float:
    """A quick guess how well a folded name goes with words spelt by sound, of 100."""
    parts = [bare(part) for part in folded_words(name)]
    return fmean(max((fuzz.ratio(word, part) for part in parts), default=0.0) for word in spelt) - len(parts)


def sounds(words: Sequence[str], name: str) -> float:
    """How well the folded Arabic ``name`` holds the plain Latin ``words``, of 100: every word must have its own."""
    parts = [bare(part) for part in folded_words(name)]
    if not parts or not words:
        return 0.0
    places = [*parts, *("".join(parts[at : at + 2]) for at in range(len(parts) - 1))]
    cost = sum(len(word) * _misfit(word, places) for word in words) / sum(map(len, words))
    if len(words) > 1 and cost > _GOOD:
        joined = "".join(words)
        cost = min(cost, latin.misfit(joined, "".join(parts)), _misfit(joined, places))
    told = 100 - (100 - LEAST_ALIKE) * (cost - _PERFECT) / (MOST_MISFIT - _PERFECT)
    return max(0.0, min(100.0, told) - _SURPLUS * max(0, len(parts) - len(words)))


def _misfit(word: str, places: list[str]) -> float:
    """The misfit of a Latin word to the likeliest of the words of a name."""
    spelt = next(iter(latin.spellings(word)), "")
    likely = sorted(places, key=lambda place: -fuzz.ratio(spelt, place))[:_LIKELY]
    return min(latin.misfit(word, place) for place in likely)


def alike(first: str, second: str) -> float:
    """How alike two folded names are, of 100: as wholes, or each word of the first to some word of the second."""
    whole = 100 * DamerauLevenshtein.normalized_similarity(first, second)
    others = second.split()
    parts = [max(fuzz.ratio(bare(word), bare(other)) for other in others) for word in first.split()] if others else [0]
    return max(whole, 0.97 * fmean([*parts, min(parts)]) - max(0, len(others) - len(parts)) * 0.5)


def _candidates(index: Index, terms: Sequence[tantivy.Query]) -> list[tuple[str, int, float]]:
    """Names of the index (folded, with the numbers of their entities and scores) that answer most of the terms."""
    if not terms:
        return []
    query = tantivy.Query.boolean_query([(Occur.Should, term) for term in terms])
    with index.guarded():
        hits = index.searcher.search(query, WEIGHED).hits
        addresses = [address for _, address in hits]
        numbers = index.searcher.fast_field_values("number", addresses)
        names = [str(index.searcher.doc(address).get_first("stored")) for address in addresses]
    scores = [float(score) for score, _ in hits]
    return [(name, int(n), s) for name, n, s in zip(names, numbers, scores, strict=True) if n is not None]

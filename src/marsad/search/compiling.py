"""A query in the reader's language as one that the index answers, and what of it is to be highlighted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations
from math import log
from typing import Protocol

import tantivy
from tantivy import Occur

from marsad.search.analysis import AS_STEM, Wanted, wanted
from marsad.search.documents import MOST_NUMBER, newest
from marsad.search.index import Index
from marsad.search.language import And, Filter, Node, Not, Or, Phrase, Prefix, Remark, Word
from marsad.search.latin import is_latin
from marsad.text.dates import read_date
from marsad.text.fold import fold
from marsad.text.tokens import words as words_of
from marsad.text.words import bare, readings

#: Words that stand near one another are looked for in every order, up to so many of them.
_MOST_ORDERED = 4
_LONGEST_NAME = 5
FIRST_DAY, LAST_DAY = date.min.isoformat(), date.max.isoformat()


@dataclass(frozen=True, slots=True)
class Texts:
    """The fields that words are looked for in: each with its weight, and the one of their stems."""

    what: str
    words: tuple[tuple[str, float], ...]
    stems: str


STORIES = Texts("story", (("title", 6.0), ("body", 1.0)), "body_stems")
QUOTES = Texts("quote", (("said", 1.0),), "said_stems")


@dataclass(frozen=True, slots=True)
class Named:
    """Entities that a name means, by row numbers, with the words that they are called by in texts."""

    numbers: tuple[int, ...]
    spellings: tuple[tuple[str, ...], ...] = ()
    name: str = ""


class Lookup(Protocol):
    """What a query must know of the archive."""

    def entities(self, name: str) -> Named | None:
        """The entities that ``name`` means; None when nobody is called so."""

    def latin(self, name: str) -> Named | None:
        """The entities whose Arabic names sound like one in Latin letters; None when there is none."""

    def sources(self, name: str) -> Collection[int]:
        """The sources that ``name`` means, by row number."""

    def kinds(self, name: str) -> Collection[str]:
        """The kinds of sources and pages that a word means."""

    def spellings(self, word: str) -> Collection[str]:
        """Further bare spellings of a bare word, where it is the name of something known."""


class Nobody:
    """A ``Lookup`` that knows nothing: for queries of words alone."""

    def entities(self, name: str) -> Named | None:
        """None."""
        return None

    def latin(self, name: str) -> Named | None:
        """None."""
        return None

    def sources(self, name: str) -> Collection[int]:
        """None."""
        return ()

    def kinds(self, name: str) -> Collection[str]:
        """None."""
        return ()

    def spellings(self, word: str) -> Collection[str]:
        """None."""
        return ()


@dataclass(slots=True)
class Wishes:
    """What of a text answers a query: words, runs of words (phrases, names), words near one another, beginnings."""

    words: list[Wanted] = field(default_factory=list)
    runs: list[tuple[Wanted, ...]] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)


class Compiler:
    """Compiles one query; ``wishes`` and ``remarks`` are filled on the way."""

    def __init__(self, index: Index, lookup: Lookup, texts: Texts) -> None:
        self.schema, self.searcher, self.lookup, self.texts = index.schema, index.searcher, lookup, texts
        self.wishes, self.remarks = Wishes(), list[Remark]()
        self.all = max(1, self.searcher.num_docs)

    def compiled(self, root: Node | None) -> tantivy.Query:
        """The query of the index; without a root everything of the kind is meant."""
        everything = self._exactly("what", self.texts.what)
        if root is None:
            return everything
        found = self._node(root, shown=True)
        return found if _has_words(root) else _all_of([found, everything])

    def _node(self, node: Node, *, shown: bool) -> tantivy.Query:
        match node:
            case Word(text) if is_latin(text):
                return _all_of(list(self._latin([text], shown)))
            case Word(text):
                return self._word(wanted(text, self.lookup.spellings(bare(fold(text)))), shown)
            case Phrase(words, within):
                return self._phrase(words, within, shown)
            case Prefix(text):
                return self._prefix(fold(text), shown)
            case Filter(name, values):
                return self._filter(name, values)
            case Or(parts):
                return _any_of([self._node(part, shown=shown) for part in parts])
            case Not(part):
                everything = self._exactly("what", self.texts.what)
                return _without(everything, [self._node(part, shown=False)])
            case And(parts):
                return self._and(parts, shown)

    def _and(self, parts: Sequence[Node], shown: bool) -> tantivy.Query:
        refused = [self._node(p.part, shown=False) for p in parts if isinstance(p, Not)]
        asked = list(self._asked([p for p in parts if not isinstance(p, Not)], shown))
        found = _all_of(asked) if asked else self._exactly("what", self.texts.what)
        return _without(found, refused) if refused else found

    def _asked(self, parts: Sequence[Node], shown: bool) -> Iterator[tantivy.Query]:
        """The parts of an And; a run of Latin words is looked for as a name as well."""
        at = 0
        while at < len(parts):
            run: list[Word] = []
            while at + len(run) < len(parts):
                part = parts[at + len(run)]
                if not isinstance(part, Word) or not is_latin(part.text):
                    break
                run.append(part)
            if run:
                yield from self._latin([word.text for word in run], shown)
                at += len(run)
            else:
                yield self._node(parts[at], shown=shown)
                at += 1

    def _latin(self, words: list[str], shown: bool) -> Iterator[tantivy.Query]:
        """The queries of a run of Latin words, the longest names first: ``de mistura``, then ``lavrov``."""
        while words:
            size, named = self._longest(words)
            own = _all_of([self._word(wanted(word), shown) for word in words[:size]])
            if named:
                self.remarks.append(Remark("latin", f"{' '.join(words[:size])} → {named.name}"))
                yield _any_of([own, self._named("entity", named, shown)])
            else:
                yield own
            words = words[size:]

    def _longest(self, words: list[str]) -> tuple[int, Named | None]:
        for size in range(min(len(words), _LONGEST_NAME), 0, -1):
            if named := self.lookup.latin(" ".join(words[:size])):
                return size, named
        return 1, None

    def _word(self, want: Wanted, shown: bool) -> tantivy.Query:
        """A word in all of its forms: itself counts most, then with particles, then other forms of its stem."""
        clauses = self._forms(want)
        if not clauses and (others := tuple(r for s in want.spellings for r in readings(s)[1:])):
            want = Wanted(others, want.any_form)
            clauses = self._forms(want)
        if shown:
            self.wishes.words.append(want)
        return _any_of(clauses)

    def _forms(self, want: Wanted) -> list[tantivy.Query]:
        clauses = []
        for name, weight in self.texts.words:
            forms = {form: (weight * share, name) for form, share in want.forms().items()}
            forms |= {s: (weight * AS_STEM, name) for s in want.stems() if s not in forms}
            clauses += self._weighed([(form, *how) for form, how in forms.items()])
        return clauses + self._weighed([(s, AS_STEM, self.texts.stems) for s in want.stems()])

    def _weighed(self, terms: list[tuple[str, float, str]]) -> list[tantivy.Query]:
        """Terms with their weights, as if all were as frequent as the commonest: a rare form is no rarer matter."""
        counted = [(term, weight, name, self.searcher.doc_freq(name, term)) for term, weight, name in terms]
        most = max((n for *_, n in counted), default=0)
        return [
            tantivy.Query.boost_query(self._exactly(name, term), weight * self._rarity(most) / self._rarity(n))
            for term, weight, name, n in counted
            if n
        ]

    def _rarity(self, documents: int) -> float:
        """What BM25 multiplies a term by that so many documents hold."""
        return log(1 + max(0.5, self.all - documents + 0.5) / (documents + 0.5))

    def _phrase(self, words: tuple[str, ...], within: int | None, shown: bool) -> tantivy.Query:
        wants = tuple(wanted(word, any_form=False) for word in words)
        if len(wants) == 1:
            return self._word(wants[0], shown)
        if shown and within is None:
            self.wishes.runs.append(wants)
        elif shown:
            self.wishes.words += wants
        return self._together(wants, within)

    def _together(self, wants: tuple[Wanted, ...], within: int | None) -> tantivy.Query:
        """The words one after the other, or near one another in any order."""
        orders = [wants]
        if within is not None and len(wants) <= _MOST_ORDERED:
            orders = list(dict.fromkeys(permutations(wants)))
        found = [
            tantivy.Query.boost_query(query, weight)
            for name, weight in self.texts.words
            for order in orders
            if (query := self._run(name, order, within or 0))
        ]
        return _any_of(found)

    def _run(self, name: str, wants: Sequence[Wanted], slop: int) -> tantivy.Query | None:
        forms = [[form for form in want.forms() if self.searcher.doc_freq(name, form)] for want in wants]
        if not all(forms):
            return None
        if all(len(f) == 1 for f in forms):
            return tantivy.Query.phrase_query(self.schema, name, [f[0] for f in forms], slop)
        patterns: list[str | tuple[int, str]] = [f"({'|'.join(f)})" for f in forms]
        return tantivy.Query.regex_phrase_query(self.schema, name, patterns, slop)

    def _prefix(self, text: str, shown: bool) -> tantivy.Query:
        start = bare(text)
        if shown:
            self.wishes.prefixes.append(start)
        found = [
            tantivy.Query.boost_query(begins(self.schema, name, start), weight) for name, weight in self.texts.words
        ]
        return _any_of(found)

    def _filter(self, name: str, values: Iterable[str]) -> tantivy.Query:
        return _any_of([_FILTERS[name](self, name, value) for value in values])

    def _entity(self, name: str, value: str) -> tantivy.Query:
        named = self.lookup.entities(value)
        return self._named(name, named, shown=name == "entity") if named else self._unknown(name, value)

    def _named(self, name: str, named: Named, shown: bool) -> tantivy.Query:
        if shown:
            self.wishes.runs += [tuple(wanted(word, any_form=False) for word in words) for words in named.spellings]
        return _any_of([self._exactly(name, str(number)) for number in named.numbers])

    def _source(self, name: str, value: str) -> tantivy.Query:
        numbers = self.lookup.sources(value)
        return _any_of([self._exactly(name, n) for n in numbers]) if numbers else self._unknown(name, value)

    def _kind(self, name: str, value: str) -> tantivy.Query:
        kinds = self.lookup.kinds(value)
        return _any_of([self._exactly(name, kind) for kind in kinds]) if kinds else self._unknown(name, value)

    def _label(self, name: str, value: str) -> tantivy.Query:
        return self._exactly(name, fold(value))

    def _title(self, name: str, value: str) -> tantivy.Query:
        words = tuple(wanted(word.text, any_form=False) for word in words_of(value))
        self.wishes.words += words
        found = [self._weighed([(form, share, name) for form, share in word.forms().items()]) for word in words]
        return _all_of([_any_of(clauses) for clauses in found])

    def _day(self, name: str, value: str) -> tantivy.Query:
        read = read_date(value, date.today())
        if not read.earliest or not read.latest:
            return self._unknown("date", value)
        first, last = {
            "day": (read.earliest, read.latest),
            "after": (read.earliest, LAST_DAY),
            "until": (FIRST_DAY, read.latest),
            "before": (FIRST_DAY, (date.fromisoformat(read.earliest) - timedelta(days=1)).isoformat()),
        }[name]
        return tantivy.Query.range_query(
            self.schema, "newest", tantivy.FieldType.Unsigned, newest(first, 0), newest(last, MOST_NUMBER)
        )

    def _unknown(self, name: str, value: str) -> tantivy.Query:
        """Nothing, and says why."""
        self.remarks.append(Remark(f"unknown_{name}", value))
        return tantivy.Query.empty_query()

    def _exactly(self, name: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, name, value)


_FILTERS: dict[str, Callable[[Compiler, str, str], tantivy.Query]] = {
    "entity": Compiler._entity,
    "speaker": Compiler._entity,
    "source": Compiler._source,
    "kind": Compiler._kind,
    "tag": Compiler._label,
    "stance": Compiler._label,
    "title": Compiler._title,
    "after": Compiler._day,
    "before": Compiler._day,
    "until": Compiler._day,
    "day": Compiler._day,
}


def _has_words(node: Node) -> bool:
    """Whether whatever the query finds has words of one kind of text, so that the kind need not be asked for."""
    match node:
        case Filter(name):
            return name == "title"
        case Not():
            return False
        case Or(parts):
            return all(_has_words(part) for part in parts)
        case And(parts):
            return any(_has_words(part) and not _is_latin(part) for part in parts)
        case _:
            return not _is_latin(node)


def _is_latin(node: Node) -> bool:
    """Whether the part may be answered by a name alone, which quotes and stories have alike."""
    return isinstance(node, Word) and is_latin(node.text)


def begins(fields: tantivy.Schema, name: str, start: str) -> tantivy.Query:
    """Whatever has a word in a field that begins so."""
    return tantivy.Query.fuzzy_term_query(fields, name, start, distance=0, prefix=True)


def _any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Should, q) for q in queries]) if queries else tantivy.Query.empty_query()


def _all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Must, q) for q in queries]) if queries else tantivy.Query.empty_query()


def _without(query: tantivy.Query, refused: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, q) for q in refused)])

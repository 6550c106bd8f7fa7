"""The language of queries: words, phrases, near, prefix, and/or/not, filters. Nothing a reader writes is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marsad.tables import rows
from marsad.text.fold import fold
from marsad.text.letters import INVISIBLE, QUOTE_CLOSERS, QUOTE_OPENERS
from marsad.text.tokens import words as words_of

#: A query asks for at most so many words, phrases and filters; what is more is left out, and said.
MOST = 40
#: Brackets within brackets beyond this are not counted.
DEEPEST = 12
#: ``NEAR`` alone: so many words may stand between.
NEAR = 10
MOST_NEAR = 100


@dataclass(frozen=True, slots=True)
class Word:
    """One word in any of its forms. ``text`` is as it was written."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other; with ``within`` in any order with at most so many other words between them.

    A phrase of one word asks for that very word, not for other forms of it.
    """

    words: tuple[str, ...]
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so: ``سياس*``."""

    text: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Only what is of a source, entity, tag, day …; ``values`` are alternatives."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything without the part."""

    part: Node


Node = Word | Phrase | Prefix | Filter | And | Or | Not


@dataclass(frozen=True, slots=True)
class Remark:
    """What was forgiven in a query. ``code`` is a name for the wording; ``words`` is what it is about."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks for. ``root`` is None where nothing is asked: then all stories are meant."""

    root: Node | None
    remarks: tuple[Remark, ...] = ()


_MARKS = re.escape(QUOTE_OPENERS + QUOTE_CLOSERS + '"')
_TOKEN = re.compile(
    rf"""(?P<space>\s+) | (?P<mark>[{_MARKS}]) | (?P<open>[(\[{{]) | (?P<close>[)\]}}]) | (?P<or>\|+) | (?P<and>&+|\+)
    | (?P<word>[^\s(){{}}\[\]|&{_MARKS}]+)""",
    re.VERBOSE,
)
_NEAR_TOKEN = re.compile(r"NEAR(?:/(\d{1,4}))?")
_AFTER_PHRASE = re.compile(r"~(\d{1,4})")
_NOT = "-!\N{MINUS SIGN}"
_HIDDEN = {ord(c): None for c in INVISIBLE}
_SPLIT = re.compile("[,\N{ARABIC COMMA}]")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str = ""
    node: Node | None = None


def parse(text: str) -> Query:
    """The query that ``text`` asks for. Never raises: what cannot be meant is left out and told as a remark.

    Words stand for all of their forms and are all asked for. ``"…"`` is a phrase, ``"…"~5`` near, ``سياس*`` a start,
    ``|`` or ``OR``, ``-`` or ``NOT`` before a part, ``(…)``, and filters such as ``source:sana`` or ``مصدر:سانا``.
    """
    remarks: list[Remark] = []
    tokens = list(_scanned(text.translate(_HIDDEN), remarks))
    asked = [at for at, token in enumerate(tokens) if token.kind == "part"]
    if len(asked) > MOST:
        remarks.append(Remark("too_long", str(MOST)))
        tokens = tokens[: asked[MOST]]
    reader = _Reader(tokens, remarks)
    root = reader.whole()
    return Query(root, tuple(dict.fromkeys(remarks)))


def _scanned(text: str, remarks: list[Remark]) -> Iterator[_Token]:
    at = 0
    at_start = True
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            at += 1
            continue
        kind, at = str(match.lastgroup), match.end()
        if kind == "mark":
            node, at = _phrase(text, at, remarks)
            if node:
                yield _Token("part", node=node)
        elif kind == "word":
            words = match.group()
            if at_start and words[0] in _NOT:
                yield _Token("not")
                words = words[1:]
            if words:
                found, at = _of_word(words, text, at, remarks)
                yield from found
        elif kind != "space":
            yield _Token(kind)
        at_start = kind in ("space", "open", "or", "and")


def _phrase(text: str, start: int, remarks: list[Remark]) -> tuple[Node | None, int]:
    """The phrase that opens before ``start``, and where it ends."""
    close = re.compile(f"[{_MARKS}]").search(text, start)
    if close is None:
        remarks.append(Remark("unclosed", text[start : start + 40].strip()))
    stop, end = (close.start(), close.end()) if close else (len(text), len(text))
    within = None
    if slop := _AFTER_PHRASE.match(text, end):
        within, end = min(int(slop[1]), MOST_NEAR), slop.end()
    words = _written(text[start:stop])
    if len(words) > MOST:
        remarks.append(Remark("too_long", str(MOST)))
    return (Phrase(words[:MOST], within if len(words) > 1 else None) if words else None), end


def _of_word(words: str, text: str, at: int, remarks: list[Remark]) -> tuple[list[_Token], int]:
    """What a run of characters without spaces asks for, and where it ends: a filter may take what follows it."""
    if words in ("OR", "AND", "NOT"):
        return [_Token(words.lower())], at
    if near := _NEAR_TOKEN.fullmatch(words):
        return [_Token("near", near[1] or str(NEAR))], at
    head, colon, value = words.partition(":")
    field = _fields().get(fold(head)) if colon else None
    if field is None:
        return [_Token("part", node=node) for node in _plain(words)], at
    if not value:
        value, at = _value(text, at)
    values = tuple(v for v in (part.strip() for part in _SPLIT.split(value)) if v)
    if not values:
        remarks.append(Remark("empty_filter", head))
        return [], at
    return [_Token("part", node=Filter(field, values))], at


_VALUE = re.compile(rf"[^\S\r\n]*(?:[{_MARKS}]([^{_MARKS}]*)(?:[{_MARKS}]|$)|([^\s()|&{_MARKS}]+))")


def _value(text: str, at: int) -> tuple[str, int]:
    """The value of a filter that stands after its colon: a word, or words between marks."""
    match = _VALUE.match(text, at)
    return (match[1] or match[2] or "", match.end()) if match else ("", at)


def _plain(words: str) -> list[Node]:
    """The parts of a word of a query: ``جان-إيف`` stands together, ``سياس*`` is a beginning."""
    parts = _written(words)
    if not parts:
        return []
    if words.endswith("*") and len(parts) == 1:
        return [Prefix(parts[0])]
    if len(parts) == 1:
        return [Word(parts[0])]
    return [Phrase(parts)]


def _written(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(text))


@cache
def _fields() -> dict[str, str]:
    return {fold(word): row[0] for row in rows("search_fields.tsv") for word in row[1:]}


class _Reader:
    """Reads tokens: ``or`` binds looser than standing side by side, ``not`` binds the next part."""

    def __init__(self, tokens: list[_Token], remarks: list[Remark]) -> None:
        self.tokens, self.remarks, self.at, self.depth = tokens, remarks, 0, 0

    def whole(self) -> Node | None:
        """The whole query: a bracket that closes nothing is passed over."""
        found: list[Node] = []
        while self.at < len(self.tokens):
            node = self._either()
            if node is not None:
                found.append(node)
            if self._kind() == "close":
                self.remarks.append(Remark("bracket"))
                self.at += 1
        return _joined(And, found)

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _either(self) -> Node | None:
        found = [self._all()]
        while self._kind() == "or":
            self.at += 1
            found.append(self._all())
        kept = [node for node in found if node is not None]
        if len(kept) < len(found) > 1:
            self.remarks.append(Remark("operator"))
        return _joined(Or, kept)

    def _all(self) -> Node | None:
        found: list[Node] = []
        while self._kind() not in ("", "or", "close"):
            kind, words = self.tokens[self.at].kind, self.tokens[self.at].text
            if kind == "and":
                self.at += 1
                continue
            if kind == "near":
                self.at += 1
                self._bind(found, min(int(words), MOST_NEAR))
                continue
            node = self._part()
            if node is not None:
                found.append(node)
        return _joined(And, found)

    def _bind(self, found: list[Node], within: int) -> None:
        """Puts the part before ``NEAR`` and the one after it together."""
        after = self._part() if self._kind() == "part" else None
        before = found.pop() if found and after is not None else None
        words = (*_words(before), *_words(after))
        if before is not None and after is not None and len(words) > 1 and _words(before) and _words(after):
            found.append(Phrase(words, within))
            return
        self.remarks.append(Remark("operator"))
        found += [node for node in (before, after) if node is not None]

    def _part(self) -> Node | None:
        refused = False
        while self._kind() == "not":
            self.at, refused = self.at + 1, not refused
        kind = self._kind()
        if kind not in ("part", "open"):
            self.remarks.append(Remark("operator"))
            return None
        self.at += 1
        node = self._bracket() if kind == "open" else self.tokens[self.at - 1].node
        return Not(node) if refused and node is not None else node

    def _bracket(self) -> Node | None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.remarks.append(Remark("bracket"))
            self.depth -= 1
            return None
        node = self._either()
        self.depth -= 1
        if self._kind() == "close":
            self.at += 1
        else:
            self.remarks.append(Remark("bracket"))
        return node


def _words(node: Node | None) -> tuple[str, ...]:
    if isinstance(node, Word):
        return (node.text,)
    return node.words if isinstance(node, Phrase) else ()


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """The parts as one, flat: an And within an And is its parts."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, kind) else (part,))]
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else kind(tuple(flat))

"""The tables of events (``data/events_*.tsv``): every written form of every trigger, folded and ready to look up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from marsad.model import EntityType, EventType
from marsad.tables import rows
from marsad.text.fold import fold

_TYPES = {"P": EntityType.PERSON, "O": EntityType.ORGANISATION, "L": EntityType.PLACE}
_CONJUNCTIONS = ("", "و", "ف")
_PRONOUNS = ("ه", "ها", "هم", "هما")
_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a participant stands: ``name`` is subj, obj, of or a folded preposition; ``types`` those it may have."""

    name: str
    types: frozenset[EntityType]


@dataclass(frozen=True, slots=True)
class Trigger:
    """One sense of a word that tells of an event; the head of the table explains ``flags`` and slots."""

    type: EventType
    kind: str
    agent: str
    targets: tuple[Slot, ...]
    flags: str
    needs: str
    word: str


@dataclass(frozen=True, slots=True)
class Form:
    """A written form of a trigger. ``clitic`` are the particles before it, ``pronoun`` the one after it.

    ``present`` and ``future`` (سيزور) tell the tense of a verb, ``feminine`` its gender and number; ``definite`` that
    a noun has the article, so that no genitive follows it.
    """

    trigger: Trigger
    clitic: str = ""
    present: bool = False
    future: bool = False
    feminine: bool = False
    pronoun: str = ""
    definite: bool = False
    plural: bool = False


@cache
def words(kind: str) -> frozenset[str]:
    """The folded words of one kind in ``events_words.tsv``.

    Kinds: those that the needs of triggers name; preposition, joiner, relative, that (what opens another phrase or
    clause); planned (before it), coming (after it), wished, not, denied, ended (how a happening is told); force,
    delegation, head, title (words beside names), sport (of play), doing (of carrying out), held (between a noun and its
    two sides), adverb (words between a verb and its subject), while (before a noun of occasion).
    """
    return frozenset(fold(row[1]) for row in rows("events_words.tsv") if row[0] == kind)


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """Every folded written form of the triggers, with all senses that it may have in the order of the table."""
    return table(rows("events_triggers.tsv"))


def table(lines: Iterable[list[str]]) -> dict[str, tuple[Form, ...]]:
    """The forms of the rows of a table of triggers."""
    found: dict[str, list[Form]] = {}
    for row in lines:
        kind, agent, targets, flags, needs, past, present = (row + [""] * _COLUMNS)[1:_COLUMNS]
        slots = tuple(_slot(t) for t in targets.split(",") if t != "-")
        trigger = Trigger(EventType(row[0]), kind, agent, slots, flags, needs.strip("-"), fold(past.split("|")[0]))
        written = _noun(trigger, past) if kind == "noun" else _verb(trigger, past, present)
        for word, form in written:
            known = found.setdefault(fold(word), [])
            if all(k.trigger != trigger for k in known):
                known.append(form)
    return {word: tuple(senses) for word, senses in found.items()}


def _slot(written: str) -> Slot:
    name, _, types = written.partition(":")
    return Slot(fold(name), frozenset(_TYPES[t] for t in types or "POL"))


def _verb(trigger: Trigger, past: str, present: str) -> Iterator[tuple[str, Form]]:
    for before in _CONJUNCTIONS:
        for verb in past.split("|"):
            base = verb[:-1] if verb.endswith(("ى", "ا")) else verb
            yield before + verb, Form(trigger, before)
            yield before + base + "ت", Form(trigger, before, feminine=True)
            yield before + base + "وا", Form(trigger, before, plural=True)
            if base == verb:
                yield before + verb + "ا", Form(trigger, before)
        if present:
            for ahead in ("", "س"):
                for person, feminine in (("ي", False), ("ت", True)):
                    form = Form(trigger, before, present=True, future=bool(ahead), feminine=feminine)
                    yield before + ahead + person + present[1:], form


def _noun(trigger: Trigger, nouns: str) -> Iterator[tuple[str, Form]]:
    for noun in nouns.split("|"):
        stem = noun[:-1] + "ت" if noun.endswith("ة") else noun
        stems = [stem[:-1] + seat for seat in "ءئؤ"] if stem.endswith("ء") else [stem]
        for before in _CONJUNCTIONS:
            for particle in ("", "ب", "ل", "ك"):
                yield before + particle + noun, Form(trigger, before + particle)
                yield before + particle + noun + "ا", Form(trigger, before + particle)
                for pronoun in _PRONOUNS:
                    for held in stems:
                        yield before + particle + held + pronoun, Form(trigger, before + particle, pronoun=pronoun)
            for article in ("ال", "بال", "لل"):
                yield before + article + noun, Form(trigger, before + article.removesuffix("ال"), definite=True)

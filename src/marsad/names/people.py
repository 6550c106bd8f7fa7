"""Names of people from titles and from chains of name words (سعادة السفير + NAME, محمد بن نايف)."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import EntityType
from marsad.names import lexicon
from marsad.names.lexicon import Lexicon, readings
from marsad.names.stream import Found, Stream, cut
from marsad.names.tools import NameTools
from marsad.text.tokens import Analysis

RANK = 4
_MOST = 7
_REACH = 9
_BARE = Analysis("", "", 0)
_START_JOINERS = frozenset(["عبد", "ابو", "ابا", "ابي", "ابن", "ال"])
_SON = frozenset(["بن", "ابن", "بنت", "ال"])
_ABBREVIATIONS = frozenset(["د", "م", "ا"])
_BRIDGES = frozenset(["في", "باسم", "علي", "لدي", "من", "بن", "عن"])


@dataclass(frozen=True, slots=True)
class _Chain:
    end: int
    units: tuple[str, ...]
    known: int
    given: int
    clitic: Analysis | None


def people(s: Stream, tools: NameTools, places: frozenset[int]) -> list[Found]:
    """People named in ``s``. ``places``: where a name of a place or body begins, which ends a person's name."""
    reader = _Reader(s, tools.lexicon, places)
    found = []
    for at in range(len(s)):
        if chain := reader.bare(at):
            found.append(_found(s, at, chain, "given_name"))
        if reader.title(at):
            hit = reader.after_title(at)
            if hit:
                found.append(_found(s, hit[0], hit[1], "title"))
    return found


def _found(s: Stream, at: int, chain: _Chain, how: str) -> Found:
    return cut(
        s, at, chain.end, EntityType.PERSON, how, RANK, chain.clitic, units=chain.units, titled=how == "title"
    )


def name_units(folded: str) -> tuple[str, ...]:
    """The parts of a folded full name: ``ستيفان دي ميستورا`` has two, ``سلمان بن عبد العزيز`` two."""
    joiners = lexicon.load().connectors
    units: list[str] = []
    joining = False
    for word in folded.split():
        kind = joiners.get(word)
        if units and (joining or kind == "tail"):
            units[-1] += " " + word
        else:
            units.append(word)
        joining = kind == "join"
    return tuple(units)


@dataclass(frozen=True, slots=True)
class _Reader:
    s: Stream
    lex: Lexicon
    places: frozenset[int]

    # -- titles ---------------------------------------------------------------------------------------------------

    def title(self, at: int) -> str | None:
        """The kind of title that the word at ``at`` is, particles aside."""
        word = self.s.folded(at)
        if word in _ABBREVIATIONS:
            nxt = self.s.gaps[at + 1] if at + 1 < len(self.s) else ""
            return "direct" if nxt[:1] in ("/", ".") else None
        for reading in readings(word):
            if kind := self.lex.titles.get(reading.stem):
                return kind
        return None

    def after_title(self, at: int) -> tuple[int, _Chain] | None:
        """The name that the title at ``at`` announces, over its complement (وزير الخارجية الروسي سيرغي لافروف)."""
        s, k = self.s, at + 1
        if k >= len(s) or not (s.loose[k] or s.gaps[k].strip() in ("/", ".", ":", "(")):
            return None
        if chain := self.chain(k, trigger=True):
            return k, chain
        while k < len(s) and k - at <= _REACH and (k == at + 1 or self._runs_on(k)):
            if k > at + 1 and self.title(k):
                return None
            if not self._complement(k, first=k == at + 1):
                return None
            k += 1
            if k < len(s) and self._runs_on(k) and (chain := self._after_complement(k)):
                return k, chain
        return None

    def _runs_on(self, k: int) -> bool:
        return self.s.loose[k]

    def _complement(self, k: int, first: bool) -> bool:
        word = self.s.folded(k)
        if k in self.places or word in _BRIDGES or first:
            return True
        return any(a.stem.startswith("ال") for a in readings(word)) or self.lex.is_common(word)

    def _after_complement(self, k: int) -> _Chain | None:
        before = self.s.folded(k - 1)
        sure = (before.startswith("ال") and before.endswith(("ي", "يه", "يين", "ق", "م"))) or before in _BRIDGES
        chain = self.chain(k, trigger=True)
        if not chain or chain.clitic:
            return None
        if len(chain.units) >= 2 and (chain.known or sure):
            return chain
        return chain if sure and before not in _BRIDGES and not self.s.folded(k).startswith("ال") else None

    # -- chains ---------------------------------------------------------------------------------------------------

    def bare(self, at: int) -> _Chain | None:
        """A name of at least two parts that opens with a known name word, with no title before it."""
        if self._joined_to_name(at):
            return None
        chain = self.chain(at, trigger=False)
        return chain if chain and len(chain.units) >= 2 else None

    def _joined_to_name(self, at: int) -> bool:
        if at == 0 or not self.s.plain[at]:
            return False
        before = self.s.folded(at - 1)
        return self.lex.names.get(before) in ("given", "name") and not self.lex.is_common(before)

    def chain(self, at: int, trigger: bool) -> _Chain | None:
        """The longest run of name parts from ``at``. With a ``trigger`` an unknown word may open it."""
        for reading in readings(self.s.folded(at)):
            if reading.assimilated or (reading.clitic and len(reading.stem) < 3):
                continue
            if self._opens(at, reading, trigger):
                return self._extend(at, reading)
        return None

    def _opens(self, at: int, reading: Analysis, trigger: bool) -> bool:
        stem = reading.stem
        if at in self.places and self.lex.names.get(stem) != "given":
            return False
        kind = self.lex.names.get(stem)
        if kind == "surname" and not trigger:
            return False
        if stem in _START_JOINERS:
            return not reading.clitic and self._unit(at, stem) is not None
        if self._barred(at, stem):
            return False
        if kind in ("given", "name"):
            return True
        if kind == "weak":
            return (trigger and not reading.clitic) or self._name_follows(at)
        return trigger and not reading.clitic and not self.lex.is_common(stem) and self._lettered(at)

    def _name_follows(self, at: int) -> bool:
        nxt = at + 1
        if nxt >= len(self.s) or not self.s.plain[nxt]:
            return False
        word = self.s.folded(nxt)
        return self.lex.names.get(word) == "given" or word in ("عبد", "بن")

    def _lettered(self, at: int) -> bool:
        word = self.s.folded(at)
        return len(word) > 1 and word[0] > "\u0600" and word[-1] != "\N{ARABIC LETTER ALEF MAKSURA}"

    def _barred(self, at: int, stem: str) -> bool:
        lex = self.lex
        return stem in lex.stops or self.title(at) is not None or stem in lex.bodies or stem in lex.outlets

    def _extend(self, at: int, reading: Analysis) -> _Chain:
        units: list[str] = []
        k, known, given = at, 0, 0
        while k < len(self.s) and len(units) < _MOST:
            stem = reading.stem if k == at else self.s.folded(k)
            if k > at and not self._continues(k, stem, units):
                break
            end = self._unit(k, stem)
            if end is None:
                break
            kind = self.lex.names.get(stem)
            known += kind in ("given", "name") or stem in _START_JOINERS
            given += kind == "given"
            units.append(" ".join([stem, *(self.s.folded(j) for j in range(k + 1, end))]))
            k = end
        return _Chain(k, tuple(units), known, given, reading if reading.clitic else None)

    def _continues(self, k: int, stem: str, units: list[str]) -> bool:
        if not self.s.plain[k] or not self._lettered(k) or (stem in self.lex.stops and stem not in _SON):
            return False
        if self.lex.connectors.get(stem) == "join":
            return True
        if self._title_as_surname(k, units):
            return True
        if self.title(k) or stem in self.lex.bodies or stem in self.lex.outlets or stem in self.lex.places:
            return False
        if stem in self.lex.names:
            return not (k in self.places and self.lex.names[stem] != "given")
        if k in self.places:
            return False
        if any(self._starts_anew(a) for a in readings(stem)):
            return False
        if not self.lex.is_common(stem):
            return True
        return len(units) == 1 and stem.startswith("ال") and stem.endswith("ي") and len(stem) > 4

    def _title_as_surname(self, k: int, units: list[str]) -> bool:
        """``الملا`` at the end of a name, with no name after it that it could announce."""
        word, nxt = self.s.folded(k), k + 1
        if len(units) != 1 or not word.startswith("ال") or self.lex.titles.get(word) != "direct":
            return False
        return nxt >= len(self.s) or not self.s.plain[nxt]

    def _starts_anew(self, reading: Analysis) -> bool:
        if not reading.clitic:
            return False
        lex, stem = self.lex, reading.stem
        return reading.assimilated or stem in lex.names or stem.startswith("ال") or stem in lex.titles

    def _unit(self, k: int, stem: str) -> int | None:
        """Where the name part that begins at ``k`` ends; None when a joining word has nothing to join."""
        s, lex = self.s, self.lex
        if lex.connectors.get(stem) == "join":
            nxt = k + 1
            if nxt >= len(s) or not s.plain[nxt]:
                return None
            word = s.folded(nxt)
            if lex.connectors.get(word) == "join":
                return self._unit(nxt, word)
            if word in lex.stops or (lex.is_common(word) and not word.startswith("ال") and stem not in _SON):
                return None
            if stem == "ال" and s.words[k].text.startswith("ا") and lex.names.get(word) != "given":
                return None
            k = nxt
        end = k + 1
        while end < len(s) and s.plain[end] and self._closes(end, lex.names.get(s.folded(k))):
            end += 1
        return end

    def _closes(self, k: int, kind: str | None) -> bool:
        """Whether the word at ``k`` belongs to the part before it (سيف الله; محمد السادس: Muhammad VI)."""
        role = self.lex.connectors.get(self.s.folded(k))
        return role == "tail" or (role == "ordinal" and kind in ("given", "name", "surname"))

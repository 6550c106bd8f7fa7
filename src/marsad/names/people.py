"""Names of people from the titles before them and from chains of name words (السفير + NAME, محمد بن نايف)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.model import EntityType
from marsad.names.chains import Chain, Chains
from marsad.names.lexicon import readings, signs
from marsad.names.stream import Found, Stream, cut
from marsad.names.tools import NameTools

RANK = 4
_REACH = 9
_TITLE_GAPS = frozenset(["/", ".", ":", "("])


def people(s: Stream, tools: NameTools, known: list[Found], vocabulary: frozenset[str]) -> list[Found]:
    """People named in ``s`` beside the ``known`` names of the catalogue.

    A known name ends a person's name before it. ``vocabulary``: the folded words of the whole story.
    """
    places = frozenset(f.first for f in known if f.type is not EntityType.PERSON)
    fixed = frozenset(f.first for f in known if f.end > f.first + 1 and f.how != "surname")
    reader = _Titles(s, Chains(s, tools.lexicon, tools, places, fixed, vocabulary))
    full = {f.first: f.end for f in known if f.type is EntityType.PERSON and f.end > f.first + 1}
    found = []
    for at in range(len(s)):
        if not tools.may_introduce(s.words[at].folded):
            continue
        if (chain := reader.bare(at)) and not _outgrows(s, at, chain, full, tools):
            found.append(_found(s, at, chain, "given_name"))
        hit = reader.announced(at)
        if hit and not _in_brackets(s, hit[1]) and not _outgrows(s, *hit, full, tools):
            found.append(_found(s, *hit, "title"))
    return found


def _outgrows(s: Stream, at: int, chain: Chain, full: Mapping[int, int], tools: NameTools) -> bool:
    """Whether a chain only adds an unknown word to a full name of the catalogue (سيرغي لافروف يحث)."""
    end = full.get(at, chain.end)
    return end < chain.end and s.folded(end) not in tools.lexicon.names and s.folded(end) not in signs("son")


def _found(s: Stream, at: int, chain: Chain, how: str) -> Found:
    return cut(s, at, chain.end, EntityType.PERSON, how, RANK, chain.clitic, units=chain.units)


def _in_brackets(s: Stream, chain: Chain) -> bool:
    """``(الروسي فلاديمير) بوتين``: an editor's addition in brackets before the name itself."""
    return len(chain.units) == 1 and chain.end < len(s) and s.gaps[chain.end].startswith(")")


@dataclass(frozen=True, slots=True)
class _Titles:
    s: Stream
    chains: Chains

    def bare(self, at: int) -> Chain | None:
        """A name of at least two parts that opens with a known name word, with no title before it."""
        if (
            not self.chains.lex.opens_name(self.s.folded(at))
            or self._continues_a_name(at)
            or self._after_place_word(at)
        ):
            return None
        chain = self.chains.read(at, trigger=False)
        if chain and self._is_title_of_work(at, chain):
            return None
        return chain if chain and (len(chain.units) >= 2 or self._monarch(chain)) else None

    def _is_title_of_work(self, at: int, chain: Chain) -> bool:
        s, lex = self.s, self.chains.lex
        if not at or not (s.bracketed(at, chain.end) or (s.opened(at) and s.closed(chain.end))):
            return False
        firm = s.bracketed(at, chain.end) and lex.bodies.get(s.folded(at - 1)) == "firm"
        return firm or any(r.stem in lex.works or r.stem in lex.outlets for r in readings(s.folded(at - 1)))

    def _monarch(self, chain: Chain) -> bool:
        last = chain.units[0].rpartition(" ")[2]
        return self.chains.lex.connectors.get(last) == "ordinal"

    def _continues_a_name(self, at: int) -> bool:
        if not (at and self.s.plain[at] and self.chains.known_word(at - 1)):
            return False
        return not self.chains.joins_another(at)

    def _after_place_word(self, at: int) -> bool:
        if not at or not self.s.plain[at]:
            return False
        return any(r.stem in self.chains.lex.places for r in readings(self.s.folded(at - 1)))

    def announced(self, at: int) -> tuple[int, Chain] | None:
        """The name that a title or a nationality at ``at`` announces, over the complement of the title."""
        k = at + 1
        if k >= len(self.s):
            return None
        if kind := self.chains.title(at):
            if not (self.s.loose[k] or self.s.gaps[k].strip() in _TITLE_GAPS):
                return None
            return self._right_after(at, kind) or self._over_complement(at)
        if self.s.plain[k] and (self.chains.nisba(at) or self.chains.says(at)):
            chain = self.chains.read(k, trigger=True)
            if chain and not chain.clitic and not self.chains.looks_verbal(k):
                return (k, chain) if len(chain.units) >= 2 or self._called_once(at, k) else None
            rare = self._rare_name(k, ("given", "surname", "name")) if self.chains.says(at) else None
            return rare if rare and self.chains.title(rare[1].end) else None
        return None

    def _called_once(self, at: int, k: int) -> bool:
        """Whether one word after a word of saying or a nationality is a name: it is listed as one, or unknown."""
        lex, word = self.chains.lex, self.s.folded(k)
        if not self.chains.says(at):
            return lex.names.get(word) == "name" and not word.startswith("ال")
        dual = word.endswith(("ان", "ون")) and lex.is_common(word[:-2])
        return len(word) > 3 and lex.names.get(word) != "mixed" and not dual and "ال" + word not in lex.titles

    def _right_after(self, at: int, kind: str) -> tuple[int, Chain] | None:
        k = at + 1
        chain = self.chains.read(k, trigger=True)
        if not chain:
            return self._rare_name(k) if kind == "direct" else None
        if len(chain.units) == 1:
            if self._describes(at, k):
                return None
            annexed = kind == "office" and not any(r.stem.startswith("ال") for r in readings(self.s.folded(at)))
            return None if annexed or chain.clitic or self.chains.looks_verbal(k) else (k, chain)
        if self.chains.is_imperfect(k) and chain.known == 0:
            return None
        if self.s.folded(k).startswith("ال") and not self.chains.listed(k) and self.chains.known_word(k + 1):
            rest = self.chains.read(k + 1, trigger=True)  # the first word describes the title: الفنانة القديرة
            return (k + 1, rest) if rest else None
        return k, chain

    def _describes(self, at: int, k: int) -> bool:
        """Whether the one word after a title describes its bearer (الفريق الضيف) or says when (الوزير صباح اليوم)."""
        word = self.s.folded(k)
        if self.chains.lex.names.get(word) == "mixed":
            return self.s.folded(k + 1) in self.chains.lex.stops and k + 1 < len(self.s) and self.s.plain[k + 1]
        if not word.startswith("ال") or self.chains.listed(k):
            return False
        return self.s.folded(at) in signs("described") or word.endswith(("ين", "ون"))

    def _rare_name(self, k: int, kinds: tuple[str, ...] = ("given", "surname")) -> tuple[int, Chain] | None:
        if not self._rare_given_name(k, kinds):
            return None
        rest = self.chains.read(k + 1, trigger=True)
        return (k, Chain(rest.end, (self.s.folded(k), *rest.units), rest.known, None)) if rest else None

    def _rare_given_name(self, k: int, kinds: tuple[str, ...]) -> bool:
        """An everyday word between a title and a known name word is a given name (الجنرال آثار عباس)."""
        s, lex = self.s, self.chains.lex
        if k + 1 >= len(s) or not s.plain[k + 1] or self.chains.title(k) or self.chains.title(k + 1):
            return False
        word, nxt = s.folded(k), s.folded(k + 1)
        if word.startswith("ال") or word in lex.stops or word in lex.bodies or word in lex.followers:
            return False
        if k in self.chains.places:
            return False
        return len(word) > 2 and lex.names.get(nxt) in kinds

    def _over_complement(self, at: int) -> tuple[int, Chain] | None:
        """Skips ``الخارجية الروسي`` in ``وزير الخارجية الروسي سيرغي لافروف``."""
        s, k = self.s, at + 1
        settled = False
        while k < len(s) and k - at <= _REACH and (s.loose[k] or k == at + 1):
            if k > at + 1 and self.chains.title(k):
                return None
            word = s.folded(k)
            definite = k in self.chains.places or any(r.stem.startswith("ال") for r in readings(word))
            if not definite and word not in signs("bridge") and settled:
                return None
            settled = settled or definite
            k += 1
            if k < len(s) and (chain := self._after_complement(k)):
                return k, chain
        return None

    def _after_complement(self, k: int) -> Chain | None:
        s = self.s
        if not (s.loose[k] or s.gaps[k].strip() in ("،", ",")):
            return None
        before = s.folded(k - 1)
        national = self.chains.nisba(k - 1)
        chain = self.chains.read(k, trigger=True)
        if not chain or chain.clitic or (s.folded(k).startswith("ال") and not self.chains.listed(k)):
            return None
        if len(chain.units) >= 2 or (chain.known and " " in chain.units[0]):
            return chain if chain.known or national or before in signs("bridge") else None
        if not s.loose[k] or self.chains.looks_verbal(k):
            return None
        return chain if national and not s.folded(k).startswith("ال") else None

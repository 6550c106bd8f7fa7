"""Runs of words that make up one person's name: given names, joined parts (عبد, بن, دي), surnames, unknown words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marsad.names.lexicon import Lexicon, readings, signs
from marsad.names.stream import ALEF_MAKSURA, Stream
from marsad.names.tools import NameTools
from marsad.text.tokens import Analysis

_MOST = 7
_NAMES = frozenset(["given", "name", "mixed"])
_VERBAL = ("ي", "ت", "سي", "ست")
_PRONOUN, _PRONOUNS = "ه", ("ها", "هم", "هما")
_OF_HIM = ("ئه", "ته")
#: ف and إن, and ف and أن, which folding makes one with the Van of Dutch names.
_SO = frozenset(["فإن", "فأن", "فإنّ", "فأنّ"])
_PREPOSITIONS, _PARTICLES = ("ل", "ب"), ("و", "ل", "ف", "ب")
#: Third person of the present without long vowels; active participles in the accusative, which are adverbs:
#: شارحا (explaining), مستعرضا (reviewing).
_IMPERFECT = re.compile("[يت][^اويه]{2,3}")
_ADVERB = re.compile("(?:.ا..|م[تسن]...+)ا")


@dataclass(frozen=True, slots=True)
class Chain:
    """A possible name up to word ``end``: its parts, how many of them are known name words, its particles."""

    end: int
    units: tuple[str, ...]
    known: int
    clitic: Analysis | None


@dataclass(frozen=True, slots=True)
class Chains:
    """Reads chains in one stream.

    ``places``: where a known name of a place or body begins, which ends a name. ``fixed``: where a known name of
    several words begins, of a person too. ``vocabulary``: all words of the story.
    """

    s: Stream
    lex: Lexicon
    tools: NameTools
    places: frozenset[int]
    fixed: frozenset[int]
    vocabulary: frozenset[str]

    def title(self, at: int) -> str | None:
        """The kind of title that the word at ``at`` is, particles aside; None for another word."""
        s = self.s
        word = s.folded(at)
        if len(word) == 1:
            abbreviated = at + 1 < len(s) and s.gaps[at + 1][:1] in ("/", ".")
            return self.lex.titles.get(word) if abbreviated else None
        return self.lex.title(word)

    def nisba(self, at: int) -> bool:
        """Whether the word at ``at`` is a definite national adjective (الفرنسي: the French, the Frenchman)."""
        word = self.s.folded(at)
        return word.startswith("ال") and self.tools.country_of(word) is not None

    def says(self, at: int) -> bool:
        """Whether the word at ``at`` is a verb of saying, which a speaker follows (وقال X)."""
        return self.lex.says(self.s.folded(at))

    def listed(self, at: int) -> bool:
        """Whether the word at ``at`` is listed as a word of names or a surname."""
        return self.s.folded(at) in self.lex.names

    def known_word(self, at: int) -> bool:
        """Whether the word at ``at`` is listed as a word of names."""
        return self.lex.names.get(self.s.folded(at)) in _NAMES

    def joins_another(self, at: int) -> bool:
        """Whether the word at ``at`` is و before a name (عمرو زكي وهاني العجيزي), and no name as it stands."""
        word = self.s.folded(at)
        return word.startswith("و") and word not in self.lex.names and self.lex.names.get(word[1:]) in _NAMES

    def read(self, at: int, trigger: bool) -> Chain | None:
        """The longest run of name parts from ``at``. With a ``trigger`` an unknown word may open it."""
        for reading in readings(self.s.folded(at)):
            parted = bool(reading.clitic)
            if reading.assimilated or (parted and (len(reading.stem) < 3 or self.s.folded(at) in self.lex.common)):
                continue
            like = reading.clitic.endswith("ك") and not reading.stem.startswith("ال")
            if like and self.lex.names.get(reading.stem) == "name":
                continue  # كريدي (Crédit) is not "like Reddy"
            if self._opens(at, reading, trigger):
                chain = self._extend(at, reading)
                club = chain.end < len(self.s) and self.s.plain[chain.end] and self._of_club(chain.end)
                return chain if chain.units and not club else None
        return None

    # -- the first part --------------------------------------------------------------------------------------------

    def _opens(self, at: int, reading: Analysis, trigger: bool) -> bool:
        stem = reading.stem
        kind = self.lex.names.get(stem)
        if self.s.words[at].text in _SO:
            return False
        if at in self.places and (kind != "given" or at in self.fixed):
            return False
        if stem in signs("opener"):
            return not reading.clitic and self._unit(at, stem) is not None
        if self._barred(at, stem):
            return False
        if kind in _NAMES:
            return True
        if kind == "weak":
            return not reading.clitic and (trigger or self._name_follows(at))
        if not trigger or reading.clitic:
            return False
        return self._unknown(at, stem) if self.nisba(at) else kind == "surname" or self._unknown(at, stem)

    def _unknown(self, at: int, stem: str) -> bool:
        adjective = (stem.startswith("ال") and stem.endswith("يه")) or self.tools.country_of(stem)
        if adjective or self.lex.is_common(stem) or not self._lettered(at):
            return False
        return not any(self._starts_anew(r) for r in readings(stem))

    def _of_club(self, at: int) -> bool:
        """Whether the word at ``at`` is one that ends names of clubs, and so shows that no person is named."""
        return self.s.folded(at) in signs("club_word")

    def _name_follows(self, at: int) -> bool:
        nxt = at + 1
        if nxt >= len(self.s) or not self.s.plain[nxt]:
            return False
        word = self.s.folded(nxt)
        return self.lex.names.get(word) in ("given", "name") or word in ("عبد", "بن")

    def _lettered(self, at: int) -> bool:
        word = self.s.folded(at)
        return len(word) > 1 and word.isalpha() and word[0] > "\u0600" and word[-1] != ALEF_MAKSURA

    def _barred(self, at: int, stem: str) -> bool:
        lex = self.lex
        if stem in lex.stops or stem in lex.followers or stem in lex.bodies or stem in lex.outlets:
            return True
        return self.title(at) is not None

    # -- the parts after it ----------------------------------------------------------------------------------------

    def _extend(self, at: int, reading: Analysis) -> Chain:
        units: list[str] = []
        k, known = at, 0
        while k < len(self.s) and len(units) < _MOST:
            stem = reading.stem if k == at else self.s.folded(k)
            if k > at and not self._continues(k, stem, at, units):
                if not self._nickname(k):
                    break
                k += 1
                stem = self.s.folded(k)
            end = self._unit(k, stem)
            if end is None:
                break
            known += self.lex.names.get(stem) in _NAMES or stem in signs("opener")
            units.append(" ".join([stem, *(self.s.folded(j) for j in range(k + 1, end))]))
            k = end
        return Chain(k, tuple(units), known, reading if reading.clitic else None)

    def _continues(self, k: int, stem: str, at: int, units: list[str]) -> bool:
        lex = self.lex
        joins = lex.connectors.get(stem) == "join"
        if stem in signs("club_word"):
            return False
        if (k in self.fixed and not joins) or not self.s.plain[k] or not self._lettered(k):
            return False
        if (stem in lex.stops and stem not in signs("son")) or self.s.words[k].text in _SO:
            return False
        if joins or self._title_as_surname(k, units):
            return True
        if stem in lex.names:
            return lex.names[stem] != "weak" or not self._common_with_article(k)
        if self.title(k) or stem in lex.outlets or stem in lex.places or k in self.places:
            return False
        if self._surname_after_given(stem, at, units) or self._surname_of_origin(k, stem, units):
            return True
        if self._sentence_goes_on(k, units):
            return False
        if stem in lex.bodies or stem in lex.followers or any(self._starts_anew(a) for a in readings(stem)):
            return False
        verbal = stem.startswith("ي") and (len(stem) > 3 or self.is_imperfect(k))
        return not (verbal or lex.is_common(stem) or self._and_another(k, stem))

    def _and_another(self, k: int, stem: str) -> bool:
        """Whether an unknown word is و before another name (كيري وظريف: Kerry and Zarif), and not a part of this one.

        It is when the story uses the rest by itself, and when more of a name follows.
        """
        if not stem.startswith("و") or len(stem) < 4:
            return False
        nxt = k + 1
        more = nxt < len(self.s) and self.s.plain[nxt] and self._unknown_or_name(nxt)
        return stem[1:] in self.vocabulary or more

    def _unknown_or_name(self, k: int) -> bool:
        word = self.s.folded(k)
        return self.lex.names.get(word) in _NAMES or not (self.lex.is_common(word) or k in self.places)

    def _common_with_article(self, k: int) -> bool:
        return self.s.folded(k).startswith("ال") and self.lex.is_common(self.s.folded(k)[2:])

    def _surname_after_given(self, stem: str, at: int, units: list[str]) -> bool:
        """A definite word right after one Arabic given name is a surname, whatever else it means (أحمد الشرع)."""
        if len(units) != 1 or not stem.startswith("ال") or len(stem) < 5:
            return False
        first = units[0]
        announced = at > 0 and (self.title(at - 1) or self.says(at - 1))
        if first in signs("preposition") and self.lex.is_common(stem) and not announced:
            return False  # علي الأرض, where على is written with two dots
        sure = self.lex.names.get(first) == "given" or first.startswith("عبد ")
        feminine = stem.endswith("ه") and self.lex.is_common(stem[:-1])
        described = feminine or self.lex.followers.get(stem) == "adjective"
        if described and stem not in self.lex.names:
            return False
        return sure or (stem.endswith("ي") and self.lex.names.get(first) in _NAMES)

    def _surname_of_origin(self, k: int, stem: str, units: list[str]) -> bool:
        """``الكندي`` after two Arabic given names, whether it is a nationality elsewhere or not (محمد سعيد الكندي)."""
        if len(units) < 2 or not (stem.startswith("ال") and stem.endswith("ي") and len(stem) > 4):
            return False
        kinds = {self.lex.names.get(u.split()[0]) for u in units if not u.startswith(("عبد ", "بن "))}
        if not kinds <= {"given", "mixed"} or kinds == {"mixed"}:
            return False
        return self.lex.followers.get(stem) is None and (self.nisba(k) or self.lex.is_common(stem))

    def _sentence_goes_on(self, k: int, units: list[str]) -> bool:
        """Whether an unknown word is no part of a name by its ending: a pronoun (واتهمهما), an adverb (شارحا)."""
        word = self.s.folded(k)
        if word in self.lex.names:
            return False
        if len(word) > 5 and word.startswith(_PARTICLES) and word.endswith(_PRONOUNS):
            return True
        if word.startswith("و") and self.s.words[k].text.endswith(_OF_HIM):
            return True
        if len(word) > 5 and word.startswith(_PREPOSITIONS) and self.s.words[k].text.endswith(_PRONOUN):
            return True
        return self.lex.names.get(units[0]) == "given" and bool(_ADVERB.fullmatch(word))

    def _title_as_surname(self, k: int, units: list[str]) -> bool:
        """``الملا`` or ``أمين`` at the end of a name, with no name after it that it could announce."""
        word, nxt = self.s.folded(k), k + 1
        last = nxt >= len(self.s) or not self.s.plain[nxt]
        if not word.startswith("ال"):
            return last and word in self.lex.titles
        title = len(units) == 1 and self.lex.titles.get(word) == "direct"
        return title and (last or not self._unknown_or_name(nxt))

    def _nickname(self, k: int) -> bool:
        """Whether ``k`` is a nickname in marks with the rest of the name after it (خواكين «الشابو» جوسمان)."""
        s = self.s
        if k + 1 >= len(s) or not (s.loose[k] and s.loose[k + 1] and s.opened(k) and s.closed(k + 1)):
            return False
        return self._lettered(k + 1) and not self.lex.is_common(s.folded(k + 1)) and k + 1 not in self.places

    def _starts_anew(self, reading: Analysis) -> bool:
        if not reading.clitic:
            return False
        lex, stem = self.lex, reading.stem
        kind = lex.names.get(stem)
        named = kind == "given" if reading.clitic == "ب" else kind in _NAMES  # باوزير is a surname
        return reading.assimilated or named or stem.startswith("ال") or stem in lex.titles

    # -- one part --------------------------------------------------------------------------------------------------

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
            if not self._lettered(nxt) or not self._joinable(k, stem, word):
                return None
            k = nxt
        end = k + 1
        while end < len(s) and s.plain[end] and self._closes(end, lex.names.get(s.folded(k))):
            end += 1
        return end

    def _joinable(self, k: int, stem: str, word: str) -> bool:
        lex = self.lex
        if lex.connectors.get(word) == "tail" and stem not in signs("opener"):  # بيت الله
            return False
        if stem in signs("kunya"):
            return word not in lex.stops and word not in lex.titles
        if word in lex.stops or (lex.is_common(word) and not word.startswith("ال") and stem not in signs("son")):
            return False
        family = stem == "ال" and not self.s.words[k].text.startswith("\N{ARABIC LETTER ALEF WITH MADDA ABOVE}")
        return not family or lex.names.get(word) == "given"

    def _closes(self, k: int, kind: str | None) -> bool:
        """Whether the word at ``k`` belongs to the part before it (سيف الله; محمد السادس: Muhammad VI)."""
        role = self.lex.connectors.get(self.s.folded(k))
        return role == "tail" or (role == "ordinal" and kind in _NAMES)

    def is_imperfect(self, at: int) -> bool:
        """Whether an unknown word has the shape of a verb in the present: يصفع (slaps)."""
        word = self.s.folded(at)
        return word not in self.lex.names and bool(_IMPERFECT.fullmatch(word))

    def looks_verbal(self, at: int) -> bool:
        """Whether an unknown word at ``at`` may be a verb or carry a suffix, and so is no name by itself."""
        word, text = self.s.folded(at), self.s.words[at].text
        if word in self.lex.names:
            return False
        return self.is_imperfect(at) or word.startswith((*_VERBAL, "و")) or text.endswith(("ه", "ها", "هم"))

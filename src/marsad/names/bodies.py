"""Names of organisations from their head noun and what Arabic syntax lets follow it (وزارة الصحة المصرية)."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import EntityType
from marsad.names.lexicon import Lexicon, endings, readings, signs
from marsad.names.stream import ALEF_MAKSURA, Found, Stream, cut, with_marks
from marsad.names.tools import NameTools
from marsad.text.tokens import Analysis

RANK = 3
_LONGEST = 8


def bodies(s: Stream, tools: NameTools, known: dict[int, Found]) -> list[Found]:
    """Organisations named in ``s``; ``known`` are catalogue names by the word they begin at."""
    reader = _Reader(s, tools, tools.lexicon, known)
    found = []
    for at in range(len(s)):
        if not tools.lexicon.announces(s.words[at].folded):
            continue
        for reading in readings(s.words[at].folded):
            names = reader.at(at, reading)
            if names:
                found += names
                break
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    s: Stream
    tools: NameTools
    lex: Lexicon
    known: dict[int, Found]

    def at(self, at: int, reading: Analysis) -> list[Found]:
        """The organisations whose name begins with the word at ``at``, read as ``reading``."""
        kind = self.lex.bodies.get(reading.stem, "")
        if reading.stem in self.lex.outlets:
            return self._outlet(at, reading)
        if kind in ("body", "board"):
            return self._cut(at, self._extent(at, kind), reading)
        if kind == "firm":
            national = self._cut(at, self._national(at, reading), reading)
            return self._called(at + 1) or national or self._club(at, reading)
        if kind in ("state", "force"):
            return self._cut(at, self._state(at, reading, kind), reading)
        if kind in ("council", "agency"):
            return self._cut(at, self._council(at, reading, kind), reading)
        return self._pair(at, reading) if kind == "pair" else []

    def _cut(self, first: int, end: int | None, reading: Analysis | None = None) -> list[Found]:
        if end is None:
            return []
        found = cut(self.s, first, end, EntityType.ORGANISATION, "organisation", RANK, reading)
        return [with_marks(self.s, found)]

    # -- Ministry of X ---------------------------------------------------------------------------------------------

    def _extent(self, at: int, kind: str) -> int | None:
        k = at + 1
        if k >= len(self.s) or not self.s.loose[k]:
            return None
        if self.s.opened(k):
            if k in self.known and not self._described_after_marks(self.known[k].end):
                return None  # the name in marks stands by itself, or several do: “داعش وجبهة النصرة”
            return self._quoted(k) if kind == "body" or self.s.words[at].folded.endswith(endings("founded")) else None
        first = k + 1 if self.s.folded(k) in self.lex.titles else k
        if self._begins_known(first):
            return self._of_known(at, first, kind)
        if self._definite(k):
            end = self._adjectives(k + 1, at)
            return end if kind == "body" or end > k + 1 or self._is(k, "complement") else None
        if self._inner(k):
            return self._annexed(k)
        return self._unknown_words(k) if kind == "body" else None

    def _of_known(self, at: int, k: int, kind: str) -> int | None:
        end = self._adjectives(self.known[k].end, at)
        if self.known[k].type is EntityType.PERSON:
            return end if self.s.words[at].folded.endswith(endings("named_after")) else None
        whole = self.s.opened(at) and self.s.closed(end)
        return end if kind == "body" or end - k > 1 or whole or self.known[k].type is not EntityType.PLACE else None

    def _annexed(self, k: int) -> int | None:
        """The end of ``جنايات الإسكندرية`` in a name such as ``محكمة جنايات الإسكندرية``."""
        nxt = k + 1
        if nxt >= len(self.s) or not self.s.plain[nxt]:
            return None
        if self._begins_known(nxt):
            return self._adjectives(self.known[nxt].end, k)
        if self._definite(nxt):
            return self._adjectives(nxt + 1, k)
        if self._inner(nxt):
            return self._annexed(nxt)
        return self._unknown_words(nxt) if self.lex.bodies.get(self.s.folded(k)) == "body" else None

    def _begins_known(self, k: int) -> bool:
        return k in self.known and not self.known[k].clitic

    def _is(self, k: int, kind: str) -> bool:
        return self.lex.followers.get(self.s.folded(k)) == kind

    def _inner(self, k: int) -> bool:
        return self._is(k, "inner") or self.lex.bodies.get(self.s.folded(k)) == "body"

    def _definite(self, k: int) -> bool:
        word = self.s.folded(k)
        return word.startswith("ال") and len(word) > 4 and (self._free(k) or self._is(k, "complement"))

    def _free(self, k: int) -> bool:
        word = self.s.folded(k)
        return word not in self.lex.stops and word not in self.lex.titles

    def _adjectives(self, k: int, first: int) -> int:
        if k < len(self.s) and self.s.opened(first) and self.s.closed(k) and self.s.loose[k] and self._nisba(k):
            k += 1
        while k < len(self.s) and self.s.plain[k] and k - first < _LONGEST:
            if not (self._adjective(k) or self._coordinated(k)):
                break
            k += 1
        return k

    def _adjective(self, k: int) -> bool:
        word = self.s.folded(k)
        if not word.startswith("ال"):
            return False
        if self.s.folded(k - 1) in signs("affairs") and word.endswith("يه"):  # الشؤون البلدية, الشؤون الاجتماعية
            return True
        if not self._free(k) or word in self.lex.bodies:
            return False
        if kind := self.lex.followers.get(word):
            return kind in ("adjective", "branch")
        return self._nisba(k) or (word.endswith(("ي", "يه")) and self.lex.is_common(word))

    def _nisba(self, k: int) -> bool:
        word = self.s.folded(k)
        return word.startswith("ال") and self.tools.country_of(word) is not None

    def _coordinated(self, k: int) -> bool:
        word = self.s.folded(k)
        return word.startswith("وال") and self.lex.followers.get(word[1:]) == "portfolio"

    # -- names that are no Arabic words ----------------------------------------------------------------------------

    def _unknown_words(self, k: int) -> int | None:
        end = k
        while end < len(self.s) and end - k < 3 and (self.s.plain[end] or end == k) and self._unknown(end):
            if end > k and self.lex.names.get(self.s.folded(end)) == "given":
                break  # the person who is named next
            end += 1
        return self._adjectives(end, k) if end > k else None

    def _unknown(self, k: int) -> bool:
        word = self.s.folded(k)
        if not self._free(k) or self.lex.is_common(word) or len(word) < 3 or word[-1] == ALEF_MAKSURA:
            return False
        if self.lex.is_head(word) or word in self.lex.followers or (k in self.known and self.known[k].clitic):
            return False
        return not any(a.clitic and (a.stem in self.lex.names or a.assimilated) for a in readings(word))

    def _quoted(self, k: int) -> int | None:
        """The end of a name in marks that begins at ``k``, with the adjective after it (تيار «الغد» السوري)."""
        for end in range(k + 1, min(k + 5, len(self.s)) + 1):
            if self.s.closed(end):
                return self._adjectives_after_marks(end, k)
            if end < len(self.s) and not self.s.plain[end]:
                return None
        return None

    def _adjectives_after_marks(self, end: int, k: int) -> int:
        return self._adjectives(end + 1, k) if self._described_after_marks(end) else end

    def _described_after_marks(self, end: int) -> bool:
        return end < len(self.s) and self.s.loose[end] and self.s.closed(end) and self._adjective(end)

    # -- the Russian Presidency, the National Council --------------------------------------------------------------

    def _state(self, at: int, reading: Analysis, kind: str) -> int | None:
        if reading.stem in signs("ministry") and self._after_title(at):
            return None
        k = at + 1
        if kind == "force":
            if not (self._runs(k) and (self._is(k, "branch") or self._is(k, "adjective"))):
                return None
            k += 1
        return self._adjectives(k + 1, at) if self._agrees(k, reading) and self._nisba(k) else None

    def _council(self, at: int, reading: Analysis, kind: str) -> int | None:
        k = at + 1
        institutional = self._is(k, "adjective") or self._is(k, "branch")
        if not self._agrees(k, reading) or not (institutional or self._nisba(k)) or not self._free(k):
            return None
        end = self._adjectives(k + 1, at)
        national = any(self._nisba(j) for j in range(k, end))
        extended = self._for_complement(end, purpose=reading.stem in signs("purpose") or national)
        if extended:
            return extended
        lone = end == k + 1
        return None if lone and (kind == "agency" or not institutional) else end

    def _for_complement(self, k: int, purpose: bool) -> int | None:
        """The end of ``للمقاومة الإيرانية`` after ``المجلس الوطني``; None when no complement with ل follows.

        ``purpose``: the head is one that ل and a definite noun alone complete (الاتحاد العام التونسي للشغل).
        """
        if not self._runs(k):
            return None
        for reading in readings(self.s.folded(k)):
            if reading.clitic == "ل":
                if k in self.known and self.known[k].clitic == "ل":
                    if self.known[k].type is not EntityType.ORGANISATION:
                        return None
                    return self._adjectives(self.known[k].end, k)
                if reading.assimilated and (nested := self.at(k, reading)):
                    return nested[0].end
                if reading.assimilated:
                    return self._adjectives(k + 1, k) if purpose or self._names_field(k, reading) else None
                if self.lex.followers.get(reading.stem) == "inner":
                    return self._annexed(k)
                if not reading.assimilated and (nested := self.at(k, reading)):
                    return nested[0].end
        return None

    def _names_field(self, k: int, reading: Analysis) -> bool:
        nxt = k + 1
        followed = self._runs(nxt) and self._adjective(nxt)
        return followed or self.lex.followers.get(reading.stem) in ("portfolio", "complement")

    def _national(self, at: int, reading: Analysis) -> int | None:
        """The end of ``شركة الكهرباء السعودية``: a definite noun that has a national adjective."""
        k = at + 1
        if reading.stem == "مجموعه" or not (self._runs(k) and self._definite(k)):
            return None
        return self._adjectives(k + 1, k) if self._runs(k + 1) and self._nisba(k + 1) else None

    def _club(self, at: int, reading: Analysis) -> list[Found]:
        """``الهلال`` after نادي (the club al-Hilal)."""
        k = at + 1
        plain = self._runs(k) and self._definite(k) and not self._adjective(k)
        return self._cut(k, self._adjectives(k + 1, k)) if plain and reading.stem in signs("club") else []

    def _runs(self, k: int) -> bool:
        return k < len(self.s) and self.s.plain[k]

    def _agrees(self, k: int, reading: Analysis) -> bool:
        if not self._runs(k):
            return False
        feminine = reading.stem.endswith(("ه", "ات")) or reading.stem in signs("feminine")
        word = self.s.folded(k)
        return (word.endswith("ه") or word == "العليا") == feminine

    def _after_title(self, at: int) -> bool:
        if not at or not self.s.loose[at]:
            return False
        return any(a.stem in self.lex.titles for a in readings(self.s.folded(at - 1)))

    # -- the newspaper X, the company X, the ministries of X and Y -------------------------------------------------

    def _outlet(self, at: int, reading: Analysis) -> list[Found]:
        if self._runs(at + 1) and self.s.folded(at + 1) in signs("news"):
            end = self._annexed(at + 1) if self.s.folded(at + 1) == "انباء" else self._adjectives(at + 2, at)
            named = end is not None and (self._nisba(end - 1) or end - 1 in self.known)
            return self._cut(at, end, reading) if named else []
        if reading.stem in signs("site") and self.s.folded(at + 1) in self.lex.place_joiners:
            return []
        return self._called(at + 1)

    def _called(self, k: int) -> list[Found]:
        s = self.s
        if k < len(s) and s.gaps[k].strip() == "(" and not self.lex.is_common(s.folded(k)):
            return self._cut(k, next((e for e in range(k + 1, min(k + 4, len(s)) + 1) if s.bracketed(k, e)), None))
        if k >= len(s) or not s.loose[k] or k in self.known:
            return []
        if s.opened(k):
            return self._cut(k, next((e for e in range(k + 1, min(k + 5, len(s)) + 1) if s.closed(e)), None))
        return self._cut(k, self._unknown_words(k))

    def _pair(self, at: int, reading: Analysis) -> list[Found]:
        k = at + 1
        if not (self._runs(k) and self._definite(k)):
            return []
        for second in range(k + 1, min(k + 3, len(self.s))):
            if self._runs(second) and self.s.folded(second).startswith("وال"):
                joined = Analysis("و", self.s.folded(second)[1:], 1)
                first = self._cut(at, second, reading)
                return first + self._cut(second, self._adjectives(second + 1, second), joined)
        return []

"""Names of organisations from their head noun and what Arabic syntax lets follow it (وزارة الصحة المصرية)."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import EntityType
from marsad.names.lexicon import readings
from marsad.names.stream import Found, Stream, cut
from marsad.names.tools import NameTools
from marsad.text.tokens import Analysis

RANK = 3
_LONGEST = 7


def bodies(s: Stream, tools: NameTools, known: dict[int, Found]) -> list[Found]:
    """Organisations named in ``s``; ``known`` are catalogue names by the word they begin at."""
    reader = _Reader(s, tools, known)
    found = []
    for at in range(len(s)):
        found += reader.at(at)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    s: Stream
    tools: NameTools
    known: dict[int, Found]

    def at(self, at: int) -> list[Found]:
        """The organisations whose name begins with the word at ``at``."""
        lex = self.tools.lexicon
        for reading in readings(self.s.folded(at)):
            kind = lex.bodies.get(reading.stem)
            if kind in ("body", "firm", "office"):
                if end := self._extent(at, kind):
                    return self._made(at, end, reading)
            elif kind in ("state", "force"):
                end = self._state(at, reading, kind)
                return self._made(at, end, reading) if end else []
            elif reading.stem in lex.outlets and not reading.assimilated:
                if found := self._called(at + 1):
                    return [found]
        return []

    def _made(self, at: int, end: int, reading: Analysis) -> list[Found]:
        return [cut(self.s, at, end, EntityType.ORGANISATION, "organisation", RANK, reading)]

    # -- extent of a name ------------------------------------------------------------------------------------------

    def _extent(self, at: int, kind: str) -> int | None:
        k = at + 1
        if k >= len(self.s) or not self.s.loose[k]:
            return None
        if self.s.opened(k):
            return self._quoted(k)
        if k in self.known and self.known[k].clitic == "" and self._proper(k):
            return self._adjectives(self.known[k].end, k)
        if self._definite(k):
            return self._of_definite(at, k, kind)
        if kind == "body" and self._annexed(k):
            return self._of_annexed(k)
        return self._of_unknown(k)

    def _proper(self, k: int) -> bool:
        return not self.s.folded(k).startswith("ال") or self.known[k].end > k + 1 or self.known[k].type is not None

    def _definite(self, k: int) -> bool:
        word = self.s.folded(k)
        return word.startswith("ال") and len(word) > 4 and self._free(k)

    def _free(self, k: int) -> bool:
        lex = self.tools.lexicon
        word = self.s.folded(k)
        return word not in lex.stops and word not in lex.titles

    def _of_definite(self, at: int, k: int, kind: str) -> int | None:
        if kind == "firm" and self.tools.lexicon.is_common(self.s.folded(k)):
            return None
        if self.tools.lexicon.stops.get(self.s.folded(k)) is not None:
            return None
        return self._adjectives(k + 1, at)

    def _adjectives(self, k: int, first: int) -> int:
        s = self.s
        while k < len(s) and s.plain[k] and k - first < _LONGEST:
            if (k in self.known and self.known[k].clitic and self.known[k].type is EntityType.PLACE) or not (
                self._adjective(k) or self._coordinated(k)
            ):
                break
            k += 1
        return k

    def _adjective(self, k: int) -> bool:
        word = self.s.folded(k)
        if not word.startswith("ال") or not self._free(k) or word in self.tools.lexicon.bodies:
            return False
        nisba = self.tools.catalogue.country_of_adjective(word) is not None
        return nisba or word.endswith(("ي", "يه")) or word in _PLAIN_ADJECTIVES

    def _coordinated(self, k: int) -> bool:
        word = self.s.folded(k)
        return word.startswith("وال") and word[1:] in _PORTFOLIOS

    def _annexed(self, k: int) -> bool:
        word = self.s.folded(k)
        lex = self.tools.lexicon
        return word in _ANNEXED or (lex.bodies.get(word) == "body" and not word.startswith("ال"))

    def _of_annexed(self, k: int) -> int | None:
        nxt = k + 1
        if nxt >= len(self.s) or not self.s.plain[nxt]:
            return None
        if nxt in self.known and not self.known[nxt].clitic:
            return self._adjectives(self.known[nxt].end, k)
        if self._definite(nxt):
            return self._adjectives(nxt + 1, k)
        if self._annexed(nxt):
            return self._of_annexed(nxt)
        return None

    def _of_unknown(self, k: int) -> int | None:
        end = k
        while end < len(self.s) and end - k < 3 and (self.s.plain[end] or end == k) and self._unknown(end):
            end += 1
        return self._adjectives(end, k) if end > k else None

    def _unknown(self, k: int) -> bool:
        lex, word = self.tools.lexicon, self.s.folded(k)
        if not self._free(k) or lex.is_common(word) or len(word) < 3 or k in self.known and self.known[k].clitic:
            return False
        return not any(a.clitic and (a.stem in lex.names or a.assimilated) for a in readings(word))

    def _quoted(self, k: int) -> int | None:
        for end in range(k + 1, min(k + 5, len(self.s)) + 1):
            if self.s.closed(end):
                return self._adjectives(end, k) if end < len(self.s) and self.s.loose[end] else end
            if end < len(self.s) and not self.s.plain[end]:
                return None
        return None

    # -- the Russian Presidency ------------------------------------------------------------------------------------

    def _state(self, at: int, reading: Analysis, kind: str) -> int | None:
        lex = self.tools.lexicon
        if at and self.s.loose[at] and any(a.stem in lex.titles for a in readings(self.s.folded(at - 1))):
            return None
        k = at + 1
        if kind == "force":
            if not (k < len(self.s) and self.s.plain[k] and self.s.folded(k) in _BRANCHES):
                return None
            k += 1
        if not (k < len(self.s) and self.s.plain[k]):
            return None
        word = self.s.folded(k)
        feminine = reading.stem.endswith(("ه", "ات")) or reading.stem in _FEMININE
        agrees = word.endswith("ه") == feminine
        if not agrees or not word.startswith("ال") or self.tools.catalogue.country_of_adjective(word) is None:
            return None
        return self._adjectives(k + 1, at)

    # -- the newspaper X -------------------------------------------------------------------------------------------

    def _called(self, k: int) -> Found | None:
        s = self.s
        if k >= len(s) or not s.loose[k] or k in self.known:
            return None
        end = self._quoted(k) if s.opened(k) else None
        if end is None and not s.opened(k):
            stop = k
            while stop < len(s) and stop - k < 3 and (s.plain[stop] or stop == k) and self._unknown(stop):
                stop += 1
            end = stop if stop > k else None
        return cut(s, k, end, EntityType.ORGANISATION, "organisation", RANK) if end else None


_FEMININE = frozenset(["الدفاع", "العدل", "الاوقاف"])
_BRANCHES = frozenset(["الجويه", "المسلحه", "البريه", "البحريه", "الخاصه", "الرياسيه", "العامه", "الامنيه"])
_PLAIN_ADJECTIVES = frozenset(
    ["العام", "العامه", "الاعلي", "العليا", "المركزي", "المركزيه", "الدولي", "الدوليه", "الحر", "المتحد", "المتحده",
     "الموحد", "الاول", "الوطني", "الوطنيه", "المسلحه", "الخاصه", "المشترك", "المشتركه", "المستقله", "المفتوحه"]
)  # fmt: skip
_PORTFOLIOS = frozenset(
    ["التعليم", "الثقافه", "الاعلام", "السياحه", "الرياضه", "الشباب", "التجاره", "الصناعه", "الاقتصاد", "التخطيط",
     "القرويه", "المعدنيه", "التنميه", "الاثار", "الادعاء", "الكهرباء", "المياه", "الزراعه", "النقل", "الاتصالات"]
)  # fmt: skip
_ANNEXED = frozenset(
    ["خارجيه", "داخليه", "جنايات", "استيناف", "شرطه", "حقوق", "تحرير", "تجاره", "صناعه", "مصالحه", "نواب", "قضاه",
     "اطراف", "انباء", "امن", "طب", "شوون", "كبار", "علماء", "كره", "عمال", "رجال", "حمايه", "مكافحه", "تنميه", "دعم"]
)  # fmt: skip

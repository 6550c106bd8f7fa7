"""Offices and ranks before a name: where the words of the office begin (وزير الخارجية الروسي before a name)."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.catalogue import Entity
from marsad.events.labels_lexicon import LabelWords, stems
from marsad.events.labels_line import Line
from marsad.model import EntityType
from marsad.names import NameTools

_REACH = 11
_COMMAS = frozenset(["،", ","])
_LED = frozenset(["head_of_state", "head_of_government", "movement_leader"])
#: Trades have a country too, but it is that of the team or company (مدرب المنتخب المصري).
_NATIONAL = frozenset(["head_of_state", "head_of_government", "diplomat", "politician", "military", "spokesperson"])


@dataclass(frozen=True, slots=True)
class Offices:
    """Reads offices in one line. ``bearer``: the known entity that the name belongs to."""

    line: Line
    words: LabelWords
    tools: NameTools

    def before(self, end: int, bearer: Entity | None) -> int | None:
        """Where the office begins whose words end before word ``end``, which is a name or another title of it."""
        head = self._head(end - 1, end, bearer)
        if head is not None and self._led_by_lam(head):
            head = self._over_adjectives(head) or head
        if head is None or not self._complete(head, end) or not self._of_country(head, end, bearer):
            return None
        return None if self._of_another(head, end) or self._follows_name(head) else head

    def _head(self, k: int, end: int, bearer: Entity | None) -> int | None:
        """The title nearest before word ``k`` over words that may stand in an office."""
        while k >= 0 and end - k <= _REACH and self._linked(k, end) and not self.line.is_person(k):
            if self._titled(k):
                return self._outermost(k, end, bearer)
            if not self._belongs(k):
                return None
            k -= 1
        return None

    def _over_adjectives(self, k: int) -> int | None:
        """The title before word ``k`` with only adjectives between (المستشار الإعلامي لوزير …)."""
        at = k - 1
        while at >= 0 and self.line.joined(at + 1) and k - at < 4:
            if self._titled(at):
                return at
            word = self.line.words[at].folded
            if not (word in self.words.sets["rank"] or (word.startswith("ال") and word.endswith("ي"))):
                return None
            at -= 1
        return None

    def _led_by_lam(self, k: int) -> bool:
        """Whether the title at ``k`` is only the complement of one before it (النائب الثاني لرئيس المجلس)."""
        word = self.line.words[k].folded
        return k > 0 and word.startswith("ل") and word not in self.tools.lexicon.titles

    def _follows_name(self, head: int) -> bool:
        """Whether a definite office stands right after a name, which it then describes (فلان المرشح السابق …)."""
        return head > 0 and self.line.is_person(head - 1) and self.line.joined(head) and self._definite(head)

    def _linked(self, k: int, end: int) -> bool:
        """Whether word ``k`` and the next stand together; a comma may part an office from its holder's name."""
        if self.line.joined(k + 1):
            return True
        return k + 1 == end and end in self.line.owner and self.line.gap(end).strip() in _COMMAS | {"/"}

    def _titled(self, k: int) -> bool:
        """Whether word ``k`` opens an office or rank: a title of the lists behind names that is no other label."""
        if k in self.line.owner or self.tools.lexicon.title(self.line.words[k].folded) is None:
            return False
        return not any(
            s in self.words.sets["no_label"] or self.words.is_epithet(s) for s, _ in stems(self.line.words[k])
        )

    def _outermost(self, k: int, end: int, bearer: Entity | None) -> int:
        """The office that ``k`` is only a part of: نائب in نائب وزير الخارجية; the second of two is its own."""
        led = bearer is not None and bearer.kind in _LED and end in self.line.owner
        while k and self.line.joined(k) and self._titled(k - 1) and not self._definite(k - 1):
            if self._definite(k) and (led or k == end - 1):
                break
            k -= 1
        return k - 1 if k < end - 1 and self._described(k) else k

    def _described(self, k: int) -> bool:
        """Whether word ``k`` is an adjective of the office before it (الناطق الإعلامي بالشرطة), not a trade."""
        if not k or not self.line.joined(k) or not self._titled(k - 1) or not self._definite(k - 1):
            return False
        kind = self.tools.lexicon.title
        here, before = self.line.words[k].folded, self.line.words[k - 1].folded
        return here.endswith("ي") and kind(here) == "direct" and kind(before) == "office"

    def _belongs(self, k: int) -> bool:
        if k in self.line.owner:
            return True
        sets, lexicon, word = self.words.sets, self.tools.lexicon, self.line.words[k].folded
        if word in sets["verb"] or word in sets["no_label"]:
            return False
        return any(
            s in sets["inside"]
            or s in lexicon.followers
            or (s.startswith("ال") and len(s) > 3 and s not in sets["verb"])
            for s, _ in stems(self.line.words[k])
        )

    def _definite(self, k: int) -> bool:
        return any(s.startswith("ال") for s, _ in stems(self.line.words[k]))

    def _complete(self, head: int, end: int) -> bool:
        """Whether the words from ``head`` are a whole office: definite by themselves or by what follows."""
        last = self.line.words[end - 1].folded
        if last in ("في", "من", "الي", "لدي", "باسم", "ما", "يسمي") or (head < end - 1 and self._particle(end - 1)):
            return False
        parted = end in self.line.owner and self.line.gap(end).strip() in _COMMAS
        if head == end - 1:
            kind = self.tools.lexicon.title(self.line.words[head].folded)
            return not parted and (self._definite(head) or kind == "direct")
        return any(self._definite(k) or k in self.line.owner for k in range(head + 1, end))

    def _particle(self, k: int) -> bool:
        return (
            self.line.words[k].folded in self.words.sets["inside"]
            and not self._definite(k)
            and (
                k not in self.line.owner
                and self.line.words[k].folded not in self.tools.lexicon.followers
                and self.line.words[k].folded not in ("سابق", "اسبق", "حالي", "عام", "اول")
            )
        )

    def _of_country(self, head: int, end: int, bearer: Entity | None) -> bool:
        """Whether no adjective of another country stands in the office of a known politician."""
        if bearer is None or bearer.kind not in _NATIONAL or not bearer.country:
            return True
        named = {self.tools.country_of(self.line.words[k].folded) for k in range(head + 1, end)} - {None}
        return not named or bearer.country in named or bearer.type is not EntityType.PERSON

    def _of_another(self, head: int, end: int) -> bool:
        """Whether a noun before the office says that the name is that of a relative of its holder."""
        if not head or head == end - 1 or not self.line.joined(head):
            return False
        return any(s in self.words.sets["kin"] for s, _ in stems(self.line.words[head - 1]))

"""Words put on one name: before it, in it, after it, and marks around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.catalogue import Entity
from marsad.events.labels_actors import actors
from marsad.events.labels_lexicon import SCORES, LabelWords, Sense, stems
from marsad.events.labels_line import MARKS, Line, Named
from marsad.events.labels_offices import Offices
from marsad.model import EntityType, Label, Mention, Span, Zone
from marsad.names import NameTools
from marsad.text.tokens import words

#: Kinds of entity that words are fought over; marks around a company or a newspaper are its spelling.
_POLITICAL = frozenset(
    ["country", "armed_group", "party", "government", "army", "presidency", "parliament", "military"]
)
_MOST = 4


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the labels of one line."""

    line: Line
    words: LabelWords
    tools: NameTools
    offices: Offices

    def labels(self) -> list[Label]:
        """The labels of the line, in no order."""
        found = [label for named in self.line.names if not self._is_word(named) for label in self._of(named)]
        unnamed = list(actors(self.line, self.words, self.tools))
        titles = [x.span for x in found if x.kind == "title"]
        larger = titles + [x.span for x in unnamed]
        found = [x for x in found if x.kind not in ("kind", "epithet") or not _inside(x, larger, titles)]
        return [*found, *unnamed]

    def _is_word(self, named: Named) -> bool:
        """Whether what was taken for a name is a word of the table (الرئيس المخلوع، صالح)."""
        word = self.line.words[named.first].folded
        return named.end == named.first + 1 and self.words.is_epithet(word)

    def _of(self, named: Named) -> Iterator[Label]:
        before = list(self._before(named))
        yield from () if self._lends_its_name(before) else before
        yield from self._within(named)
        yield from self._after(named)
        if scare := self._marks(named):
            yield scare

    # -- words before the name ------------------------------------------------------------------------------------

    def _before(self, named: Named) -> Iterator[Label]:
        clitic, at = named.mention.clitic, named.first
        if clitic and clitic != "ب":
            return
        for _ in range(_MOST):
            sense = self._phrase(named, at, clitic)
            if sense:
                first, kind = at - len(_own(sense, clitic)), sense.kind
            else:
                office = None if clitic else self._office(named, at)
                if office is None:
                    return
                first, kind = office, "title"
                yield from self._inner(named, office, at)
            label = self._label(named, first, at, kind)
            yield label
            if label.span.start > self.line.words[first].span.start:
                return  # a particle parts what stands before it: و joins two names, ل begins a phrase
            at, clitic = first, ""

    def _lends_its_name(self, found: Sequence[Label]) -> bool:
        """Whether what is meant is only named after the person: مدينة الملك عبدالله, جائزة الشيخ زايد."""
        if not found or found[-1].kind not in ("title", "honorific"):
            return False
        first = bisect_left(self.line.starts, found[-1].span.start) - 1
        if first < 0 or not self.line.joined(first + 1):
            return False
        return any(s in self.words.sets["named_after"] for s, _ in stems(self.line.words[first]))

    def _phrase(self, named: Named, end: int, clitic: str) -> Sense | None:
        """The phrase of the table whose words end before word ``end``; ما يسمى ب may be parted (ما يسمى بالقاعدة)."""
        if not end or not self.line.joined(end):
            return None
        last = [s for s, _ in stems(self.line.words[end - 1])]
        candidates = [s for word in last for s in self.words.before.get(word, ())]
        candidates += self.words.before.get("ب", ()) if clitic == "ب" else ()
        for sense in sorted(candidates, key=lambda s: -len(s.words)):
            own = _own(sense, clitic)
            if (clitic == "ب") != (own != sense.words):
                continue
            if self._stands(own, end) and self._fits(sense, named, end):
                return sense
        return None

    def _stands(self, own: Sequence[str], end: int) -> bool:
        first = end - len(own)
        return self.line.matches(first, own) is not None and not any(k in self.line.owner for k in range(first, end))

    def _fits(self, sense: Sense, named: Named, end: int) -> bool:
        """Whether words of this kind may be put on a name of this type."""
        type_, entity = named.mention.type, self._entity(named.mention)
        if sense.place == "marked":
            return bool(self.line.gap(end).strip())  # without marks the name is who calls it so (ما تسميه روسيا …)
        if sense.kind == "honorific":
            return type_ is EntityType.PERSON
        if sense.kind == "epithet":
            return entity is not None and not self.line.gap(end).strip()
        if sense.kind == "kind" and type_ is EntityType.PERSON:
            return not sense.words[0].startswith("ال")  # قائد الميليشيا فلان: he is not one
        if sense.kind != "kind" or sense.tone == "hostile":
            return True
        if type_ is EntityType.PLACE:
            return sense.place == "any" and entity is not None
        return entity is not None and entity.kind in _POLITICAL and self._bare(named)

    def _bare(self, named: Named) -> bool:
        """Whether the name does not itself begin with the noun of a body, which needs no other."""
        first = self.line.words[named.first]
        return named.end - named.first == 1 or not any(s in self.tools.lexicon.bodies for s, _ in stems(first))

    def _office(self, named: Named, end: int) -> int | None:
        if named.mention.type is not EntityType.PERSON:
            return None
        return self.offices.before(end, self._entity(named.mention))

    def _inner(self, named: Named, first: int, end: int) -> Iterator[Label]:
        """Epithets among the words of an office: المخلوع in الرئيس المخلوع."""
        for k in {first + 1, end - 1} - {first, end}:
            for sense in self.words.after.get(self.line.words[k].folded, ()):
                if sense.kind == "epithet" and len(sense.words) == 1 and sense.place == "both":
                    yield self._label(named, k, k + 1, "epithet")

    # -- words in the name and after it ---------------------------------------------------------------------------

    def _within(self, named: Named) -> Iterator[Label]:
        """Hostile words that a known spelling of the name holds and the name itself does not: ميليشيا الحوثي."""
        entity = self._entity(named.mention)
        if named.end - named.first < 2 or entity is None or entity.type is EntityType.PERSON:
            return
        places = [(named.first, self.words.before, "kind")]
        places += [(named.end - 1, self.words.after, "epithet")] if self._modifies(named) else []
        for at, table, kind in places:
            for stem, _ in stems(self.line.words[at]):
                hostile = any(_is(s, kind, stem) and s.tone == "hostile" for s in table.get(stem, ()))
                if hostile and stem not in {s for w in words(entity.name) for s, _ in stems(w)}:
                    yield self._label(named, at, at + 1, kind)
                    break

    def _after(self, named: Named) -> Iterator[Label]:
        at = named.end
        while at < len(self.line.words) and self.line.joined(at):
            folded = self.line.words[at].folded
            sense = next((s for s in self.words.after.get(folded, ()) if self.line.matches(at, s.words)), None)
            if sense is None or not self._modifies(named) or not self._reaches(named, at):
                return
            yield self._label(named, at, at + len(sense.words), sense.kind)
            at += len(sense.words)

    def _reaches(self, named: Named, at: int) -> bool:
        """Whether no mark parts the name from word ``at``, but one that closes the name's own."""
        start = named.mention.span.start
        return not self.line.gap(at).strip() or (start > 0 and self.line.text[start - 1] in MARKS)

    def _modifies(self, named: Named) -> bool:
        """Whether an adjective after the name is the name's, not that of a noun before it (هجوم داعش الإرهابي)."""
        if named.mention.clitic or not named.first or not self.line.joined(named.first):
            return True
        before = self.line.words[named.first - 1]
        lexicon = self.tools.lexicon
        for stem, _ in stems(before):
            if any(s.kind == "kind" for s in self.words.before.get(stem, ())) or lexicon.title(stem):
                return True
            if stem in lexicon.stops or stem in self.words.sets["inside"]:
                return True
        return False

    # -- marks ----------------------------------------------------------------------------------------------------

    def _marks(self, named: Named) -> Label | None:
        """The marks around the name alone."""
        entity, span, text = self._entity(named.mention), named.mention.span, self.line.text
        if entity is None or entity.kind not in _POLITICAL or entity.type is EntityType.PERSON:
            return None
        if self.line.zone is Zone.CAPTION or (named.first and self._titles_a_work(named.first - 1)):
            return None
        outer = Span(span.start - 1, span.end + 1)
        if outer.start < 0 or text[outer.start] not in MARKS or text[span.end : outer.end] not in MARKS:
            return None
        return Label(
            span=outer, text=outer.of(text), kind="scare", how="marks", score=SCORES["scare"], words="«»",
            tone="distancing", entity=named.mention.entity, name=span, zone=self.line.zone,
        )  # fmt: skip

    def _titles_a_work(self, before: int) -> bool:
        """Whether the noun before the marks says that they hold a title: صحيفة «فلسطين»."""
        lexicon = self.tools.lexicon
        return any(s in lexicon.outlets or s in lexicon.works for s, _ in stems(self.line.words[before]))

    # -- making ---------------------------------------------------------------------------------------------------

    def _label(self, named: Named, first: int, end: int, kind: str) -> Label:
        listed = self.tools.lexicon.titles if kind == "title" else self.words.firsts
        stretch = self.line.stretch(first, end, listed)
        folded = stretch.folded
        return Label(
            span=stretch.span, text=stretch.span.of(self.line.text), kind=kind, score=SCORES[kind],
            how="office" if kind == "title" else "word", words=self.words.heads.get((kind, folded), folded),
            tone=self.words.tone(folded), entity=named.mention.entity, name=named.mention.span, zone=self.line.zone,
            norm=stretch.norm,
        )  # fmt: skip

    def _entity(self, mention: Mention) -> Entity | None:
        return self.tools.catalogue.entities.get(mention.entity.id) if mention.entity else None


def _inside(label: Label, larger: Iterable[Span], titles: Iterable[Span]) -> bool:
    """Whether the words are only a part of an office, or of words for a country; an epithet in an office counts too."""
    return any(x.contains(label.span) for x in (larger if label.kind == "kind" else set(larger) - set(titles)))


def _is(sense: Sense, kind: str, word: str) -> bool:
    return sense.kind == kind and sense.words == (word,)


def _own(sense: Sense, clitic: str) -> tuple[str, ...]:
    """The words of a phrase that stand before the name: its last ب may be a particle of the name."""
    return sense.words[:-1] if clitic == "ب" and sense.words[-1] == "ب" else sense.words

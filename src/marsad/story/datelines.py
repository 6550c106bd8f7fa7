"""The place and agency before a lead: موسكو – سانا، موسكو|، وكالات – سياسة – الرأي –، إسلام آباد (CNN) --."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from marsad.catalogue import Catalogue
from marsad.model import Dateline, EntityType, Span
from marsad.outlets import Outlets
from marsad.story import lexicon
from marsad.text.fold import fold

LONGEST = 90
_LONGEST_SOURCE = 6
_BREAK = re.compile(r"(\s+--+\s*|\s*[–—|:]\s*|\s+-\s+|\s*[،,/]\s+|\s*-\s*(?=[^\d\s])|\s+ـ+\s+|\s*[()«»]\s*)")
_ENDS = ("-", "–", "—", "|", ":", "ـ")
_GENERIC = frozenset(
    map(fold, ("وكالات", "الوكالات", "متابعات", "خاص", "مراسلنا", "مراسل", "مكتب", "كتب", "كتبت", "أ"))
)


@dataclass(frozen=True, slots=True)
class Known:
    """What datelines are made of: places, agencies, outlets."""

    catalogue: Catalogue
    outlets: Outlets

    def place(self, words: str) -> str | None:
        """The id of the place that ``words`` name, the weightiest."""
        found = [e for e in self.catalogue.named(words.strip()) if e.type is EntityType.PLACE]
        return found[0].id if found else None

    def agency(self, words: str) -> str | None:
        """The key of the outlet that ``words`` name."""
        outlet = self.outlets.by_name(words)
        return outlet.key if outlet else None


@dataclass(slots=True)
class _Parts:
    places: list[str]
    agency: str | None = None
    named: int = 0


def whole(text: str, at: int, known: Known) -> Dateline | None:
    """The dateline that a whole line is (``موسكو – سانا``, ``ياسر الحربي – حائل``), or None. ``at`` is its offset."""
    if len(text) > LONGEST or len(text.split()) > 12:
        return None
    segments = _segments(text)
    parts = _Parts([])
    unknown = 0
    for start, end in segments:
        words = text[start:end].strip()
        if not _take(words, known, parts):
            if not _name_like(words):
                return None
            unknown += 1
    marked = len(segments) > 1 or text.rstrip()[-1:] in _ENDS
    if not parts.named or unknown > 1 or not marked or (not parts.places and not parts.agency):
        return None
    return Dateline(Span(at, at + len(text)), text, tuple(dict.fromkeys(parts.places)), parts.agency)


def is_source(text: str) -> bool:
    """Whether a short line says only for whom or from where a story was written (خاص - جريدة المرفأ)."""
    segments = _segments(text)
    first = lexicon.bare(text[slice(*segments[0])]) if segments else ""
    return 1 < len(segments) < 4 and len(text.split()) <= _LONGEST_SOURCE and first in _GENERIC


def opening(text: str, at: int, known: Known) -> tuple[Dateline, int] | None:
    """The dateline that opens a paragraph, and the offset (in ``text``) where the lead begins; or None.

    It ends with a mark, holds a place or an agency, and nothing that is not a place, agency, section or by-line.
    """
    if formal := _with_day(text, at, known):
        return formal
    parts = _Parts([])
    best: tuple[int, int] | None = None
    unknown = 0
    segments = _segments(text[: LONGEST + 40])
    for (start, end), (lead, _) in pairwise(segments):
        words = text[start:end].strip()
        if not _take(words, known, parts):
            if unknown or not _name_like(words) or len(words.split()) > 3:
                break
            unknown += 1
        separator = text[end:lead]
        if parts.named and any(mark in separator for mark in _ENDS):
            best = (end + len(separator.rstrip()), lead)
        if end > LONGEST:
            break
    if best is None:
        return _unmarked(text, at, known)
    stop, lead = _with_agency(text, *best, known, parts)
    while text[stop - 1 : stop] in ("«", "“", "("):
        stop -= 1
        lead = stop
    head = text[:stop].rstrip()
    if len(head.split()) > 12 or not (parts.places or parts.agency):
        return None
    while lead < len(text) and text[lead].isspace():
        lead += 1
    return Dateline(Span(at, at + len(head)), head, tuple(dict.fromkeys(parts.places)), parts.agency), lead


#: Place, day and month, agency in brackets, dashes: الكويت - 12 - 3 (كونا) --
_WITH_DAY = re.compile(
    r"([^()\d\n:.]{2,40}?)\s*[-–—،]\s*\d{1,2}\s*[-–—/]\s*\d{1,2}(?:\s*[-–—/]\s*\d{2,4})?\s*\(([^()\n]{2,30})\)\s*[-–—]+"
)


def _with_day(text: str, at: int, known: Known) -> tuple[Dateline, int] | None:
    """A dateline that holds the day of the story, as agencies write it."""
    found = _WITH_DAY.match(text)
    if found is None:
        return None
    place, agency = known.place(found[1]), known.agency(found[2])
    lead = found.end()
    while lead < len(text) and text[lead].isspace():
        lead += 1
    return Dateline(Span(at, at + found.end()), found[0], (place,) if place else (), agency), lead


_BYLINE_PLACE = re.compile(r"((?:\S+\s+){1,3}\S+?)\s*[–—-]\s*((?:\S+\s+){0,2}?\S+)\s+(\S+)\s")


def _unmarked(text: str, at: int, known: Known) -> tuple[Dateline, int] | None:
    """A by-line and place run into the lead without a mark (ياسر الحربي – حائل هاجم …): a lead verb follows."""
    found = _BYLINE_PLACE.match(text)
    if found is None or found.end(2) > LONGEST or not _name_like(found[1]):
        return None
    place = known.place(found[2])
    if place is None or not _is_verb(found[3]):
        return None
    head = text[: found.end(2)]
    return Dateline(Span(at, at + len(head)), head, (place,), None), found.start(3)


def _is_verb(word: str) -> bool:
    """A lead verb of the table, or a word of three or four letters without article, as a past verb has."""
    folded = fold(word)
    return folded in lexicon.leads() or (3 <= len(folded) <= 5 and not folded.startswith("ال"))


def _with_agency(text: str, stop: int, lead: int, known: Known, parts: _Parts) -> tuple[int, int]:
    """The dateline with the agency that follows its last mark without one of its own (موسكو-سانا بحث …)."""
    if parts.agency:
        return stop, lead
    for size in (3, 2, 1):
        found = re.compile(rf"(?:\S+\s+){{{size - 1}}}\S+").match(text, lead)
        agency = known.agency(found[0]) if found else None
        if found and agency and known.outlets.by_key[agency].kind == "agency":
            parts.agency = agency
            return found.end(), found.end()
    return stop, lead


def _segments(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for match in _BREAK.finditer(text):
        if text[start : match.start()].strip():
            found.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def _take(words: str, known: Known, parts: _Parts) -> bool:
    place = known.place(words)
    agency = known.agency(words)
    if agency and not (place and parts.agency is None and not parts.places):
        parts.agency = parts.agency or agency
        parts.named += 1
        return True
    if place:
        parts.places.append(place)
        parts.named += 1
        return True
    folded = lexicon.bare(words)
    if folded in _GENERIC or folded in lexicon.sections():
        parts.named += folded == fold("وكالات")
        parts.agency = parts.agency or None
        return True
    pair = words.split()
    if len(pair) == 2 and known.place(pair[0]) and known.agency(pair[1]):
        parts.places.append(known.place(pair[0]) or "")
        parts.agency = known.agency(pair[1])
        parts.named += 1
        return True
    return False


def _name_like(words: str) -> bool:
    """Whether the words may be a reporter's name: two to four Arabic words without a lead verb among them."""
    parts = words.split()
    return 2 <= len(parts) <= 4 and not any(fold(p) in lexicon.leads() or len(p) < 2 for p in parts)

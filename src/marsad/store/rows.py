"""What was found in a story, as rows of the tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from marsad.model import Quote, Reading, Story, StoryReading
from marsad.outlets import Outlets
from marsad.store.checksums import NAMES, checksum
from marsad.store.compression import as_json
from marsad.store.days import Day
from marsad.store.documents import shifted
from marsad.store.event_rows import event_rows
from marsad.store.label_rows import label_rows
from marsad.store.layouts import packed
from marsad.store.sightings import sighting_rows
from marsad.text.fold import fold
from marsad.text.words import folded_words, hashed

if TYPE_CHECKING:
    from marsad.store.batch import Batch

#: The columns that are filled, in the order in which the tables refer to one another.
COLUMNS = {
    "source": "id, key, name, name_en, kind",
    "page": "id, digest, path, url, seen, encoding, size, type, site, title, tag, version, added, text,"
    " address, modified",
    "raw": "page, kind, given, size, data",
    "teaser": "page, place, title, summary, category, url",
    "biography": "page, folded, name, text, source, birth_date, birth_precision, aliases",
    "entity": "id, key, name, name_en, type, status, qid, block",
    "story": "id, key, page, place, source, title, title_hash, kicker, day, day_from, day_to, how, body_hash, is_copy,"
    " version, moment, agency",
    "story_doc": "story, layout, checksum",
    "label": "kind, folded, story, text",
    "story_entity": "entity, story, day, source, count, is_copy",
    "mention": "story, place, start, stop, type, zone, how, score, entity, norm",
    "quote": "id, story, start, stop, text, direct, zone, speaker, speaker_name, cue, stance, implicit, how, score,"
    " day, source, marks, venue, addressee, speaker_read, about_read",
    "quote_about": "entity, quote, day",
    "event": "id, story, source, type, day, day_told, day_from, day_to, start, stop, sentence, marks, agents, targets,"
    " place, planned, denied, ended, voice, voice_name, how, score",
    "event_actor": "entity, day, event, role",
    "label_use": "id, entity, story, source, day, kind, words, text, tone, voice, speaker, start, stop, sentence_start,"
    " sentence_stop, entity_read",
    "sighting": "story, entity, titles, company",
}


#: What stands between the names in a credit: ``الرياض – واس``, ``(رويترز)``.
_BETWEEN = re.compile(r"[^\w\s.]+")

#: What was read, of a row of each table that holds some.
_READ = {
    table: itemgetter(*(COLUMNS[table].split(", ").index(name) for name in names)) for table, names in NAMES.items()
}


@dataclass(slots=True)
class Pending:
    """A story on its way into the archive: its row numbers, its day, and whether its text was there before.

    ``words`` are the folded words of its body, where they are at hand.
    """

    id: int
    page: int
    place: int
    source: int | None
    reading: Reading
    found: StoryReading
    day: Day
    body_hash: str
    is_copy: int = 0
    words: list[str] = field(default_factory=list)

    @property
    def story(self) -> Story:
        """The story itself."""
        return self.found.story


def told(story: Story, day: Day) -> tuple[str, str, str | None, str, str | None, str | None, str | None]:
    """What the row of a story says of it: title, title_hash, kicker, day, day_from, day_to and how."""
    title = story.title.text if story.title else first_words(story)
    kicker = story.kicker.text if story.kicker else None
    return title, hashed(" ".join(folded_words(title))), kicker, day.day, day.day_from, day.day_to, day.how


def moment_of(story: Story) -> str | None:
    """When the story was published to the minute, where that is known."""
    return story.published.moment if story.published else None


def credited(story: Story, outlets: Outlets) -> str | None:
    """The key of the news agency that the story names as its source, in its dateline, credit or by-line."""
    first = outlets.by_key.get(story.dateline.agency or "") if story.dateline else None
    parts = [part for piece in (story.credit, story.byline) if piece for part in _BETWEEN.split(piece.text)]
    found = (outlets.by_name(part) for part in parts if part.strip())
    return next((one.key for one in (first, *found) if one and one.kind == "agency" and one.key != story.source), None)


def first_words(story: Story) -> str:
    """What stands for the title of a story without one."""
    first = story.paragraphs[0].text if story.paragraphs else ""
    return first if len(first) < 90 else first[:90].rsplit(" ", 1)[0] + " …"


def tag_rows(number: int, story: Story, tag: str | None) -> list[tuple[str, str, int, str]]:
    """The tags and the category of the story with this number, on a page that is about ``tag``."""
    labels = [("tag", t.text) for t in story.tags]
    labels += [("tag", tag)] if tag else []
    labels += [("category", story.category.text)] if story.category else []
    first = {(kind, fold(text)): text for kind, text in reversed(labels)}
    return [(kind, folded, number, text) for (kind, folded), text in first.items()]


class FoundRows:
    """Gathers the rows of one story in a batch, which knows the numbers of entities."""

    def __init__(self, batch: Batch, one: Pending) -> None:
        self.batch, self.one, self.found = batch, one, one.found
        self.text, self.day = one.reading.page.text, one.day.day

    def add(self) -> None:
        """Everything that hangs on the names found in the story; another reading puts it there anew."""
        before = {table: len(self.batch.rows[table]) for table in NAMES}
        self._add_entities()
        self._add_mentions()
        for quote in self.found.quotes:
            self._add_quote(quote)
        self._add_told()
        read = {table: [_READ[table](row) for row in self.batch.rows[table][n:]] for table, n in before.items()}
        self._add_document(checksum(read))

    def add_once(self) -> None:
        """What a second reading leaves alone: the evidence of pass one, the tags of the page."""
        rows = sighting_rows(self.one.id, self.found.mentions, self.found.labels, self.batch.entity)
        self.batch.rows["sighting"] += rows
        self.batch.rows["label"] += tag_rows(self.one.id, self.found.story, self.one.reading.layout.tag)

    def forms(self) -> Counter[tuple[int, str]]:
        """How often each spelling names each entity as it was read."""
        return Counter((self.batch.entity(m.entity), m.norm or m.text) for m in self.found.mentions if m.entity)

    def _add_entities(self) -> None:
        one = self.one
        counts = Counter(self.batch.kept(m.entity) for m in self.found.mentions if m.entity)
        for entity, count in counts.items():
            self.batch.rows["story_entity"].append((entity, one.id, self.day, one.source, count, one.is_copy))
            self.batch.tallies.named(entity, count, one)

    def _add_mentions(self) -> None:
        self.batch.rows["mention"] += [
            (
                self.one.id, place, m.span.start, m.span.end, m.type.value, m.zone.value, m.how, m.score,
                self.batch.entity(m.entity) if m.entity else None, m.norm if m.norm != m.text else None,
            )
            for place, m in enumerate(self.found.mentions)
        ]  # fmt: skip

    def _add_quote(self, quote: Quote) -> None:
        batch, one, speaker, number = self.batch, self.one, quote.speaker, self.batch.number("quote")
        ref = speaker.entity if speaker else None
        inside = [m for m in self.found.mentions if quote.span.contains(m.span) and m.entity]
        marks = [[*shifted(m.span, quote.span.start), m.entity.id] for m in inside if m.entity]
        named = {m.entity.id: m.entity for m in self.found.mentions if m.entity}
        about = {m.entity.id for m in inside if m.entity} | (set(quote.about) & named.keys())
        batch.rows["quote"].append(
            (
                number, one.id, quote.span.start, quote.span.end, quote.text, int(quote.direct), quote.zone.value,
                batch.kept(ref) if ref else None, speaker.name if speaker else None,
                quote.cue.text if quote.cue else None, quote.stance, int(quote.implicit), quote.how, quote.score,
                self.day, one.source, as_json(marks), quote.venue.text if quote.venue else None,
                quote.addressee.name if quote.addressee else None, batch.entity(ref) if ref else None,
                as_json(sorted(batch.entity(named[key]) for key in about)),
            )
        )  # fmt: skip
        kept = {batch.kept(named[key]) for key in about} - ({batch.kept(ref)} if ref else set())
        batch.rows["quote_about"] += [(entity, number, self.day) for entity in sorted(kept)]

    def _add_told(self) -> None:
        """What the story tells of its entities: the events, and the words that it puts on them."""
        batch, one = self.batch, self.one
        event_rows(batch, one, self.text)
        batch.rows["label_use"] += label_rows(batch, one, self.text)
        batch.titles.story(batch, one)

    def _add_document(self, sum_: str) -> None:
        self.batch.rows["story_doc"].append((self.one.id, packed(self.found.story, self.text), sum_))

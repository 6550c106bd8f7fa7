"""What was read as rows of the tables (``tables``): everything that the archive keeps of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import Any

from marsad.copies.texts import Text
from marsad.happenings.sketches import keys_of, sketch
from marsad.model import (
    EntityRef,
    Event,
    Label,
    Mention,
    Page,
    Participant,
    Piece,
    Quote,
    Reading,
    Rejected,
    Story,
    StoryReading,
)
from marsad.outlets import Outlets
from marsad.store.batch import modified
from marsad.store.compression import unpacked
from marsad.store.days import Day, day_of
from marsad.store.event_rows import event_day
from marsad.store.layouts import packed
from marsad.store.rows import credited, moment_of, told
from marsad.store.texts import body_hash, words_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def of_reading(reading: Reading, at: int, outlets: Outlets) -> Rows:
    """The rows of a page, by table; ``at`` is its number in its shard. ``outlets`` tell which are news agencies."""
    page, layout = reading.page, reading.layout
    where: Row = {"seq": at, "page": page.digest}
    found: Rows = {"pages": [{**where, **_page(reading)}], "teasers": []}
    if page.raw:
        same = page.raw.data == page.text.encode("utf-8", "surrogatepass")
        found["raw"] = [
            {**where, "kind": page.raw.kind, "given": page.raw.given, "data": None if same else page.raw.data}
        ]
    for n, teaser in enumerate(layout.related):
        parts = {"title": teaser.title, "summary": teaser.summary, "category": teaser.category}
        words = {name: _words(piece) for name, piece in parts.items()}
        found["teasers"].append({**where, "n": n, **words, "url": teaser.url})
    for place, one in enumerate(reading.stories):
        for table, rows in _of_story(page, one, {**where, "place": place, "story": one.story.id}, outlets).items():
            found.setdefault(table, []).extend(rows)
    for row in found.get("stories", ()):
        row["version"] = reading.version
    return found


def of_rejected(page: Rejected, at: int) -> Rows:
    """The row of what was not read."""
    names = ("path", "digest", "stage", "reason", "detail", "size", "count")
    return {"rejected": [{"seq": at, **{name: _clean(getattr(page, name)) for name in names}}]}


def as_date(day: str | None) -> date | None:
    """An ISO day as a date; None for none, and for one that no calendar has."""
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def exact_text(text: str) -> Row:
    """A text as columns: valid Unicode of the same length, and its bytes where it is none."""
    shown = clean(text)
    return {"text": shown, "exact": None if shown == text else text.encode("utf-8", "surrogatepass")}


def clean(text: str) -> str:
    """``text`` with a replacement character for each lone surrogate, which UTF-8 cannot hold."""
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def _clean(value: Any) -> Any:
    return value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value


def _page(reading: Reading) -> Row:
    page, layout, profile = reading.page, reading.layout, reading.layout.profile
    row = {
        "path": _clean(page.path), "url": page.url, "seen": page.seen,
        "modified": _clean(modified(page)), "encoding": page.encoding, "size": page.size,
        "type": layout.type.value, "site": layout.site, "title": layout.title, "tag": layout.tag,
        "version": reading.version, **exact_text(page.text),
    }  # fmt: skip
    if profile:
        row |= {
            "profile_name": profile.name.text, "profile_text": _words(profile.bio),
            "profile_source": profile.bio_source, "profile_birth_date": profile.birth_date,
            "profile_birth_precision": profile.birth_precision,
            "profile_aliases": [{"text": text, "language": language} for text, language in profile.aliases],
        }  # fmt: skip
    return row


def _of_story(page: Page, found: StoryReading, where: Row, outlets: Outlets) -> Rows:
    day = day_of(found.story.published, page.seen)
    teller = {**where, "day": as_date(day.day), "source": found.story.source}
    return {
        "stories": [{**where, **_story(page, found, day)}],
        "story_entities": list(_numbered(teller, _entities(found))),
        "mentions": list(_numbered(teller, map(_mention, found.mentions))),
        "quotes": list(_numbered(teller, _quotes(found))),
        "labels": list(_numbered(teller, (_label(label) for label in found.labels if label.entity))),
        "events": list(_numbered(teller, (_event(page.text, event, day.day) for event in found.events))),
        "fingerprints": [{**where, **_fingerprint(found.story, outlets)}],
        "sketches": [{**where, **_sketch(found)}],
    }  # fmt: skip


def _numbered(where: Row, rows: Iterable[Row]) -> Iterator[Row]:
    return ({**where, "n": n, **row} for n, row in zip(count(), rows, strict=False))


def _story(page: Page, found: StoryReading, day: Day) -> Row:
    story = found.story
    layout = layout_text(packed(story, page.text))
    return {
        **laid_out(story), "source": story.source, "title": clean(told(story, day)[0]), "body": body_hash(story),
        "layout": layout, "day": as_date(day.day), "day_from": as_date(day.day_from), "day_to": as_date(day.day_to),
        "how": day.how,
    }  # fmt: skip


def laid_out(story: Story) -> Row:
    """The parts of a story as columns."""
    single = ("kicker", "subtitle", "byline", "credit", "category")
    return {
        "url": story.url, "dateline": clean(story.dateline.text) if story.dateline else None,
        **{name: _words(getattr(story, name)) for name in single}, "tags": [clean(tag.text) for tag in story.tags],
        "text": "\n\n".join(clean(p.text) for p in story.paragraphs),
    }  # fmt: skip


def layout_text(packed_layout: bytes) -> str:
    """A layout as JSON that UTF-8 can hold."""
    text = unpacked(packed_layout)
    return text if clean(text) == text else json.dumps(json.loads(text))


def _fingerprint(story: Story, outlets: Outlets) -> Row:
    text, outlet = Text.of(words_of(story)), outlets.by_key.get(story.source or "")
    return {
        "shingles": text.size, "prints": list(text.prints), "phrases": list(text.phrase_prints),
        "moment": moment_of(story),
        "agency": outlet is not None and outlet.kind == "agency", "credited": credited(story, outlets),
    }  # fmt: skip


def _sketch(found: StoryReading) -> Row:
    known = (m.entity for m in found.mentions if m.entity and m.entity.status == "catalogue")
    terms = sketch(found.story, ((entity.id, entity.type) for entity in known)).data
    return {"terms": terms, "keys": list(keys_of(terms))}


def _entities(found: StoryReading) -> Iterator[Row]:
    """Each entity that a story refers to, once, as it does first: so the archive comes to know it."""
    counts = Counter(m.entity.id for m in found.mentions if m.entity)
    first: dict[str, EntityRef] = {}
    for ref in _references(found):
        if ref:
            first.setdefault(ref.id, ref)
    for key, ref in first.items():
        yield {
            "entity": key, "entity_read": key, "name": clean(ref.name), "name_en": ref.name_en, "type": ref.type.value,
            "status": ref.status, "qid": ref.qid, "mentions": counts[key],
        }  # fmt: skip


def _references(found: StoryReading) -> Iterator[EntityRef | None]:
    yield from (m.entity for m in found.mentions)
    yield from (q.speaker.entity for q in found.quotes if q.speaker)
    for event in found.events:
        yield event.place.entity if event.place else None
        yield event.voice.entity if event.voice else None
        yield from (who.entity for who in (*event.agents, *event.targets))
    yield from (label.entity for label in found.labels)


def _mention(mention: Mention) -> Row:
    key = mention.entity.id if mention.entity else None
    return {
        "start": mention.span.start, "stop": mention.span.end, "text": clean(mention.text),
        "norm": mention.norm if mention.norm != mention.text else None, "type": mention.type.value,
        "zone": mention.zone.value, "how": mention.how, "score": mention.score, "entity": key, "entity_read": key,
    }  # fmt: skip


def _quotes(found: StoryReading) -> Iterator[Row]:
    here = {m.entity.id for m in found.mentions if m.entity}
    for quote in found.quotes:
        said_by = _key(quote.speaker.entity) if quote.speaker else None
        inside = {m.entity.id for m in found.mentions if m.entity and quote.span.contains(m.span)}
        yield _quote(quote, said_by, sorted(inside | (here & set(quote.about))))


def _quote(quote: Quote, said_by: str | None, about: list[str]) -> Row:
    return {
        "start": quote.span.start, "stop": quote.span.end, "text": clean(quote.text), "direct": quote.direct,
        "zone": quote.zone.value, "speaker": said_by, "speaker_read": said_by,
        "speaker_name": clean(quote.speaker.name) if quote.speaker else None,
        "cue": quote.cue.text if quote.cue else None, "stance": quote.stance, "implicit": quote.implicit,
        "how": quote.how, "score": quote.score, "about": about, "venue": _words(quote.venue),
        "addressee": quote.addressee.name if quote.addressee else None,
    }  # fmt: skip


def _label(label: Label) -> Row:
    key = _key(label.entity)
    return {
        "start": label.span.start, "stop": label.span.end, "text": clean(label.norm or label.text),
        "words": label.words, "kind": label.kind, "tone": label.tone, "voice": label.voice, "speaker": label.speaker,
        "entity": key, "entity_read": key,
    }  # fmt: skip


def _event(text: str, event: Event, story_day: str) -> Row:
    day, told = event_day(event, story_day)
    return {
        "type": event.type.value, "event_day": as_date(day), "day_told": told,
        "day_from": as_date(event.date.earliest) if event.date else None,
        "day_to": as_date(event.date.latest) if event.date else None,
        "start": event.evidence.span.start, "stop": event.evidence.span.end,
        "sentence_start": event.sentence.start, "sentence_stop": event.sentence.end,
        "sentence": clean(event.sentence.of(text)), "agents": _people(event.agents), "targets": _people(event.targets),
        "location": _key(event.place.entity) if event.place else None, "planned": event.planned,
        "denied": event.denied, "ended": event.ended, "voice": _key(event.voice.entity) if event.voice else None,
        "voice_name": event.voice.name if event.voice else None, "how": event.how, "score": event.score,
    }  # fmt: skip


def _people(side: Iterable[Participant]) -> list[Row]:
    return [{"entity": _key(who.entity), "name": clean(who.name)} for who in side]


def _key(ref: EntityRef | None) -> str | None:
    return ref.id if ref else None


def _words(piece: Piece | None) -> str | None:
    return clean(piece.text) if piece else None

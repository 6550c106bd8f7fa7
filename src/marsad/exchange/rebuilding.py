"""Rows of the tables back to what was read, as far as the archive keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from marsad.errors import SettingsError
from marsad.exchange.rows import Row, Rows
from marsad.model import (
    Cue,
    EntityRef,
    EntityType,
    Event,
    EventDate,
    EventType,
    Fact,
    Label,
    Layout,
    Markup,
    Mention,
    Page,
    PageType,
    Participant,
    Piece,
    Profile,
    Quote,
    Raw,
    Reading,
    Rejected,
    Related,
    Span,
    Speaker,
    Story,
    StoryReading,
    Zone,
)
from marsad.store.compression import packed
from marsad.store.layouts import unpacked

_NOWHERE = Span(0, 0)
_IN_STORIES = ("story_entities", "mentions", "quotes", "labels", "events")


def to_reading(page: Row, rows: Rows) -> Reading:
    """The page and everything found in it: adding it gives what adding the first reading gave."""
    text = page["exact"].decode("utf-8", "surrogatepass") if page["exact"] is not None else page["text"]
    by_place: dict[str, defaultdict[int, list[Row]]] = {name: defaultdict(list) for name in _IN_STORIES}
    for name in _IN_STORIES:
        for row in rows.get(name, ()):
            by_place[name][row["place"]].append(row)
    stories = tuple(
        _story(text, row, {name: by_place[name][row["place"]] for name in _IN_STORIES}) for row in rows["stories"]
    )
    made = Page(
        page["path"], text, page["page"], page["encoding"], page["size"], url=page["url"], seen=page["seen"],
        markup=_facts(page.get("modified")),
        raw=next((_raw(row, text) for row in rows.get("raw", ())), None),
    )  # fmt: skip
    return Reading(made, _layout(page, stories, rows.get("teasers", ())), stories, page["version"])


def _facts(modified: str | None) -> Markup | None:
    """What the markup of a page stated that the archive keeps."""
    return Markup((), (), (Fact("modified", modified, "table"),)) if modified else None


def _raw(row: Row, text: str) -> Raw:
    data = row["data"]
    return Raw(row["kind"], text.encode("utf-8", "surrogatepass") if data is None else data, row["given"])


def to_rejected(row: Row) -> Rejected:
    """What was not read."""
    return Rejected(**{name: value for name, value in row.items() if name != "seq"})


def _layout(page: Row, stories: Iterable[StoryReading], teasers: Iterable[Row]) -> Layout:
    related = tuple(
        Related(_piece(t["title"]), _piece(t["summary"]), _piece(t["category"]), url=t["url"]) for t in teasers
    )
    own = tuple(s.story for s in stories)
    kind = PageType(page["type"])
    return Layout(kind, page["site"], page["title"], "ar", own, (), related, _profile(page), page["tag"])


def _profile(page: Row) -> Profile | None:
    name = _piece(page["profile_name"])
    if name is None:
        return None
    aliases = tuple((alias["text"], alias["language"]) for alias in page["profile_aliases"] or ())
    return Profile(
        name, aliases, _piece(page["profile_text"]), page["profile_source"], page["profile_birth_date"],
        page["profile_birth_precision"],
    )  # fmt: skip


def _story(text: str, row: Row, found: Rows) -> StoryReading:
    refs = {e["entity_read"]: _ref(e) for e in found["story_entities"]}
    return StoryReading(
        _laid_out(text, row),
        tuple(_mention(m, refs) for m in found["mentions"]),
        tuple(_quote(q, refs) for q in found["quotes"]),
        tuple(_label(label, refs) for label in found["labels"]),
        tuple(_event(text, e, refs) for e in found["events"]),
    )


def _laid_out(text: str, row: Row) -> Story:
    if row["layout"] is None:
        raise SettingsError(
            f"story {row['story']} has no layout, since it was read by archive 6; add its page {row['page']} to a new"
            " archive from where it came"
        )
    return unpacked(packed(row["layout"]), text)


def _ref(row: Row) -> EntityRef:
    return EntityRef(
        row["entity_read"], row["name"], EntityType(row["type"]), row["name_en"], row["qid"], row["status"]
    )


def _mention(row: Row, refs: dict[str, EntityRef]) -> Mention:
    return Mention(
        Span(row["start"], row["stop"]), row["text"], EntityType(row["type"]), Zone(row["zone"]), row["how"],
        row["score"], refs[row["entity_read"]] if row["entity_read"] else None, norm=row["norm"],
    )  # fmt: skip


def _quote(row: Row, refs: dict[str, EntityRef]) -> Quote:
    speaker, cue = row["speaker_name"], row["cue"]
    return Quote(
        Span(row["start"], row["stop"]), row["text"], row["direct"], Zone(row["zone"]), row["how"], row["score"],
        Speaker(speaker, refs.get(row["speaker_read"])) if speaker is not None else None,
        Cue(_NOWHERE, cue, "") if cue is not None else None, row["stance"], row["implicit"],
        about=tuple(row["about"]), venue=_piece(row["venue"]),
        addressee=Speaker(row["addressee"]) if row["addressee"] is not None else None,
    )  # fmt: skip


def _label(row: Row, refs: dict[str, EntityRef]) -> Label:
    return Label(
        Span(row["start"], row["stop"]), row["text"], row["kind"], "", 1.0, row["words"], row["tone"],
        refs[row["entity_read"]], voice=row["voice"], speaker=row["speaker"],
    )  # fmt: skip


def _event(text: str, row: Row, refs: dict[str, EntityRef]) -> Event:
    span = Span(row["start"], row["stop"])
    said = _told(row["day_from"], row["day_to"])
    return Event(
        EventType(row["type"]), _people(row["agents"], refs), _people(row["targets"], refs), span,
        Piece(span, span.of(text)), Span(row["sentence_start"], row["sentence_stop"]), row["how"], row["score"],
        Participant("", refs[row["location"]]) if row["location"] else None, said, row["planned"], row["denied"],
        row["ended"], Speaker(row["voice_name"], refs.get(row["voice"])) if row["voice_name"] is not None else None,
    )  # fmt: skip


def _told(first: date | None, last: date | None) -> EventDate | None:
    if first is None or last is None:
        return None
    return EventDate(first.isoformat(), last.isoformat(), "", _NOWHERE)


def _people(side: Iterable[Row], refs: dict[str, EntityRef]) -> tuple[Participant, ...]:
    return tuple(Participant(who["name"], refs.get(who["entity"])) for who in side)


def _piece(words: str | None) -> Piece | None:
    return Piece(_NOWHERE, words) if words is not None else None

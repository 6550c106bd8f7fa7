"""What of the archive goes into the index: a document for each story, each quote and each spelling of a name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from marsad.search import latin
from marsad.search.analysis import analysed, grams
from marsad.store.database import Database, marks
from marsad.store.documents import Document, documents
from marsad.text.fold import fold
from marsad.text.words import folded_words

Fields = dict[str, Any]
#: A story that is so many days older counts half as much.
HALF_LIFE = 730
_EPOCH = date(2020, 1, 1).toordinal()
_MOST_HALVINGS = 60
#: The parts of ``newest``: the day above, the row number below.
NUMBER_BITS = 40
MOST_NUMBER = (1 << NUMBER_BITS) - 1
#: Every document has a value in every column: counting over columns with gaps takes twice as long.
NO_SOURCE = 0
#: What stories have in ``own`` that are texts of their own, no copies.
OWN = "own"
_NO_PLACE: Fields = {"month": "", "source": NO_SOURCE, "newest": 0, "fresh": 1.0}
_STORY = """
SELECT story.id, story.day, story.source, source.kind, page.type, page.added, story.is_copy FROM story
JOIN page ON page.id = story.page LEFT JOIN source ON source.id = story.source WHERE story.id IN ({marks})
"""
#: Entities are indexed as they were read, so that bringing names together changes no story of the index.
_NAMED = "SELECT DISTINCT story, entity FROM mention WHERE story IN ({marks}) AND entity IS NOT NULL"
_QUOTE = "SELECT story, id, text, speaker_read, about_read, stance, day, source FROM quote WHERE story IN ({marks})"
_ENTITY = "SELECT id, name, called, name_en FROM entity WHERE id IN ({marks})"


def newest(day: str, number: int) -> int:
    """The place of a row in the order of time; those without a day come before all others."""
    return _ordinal(day) << NUMBER_BITS | number


def number_of(place: int) -> int:
    """The row number within what ``newest`` gives."""
    return place & MOST_NUMBER


def fresh(day: str, added: str) -> float:
    """What the freshness of a story multiplies its relevance by; one without a day counts half of what was added then.

    It halves every HALF_LIFE days, so that the order of two stories is the same whenever it is asked for.
    """
    halvings = (_ordinal(day or added[:10]) - _EPOCH) / HALF_LIFE - (0 if day else 1)
    return float(2.0 ** max(-_MOST_HALVINGS, min(_MOST_HALVINGS, halvings)))


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def stories(db: Database, numbers: Sequence[int]) -> dict[int, list[Fields]]:
    """The documents of stories and of their quotes, by the row numbers of the stories that are there."""
    entities = _grouped(db, _NAMED, numbers)
    tags = _grouped(db, "SELECT story, folded FROM label WHERE story IN ({marks})", numbers)
    quotes = _grouped(db, _QUOTE, numbers)
    found: dict[int, list[Fields]] = {}
    texts = documents(db, numbers, marked=False) if numbers else {}
    for number, day, source, kind, page_type, added, copy in _rows(db, _STORY, numbers):
        if number not in texts:
            continue
        speakers = {q[2] for q in quotes[number] if q[2] is not None}
        text = _story_text(texts[number])
        own = {
            "id": f"s{number}", "what": "story", "number": number, **text, "fresh": fresh(day, added),
            "newest": newest(day, number), "month": day[:7], "speaker": _numbers(speakers),
            "entity": _numbers(e for (e,) in entities[number]),
            "tag": sorted({folded for (folded,) in tags[number]}), "kind": " ".join(k for k in (kind, page_type) if k),
            "own": [] if copy else [OWN], **_source(source),
        }  # fmt: skip
        found[number] = [own, *(_quote(added, quote) for quote in quotes[number])]
    return found


def _story_text(doc: Document) -> Fields:
    title = doc["title"]["text"] if doc["title"] else ""
    parts = [doc[name]["text"] for name in ("kicker", "subtitle", "dateline") if doc[name]]
    parts += [block["text"] for block in doc["blocks"]]
    head, body = analysed(title), [analysed(line) for part in parts for line in part.splitlines()]
    return {
        "title": head.words,
        "body": [part.words for part in body if part.words],
        "body_stems": " ".join(filter(None, (head.stems, *(part.stems for part in body)))),
    }


def _quote(added: str, quote: Sequence[Any]) -> Fields:
    number, text, speaker, about, stance, day, source = quote
    found = analysed(text)
    return {
        "id": f"q{number}", "what": "quote", "number": number, "said": found.words, "said_stems": found.stems,
        "stance": stance, "speaker": _numbers([speaker] if speaker is not None else []),
        "entity": _numbers(set(json.loads(about)) - {speaker}), "fresh": fresh(day, added),
        "newest": newest(day, number), "month": day[:7], **_source(source),
    }  # fmt: skip


def entities(db: Database, numbers: Sequence[int]) -> dict[int, list[Fields]]:
    """The documents of the names of entities, by the row numbers of the entities that are there."""
    forms = _grouped(db, "SELECT entity, text FROM entity_form WHERE entity IN ({marks})", numbers)
    found = {}
    for number, *names in _rows(db, _ENTITY, numbers):
        spelt = dict.fromkeys(fold(n).strip() for n in (*names, *(form for (form,) in forms[number])) if n)
        found[number] = [
            {"id": f"n{number}", "what": "name", "number": number, **_NO_PLACE, **name_fields(name)}
            for name in spelt
            if name
        ]
    return found


def name_fields(name: str) -> Fields:
    """How a folded name is found when it is misspelt, or written in the other script."""
    words = latin.latin_words(name) if latin.is_latin(name) else folded_words(name)
    return {
        "stored": name,
        "name": " ".join(words),
        "grams": " ".join(grams(name)),
        "bones": " ".join(latin.bones_of(words)),
    }


def _source(number: int | None) -> Fields:
    return {"source": NO_SOURCE if number is None else number}


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, sorted(numbers)))


def _grouped(db: Database, sql: str, numbers: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """The rows of a question by their first column, which is left out of them."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *rest in _rows(db, sql, numbers):
        found[first].append(tuple(rest))
    return found


def _rows(db: Database, sql: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    if numbers:
        yield from db.execute(sql.format(marks=marks(len(numbers))), tuple(numbers)).fetchall()

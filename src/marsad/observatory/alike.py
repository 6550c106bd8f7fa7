"""How alike two stories are in what they are about, and by what: the reasons behind happenings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from marsad.errors import SettingsError
from marsad.happenings.groups import JOINED
from marsad.happenings.likeness import faded, likeness
from marsad.happenings.sketches import MARK, Vector, shared
from marsad.observatory.happening_pages import Alike
from marsad.observatory.happenings import happening_of
from marsad.observatory.links import View, existing
from marsad.store.documents import Document, documents
from marsad.store.happenings import sketched
from marsad.text.rarity import of_word
from marsad.text.words import folded_words

#: So many of the words and names that two stories share are told, those that weigh most.
_TOLD = 8


def alike(view: View, story: str, other: str) -> Alike:
    """How alike two stories (public ids) are. Raises NotInArchiveError, and SettingsError for a story without a layout,
    which an archive of before versions of the reader were kept may have until it is read again."""
    keys = existing(view, story), existing(view, other)
    rows = dict(view.db.execute("SELECT key, id FROM story WHERE key IN (?, ?)", keys).fetchall())
    numbers = [rows[key] for key in keys]
    found = sketched(view.db, numbers)
    if len(found) < len(rows):
        raise SettingsError("one of the stories is of an old archive; marsad reread reads its page again")
    (day, mine), (told, theirs) = (found[number] for number in numbers)
    vector = Vector.of(theirs.data)
    score = likeness(Vector.of(mine.data), vector)
    days = abs((date.fromisoformat(day) - date.fromisoformat(told)).days) if day and told else None
    left = faded(score, day, told) if day and told else None
    first = happening_of(view, keys[0])
    return Alike(
        *keys, round(score, 4), days, None if left is None else round(left, 4), JOINED,
        first is not None and first == happening_of(view, keys[1]),
        _named(view, numbers[0], shared(mine, vector, _TOLD)),
    )  # fmt: skip


def _named(view: View, number: int, terms: Sequence[str]) -> tuple[str, ...]:
    """Terms as people read them: names of entities, and words as the story (its row number) has them first."""
    entities = view.by_keys([term.removeprefix(MARK) for term in terms if term.startswith(MARK)])
    written = _written(documents(view.db, [number], marked=False)[number])
    found = []
    for term in terms:
        key = term.removeprefix(MARK)
        found.append(written.get(term, term) if key == term else entities[key].name if key in entities else key)
    return tuple(found)


def _written(doc: Document) -> dict[str, str]:
    """The first word of a story for each stem in it."""
    texts = [doc["title"]["text"] if doc["title"] else "", *(block["text"] for block in doc["blocks"])]
    found: dict[str, str] = {}
    for word in (word for text in texts for word in folded_words(text)):
        found.setdefault(of_word(word)[0], word)
    return found

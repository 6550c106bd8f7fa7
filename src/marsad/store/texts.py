"""The texts of stories that are in the archive, as copies are looked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from marsad.copies.texts import Text
from marsad.model import Story
from marsad.store.compression import unpacked, unpacked_json
from marsad.store.database import Database, chunks, marks
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.text.words import folded_words, hashed

#: A text of fewer words may stand under any headline: it is nobody's copy.
LEAST_WORDS = 5
#: So many texts are kept in memory, some four kilobytes each: those of the news of the day come up again and again.
_KEPT = 4096


def words_of(story: Story) -> list[str]:
    """The folded words of the body of a story: without title, dateline, by-line and captions."""
    return [word for p in story.paragraphs for word in folded_words(p.text)]


def body_hash(story: Story) -> str:
    """What identical texts share; a text too short to say anything is like no other."""
    return hash_of(words_of(story), story.id)


def hash_of(words: Sequence[str], story: str) -> str:
    """``body_hash`` of the story with this public id, by the folded words of its body."""
    return hashed(" ".join(words) if len(words) >= LEAST_WORDS else f"story {story}")


class Texts:
    """Texts by what identical ones share (``body_hash``)."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Text] = OrderedDict()

    def of_words(self, key: str, words: Sequence[str]) -> Text:
        """The text of a story whose words are at hand."""
        return self._kept[key] if key in self._kept else self._keep(key, Text.of(words))

    def of_archive(self, db: Database, stories: Mapping[str, int]) -> dict[str, Text]:
        """The texts of stories of the archive: ``stories`` gives a row number for each text."""
        found = {key: self._kept[key] for key in stories if key in self._kept}
        keys = {number: key for key, number in stories.items() if key not in found}
        for part in chunks(sorted(keys), 100):
            for number, words in _words(db, part).items():
                found[keys[number]] = self._keep(keys[number], Text.of(words))
        return found

    def _keep(self, key: str, text: Text) -> Text:
        self._kept[key] = text
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return text


#: What this process has seen last. A text is told by its own words, so that all archives can share it.
SEEN = Texts()


def _words(db: Database, stories: Sequence[int]) -> dict[int, list[str]]:
    """The folded words of stories by their row numbers."""
    rows = db.execute(
        "SELECT s.id, s.page, d.layout, d.doc FROM story AS s JOIN story_doc AS d ON d.story = s.id"
        f" WHERE s.id IN ({marks(len(stories))})",
        stories,
    ).fetchall()
    pages = list({row[1] for row in rows})
    query = f"SELECT id, text FROM page WHERE id IN ({marks(len(pages))})"
    texts = {number: unpacked(text) for number, text in db.execute(query, pages)}
    return {
        number: words_of(unpacked_layout(layout, texts[page])) if layout is not None else _of_document(doc)
        for number, page, layout, doc in rows
    }


def _of_document(doc: bytes) -> list[str]:
    """The words of a story of archive 6, which keeps its parts."""
    blocks: Iterable[dict[str, str]] = unpacked_json(doc)["blocks"]
    return [word for block in blocks if block["kind"] == "paragraph" for word in folded_words(block["text"])]

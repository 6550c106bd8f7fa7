"""In which words outlets name an entity: the table of outlets against labels, and the sentences behind each count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marsad.errors import NotInArchiveError
from marsad.observatory.label_pages import LabelCell, LabelColumn, LabelRow, LabelsPage, LabelTable, LabelUse
from marsad.observatory.links import View, days, inside, storable
from marsad.observatory.pages import PER_PAGE, Marked, SourceCount, SourceLink, Window
from marsad.observatory.significance import LIKELY, STRONG, signed_each
from marsad.store.compression import unpacked
from marsad.store.database import Database

SHOWN = 6
SHOWN_ON_PAGE = 24
SHOWN_SOURCES = 12
#: So many of the newest uses say how a label is written.
NEWEST = 200

Key = tuple[str, str]


def label_table(
    view: View,
    number: int,
    shown: Window,
    sources: Sequence[SourceCount],
    *,
    of: Sequence[str] = (),
    limit: int = SHOWN,
) -> LabelTable:
    """Outlets against the words that they put on an entity in their own voice, the most telling words first.

    ``sources`` are the outlets with their stories on it; ``of`` narrows the table to these, compared with one another.
    """
    links = {s.source.id: s for s in sources if s.source.id in of or not of}
    counts = _counts(view, number, shown, links)
    stories = {key: max(s.count, *counts[key].values(), 0) for key, s in links.items() if s.count or counts[key]}
    stories = dict(sorted(stories.items(), key=lambda row: (-row[1], row[0])))
    weights = _Weights(counts, stories)
    columns = sorted(map(weights.column, weights.every), key=lambda c: (c.weak, -c.count, c.words))
    chosen = _written(view.db, number, columns[:limit])
    keys = [key for key in stories if any(counts[key][c.kind, c.words] for c in chosen)][:SHOWN_SOURCES]
    cells = [weights.cells((c.kind, c.words), keys) for c in chosen]
    rows = [
        LabelRow(links[key].source, stories[key], tuple(column[at] for column in cells)) for at, key in enumerate(keys)
    ]
    return LabelTable(tuple(chosen), tuple(rows), len(columns))


Counts = Mapping[str, Counter[Key]]


def _counts(view: View, number: int, shown: Window, links: Mapping[str, SourceCount]) -> Counts:
    condition, values = days(shown, "label_use.day")
    joined = " JOIN story ON story.id = label_use.story AND story.is_copy = 0" if shown.once else ""
    query = (
        f"SELECT label_use.source, kind, words, count(DISTINCT label_use.story) FROM label_use{joined}"
        f" WHERE entity = ? AND voice = 'source' AND {condition} GROUP BY label_use.source, kind, words"
    )
    known = view.sources()
    found: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    for source, kind, words, count in view.db.execute(query, (number, *values)):
        if source in known and known[source].id in links:
            found[known[source].id][kind, words] = count
    return found


class _Weights:
    """How much more or less each outlet puts each label than the others do."""

    def __init__(self, counts: Counts, stories: Mapping[str, int]) -> None:
        self._counts, self._stories = counts, stories
        self._of = np.array(list(stories.values()), np.int64)
        self.every = Counter[Key]()
        for key in stories:
            self.every.update(counts[key])

    def _signed(self, label: Key) -> NDArray[np.float64]:
        """G² of each outlet, with its sign."""
        own = np.array([self._counts[key][label] for key in self._stories], np.int64)
        return signed_each(own, self._of, self.every[label] - own, self._of.sum() - self._of)

    def column(self, label: Key) -> LabelColumn:
        """A label, without its spelling."""
        score = float(np.abs(self._signed(label)).max())
        return LabelColumn(
            *label, text="", tone="", count=self.every[label], score=round(score, 2), weak=score < STRONG
        )

    def cells(self, label: Key, keys: Sequence[str]) -> list[LabelCell]:
        """The cells of a label for some outlets."""
        scores = dict(zip(self._stories, self._signed(label).tolist(), strict=True))
        return [self._cell(self._counts[key][label], self._stories[key], scores[key]) for key in keys]

    @staticmethod
    def _cell(own: int, of: int, score: float) -> LabelCell:
        more = 1 if score > LIKELY else -1 if score < -LIKELY else 0
        return LabelCell(own, round(own / of, 3) if of else 0.0, more)


def _written(db: Database, number: int, columns: Sequence[LabelColumn]) -> list[LabelColumn]:
    """The columns with the spelling that is commonest among the newest uses, and the tone."""
    newest = (
        "SELECT text, tone FROM label_use WHERE entity = ? AND voice = 'source' AND kind = ? AND words = ?"
        " ORDER BY day DESC, story DESC LIMIT ?"
    )
    query = f"SELECT text, tone FROM ({newest}) AS newest GROUP BY text, tone ORDER BY count(*) DESC, text LIMIT 1"
    found = []
    for c in columns:
        text, tone = db.execute(query, (number, c.kind, c.words, NEWEST)).fetchone()
        found.append(LabelColumn(c.kind, c.words, text, tone, c.count, c.score, c.weak))
    return found


def labels_page(
    view: View,
    key: str,
    shown: Window,
    sources: Sequence[SourceCount],
    *,
    words: str = "",
    kind: str = "",
    source: str | None = None,
    voice: str = "source",
    of: Sequence[str] = (),
    page: int = 1,
) -> LabelsPage:
    """The words put on the entity ``key``, and the sentences chosen by label, outlet and voice.

    Raises NotInArchiveError for an entity or outlet that is not there.
    """
    number = view.number(key)
    in_source = _source(view, source) if source else None
    condition, values = _chosen(view, number, shown, storable(words), storable(kind), in_source, voice)
    total = int(view.db.execute(f"SELECT count(*) FROM {condition}", values).fetchone()[0])
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    table = label_table(view, number, shown, sources, of=of, limit=SHOWN_ON_PAGE)
    uses = _uses(view, condition, (*values, PER_PAGE, (page - 1) * PER_PAGE))
    return LabelsPage(view.entity(number), shown, table, words, kind, voice, in_source, uses, total, page, pages)


def _source(view: View, key: str) -> SourceLink:
    found = next((s for s in view.sources().values() if s.id == key), None)
    if found is None:
        raise NotInArchiveError(f"no outlet in the archive has the id {key!r}")
    return found


def _chosen(
    view: View, number: int, shown: Window, words: str, kind: str, source: SourceLink | None, voice: str
) -> tuple[str, tuple[object, ...]]:
    condition, bounds = inside(shown, "story")
    wanted: list[tuple[str, object]] = [("entity = ?", number), ("voice = ?", voice)]
    wanted += [("words = ?", words)] if words else []
    wanted += [("kind = ?", kind)] if kind else []
    if source:
        numbers = {link.id: n for n, link in view.sources().items()}
        wanted.append(("label_use.source = ?", numbers[source.id]))
    where = " AND ".join(text for text, _ in wanted)
    joined = "label_use JOIN story ON story.id = label_use.story JOIN page ON page.id = story.page"
    return f"{joined} WHERE {where} AND {condition}", (*(value for _, value in wanted), *bounds)


def _uses(view: View, condition: str, values: Sequence[object]) -> tuple[LabelUse, ...]:
    query = (
        "SELECT story.key, story.title, label_use.source, story.day, label_use.kind, label_use.text, voice, speaker,"
        f" start, stop, sentence_start, sentence_stop, page.text FROM {condition}"
        " ORDER BY story.day DESC, story.id DESC, start LIMIT ? OFFSET ?"
    )
    rows = view.db.execute(query, values).fetchall()
    sources, speakers = view.sources(), view.by_keys(row[7] for row in rows if row[7])
    return tuple(
        LabelUse(
            story,
            title,
            sources.get(source),
            day or None,
            kind,
            text,
            voice,
            speakers.get(speaker or ""),
            _marked(rest),
        )
        for story, title, source, day, kind, text, voice, speaker, *rest in rows
    )


def _marked(place: Sequence[Any]) -> Marked:
    """The sentence of a label, with the label marked in it."""
    start, stop, first, last, packed = place
    text = unpacked(packed)
    return Marked(text[first:last], ((start - first, stop - first, ""),))

"""The page of a story, archives of stories, and search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log
from typing import Any

from marsad.errors import NotInArchiveError, SettingsError
from marsad.observatory.copying import group_of
from marsad.observatory.happenings import happening_of, head_of
from marsad.observatory.links import View, inside, present_key, storable
from marsad.observatory.overview import of_label, overview
from marsad.observatory.pages import (
    ArchivePage,
    Block,
    DateFacts,
    EntityLink,
    Note,
    StoryPage,
    StoryRow,
    Teaser,
    TextMention,
    TextQuote,
    Window,
)
from marsad.observatory.rows import (
    COLUMNS,
    naming,
    opening,
    outer,
    story_list,
    story_rows,
)
from marsad.observatory.windows import ARCHIVE, Asked, Subject, counted, window
from marsad.store.database import marks
from marsad.store.documents import Document, documents
from marsad.text.addresses import same_address
from marsad.text.fold import fold
from marsad.text.words import folded_words, hashed

RELATED = 6
RELATED_DAYS = 7
RARE = 12
LAST_DAY = "9999"
LEAST_SHARED = 2


def story_page(view: View, key: str, notes_open: bool) -> StoryPage:
    """One story, under the id that it has now. Raises NotInArchiveError."""
    row = view.db.execute(
        "SELECT story.id, story.key, story.page, story.source, story.day, page.path, page.type, story.version, page.url"
        " FROM story JOIN page ON page.id = story.page"
        " WHERE story.key = ?",
        (present_key(view, key),),
    ).fetchone()
    if row is None:
        raise NotInArchiveError(f"no story in the archive has the id {key!r}")
    number, key, page, source, day, path, page_type, version, url = row
    doc = documents(view.db, [number])[number]
    show = _Blocks(view, doc)
    before, after = _neighbours(view, number, source, day, page)
    return StoryPage(
        id=key,
        title=show.block(doc["title"]),
        kicker=show.block(doc["kicker"]),
        subtitle=show.block(doc["subtitle"]),
        dateline=show.block(doc["dateline"]),
        byline=doc["byline"],
        credit=doc["credit"],
        category=doc["category"],
        source=view.sources().get(source) if source else None,
        url=doc["url"] or url,
        date=_date(doc["date"]),
        blocks=tuple(b for raw in doc["blocks"] if (b := show.block(raw))),
        tags=tuple(_labels(view, number, "tag")),
        entities=_entities(view, number),
        related=_related(view, key, number, day),
        see_also=_teasers(view, page),
        copies=group_of(view, key),
        happening=head_of(view, key),
        on_page=_rows(view, "page = ? AND story.id <> ?", (page, number), "place"),
        previous=before,
        next=after,
        notes=notes(view, key),
        notes_open=notes_open,
        page_path=path,
        page_type=page_type,
        reader_version=version,
    )


class _Blocks:
    """Turns the blocks of a story document into page blocks: speakers numbered in the order they first speak."""

    def __init__(self, view: View, doc: Document) -> None:
        parts = [b for b in (doc["title"], doc["kicker"], doc["subtitle"], doc["dateline"], *doc["blocks"]) if b]
        self.links = view.by_keys(
            {m[2] for b in parts for m in b["m"] if m[2]} | {q[4] for b in parts for q in b["q"] if q[4]}
        )
        said = sorted((q for b in parts for q in b["q"]), key=lambda q: q[2])
        speakers = dict.fromkeys(self._who(q[4], q[5]) for q in said if q[4] or q[5])
        self.order = {speaker: at for at, speaker in enumerate(speakers, 1)}

    def _who(self, key: str | None, name: str | None) -> str | None:
        link = self.links.get(key or "")
        return link.id if link else key or name

    def block(self, raw: Document | None) -> Block | None:
        """One block, or None for a part that the story does not have."""
        if raw is None:
            return None
        named = {(m[0], m[1]): m for m in raw["m"]}
        kept = [named[a, b] for a, b, _ in outer([(m[0], m[1], "") for m in raw["m"]])]
        return Block(
            kind=raw["kind"],
            text=raw["text"],
            mentions=tuple(TextMention(m[0], m[1], self.links.get(m[2]), m[3], m[4], m[5]) for m in kept),
            quotes=tuple(self._quote(q) for q in raw["q"]),
            credit=raw["credit"],
        )

    def _quote(self, raw: Sequence[Any]) -> TextQuote:
        start, end, number, direct, key, name, cue, stance, implicit, how, score = raw
        order = self.order.get(self._who(key, name), 0)
        return TextQuote(
            start, end, number, direct, self.links.get(key), name, order, cue, stance, implicit, how, score
        )


def _date(raw: dict[str, Any] | None) -> DateFacts:
    if raw is None:
        return DateFacts(None, None, None, None, None, ())
    return DateFacts(raw["value"], raw["precision"], raw["earliest"], raw["latest"], raw["how"], tuple(raw["evidence"]))


def _labels(view: View, story: int, kind: str) -> list[str]:
    rows = view.db.execute("SELECT text FROM label WHERE story = ? AND kind = ? ORDER BY text", (story, kind))
    return [row[0] for row in rows]


def _entities(view: View, story: int) -> tuple[tuple[EntityLink, int], ...]:
    rows = view.db.execute(
        "SELECT entity, count FROM story_entity WHERE story = ? ORDER BY count DESC, entity", (story,)
    ).fetchall()
    links = view.entities(e for e, _ in rows)
    return tuple((links[e], n) for e, n in rows)


def _rows(view: View, condition: str, values: Sequence[object], order: str, limit: int = 12) -> tuple[StoryRow, ...]:
    query = f"SELECT {COLUMNS} FROM story WHERE {condition} ORDER BY {order} LIMIT ?"
    return story_rows(view, view.db.execute(query, (*values, limit)).fetchall())


def _neighbours(
    view: View, story: int, source: int | None, day: str, page: int
) -> tuple[StoryRow | None, StoryRow | None]:
    """The stories of the same source before and after this one; of the same page where the source is unknown."""
    same, of = ("source = ?", source) if source is not None else ("page = ?", page)
    before = _rows(view, f"{same} AND (day, story.id) < (?, ?)", (of, day, story), "day DESC, story.id DESC", 1)
    after = _rows(view, f"{same} AND (day, story.id) > (?, ?)", (of, day, story), "day, story.id", 1)
    return (before[0] if before else None, after[0] if after else None)


def _related(view: View, key: str, story: int, day: str) -> tuple[StoryRow, ...]:
    """Other texts of the same happening, the most alike first; then stories that share several of the rarest names of
    this one: first those near it in time, then any."""
    rows = view.db.execute(
        "SELECT entity.id, stories FROM story_entity JOIN entity ON entity.id = entity WHERE story = ?"
        " AND stories > 1 ORDER BY stories, entity.id",
        (story,),
    ).fetchall()
    best = _of_happening(view, key, story)
    if day and len(best) < RELATED:
        best = list(dict.fromkeys([*best, *_sharing(view, story, rows, *_around(day))]))
    if len(best) < RELATED:
        best = list(dict.fromkeys([*best, *_sharing(view, story, rows, "", LAST_DAY)]))
    best = best[:RELATED]
    found = view.db.execute(f"SELECT {COLUMNS} FROM story WHERE story.id IN ({marks(len(best))})", best).fetchall()
    found.sort(key=lambda r: best.index(r[0]))
    return story_rows(view, found, opening)


def _of_happening(view: View, key: str, story: int) -> list[int]:
    """The stories of one happening with a story, no copies, the most alike first."""
    query = (
        "SELECT s.id FROM happening AS h JOIN story AS s ON s.id = h.story LEFT JOIN likeness AS l"
        " ON l.story = ? AND l.other = s.id WHERE h.first = ? AND s.id <> ? AND s.is_copy = 0"
        " ORDER BY coalesce(l.score, 0) DESC, s.key LIMIT ?"
    )
    return [row[0] for row in view.db.execute(query, (story, happening_of(view, key), story, RELATED))]


def _sharing(view: View, story: int, named: Sequence[tuple[int, int]], first: str, last: str) -> list[int]:
    """The stories of those days that share most with ``story``; ``named`` are its entities with their stories."""
    total = counted(view.db, ARCHIVE, Window(None, None, 0, True))
    scores: dict[int, float] = {}
    shared: Counter[int] = Counter()
    for entity, stories in named[:RARE]:
        found = view.db.execute(
            "SELECT story FROM story_entity WHERE entity = ? AND story <> ? AND is_copy = 0 AND day BETWEEN ? AND ?"
            " ORDER BY day DESC, story DESC LIMIT 300",
            (entity, story, first, last),
        )
        for (other,) in found:
            shared[other] += 1
            scores[other] = scores.get(other, 0.0) + log(1 + total / stories)
    least = min(LEAST_SHARED, len(named))
    return sorted((other for other in scores if shared[other] >= least), key=lambda other: (-scores[other], -other))


def _around(day: str) -> tuple[str, str]:
    middle, reach = date.fromisoformat(day), timedelta(days=RELATED_DAYS)
    return (middle - reach).isoformat(), (middle + reach).isoformat()


def _teasers(view: View, page: int) -> tuple[Teaser, ...]:
    """The teasers of the page; a teaser whose story is in the archive leads to it."""
    rows = view.db.execute(
        "SELECT title, summary, category, url FROM teaser WHERE page = ? ORDER BY place", (page,)
    ).fetchall()
    return tuple(
        Teaser(title, summary, category, _story_told(view, title, url), url if _is_on_the_web(url) else None)
        for title, summary, category, url in rows
    )


def _story_told(view: View, title: str | None, url: str | None) -> str | None:
    """The story that a teaser tells of: the one of its headline at its address, else the newest one of its headline,
    else the only one at its address."""
    words = hashed(" ".join(folded_words(title or "")))
    address = same_address(url) if _is_on_the_web(url) else None
    here = view.db.execute(
        "SELECT s.key, s.title_hash FROM page AS p JOIN story AS s ON s.page = p.id WHERE p.address = ?"
        " ORDER BY s.id DESC",
        (address,),
    ).fetchall()
    titled = next((key for key, one in here if one == words), None)
    if titled:
        return str(titled)
    query = "SELECT key FROM story WHERE title_hash = ? ORDER BY id DESC LIMIT 1"
    found = view.db.execute(query, (words,)).fetchone() or (here[0] if len(here) == 1 else None)
    return str(found[0]) if found else None


def _is_on_the_web(url: str | None) -> bool:
    return url is not None and url.startswith(("http://", "https://"))


def notes(view: View, story: str) -> tuple[Note, ...]:
    """The readers' notes on a story, oldest first."""
    rows = view.db.execute("SELECT id, text, author, written FROM note WHERE story = ? ORDER BY id", (story,))
    return tuple(Note(*row) for row in rows)


@dataclass(slots=True)
class _Chosen:
    """The stories of an archive as a question: its table, conditions with their values, order."""

    title: str
    entity: EntityLink | None = None
    window: Window | None = None
    table: str = "story"
    order: str = "story.day DESC, story.id DESC"
    total: int | None = None
    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def narrow(self, condition: str, *values: object) -> None:
        """Takes in one more condition."""
        self.conditions.append(condition)
        self.values += values


def archive_page(
    view: View, kind: str, key: str, asked: Asked, *, source: str | None, with_: str | None, page: int
) -> ArchivePage:
    """Every story of a tag, category, entity or day; ``source`` and ``with_`` narrow it. Raises NotInArchiveError."""
    if kind not in _ARCHIVES:
        raise NotInArchiveError(f"there is no archive of kind {kind!r}; there are {', '.join(_ARCHIVES)}")
    chosen = _ARCHIVES[kind](view, storable(key), asked)
    if source:
        chosen.narrow("story.source = (SELECT id FROM source WHERE key = ?)", storable(source))
    if with_:
        chosen.narrow("story.id IN (SELECT story FROM story_entity WHERE entity = ?)", view.number(with_))
    found = story_list(
        view,
        f"{chosen.table} WHERE {' AND '.join(chosen.conditions)}",
        chosen.values,
        page=page,
        choose=naming(view.keys(view.number(with_ or key))) if chosen.entity else opening,
        order=chosen.order,
        total=chosen.total if not source and not with_ else None,
    )
    figures = overview(view, of_label(kind, fold(key)), asked) if kind in ("tag", "category") and page == 1 else None
    return ArchivePage(kind, key, chosen.title, chosen.entity, chosen.window, found, figures)


def _of_entity(view: View, key: str, asked: Asked) -> _Chosen:
    number = view.number(key)
    entity, shown = view.entity(number), window(view.db, Subject("entity_day", number), asked)
    chosen = _Chosen(entity.name, entity, shown)
    chosen.total = counted(view.db, Subject("entity_day", number), shown)
    chosen.table = "story_entity JOIN story ON story.id = story_entity.story"
    chosen.order = "story_entity.day DESC, story_entity.story DESC"
    condition, bounds = inside(shown, "story_entity")
    chosen.narrow(f"story_entity.entity = ? AND {condition}", number, *bounds)
    return chosen


def _of_day(view: View, key: str, asked: Asked) -> _Chosen:
    Asked(day_from=key)
    chosen = _Chosen(key)
    chosen.narrow("story.day = ?", key)
    if asked.once:
        chosen.narrow("story.is_copy = 0")
    return chosen


def _of_label(kind: str) -> Callable[[View, str, Asked], _Chosen]:
    def choose(view: View, key: str, asked: Asked) -> _Chosen:
        shown = window(view.db, ARCHIVE, asked)
        chosen = _Chosen(_label_title(view, kind, key), window=shown)
        condition, bounds = inside(shown, "story")
        within = "story.id IN (SELECT story FROM label WHERE kind = ? AND folded = ?)"
        chosen.narrow(f"{within} AND {condition}", kind, fold(key), *bounds)
        return chosen

    return choose


_ARCHIVES: dict[str, Callable[[View, str, Asked], _Chosen]] = {
    "tag": _of_label("tag"),
    "entity": _of_entity,
    "category": _of_label("category"),
    "day": _of_day,
}


def _label_title(view: View, kind: str, key: str) -> str:
    row = view.db.execute("SELECT text FROM label WHERE kind = ? AND folded = ? LIMIT 1", (kind, fold(key))).fetchone()
    if row is None:
        raise NotInArchiveError(f"no story in the archive has the {kind} {key!r}")
    return str(row[0])


def checked_note(text: str, author: str) -> tuple[str, str]:
    """A note's text and author, trimmed. Raises SettingsError for an empty or overlong one."""
    text, author = text.strip(), author.strip()[:80]
    if not text:
        raise SettingsError("the note is empty; write something in it")
    if len(text) > 4000:
        raise SettingsError(f"the note has {len(text)} characters; 4000 are the most")
    return text, author

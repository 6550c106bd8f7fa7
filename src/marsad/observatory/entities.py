"""The page of an entity, the comparison of several, and the list of all."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from marsad.errors import NotInArchiveError, SettingsError
from marsad.observatory.company import CANDIDATES, SHOWN_LINKS, linked, source_counts
from marsad.observatory.events import happened
from marsad.observatory.judging import judgements_of, members, roles
from marsad.observatory.label_pages import LabelsPage
from marsad.observatory.labels import label_table, labels_page
from marsad.observatory.links import View, days, inside, tallied
from marsad.observatory.pages import (
    MOST_COMPARED,
    PER_PAGE,
    Biography,
    Compared,
    ComparePage,
    EntitiesPage,
    EntityCount,
    EntityHead,
    EntityLink,
    EntityPage,
    Linked,
    NameForm,
    SharedLink,
    SourceSplit,
    Window,
)
from marsad.observatory.rows import count_about, naming, quote_count, quotes, quotes_about, story_list
from marsad.observatory.trends import change
from marsad.observatory.windows import ARCHIVE, Asked, Subject, count, counted, seen, volume, window
from marsad.store.database import marks
from marsad.text.fold import fold

PER_LIST = 3 * PER_PAGE
SHOWN_SOURCES = 12
SHOWN_QUOTES = 6
SHOWN_FORMS = 12
SHOWN_OF_COMPARED = 3
#: So many of the newest events are put together to happenings.
WEIGHED_EVENTS = 120
SUGGESTED = 4


def entity_page(view: View, key: str, asked: Asked, linked_type: str, page: int, open: bool = False) -> EntityPage:
    """Everything about one entity in a window; ``open``: readers may decide who it is. Raises NotInArchiveError."""
    number = view.number(key)
    subject = Subject("entity_day", number)
    shown = window(view.db, subject, asked)
    stories, copies = count(view.db, subject, shown)
    everything, own = counted(view.db, ARCHIVE, shown), stories - copies if shown.once else stories
    total = view.db.execute("SELECT stories FROM entity WHERE id = ?", (number,)).fetchone()[0]
    sources = source_counts(view, number, shown)
    links = linked(view, number, shown, linked_type)
    day, bounds = days(shown, "quote.day")
    said = f"quote.speaker = ? AND {day}"
    condition, values = inside(shown, "story_entity")
    events, events_total = happened(view, shown, of=number, most=WEIGHED_EVENTS)
    return EntityPage(
        head=head(view, number, key),
        window=shown,
        stories_in_window=own,
        texts_in_window=stories - copies,
        sources_in_window=sum(1 for s in sources if s.count),
        sources_in_archive=int(view.db.execute("SELECT count(*) FROM source").fetchone()[0]),
        rate=1000 * own / everything if everything else 0.0,
        stories_outside=int(total) - stories,
        volume=volume(view.db, subject, shown),
        linked=links,
        linked_type=linked_type,
        labels=label_table(view, number, shown, sources),
        sources=tuple(s for s in sources if s.count)[:SHOWN_SOURCES],
        silent_sources=tuple(s for s in sources if not s.count),
        said=quotes(view, f"{said} AND story.is_copy = 0", (number, *bounds), limit=SHOWN_QUOTES),
        said_total=quote_count(view.db, said, (number, *bounds)),
        about=quotes_about(view, number, shown, SHOWN_QUOTES),
        about_total=count_about(view.db, number, shown),
        latest=story_list(
            view,
            f"story_entity JOIN story ON story.id = story WHERE entity = ? AND {condition}",
            (number, *values),
            total=own,
            page=page,
            choose=naming(view.keys(number)),
            order="story_entity.day DESC, story_entity.story DESC",
        ),
        compare_with=_worth_comparing(links, view.entity(number)),
        change=change(view, subject, shown),
        events=events,
        events_total=events_total,
        judgements=judgements_of(view, number),
        decisions_open=open,
    )


def entity_labels(view: View, key: str, asked: Asked, **chosen: Any) -> LabelsPage:
    """The words put on one entity in a window; ``chosen`` as in ``labels.labels_page``. Raises NotInArchiveError."""
    number = view.number(key)
    shown = window(view.db, Subject("entity_day", number), asked)
    return labels_page(view, key, shown, source_counts(view, number, shown), **chosen)


def _worth_comparing(links: Sequence[Linked], entity: EntityLink) -> tuple[EntityLink, ...]:
    alike = [link.entity for link in links if link.entity.type == entity.type]
    return tuple(alike[:SUGGESTED])


def head(view: View, number: int, key: str) -> EntityHead:
    """Who or what the entity is."""
    link = view.entity(number)
    key = link.id
    described = view.db.execute("SELECT described FROM entity WHERE id = ?", (number,)).fetchone()[0]
    known = view.catalogue.entities.get(key)
    country = view.catalogue.entities.get(known.country) if known and known.country else None
    first, last = seen(view.db, Subject("entity_day", number))
    forms = view.db.execute(
        f"SELECT text, sum(count) AS n FROM entity_form WHERE entity {view.members(number)} GROUP BY text"
        " ORDER BY n DESC, text LIMIT ?",
        (SHOWN_FORMS,),
    )
    biography = _biography(view, number, key)
    names = [(link.name_en, "en")] if link.name_en else []
    names += [alias for alias in (biography.aliases if biography else ()) if alias[1] not in ("ar", "en")]
    return EntityHead(
        entity=link,
        description=described or (known.description if known else ""),
        description_en=described or (known.description_en if known else ""),
        country=_in_archive(view, country.id) if country else None,
        qid=known.qid if known else None,
        fact_source=known.source if known else "",
        names=tuple(names),
        forms=tuple(NameForm(*row) for row in forms),
        biography=biography,
        first_day=first,
        last_day=last,
        roles=roles(view, number),
        members=members(view, number),
    )


def _in_archive(view: View, key: str) -> EntityLink | None:
    return view.by_keys([key]).get(key)


def _biography(view: View, number: int, key: str) -> Biography | None:
    """The biography that a profile page of this entity gave, the first one that has words."""
    forms = f"SELECT folded FROM entity_form WHERE entity {view.members(number)}"
    known = view.catalogue.entities.get(key)
    names = [fold(name) for name in (known.name, *known.variants)] if known else []
    rows = view.db.execute(
        "SELECT biography.text, source, birth_date, birth_precision, aliases, path, name FROM biography"
        f" JOIN page ON page.id = page WHERE (folded IN ({forms}) OR folded IN ({marks(len(names))}))"
        " AND biography.text <> '' ORDER BY page",
        names,
    ).fetchall()
    for text, source, birth, precision, aliases, path, called in rows:
        if _means(view, called, key):
            pairs = tuple((a[0], a[1]) for a in json.loads(aliases))
            return Biography(text, source, birth, precision, pairs, path)
    return None


def _means(view: View, name: str, key: str) -> bool:
    """Whether a name means this entity rather than another one that bears it too."""
    try:
        return view.find(name).id == key
    except NotInArchiveError:  # it is known, and no story has spelled it so yet
        return key in [entity.id for entity in view.catalogue.named(name)][:1]


def compare_page(view: View, names: Sequence[str], asked: Asked) -> ComparePage:
    """Two to five entities side by side; names that nobody bears are returned with the nearest ones.

    Raises SettingsError for more than five.
    """
    wanted = list(dict.fromkeys(n.strip() for n in names if n.strip()))
    if len(wanted) > MOST_COMPARED:
        raise SettingsError(f"{len(wanted)} names are too many to compare; give two to {MOST_COMPARED}")
    found, unknown = [], []
    for name in wanted:
        try:
            found.append(view.find(name))
        except NotInArchiveError:
            unknown.append((name, view.near(name)))
    links = list(dict.fromkeys(found))
    numbers = [view.number(link.id) for link in links]
    shown = _common_window(view, numbers, asked)
    compared = {link.id for link in links}
    found_links = [linked(view, n, shown, limit=CANDIDATES) for n in numbers]
    every = [[x for x in found if x.entity.id not in compared] for found in found_links]
    return ComparePage(
        compared=tuple(
            _compared(view, link, n, shown, [x for m, other in enumerate(every) if m != at for x in other], every[at])
            for at, (link, n) in enumerate(zip(links, numbers, strict=True))
        ),
        window=shown,
        together=_together(view, numbers, shown),
        shared=_shared(every),
        sources=_splits(view, numbers, shown),
        unknown=tuple(unknown),
    )


def _common_window(view: View, numbers: Sequence[int], asked: Asked) -> Window:
    windows = [window(view.db, Subject("entity_day", n), asked) for n in numbers]
    dated = [w for w in windows if w.day_from and w.day_to]
    if not dated:
        return Window(None, None, 0, True, asked.once)
    if any(w.whole for w in windows):
        return window(view.db, ARCHIVE, Asked(whole=True, once=asked.once))
    first = min(w.day_from for w in dated if w.day_from)
    last = max(w.day_to for w in dated if w.day_to)
    return window(view.db, ARCHIVE, Asked(day_from=first, day_to=last, once=asked.once))


def _compared(
    view: View, link: EntityLink, number: int, shown: Window, others: Sequence[Linked], own: Sequence[Linked]
) -> Compared:
    subject = Subject("entity_day", number)
    elsewhere = {x.entity.id for x in others}
    alone = tuple(x for x in own if x.entity.id not in elsewhere)[:8]
    count, everything = counted(view.db, subject, shown), counted(view.db, ARCHIVE, shown)
    condition, bounds = days(shown, "quote.day")
    said = f"quote.speaker = ? AND {condition} AND story.is_copy = 0"
    first, last = seen(view.db, Subject("entity_day", number))
    return Compared(
        entity=link,
        count=count,
        volume=volume(view.db, subject, shown),
        own_links=alone,
        labels=label_table(view, number, shown, source_counts(view, number, shown)),
        share=round(1000 * count / everything, 2) if everything else 0.0,
        change=change(view, subject, shown),
        first_day=first,
        last_day=last,
        said=quotes(view, said, (number, *bounds), limit=SHOWN_OF_COMPARED),
    )


def _together(view: View, numbers: Sequence[int], shown: Window) -> int:
    if len(numbers) < 2:
        return 0
    condition, values = inside(shown, "story_entity")
    query = (
        f"SELECT count(*) FROM (SELECT story FROM story_entity WHERE entity IN ({marks(len(numbers))}) AND {condition}"
        " GROUP BY story HAVING count(*) = ?) AS together"
    )
    return int(view.db.execute(query, (*numbers, *values, len(numbers))).fetchone()[0])


def _shared(every: Sequence[Sequence[Linked]]) -> tuple[SharedLink, ...]:
    tables = [{x.entity.id: x for x in found} for found in every]
    keys = {k for table in tables for k in table if sum(k in t for t in tables) > 1}
    rows = [
        SharedLink(next(t[k].entity for t in tables if k in t), tuple(t[k].together if k in t else 0 for t in tables))
        for k in keys
    ]
    rows.sort(key=lambda r: (-min(r.together), -sum(r.together), r.entity.id))
    return tuple(rows[:SHOWN_LINKS])


def _splits(view: View, numbers: Sequence[int], shown: Window) -> tuple[SourceSplit, ...]:
    counts = [{s.source.id: s for s in source_counts(view, n, shown)} for n in numbers]
    if not counts:
        return ()
    rows = [
        SourceSplit(s.source, tuple(c[key].count if key in c else 0 for c in counts), s.total)
        for key, s in counts[0].items()
    ]
    rows = [r for r in rows if any(r.counts)]
    return tuple(sorted(rows, key=lambda r: (-sum(r.counts), r.source.id)))


def entities_page(view: View, asked: Asked, type_: str, query: str, page: int) -> EntitiesPage:
    """The entities of the archive by number of stories in the window."""
    shown = window(view.db, ARCHIVE, asked)
    named = view.named_so(query) if query.strip() else None
    source, bound = _listed(shown, type_, named)
    total = int(view.db.execute(f"SELECT count(*) FROM ({source}) AS listed", bound).fetchone()[0])
    pages = max(1, -(-total // PER_LIST))
    page = min(max(1, page), pages)
    rows = view.db.execute(
        f"{source} ORDER BY n DESC, entity.key LIMIT ? OFFSET ?", (*bound, PER_LIST, (page - 1) * PER_LIST)
    ).fetchall()
    links = view.entities(number for number, _ in rows)
    counts = tuple(EntityCount(links[number], stories) for number, stories in rows)
    return EntitiesPage(shown, type_, query, counts, total, page, pages)


def _listed(shown: Window, type_: str, named: Collection[int] | None) -> tuple[str, list[str]]:
    """The question for entities, of those ``named`` so, and their stories (``n``) in the window; the whole archive has
    them counted already."""
    all_of_it = shown.whole and not shown.once
    wanted, bound = ["entity.stories > 0" if all_of_it else "n > 0"], list[str]()
    if type_ != "all":
        wanted.append("entity.type = ?")
        bound.append(type_)
    if named is not None:
        wanted.append(f"entity.id IN ({','.join(map(str, sorted(named))) or 'NULL'})")
    where = " AND ".join(wanted)
    if all_of_it:
        return f"SELECT entity.id, entity.stories AS n FROM entity WHERE {where}", bound
    condition, values = days(shown)
    within = f"SELECT entity AS id, {tallied(shown)} AS n FROM entity_day WHERE {condition} GROUP BY entity"
    return f"SELECT entity.id, n FROM ({within}) AS counted JOIN entity USING (id) WHERE {where}", [*values, *bound]

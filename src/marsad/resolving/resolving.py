"""Makes entities of names that no catalogue knows, from what pass one saw: the same from any order of adding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marsad.catalogue import Catalogue
from marsad.config import Resolving
from marsad.names import lexicon
from marsad.resolving.clusters import Clusters, Decided
from marsad.resolving.evidence import Evidence, add_titles, blocks_of, known_people, load, pending
from marsad.resolving.rules import Pair, judged
from marsad.store.copies import catch_up
from marsad.store.database import Database, set_counter, transaction
from marsad.store.happenings import catch_up as find_happenings
from marsad.store.happenings import wait_again
from marsad.store.judgements import Judgement, by_people, replace_rules
from marsad.store.kept import move
from marsad.text.fold import fold

_DONE = "resolved"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one run changed: names looked at, names that moved under another, entities born or gone."""

    names: int = 0
    moved: int = 0
    born: int = 0


def resolve(
    db: Database, catalogue: Catalogue, limits: Resolving, *, whole: bool = False, also: Iterable[str] = ()
) -> Resolved:
    """Resolves the names of stories added since the last run, of the entities ``also`` (public ids), or all of them.

    One transaction: a run that is killed has changed nothing. Stories are put into happenings after it, some at a time.
    ``whole`` makes everything anew and gives the same.
    """
    with transaction(db):
        catch_up(db)
        decided = Decided.of(by_people(db))
        last = int(db.execute("SELECT coalesce(max(id), 0) FROM story").fetchone()[0])
        done = db.execute("SELECT value FROM counter WHERE name = ?", (_DONE,)).fetchone()
        blocks = None
        if not whole:
            joined = {key for pair in decided.together for key in pair}  # few, and they tie blocks together
            blocks = pending(db, int(done[0]) if done else 0) | blocks_of(db, joined.union(also))
        found = _resolve(db, catalogue, limits, decided, blocks)
        set_counter(db, _DONE, last)
        if whole:
            wait_again(db)
    find_happenings(db)
    return found


def _resolve(
    db: Database, catalogue: Catalogue, limits: Resolving, decided: Decided, blocks: set[str] | None
) -> Resolved:
    names = load(db, blocks)
    known = _known(db, catalogue, names, decided)
    clusters = Clusters([*names, *known], decided)
    clusters.build(list(_pairs(names, known)))
    wanted, judgements, born = dict[int, int](), list[Judgement](), dict[int, str]()
    for kept, members in clusters.each():
        if not any(clusters.names[key].number for key in members):
            continue
        number = _number(db, clusters.names[kept], catalogue)
        for key in members:
            if clusters.names[key].number:
                wanted[clusters.names[key].number] = number
            if key != kept and (why := clusters.why.get(key)):
                judgements.append(Judgement("merge", key, kept, score=why.score, reasons=why.reasons))
            if not clusters.names[key].known:
                born[clusters.names[key].number] = "candidate"
        if not clusters.names[kept].known:
            born[number], judgement = _birth(kept, [clusters.names[k] for k in members], limits)
            judgements += [judgement] if judgement else []
    moved = move(db, wanted)
    changed = _set_status(db, born)
    replace_rules(db, [e.key for e in names], judgements)
    return Resolved(len(names), moved, changed)


def _known(db: Database, catalogue: Catalogue, names: list[Evidence], decided: Decided) -> list[Evidence]:
    """The known people whose names may be spelled as ``names`` are, and every known entity that people ever joined."""
    people = known_people(catalogue)
    found = [add_titles(db, e) for where in sorted({n.block for n in names} & people.keys()) for e in people[where]]
    here = {e.key for e in found}
    rows = db.execute("SELECT id, key, name, type, kept FROM entity WHERE block IS NULL")
    joined = {key for pair in decided.together for key in pair}
    for number, key, name, kind, kept in rows:
        if (kept is not None or key in joined) and key not in here:
            found.append(Evidence(number, key, name, kind, f"known:{key}", known=True))
    return found


def _pairs(names: list[Evidence], known: list[Evidence]) -> Iterator[Pair]:
    words = lexicon.load().names
    by_block: defaultdict[str, list[Evidence]] = defaultdict(list)
    for one in (*known, *names):
        by_block[one.block].append(one)
    for alike in by_block.values():
        found = [p for at, one in enumerate(alike) for other in alike[at + 1 :] if (p := judged(one, other, words))]
        yield from _unambiguous(found)


def _unambiguous(pairs: list[Pair]) -> Iterator[Pair]:
    """``pairs`` without the longer and shorter names of which one fits several: they could be any of them."""
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if "spelling: longer" in pair.reasons:
            partners[pair.first.key].add(pair.second.key)
            partners[pair.second.key].add(pair.first.key)
    for pair in pairs:
        if "spelling: longer" not in pair.reasons or len(partners[pair.first.key] | partners[pair.second.key]) == 2:
            yield pair


def _number(db: Database, one: Evidence, catalogue: Catalogue) -> int:
    """The row of an entity; a known one that no story named yet gets one."""
    if not one.number:
        entity = catalogue.entities[one.key]
        one.number = int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM entity").fetchone()[0])
        db.execute(
            "INSERT INTO entity (id, key, name, name_en, type, status, qid) VALUES (?, ?, ?, ?, ?, 'catalogue', ?)",
            (one.number, entity.id, entity.name, entity.name_en or None, entity.type.value, entity.qid),
        )
    return one.number


def _birth(kept: str, members: list[Evidence], limits: Resolving) -> tuple[str, Judgement | None]:
    """The status of an entity that its names give, and the judgement when it is born."""
    texts = len(set[str]().union(*(m.texts for m in members)))
    sources = len(set[int]().union(*(m.sources for m in members)))
    generic = any(m.key == kept and m.type == "ORG" and _is_kind(m.name) for m in members)
    if texts < limits.stories or sources < limits.sources or generic:
        return "candidate", None
    return "known", Judgement("born", kept, reasons=(f"texts: {texts}", f"sources: {sources}"))


def _is_kind(name: str) -> bool:
    """Whether the name of a body is that of a kind of body, which every country has (وزارة الداخلية, مجلس الوزراء)."""
    lex = lexicon.load()
    parts = (word.removeprefix("و") if word.startswith("وال") else word for word in fold(name).split())
    return all(word in lex.bodies or word in lex.followers or word in lex.titles for word in parts)


def _set_status(db: Database, wanted: dict[int, str]) -> int:
    cursor = db.executemany(
        "UPDATE entity SET status = ? WHERE id = ? AND status <> ?", [(s, n, s) for n, s in wanted.items()]
    )
    return cursor.rowcount

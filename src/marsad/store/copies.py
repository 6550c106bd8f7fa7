"""Copies kept in the archive: texts found by their fingerprints as stories come, and what pairs of texts share.

Of stories with the same text the one with the lowest row number, the holder, stands for all. A fingerprint that more
than ``COMMON`` texts have is a formula (a greeting, the titles of a king), by which nobody is looked for; when one
becomes common or ceases to be, the pairs of its texts are judged again, so that the order of adding leaves no trace.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from marsad.copies.overlap import Overlap
from marsad.copies.texts import Met, Text, comparable, pair
from marsad.store.copy_groups import regroup
from marsad.store.database import Database, chunks, marks, rows_of
from marsad.store.texts import SEEN, Texts, words_of

if TYPE_CHECKING:
    from marsad.store.rows import Pending

#: Of so many texts at most a fingerprint tells something.
COMMON = 100
_OVERLAP = "story, other, shared, size, other_size, names, phrases, own_phrases, other_phrases"
#: Stories without a fingerprint, of an archive that was made before there were any, are taken so many at a time.
_AT_ONCE = 200

Numbers = Mapping[str, int]


def add(db: Database, pending: Sequence[Pending]) -> None:
    """Finds the copies of stories that were just put into the archive; inside the same transaction."""
    texts = {one.body_hash: SEEN.of_words(one.body_hash, one.words or words_of(one.story)) for one in pending}
    db.executemany(
        "UPDATE story SET shingles = ? WHERE id = ?", [(texts[one.body_hash].size, one.id) for one in pending]
    )
    _take(db, texts, {one.id: one.body_hash for one in pending})


def catch_up(db: Database) -> int:
    """Finds the copies of stories that were added before there were fingerprints; returns how many there were."""
    count = 0
    query = f"SELECT id, body_hash FROM story WHERE shingles IS NULL ORDER BY id LIMIT {_AT_ONCE}"
    while found := dict(db.execute(query).fetchall()):
        texts = SEEN.of_archive(db, {key: number for number, key in found.items()})
        rows = [(texts[key].size if key in texts else 0, number) for number, key in found.items()]
        db.executemany("UPDATE story SET shingles = ? WHERE id = ?", rows)
        _take(db, texts, {number: key for number, key in found.items() if key in texts})
        count += len(found)
    return count


def _take(db: Database, texts: Mapping[str, Text], stories: Mapping[int, str]) -> None:
    """Posts the fingerprints of texts that are new, and groups the stories that share a text with others."""
    lowest: dict[str, int] = {}
    for number, key in sorted(stories.items()):
        lowest.setdefault(key, number)
    there = holders(db, texts)
    new = {key: number for key, number in lowest.items() if there.get(key, number) == number and texts[key].posted}
    fallen = _step_down(db, texts, new, stories)
    touched = _post(db, {key: texts[key] for key in new}, new) | _judge_among(db, fallen)
    seen = Counter(stories.values())
    touched |= {key for key in texts if seen[key] > 1 or there.get(key) not in (None, lowest[key])}
    if touched:
        regroup(db, touched)


def _step_down(db: Database, texts: Mapping[str, Text], new: Numbers, stories: Mapping[int, str]) -> set[int]:
    """Takes the fingerprints of stories out that stood for texts of which one with a lower number was read again;
    returns what is common no more."""
    before: dict[str, int] = {}
    query = "SELECT body_hash, id FROM story WHERE shingles IS NOT NULL AND body_hash"
    for key, number in rows_of(db, query, new):
        if number not in stories:
            before[key] = min(number, before.get(key, number))
    fallen: set[int] = set()
    for key, number in before.items():
        if _is_posted(db, number, texts[key]):
            fallen |= _take_down(db, number, texts[key])
    return fallen


def _is_posted(db: Database, story: int, text: Text) -> bool:
    """Whether the fingerprint of a text stands in the index for this story."""
    query = "SELECT 1 FROM fingerprint WHERE hash = ? AND story = ?"
    return bool(text.posted) and db.execute(query, (text.posted[0], story)).fetchone() is not None


def holders(db: Database, texts: Iterable[str]) -> dict[str, int]:
    """The story that stands for each text that is in the archive with a fingerprint."""
    found: dict[str, int] = {}
    query = "SELECT body_hash, id FROM story WHERE shingles IS NOT NULL AND body_hash"
    for key, number in rows_of(db, query, texts):
        found[key] = min(number, found.get(key, number))
    return found


@dataclass(slots=True)
class _Posted:
    """Fingerprints of some texts as the archive has them: who else has each, and which are common."""

    by: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    common: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, db: Database, prints: Iterable[int]) -> _Posted:
        found, wanted = cls(), list(dict.fromkeys(prints))
        found.common = dict(rows_of(db, "SELECT hash, texts FROM common_fingerprint WHERE hash", wanted))
        telling = [one for one in wanted if one not in found.common]
        for one, story in rows_of(db, "SELECT hash, story FROM fingerprint WHERE hash", telling):
            found.by[one].add(story)
        return found


def _post(db: Database, texts: Mapping[str, Text], numbers: Numbers) -> set[str]:
    """Puts the fingerprints of new texts into the index; returns the texts of which pairs came or went."""
    if not texts:
        return set()
    posted = _Posted.of(db, (one for text in texts.values() for one in text.posted))
    rows = sorted((one, numbers[key]) for key, text in texts.items() for one in text.posted)
    db.insert("fingerprint", "hash, story", rows)
    for key, text in texts.items():
        for one in text.posted:
            if one in posted.common:
                posted.common[one] += 1
            else:
                posted.by[one].add(numbers[key])
    _put_common(db, {one: posted.common[one] for text in texts.values() for one in text.posted if one in posted.common})
    rising = {one: len(stories) for one, stories in posted.by.items() if len(stories) > COMMON}
    _put_common(db, rising)
    touched = _judge(db, _near(texts, numbers, posted, rising), {numbers[key]: text for key, text in texts.items()})
    return touched | _judge_among(db, rising)


def _put_common(db: Database, counts: Mapping[int, int]) -> None:
    db.upsert("common_fingerprint", "hash", "texts", sorted(counts.items()), adds=False)


def _near(
    texts: Mapping[str, Text], numbers: Numbers, posted: _Posted, rising: Mapping[int, int]
) -> dict[tuple[int, int], Met]:
    """Pairs of holders that share fingerprints which tell something, one of them of a new text, and how many."""
    found: defaultdict[tuple[int, int], Met] = defaultdict(Met)
    new = set(numbers.values())
    for key, text in texts.items():
        mine = numbers[key]
        for one in text.posted:
            if one not in rising:
                for other in posted.by.get(one, ()):
                    if other > mine or other not in new:
                        found[mine, other].take(one)
    return found


def overlaps_of(db: Database, stories: Numbers, seen: Texts) -> dict[tuple[int, int], Overlap]:
    """What each of some texts (a holder for each) shares with any other in the archive, by the fingerprints there."""
    texts = seen.of_archive(db, stories)
    posted = _Posted.of(db, (one for text in texts.values() for one in text.posted))
    near: defaultdict[tuple[int, int], Met] = defaultdict(Met)
    for key, text in texts.items():
        for one in text.posted:
            for other in posted.by.get(one, set()) - {stories[key]}:
                near[stories[key], other].take(one)
    return _shared(db, near, {stories[key]: text for key, text in texts.items()}, seen)


def _judge(db: Database, near: Mapping[tuple[int, int], Met], known: Mapping[int, Text]) -> set[str]:
    """Keeps the overlaps of pairs that share enough; returns the texts of those that do."""
    found = _shared(db, near, known, SEEN)
    _put_overlaps(db, found)
    numbers = sorted({number for pair_ in found for number in pair_})
    return {row[0] for row in rows_of(db, "SELECT body_hash FROM story WHERE id", numbers)}


def _shared(
    db: Database, near: Mapping[tuple[int, int], Met], known: Mapping[int, Text], seen: Texts
) -> dict[tuple[int, int], Overlap]:
    """What pairs of holders share that have so many fingerprints in common, of those that share enough."""
    near = {pair_: met for pair_, met in near.items() if met.tells}
    absent = sorted({number for pair_ in near for number in pair_ if number not in known})
    holder = {key: number for number, key in rows_of(db, "SELECT id, body_hash FROM story WHERE id", absent)}
    texts = {**known, **{holder[key]: text for key, text in seen.of_archive(db, holder).items()}}
    found = {}
    for (one, other), met in near.items():
        mine, theirs = texts.get(one), texts.get(other)
        if mine and theirs and comparable(met, mine, theirs):
            common = pair(mine, theirs)
            found.update({(one, other): common} if common else {})
    return found


def _put_overlaps(db: Database, found: Mapping[tuple[int, int], Overlap]) -> None:
    rows = [(one, other, *astuple(o)) for (one, other), o in found.items()]
    rows += [(other, one, *astuple(o.turned())) for (one, other), o in found.items()]
    db.insert("overlap", _OVERLAP, sorted(rows))


def _judge_among(db: Database, prints: Iterable[int]) -> set[str]:
    """Judges anew every pair of texts that have a fingerprint which became common, or is so no more."""
    touched: set[str] = set()
    for one in sorted(prints):
        stories = [row[0] for row in db.execute("SELECT story FROM fingerprint WHERE hash = ?", (one,))]
        keys = dict(rows_of(db, "SELECT id, body_hash FROM story WHERE id", stories))
        there = set(_pairs_among(db, stories))
        texts = SEEN.of_archive(db, {keys[number]: number for number in stories})
        known = {number: texts[keys[number]] for number in stories if keys[number] in texts}
        common = _Posted.of(db, (p for text in known.values() for p in text.posted)).common
        near: dict[tuple[int, int], Met] = {}
        for first, second in combinations(sorted(known), 2):
            met = Met.of(set(known[first].posted) & set(known[second].posted) - common.keys())
            if comparable(met, known[first], known[second]):
                near[first, second] = met
        gone = [p for p in there if p not in near]
        db.executemany("DELETE FROM overlap WHERE story = ? AND other = ?", [*gone, *((b, a) for a, b in gone)])
        touched |= {keys[number] for pair_ in gone for number in pair_}
        touched |= _judge(db, {p: shared for p, shared in near.items() if p not in there}, known)
    return touched


def _pairs_among(db: Database, stories: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs that are kept of some holders, the lower number first."""
    wanted = set(stories)
    for one, other in rows_of(db, "SELECT story, other FROM overlap WHERE story", stories):
        if other in wanted and one < other:
            yield one, other


@dataclass(slots=True)
class Left:
    """What stories leave behind that are taken out of the archive: texts whose groups are other ones now."""

    texts: set[str] = field(default_factory=set)
    fallen: set[int] = field(default_factory=set)


def leave(db: Database, stories: Sequence[int]) -> Left:
    """Takes stories out of all that is kept of copies, before their rows go; ``settle`` ends it with the new ones."""
    left = Left()
    for part in chunks(list(stories), 200):
        keys = dict(db.execute(f"SELECT id, body_hash FROM story WHERE id IN ({marks(len(part))})", part).fetchall())
        left.texts |= set(keys.values()) | _companions(db, part)
        held = {key: number for key, number in holders(db, keys.values()).items() if number in keys}
        texts = SEEN.of_archive(db, held)
        for key, text in texts.items():
            left.fallen |= _take_down(db, held[key], text)
        grouped = f"SELECT origin FROM copy_of WHERE story IN ({marks(len(part))})"
        db.execute(f"DELETE FROM copy_of WHERE origin IN ({grouped})", part)
    return left


def _companions(db: Database, stories: Sequence[int]) -> set[str]:
    """The texts in one group with some stories, or in a pair with them."""
    wanted = marks(len(stories))
    query = (
        "SELECT s.body_hash FROM copy_of AS c JOIN copy_of AS o ON o.origin = c.origin"
        f" JOIN story AS s ON s.id = o.story WHERE c.story IN ({wanted})"
        " UNION SELECT s.body_hash FROM overlap AS o JOIN story AS s ON s.id = o.other"
        f" WHERE o.story IN ({wanted})"
    )
    return {row[0] for row in db.execute(query, (*stories, *stories))}


def _take_down(db: Database, story: int, text: Text) -> set[int]:
    """Takes the fingerprint of a holder out of the index; returns what is common no more."""
    db.executemany("DELETE FROM fingerprint WHERE hash = ? AND story = ?", [(one, story) for one in text.posted])
    db.execute("DELETE FROM overlap WHERE story = ? OR other = ?", (story, story))
    common = dict(rows_of(db, "SELECT hash, texts FROM common_fingerprint WHERE hash", text.posted))
    _put_common(db, {one: texts - 1 for one, texts in common.items()})
    fallen = {one for one, texts in common.items() if texts - 1 <= COMMON}
    db.executemany("DELETE FROM common_fingerprint WHERE hash = ?", [(one,) for one in fallen])
    return fallen


def settle(db: Database, left: Left) -> None:
    """Lets other stories with the same texts stand for those that left, and groups anew what they were grouped with."""
    heirs = holders(db, left.texts)
    known = {key: text for key, text in SEEN.of_archive(db, heirs).items() if text.posted}
    absent = {key: heirs[key] for key, text in known.items() if not _is_posted(db, heirs[key], text)}
    texts = {key: known[key] for key in absent}
    touched = _post(db, texts, absent) | _judge_among(db, left.fallen) | left.texts
    regroup(db, touched)

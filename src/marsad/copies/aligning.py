"""Two stories laid side by side: which words are the same, added, dropped or replaced, and which paragraphs moved.

Words are compared folded, so that spelling (أ/ا, ة/ه), vowel signs, digits and punctuation make no difference; what is
shown is as each of the two wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.copies.matching import Op, Sequenced, aligned, sequenced
from marsad.copies.naming import Naming
from marsad.copies.tellings import Telling, Told

SAME, ADDED, DROPPED, REPLACED, LABEL = "same", "added", "dropped", "replaced", "label"
MOVED, CHANGED = "moved", "changed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``[start, stop)`` of a side with their text; both 0 for nothing."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words of both sides that belong together.

    ``kind``: same (whatever their spelling and punctuation), added (not ``before``), dropped (not ``after``),
    replaced, or label: other words for the same ``entity`` (its id as it was read), or words put on it that one side
    does not have.
    """

    kind: str
    before: Stretch
    after: Stretch
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph, or as much of one as both sides have: ``kind`` is same, changed, added, dropped or moved.

    A moved one stands where the later text has it. ``differs`` says whether any of its words do.
    """

    kind: str
    runs: tuple[Run, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two stories side by side: their headlines, datelines and bodies, in the order of the later one.

    The runs of one side, by their starts, give back its text. ``before`` and ``after`` count the words of the bodies,
    ``shared`` those that are the same, moved ones among them.
    """

    title: tuple[Run, ...]
    dateline: tuple[Run, ...]
    rows: tuple[Row, ...]
    before: int
    after: int
    shared: int

    @property
    def new_title(self) -> bool:
        """Whether the headline says other words."""
        return any(run.kind != SAME for run in self.title)

    @property
    def same(self) -> bool:
        """Whether no word of headline and body differs and nothing moved."""
        return not self.new_title and all(row.kind == SAME for row in self.rows)

    def labels(self) -> Iterator[Run]:
        """The runs whose words for somebody differ, those of the headline first."""
        yield from (run for run in self.title if run.kind == LABEL)
        for row in self.rows:
            yield from (run for run in row.runs if run.kind == LABEL)


def align(before: Telling, after: Telling) -> Alignment:
    """The two stories side by side. Swapping them swaps what was added and dropped."""
    body = _Sides(before.body, after.body)
    return Alignment(
        tuple(_Sides(before.title, after.title).runs()),
        tuple(_Sides(before.dateline, after.dateline).runs()),
        tuple(body.rows()),
        len(body.before.words),
        len(body.after.words),
        sum(min(op.before_stop - op.before_start, op.after_stop - op.after_start) for op in body.ops if op.same),
    )


class _Sides:
    """Two texts, the operations that lead from the one to the other, and the runs that these make."""

    def __init__(self, before: Told, after: Told) -> None:
        self.before, self.after = sequenced(before.text), sequenced(after.text)
        self.ops = aligned(self.before, self.after) or [Op(0, 0, 0, 0, same=True)]
        self.naming = Naming(before, after, self.before, self.after, self.ops)

    def runs(self) -> list[Run]:
        """Every run, in the order of the later text; none where both texts are empty."""
        return [run for op in self.ops for run in self._of(op)]

    def rows(self) -> Iterator[Row]:
        """The runs by paragraph."""
        held: list[Op] = []
        for op in self.ops:
            if held and (op.opens or op.moved != held[-1].moved):
                yield from self._row(held)
                held = []
            held.append(op)
        yield from self._row(held)

    def _row(self, ops: Sequence[Op]) -> Iterator[Row]:
        runs = tuple(run for op in ops for run in self._of(op))
        kinds = {run.kind for run in runs}
        whole = kinds.pop() if len(kinds) == 1 else CHANGED
        if runs:
            kind = MOVED if ops[0].moved else whole if whole in (SAME, ADDED, DROPPED) else CHANGED
            yield Row(kind, runs, whole != SAME)

    def _of(self, op: Op) -> Iterator[Run]:
        """The runs of an operation: several where words for somebody are part of what was changed."""
        parts = [(op, None)] if op.same else self.naming.cut(op)
        first = op is self.ops[0]
        for one, who in parts:
            kind = SAME if op.same else LABEL if who is not None else _kind(one)
            ours, theirs = _stretch(self.before, one.before, first), _stretch(self.after, one.after, first)
            first = False
            if ours.text or theirs.text:
                yield Run(kind, ours, theirs, who)


def _stretch(side: Sequenced, place: tuple[int, int], first: bool) -> Stretch:
    """Some words of a text with what stands around them; the first has the whole of a text without words."""
    start, stop = place
    if not side.words:
        return Stretch(0, len(side.text), side.text) if first else Stretch(0, 0, "")
    begin, end = side.boundary(start), side.boundary(stop)
    return Stretch(begin, end, side.text[begin:end]) if start < stop else Stretch(begin, begin, "")


def _kind(op: Op) -> str:
    if op.before_start == op.before_stop:
        return ADDED
    return DROPPED if op.after_start == op.after_stop else REPLACED

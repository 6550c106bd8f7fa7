"""How a happening is told: as done, planned, denied, or only wished for (which is no event)."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.events import lexicon
from marsad.events.lexicon import Form
from marsad.model import Zone
from marsad.quotes.clauses import Clause

BEFORE = 6
AFTER = 12


@dataclass(frozen=True, slots=True)
class Modality:
    """Whether it is still to come, told as not having happened, or an agreement that lapsed."""

    planned: bool = False
    denied: bool = False
    ended: bool = False


def modality(c: Clause, at: int, form: Form, end: int) -> Modality | None:
    """How the trigger at word ``at`` is told in the clause that reaches to word ``end``; None where it is no event."""
    before = [_bare(c.folded(n)) for n in range(max(0, at - BEFORE), at) if c.name_at(n) is None]
    near = before[-3:]
    after = {c.folded(n) for n in range(at + 1, min(end, at + AFTER))}
    planned = form.future or _any(near, "planned") or bool(after & lexicon.words("coming"))
    if form.trigger.kind == "noun":
        purpose = form.clitic.endswith("ل") and not form.definite and not planned
        return None if purpose else _of_noun(before, after, planned)
    last = before[-1] if before else ""
    if last == "ما" and form.present:
        last = ""
    if last in lexicon.words("not"):
        return Modality(planned=last == "لن", denied=True) if last in ("لم", "لن", "ما") else None
    if last in ("ان", "بان") and form.present:
        return Modality(planned=True) if _any(before, "planned") and not _any(before[-4:], "wished") else None
    if _any(near, "wished") and not (form.clitic or last in ("و",)):
        return None
    if form.present and not form.future and c.zone is Zone.BODY and last in ("قد", "ل", "كي", "حتي"):
        return None
    denied = _any(near, "denied") and bool(set(near) & lexicon.words("that"))
    return Modality(planned, denied)


def _of_noun(before: list[str], after: set[str], planned: bool) -> Modality | None:
    if _any(before[-3:], "wished") or _any(before[-2:], "not"):
        return None
    return Modality(planned, _any(before[-2:], "denied"), bool(after & lexicon.words("ended")))


def _bare(folded: str) -> str:
    return folded[1:] if folded[:1] == "و" and len(folded) > 2 else folded


def _any(words: list[str], kind: str) -> bool:
    known = lexicon.words(kind)
    return any(w in known or (w[1:] in known and w[:1] in "بلف") for w in words)

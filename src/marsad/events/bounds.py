"""Where the clause of a trigger ends."""

from __future__ import annotations

from marsad.events import lexicon
from marsad.events.lexicon import Form
from marsad.quotes import lexicon as reporting
from marsad.quotes.clauses import Clause

REACH = 26


def clause_end(c: Clause, at: int, form: Form) -> int:
    """The word before which the clause of the trigger ends: a complementizer, a joiner, another verb joined with و."""
    verb = form.trigger.kind == "verb"
    for n in range(at + 1, min(len(c.words), at + REACH)):
        folded = c.folded(n)
        if c.name_at(n) is not None:
            continue
        if folded in lexicon.words("that") or folded in lexicon.words("joiner"):
            return n
        if verb and folded in lexicon.words("relative"):
            return n
        if _is_new_verb(c, n) or any(mark in c.gap(n) for mark in "؛.:"):
            return n
    return min(len(c.words), at + REACH)


def _is_new_verb(c: Clause, n: int) -> bool:
    """Whether word ``n`` is a verb of another clause: joined with و, or after a comma."""
    folded = c.folded(n)
    joined = folded[:1] in ("و", "ف") and len(folded) > 3
    bare = folded[1:] if joined else folded
    known = reporting.predicates().get(folded) or (reporting.predicates().get(bare) if joined else None)
    if known is not None and known.kind in ("verb", "participle") and (joined or "،" in c.gap(n)):
        return True
    return any(f.trigger.kind == "verb" and (f.clitic or "،" in c.gap(n)) for f in lexicon.forms().get(folded, ()))

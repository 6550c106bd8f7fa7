"""From a trigger in a clause to who takes part: subject, object, genitive, and what its prepositions govern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.events import lexicon
from marsad.events.bounds import REACH, clause_end
from marsad.events.lexicon import Form, Slot
from marsad.events.phrases import Phrase
from marsad.model import EntityType, EventType, Participant
from marsad.names import lexicon as names
from marsad.quotes import lexicon as reporting
from marsad.quotes.clauses import Clause
from marsad.text.fold import fold

SUBJECT_WITHIN = 12
NEEDED_WITHIN = 9
NOUN_REACH = 10
DONE_WITHIN = 12
FOREIGN = 3
LONG = 40
_USABLE = ("name", "office", "body")
_BETWEEN = "بين"
_LED = frozenset(["برياسه", "بقياده"])
_WHICH = "التي"
_NOT_DESCRIBED = frozenset(["من", "في", "ب", "ل", "عن", "بين"])
_AFTER_THAT = frozenset(["بعد", "قبل", "منذ", "سبق"])
_OF_ITS_CLAUSE = frozenset([EventType.MEET, EventType.CALL, EventType.VISIT])
_WENT_ON = frozenset(["كما", "ثم", "كذلك"])
_IS_OR_WAS = frozenset(["قد", "كان", "كانت", "سوف", "وكان", "وكانت", "ايضا", "كذلك"])


@dataclass(frozen=True, slots=True)
class Roles:
    """The phrases that fill the slots of a trigger. ``carried``: the agent is the one that the clause before was of."""

    agents: tuple[Phrase, ...]
    targets: tuple[Phrase, ...]
    end: int
    carried: bool = False
    how: str = ""


def roles(c: Clause, at: int, form: Form, found: Sequence[Phrase], subject: Participant | None) -> Roles | None:
    """Who fills the slots of ``form`` at word ``at``; None where the sense does not fit.

    ``subject`` is the one that the clause or the story was of before, for a verb or noun without its own.
    """
    end = clause_end(c, at, form)
    if form.trigger.needs and not _needed(c, at, form, end):
        return None
    if form.trigger.kind == "noun":
        return _of_noun(c, at, form, found, end)
    return _of_verb(c, at, form, found, end, subject)


def _needed(c: Clause, at: int, form: Form, end: int) -> bool:
    wanted = lexicon.words(form.trigger.needs)
    return any(c.folded(n) in wanted for n in range(at + 1, min(end, at + 1 + NEEDED_WITHIN + REACH * _late(form))))


def _late(form: Form) -> int:
    """Whether the needed words may stand anywhere in the clause: after a verb its subject can be long."""
    return int(form.trigger.kind == "verb")


# --- verbs


def _of_verb(
    c: Clause, at: int, form: Form, found: Sequence[Phrase], end: int, subject: Participant | None
) -> Roles | None:
    after = [p for p in found if at < p.first < end]
    before = _subject_before(c, at, form, found)
    own = before or _subject_after(c, at, after)
    slots = {s.name: s for s in form.trigger.targets}
    rest = [p for p in after if p not in own and p.kind in _USABLE]
    if (
        not before
        and own
        and "obj" in slots
        and "o" in form.trigger.flags
        and _lacks_object(c, own, rest, slots)
        and _goes_on(c, at, form)
    ):
        own, rest = (), [p for p in after if p.kind in _USABLE]
    if not before and not _opens_with(c, at, form, found):
        return None
    if c.folded(at - 1) in lexicon.words("relative"):
        own = before
    if form.present and not form.future:
        subject = None
    carried = (
        not own
        and subject is not None
        and _agrees(form, subject)
        and _goes_on(c, at, form)
        and _complement_next(c, at, form, rest)
    )
    if form.trigger.agent != "subj":
        return _turned(form, own, rest, end)
    if not own and not carried:
        return None
    targets = _targets(c, at, form, rest, own, end)
    agents = (*own, *_led_by(own, rest))
    return _checked(form, Roles(agents, targets, end, carried, "verb_carried" if carried else "verb"))


def _led_by(own: Sequence[Phrase], rest: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Who heads a delegation (وفد سوري برئاسة وزير الخارجية فلان)."""
    if not any(p.kind == "body" for p in own):
        return ()
    return tuple(p for p in rest if p.preposition in _LED and p.type is EntityType.PERSON)[:1]


def _subject_before(c: Clause, at: int, form: Form, found: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """A subject that stands before its verb: لافروف يلتقي كيري, أن روسيا قصفت, الذي زار."""
    if form.clitic:
        return ()
    last = at - 1
    while last > 0 and (c.folded(last) in _IS_OR_WAS or c.folded(last) in lexicon.words("relative")):
        last -= 1
    relative = c.folded(at - 1) in lexicon.words("relative")
    held = next((p for p in found if p.first <= last < p.end and p.kind in _USABLE), None)
    if held is None or held.end != last + 1 or ":" in c.gap(held.end):
        return ()
    if held.preposition in _LED:
        body = next((p for p in found if p.kind == "body" and 0 <= held.first - p.end <= 1), None)
        return (body, held) if body and _opens_clause(c, body) else ()
    group = [held]
    while group[0].joined:
        earlier = next((p for p in found if p.end == group[0].first and p.kind in _USABLE), None)
        if earlier is None:
            break
        group.insert(0, earlier)
    if relative:
        mixed = held.type is EntityType.PLACE or (c.folded(at - 1) == _WHICH and held.type is EntityType.PERSON)
        return () if mixed or held.preposition in _NOT_DESCRIBED else tuple(group)
    return tuple(group) if _opens_clause(c, group[0]) else ()


def _opens_clause(c: Clause, phrase: Phrase) -> bool:
    if phrase.preposition:
        return False
    if phrase.first == 0 or phrase.joined:
        return True
    before = c.folded(phrase.first - 1)
    marked = any(m in c.gap(phrase.first) for m in "،:؛-–")
    return marked or before in _IS_OR_WAS or before in lexicon.words("that") or before in lexicon.words("joiner")


def _subject_after(c: Clause, at: int, after: Sequence[Phrase]) -> tuple[Phrase, ...]:
    first = next((p for p in after if not p.preposition), None)
    if (
        first is None
        or first.first - at > SUBJECT_WITHIN
        or first.kind not in _USABLE
        or not _only_between(c, at + 1, first.first, after)
    ):
        return ()
    return _group(first, after)


def _group(first: Phrase, phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """A phrase with those that و joins to it."""
    group = [first]
    for phrase in phrases:
        if phrase.first <= first.first or phrase.kind in ("apposition", "of"):
            continue
        near = phrase.first - group[-1].end <= 7
        if not phrase.joined or phrase.preposition != first.preposition or not near:
            break
        group.append(phrase)
    return tuple(group)


def _only_between(c: Clause, start: int, stop: int, phrases: Sequence[Phrase]) -> bool:
    """Whether only adverbs, times and words in brackets or of other phrases stand between two words."""
    for n in range(start, stop):
        inside = any(p.first <= n < p.end or (p.preposition and n == p.first - 1) for p in phrases)
        folded = c.folded(n)
        known = folded in lexicon.words("adverb") or folded in reporting.words("time") or folded.isdigit()
        if not (inside or known or folded in lexicon.words("head")):
            return False
    return True


def _goes_on(c: Clause, at: int, form: Form) -> bool:
    """Whether a verb goes on with the subject of the clause before it (والتقى, كما أجرى, حيث زار)."""
    return form.clitic == "و" or c.folded(at - 1) in _WENT_ON


def _agrees(form: Form, subject: Participant) -> bool:
    """Whether a verb can be of a subject that stands elsewhere: زار of a man, زارت and زاروا of a body."""
    person = subject.entity is not None and subject.entity.type is EntityType.PERSON
    if form.feminine and subject.entity is not None and subject.entity.type is EntityType.ORGANISATION:
        return fold(subject.name).split()[0].endswith("ه")
    return person != (form.feminine or form.plural)


def _opens_with(c: Clause, at: int, form: Form, found: Sequence[Phrase]) -> bool:
    """Whether a verb may open a clause where it stands: after a mark, an adverb, a name; a verbal noun does not."""
    if form.clitic or form.future or at == 0 or c.gap(at).strip():
        return True
    before = c.folded(at - 1)
    if before in ("ان", "بان") and not form.present:
        return c.folded(at - 2) in _AFTER_THAT
    kinds = ("joiner", "relative", "that", "adverb", "not")
    opened = before in _IS_OR_WAS or any(before in lexicon.words(k) for k in kinds) or before in reporting.words("time")
    return opened or any(p.end == at for p in found) or before.isdigit()


def _complement_next(c: Clause, at: int, form: Form, rest: Sequence[Phrase]) -> bool:
    """Whether what the verb takes stands right after it, so that it has no subject of its own between."""
    if "x" in form.trigger.flags:
        return False
    wanted = lexicon.words(form.trigger.needs) if form.trigger.needs else frozenset()
    needed = [n for n in range(at + 1, min(len(c.words), at + NEEDED_WITHIN)) if c.folded(n) in wanted]
    governed = [p.first - int(bool(p.preposition) and not c.name_at(p.first - 1)) for p in rest if p.first > at]
    nearest = min([*needed, *governed], default=None)
    return nearest is not None and _only_between(c, at + 1, nearest, rest)


def _lacks_object(c: Clause, own: tuple[Phrase, ...], rest: Sequence[Phrase], slots: Mapping[str, Slot]) -> bool:
    """Whether the one name after a verb must be its object, since nothing else can be."""
    described = names.load().title(c.folded(own[0].end)) is not None or _other_follows(c, own[0].end)
    others = any(not p.preposition or p.preposition in slots for p in rest)
    return len(own) == 1 and own[0].type in slots["obj"].types and not described and not others


def _other_follows(c: Clause, end: int) -> bool:
    """Whether a mark or a noun with ب follows a name: then it is the subject, and its object has no name."""
    return any("،" in c.gap(n) or c.folded(n)[:1] == "ب" for n in range(end, min(len(c.words), end + 3)))


def _targets(
    c: Clause, at: int, form: Form, rest: Sequence[Phrase], own: Sequence[Phrase], end: int
) -> tuple[Phrase, ...]:
    for slot in form.trigger.targets:
        if slot.name == "obj":
            start = own[-1].end if own and own[-1].first > at else at + 1
            first = next((p for p in rest if not p.preposition and p.first >= start), None)
            if first and not _only_between(c, start, first.first, rest):
                first = None
        else:
            first = next((p for p in rest if p.preposition == slot.name and p.first > at), None)
        if first and first.type in slot.types:
            return tuple(p for p in _group(first, rest) if p.type in slot.types)
    return ()


def _turned(form: Form, own: tuple[Phrase, ...], rest: Sequence[Phrase], end: int) -> Roles | None:
    """A verb whose subject undergoes and whose doer stands after a preposition (تلقى اتصالا من)."""
    doer = next((p for p in rest if p.preposition == form.trigger.agent and p.type is not EntityType.PLACE), None)
    return Roles(_group(doer, rest), own, end, False, "verb_turned") if doer and own else None


# --- verbal nouns and nouns


def _of_noun(c: Clause, at: int, form: Form, found: Sequence[Phrase], end: int) -> Roles | None:
    after = [p for p in found if at < p.first < end]
    owner = _owner(c, at, form, after)
    between = next((p for p in after if p.preposition == _BETWEEN), None)
    if between and between.kind in _USABLE and _sides(c, at, between.first, after):
        group = _group(between, after)
        if "v" in form.trigger.flags and len(group) > 1:
            return Roles(group[:1], group[1:], end, False, "noun_between")
        return _checked(form, Roles(group, (), end, False, "noun_between"))
    if "b" in form.trigger.flags:
        return None
    targets = _noun_targets(c, at, form, after, owner, end)
    if form.trigger.agent == "-":
        return _checked(form, Roles((), targets, end, False, "noun"))
    owned = owner is not None
    if owner in targets:
        owner = None
    if owner is not None and "ب" in form.clitic and "s" in form.trigger.flags and not targets:
        return _checked(form, Roles((), _group(owner, after), end, True, "noun_carried"))
    if owner is not None:
        agents = (*_group(owner, after), *_led_by((owner,), after))
        return _checked(form, Roles(agents, targets, end, False, "noun_of"))
    own = form.pronoun or (_on_occasion(c, at, form) and names.load().title(c.folded(at + 1)) is None)
    if not targets or form.trigger.type not in _OF_ITS_CLAUSE or not own or (not owned and _of_somebody(c, at, form)):
        return None
    doer = next((p for p in after if p.first < targets[0].first and _did(p)), None)
    if doer and not form.pronoun:
        return _checked(form, Roles((doer,), targets, end, False, "noun_of"))
    if form.definite and form.trigger.type is EventType.VISIT:
        return None
    return _checked(form, Roles((), targets, end, True, "noun_carried"))


def _did(phrase: Phrase) -> bool:
    """Whether a phrase between a noun and its target is who did it (الزيارة التي قام بها فلان إلى …)."""
    return phrase.type is EntityType.PERSON and not phrase.preposition and phrase.kind in _USABLE


def _sides(c: Clause, at: int, stop: int, after: Sequence[Phrase]) -> bool:
    """Whether nothing but its adjectives and the words of being held part a noun from بين."""
    for n in range(at + 1, stop - 1):
        folded = c.folded(n)
        described = folded.endswith(("ي", "يه", "يا"))
        known = folded in lexicon.words("held") or folded in lexicon.words("relative") or described
        if not (known or _only_between(c, n, n + 1, after) or _only_between(c, n + 1, n + 2, after)):
            return False
    return stop - at <= SUBJECT_WITHIN


def _owner(c: Clause, at: int, form: Form, after: Sequence[Phrase]) -> Phrase | None:
    """The genitive right after the noun (زيارة بوتين, لقاء الرئيس فلان): whose it is."""
    if form.pronoun or form.definite or not after:
        return None
    first = after[0]
    near = all(c.folded(n) in lexicon.words("head") or c.folded(n) == "من" for n in range(at + 1, first.first))
    apart = c.gap(first.first).strip(' \t"«“')
    return (
        replace(first, kind="name" if first.kind == "of" else first.kind)
        if near and not apart and not first.preposition and first.kind != "apposition"
        else None
    )


def _of_somebody(c: Clause, at: int, form: Form) -> bool:
    """Whether the noun has a genitive that no name tells (زيارة وفد يمثل …)."""
    folded = c.folded(at + 1)
    return not form.pronoun and (folded in lexicon.words("head") or folded in lexicon.words("force"))


def _on_occasion(c: Clause, at: int, form: Form) -> bool:
    """Whether the noun tells on what occasion the clause happened (خلال لقاء, في مؤتمر صحفي, بعد زيارة)."""
    near = {c.folded(n) for n in (at - 1, at - 2)} - ({"في"} if "w" in form.trigger.flags else set())
    done = {c.folded(n) for n in range(max(0, at - DONE_WITHIN), at)}
    return bool(near & lexicon.words("while")) or bool(done & lexicon.words("doing"))


def _noun_targets(
    c: Clause, at: int, form: Form, after: Sequence[Phrase], owner: Phrase | None, end: int
) -> tuple[Phrase, ...]:
    for slot in form.trigger.targets:
        if slot.name == "of":
            first = owner
        else:
            first = next((p for p in after if p.preposition == slot.name and p.first - at <= NOUN_REACH + 6), None)
        if first and first.kind in _USABLE and first.type in slot.types and _reaches(c, at, first, after):
            group = _group(first, after)
            return tuple(p for p in group if p.type in slot.types)
    return ()


def _reaches(c: Clause, at: int, phrase: Phrase, after: Sequence[Phrase]) -> bool:
    """Whether a phrase belongs to a noun before it: hardly a foreign word between, and no mark of quotation."""
    between = range(at + 1, phrase.first - int(c.folded(phrase.first - 1) == phrase.preposition))
    foreign = sum(not _only_between(c, n, n + 1, after) for n in between)
    inside = c.outside(at) != c.outside(phrase.first) and c.outside(at)
    return foreign <= FOREIGN and not (inside and c.name_at(phrase.first) is None) and not _quoted_later(c, at, phrase)


def _quoted_later(c: Clause, at: int, phrase: Phrase) -> bool:
    """Whether words of a quotation part the two."""
    here, there = c.words[at].span.end, c.words[phrase.first].span.start
    return any(here <= p.open < there - 1 and p.close > there and p.close - there > LONG for p in c.marks)


def _checked(form: Form, roles: Roles) -> Roles | None:
    """The roles when they are enough for the sense: the target, the two participants, the kind of agent it needs."""
    flags = form.trigger.flags
    count = len(roles.agents) + len(roles.targets) + int(roles.carried)
    if "t" in flags and not roles.targets:
        return None
    if "2" in flags and count < 2:
        return None
    if "n" in flags and any(p.type is EntityType.PERSON for p in roles.agents):
        return None
    if "p" in flags and any(p.type is EntityType.PLACE and p.kind == "name" for p in roles.agents):
        return None
    if not roles.agents and not roles.carried and not roles.targets:
        return None
    return roles

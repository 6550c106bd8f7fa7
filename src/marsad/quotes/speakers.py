"""Who says it: the subject of a reporting word, named, called by office, unnamed, or carried from the clause before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import EntityType, Mention, Span, Speaker
from marsad.quotes import lexicon
from marsad.quotes.clauses import Clause, Hit
from marsad.quotes.frames import complementizer, inside_office, is_content
from marsad.text.fold import fold
from marsad.text.tokens import Word, words

LONGEST_SUBJECT = 30
LONGEST_NAMELESS = 12
COMMON_WORDS = 6
TITLE_REACH = 90
ISSUER_WITHIN = 4
TITLE_WORDS = 6
TOPIC_WORDS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A speaker with how it was found; ``implicit`` where the predicate has no subject of its own."""

    speaker: Speaker | None
    how: str
    implicit: bool = False


def of_mention(mention: Mention) -> Speaker:
    """The speaker that a mention names."""
    name = mention.entity.name if mention.entity else mention.norm or mention.text
    return Speaker(name, mention.entity, mention.span)


def explicit(c: Clause, hit: Hit, content: int, told: Sequence[Mention]) -> Found | None:
    """The subject of its own that a verb has, after it (before offset ``content``) or before it; None without one."""
    if hit.predicate.kind != "verb":
        return None
    if c.folded(hit.at - 1) == "قد" and (stated := _before(c, hit, told)):
        return stated
    after = None if _is_object(c, hit) else noun_phrase(c, hit.at + 1, c.word_at(content), told, after_verb=True)
    return after or _before(c, hit, told)


def _is_object(c: Clause, hit: Hit) -> bool:
    """Whether the name after the verb is the one it is said to (ويطالب إيران ب): places are feminine, the verb not."""
    named = c.name_at(hit.at + 1)
    if named is None or named.type is not EntityType.PLACE or "o" not in hit.predicate.flags:
        return False
    return not hit.predicate.feminine and c.folded(hit.at + 1) not in lexicon.words("masculine")


def noun_phrase(c: Clause, first: int, last: int, told: Sequence[Mention], *, after_verb: bool = False) -> Found | None:
    """The speaker that the noun phrase from word ``first`` on, before word ``last``, names or describes."""
    at = _head(c, first, last)
    if at is None:
        return None
    end = _phrase_end(c, at, last)
    inside = _names(c, at, end)
    people = [m for m in inside if m.type is EntityType.PERSON]
    head = c.folded(at)
    if people and not _of_another(c, at, people):
        return Found(of_mention(people[0] if not _speaks_for(c, at, people) else people[-1]), "subject")
    own = c.name_at(at)
    if own and own.clitic.endswith(("ب", "ل")):
        return None
    if own or (inside and _heads_name(c, at, inside[0])):
        return Found(of_mention(own or inside[0]), "subject")
    if lexicon.is_a(head, "document") and (issuer := _issuer(c, at, last)):
        return Found(of_mention(issuer), "document")
    return _nameless(c, at, end, told) if after_verb or _is_agent(head) else None


def _issuer(c: Clause, at: int, last: int) -> Mention | None:
    """The body that a document speaks for: بيان لوزارة الصحة، تقرير صادر عن منظمة العفو."""
    bodies = [m for m in _names(c, at, last) if m.type is EntityType.ORGANISATION] if last > at else []
    first = bodies[0] if bodies else None
    near = first is not None and c.word_at(first.span.start - len(first.clitic)) - at <= ISSUER_WITHIN
    if first is None or not near:
        return None
    before = c.folded(c.word_at(first.span.start - len(first.clitic)) - 1)
    return first if first.clitic.endswith("ل") or before in lexicon.words("issued") else None


def _head(c: Clause, first: int, last: int) -> int | None:
    """The word that begins the noun phrase: adverbs of time before it are passed over."""
    at = first
    while at < last and (c.folded(at) in lexicon.words("time") or c.folded(at).isdigit()):
        at += 1
    if at < last and c.folded(at) in lexicon.words("break"):
        closed = next((n for n in range(at + 1, min(last, at + 9)) if "،" in c.gap(n)), None)
        agent = closed is not None and (c.name_at(closed) or _is_agent(c.folded(closed)))
        at = closed if closed is not None and agent else last
    if at >= last or is_content(c.folded(at)) or complementizer(c.folded(at)) is not None:
        return None
    return at


def _is_agent(folded: str) -> bool:
    return any(lexicon.is_a(folded, kind) for kind in ("role", "body", "unnamed"))


def _phrase_end(c: Clause, at: int, last: int) -> int:
    """The index after the noun phrase: before an adverbial, an addressee (لـ«الوطن») or a participle."""
    end = at + 1
    table = lexicon.predicates()
    while end < min(last, at + LONGEST_SUBJECT):
        folded, named = c.folded(end), c.name_at(end)
        if named and named.clitic.endswith("ل") and not _is_agent(c.folded(end - 1)) and end > at + 1:
            before = c.name_at(end - 1)
            if before and before.type is EntityType.PERSON:
                break
        if named is None:
            known = table.get(folded)
            if known and (
                known.kind in ("participle", "noun") or (known.kind == "verb" and (known.feminine or known.present))
            ):
                break
            if folded in lexicon.words("break") and not _inside(c, at, end):
                break
            if folded in lexicon.words("relative") or folded in lexicon.words("prep"):
                break
        end += 1
    return end


def _inside(c: Clause, at: int, end: int) -> bool:
    """Whether a preposition belongs to the office or body that heads the phrase (هيئة العمليات في الجيش)."""
    told = any(m.type is EntityType.PERSON for m in _names(c, at, end))
    return not told and "،" not in c.gap(end) and inside_office(c, end)


def _names(c: Clause, at: int, end: int) -> list[Mention]:
    start = c.words[at].span.start
    stop = c.words[end - 1].span.end
    return [m for m in c.mentions if start - 2 <= m.span.start and m.span.start < stop]


def _of_another(c: Clause, at: int, people: Sequence[Mention]) -> bool:
    """متحدث باسم وزير الخارجية باولو …: the name belongs to the one spoken for, without a comma before it."""
    if len(people) > 1 or not lexicon.is_a(c.folded(at), "deputy"):
        return False
    between = [w.folded for w in words(c.text, c.words[at].span.end, people[0].span.start)]
    comma = "،" in c.text[c.words[at].span.end : people[0].span.start]
    titled = any(lexicon.is_a(w, "role") and not lexicon.is_a(w, "deputy") for w in between[:4])
    return not comma and (not between or (titled and not c.folded(at).startswith("ال")))


def _speaks_for(c: Clause, at: int, people: Sequence[Mention]) -> bool:
    """Whether the second of two people is the one who speaks, for the first."""
    return len(people) == 2 and lexicon.is_a(c.folded(at), "deputy")


def _heads_name(c: Clause, at: int, mention: Mention) -> bool:
    """Whether the phrase is a kind word and the name of a body (صحيفة «لوموند»، مجموعة إيني)."""
    between = [w.folded for w in words(c.text, c.words[at].span.start, mention.span.start)]
    kind = all(lexicon.is_a(w, "body") or w in ("انباء",) for w in between)
    return kind and len(between) <= 2 and mention.type is not EntityType.PERSON


def _nameless(c: Clause, at: int, end: int, told: Sequence[Mention]) -> Found | None:
    """A speaker called by office (الوزير الروسي), a body called by its kind (البيان، الوزارة), or words alone."""
    head = c.folded(at)
    stop = _cut(c, at, end)
    written = _written(c, at, stop)
    if lexicon.is_a(head, "body") and head.startswith("ال"):
        known = body(c.text, written, told)
        return Found(known or written, "body")
    if lexicon.is_a(head, "role") and not _is_unnamed(head):
        known = bearer(c.text, words(c.text, *(written.span or (0, 0))), told)
        return Found(known or written, "office")
    if _is_agent(head):
        return Found(written, "unnamed")
    known = surname(written, told)
    if known:
        return Found(known, "surname")
    if head.startswith(("ب", "ل", "و")) and len(head) > 4 and not head.startswith("ال"):
        return None
    return Found(written, "common_noun") if stop - at <= COMMON_WORDS else None


def surname(written: Speaker, told: Sequence[Mention]) -> Speaker | None:
    """The person of the story whose last name the words are, where the name alone was not known."""
    name = fold(written.name).split()
    names = [name[:n] for n in range(len(name), 0, -1)]
    people = [m for m in reversed(told) if m.type is EntityType.PERSON]
    for wanted in names:
        for mention in people:
            full = fold(of_mention(mention).name).split()
            if len(full) > len(wanted) and full[-len(wanted) :] == wanted:
                return Speaker(of_mention(mention).name, mention.entity, written.span)
    return None


def _is_unnamed(head: str) -> bool:
    return not head.startswith("ال") and head in lexicon.words("unnamed")


def _cut(c: Clause, at: int, end: int) -> int:
    """Where a phrase without a name ends: at a comma, bracket or mark after its words."""
    for n in range(at + 1, min(end, at + LONGEST_NAMELESS)):
        if any(m in c.gap(n) for m in "،,:(؛–-") or is_content(c.folded(n)):
            return n
    return min(end, at + LONGEST_NAMELESS)


def _written(c: Clause, at: int, end: int) -> Speaker:
    while end - 1 > at and c.folded(end - 1) in lexicon.words("time"):
        end -= 1
    span = Span(c.words[at].span.start, c.words[end - 1].span.end)
    return Speaker(" ".join(span.of(c.text).split()), None, span)


def body(text: str, written: Speaker, told: Sequence[Mention]) -> Speaker | None:
    """The body told of that a kind word calls again: الصحيفة after صحيفة «لوموند», البيان after بيان لوزارة الدفاع."""
    span = written.span or Span(0, 0)
    called = words(text, *span)
    stem = lexicon.stem(called[0].folded)
    others = [w.folded for w in called[1:]]
    for mention in reversed([m for m in told if m.type is EntityType.ORGANISATION]):
        name = [w.folded for w in words(text, *mention.span)]
        before = [w.folded for w in words(text, max(0, mention.span.start - 20), mention.span.start)][-1:]
        heads = {lexicon.stem(h) for w in (*before, name[0]) for h in (w, w[1:] if w[:1] in "وبل" else w)}
        if stem in heads and all(any(o in w for w in (*name, *_after(text, mention))) for o in others):
            return Speaker(of_mention(mention).name, mention.entity, span)
    return None


def _after(text: str, mention: Mention) -> list[str]:
    return [w.folded for w in words(text, mention.span.end, min(len(text), mention.span.end + 30))][:2]


def bearer(text: str, called: Sequence[Word], people: Sequence[Mention]) -> Speaker | None:
    """The person whose title before the name fits the office that ``called`` names, the last and best fit."""
    if not called:
        return None
    wanted = [_bare(w.folded) for w in called]
    generic = lexicon.is_a(called[0].folded, "generic")
    best: tuple[int, Mention] | None = None
    for mention in people:
        if mention.type is not EntityType.PERSON:
            continue
        title = {_bare(w.folded) for w in title_words(text, mention, people)}
        fit = sum(w in title for w in wanted) if generic or wanted[0] in title else 0
        of_other = any(w not in title for w in wanted[1:] if w.endswith("ي"))
        enough = fit and not of_other and (generic or fit == len(wanted) or len(wanted) == 1 or fit >= 2)
        if enough and (best is None or fit >= best[0]):
            best = (fit, mention)
    span = Span(called[0].span.start, called[-1].span.end)
    return Speaker(of_mention(best[1]).name, best[1].entity, span) if best else None


def title_words(text: str, mention: Mention, people: Sequence[Mention]) -> list[Word]:
    """The words of office before a name, back to another name or the verb or preposition that governs them."""
    others = [m.span.end for m in people if m.type is EntityType.PERSON and m.span.end <= mention.span.start]
    start = max(0, mention.span.start - TITLE_REACH, *others)
    cut = max(text.rfind(mark, start, mention.span.start) for mark in ".\n:؛")
    found: list[Word] = []
    for word in reversed(words(text, max(start, cut + 1), mention.span.start)):
        if word.folded in lexicon.predicates() or word.folded in lexicon.words("break"):
            break
        found.append(word)
    return found[:TITLE_WORDS]


def _bare(folded: str) -> str:
    for particle in ("", "و", "ل", "ب"):
        rest = folded.removeprefix(particle)
        if rest.startswith("ال") and len(rest) > 4:
            return rest[2:].rstrip("ه")
    return folded.rstrip("ه")


def _before(c: Clause, hit: Hit, told: Sequence[Mention]) -> Found | None:
    """A subject that stands before its verb: لافروف قال، وكان الرئيس … قد أعلن، لكن مصادر أشارت."""
    if hit.clitic or hit.at == 0:
        return None
    at = hit.at - 1
    while at > 0 and c.folded(at) in ("قد", "كان", "كانت", "سوف"):
        at -= 1
    if c.folded(at) in lexicon.words("relative") and at > 0:
        at -= 1
    if c.folded(0) in lexicon.words("copula") and not _told_before(c, hit):
        return noun_phrase(c, 1, hit.at, told, after_verb=c.folded(0) in _WAS)
    named = c.name_at(at)
    if named:
        first = c.word_at(named.span.start - len(named.clitic))
        governed = first > 0 and c.folded(first - 1) in lexicon.words("break")
        return None if governed or named.clitic.endswith(("ب", "ل")) else Found(of_mention(named), "subject_before")
    if "،" in c.text[c.words[at].span.end : hit.span.start]:
        return None
    return _phrase_before(c, at, hit.at, told)


_WAS = frozenset(["كان", "وكان", "كانت", "وكانت"])


def _told_before(c: Clause, hit: Hit) -> bool:
    """Whether another verb of saying stands between the head of the sentence and this one."""
    table = lexicon.predicates()
    return any((p := table.get(c.folded(n))) and p.kind == "verb" for n in range(1, hit.at))


def _phrase_before(c: Clause, at: int, end: int, told: Sequence[Mention]) -> Found | None:
    """A noun phrase without a name that ends right before the verb."""
    first = at
    while first > 0 and at - first < 5 and not c.gap(first).strip():
        if c.folded(first) in lexicon.words("break"):
            return None
        if complementizer(c.folded(first)) is not None:
            first += 1
            break
        first -= 1
    for n in range(first, at + 1):
        if _is_agent(c.folded(n)):
            found = noun_phrase(c, n, at + 1, told)
            return Found(found.speaker, "subject_before") if found else None
    return None


def topic(c: Clause, hit: Hit) -> Mention | None:
    """The person (else the body) that the clause before an implicit ``hit`` is about: the first one named in it."""
    early = [m for m in c.mentions if m.span.end <= hit.span.start and _starts_within(c, m, TOPIC_WORDS)]
    free = [m for m in early if not _governed(c, m)]
    people = [m for m in free if m.type is EntityType.PERSON]
    bodies = [m for m in free if m.type is EntityType.ORGANISATION]
    return next(iter(people or bodies), None)


def _starts_within(c: Clause, mention: Mention, most: int) -> bool:
    return sum(w.span.start < mention.span.start for w in c.words) <= most


def _governed(c: Clause, mention: Mention) -> bool:
    """Whether a preposition before its title keeps a name from being what the clause is about."""
    at = c.word_at(mention.span.start - len(mention.clitic))
    if mention.clitic.endswith(("ب", "ل")):
        return True
    before = [c.folded(n) for n in range(max(0, at - 5), at)]
    return any(w in ("مع", "ضد", "عن", "الي", "علي", "بين", "من") for w in before)

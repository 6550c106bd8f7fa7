"""What a reporting word governs: where its subject ends, and where the words or the substance that it reports begin."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import EntityType, Mention, Span
from marsad.quotes import lexicon
from marsad.quotes.clauses import REACH, Clause, Hit
from marsad.text.marks import MarkPair
from marsad.text.tokens import words

NAME_WITHIN = 14
NAME_WORDS = 3
OBJECT_WORDS = 10
_ENDS = ".،؛,:؟!…"
_RANKS = frozenset(["العام", "العامه", "الاعلي", "العليا", "الاول", "الاولي", "الاسلاميه"])
_NISBA = ("ي", "يه", "يون", "يين", "يان", "يات", "ين")


@dataclass(frozen=True, slots=True)
class Frame:
    """The complement of a reporting word: ``kind`` that, noun, colon or marks; it begins at offset ``start``.

    ``subject_end`` is the offset before which the subject of a verb stands.
    """

    kind: str
    start: int
    subject_end: int


def frame(c: Clause, hit: Hit, limit: int) -> Frame | None:
    """The complement of ``hit`` before offset ``limit``; None where it reports nothing."""
    last = min(c.word_at(limit), hit.at + 1 + REACH)
    near = {c.folded(n) for n in range(hit.at + 1, min(last, hit.at + OBJECT_WORDS))}
    if "r" in hit.predicate.flags and not near & set(hit.predicate.prepositions):
        return None
    spoken = _spoken(c, hit, limit, NAME_WORDS + 1)
    that = _complementizer(c, hit, last, spoken.start if spoken else limit)
    if spoken is None and that is None:
        spoken = _spoken(c, hit, limit, 2)
    quoted_only = _reports_quoted_words_only(hit)
    noun = None if quoted_only else _noun(c, hit, last, that)
    if spoken and spoken.kind == "colon" and that is None:
        spoken = _clause_after_colon(c, spoken) or spoken
    if that and _has_own_preposition(c, hit, that) and not (noun and is_content(c.folded(c.word_at(noun.start)))):
        return that
    if that and not (noun and noun.start < that.start):
        return None if quoted_only else that
    if noun and (spoken is None or noun.start <= spoken.start + 1):
        return noun
    return spoken


def _reports_quoted_words_only(hit: Hit) -> bool:
    """Whether the word reports nothing but quoted words: ترفض التدخل (rejects it) tells a stand, رفض عرضا a deed."""
    told = hit.predicate
    return "q" in told.flags or ("e" in told.flags and told.kind == "verb" and not told.present)


def _clause_after_colon(c: Clause, spoken: Frame) -> Frame | None:
    """قال: إن …: a clause in the writer's words, for all its colon."""
    at = c.word_at(spoken.start)
    if at >= len(c.words) or c.gap(at).strip() != ":" or c.folded(at) not in lexicon.words("that"):
        return None
    return Frame("that", c.words[at].span.start, spoken.start)


def _has_own_preposition(c: Clause, hit: Hit, that: Frame) -> bool:
    """Whether the clause stands after the preposition of the verb (بأن، إلى أن)."""
    at = c.word_at(that.subject_end)
    before = c.folded(at)[:1] if that.start > that.subject_end else c.folded(at - 1)
    return before in hit.predicate.prepositions


def is_name_in_marks(c: Clause, pair: MarkPair) -> bool:
    """Whether the marks hold a name: a mention fills them, or up to three words with a colon or name position after."""
    inside = words(c.text, *pair.inner)
    named = [w for w in inside if c.mention_at(w.span.start)]
    if len(named) * 2 > len(inside):
        return len(inside) <= 6
    after = c.text[pair.close + 1 : pair.close + 4].lstrip()
    return len(inside) <= NAME_WORDS and after.startswith(":")


def holds_speech(c: Clause, pair: MarkPair, least: int) -> bool:
    """Whether the marks may hold what is said: no name, and ``least`` words or more."""
    return not is_name_in_marks(c, pair) and len(words(c.text, *pair.inner)) >= least


def _spoken(c: Clause, hit: Hit, limit: int, least: int) -> Frame | None:
    """Quoted words after the reporting word: a colon, or marks that hold no name."""
    first = min((p.open for p in c.marks if hit.span.end <= p.open < limit and holds_speech(c, p, least)), default=None)
    opening = first is not None
    first = limit if first is None else first
    colon = c.text.find(":", hit.span.end, min(first + 1, limit))
    if colon >= 0 and _words(c, hit.span.end, colon) <= REACH:
        return Frame("colon", colon, colon)
    if opening and "m" not in hit.predicate.flags and _words(c, hit.span.end, first) <= REACH:
        return Frame("marks", first, first)
    return None


def _words(c: Clause, start: int, end: int) -> int:
    return sum(start <= w.span.start < end for w in c.words)


def complementizer(folded: str) -> int | None:
    """How many letters stand before the complementizer in a word (بأن has one), or None where it is none."""
    that = lexicon.words("that")
    if folded in that:
        return 0
    return 1 if folded[:1] == "ب" and folded[1:] in that else None


def _complementizer(c: Clause, hit: Hit, last: int, stop: int) -> Frame | None:
    """The clause with أن، إن، أنه … that belongs to the reporting word and not to a noun or conjunction on the way."""
    for at in range(hit.at + 1, last):
        word = c.words[at]
        if word.span.start >= stop:
            return None
        before = complementizer(word.folded)
        if before is None or c.mention_at(word.span.start):
            continue
        own = c.folded(at - 1) in hit.predicate.prepositions
        if c.folded(at - 1) in lexicon.words("notthat") and not own:
            return None
        return Frame("that", word.span.start + before, word.span.start)
    return None


def _noun(c: Clause, hit: Hit, last: int, that: Frame | None) -> Frame | None:
    """The noun that is reported: after the preposition of the verb, or right after its subject."""
    predicate = hit.predicate
    if not set(predicate.flags) & {"p", "d", "c"} or (predicate.present and "t" in predicate.flags):
        return None
    begin = after_subject(c, hit, last)
    if begin is None:
        return None
    subject_end = c.words[begin].span.start if begin < len(c.words) else c.span.end
    stop = c.word_at(that.start) if that else last
    at, skipped = begin, 0
    while at < min(last, stop + 1):
        start = _after_preposition(c, hit, at, last)
        if start is not None:
            return None if _is_that(c, start) else Frame("noun", start, subject_end)
        first = at == begin and (that is None or {"d", "o"} <= set(predicate.flags))
        first = first or (that is None and _closes_adverbial(c, at, begin))
        if _is_direct(c, hit, at, first) and not _preposition_later(c, hit, at, last):
            start = _past_speech_noun(c, at, last)
            return None if _is_that(c, start) else Frame("noun", start, subject_end)
        step = _past_adverbial(c, hit, at, last)
        if step == at:
            going_on = "o" in predicate.flags or _preposition_later(c, hit, at, last)
            if not (going_on and skipped < OBJECT_WORDS) or c.folded(at) in lexicon.words("relative"):
                return None
            step, skipped = at + 1, skipped + 1
        at = step
    return None


def _is_that(c: Clause, start: int) -> bool:
    at = c.word_at(start)
    return at < len(c.words) and complementizer(c.folded(at)) is not None and c.words[at].span.start <= start + 1


def _after_preposition(c: Clause, hit: Hit, at: int, last: int) -> int | None:
    """The offset after the verb's own preposition, when word ``at`` is or carries it."""
    word = c.words[at]
    if at > hit.at + 1 and c.folded(at - 1) in lexicon.words("bound"):
        return None
    if word.folded in hit.predicate.prepositions and at + 1 < last:
        return None if c.folded(at + 1) in lexicon.words("occasion") else c.words[at + 1].span.start
    for p in hit.predicate.prepositions:
        joined = len(p) == 1 and word.folded.startswith(p) and len(word.folded) > 3
        alone = word.folded == p and at + 1 < len(c.words)
        if alone:
            return c.words[at + 1].span.start
        if joined and not c.mention_at(word.span.start) and not _is_adverb(word.folded):
            return word.span.start + (0 if word.folded.startswith("لل") else 1)
    return None


def _is_adverb(folded: str) -> bool:
    return folded == "باسم" or folded in lexicon.words("time") or folded in lexicon.words("break")


def _is_direct(c: Clause, hit: Hit, at: int, first: bool) -> bool:
    """Whether a noun without preposition at ``at`` is what the verb reports."""
    flags, folded = hit.predicate.flags, c.folded(at)
    owned = folded.endswith(("ها", "هم", "هما")) and not c.name_at(at) and not folded.startswith(("ال", "و"))
    if is_content(folded) or (owned and not _is_adverb(folded)):
        return bool(set(flags) & {"d", "c"})
    return "d" in flags and first and not _is_adverb(folded) and not folded.startswith("ل")


def _closes_adverbial(c: Clause, at: int, begin: int) -> bool:
    """Whether an adverbial plainly ends before word ``at``: with a comma or with نفسه، ذاته."""
    return at > begin and (c.gap(at).strip() == "،" or c.folded(at - 1) in ("نفسه", "نفسها", "ذاته", "ذاتها"))


def _preposition_later(c: Clause, hit: Hit, at: int, last: int) -> bool:
    """Whether the verb's own preposition is still to come, so that the noun before it only goes on with the subject."""
    own = [p for p in hit.predicate.prepositions if len(p) > 1]
    near = [c.folded(n) for n in range(at + 1, min(last, at + OBJECT_WORDS))]
    upto = next((n for n, w in enumerate(near) if w in lexicon.words("relative")), len(near))
    return not is_content(c.folded(at)) and any(p in near[:upto] for p in own)


def is_definite(folded: str) -> bool:
    """Whether a word has the article: not إلى، التي، إلا, which only look so when folded."""
    return folded.startswith("ال") and len(folded) > 4 and not _is_adverb(folded)


def is_content(folded: str) -> bool:
    """Whether a noun is one of stance or speech (ضرورة، أمله، استعدادها)."""
    known = lexicon.words("content")
    return folded in known or any(folded.endswith(p) and _bare(folded, p) in known for p in ("ه", "ها", "هم", "هما"))


def _bare(folded: str, pronoun: str) -> str:
    stem = folded.removesuffix(pronoun)
    return stem[:-1] + "ه" if stem.endswith("ت") else stem


def _past_speech_noun(c: Clause, at: int, last: int) -> int:
    """جدد تأكيده على ضرورة: the noun of speech is part of the report's verb, what it governs is reported."""
    predicate = lexicon.predicates().get(c.folded(at))
    if predicate and predicate.kind == "noun" and at + 2 < last and c.folded(at + 1) in ("علي", "الي", "عن"):
        return c.words[at + 2].span.start
    return c.words[at].span.start


def _past_adverbial(c: Clause, hit: Hit, at: int, last: int) -> int:
    """The index after an adverb or prepositional phrase that begins at ``at``; ``at`` where none does."""
    folded = c.folded(at)
    if folded in lexicon.words("time") or folded.isdigit():
        return at + 1
    named = c.name_at(at)
    if named and named.clitic.endswith("ل"):
        return max(at + 1, c.word_at(named.span.end))
    joined = folded[:1] in "بل" and len(folded) > 3
    if folded not in lexicon.words("break") and not joined:
        return at
    step = at + 1
    while step < min(last, at + OBJECT_WORDS):
        word = c.folded(step)
        closed = any(m in c.gap(step) for m in "،,)") or c.folded(step - 1) in ("نفسه", "نفسها", "ذاته", "ذاتها")
        own = word in hit.predicate.prepositions or any(
            len(p) == 1 and word.startswith(p) and is_content(word[1:]) for p in hit.predicate.prepositions
        )
        if closed or own or is_content(word) or word in lexicon.words("break"):
            break
        step += 1
    return step


def after_subject(c: Clause, hit: Hit, last: int) -> int | None:
    """The index of the first word after the subject of a verb, or after a participle or verbal noun."""
    at = hit.at + 1
    if hit.predicate.kind != "verb" or at >= last:
        return at if at < last else None
    while at < last and c.folded(at) in lexicon.words("time"):
        at += 1
    if at >= last or starts_no_subject(c, hit, at) or (not hit.clitic and hit.at and c.name_at(hit.at - 1)):
        return at
    person = _person_within(c, hit, at, last)
    if person is not None:
        return person
    named = c.name_at(at)
    if named:
        return _past_adjectives(c, c.word_at(named.span.end), last)
    if any(lexicon.is_a(c.folded(at), k) for k in ("role", "body", "unnamed")):
        return _past_construct(c, at, last)
    if is_definite(c.folded(at)) and at + 1 < last and not hit.object and (not hit.clitic or _leaves_object(c, at + 1)):
        return _past_adjectives(c, at + 1, last)
    return at


def _leaves_object(c: Clause, at: int) -> bool:
    """Whether an indefinite noun follows a definite one, which is then the subject (وانتقد الجوهري بطء الاستجابة)."""
    folded = c.folded(at)
    return not (c.gap(at).strip() or folded.startswith(("ال", "بال", "لل", "وال")) or _is_adverb(folded))


def starts_no_subject(c: Clause, hit: Hit, at: int) -> bool:
    """Whether the word after a verb shows that it has no subject of its own."""
    folded = c.folded(at)
    named = c.name_at(at)
    if named:
        return named.clitic.endswith(("ب", "ل"))
    own = _after_preposition(c, hit, at, len(c.words)) is not None
    return own or is_content(folded) or folded in lexicon.words("break")


def _person_within(c: Clause, hit: Hit, at: int, last: int) -> int | None:
    """The index after the first person named in the noun phrase that begins at ``at``."""
    for n in range(at, min(last, at + NAME_WITHIN)):
        mention = c.name_at(n)
        if mention and mention.type is EntityType.PERSON:
            return None if mention.clitic.endswith(("ب", "ل")) else c.word_at(mention.span.end)
        folded = c.folded(n)
        own = folded in hit.predicate.prepositions and not _comes_again(c, n, last)
        if mention is None and (is_content(folded) or own):
            return None
        if (
            mention is None
            and folded in lexicon.words("break")
            and not (inside_office(c, n) or _comes_again(c, n, last))
        ):
            return None
    return None


def _comes_again(c: Clause, at: int, last: int) -> bool:
    """Whether the preposition at ``at`` only belongs to an office, and comes again after the name of its bearer."""
    named = next((m for n in range(at, min(last, at + NAME_WITHIN)) if (m := c.name_at(n)) and _is_person(m)), None)
    if named is None or not lexicon.is_a(c.folded(at - 1), "role"):
        return False
    return c.folded(c.word_at(named.span.end)) == c.folded(at)


def _is_person(mention: Mention) -> bool:
    return mention.type is EntityType.PERSON


def inside_office(c: Clause, at: int) -> bool:
    """Whether a preposition goes on with an office (السفير في روما), not with an occasion (في تصريح)."""
    of_office = c.folded(at) == "عن" and lexicon.is_a(c.folded(at - 1), "role")
    if not (of_office or c.folded(at) in ("في", "لدي", "من")) or c.folded(at + 1) in lexicon.words("occasion"):
        return False
    return any(c.name_at(n) for n in range(at + 1, min(len(c.words), at + 4)))


def _past_construct(c: Clause, at: int, last: int) -> int:
    """The index after a noun phrase headed by ``at``: مكتب النائب العام المكسيكي."""
    closed = c.folded(at).startswith("ال")
    at += 1
    while at < last and not any(m in c.gap(at) for m in "،,:("):
        folded, named = c.folded(at), c.name_at(at)
        if named and not closed:
            at, closed = max(at + 1, c.word_at(named.span.end)), True
            continue
        if not is_definite(folded):
            if closed or folded in lexicon.words("break") or is_content(folded):
                break
            at += 1
            continue
        if closed and not folded.endswith(_NISBA) and folded not in _RANKS and not named:
            break
        closed = True
        at += 1
    return at


def _past_adjectives(c: Clause, at: int, last: int) -> int:
    while at < last and not c.gap(at).strip() and is_definite(c.folded(at)) and c.folded(at).endswith(_NISBA):
        at += 1
    return at


def trimmed(c: Clause, start: int, end: int) -> Span:
    """A report without the stops and blanks at its end."""
    while end > start and (c.text[end - 1].isspace() or c.text[end - 1] in _ENDS):
        end -= 1
    return Span(start, end)

"""From the lines of a page to its stories: where each begins, and what each line is to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from marsad.model import Piece, Span
from marsad.story import lexicon, paragraphs
from marsad.story.datelines import Known, is_source, opening, whole
from marsad.story.draft import Draft
from marsad.story.lines import Line
from marsad.text.fold import fold

REPEAT_WITHIN = 8
LEAST_PARAGRAPHS = 3
LONGEST_TITLE = 30
KICKER_WORDS = 4
#: Above the first headline of a page stand short lines of other things; it is so many words longer than they are.
LONGER = 3
HEAD_LINES = 8
#: A menu of so many lines may stand between a headline and the same headline over its text.
MENU = 40
CREDIT_WORDS = 5
#: A question of so few words on a line apart is a heading (ماذا نعرف عن التجربة؟).
QUESTION_WORDS = 9
#: What parts the name of a site from the title of its page.
SITE_MARKS = (" - ", " | ", " – ", " — ", " : ")
#: A heading of comments with their number opens them; without one it invites to write the first.
_TAG_LABEL = re.compile(r"[^:：]{2,30}[:：]\s*|(?:الكلمات|كلمات)\s+\w+\s*$|\w+\s*$")
_TAG = re.compile(r"(?:[^\s،,|•·؛#]|(?<! ) (?! ))+")
LONGEST_TAG = 4
_COUNT = re.compile("[1-9\u0661-\u0669]")
_CONTINUES = frozenset(
    map(fold, ("كان", "كانت", "في", "قد", "من", "على", "عن", "هو", "هي", "بعد", "خلال", "بحسب", "وفق"))
)


@dataclass(slots=True)
class Split:
    """What the lines came to: stories, blocks of related lines, and the label of every line that is furniture."""

    stories: list[Draft] = field(default_factory=list)
    related: list[list[Line]] = field(default_factory=list)
    labels: dict[Span, str] = field(default_factory=dict)


class Splitter:
    """Walks over the lines of one page once. ``archive``: the page is a list, so a headline opens a new story."""

    def __init__(self, text: str, lines: list[Line], known: Known, *, archive: bool) -> None:
        self.text, self.lines, self.known, self.archive = text, lines, known, archive
        self.out = Split()
        self.story: Draft | None = None
        self.related: list[Line] | None = None
        self.told: set[str] = set()
        self.ended = False
        self.retold = False
        self.commenting = False

    def split(self) -> Split:
        """The stories and everything else, in page order."""
        self._walk()
        if not self.out.stories and not self.archive and sum(line.is_body for line in self.lines) > 0:
            self._walk_untitled()
        return self.out

    def _walk(self) -> None:
        at = 0
        while at < len(self.lines):
            at = self._step(at)

    def _walk_untitled(self) -> None:
        """Reads a text that was saved without its headline as one story that has none."""
        self.out = Split()
        self.story, self.related, self.commenting = Draft(title=None), None, False
        self.out.stories.append(self.story)
        self._walk()

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if line.kind == "related_heading":
            self._open_related(line)
        elif line.kind == "related_end":
            self.out.labels[line.span] = line.kind
            self.related = None
        elif self.commenting and not self._is_repeated_below(at):
            self.out.labels[line.span] = "comment"
        elif self._starts_story(at):
            return self._open_story(at)
        elif self.related is not None and not self._resumes(at):
            self._relate(line)
        else:
            self.related = None
            self._take(at)
        return at + 1

    # --- related blocks

    def _open_related(self, line: Line) -> None:
        self.commenting = False
        self.out.labels[line.span] = "related_heading"
        self.related = []
        self.out.related.append(self.related)

    def _relate(self, line: Line) -> None:
        story = self.story
        if story and story.paragraphs and not story.credit and paragraphs.is_credit(line):
            story.credit, self.ended = line.span, True
        elif line.is_story and self.related is not None:
            self.related.append(line)
            self.out.labels[line.span] = "related"
        else:
            self.out.labels[line.span] = line.kind

    def _resumes(self, at: int) -> bool:
        """Whether the story goes on after a related block inside it: a paragraph that leans on it, then another."""
        line = self.lines[at]
        if not self.story or not self.story.paragraphs or not line.is_body or self.archive:
            return False
        first = fold(line.text.split()[0])
        goes_on = first[:1] == "و" and (first[1:] in lexicon.leads() or first[1:] in _CONTINUES)
        cut = line.text.rstrip().endswith(("…", "..."))
        return (goes_on or lexicon.leans(line.text)) and not cut and self._text_follows(at)

    def _text_follows(self, at: int) -> bool:
        """Whether what stands under a paragraph is the end of the page, more of the story, or what closes one."""
        below = [x for x in self.lines[at + 1 : at + 3] if x.is_story]
        if not below or below[0].is_body or paragraphs.is_credit(below[0]):
            return True
        after = self.lines[at + 1]
        if not after.is_story:
            return True
        return below[0].kind == "short" and not below[0].closed and len(below) > 1 and below[1].is_body

    # --- where a story begins

    def _starts_story(self, at: int) -> bool:
        line = self.lines[at]
        if line.kind not in ("short", "body") or line.words > LONGEST_TITLE:
            return False
        if paragraphs.is_credit(line) or self._is_sign(line):
            return False
        if self._is_repeated_below(at):
            return True
        if line.kind != "short" or line.words < 2:
            return False
        if self.related is not None and not self.archive:
            return self._is_plain_story(at)
        if self.story is None:
            return not (self._is_kicker_only(at) or self._is_above_title(at))
        if not self.story.paragraphs:
            return False
        return self._opens_new(at)

    def _is_sign(self, line: Line) -> bool:
        """Whether a line is a date, a dateline or the name of an outlet and nothing else: no headline."""
        if line.kind != "short":
            return False
        if self.known.agency(line.text) or paragraphs.is_date(self.text, line) or self._names_site(line):
            return True
        if is_source(line.text):
            return True
        return whole(line.text, line.span.start, self.known) is not None

    def _names_site(self, line: Line) -> bool:
        """Whether a line is the headline of a line below with the name of the site before or after it."""
        if not any(mark in line.text for mark in SITE_MARKS):
            return False
        below = (x for x in self.lines[: 2 * MENU] if x.kind == "short" and x.words > KICKER_WORDS)
        return any(x.span.start > line.span.start and x.key != line.key and x.key in line.key for x in below)

    def _is_above_title(self, at: int) -> bool:
        """A short line over the page's headline: the site's name, a section, a kicker. The headline is much longer."""
        line = self.lines[at]
        if line.words > KICKER_WORDS or ":" in line.text:
            return False
        below = [x for x in self.lines[at + 1 : at + 1 + HEAD_LINES] if x.is_story]
        head = list(takewhile(lambda x: not x.is_body, below))
        return any(x.kind == "short" and x.words >= line.words + LONGER and not self._is_sign(x) for x in head)

    def _is_plain_story(self, at: int) -> bool:
        """After teasers: a headline with paragraphs under it, one after the other, that do not lean on the text above.

        A teaser has one summary; a story that goes on after teasers inside it opens with a conjunction.
        """
        below = [x for x in self.lines[at + 1 : at + 1 + LEAST_PARAGRAPHS] if x.is_story]
        return (
            len(below) == LEAST_PARAGRAPHS
            and all(x.is_body for x in below)
            and not below[0].text.startswith("و")
            and not lexicon.leans(below[0].text)
        )

    def _is_repeated_below(self, at: int) -> bool:
        """A headline told again a few lines below with nothing but captions and icons between, one of them twice."""
        key = self.lines[at].key
        if key in self.told or self.lines[at].copies < 2:
            return False
        between: list[Line] = []
        for line in self.lines[at + 1 : at + 1 + REPEAT_WITHIN]:
            if line.key == key:
                return self._is_picture(between)
            if line.is_body and line.words > LONGEST_TITLE:
                return False
            between.append(line)
        return False

    @staticmethod
    def _is_picture(between: list[Line]) -> bool:
        keys = [line.key for line in between]
        twice = len(keys) != len(set(keys))
        icon = any(line.kind == "icon" for line in between)
        return bool(between) and (twice or icon)

    def _opens_new(self, at: int) -> bool:
        """Whether a headline below the paragraphs of a story opens another one rather than a section of it."""
        body, dateline = self._first_body(at)
        if body is None:
            return False
        if dateline or self.ended:
            return True
        return self.archive and not lexicon.leans(body.text)

    def _first_body(self, at: int) -> tuple[Line | None, bool]:
        """The first paragraph under the headline at ``at``, and whether a dateline stands before or in it."""
        dateline = False
        for line in self.lines[at + 1 : at + 7]:
            if line.is_body:
                return line, dateline or opening(line.text, line.span.start, self.known) is not None
            dateline = dateline or whole(line.text, line.span.start, self.known) is not None
            if line.kind == "related_heading":
                return None, False
        return None, False

    def _is_kicker_only(self, at: int) -> bool:
        """A very short line above the page's headline: its kicker or section, told with the headline."""
        line = self.lines[at]
        after = next((x for x in self.lines[at + 1 : at + 3] if x.is_story), None)
        return (
            line.words <= KICKER_WORDS
            and ":" not in line.text
            and after is not None
            and after.kind == "short"
            and after.words > line.words
            and line.copies == 1
            and (self._is_repeated_below(self.lines.index(after)) or lexicon.is_section(line.text))
        )

    # --- the head of a story

    def _open_story(self, at: int) -> int:
        self.story = Draft(title=self.lines[at].span)
        self.out.stories.append(self.story)
        self.told.add(self.lines[at].key)
        self.related, self.ended, self.retold, self.commenting = None, False, False, False
        self._take_kicker(at)
        return self._head(at + 1)

    def _take_kicker(self, at: int) -> None:
        """A very short line right above the title that nothing else owned."""
        above = self.lines[at - 1] if at else None
        if above and self.story and above.kind == "short" and self.out.labels.get(above.span) == "kicker":
            del self.out.labels[above.span]
            self.story.kicker = above.span

    def _head(self, at: int) -> int:
        """Everything between a title and its first paragraph: subtitle, captions, dateline, by-line, repeats."""
        story = self.story
        assert story is not None
        again = self._repeated_at(at)
        repeat = again is not None and again - at < REPEAT_WITHIN
        while at < len(self.lines):
            line = self.lines[at]
            if again is not None and not repeat and at < again:
                self.out.labels[line.span] = "navigation" if line.is_story else line.kind
                at += 1
                continue
            if line.kind == "related_heading" or (line.is_body and not self._is_subtitle(at, repeat)):
                break
            if not self._head_line(at, repeat):
                break
            at += 1
        return at

    def _repeated_at(self, at: int) -> int | None:
        """Where the headline above line ``at`` is told again, with no more than a menu or a summary between."""
        title = self.lines[at - 1].key
        again = next((n for n in range(at, min(len(self.lines), at + MENU)) if self.lines[n].key == title), None)
        if again is None or again - at < REPEAT_WITHIN:
            return again
        between = self.lines[at:again]
        menu = sum(line.words <= KICKER_WORDS for line in between)
        return again if menu * 3 >= 2 * len(between) else None

    def _head_line(self, at: int, repeat: bool) -> bool:
        """Takes one line of the head; False when it belongs to what follows."""
        line, story = self.lines[at], self.story
        assert story is not None
        if line.key in self.told:
            self.out.labels[line.span] = "repeated_headline"
            self.retold = True
        elif self._is_site_title(line):
            self.out.labels[line.span] = "site_title"
        elif not line.is_story:
            self.out.labels[line.span] = line.kind
        elif self._take_caption(line):
            pass
        elif paragraphs.is_date(self.text, line):
            self.out.labels[line.span] = "date"
        elif dateline := whole(line.text, line.span.start, self.known):
            if story.dateline:
                self.out.labels[line.span] = "repeated_dateline"
            story.dateline = story.dateline or dateline
        elif paragraphs.is_byline(line):
            story.byline = line.span
        elif story.credit is None and paragraphs.is_credit(line):
            story.credit = line.span
        elif line.kind == "short" and lexicon.is_section(line.text) and not story.category:
            story.category = line.span
        elif line.kind == "short" and _is_point(line):
            self._take_point(line, story)
        elif self.retold and line.kind == "short" and self._body_follows(at):
            story.captions.append(line)
        elif self._is_subtitle(at, repeat):
            story.subtitle = line.span
        elif line.kind == "short" and self._body_follows(at):
            return self._take_name(line, story)
        else:
            return False
        return True

    def _take_name(self, line: Line, story: Draft) -> bool:
        """A short line right over the text: the writer's name, else what stands under the picture."""
        if story.byline is None and line.words < KICKER_WORDS + 2:
            story.byline = line.span
        elif story.byline and not line.closed:
            story.captions.append(line)
        else:
            return False
        return True

    def _take_point(self, line: Line, story: Draft) -> None:
        """A point under the headline (- …): the first is the subtitle, the others stand beside it."""
        if story.subtitle is None:
            story.subtitle = line.span
        else:
            self.out.labels[line.span] = "summary_point"

    def _is_site_title(self, line: Line) -> bool:
        """The headline told again with the name of the site beside it."""
        story = self.story
        title = lexicon.bare(story.title.of(self.text)) if story and story.title else ""
        return len(title) > 12 and title in line.key and line.words <= LONGEST_TITLE

    def _body_follows(self, at: int) -> bool:
        """Whether a paragraph stands among the next two lines that are no furniture, date or dateline."""
        below = (x for x in self.lines[at + 1 : at + 7] if x.is_story and not self._is_dated(x))
        return any(line.is_body for line, _ in zip(below, range(2), strict=False))

    def _is_dated(self, line: Line) -> bool:
        short = line.kind == "short"
        return short and (
            paragraphs.is_date(self.text, line) or whole(line.text, line.span.start, self.known) is not None
        )

    def _is_subtitle(self, at: int, repeat: bool) -> bool:
        """A line right under the title, before the pictures or the first paragraph, that is longer than a name."""
        line, story = self.lines[at], self.story
        if story is None or story.subtitle or story.dateline or line.words < 3 or line.words > 2 * LONGEST_TITLE:
            return False
        if line.kind not in ("short", "body") or self.lines[at - 1].span != story.title:
            return False
        if repeat:
            return True
        return line.kind == "short" and self._body_follows(at) and not line.closed

    # --- the body of a story

    def _take(self, at: int) -> None:
        line, story = self.lines[at], self.story
        if story is None:
            self.out.labels[line.span] = self._before_title(at)
        elif line.span in self.out.labels:
            pass
        elif line.key in self.told and line.kind in ("short", "body"):
            self.out.labels[line.span] = "repeated_headline"
        elif not line.is_story:
            self.out.labels[line.span] = line.kind
            if line.kind == "tags":
                self._take_tags(at, story)
            self.ended = self.ended or line.kind in ("end_mark", "print", "comment", "share", "tags")
            self.commenting = line.kind == "comment" and _COUNT.search(line.text) is not None
        elif paragraphs.is_credit(line):
            story.credit, self.ended = line.span, True
        elif self._take_caption(line):
            pass
        elif self._is_next_kicker(at):
            self.out.labels[line.span] = "kicker"
        elif self.ended and line.kind == "short" and not line.closed:
            self.out.labels[line.span] = "kicker" if lexicon.is_section(line.text) else "after_end"
        elif line.is_body or not self._is_heading(at):
            self._take_paragraph(line, story)
        else:
            story.headings.append(line.span)

    def _take_tags(self, at: int, story: Draft) -> None:
        """The tags after their label, or on the line under it where the label stands alone."""
        line = self.lines[at]
        label = _TAG_LABEL.match(line.text)
        if label and label.end() < len(line.text):
            story.tags += _tags(self.text, Span(line.span.start + label.end(), line.span.end))
        elif at + 1 < len(self.lines) and self.lines[at + 1].kind == "short":
            below = self.lines[at + 1]
            story.tags += _tags(self.text, below.span)
            self.out.labels[below.span] = "tags"

    def _before_title(self, at: int) -> str:
        line = self.lines[at]
        if not line.is_story:
            return line.kind
        if line.kind == "short" and paragraphs.is_date(self.text, line):
            return "date"
        return "kicker" if line.kind == "short" and line.words <= KICKER_WORDS else "header"

    def _take_caption(self, line: Line) -> bool:
        """Whether the line is a caption, or one told again; a line told twice in a row is one even without credit."""
        story = self.story
        assert story is not None
        if any(line.key == caption.key or _is_credited(caption, line) for caption in story.captions):
            self.out.labels[line.span] = "repeated_caption"
            return True
        twice = line.kind in ("short", "body") and line.key not in self.told and self._is_doubled(line)
        if line.kind != "caption" and not twice:
            return False
        story.captions.append(line)
        return True

    def _is_doubled(self, line: Line) -> bool:
        at = self.lines.index(line)
        below = self.lines[at + 1] if at + 1 < len(self.lines) else None
        return below is not None and (below.key == line.key or _is_credited(line, below))

    def _is_next_kicker(self, at: int) -> bool:
        line = self.lines[at]
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        return (
            line.kind == "short"
            and line.words <= KICKER_WORDS
            and after is not None
            and self._is_repeated_below(at + 1)
        )

    def _is_heading(self, at: int) -> bool:
        """A short open line with a paragraph under it; a short last line is the end of the text."""
        line = self.lines[at]
        asked = line.text.rstrip().endswith("؟") and line.words <= QUESTION_WORDS and line.gap > 0
        if (line.closed and not asked) or (line.text.startswith(("و", "«", "“", '"')) and not self._heading_like(line)):
            return False
        return any(x.is_body for x in self.lines[at + 1 : at + 3])

    @staticmethod
    def _heading_like(line: Line) -> bool:
        return line.words <= LONGEST_TITLE and line.gap > 0

    def _take_paragraph(self, line: Line, story: Draft) -> None:
        if paragraphs.take(self.text, line.span, story, self.out.labels, self.known):
            self.ended = True


def _is_credited(caption: Line, line: Line) -> bool:
    """Whether a line is a caption told again with its credit (السفارة في باريس / AFP)."""
    rest = line.text[len(caption.text) :].strip()
    return line.text.startswith(caption.text) and rest[:1] in tuple("/-–|(") and len(rest.split()) <= CREDIT_WORDS


def _is_point(line: Line) -> bool:
    return line.text[:1] in tuple("-–•▪◾*") and line.words > 2


def _tags(text: str, span: Span) -> list[Span]:
    """The tags of a stretch, which commas, bars or wide gaps part; none where nothing parts the words."""
    found = [Piece.cut(text, m.start(), m.end()).span for m in _TAG.finditer(text, *span)]
    found = [s for s in found if s.start < s.end]
    alone = len(found) == 1 and len(found[0].of(text).split()) > LONGEST_TAG
    return [] if alone else found

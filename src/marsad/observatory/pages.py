"""What each web page shows: one documented dataclass a page. HTML and ``.json`` are made from the same value.

Dates are ISO days. A story's ``day`` is null when its text fixes none; then ``day_from``/``day_to`` bound it.
``count`` is always a number of stories unless said otherwise. Spans are [start, end) in the ``text`` beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marsad.observatory.copy_pages import CopyGroup, Copying
    from marsad.observatory.happening_pages import HappeningRow
    from marsad.observatory.judgement_pages import JudgementRow, Member, Role
    from marsad.observatory.label_pages import LabelTable
    from marsad.observatory.overview_pages import Change, Overview
    from marsad.observatory.version_pages import VersionRow

PER_PAGE = 20
MOST_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Window:
    """The days that the figures of a page cover, both ends included.

    ``day_from`` and ``day_to`` are null only in an archive without a dated story. ``whole`` says that the window is
    the whole archive; ``days`` is its length; ``once`` counts stories with the same text as one.
    """

    day_from: str | None
    day_to: str | None
    days: int
    whole: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class EntityLink:
    """An entity as it is named in a list. ``status`` is "catalogue", "known" (from several stories of several
    outlets) or "candidate" (known by its name alone)."""

    id: str
    name: str
    name_en: str | None
    type: str
    kind: str = ""
    status: str = "catalogue"


@dataclass(frozen=True, slots=True)
class SourceLink:
    """An outlet. ``kind``: newspaper, agency, channel, site, or "" for an outlet known by its name alone."""

    id: str
    name: str
    name_en: str | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class DayCount:
    """Stories of one bar of a chart. ``total`` is all stories of the archive then; 0 means nothing was collected."""

    day: str
    count: int
    copies: int
    estimated: int
    total: int


@dataclass(frozen=True, slots=True)
class Volume:
    """Stories over time: ``unit`` is "day", "week" or "month", one ``DayCount`` for each, oldest first, no gaps.

    ``undated`` counts the stories of the window's subject that have no day.
    """

    unit: str
    days: tuple[DayCount, ...]
    undated: int
    peak: DayCount | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of story text with what is marked in it: ``marks`` are (start, end, entity id or "") in ``text``."""

    text: str
    marks: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list: the sentence that speaks of the subject, with the mentions marked in it.

    Of a search: ``also`` are further sentences that answer it, ``title_marks`` what of the title does (start, end).
    """

    id: str
    title: str
    source: SourceLink | None
    day: str | None
    day_from: str | None
    day_to: str | None
    day_how: str | None
    sentence: Marked | None
    copies: int = 0
    kicker: str | None = None
    also: tuple[Marked, ...] = ()
    title_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class StoryList:
    """One page of a list of stories, newest first. ``page`` counts from 1."""

    rows: tuple[StoryRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Linked:
    """An entity that appears with the subject: in ``together`` stories, of ``count`` that name it in the window.

    ``score`` is the log-likelihood ratio (G²); ``weak`` when it is below 10.83 (p = 0.001).
    """

    entity: EntityLink
    together: int
    count: int
    score: float
    weak: bool


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often an outlet writes about the subject: ``count`` of its ``total`` stories in the window.

    ``rate`` is per thousand of its stories; ``more`` is 1 when it writes significantly more than the others do,
    -1 when less, 0 when neither.
    """

    source: SourceLink
    count: int
    total: int
    rate: float
    more: int


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in a list, in the spelling of its story; ``speaker_name`` are its words when nobody is linked.

    ``venue`` and ``addressee`` are where and to whom it was said, where the text tells it; ``url`` is the address at
    which the outlet published it, where that is known.
    """

    id: int
    story_id: str
    story_title: str
    source: SourceLink | None
    day: str | None
    text: Marked
    direct: bool
    speaker: EntityLink | None
    speaker_name: str | None
    cue: str | None
    stance: str
    implicit: bool
    score: float
    venue: str | None = None
    addressee: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part in an event or tells of it; ``entity`` is null for a name that stands for nobody known."""

    name: str
    entity: EntityLink | None


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One telling of an event: its sentence in a story; ``voice`` is who says so there, null for the outlet itself."""

    story_id: str
    story_title: str
    source: SourceLink | None
    sentence: Marked
    voice: Actor | None


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, once, with all its tellings, the surest first.

    ``type``: meet, call, statement, agree, accuse, deny, sanction, fight, visit, withdraw, aid, legal. ``agents`` did
    it, ``targets`` underwent it. ``day`` is null when no telling fixes one; ``day_told`` is false where it is only the
    day of the story. ``planned``: told before it was to happen; ``denied``: told as not having happened.
    """

    type: str
    day: str | None
    day_told: bool
    agents: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    place: EntityLink | None
    planned: bool
    denied: bool
    ended: bool
    told: tuple[ToldEvent, ...]


@dataclass(frozen=True, slots=True)
class NameForm:
    """A spelling of the entity found in the archive, with the number of its mentions."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Biography:
    """A biography read from a profile page: its words, the source that page names, and the page it stood on."""

    text: str
    source: str | None
    birth_date: str | None
    birth_precision: str | None
    aliases: tuple[tuple[str, str], ...]
    page_path: str


@dataclass(frozen=True, slots=True)
class EntityHead:
    """Who or what the page is about. ``names`` are (text, language) in other scripts; ``source`` of its facts.

    ``roles`` are the titles put on it, ``members`` the names of which it is one, itself included.
    """

    entity: EntityLink
    description: str
    description_en: str
    country: EntityLink | None
    qid: str | None
    fact_source: str
    names: tuple[tuple[str, str], ...]
    forms: tuple[NameForm, ...]
    biography: Biography | None
    first_day: str | None
    last_day: str | None
    roles: tuple[Role, ...] = ()
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityPage:
    """A person, organisation or place: who it is, when, with whom, where and in which words it is in the news."""

    head: EntityHead
    window: Window
    stories_in_window: int
    texts_in_window: int
    sources_in_window: int
    sources_in_archive: int
    rate: float
    stories_outside: int
    volume: Volume
    linked: tuple[Linked, ...]
    linked_type: str
    labels: LabelTable
    sources: tuple[SourceCount, ...]
    silent_sources: tuple[SourceCount, ...]
    said: tuple[QuoteRow, ...]
    said_total: int
    about: tuple[QuoteRow, ...]
    about_total: int
    latest: StoryList
    compare_with: tuple[EntityLink, ...]
    change: Change | None = None
    events: tuple[Happened, ...] = ()
    events_total: int = 0
    judgements: tuple[JudgementRow, ...] = ()
    decisions_open: bool = False


@dataclass(frozen=True, slots=True)
class PairPage:
    """What is between two entities: events with both, what each said about the other, stories that name both.

    ``events_total`` counts happenings among the newest events of the window.
    """

    one: EntityLink
    other: EntityLink
    window: Window
    events: tuple[Happened, ...]
    events_total: int
    one_said: tuple[QuoteRow, ...]
    other_said: tuple[QuoteRow, ...]
    stories: StoryList
    overview: Overview


@dataclass(frozen=True, slots=True)
class EventsPage:
    """Happenings of the window, the newest first: of ``of``, of both, of one type, or all."""

    of: EntityLink | None
    with_: EntityLink | None
    type: str
    window: Window
    events: tuple[Happened, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One side of a comparison. ``first_day`` and ``last_day`` are of the whole archive."""

    entity: EntityLink
    count: int
    volume: Volume
    own_links: tuple[Linked, ...]
    labels: LabelTable
    share: float
    change: Change | None
    first_day: str | None
    last_day: str | None
    said: tuple[QuoteRow, ...]


@dataclass(frozen=True, slots=True)
class SharedLink:
    """An entity linked with several of the compared: ``together`` in the order of the compared."""

    entity: EntityLink
    together: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourceSplit:
    """How one outlet divides its stories among the compared: ``counts`` in their order, of ``total`` stories."""

    source: SourceLink
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two to five entities side by side. ``together`` counts stories that name all of them."""

    compared: tuple[Compared, ...]
    window: Window
    together: int
    shared: tuple[SharedLink, ...]
    sources: tuple[SourceSplit, ...]
    unknown: tuple[tuple[str, tuple[EntityLink, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class TextMention:
    """A name inside a block: ``start``/``end`` in the block's text; ``entity`` null when it is linked to nobody."""

    start: int
    end: int
    entity: EntityLink | None
    type: str
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class TextQuote:
    """A quote inside a block. ``number`` leads to the margin; ``speaker_order`` numbers the story's speakers from 1."""

    start: int
    end: int
    number: int
    direct: bool
    speaker: EntityLink | None
    speaker_name: str | None
    speaker_order: int
    cue: str | None
    stance: str
    implicit: bool
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a story in page order. ``kind``: paragraph, heading, caption. ``credit`` is a caption's."""

    kind: str
    text: str
    mentions: tuple[TextMention, ...]
    quotes: tuple[TextQuote, ...]
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class DateFacts:
    """When the story was published and how that is known; ``evidence`` are the words of the text."""

    value: str | None
    precision: str | None
    earliest: str | None
    latest: str | None
    how: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Teaser:
    """A teaser that stood beside the story on its page. ``story_id``: its story, where the archive has it; ``url``:
    where it led, null where the page did not say or said it in a way that a browser should not follow.
    """

    title: str | None
    summary: str | None
    category: str | None
    story_id: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's note on a story. ``written`` is an ISO time."""

    id: int
    text: str
    author: str
    written: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story as it was read, with names linked and quotes given to their speakers.

    ``related`` are stories about the same people and places near in time; ``see_also`` teasers of the same page;
    ``versions`` the texts that it had one after another, none where it had one alone.
    """

    id: str
    title: Block | None
    kicker: Block | None
    subtitle: Block | None
    dateline: Block | None
    byline: str | None
    credit: str | None
    category: str | None
    source: SourceLink | None
    url: str | None
    date: DateFacts
    blocks: tuple[Block, ...]
    tags: tuple[str, ...]
    entities: tuple[tuple[EntityLink, int], ...]
    related: tuple[StoryRow, ...]
    see_also: tuple[Teaser, ...]
    copies: CopyGroup | None
    happening: HappeningRow | None
    on_page: tuple[StoryRow, ...]
    previous: StoryRow | None
    next: StoryRow | None
    notes: tuple[Note, ...]
    notes_open: bool
    page_path: str
    page_type: str
    reader_version: str
    versions: tuple[VersionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A tag archive: every story of one ``kind`` (tag, entity, category, day), newest first.

    ``overview``: its figures, of a tag or category, on the first page of the list.
    """

    kind: str
    key: str
    title: str
    entity: EntityLink | None
    window: Window | None
    stories: StoryList
    overview: Overview | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An entity that an outlet writes about: ``count`` stories, ``expected`` if it wrote as the others do."""

    entity: EntityLink
    count: int
    expected: float
    score: float


@dataclass(frozen=True, slots=True)
class SourcePage:
    """An outlet: how much of it is in the archive, and whom it writes about more than others do."""

    source: SourceLink
    description: str
    country: EntityLink | None
    domains: tuple[str, ...]
    window: Window
    stories_in_window: int
    stories_in_archive: int
    volume: Volume
    more_than_others: tuple[Written, ...]
    most_written: tuple[Written, ...]
    latest: StoryList
    overview: Overview
    copying: Copying


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All outlets of the archive, the largest first; ``copies`` counts those of their stories that are no own texts."""

    window: Window
    sources: tuple[SourceCount, ...]
    copies: dict[str, int]


@dataclass(frozen=True, slots=True)
class EntityCount:
    """An entity with the number of its stories in the window."""

    entity: EntityLink
    count: int


@dataclass(frozen=True, slots=True)
class EntitiesPage:
    """The entities of the archive by number of stories. ``type``: all, PER, ORG or LOC."""

    window: Window
    type: str
    query: str
    rows: tuple[EntityCount, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Trend:
    """An entity that is in the news more, or less, than before. Rates are per thousand stories of each window."""

    entity: EntityLink
    before: int
    now: int
    rate_before: float
    rate_now: float
    score: float


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What is in the archive and who is in the news: ``now`` is its last week, ``before`` the week before that.

    ``happenings`` of ``now`` are those of most outlets with texts of their own; of a longer time where that has none.
    """

    stories: int
    pages: int
    sources: int
    entities: int
    quotes: int
    first_day: str | None
    last_day: str | None
    now: Window
    before: Window
    most: tuple[EntityCount, ...]
    rising: tuple[Trend, ...]
    falling: tuple[Trend, ...]
    latest: tuple[StoryRow, ...]
    said: tuple[QuoteRow, ...]
    volume: Volume
    top_sources: tuple[SourceCount, ...]
    happenings: tuple[HappeningRow, ...]
    invented: bool = False


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What a search is narrowed to: names, ids or words as the reader wrote them; "" for anything."""

    entity: str = ""
    speaker: str = ""
    source: str = ""
    kind: str = ""
    tag: str = ""
    day_from: str = ""
    day_to: str = ""


@dataclass(frozen=True, slots=True)
class SearchRemark:
    """What was forgiven in a query, or taken for a name: ``code`` says what, ``words`` what it is about."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class SourceHits:
    """An outlet and how many of the stories found are its own."""

    source: SourceLink
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Stories that answer a query, and the entities that bear it as a name.

    ``order``: "best" (relevance and freshness) or "newest". ``months`` and ``sources`` count all stories found.
    ``suggestions`` are names that were meant perhaps, where little or nothing was found. ``figures``, where they are
    asked for, are of the newest stories found. ``once``: copies are neither shown nor counted.
    """

    query: str
    order: str
    filters: SearchFilters
    remarks: tuple[SearchRemark, ...]
    entities: tuple[EntityLink, ...]
    suggestions: tuple[str, ...]
    stories: StoryList
    months: Volume
    sources: tuple[SourceHits, ...]
    figures: Overview | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """Quotes by a speaker, about an entity, or holding words; newest first.

    ``months`` counts the quotes of the window by month.
    """

    by: EntityLink | None
    about: EntityLink | None
    query: str
    stance: str
    window: Window
    months: Volume
    rows: tuple[QuoteRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Contested:
    """A statement that one story gives and another has denied.

    ``score`` is the share of what is rare in the words of the denial that the statement has too, between 0 and 1.
    """

    said: QuoteRow
    denied: QuoteRow
    score: float


@dataclass(frozen=True, slots=True)
class ContestedPage:
    """Contested statements, the newest denial first; ``about`` narrows them to one entity."""

    about: EntityLink | None
    window: Window
    rows: tuple[Contested, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One row of the accuracy table: what was measured on which data, with the figure between 0 and 1."""

    task: str
    data: str
    figure: str
    value: float


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What the archive holds and how right the program is. ``rejected`` are (reason, pages)."""

    stats: dict[str, int]
    rejected: tuple[tuple[str, int], ...]
    accuracy: tuple[Accuracy, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A page for an address that leads nowhere: the status, a title, what to do, and near names."""

    status: int
    title: str
    detail: str
    suggestions: tuple[EntityLink, ...] = field(default=())

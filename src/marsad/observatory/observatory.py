"""The observatory: one method for each page, over an archive opened for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from marsad import resolving
from marsad.catalogue import Catalogue
from marsad.config import Resolving
from marsad.errors import NotInArchiveError, ReadOnlyError, SearchIndexError
from marsad.observatory import (
    alike,
    copying,
    entities,
    events,
    fronts,
    happenings,
    judging,
    search,
    statements,
    stories,
    versions,
)
from marsad.observatory.copy_pages import CopiesPage, CopyPage
from marsad.observatory.happening_pages import Alike, HappeningPage, HappeningsPage
from marsad.observatory.judgement_pages import JudgementsPage
from marsad.observatory.label_pages import LabelsPage
from marsad.observatory.links import View, existing, present_key, storable
from marsad.observatory.pages import (
    AboutPage,
    ArchivePage,
    ComparePage,
    ContestedPage,
    EntitiesPage,
    EntityLink,
    EntityPage,
    EventsPage,
    FrontPage,
    Note,
    PairPage,
    QuotesPage,
    SearchFilters,
    SearchPage,
    SourcePage,
    SourcesPage,
    StoryPage,
)
from marsad.observatory.periods import Kept
from marsad.observatory.search import SearchAsked
from marsad.observatory.version_pages import VersionPage
from marsad.observatory.windows import Asked
from marsad.outlets import Outlets
from marsad.search.following import Following
from marsad.store.database import Database, next_number, snapshot, transaction
from marsad.store.days import now
from marsad.store.judgements import OF_STORIES, Judgement

MONTH = Asked()
WHOLE = Asked(whole=True)


class Observatory:
    """Answers what the pages ask. Every method raises NotInArchiveError for a name or id that is not there.

    ``db`` only reads; ``writer`` opens a connection that may write notes and decisions on who is who, and is None where
    writing is switched off. ``resolving`` says when an unknown name is an entity. ``kept`` holds counts
    that several observatories over the same archive may share; ``following`` is the search index, made in memory where
    none is given.
    """

    def __init__(
        self,
        db: Database,
        catalogue: Catalogue,
        outlets: Outlets,
        *,
        writer: Callable[[], Database] | None = None,
        resolving: Resolving | None = None,
        kept: Kept | None = None,
        following: Following | None = None,
    ) -> None:
        self._resolving = resolving or Resolving()
        self._view = View(db, catalogue, outlets, kept or Kept(), following or Following())
        self._writer = writer

    @contextmanager
    def _searching(self) -> Iterator[None]:
        """A snapshot for a question that the search index answers, which knows whatever is in the archive by then."""
        with suppress(SearchIndexError):  # whoever needs it says so
            self._view.index()
        with snapshot(self._view.db):
            yield

    def front(self, *, once: bool = False) -> FrontPage:
        """What is in the archive and who is in the news; ``once`` counts each text once."""
        with snapshot(self._view.db):
            return fronts.front_page(self._view, once)

    def find(self, name: str) -> EntityLink:
        """The entity that a name means: an id, a spelling in the archive, an English name."""
        with self._searching():
            return self._view.find(name)

    def near(self, name: str, limit: int = 8) -> tuple[EntityLink, ...]:
        """The entities whose names are most like ``name``."""
        with self._searching():
            return self._view.near(name, limit)

    def entity(self, key: str, asked: Asked = MONTH, *, linked_type: str = "all", page: int = 1) -> EntityPage:
        """Everything about one entity; ``linked_type`` (all, PER, ORG, LOC) narrows the linked ones."""
        with snapshot(self._view.db):
            return entities.entity_page(self._view, key, asked, linked_type, page, self._writer is not None)

    def labels(
        self,
        key: str,
        asked: Asked = MONTH,
        *,
        words: str = "",
        kind: str = "",
        source: str | None = None,
        voice: str = "source",
        of: Sequence[str] = (),
        page: int = 1,
    ) -> LabelsPage:
        """In which words outlets name an entity, and the sentences of one label (folded), outlet or voice.

        ``of``: compare these outlets only.
        """
        with snapshot(self._view.db):
            return entities.entity_labels(
                self._view, key, asked, words=words, kind=kind, source=source, voice=voice, of=of, page=page
            )

    def compare(self, names: Sequence[str], asked: Asked = MONTH) -> ComparePage:
        """Two to five entities side by side, by ids or names."""
        with self._searching():
            return entities.compare_page(self._view, names, asked)

    def pair(self, one: str, other: str, asked: Asked = WHOLE, *, page: int = 1) -> PairPage:
        """What is between two entities, by ids or names."""
        with self._searching():
            return events.pair_page(self._view, one, other, asked, page)

    def events(
        self, of: str | None = None, with_: str | None = None, type: str = "", asked: Asked = WHOLE
    ) -> EventsPage:
        """What happened: to one entity, between two, of one type, or at all."""
        with snapshot(self._view.db):
            return events.events_page(self._view, of, with_, type, asked)

    def story(self, key: str) -> StoryPage:
        """One story."""
        with snapshot(self._view.db):
            page = stories.story_page(self._view, key, self._writer is not None)
            return replace(page, versions=versions.version_rows(self._view, page.id))

    def version(self, key: str, number: int) -> VersionPage:
        """What the text of a story with this number, from 1, changed in the text before."""
        with snapshot(self._view.db):
            return versions.version_page(self._view, key, number)

    def copies(self, asked: Asked = WHOLE, *, page: int = 1) -> CopiesPage:
        """Groups of copies, those told by most outlets first, and who takes texts from whom."""
        with snapshot(self._view.db):
            return copying.copies_page(self._view, asked, page)

    def copy(self, key: str, one: str | None = None, other: str | None = None) -> CopyPage:
        """The stories of one text, by the id of any of them, two of them side by side."""
        with snapshot(self._view.db):
            return copying.copy_page(self._view, key, one, other, self._writer is not None)

    def happenings(self, asked: Asked = WHOLE, *, page: int = 1) -> HappeningsPage:
        """What happened, by how many outlets tell of it in texts of their own."""
        with snapshot(self._view.db):
            return happenings.happenings_page(self._view, asked, page)

    def alike(self, story: str, other: str) -> Alike:
        """How alike two stories are in what they are about, by their ids, and by what."""
        with snapshot(self._view.db):
            return alike.alike(self._view, story, other)

    def happening(self, key: str) -> HappeningPage:
        """The happening that a story tells of, by the id of any of its stories."""
        with self._searching():
            return happenings.happening_page(self._view, key, self._writer is not None)

    def archive(
        self,
        kind: str,
        key: str,
        asked: Asked = WHOLE,
        *,
        source: str | None = None,
        with_: str | None = None,
        page: int = 1,
    ) -> ArchivePage:
        """The stories of a tag, category, entity or day; of one source, or with another entity."""
        with snapshot(self._view.db):
            return stories.archive_page(self._view, kind, key, asked, source=source, with_=with_, page=page)

    def source(self, key: str, asked: Asked = MONTH, *, page: int = 1) -> SourcePage:
        """One outlet."""
        with snapshot(self._view.db):
            return fronts.source_page(self._view, key, asked, page)

    def sources(self, asked: Asked = WHOLE) -> SourcesPage:
        """All outlets."""
        with snapshot(self._view.db):
            return fronts.sources_page(self._view, asked)

    def entities(self, asked: Asked = WHOLE, *, type: str = "all", query: str = "", page: int = 1) -> EntitiesPage:
        """All entities, or those of a type or with a part of a name."""
        with self._searching():
            return entities.entities_page(self._view, asked, type, query, page)

    def search(
        self,
        query: str,
        *,
        order: str = "best",
        filters: SearchFilters | None = None,
        page: int = 1,
        figures: bool = False,
        once: bool = False,
    ) -> SearchPage:
        """Stories that answer a query of ``search.language``, the best or the newest first, within filters.

        ``figures``: with the figures of those found. ``once``: each text once, without its copies.
        """
        asked = SearchAsked(query, order, filters or SearchFilters(), figures, once)
        with self._searching():
            return search.search_page(self._view, asked, page)

    def quotes(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        query: str = "",
        stance: str = "",
        asked: Asked = WHOLE,
        page: int = 1,
    ) -> QuotesPage:
        """Quotes by a speaker, about an entity, with words in them."""
        with snapshot(self._view.db):
            return statements.quotes_page(
                self._view, by=by, about=about, query=query, stance=stance, asked=asked, page=page
            )

    def contested(self, asked: Asked = WHOLE, *, about: str | None = None, page: int = 1) -> ContestedPage:
        """What one story says and another denies, side by side."""
        with self._searching():
            return statements.contested_page(self._view, asked, about=about, page=page)

    def about(self) -> AboutPage:
        """The archive's figures and the accuracy table."""
        with snapshot(self._view.db):
            return fronts.about_page(self._view)

    def stats(self) -> dict[str, int]:
        """The archive's figures."""
        with snapshot(self._view.db):
            return fronts.stats(self._view)

    def rejected(self) -> list[tuple[str, str, str, str]]:
        """The pages that gave nothing: path, stage, reason, detail."""
        return self._view.db.execute("SELECT path, stage, reason, detail FROM rejected ORDER BY id").fetchall()

    def add_note(self, story: str, text: str, author: str) -> Note:
        """Keeps a reader's note. Raises SettingsError for an empty one, ReadOnlyError where notes are switched off."""
        text, author = stories.checked_note(storable(text), storable(author))
        written = now()
        story = present_key(self._view, story)
        if not self._view.db.execute("SELECT 1 FROM story WHERE key = ?", (story,)).fetchone():
            raise NotInArchiveError(f"no story in the archive has the id {story!r}")
        db = self._open_writer()
        try:
            with transaction(db):
                number = next_number(db, "note")
                query = "INSERT INTO note (id, story, text, author, written) VALUES (?, ?, ?, ?, ?)"
                db.execute(query, (number, story, text, author, written))
        finally:
            db.close()
        return Note(number, text, author, written)

    def remove_note(self, story: str, number: int) -> None:
        """Removes a note. Raises NotInArchiveError when it is not there."""
        story, db = present_key(self._view, story), self._open_writer()
        try:
            with transaction(db):
                gone = db.execute("DELETE FROM note WHERE story = ? AND id = ?", (story, number)).rowcount
        finally:
            db.close()
        if not gone:
            raise NotInArchiveError(f"story {story!r} has no note {number}")

    def judgements(self, by: str = "people", *, page: int = 1) -> JudgementsPage:
        """The judgements on who is who; ``by``: people, rule, all."""
        with snapshot(self._view.db):
            return judging.judgements_page(self._view, by, page, self._writer is not None)

    def decide(self, kind: str, name: str, *, other: str | None = None, value: str | None = None, who: str) -> int:
        """Keeps and applies what a person says: kind merge (``other`` is ``name``), split, rename, describe; of stories
        same_text, other_text, same_happening and other_happening.

        A split lets the name as it was read, an id or a spelling, stand for itself again.
        Raises NotInArchiveError, SettingsError, and ReadOnlyError where writing is switched off.
        """
        said = storable(value.strip()) if value else None
        find = self._story if kind in OF_STORIES else self._merged
        judgement = Judgement(kind, self._key(kind, name), find(other), said, made_by=storable(who.strip()))
        db = self._open_writer()
        try:
            return resolving.decide(db, self._view.catalogue, self._resolving, judgement)
        finally:
            db.close()

    def undo(self, number: int, *, who: str) -> None:
        """Takes a judgement back. Raises NotInArchiveError, SettingsError and ReadOnlyError."""
        db = self._open_writer()
        try:
            resolving.undo(db, self._view.catalogue, self._resolving, number, storable(who.strip()))
        finally:
            db.close()

    def _key(self, kind: str, name: str) -> str:
        """The id that a decision is about: of a split the name as it was read, else the one that stands for it."""
        if kind in OF_STORIES:
            return self._story(name) or ""
        with snapshot(self._view.db):
            if kind != "split":
                return self._view.find(name).id
            return self._view.as_read(name)

    def _story(self, key: str | None) -> str | None:
        """The id that a story has now. Raises NotInArchiveError."""
        if not key or not key.strip():
            return None
        with snapshot(self._view.db):
            return existing(self._view, key.strip())

    def _merged(self, other: str | None) -> str | None:
        with snapshot(self._view.db):
            return self._view.find(other).id if other and other.strip() else None

    def _open_writer(self) -> Database:
        if self._writer is None:
            raise ReadOnlyError("writing is switched off in this observatory")
        return self._writer()

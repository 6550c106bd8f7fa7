"""The whole of pass one for one page: read, take apart, find names, give quotes to speakers."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass

from marsad import __version__, catalogue, names, outlets, quotes
from marsad.config import Settings
from marsad.events import finding, labels
from marsad.intake.limits import OutOfTime, within
from marsad.model import Page, Reading, Rejected, Story, StoryReading
from marsad.names import NameTools
from marsad.names.tagging import network
from marsad.names.tagging.stories import Tagger
from marsad.story import layout


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading needs, loaded once: known entities, known outlets, compiled name look-up, the network for names."""

    catalogue: catalogue.Catalogue
    outlets: outlets.Outlets
    names: NameTools
    tagger: Tagger | None = None

    @classmethod
    def load(cls, settings: Settings) -> Tools:
        """The shipped data with the user's files over it. Raises CatalogueError for a file that cannot be used."""
        known = catalogue.load(settings.catalogues)
        tools = NameTools.load(known)
        return cls(known, outlets.load(settings.outlets), tools, Tagger.of(tools, network.shipped()))


def observe(page: Page | Rejected, tools: Tools, *, strict: bool = False) -> Reading | Rejected:
    """Everything that pass one finds in a page: a pure function of the page and the tools.

    A bug becomes a rejection with reason ``crash``, so that one page cannot stop an archive; ``strict`` lets it rise.
    """
    if isinstance(page, Rejected):
        return page
    try:
        return _observe(page, tools)
    except Exception as bug:
        if strict:
            raise
        return Rejected(page.path, page.digest, "pipeline", "crash", _where(bug), page.size)


def observe_within(page: Page | Rejected, tools: Tools, seconds: float, *, strict: bool = False) -> Reading | Rejected:
    """``observe``; a page that takes more than ``seconds`` is rejected, so that it cannot stop a run."""
    try:
        with within(seconds):
            return observe(page, tools, strict=strict)
    except OutOfTime:
        detail = f"finding what is in it took more than {seconds:g} seconds; please report it"
        return Rejected(page.path, page.digest, "pipeline", "too_slow", detail, page.size)


def _observe(page: Page, tools: Tools) -> Reading | Rejected:
    found = layout.read(page, tools.catalogue, tools.outlets)
    if isinstance(found, Rejected):
        return found
    stories = tuple(read_story(page.text, story, tools) for story in found.stories)
    return Reading(page, found, stories, __version__)


def read_story(text: str, story: Story, tools: Tools) -> StoryReading:
    """What is found in one ``story`` of the page ``text``."""
    mentions = names.find(text, story, tools.names, tools.tagger)
    said = quotes.find(text, story, mentions, tools.catalogue)
    return StoryReading(
        story,
        mentions,
        said,
        labels=labels.find(text, story, mentions, said, tools.names),
        events=finding.find(text, story, mentions, said, tools.catalogue),
    )


def _where(bug: Exception) -> str:
    last = traceback.extract_tb(bug.__traceback__)[-1]
    return f"{type(bug).__name__}: {bug} ({last.name}, line {last.lineno}); please report it"


def read_text(text: str, tools: Tools, *, path: str = "text") -> Reading | Rejected:
    """What is in a page given as text: ``read_text(text, tools).stories[0].quotes``."""
    data = text.encode("utf-8", "surrogatepass")
    return observe(Page(path, text, hashlib.sha256(data).hexdigest(), size=len(data)), tools)

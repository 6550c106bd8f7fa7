"""spaCy components: ``marsad_names``, then ``marsad_quotes``, and over both ``marsad_labels`` and ``marsad_events``.

    nlp = spacy.blank("ar")
    nlp.add_pipe("marsad_names")
    nlp.add_pipe("marsad_quotes")

spaCy splits Arabic at white space, so a token may hold particles before a name (ولافروف). ``Doc.ents`` and
``Doc.spans`` are whole tokens; the exact characters, the rule and the score of each find stand in
``Doc._.marsad_mentions``, ``marsad_quotes``, ``marsad_labels`` and ``marsad_events``.
Needs spaCy: ``pip install "marsad[spacy]"``.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from marsad import names, quotes
from marsad.config import settings
from marsad.events import finding, labels
from marsad.model import Mention, Piece, Story
from marsad.pipeline import Tools

#: The extensions of ``Doc``; the last three are keys of ``Doc.spans`` too.
MENTIONS, QUOTES, LABELS, EVENTS = "marsad_mentions", "marsad_quotes", "marsad_labels", "marsad_events"

_LINE = re.compile(r"[^\r\n]+")


class _Component:
    """A component over the tools of its pipeline."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools


class Names(_Component):
    """The component ``marsad_names``: sets ``doc.ents`` (PER, ORG, LOC; ``kb_id_`` is the entity) and the mentions."""

    def __call__(self, doc: Doc) -> Doc:
        """Finds the names of the text, which is read as the body of one story."""
        found = names.find(doc.text, _story(doc.text), self.tools.names, self.tools.tagger)
        doc._.set(MENTIONS, found)
        spans = [span for mention in found if (span := _entity(doc, mention)) is not None]
        doc.set_ents(filter_spans([*spans, *doc.ents]))
        return doc


class Quotes(_Component):
    """The component ``marsad_quotes``: sets the quotes and ``doc.spans["marsad_quotes"]``. Stands after the names."""

    def __call__(self, doc: Doc) -> Doc:
        """Finds who says what. Raises ValueError where no names were found before it."""
        mentions = _given(doc, MENTIONS, "marsad_quotes", "marsad_names")
        found = quotes.find(doc.text, _story(doc.text), mentions, self.tools.catalogue)
        doc._.set(QUOTES, found)
        _show(doc, QUOTES, [(q.span, "direct" if q.direct else "indirect") for q in found])
        return doc


class Labels(_Component):
    """The component ``marsad_labels``: the words put on each name, ``doc.spans["marsad_labels"]`` by kind."""

    def __call__(self, doc: Doc) -> Doc:
        """Finds the labels. Raises ValueError where no names and quotes were found before it."""
        mentions, said = _before(doc, "marsad_labels")
        found = labels.find(doc.text, _story(doc.text), mentions, said, self.tools.names)
        doc._.set(LABELS, found)
        _show(doc, LABELS, [(label.span, label.kind) for label in found])
        return doc


class Events(_Component):
    """The component ``marsad_events``: who did what to whom, ``doc.spans["marsad_events"]`` by type."""

    def __call__(self, doc: Doc) -> Doc:
        """Finds the events. Raises ValueError where no names and quotes were found before it."""
        mentions, said = _before(doc, "marsad_events")
        found = finding.find(doc.text, _story(doc.text), mentions, said, self.tools.catalogue)
        doc._.set(EVENTS, found)
        _show(doc, EVENTS, [(event.evidence.span, event.type.value) for event in found])
        return doc


@Language.factory("marsad_names", assigns=["doc.ents", f"doc._.{MENTIONS}"])
def create_names(nlp: Language, name: str) -> Names:
    """The factory of ``marsad_names``: known names are those of the shipped catalogue and of the settings."""
    return Names(_tools(nlp))


@Language.factory("marsad_quotes", requires=[f"doc._.{MENTIONS}"], assigns=[f"doc._.{QUOTES}"])
def create_quotes(nlp: Language, name: str) -> Quotes:
    """The factory of ``marsad_quotes``."""
    return Quotes(_tools(nlp))


@Language.factory("marsad_labels", requires=[f"doc._.{QUOTES}"], assigns=[f"doc._.{LABELS}"])
def create_labels(nlp: Language, name: str) -> Labels:
    """The factory of ``marsad_labels``."""
    return Labels(_tools(nlp))


@Language.factory("marsad_events", requires=[f"doc._.{QUOTES}"], assigns=[f"doc._.{EVENTS}"])
def create_events(nlp: Language, name: str) -> Events:
    """The factory of ``marsad_events``."""
    return Events(_tools(nlp))


def _before(doc: Doc, component: str) -> tuple[Any, Any]:
    return _given(doc, MENTIONS, component, "marsad_names"), _given(doc, QUOTES, component, "marsad_quotes")


def _given(doc: Doc, extension: str, component: str, needed: str) -> Any:
    value = doc._.get(extension)
    if value is None:
        raise ValueError(f'{component} needs what {needed} finds: nlp.add_pipe("{needed}") before it')
    return value


def _show(doc: Doc, name: str, found: list[tuple[tuple[int, int], str]]) -> None:
    doc.spans[name] = [span for stretch, label in found if (span := _span(doc, stretch, label)) is not None]


def _tools(nlp: Language) -> Tools:
    """The tools, shared by the components of one pipeline."""
    pipes: list[object] = [pipe for _, pipe in nlp.pipeline]
    shared = next((pipe.tools for pipe in pipes if isinstance(pipe, _Component)), None)
    return shared or Tools.load(settings())


def _story(text: str) -> Story:
    """The text as the body of a story, a paragraph a line."""
    lines = (Piece.cut(text, *line.span()) for line in _LINE.finditer(text))
    return Story("doc", None, tuple(line for line in lines if line.text))


def _entity(doc: Doc, mention: Mention) -> Span | None:
    span = _span(doc, mention.span, mention.type.value)
    if span is not None and mention.entity:
        span.kb_id_ = mention.entity.id
    return span


def _span(doc: Doc, stretch: tuple[int, int], label: str) -> Span | None:
    found: Span | None = doc.char_span(*stretch, label=label, alignment_mode="expand")
    return found


def _register(**extensions: Any) -> None:
    for name, default in extensions.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


_register(**dict.fromkeys((MENTIONS, QUOTES, LABELS, EVENTS)))

"""spaCy components: ``marsad_names`` finds and links names, ``marsad_quotes`` gives words to their speakers.

    nlp = spacy.blank("ar")
    nlp.add_pipe("marsad_names")
    nlp.add_pipe("marsad_quotes")

spaCy splits Arabic at white space, so a token may hold particles before a name (ولافروف). ``Doc.ents`` are whole
tokens; the exact characters, the rule and the score of each find stand in ``Doc._.marsad_mentions`` and
``Doc._.marsad_quotes``. Needs spaCy: ``pip install "marsad[spacy]"``.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from marsad import names, quotes
from marsad.config import settings
from marsad.model import Mention, Piece, Story
from marsad.pipeline import Tools

MENTIONS, QUOTES = "marsad_mentions", "marsad_quotes"
#: The key of ``Doc.spans`` under which quotes stand; each span's label is "direct" or "indirect".
QUOTE_SPANS = "marsad_quotes"

_LINE = re.compile(r"[^\r\n]+")


class Names:
    """The component ``marsad_names``: sets ``doc.ents`` (PER, ORG, LOC; ``kb_id_`` is the entity) and the mentions."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def __call__(self, doc: Doc) -> Doc:
        """Finds the names of the text, which is read as the body of one story."""
        found = names.find(doc.text, _story(doc.text), self.tools.names)
        doc._.set(MENTIONS, found)
        spans = [span for mention in found if (span := _entity(doc, mention)) is not None]
        doc.set_ents(filter_spans([*spans, *doc.ents]))
        return doc


class Quotes:
    """The component ``marsad_quotes``: sets the quotes and ``doc.spans["marsad_quotes"]``. Stands after the names."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def __call__(self, doc: Doc) -> Doc:
        """Finds who says what. Raises ValueError where no names were found before it."""
        mentions = doc._.get(MENTIONS)
        if mentions is None:
            raise ValueError('marsad_quotes needs the names of the text: nlp.add_pipe("marsad_names") before it')
        found = quotes.find(doc.text, _story(doc.text), mentions, self.tools.catalogue)
        doc._.set(QUOTES, found)
        doc.spans[QUOTE_SPANS] = [
            span
            for quote in found
            if (span := _span(doc, quote.span, "direct" if quote.direct else "indirect")) is not None
        ]
        return doc


@Language.factory("marsad_names", assigns=["doc.ents", f"doc._.{MENTIONS}"])
def create_names(nlp: Language, name: str) -> Names:
    """The factory of ``marsad_names``: known names are those of the shipped catalogue and of the settings."""
    return Names(_tools(nlp))


@Language.factory("marsad_quotes", requires=[f"doc._.{MENTIONS}"], assigns=[f"doc._.{QUOTES}"])
def create_quotes(nlp: Language, name: str) -> Quotes:
    """The factory of ``marsad_quotes``."""
    return Quotes(_tools(nlp))


def _tools(nlp: Language) -> Tools:
    """The tools, shared by the components of one pipeline."""
    shared = next((pipe.tools for _, pipe in nlp.pipeline if isinstance(pipe, Names | Quotes)), None)
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


_register(**{MENTIONS: None, QUOTES: ()})

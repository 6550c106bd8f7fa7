"""A reading as the JSON that ``marsad read --json`` prints: one object a page. Spans are [start, end)."""

from __future__ import annotations

from typing import Any

from marsad.model import (
    Caption,
    Dateline,
    EntityRef,
    Event,
    Label,
    Layout,
    Markup,
    Mention,
    Page,
    Participant,
    Piece,
    Published,
    Quote,
    Reading,
    Rejected,
    Related,
    Speaker,
    StoryReading,
)

Json = dict[str, Any]


def as_json(result: Reading | Rejected) -> Json:
    """The object of one page; a rejected page has no stories and says at which stage and why."""
    if isinstance(result, Rejected):
        return _rejected(result)
    return {
        "page": _page(result.page, result.layout),
        "stories": [_story(s) for s in result.stories],
        "furniture": [{"span": f.span, "label": f.label} for f in result.layout.furniture],
        "related": [_related(r) for r in result.layout.related],
        "rejected": None,
        "version": result.version,
    }


def _rejected(result: Rejected) -> Json:
    return {
        "page": {"path": result.path, "type": "other", "site": None, "title": None, "language": None, "profile": None},
        "stories": [],
        "furniture": [],
        "related": [],
        "rejected": {"stage": result.stage, "reason": result.reason, "detail": result.detail},
    }


def _page(page: Page, layout: Layout) -> Json:
    out: Json = {
        "path": page.path,
        "type": layout.type.value,
        "site": layout.site,
        "title": layout.title,
        "tag": layout.tag,
        "language": layout.language,
        "digest": page.digest,
        "url": page.url,
        "encoding": page.encoding,
        "profile": _profile(layout),
    }
    if page.visible:
        out["text"] = page.text
    if page.markup:
        out["metadata"] = _metadata(page.markup)
    return out


def _metadata(markup: Markup) -> Json:
    """Each fact that the markup states, the most trusted value with its origin; all values of tags and authors."""
    out: Json = {}
    for fact in markup.facts:
        if fact.name not in out:
            out[fact.name] = {"value": fact.value, "origin": fact.origin}
    for name in ("tags", "author"):
        if name in out:
            out[name]["all"] = list(markup.all(name))
    return out


def _profile(layout: Layout) -> Json | None:
    profile = layout.profile
    if profile is None:
        return None
    birth = {"value": profile.birth_date, "precision": profile.birth_precision} if profile.birth_date else None
    return {
        "name": profile.name.text,
        "aliases": [{"text": text, "lang": language} for text, language in profile.aliases],
        "bio": _piece(profile.bio),
        "bio_source": profile.bio_source,
        "birth_date": birth,
    }


def _story(reading: StoryReading) -> Json:
    story = reading.story
    return {
        "id": story.id,
        "title": story.title.text if story.title else None,
        "title_span": story.title.span if story.title else None,
        "kicker": _piece(story.kicker),
        "subtitle": _piece(story.subtitle),
        "dateline": _dateline(story.dateline),
        "byline": _piece(story.byline),
        "credit": _piece(story.credit),
        "category": story.category.text if story.category else None,
        "tags": [t.text for t in story.tags],
        "paragraphs": [_piece(p) for p in story.paragraphs],
        "headings": [_piece(h) for h in story.headings],
        "captions": [_caption(c) for c in story.captions],
        "published": _published(story.published),
        "source": story.source,
        "url": story.url,
        "mentions": [_mention(m) for m in reading.mentions],
        "quotes": [_quote(q) for q in reading.quotes],
        "labels": [_label(x) for x in reading.labels],
        "events": [_event(e) for e in reading.events],
    }


def _piece(piece: Piece | None) -> Json | None:
    return {"span": piece.span, "text": piece.text} if piece else None


def _dateline(dateline: Dateline | None) -> Json | None:
    if dateline is None:
        return None
    return {
        "span": dateline.span,
        "text": dateline.text,
        "places": list(dateline.places),
        "agency": dateline.agency,
    }


def _caption(caption: Caption) -> Json:
    return {"span": caption.span, "text": caption.text, "credit": caption.credit}


def _published(published: Published | None) -> Json | None:
    if published is None:
        return None
    return {
        "value": published.value,
        "precision": published.precision,
        "earliest": published.earliest,
        "latest": published.latest,
        "evidence": [_piece(e) for e in published.evidence],
        "how": published.how,
        "refused": list(published.refused),
        "moment": published.moment,
    }


def _entity(entity: EntityRef | None) -> Json | None:
    if entity is None:
        return None
    return {
        "id": entity.id,
        "qid": entity.qid,
        "name": entity.name,
        "name_en": entity.name_en,
        "status": entity.status,
    }


def _mention(mention: Mention) -> Json:
    return {
        "span": mention.span,
        "text": mention.text,
        "type": mention.type.value,
        "zone": mention.zone.value,
        "entity": _entity(mention.entity),
        "how": mention.how,
        "score": mention.score,
        "clitic": mention.clitic,
        "norm": mention.norm,
        "metonym_for": mention.metonym_for,
        "link": {"score": mention.link.score, "reasons": list(mention.link.reasons)} if mention.link else None,
    }


def _quote(quote: Quote) -> Json:
    speaker = quote.speaker
    named = _speaker(speaker)
    cue = {"span": quote.cue.span, "text": quote.cue.text, "kind": quote.cue.kind} if quote.cue else None
    return {
        "span": quote.span,
        "text": quote.text,
        "direct": quote.direct,
        "zone": quote.zone.value,
        "speaker": named,
        "cue": cue,
        "stance": quote.stance,
        "implicit": quote.implicit,
        "form": quote.form,
        "about": list(quote.about),
        "venue": _piece(quote.venue),
        "addressee": _speaker(quote.addressee),
        "how": quote.how,
        "score": quote.score,
    }


def _event(event: Event) -> Json:
    date = event.date
    return {
        "type": event.type.value,
        "agents": [_participant(p) for p in event.agents],
        "targets": [_participant(p) for p in event.targets],
        "place": _participant(event.place) if event.place else None,
        "date": {"earliest": date.earliest, "latest": date.latest, "span": date.span, "text": date.text}
        if date
        else None,
        "planned": event.planned,
        "denied": event.denied,
        "ended": event.ended,
        "voice": _speaker(event.voice),
        "trigger": event.trigger,
        "evidence": _piece(event.evidence),
        "sentence": event.sentence,
        "how": event.how,
        "score": event.score,
    }


def _participant(who: Participant) -> Json:
    """Who takes part: the fields of an entity, of which a name without one has only ``name``."""
    known = _entity(who.entity) or {"id": None, "qid": None, "name": who.name, "name_en": None, "status": None}
    return {**known, "span": who.span}


def _label(label: Label) -> Json:
    return {
        "span": label.span,
        "text": label.text,
        "entity": _entity(label.entity),
        "kind": label.kind,
        "tone": label.tone,
        "name": label.name,
        "zone": label.zone.value,
        "voice": label.voice,
        "speaker": label.speaker,
        "norm": label.norm,
        "how": label.how,
        "score": label.score,
    }


def _speaker(speaker: Speaker | None) -> Json | None:
    return {"name": speaker.name, "entity": _entity(speaker.entity), "span": speaker.span} if speaker else None


def _related(related: Related) -> Json:
    return {
        "title": related.title.text if related.title else None,
        "summary": related.summary.text if related.summary else None,
        "category": related.category.text if related.category else None,
        "span": related.title.span if related.title else None,
        "url": related.url,
    }

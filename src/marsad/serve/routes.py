"""The addresses of the observatory: each asks one question and shows its answer in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marsad.errors import NotInArchiveError, ReadOnlyError, SettingsError
from marsad.observatory import Observatory
from marsad.observatory.pages import PER_PAGE, DayCount, SearchFilters, SourceLink, Volume
from marsad.serve.charts import Series
from marsad.serve.context import Asking
from marsad.serve.preview import preview
from marsad.serve.rendering import feed, html, json, quote_entries, span_of, story_entries, table

Handler = Callable[[Request], Response]
TYPES = ("all", "PER", "ORG", "LOC")


def _form(request: Request) -> str:
    return str(request.path_params.get("form", "html"))


def observatory_of(request: Request) -> Observatory:
    """The observatory of the thread that answers."""
    found: Observatory = request.app.state.observatory()
    return found


def _days(asking: Asking, volume: Volume, key: str, **query: object) -> Callable[[DayCount], str]:
    """The address of the stories behind a bar of an entity."""

    def address(day: DayCount) -> str:
        first, last = span_of(volume, day)
        return asking.address("e", key, "stories", **{"from": first, "to": last}, **query)

    return address


def front(request: Request) -> Response:
    """The front page."""
    asking = Asking.of(request)
    page = observatory_of(request).front(once=request.query_params.get("once") == "1")
    if _form(request) == "json":
        return json(page)
    if _form(request) == "atom":
        return feed(asking, asking.wording.t("h_newest"), story_entries(page.latest))
    address = _archive_days(asking, page.volume)
    return html(asking, "front.html", page, here="now", feed=True, day_address=address)


def _undated(asking: Asking, key: str, stories: int) -> str:
    """The address of the last page of an entity's stories, where those without a day stand."""
    return asking.address("e", key, "stories", page=max(1, -(-stories // PER_PAGE)))


def _archive_days(asking: Asking, volume: Volume) -> Callable[[DayCount], str]:
    """The address of all stories of a bar: a day has a page, a longer bar opens the sources of its days."""

    def address(day: DayCount) -> str:
        first, last = span_of(volume, day)
        if volume.unit == "day":
            return asking.address("day", first)
        return asking.address("sources", **{"from": first, "to": last})

    return address


def _days_here(asking: Asking, volume: Volume) -> Callable[[DayCount], str]:
    """The address of this page over the days of a bar."""

    def address(day: DayCount) -> str:
        first, last = span_of(volume, day)
        return asking.here(**{"from": first, "to": last}, days=None, all=None, page=None)

    return address


def entity(request: Request) -> Response:
    """The page of an entity."""
    asking, key = Asking.of(request), request.path_params["id"]
    wanted = request.query_params.get("type", "all")
    linked_type = wanted if wanted in TYPES else "all"
    observatory = observatory_of(request)
    if _form(request) == "atom":
        page = observatory.archive("entity", key)
        return feed(asking, page.title, story_entries(page.stories.rows))
    try:
        found = observatory.entity(key, asking.asked(), linked_type=linked_type, page=asking.page())
    except NotInArchiveError:
        return _by_name(request, observatory, key)
    if found.head.entity.id != key:
        return _moved(request, found.head.entity.id)
    if _form(request) == "json":
        return json(found)
    if _form(request) == "csv":
        return table([found.volume], [found.head.entity.id])
    address = _days(asking, found.volume, key)
    stories = found.stories_in_window + found.stories_outside
    return html(
        asking,
        "entity.html",
        found,
        here="entities",
        feed=True,
        csv=True,
        day_address=address,
        undated=_undated(asking, key, stories),
    )


def labels(request: Request) -> Response:
    """The words put on an entity: ``words`` and ``kind`` choose a label, ``source`` an outlet, ``of`` some outlets."""
    asking, query = Asking.of(request), request.query_params
    page = observatory_of(request).labels(
        request.path_params["id"],
        asking.asked(),
        words=query.get("words", ""),
        kind=query.get("kind", ""),
        source=query.get("source") or None,
        voice="speaker" if query.get("voice") == "speaker" else "source",
        of=query.getlist("of"),
        page=asking.page(),
    )
    if _form(request) == "json":
        return json(page)
    outlets = [s.source for s in observatory_of(request).sources(asking.asked_or_whole()).sources]
    return html(asking, "labels.html", page, here="entities", outlets=outlets, of=query.getlist("of"))


def _by_name(request: Request, observatory: Observatory, key: str) -> Response:
    """Leads from a name in the place of an id to the entity's page. Raises NotInArchiveError when nobody bears it."""
    found = observatory.find(key).id
    if found == key:
        raise NotInArchiveError(f"nothing in the archive has the id {key!r}")
    return _moved(request, found)


def _moved(request: Request, key: str, kind: str = "e", below: str = "") -> Response:
    """Leads to the page of the entity or ``story``, or one ``below`` it, in the form and for the days asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    suffix = "" if _form(request) == "html" else f".{_form(request)}"
    return RedirectResponse(f"/{kind}/{quote(key, safe='')}{below}{suffix}{query}", 303)


def icon(request: Request) -> Response:
    """The icon, where browsers look for it beside pages that name none."""
    return RedirectResponse("/static/icon.svg", 308)


def card(request: Request) -> Response:
    """The card of an entity for other sites: the only page that may stand in a frame."""
    asking, key = Asking.of(request), request.path_params["id"]
    page = observatory_of(request).entity(key, asking.asked())
    return html(asking, "card.html", page, frames="*", day_address=_days(asking, page.volume, key))


def preview_picture(request: Request) -> Response:
    """The picture that shows an entity's page where its link is shared."""
    asking, key = Asking.of(request), request.path_params["id"]
    picture = preview(observatory_of(request).entity(key, asking.asked()), asking.wording)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "public, max-age=3600"})


def compare(request: Request) -> Response:
    """Two to five entities side by side."""
    asking = Asking.of(request)
    names = [n for n in request.query_params.getlist("with") if n.strip()]
    page = observatory_of(request).compare(names, asking.asked())
    if _form(request) == "json":
        return json(page)
    if _form(request) == "csv":
        return table([c.volume for c in page.compared], [c.entity.id for c in page.compared])
    labels = [_label(asking, c.entity) for c in page.compared]
    series = [
        Series(number, label, c.volume, _days(asking, c.volume, c.entity.id))
        for number, (label, c) in enumerate(zip(labels, page.compared, strict=True), 1)
    ]

    def chosen(keys: list[str]) -> str:
        pairs = [("with", k) for k in keys] + list(asking.window_query().items())
        return f"/compare?{urlencode(pairs)}"

    return html(
        asking,
        "compare.html",
        page,
        here="entities",
        csv=True,
        series=series,
        undated=lambda side: _undated(asking, side.entity.id, side.count),
        top_rate=max((1000 * max(s.counts) / s.total for s in page.sources if s.total), default=0),
        names=asking.wording.comma.join(labels),
        without=lambda key: chosen([c.entity.id for c in page.compared if c.entity.id != key]),
        instead=lambda old, new: chosen([c.entity.id for c in page.compared] + [new]),
    )


def pair(request: Request) -> Response:
    """What is between two entities."""
    asking = Asking.of(request)
    names = [name for name in request.query_params.getlist("e") if name.strip()]
    if len(names) != 2:
        raise SettingsError(f"{len(names)} names were given; two are needed: /pair?e=NAME&e=NAME")
    one, other = names
    page = observatory_of(request).pair(one, other, asking.asked_or_whole(), page=asking.page())
    if _form(request) == "json":
        return json(page)
    labels = [_label(asking, page.one), _label(asking, page.other)]
    days = _days_here(asking, page.overview.volume)
    return html(asking, "pair.html", page, here="entities", labels=labels, day_address=days)


def _label(asking: Asking, link: Any) -> str:
    return str(link.name_en if asking.wording.lang == "en" and link.name_en else link.name)


def story(request: Request) -> Response:
    """One story; ``?view=print`` for paper."""
    asking = Asking.of(request)
    page = observatory_of(request).story(request.path_params["id"])
    if page.id != request.path_params["id"]:
        return _moved(request, page.id, "story")
    if _form(request) == "json":
        return json(page)
    template = "print.html" if request.query_params.get("view") == "print" else "story.html"
    return html(asking, template, page, here="")


def version(request: Request) -> Response:
    """What a text of a story changed in the one before."""
    key, number = request.path_params["id"], request.path_params["number"]
    if not number.isdecimal():
        raise NotInArchiveError(f"{number!r} is no number of a version")
    page = observatory_of(request).version(key, int(number))
    if page.story_id != key:
        return _moved(request, page.story_id, "story", f"/versions/{int(number)}")
    return json(page) if _form(request) == "json" else html(Asking.of(request), "version.html", page, here="")


async def add_note(request: Request) -> Response:
    """Keeps a reader's note and shows the story again."""
    refuse_foreign(request)
    form = await request.form()
    key = request.path_params["id"]
    observatory_of(request).add_note(key, str(form.get("text", "")), str(form.get("author", "")))
    return RedirectResponse(f"/story/{key}#notes", 303)


async def remove_note(request: Request) -> Response:
    """Removes a note and shows the story again."""
    refuse_foreign(request)
    key = request.path_params["id"]
    observatory_of(request).remove_note(key, request.path_params["note"])
    return RedirectResponse(f"/story/{key}#notes", 303)


def refuse_foreign(request: Request) -> None:
    """Another site's page must not write here through its reader's browser."""
    origin = request.headers.get("origin")
    if origin and origin != "null" and origin.split("//")[-1] != request.headers.get("host"):
        raise ReadOnlyError("this came from a page of another site and was not kept")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ReadOnlyError("this came from a page of another site and was not kept")


def archive(request: Request) -> Response:
    """The stories of a tag, category, day or entity."""
    asking, observatory = Asking.of(request), observatory_of(request)
    kind, key = request.path_params["kind"], request.path_params["id"]
    source, with_ = request.query_params.get("source") or None, request.query_params.get("with") or None
    page = observatory.archive(kind, key, asking.asked_or_whole(), source=source, with_=with_, page=asking.page())
    if _form(request) == "json":
        return json(page)
    if _form(request) == "atom":
        return feed(asking, page.title, story_entries(page.stories.rows))
    return html(
        asking,
        "archive.html",
        page,
        here="entities" if kind == "entity" else "",
        feed=True,
        with_=observatory.find(with_) if with_ else None,
        in_source=_source(observatory, source) if source else None,
        day_address=_days_here(asking, page.overview.volume) if page.overview else None,
    )


def _source(observatory: Observatory, key: str) -> SourceLink | None:
    return next((s.source for s in observatory.sources().sources if s.source.id == key), None)


def source(request: Request) -> Response:
    """The page of an outlet."""
    asking, key = Asking.of(request), request.path_params["id"]
    page = observatory_of(request).source(key, asking.asked(), page=asking.page())
    if _form(request) == "json":
        return json(page)
    if _form(request) == "csv":
        return table([page.volume], [key])
    if _form(request) == "atom":
        return feed(asking, page.source.name, story_entries(page.latest.rows))

    def address(day: DayCount) -> str:
        first, last = span_of(page.volume, day)
        return asking.address("source", key, **{"from": first, "to": last}) + "#news"

    return html(asking, "source.html", page, here="sources", feed=True, csv=True, day_address=address)


def sources(request: Request) -> Response:
    """All outlets."""
    asking = Asking.of(request)
    page = observatory_of(request).sources(asking.asked_or_whole())
    return json(page) if _form(request) == "json" else html(asking, "sources.html", page, here="sources")


def entities(request: Request) -> Response:
    """All entities."""
    asking = Asking.of(request)
    wanted = request.query_params.get("type", "all")
    page = observatory_of(request).entities(
        asking.asked_or_whole(),
        type=wanted if wanted in TYPES else "all",
        query=request.query_params.get("q", ""),
        page=asking.page(),
    )
    return json(page) if _form(request) == "json" else html(asking, "entities.html", page, here="entities")


def search(request: Request) -> Response:
    """Stories that hold words, and entities that bear a name."""
    asking, query = Asking.of(request), request.query_params
    words = query.get("q", "").strip()
    filters = {
        field.name: query.get(_IN_ADDRESS.get(field.name, field.name), "").strip() for field in fields(SearchFilters)
    }
    page = observatory_of(request).search(
        words,
        order=query.get("order") or "best",
        filters=SearchFilters(**filters),
        page=asking.page(),
        figures=query.get("figures") == "1",
        once=query.get("once") == "1",
    )
    if _form(request) == "json":
        return json(page)
    if _form(request) == "atom":
        return feed(asking, page.query, story_entries(page.stories.rows))

    def month_address(month: DayCount) -> str:
        first, last = span_of(page.months, month)
        return asking.here(page=None, to=last, **{"from": first})

    asked = bool(words or any(filters.values()))
    return html(asking, "search.html", page, here="", feed=asked, asked=asked, month_address=month_address)


#: The filters that are called otherwise in addresses.
_IN_ADDRESS = {"day_from": "from", "day_to": "to"}


def quotes(request: Request) -> Response:
    """Who said what, about whom."""
    asking, query = Asking.of(request), request.query_params
    page = observatory_of(request).quotes(
        by=query.get("by") or None,
        about=query.get("about") or None,
        query=query.get("q", ""),
        stance=query.get("stance", ""),
        asked=asking.asked_or_whole(),
        page=asking.page(),
    )
    if _form(request) == "json":
        return json(page)
    if _form(request) == "atom":
        return feed(asking, asking.wording.t("quotes_title"), quote_entries(page.rows))

    def address(month: DayCount) -> str:
        first, last = span_of(page.months, month)
        return asking.here(page=None, days=None, all=None, to=last, **{"from": first})

    return html(asking, "quotes.html", page, here="quotes", feed=True, month_address=address)


def contested(request: Request) -> Response:
    """What one story says and another denies."""
    asking = Asking.of(request)
    about = request.query_params.get("about") or None
    page = observatory_of(request).contested(asking.asked_or_whole(), about=about, page=asking.page())
    return json(page) if _form(request) == "json" else html(asking, "contested.html", page, here="quotes")


def about(request: Request) -> Response:
    """The archive's figures and the accuracy table."""
    page = observatory_of(request).about()
    return json(page) if _form(request) == "json" else html(Asking.of(request), "about.html", page, here="about")


def resolve(request: Request) -> Response:
    """A name instead of an id: leads to the entity's page."""
    name = request.query_params.get("name", "")
    if not name.strip():
        raise NotInArchiveError("no name was given")
    return RedirectResponse(f"/e/{observatory_of(request).find(name).id}", 303)

"""Addresses of happenings: what happened, each with its stories, and what readers decide of them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marsad.observatory.pages import DayCount
from marsad.serve.context import Asking
from marsad.serve.deciding import READER
from marsad.serve.rendering import html, json
from marsad.serve.routes import observatory_of, refuse_foreign


def happenings(request: Request) -> Response:
    """What happened in the days that were asked for, by outlets with texts of their own."""
    asking = Asking.of(request)
    page = observatory_of(request).happenings(asking.asked(), page=asking.page())
    if request.path_params.get("form", "html") == "json":
        return json(page)
    return html(asking, "happenings.html", page, here="now")


def happening(request: Request) -> Response:
    """One happening, at the address of the story that tells it first; the ids of its other stories lead there."""
    asking, key = Asking.of(request), request.path_params["id"]
    page, form = observatory_of(request).happening(key), request.path_params.get("form", "html")
    if page.head.id != key:
        suffix = "" if form == "html" else f".{form}"
        return RedirectResponse(f"/happening/{quote(page.head.id, safe='')}{suffix}", 303)
    if form == "json":
        return json(page)

    def day_address(day: DayCount) -> str:
        return asking.address("day", day.day)

    return html(asking, "happening.html", page, here="now", day_address=day_address)


async def decide(request: Request) -> Response:
    """Keeps whether a reader holds another story to tell of the same happening, and shows that of the first again."""
    refuse_foreign(request)
    form = await request.form()
    key, other = request.path_params["id"], str(form.get("other", "")).strip().rstrip("/").rsplit("/", 1)[-1]
    who = str(form.get("who", ""))[:80] or READER
    observatory_of(request).decide(str(form.get("kind", "")), key, other=other, who=who)
    return RedirectResponse(f"/happening/{quote(key, safe='')}", 303)

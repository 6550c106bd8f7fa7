"""Addresses of copies: the groups of one text, two of its stories side by side, and what readers decide of them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marsad.serve.context import Asking
from marsad.serve.deciding import READER
from marsad.serve.rendering import html, json
from marsad.serve.routes import observatory_of, refuse_foreign


def copies(request: Request) -> Response:
    """Groups of copies, and who takes texts from whom."""
    asking = Asking.of(request)
    page = observatory_of(request).copies(asking.asked_or_whole(), page=asking.page())
    if request.path_params.get("form", "html") == "json":
        return json(page)
    return html(asking, "copies.html", page, here="sources")


def copy(request: Request) -> Response:
    """The stories of one text; ``of`` and ``with`` choose the two that stand side by side."""
    asking, query = Asking.of(request), request.query_params
    page = observatory_of(request).copy(request.path_params["id"], query.get("of") or None, query.get("with") or None)
    if request.path_params.get("form", "html") == "json":
        return json(page)
    return html(asking, "copy.html", page, here="sources")


async def decide(request: Request) -> Response:
    """Keeps whether a reader holds another story to be of the same text, and shows the group again."""
    refuse_foreign(request)
    form = await request.form()
    key, other = request.path_params["id"], str(form.get("other", "")).strip().rstrip("/").rsplit("/", 1)[-1]
    kind, who = str(form.get("kind", "")), str(form.get("who", ""))[:80] or READER
    observatory_of(request).decide(kind, key, other=other, who=who)
    return RedirectResponse(f"/story/{quote(key, safe='')}#same", 303)

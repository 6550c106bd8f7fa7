"""Addresses at which readers who may write decide who is who, and the list of all judgements."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marsad.errors import NotInArchiveError
from marsad.serve.context import Asking
from marsad.serve.rendering import html, json
from marsad.serve.routes import observatory_of, refuse_foreign


def judgements(request: Request) -> Response:
    """The judgements on who is who; ``by``: people, rule, all."""
    asking = Asking.of(request)
    page = observatory_of(request).judgements(request.query_params.get("by", "people"), page=asking.page())
    if request.path_params.get("form", "html") == "json":
        return json(page)
    return html(asking, "judgements.html", page, here="entities")


async def decide(request: Request) -> Response:
    """Keeps what a reader decides about an entity and shows it again."""
    refuse_foreign(request)
    form = await request.form()
    key, observatory = request.path_params["id"], observatory_of(request)
    given = {name: str(form.get(name, "")).strip() or None for name in ("other", "value")}
    observatory.decide(str(form.get("kind", "")), key, **given, who=str(form.get("who", ""))[:80] or READER)
    return RedirectResponse(f"/e/{quote(observatory.find(key).id, safe='')}#who", 303)


async def undo(request: Request) -> Response:
    """Takes a judgement back and shows the list of what people decided."""
    refuse_foreign(request)
    if not 0 < (number := request.path_params["number"]) < 2**62:
        raise NotInArchiveError(f"there is no judgement {number}")
    observatory_of(request).undo(number, who=READER)
    return RedirectResponse("/judgements?by=all", 303)


#: Who decides where no name is given.
READER = "reader"

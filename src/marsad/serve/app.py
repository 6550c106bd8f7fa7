"""The web application: a table of addresses, problems in plain words, headers that keep readers safe."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad import catalogue, outlets
from marsad.config import Settings
from marsad.errors import MarsadError, NotInArchiveError, ReadOnlyError, SettingsError
from marsad.observatory import Observatory
from marsad.observatory.pages import Problem
from marsad.serve import rendering, routes
from marsad.serve.context import Asking
from marsad.store.archive import create_or_open, open_existing

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
STATUS = ((NotInArchiveError, 404), (SettingsError, 400), (ReadOnlyError, 403))


@dataclass(frozen=True, slots=True)
class Observatories:
    """One observatory for each thread that serves, over a connection of its own."""

    settings: Settings
    known: catalogue.Catalogue
    sources: outlets.Outlets
    local: threading.local

    def __call__(self) -> Observatory:
        """The observatory of this thread."""
        found = getattr(self.local, "observatory", None)
        if found is None:
            db = open_existing(self.settings.db)
            writer = self._writer if self.settings.notes_open else None
            found = self.local.observatory = Observatory(db, self.known, self.sources, writer=writer)
        observatory: Observatory = found
        return observatory

    def _writer(self) -> sqlite3.Connection:
        return create_or_open(self.settings.db)


def create_app(settings: Settings) -> Starlette:
    """The application over the archive of ``settings``. Raises StoreError when there is none."""
    open_existing(settings.db).close()
    static = str(resources.files("marsad.serve") / "static")
    app = Starlette(
        routes=[*_routes(), Mount("/static", StaticFiles(directory=static))],
        middleware=[Middleware(SafeHeaders)],
        exception_handlers={
            MarsadError: problem,
            HTTPException: problem,
            404: problem,
            405: problem,
            Exception: broken,
        },
    )
    app.state.observatory = Observatories(
        settings, catalogue.load(settings.catalogues), outlets.load(settings.outlets), threading.local()
    )
    return app


def _routes() -> list[Route]:
    forms: list[tuple[str, Callable[..., Any], dict[str, str]]] = []
    for path, handler in (
        ("/e/{id}", routes.entity),
        ("/story/{id}", routes.story),
        ("/source/{id}", routes.source),
        ("/compare", routes.compare),
        ("/sources", routes.sources),
        ("/entities", routes.entities),
        ("/search", routes.search),
        ("/quotes", routes.quotes),
        ("/about", routes.about),
        ("/index", routes.front),
    ):
        forms.append((path, handler, {}))
    found = [Route("/", routes.front)]
    found += [Route("/e/{id}/card", routes.card), Route("/e/{id}/preview.png", routes.preview_picture)]
    found += [Route("/find", routes.resolve)]
    found += [
        Route("/story/{id}/notes", routes.add_note, methods=["POST"]),
        Route("/story/{id}/notes/{note:int}/delete", routes.remove_note, methods=["POST"]),
    ]
    for path, handler, _ in forms:
        found += [Route(path + ".{form:form}", handler)] if path == "/index" else _both(path, handler)
    for kind in ("tag", "category", "day"):
        found += _archive(f"/{kind}/{{id}}", kind)
    return found + _archive("/e/{id}/stories", "entity")


def _both(path: str, handler: Callable[..., Any]) -> list[Route]:
    """A page and its other forms at the same address."""
    return [Route(path + ".{form:form}", handler), Route(path, handler)]


def _archive(path: str, kind: str) -> list[Route]:
    def handler(request: Request) -> Response:
        request.path_params["kind"] = kind
        return routes.archive(request)

    return _both(path, handler)


def problem(request: Request, cause: Exception) -> Response:
    """A page that says what is wrong and what to do, with the right status; JSON where JSON was asked for."""
    asking = Asking.of(request)
    words = asking.wording
    if isinstance(cause, HTTPException):
        status = cause.status_code
        detail = words.t(f"problem_{status}_text") if status in (404, 405) else str(cause.detail)
    else:
        status = next((code for kind, code in STATUS if isinstance(cause, kind)), 500)
        detail = str(cause)
    near = _near(request) if status == 404 else ()
    title = words.t(f"problem_{status}") if status in (400, 403, 404, 405) else words.t("problem_500")
    page = Problem(status, title, detail, near)
    if request.url.path.endswith(".json"):
        return rendering.json(page, status)
    return rendering.html(asking, "problem.html", page, status=status, here="", json=False)


def _near(request: Request) -> tuple[Any, ...]:
    """The names of the archive nearest to what the address asked for."""
    wanted = request.path_params.get("id") or request.query_params.get("name") or request.query_params.get("by")
    if not wanted or request.url.path.startswith("/story/"):
        return ()
    observatory: Observatory = request.app.state.observatory()
    return observatory.near(str(wanted).replace("-", " "))


def broken(request: Request, cause: Exception) -> Response:
    """A bug: the reader is told so, without its trace; the server's log has it."""
    words = Asking.of(request).wording
    page = Problem(500, words.t("problem_500"), words.t("problem_500_text"))
    if request.url.path.endswith(".json"):
        return rendering.json(page, 500)
    return rendering.html(Asking.of(request), "problem.html", page, status=500, here="", json=False)


class SafeHeaders:
    """Adds the headers that every answer has, and a content policy where the page set none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and adds headers to the answer."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)

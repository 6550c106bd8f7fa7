"""The web application: a table of addresses, problems in plain words, headers that keep readers safe."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad import catalogue, outlets
from marsad.config import Settings
from marsad.errors import MarsadError
from marsad.observatory import Observatory
from marsad.observatory.periods import Kept
from marsad.search.following import Following
from marsad.serve import copying, deciding, happenings, routes
from marsad.serve.answers import Answers, kept
from marsad.serve.problems import broken, problem
from marsad.serve.tailing import Tail, prepared
from marsad.store.archive import create_or_open, open_existing
from marsad.store.database import Database

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"vary", b"Cookie"),
)
POLICY = b"default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Observatories:
    """One observatory for each thread that serves, over a connection of its own."""

    settings: Settings
    known: catalogue.Catalogue
    sources: outlets.Outlets
    local: threading.local
    following: Following
    kept: Kept = field(default_factory=Kept)
    opened: list[Database] = field(default_factory=list)

    def __call__(self) -> Observatory:
        """The observatory of this thread."""
        found = getattr(self.local, "observatory", None)
        if found is None:
            db = open_existing(self.settings.db)
            self.opened.append(db)
            writer = self._writer if self.settings.notes_open else None
            found = self.local.observatory = Observatory(
                db, self.known, self.sources, writer=writer, resolving=self.settings.resolving, kept=self.kept,
                following=self.following,
            )  # fmt: skip
        observatory: Observatory = found
        return observatory

    def close(self) -> None:
        """Ends the connections of all threads, which serve no more."""
        for db in self.opened:
            db.close()

    def _writer(self) -> Database:
        return create_or_open(self.settings.db)


class Application(Starlette):
    """Starlette with headers on every answer: its own middleware does not see the page for a bug."""

    def build_middleware_stack(self) -> ASGIApp:
        """The application within everything that surrounds it."""
        return SafeHeaders(super().build_middleware_stack())


def create_app(settings: Settings) -> Application:
    """The application over the archive of ``settings``. Raises StoreError when there is none."""
    following = prepared(settings)
    static = str(resources.files("marsad.serve") / "static")
    app = Application(
        routes=[*_routes(), Mount("/static", StaticFiles(directory=static))],
        exception_handlers={
            MarsadError: problem,
            HTTPException: problem,
            404: problem,
            405: problem,
            Exception: broken,
        },
        lifespan=_tailing(settings, following),
    )
    app.state.answers = Answers(settings)
    app.state.observatory = Observatories(
        settings, catalogue.load(settings.catalogues), outlets.load(settings.outlets), threading.local(), following
    )
    return app


def _tailing(settings: Settings, following: Following) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """While the application runs, a thread keeps the search index up to date."""

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        tail = Tail(settings, following)
        tail.start()
        try:
            yield
        finally:
            tail.stop()
            app.state.observatory.close()
            app.state.answers.close()

    return running


def _routes() -> list[Route]:
    forms: list[tuple[str, Callable[..., Any], dict[str, str]]] = []
    for path, handler in (
        ("/e/{id}/labels", kept(routes.labels)),
        ("/e/{id}", kept(routes.entity)),
        ("/story/{id}/versions/{number}", kept(routes.version)),
        ("/story/{id}", kept(routes.story)),
        ("/source/{id}", kept(routes.source)),
        ("/happening/{id}", happenings.happening),
        ("/happenings", kept(happenings.happenings)),
        ("/copies/{id}", kept(copying.copy)),
        ("/copies", kept(copying.copies)),
        ("/compare", routes.compare),
        ("/pair", routes.pair),
        ("/sources", kept(routes.sources)),
        ("/entities", routes.entities),
        ("/search", routes.search),
        ("/quotes", routes.quotes),
        ("/contested", routes.contested),
        ("/judgements", deciding.judgements),
        ("/about", routes.about),
        ("/index", kept(routes.front)),
    ):
        forms.append((path, handler, {}))
    found = [Route("/", kept(routes.front))]
    found += [Route("/e/{id}/card", routes.card), Route("/e/{id}/preview.png", routes.preview_picture)]
    found += [Route("/find", routes.resolve), Route("/favicon.ico", routes.icon)]
    found += [
        Route("/story/{id}/notes", routes.add_note, methods=["POST"]),
        Route("/story/{id}/notes/{note:int}/delete", routes.remove_note, methods=["POST"]),
        Route("/e/{id}/decide", deciding.decide, methods=["POST"]),
        Route("/judgements/{number:int}/undo", deciding.undo, methods=["POST"]),
        Route("/copies/{id}/decide", copying.decide, methods=["POST"]),
        Route("/happening/{id}/decide", happenings.decide, methods=["POST"]),
    ]
    for path, handler, _ in forms:
        found += [Route(path + ".{form:form}", handler)] if path == "/index" else _both(path, handler)
    for kind in ("tag", "category", "day"):
        found += _archive(f"/{kind}/{{id:path}}", kind)
    return found + _archive("/e/{id}/stories", "entity")


def _both(path: str, handler: Callable[..., Any]) -> list[Route]:
    """A page and its other forms at the same address."""
    return [Route(path + ".{form:form}", handler), Route(path, handler)]


def _archive(path: str, kind: str) -> list[Route]:
    def handler(request: Request) -> Response:
        request.path_params["kind"] = kind
        return routes.archive(request)

    return _both(path, kept(handler))


class SafeHeaders:
    """Adds the headers that every answer has, and a content policy where the page set none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and adds headers to the answer."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                own = any(name.lower() == b"content-security-policy" for name, _ in given)
                policy = () if own else ((b"content-security-policy", POLICY),)
                message["headers"] = [*given, *HEADERS, *policy]
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)

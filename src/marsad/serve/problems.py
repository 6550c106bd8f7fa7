"""Pages for what cannot be shown: what is wrong, in the reader's language, what to do, and the right status."""

from __future__ import annotations

from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from marsad.errors import MarsadError, NotInArchiveError, ReadOnlyError, SearchIndexError, SettingsError
from marsad.observatory import Observatory
from marsad.observatory.pages import MOST_COMPARED, EntityLink, Problem
from marsad.serve import rendering
from marsad.serve.context import Asking

STATUS = ((NotInArchiveError, 404), (SettingsError, 400), (ReadOnlyError, 403), (SearchIndexError, 503))
TITLED = (400, 403, 404, 405, 503)
#: Seconds after which a page that waits for the search index may be there.
RETRY_AFTER = 30


def problem(request: Request, cause: Exception) -> Response:
    """A page for an address that cannot be shown; JSON where JSON was asked for."""
    if isinstance(cause, HTTPException):
        status, headers = cause.status_code, dict(cause.headers or {})
    else:
        status = next((code for kind, code in STATUS if isinstance(cause, kind)), 500)
        headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else {}
    return _shown(request, status, cause, headers)


def broken(request: Request, cause: Exception) -> Response:
    """A bug: the reader is told so, without its trace; the server's log has it."""
    return _shown(request, 500, cause, {})


def _shown(request: Request, status: int, cause: Exception, headers: dict[str, str]) -> Response:
    asking = Asking.of(request)
    title = asking.wording.t(f"problem_{status}" if status in TITLED else "problem_500")
    near = _near(request) if status == 404 else ()
    page = Problem(status, title, _detail(asking, status, cause), near)
    if request.url.path.endswith(".json"):
        response = rendering.json(page, status)
    else:
        response = rendering.html(asking, "problem.html", page, status=status, here="", json=False, swap=_swap(asking))
    response.headers.update(headers)
    return response


def _detail(asking: Asking, status: int, cause: Exception) -> str:
    """What is wrong and what to do. English keeps the words of the error, which name more."""
    words, query = asking.wording, asking.request.query_params
    if status == 404 and (wanted := _wanted(asking.request)):
        return words.t("problem_unknown", name=wanted)
    if status == 400 and (said := _wrong_query(asking)):
        return said
    if words.lang == "en" and isinstance(cause, MarsadError) and status != 500:
        return str(cause)
    if status == 400 and len(query.getlist("with")) > MOST_COMPARED:
        return words.t("problem_too_many", n=words.num(MOST_COMPARED))
    return words.t(f"problem_{status}_text" if status in TITLED else "problem_500_text")


def _wrong_query(asking: Asking) -> str:
    """What is wrong with the days or numbers of the address; nothing when they are in order."""
    words, query = asking.wording, asking.request.query_params
    days = [query.get(name) or "" for name in ("from", "to")]
    for day in days:
        if day and not _is_day(day):
            return words.t("problem_day", day=day)
    if all(days) and days[0] > days[1]:
        return words.t("problem_order", first=words.date(days[0]), last=words.date(days[1]))
    for name in ("days", "page"):
        value = query.get(name) or "1"
        if not value.isdecimal() or int(value) < 1:
            return words.t("problem_number", name=name, value=value)
    return ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _swap(asking: Asking) -> str:
    """The same address with its two days the right way round, where that is what is wrong."""
    query = asking.request.query_params
    first, last = query.get("from") or "", query.get("to") or ""
    if not (_is_day(first) and _is_day(last) and first > last):
        return ""
    return asking.here(to=first, **{"from": last})


def _wanted(request: Request) -> str:
    """The name that the address asked for, where it is the name of somebody or something."""
    query = request.query_params
    path = request.url.path
    wanted = request.path_params.get("id") if path.startswith(("/e/", "/source/")) else None
    return str(wanted or query.get("name") or query.get("by") or query.get("about") or "").strip()


def _near(request: Request) -> tuple[EntityLink, ...]:
    """The names of the archive nearest to what the address asked for."""
    wanted = _wanted(request)
    if not wanted or request.url.path.startswith("/source/"):
        return ()
    observatory: Observatory = request.app.state.observatory()
    return observatory.near(wanted.replace("-", " "))

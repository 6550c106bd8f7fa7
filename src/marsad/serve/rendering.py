"""A page of the observatory as HTML, JSON, feed or table: the same dataclass in other clothes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from starlette.responses import JSONResponse, Response

from marsad.observatory.pages import DayCount, QuoteRow, StoryRow, Volume
from marsad.serve import alignment, charts, text
from marsad.serve.context import YEAR_OF_SECONDS, Asking
from marsad.serve.network import network
from marsad.serve.wording import messages

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
)
STANCES = tuple(key.removeprefix("stance_") for key in messages("en") if key.startswith("stance_"))


@cache
def environment() -> Environment:
    """The templates, with everything escaped unless it says that it is markup."""
    env = Environment(
        loader=PackageLoader("marsad.serve"),
        autoescape=select_autoescape(("html", "xml"), default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        bars=charts.bars,
        lines=charts.lines,
        meter=charts.meter,
        dumbbell=charts.dumbbell,
        title_of=charts.title_of,
        title_of_lines=charts.title_of_lines,
        key=series_key,
        marked=text.marked,
        shaded=text.shaded,
        block=text.block,
        speakers=text.speakers,
        side=alignment.side,
        told_labels=alignment.told_labels,
        network=network,
        spark=charts.spark,
        hue=text.hue,
        citation=text.citation,
        initial=initial,
        stances=STANCES,
        known=frozenset(messages("en")),
    )
    return env


def series_key(number: int) -> Markup:
    """The mark of a series for a legend."""
    mark = charts.shape(number, 8, 8, f"p{number}", size=5)
    return Markup('<svg viewBox="0 0 16 16" aria-hidden="true">') + mark + Markup("</svg>")


def initial(name: str) -> str:
    """The letter that stands for a name without a picture: that of its last part, without the article."""
    last = name.split()[-1] if name.split() else "؟"
    return last.removeprefix("ال")[:1] or last[:1]


def html(
    asking: Asking, template: str, page: object, *, status: int = 200, frames: str = "'none'", **more: Any
) -> Response:
    """The page as HTML; remembers language and digits when the address gives them."""
    names = {"page": page, "w": asking.wording, "ask": asking, "json": True, "feed": False, "csv": False}
    names |= {"source_address": lambda link: asking.address("source", link.id, window=True), **more}
    body = environment().get_template(template).render(names)
    response = Response(body, status, media_type="text/html")
    response.headers["Content-Security-Policy"] = POLICY.format(frames=frames)
    for name, value in (("lang", asking.wording.lang), ("digits", asking.wording.digits)):
        if asking.request.query_params.get(name):
            response.set_cookie(name, value, max_age=YEAR_OF_SECONDS, samesite="lax")
    return response


def json(page: Any, status: int = 200) -> Response:
    """The page as JSON, from the dataclass that made its HTML."""
    return JSONResponse(asdict(page), status)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed."""

    title: str
    path: str
    updated: str
    summary: str
    author: str = ""


def story_entries(rows: Iterable[StoryRow]) -> list[Entry]:
    """Stories as entries of a feed."""
    return [
        Entry(
            r.title,
            f"/story/{quote(r.id)}",
            _time(r.day),
            r.sentence.text if r.sentence else "",
            r.source.name if r.source else "",
        )
        for r in rows
    ]


def quote_entries(rows: Iterable[QuoteRow]) -> list[Entry]:
    """Quotes as entries of a feed."""
    found = []
    for r in rows:
        who = r.speaker.name if r.speaker else r.speaker_name or ""
        title = f"{who}: {r.text.text[:90]}" if who else r.text.text[:90]
        found.append(Entry(title, f"/story/{quote(r.story_id)}?quote={r.id}", _time(r.day), r.text.text, who))
    return found


def _time(day: str | None) -> str:
    return f"{day or '1970-01-01'}T00:00:00Z"


def feed(asking: Asking, title: str, entries: Sequence[Entry]) -> Response:
    """An Atom feed."""
    updated = max((e.updated for e in entries), default=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    names = {"w": asking.wording, "ask": asking, "title": title, "entries": entries, "updated": updated}
    body = environment().get_template("feed.xml").render(names)
    return Response(body, media_type="application/atom+xml")


def table(volumes: Sequence[Volume], names: Sequence[str]) -> Response:
    """Volumes as CSV: the first day of each bar, then a column for each name and one for the whole archive."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["day", *names, "archive"])
    for days in zip(*(v.days for v in volumes), strict=True):
        writer.writerow([days[0].day, *(d.count for d in days), days[0].total])
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8")


def span_of(volume: Volume, day: DayCount) -> tuple[str, str]:
    """The first and last day of a bar."""
    at = next(n for n, d in enumerate(volume.days) if d.day == day.day)
    if volume.unit == "day" or at + 1 >= len(volume.days):
        return day.day, _last_day(volume.unit, day.day)
    following = datetime.fromisoformat(volume.days[at + 1].day).toordinal() - 1
    return day.day, datetime.fromordinal(following).date().isoformat()


def _last_day(unit: str, day: str) -> str:
    start = datetime.fromisoformat(day)
    length = {"day": 1, "week": 7, "month": 31}[unit]
    return datetime.fromordinal(start.toordinal() + length - 1).date().isoformat()

"""A real little news site for the tests of following: invented stories on 127.0.0.1, a log of every request."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOWNS = ("مرسى الزهور", "بندر سهيل", "عين الرمان", "تل النخيل", "وادي السدر", "رأس المنارة", "كفر التين", "سهل الغزلان")
MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
WORKS = ("الميناء", "السوق", "الجسر", "المكتبة", "المستشفى", "محطة المياه", "الملعب", "المتحف")


@dataclass
class Answer:
    """What the site says to one request. ``length`` overrides the Content-Length that it tells."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


Route = Callable[["Asked"], Answer]


@dataclass
class Asked:
    """One request: its path with the query, its headers, its number among those for this path, and when it came."""

    path: str
    headers: dict[str, str]
    number: int
    time: float


def story(number: int) -> bytes:
    """The page of an invented story."""
    town, work = TOWNS[number % 8], WORKS[number // 8 % 8]
    title = f"بلدية {town} تعيد افتتاح {work} بعد أعمال ترميم دامت {number + 3} أشهر"
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title></head>
<body><nav><a href="/">الرئيسية</a> <a href="/sport">رياضة</a></nav><article><h1>{title}</h1>
<p>أعادت بلدية {town} يوم أمس افتتاح {work} أمام الأهالي، بعد أعمال ترميم شملت المداخل والسقف وشبكة الكهرباء،
وبلغت كلفتها {number + 2} ملايين وفق ما أعلنته البلدية في بيان.</p>
<p>وقال رئيس البلدية سامر الحداد إن العمل سيستمر في الأحياء المجاورة حتى نهاية العام، مضيفا أن مجلس البلدية خصص
مبلغا إضافيا رقمه {number} لصيانة الطرق المؤدية إلى المكان.</p>
<p>وحضر الافتتاح عدد كبير من السكان الذين عبروا عن ارتياحهم لعودة {work} إلى العمل في {town}.</p>
</article><footer>جميع الحقوق محفوظة</footer></body></html>""".encode()


NOW = datetime.now(UTC)


def feed(root: str, paths: list[str]) -> bytes:
    """An RSS feed of pages of the site, published today."""
    day = format_datetime(NOW)
    items = "".join(f"<item><title>خبر</title><link>{root}{p}</link><pubDate>{day}</pubDate></item>" for p in paths)
    head = f"<title>الضفاف</title><link>{root}/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def news_sitemap(root: str, paths: list[str], days_ago: int = 0) -> bytes:
    """A news sitemap of pages of the site."""
    day = (NOW - timedelta(days=days_ago)).isoformat(timespec="seconds")
    urls = "".join(
        f"<url><loc>{root}{p}</loc><news:news><news:publication_date>{day}</news:publication_date>"
        f"<news:title>خبر</news:title></news:news></url>"
        for p in paths
    )
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    return f'<?xml version="1.0"?><urlset xmlns="{MAPS}" xmlns:news="{news}">{urls}</urlset>'.encode()


def index(root: str, paths: list[str]) -> bytes:
    """An index of sitemaps that changed today."""
    day = NOW.isoformat(timespec="seconds")
    parts = "".join(f"<sitemap><loc>{root}{p}</loc><lastmod>{day}</lastmod></sitemap>" for p in paths)
    return f'<sitemapindex xmlns="{MAPS}">{parts}</sitemapindex>'.encode()


class Site:
    """A server with a route for each path; anything else is 404. Use it in a ``with``."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.log: list[Asked] = []
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self.root = f"http://127.0.0.1:{self.port}"
        self.stopping = threading.Event()

    def __enter__(self) -> Site:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def put(self, path: str, answer: Answer | bytes | Route) -> None:
        """Answers ``path`` so from now on."""
        if isinstance(answer, bytes):
            answer = Answer(answer)
        self.routes[path] = answer if callable(answer) else lambda asked, fixed=answer: fixed

    def stories(self, count: int, first: int = 0) -> list[str]:
        """Puts stories up and returns their paths."""
        paths = [f"/news/{n}" for n in range(first, first + count)]
        for number, path in enumerate(paths, first):
            self.put(path, story(number))
        return paths

    def asked(self, start: str = "/news/") -> list[str]:
        """The paths that were asked for and begin so, in order."""
        return [a.path for a in self.log if a.path.startswith(start)]

    def take(self, path: str, headers: dict[str, str]) -> Answer:
        """Notes a request and finds its answer."""
        with self._lock:
            number = self._counts[path] = self._counts.get(path, 0) + 1
            asked = Asked(path, headers, number, time.monotonic())
            self.log.append(asked)
        route = self.routes.get(path) or next(
            (r for p, r in self.routes.items() if p.endswith("*") and path.startswith(p[:-1])), None
        )
        return route(asked) if route else Answer(b"not here", 404, "text/plain")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = site.take(self.path, {k.lower(): v for k, v in self.headers.items()})
                self.send_response(answer.status)
                length = len(answer.body) if answer.length is None else answer.length
                own = {"Content-Type": answer.kind, "Content-Length": str(length)}
                for name, value in {**own, **answer.headers}.items():
                    self.send_header(name, value)
                self.close_connection = answer.length is not None
                try:
                    self.end_headers()
                    self.wfile.write(answer.body)
                except OSError:  # the client has had enough
                    self.close_connection = True

            def log_message(self, *said: object) -> None:
                """The log of the test is enough."""

        return Handler


def validated(body: Callable[[], bytes]) -> Route:
    """An answer with an ETag, and 304 to who has it already."""

    def answer(asked: Asked) -> Answer:
        content = body()
        tag = f'"{hash(content) & 0xFFFFFFFF:x}"'
        if asked.headers.get("if-none-match") == tag:
            return Answer(status=304, headers={"ETag": tag})
        return Answer(content, kind="application/xml", headers={"ETag": tag})

    return answer


def command(folder: Path, *words: str, outlets: Path | None = None) -> list[str]:
    """``marsad follow`` with an archive in ``folder`` and no needless waiting."""
    more = ["--outlets", str(outlets)] if outlets else []
    own = ["--db", str(folder / "archive.db"), *more, "follow", "--delay", "0.02", "--json"]
    return [sys.executable, "-c", "from marsad.cli import main; main()", *own, *words]


def follow(folder: Path, *words: str, outlets: Path | None = None) -> dict[str, Any]:
    """Runs it and returns the report."""
    done = subprocess.run(
        command(folder, *words, outlets=outlets), capture_output=True, text=True, timeout=150, check=False
    )
    assert done.stdout, done.stderr
    assert done.stderr == ""
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["crashes"] == []
    return report

"""What stands between the spider and the network: guard, robots.txt that cannot be had, backing off, raw answers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from marsad.follow.guard import Guard
from marsad.follow.raw import Answer
from marsad.follow.reasons import Refused, reason_of

RAW = "marsad_answer"
_WAITS = "marsad_waits"
_BUSY = frozenset((429, 503))
#: A server that is busy is asked so often again, after these seconds where it names none itself.
_PAUSES = (4.0, 16.0)
_NOTHING_ALLOWED = b"User-agent: *\nDisallow: /\n"


class GuardMiddleware:
    """Lets only requests through that the guard of the spider allows: every one, redirected ones and robots.txt too."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler.settings["TWISTED_DNS_RESOLVER"].guard)

    def process_request(self, request: Request) -> None:
        """Raises Refused."""
        reason = self._guard.refusal(request.url)
        if reason:
            raise Refused(reason)


class RobotsMiddleware:
    """Takes a robots.txt that its server cannot give now (5xx, 429) for one that forbids everything (RFC 9309).

    The hosts that this happened to are in ``unreachable`` with the reason, so that they are not told as refusing.
    """

    def __init__(self) -> None:
        self.unreachable: dict[str, str] = {}

    def process_response(self, request: Request, response: Response) -> Response:
        """Changes answers to requests for robots.txt only."""
        if not is_robots(request) or (response.status < 500 and response.status != 429):
            return response
        self.unreachable[urlparse_cached(request).netloc] = "robots_unreachable"
        return Response(response.url, body=_NOTHING_ALLOWED)

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """The same for a server that does not answer; a refusal of the guard stays one."""
        if not is_robots(request) or isinstance(exception, IgnoreRequest):
            return None
        self.unreachable[urlparse_cached(request).netloc] = reason_of(exception)
        return Response(request.url, body=_NOTHING_ALLOWED)


class BackoffMiddleware:
    """Waits as long as a busy server (429, 503) asks, and leaves it alone for this run where that is too long."""

    def __init__(self, crawler: Crawler, patience: float) -> None:
        self._crawler, self._patience = crawler, patience
        self._resting: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler, crawler.settings.getfloat("AUTOTHROTTLE_MAX_DELAY"))

    def process_request(self, request: Request) -> None:
        """Raises Refused for a host that asked to be left alone."""
        if urlparse_cached(request).netloc in self._resting:
            raise Refused("asked_to_wait")

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Sends a request again later, after the pause for its host."""
        if response.status not in _BUSY:
            return response
        waits = request.meta.get(_WAITS, 0)
        pause = _pause(response, waits)
        if waits >= len(_PAUSES) or pause > self._patience:
            if is_robots(request):
                return response
            self._resting.add(urlparse_cached(request).netloc)
            raise Refused("asked_to_wait")
        self._slow_down(request, pause)
        return request.replace(dont_filter=True, meta={**request.meta, _WAITS: waits + 1})

    def _slow_down(self, request: Request, pause: float) -> None:
        """Makes the host's queue wait; AutoThrottle brings the delay down again as good answers come."""
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        if slot:
            slot.delay = max(slot.delay, pause)


class RawMiddleware:
    """Keeps the answer as it came, before it is expanded, beside the request."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes the answer in ``request.meta``."""
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        seen = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        request.meta[RAW] = Answer(response.url, response.status, "OK", headers, response.body, seen)
        return response


class CrawlDelay:
    """Keeps the time between two requests to a host at what its robots.txt asks for, or above."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most = crawler.settings.getfloat("AUTOTHROTTLE_MAX_DELAY")
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._delays: dict[str, float] = {}
        crawler.signals.connect(self._robots, signals.robots_parsed)
        crawler.signals.connect(self._left, signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def _robots(self, robotparser: Any, request: Request) -> None:
        delay = robotparser.crawl_delay(self._agent)
        host = urlparse_cached(request).hostname
        if delay and host:
            self._delays[host] = min(float(delay), self._most)
            self._hold(host)

    def _left(self, request: Request) -> None:
        self._hold(request.meta.get("download_slot", ""))

    def _hold(self, host: str) -> None:
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(host) if engine else None
        if slot:
            slot.delay = max(slot.delay, self._delays.get(host, 0.0))


def is_robots(request: Request) -> bool:
    """Whether the request is the robots middleware's own."""
    return bool(request.meta.get("dont_obey_robotstxt"))


def _pause(response: Response, waits: int) -> float:
    """Seconds until a busy server may be asked again: what it says (seconds or a date), or our own."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return _PAUSES[min(waits, len(_PAUSES) - 1)]

"""Runs of following: Scrapy with our bounds, once or again and again, in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from marsad import __version__
from marsad.config import Settings
from marsad.errors import MarsadError, SettingsError
from marsad.follow import targets
from marsad.follow.adding import Adder
from marsad.follow.frontier import Frontier
from marsad.follow.guard import Guard
from marsad.follow.raw import RawStore
from marsad.follow.report import Report
from marsad.follow.resolver import GuardedResolver
from marsad.follow.spider import FollowSpider, Plan
from marsad.outlets import load

AGENT = f"Marsad/{__version__} (observatory of Arabic news; reads feeds and sitemaps, obeys robots.txt)"
#: The name that a robots.txt can speak to.
ROBOT = "Marsad"


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asks for. Sizes in bytes, times in seconds; ``every`` is None for one run.

    ``given`` are outlets and addresses, and may be empty where the store has followed some before. ``allow`` are hosts
    that may be asked although they are inside. ``days``: how old a dated page may be.
    """

    given: tuple[str, ...]
    folder: Path
    pages: int
    bytes: int
    seconds: float | None
    delay: float
    timeout: float
    days: int
    page_bytes: int
    allow: tuple[str, ...] = ()
    every: float | None = None


def follow(order: Order, settings: Settings, told: Callable[[Report], None], tell: Callable[[str], None]) -> None:
    """Follows until the budget is spent or nothing is new; ``told`` gets each run's report, ``tell`` a line a page.

    Raises MarsadError where the store, the archive or the targets cannot be used.
    """
    guard = Guard.allowing(order.allow)
    frontier = Frontier(order.folder)
    try:
        followed = targets.resolve(order.given or frontier.targets(), load(settings.outlets))
        if not followed:
            raise SettingsError("nothing is followed yet; give outlets (marsad outlets list) or addresses of sites")
        for target in followed:
            frontier.remember(target.key, target.given)
        raw = RawStore(order.folder)
        adder = Adder(settings, order.folder, frontier, raw)
        try:
            _Runs(order, guard, followed, frontier, raw, adder, told, tell).go()
        finally:
            adder.close()
    finally:
        frontier.close()


class _Runs:
    """One run after another under one reactor, which cannot be started twice."""

    def __init__(
        self,
        order: Order,
        guard: Guard,
        followed: list[targets.Target],
        frontier: Frontier,
        raw: RawStore,
        adder: Adder,
        told: Callable[[Report], None],
        tell: Callable[[str], None],
    ) -> None:
        self._order, self._guard, self._targets = order, guard, followed
        self._frontier, self._raw, self._adder = frontier, raw, adder
        self._told, self._tell = told, tell
        self._process = AsyncCrawlerProcess(scrapy_settings(order, guard, len(followed)))
        self._error: BaseException | None = None

    def go(self) -> None:
        """Returns when the last run has ended."""
        self._begin()
        self._process.start(stop_after_crawl=False)
        if self._error:
            raise self._error

    def _begin(self) -> None:
        since = (datetime.now(UTC) - timedelta(days=self._order.days)).date().isoformat()
        plan = Plan(
            targets=self._targets,
            frontier=self._frontier,
            raw=self._raw,
            adder=self._adder,
            guard=self._guard,
            most_pages=self._order.pages,
            most_bytes=self._order.bytes,
            since=since,
            tell=self._tell,
        )
        self._adder.catch_up(plan.report)
        task = self._process.crawl(FollowSpider, plan=plan)
        task.add_done_callback(lambda done: self._ended(done, plan))

    def _ended(self, task: asyncio.Future[None], plan: Plan) -> None:
        self._error = plan.error or (None if task.cancelled() else task.exception())
        self._told(plan.report)
        if self._order.every is None or self._error or plan.report.ended == "stopped":
            self._stop()
        else:
            asyncio.get_running_loop().call_later(self._order.every, self._again)

    def _again(self) -> None:
        try:
            self._begin()
        except MarsadError as error:
            self._error = error
            self._stop()

    def _stop(self) -> None:
        from twisted.internet import reactor
        from twisted.internet.error import ReactorNotRunning

        with suppress(ReactorNotRunning):
            reactor.stop()  # type: ignore[misc]


def scrapy_settings(order: Order, guard: Guard, hosts: int) -> dict[str, Any]:
    """Scrapy's settings: one request at a time to a host, slower where the host is slow, and a bound on everything.

    Requests that Scrapy has taken up are made even when a budget is spent: it takes up few for each of the ``hosts``.
    """
    ours = "marsad.follow.middlewares."
    resolver = type("Resolver", (GuardedResolver,), {"guard": guard})
    return {
        "USER_AGENT": AGENT,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOT,
        "TWISTED_DNS_RESOLVER": resolver,
        "CONCURRENT_REQUESTS": min(32, 2 * hosts),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": order.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": order.delay,
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
        "DOWNLOAD_TIMEOUT": order.timeout,
        "DOWNLOAD_MAXSIZE": order.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408],
        "CLOSESPIDER_TIMEOUT": order.seconds or 0,
        "HTTPERROR_ALLOW_ALL": True,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "REFERER_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": False,
        "DOWNLOAD_HANDLERS": {"file": None, "ftp": None, "s3": None, "data": None},
        "DOWNLOADER_MIDDLEWARES": {
            f"{ours}GuardMiddleware": 50,
            f"{ours}RobotsMiddleware": 540,
            f"{ours}BackoffMiddleware": 560,
            f"{ours}RawMiddleware": 595,
        },
        "EXTENSIONS": {f"{ours}CrawlDelay": 10},
    }

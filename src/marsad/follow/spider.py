"""The spider: asks feeds and sitemaps what is new, then fetches the new pages, of each target the newest in turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response, TextResponse
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from marsad.errors import MarsadError
from marsad.follow.adding import Adder
from marsad.follow.frontier import Frontier, Waiting
from marsad.follow.guard import Guard
from marsad.follow.middlewares import RAW, RobotsMiddleware
from marsad.follow.raw import Answer, RawStore
from marsad.follow.reasons import FINAL, LASTING, REFUSALS, reason_of
from marsad.follow.report import Gain, Report
from marsad.follow.sources import MOST_BYTES, Listing, listing
from marsad.follow.targets import USUAL_FEEDS, USUAL_SITEMAPS, Target, cleaned

#: So many feeds and sitemaps of one target are asked in one run, and so deep in indexes of sitemaps.
MOST_SOURCES = 30
MOST_DEPTH = 2
#: So many robots.txt are asked for at the same moment.
_AT_ONCE = 16


@dataclass(slots=True)
class Plan:
    """One run: what to follow, with which budget, and where everything goes.

    ``since`` is the ISO day before which a dated page is too old; ``tell`` takes a line for a person to read.
    """

    targets: list[Target]
    frontier: Frontier
    raw: RawStore
    adder: Adder
    guard: Guard
    most_pages: int
    most_bytes: int
    since: str
    tell: Callable[[str], None]
    report: Report = field(default_factory=Report)
    error: MarsadError | None = None


class FollowSpider(Spider):
    """Runs one plan."""

    name = "marsad"

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan
        self._asked: set[tuple[str, str]] = set()
        self._fetching = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> FollowSpider:
        """Made by Scrapy."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.fetch_pages, signals.spider_idle)
        crawler.signals.connect(spider.crashed, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Asks the known feeds and sitemaps, front pages where none is known, and the sitemaps of robots.txt."""
        for target in self.plan.targets:
            for request in self._known_sources(target):
                yield request
        gate = asyncio.Semaphore(_AT_ONCE)
        sites = [self._of_robots(t, gate) for t in self.plan.targets if not t.address]
        for done in asyncio.as_completed(sites):
            for request in await done:
                yield request

    def _known_sources(self, target: Target) -> Iterator[Request]:
        known = [s for s in self.plan.frontier.sources(target.key) if s.good]
        feeds = [*target.feeds, *(s.url for s in known if s.feed)]
        if target.address:
            yield from self._ask(target, [target.address])
        elif not feeds:
            yield from self._ask(target, [target.site])
        yield from self._ask(target, [*feeds, *(s.url for s in known if not s.feed)])

    async def _of_robots(self, target: Target, gate: asyncio.Semaphore) -> list[Request]:
        robots = self.crawler.get_downloader_middleware(RobotsTxtMiddleware)
        assert robots is not None
        async with gate:
            parser: Any = await robots.robot_parser(Request(target.site))
        named = list(parser.rp.sitemaps) if parser else []
        if named:
            return list(self._ask(target, named))
        known = any(s.good and not s.feed for s in self.plan.frontier.sources(target.key))
        return [] if known else list(self._ask(target, USUAL_SITEMAPS, guess=True))

    def _ask(self, target: Target, urls: Iterable[str], *, guess: bool = False, depth: int = 0) -> Iterator[Request]:
        """Requests for feeds and sitemaps, each once in a run; only for what changed since it was last asked."""
        known = {s.url: s for s in self.plan.frontier.sources(target.key)}
        for address in urls:
            url = cleaned(address, target.site)
            if url is None or (target.key, url) in self._asked:
                continue
            if sum(key == target.key for key, _ in self._asked) >= MOST_SOURCES:
                self.plan.report.of(target.key).refused["too_many_sources"] += 1
                continue
            source = known.get(url)
            if guess and source and not source.good:
                continue
            self._asked.add((target.key, url))
            state = (source.etag, source.modified) if source and source.good else (None, None)
            said = zip(("If-None-Match", "If-Modified-Since"), state, strict=True)
            yield Request(
                url,
                callback=self.source,
                errback=self.source_failed,
                headers={name: value for name, value in said if value},
                cb_kwargs={"target": target, "asked": url, "guess": guess, "depth": depth},
                dont_filter=True,
                meta={"download_maxsize": MOST_BYTES},
                priority=10,
            )

    def source(self, response: Response, target: Target, asked: str, guess: bool, depth: int) -> list[Request]:
        """What a feed or sitemap lists is noted; what a front page names, or an index, is asked in turn."""
        more = list(self._source(response, target, asked, guess, depth))
        self._count(response)
        return more

    def _source(self, response: Response, target: Target, asked: str, guess: bool, depth: int) -> Iterator[Request]:
        gain = self.plan.report.of(target.key)
        if response.status == 304:
            gain.unchanged += 1
            gain.sources += 1
            return
        found = listing(response, target, self.plan.since) if response.status == 200 else None
        if found is None or (guess and not found.kind):
            reason = "no_feed" if response.status == 200 else f"status_{response.status}"
            self._no_source(target, asked, guess, reason)
            if asked == target.site:
                yield from self._ask(target, USUAL_FEEDS, guess=True)
            return
        gain.sources += 1
        if found.kind:
            self._note(target, asked, response, found)
            if depth < MOST_DEPTH:
                yield from self._ask(target, found.more, depth=depth + 1)
            elif found.more:
                gain.refused["too_deep"] += len(found.more)
            return
        yield from self._ask(target, found.more, depth=depth + 1)
        if not found.more and asked == target.site:
            yield from self._ask(target, USUAL_FEEDS, guess=True)
        if asked == target.address:
            self._note(target, asked, response, found)
            self._page_itself(response, target)

    def _note(self, target: Target, asked: str, response: Response, found: Listing) -> None:
        """Notes the pages with the state of their source, together: a source counts as read when its pages are."""
        etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
        frontier, gain = self.plan.frontier, self.plan.report.of(target.key)
        with frontier.transaction():
            gain.found += frontier.found(target.key, found.pages)
            frontier.checked(
                target.key,
                asked,
                good=True,
                feed=found.kind == "feed",
                etag=etag.decode("latin-1") if etag else None,
                modified=modified.decode("latin-1") if modified else None,
            )
        gain.refused.update(found.passed_over)

    def _no_source(self, target: Target, asked: str, guess: bool, reason: str) -> None:
        if guess:
            self.plan.frontier.checked(target.key, asked, good=False, feed=False, etag=None, modified=None)
        else:
            self.plan.report.of(target.key).failed[reason] += 1

    def source_failed(self, failure: Failure) -> None:
        """A feed or sitemap that was not got; a guess that fails is no failure."""
        said = failure.request.cb_kwargs  # type: ignore[attr-defined]
        gain = self.plan.report.of(said["target"].key)
        reason = self._reason(failure)
        if not said["guess"]:
            (gain.refused if reason in REFUSALS else gain.failed)[reason] += 1

    def fetch_pages(self) -> None:
        """When all sources have answered: the pages that wait, once, as far as the budget goes."""
        if self._fetching:
            return
        self._fetching = True
        pages = self.plan.frontier.next_pages([t.key for t in self.plan.targets], self.plan.most_pages)
        owners = {t.key: t for t in self.plan.targets}
        if pages:
            with self._stopping_at_errors():
                self.plan.adder.prepare()
        for page in pages:
            request = Request(
                page.url,
                callback=self.page,
                errback=self.page_failed,
                cb_kwargs={"page": page, "target": owners[page.target]},
                dont_filter=True,
            )
            assert self.crawler.engine
            self.crawler.engine.crawl(request)
        if len(pages) == self.plan.most_pages:
            self.plan.report.ended = "pages"
        if pages:
            raise DontCloseSpider

    def page(self, response: Response, page: Waiting, target: Target) -> None:
        """A page that was got: kept raw, noted, and added to the archive."""
        reason = self._not_a_page(response, target, page.url)
        if reason is None:
            self._keep(page, response)
        elif reason in REFUSALS:
            self._refuse(page, reason)
        else:
            self._fail(page, reason)
        self._count(response)

    def _not_a_page(self, response: Response, target: Target, asked: str) -> str | None:
        if response.status != 200:
            return f"status_{response.status}"
        if not target.owns(response.url) and urlsplit(asked).netloc != urlsplit(response.url).netloc:
            return "other_site"
        if not isinstance(response, TextResponse):
            return "media_type"
        return None if response.body.strip() else "empty"

    def _page_itself(self, response: Response, target: Target) -> None:
        """Takes the page that the user gave the address of, each time anew."""
        waiting = self.plan.frontier.page(response.url, target.key)
        if self._not_a_page(response, target, response.url) is None:
            self._keep(waiting, response)

    def _keep(self, page: Waiting, response: Response) -> None:
        assert response.request is not None
        answer: Answer = replace(response.request.meta[RAW], published=page.published)
        gain = self.plan.report.of(page.target)
        gain.fetched += 1
        before = gain.stories
        with self._stopping_at_errors():
            place = self.plan.raw.keep(answer)
            with self.plan.frontier.transaction():
                self.plan.frontier.kept(page.id, place.file, place.start, place.length)
                if response.url != page.url:
                    self.plan.frontier.same_as(response.url, page.target)
            self.plan.adder.add(replace(page, file=place.file, start=place.start, length=place.length), gain)
        self.plan.tell(f"{page.target}: {gain.stories - before} new, {response.url}")

    @contextmanager
    def _stopping_at_errors(self) -> Iterator[None]:
        """An error that the user has to mend (a full disk, a bad file) ends the run and is raised after it."""
        try:
            yield
        except MarsadError as error:
            self.plan.error = error
            raise CloseSpider("error") from error

    def page_failed(self, failure: Failure) -> None:
        """A page that was not got."""
        page: Waiting = failure.request.cb_kwargs["page"]  # type: ignore[attr-defined]
        reason = self._reason(failure)
        if reason in REFUSALS:
            self._refuse(page, reason)
        elif reason in LASTING:
            self._gain(page).failed[reason] += 1
        else:
            self._fail(page, reason)

    def _refuse(self, page: Waiting, reason: str) -> None:
        self._gain(page).refused[reason] += 1
        self.plan.frontier.refused(page.id, reason)

    def _fail(self, page: Waiting, reason: str) -> None:
        self._gain(page).failed[reason] += 1
        self.plan.frontier.failed(page.id, reason, final=reason in FINAL)

    def _gain(self, page: Waiting) -> Gain:
        return self.plan.report.of(page.target)

    def _reason(self, failure: Failure) -> str:
        assert failure.value is not None
        reason = reason_of(failure.value)
        parts = urlparse_cached(failure.request)  # type: ignore[attr-defined]
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if reason == "robots" and robots:
            reason = robots.unreachable.get(parts.netloc, reason)
        if reason == "no_such_host" and parts.hostname in self.plan.guard.private_hosts:
            return "private_address"
        return reason

    def _count(self, response: Response) -> None:
        self.plan.report.bytes += len(response.body)
        if self.plan.report.bytes > self.plan.most_bytes:
            raise CloseSpider("bytes")

    def crashed(self, failure: Failure, response: Response) -> None:
        """A bug of ours costs one page and is told."""
        self.plan.report.crashes.append(f"{response.url}: {failure.value!r}; please report it")

    def closed(self, reason: str) -> None:
        """Notes what ended the run, and how many pages are left for the next."""
        words = {"closespider_timeout": "time", "shutdown": "stopped", "bytes": "bytes", "error": "error"}
        self.plan.report.ended = words.get(reason, self.plan.report.ended)
        for target in self.plan.targets:
            self.plan.report.of(target.key).waiting = self.plan.frontier.waiting(target.key)
        if self.plan.report.ended in ("pages", "bytes") and not any(g.waiting for g in self.plan.report.gains.values()):
            self.plan.report.ended = "done"

"""What a feed, a sitemap, an index or a front page gives to follow."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

from scrapy.http import HtmlResponse, Response, XmlResponse

from follow_site import feed, news_sitemap
from marsad.follow.sources import listing
from marsad.follow.targets import Target

ROOT = "https://paper.example"
SITE = Target("paper", "paper", f"{ROOT}/", ("paper.example",))
SINCE = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()


def test_a_feed_gives_own_pages_once_and_counts_the_others() -> None:
    body = feed(ROOT, ["/a?utm_source=rss", "/b#comments"])
    strange = b"<item><link>https://other.example/c</link></item><item><title>x</title></item></channel>"
    found = listing(XmlResponse(f"{ROOT}/rss", body=body.replace(b"</channel>", strange)), SITE, SINCE)
    assert found is not None
    assert (found.kind, [p.url for p in found.pages]) == ("feed", [f"{ROOT}/a", f"{ROOT}/b"])
    assert found.passed_over == {"other_site": 1, "no_address": 1}
    assert all(p.published and p.published >= SINCE for p in found.pages)


def test_a_feed_given_by_its_address_may_be_of_the_site_that_it_names() -> None:
    given = Target("f", "f", "https://feeds.example/", ("feeds.example",), (), "https://feeds.example/paper")
    found = listing(XmlResponse("https://feeds.example/paper", body=feed(ROOT, ["/a"])), given, SINCE)
    assert found is not None
    assert [p.url for p in found.pages] == [f"{ROOT}/a"]


def test_a_compressed_sitemap_is_read_and_one_that_expands_too_far_is_not() -> None:
    packed = gzip.compress(news_sitemap(ROOT, ["/a"]) + b" " * 1000)
    found = listing(Response(f"{ROOT}/news.xml.gz", body=packed), SITE, SINCE)
    assert found is not None
    assert (found.kind, [p.url for p in found.pages]) == ("sitemap", [f"{ROOT}/a"])
    bomb = gzip.compress(bytes(60 * 1024 * 1024), 9)
    assert listing(Response(f"{ROOT}/bomb.xml.gz", body=bomb), SITE, SINCE) is None


def test_of_an_index_the_parts_that_changed_lately_are_asked_the_newest_first() -> None:
    changed = [(datetime.now(UTC) - timedelta(days=d)).isoformat() for d in (0, 400, 2, 1, 30)]
    parts = "".join(
        f"<sitemap><loc>{ROOT}/{n}.xml</loc><lastmod>{day}</lastmod></sitemap>" for n, day in enumerate(changed)
    )
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'.encode()
    found = listing(XmlResponse(f"{ROOT}/sitemap.xml", body=body), SITE, SINCE)
    assert found is not None
    assert found.more == (f"{ROOT}/0.xml", f"{ROOT}/3.xml", f"{ROOT}/2.xml")
    assert found.passed_over == {"old_sitemap": 2}


def test_a_front_page_names_its_feeds() -> None:
    links = (
        '<link rel="alternate" type="application/rss+xml" href="/rss"><link rel="alternate" hreflang="en" href="/en">'
        '<link type="application/atom+xml" href="atom.xml" rel="alternate home"><link rel="stylesheet" href="/s.css">'
    )
    body = f"<html><head>{links}</head><body>الضفاف</body></html>".encode()
    found = listing(HtmlResponse(f"{ROOT}/news/", body=body, encoding="utf-8"), SITE, SINCE)
    assert found is not None
    assert (found.kind, found.more) == ("", (f"{ROOT}/rss", f"{ROOT}/news/atom.xml"))


def test_other_files_list_nothing() -> None:
    assert listing(Response(f"{ROOT}/a.bin", body=b"\x00\x01\x02" * 100), SITE, SINCE) is None
    pages = listing(XmlResponse(f"{ROOT}/map.xml", body=news_sitemap(ROOT, ["/old"], days_ago=30)), SITE, SINCE)
    assert pages is not None
    assert (pages.pages, pages.passed_over) == ((), {"too_old": 1})

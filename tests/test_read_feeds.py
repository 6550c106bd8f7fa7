"""Feeds and sitemaps: the addresses, titles, dates and texts that they give, good and broken."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.intake import feeds, sitemaps
from marsad.intake.moments import iso

RSS = """<?xml version="1.0" encoding="windows-1256"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>صحيفة الساحل</title><link>https://sahel.example/</link><language>ar</language>
<item><title>افتتاح ميناء الصيد في المكلا</title><link>/news/17?a=1&amp;b=2</link>
<pubDate>Tue, 03 Mar 2026 01:10:00 +0300</pubDate><dc:creator>سالم باوزير</dc:creator>
<category>محليات</category><category>اقتصاد</category>
<description>افتتح محافظ حضرموت الميناء.</description>
<content:encoded><![CDATA[
<p>افتتح محافظ حضرموت صباح اليوم ميناء الصيد.</p><p>وقال المحافظ إن الميناء جاهز.</p>]]></content:encoded>
</item>
<item><title>أمطار غزيرة على الساحل</title><link>https://sahel.example/news/18</link>
<description>هطلت أمطار غزيرة مساء أمس…</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة الواحة</title>
<link href="https://waha.example/"/>
<entry><title>مباحثات في مسقط</title><link href="https://waha.example/1"/><published>2026-03-03T09:00:00+04:00</published>
<updated>2026-03-03T11:30:00Z</updated><author><name>ليلى</name></author>
<content type="html">&lt;p&gt;بدأت في مسقط مباحثات.&lt;/p&gt;</content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>النبأ</title><link>https://naba.example/</link></channel>
<item><title>قمة جديدة</title><link>https://naba.example/9</link><dc:date>2026-03-04T08:00:00+02:00</dc:date></item></rdf:RDF>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "مرايا",
        "home_page_url": "https://maraya.example/",
        "items": [
            {
                "id": "1",
                "url": "/a",
                "title": "خبر",
                "content_html": "<p>نص الخبر</p>",
                "date_published": "2026-03-05T10:00:00Z",
                "authors": [{"name": "هدى"}],
                "tags": ["ثقافة", 7],
            },
            "no entry",
        ],
    },
    ensure_ascii=False,
)

NEWS_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://sahel.example/17 </loc><lastmod>2026-03-03</lastmod>
<image:image><image:loc>https://sahel.example/p.jpg</image:loc><image:title>صورة</image:title></image:image>
<news:news><news:publication><news:name>الساحل</news:name><news:language>ar</news:language></news:publication>
<news:publication_date>2026-03-03T01:10+03:00</news:publication_date><news:title>افتتاح &amp; ميناء</news:title>
<news:keywords>صيد، المكلا, اقتصاد</news:keywords></news:news></url>
<url><loc>https://sahel.example/18</loc></url>
</urlset>"""


def test_rss_with_full_texts_and_with_summaries() -> None:
    feed = feeds.parse(RSS.encode("cp1256"))
    full, teaser = feed.entries
    assert (feed.title, feed.url) == ("صحيفة الساحل", "https://sahel.example/")
    assert full.url == "https://sahel.example/news/17?a=1&b=2"
    assert full.published == "2026-03-03T01:10:00+03:00"
    assert (full.author, full.categories, full.language) == ("سالم باوزير", ("محليات", "اقتصاد"), "ar")
    assert "<p>وقال المحافظ" in full.content
    assert (teaser.title, teaser.content) == ("أمطار غزيرة على الساحل", "")
    assert teaser.summary.startswith("هطلت")


def test_atom_keeps_the_zone_of_its_dates() -> None:
    (entry,) = feeds.parse(ATOM.encode()).entries
    assert (entry.published, entry.modified) == ("2026-03-03T09:00:00+04:00", "2026-03-03T11:30:00+00:00")
    assert (entry.url, entry.author) == ("https://waha.example/1", "ليلى")
    assert entry.content == "<p>بدأت في مسقط مباحثات.</p>"


def test_rss_of_the_first_kind_and_json_feed() -> None:
    (old,) = feeds.parse(RDF.encode("utf-16")).entries
    assert (old.url, old.title) == ("https://naba.example/9", "قمة جديدة")
    assert old.published == "2026-03-04T08:00:00+02:00"
    (entry,) = feeds.parse(JSON_FEED.encode()).entries
    assert (entry.url, entry.author, entry.categories) == ("https://maraya.example/a", "هدى", ("ثقافة",))
    assert entry.published == "2026-03-05T10:00:00+00:00"


def test_a_broken_feed_gives_what_can_be_read_and_nothing_is_fetched() -> None:
    broken = RSS[: RSS.index("</channel>")].replace("<category>محليات</category>", "<category>محليات", 1)
    assert feeds.parse(broken.encode()).entries[0].title == "افتتاح ميناء الصيد في المكلا"
    for other in (b"", b"https://sahel.example/feed", b"\x00\x01\x02" * 50, b"<html><body>x</body></html>"):
        assert feeds.parse(other).entries == ()


def test_a_news_sitemap() -> None:
    first, second = sitemaps.parse(NEWS_SITEMAP.encode())
    assert first == sitemaps.SitemapEntry(
        "https://sahel.example/17",
        False,
        "افتتاح & ميناء",
        "2026-03-03T01:10:00+03:00",
        "2026-03-03",
        "الساحل",
        "ar",
        ("صيد", "المكلا", "اقتصاد"),
    )
    assert second == sitemaps.SitemapEntry("https://sahel.example/18")


def test_an_index_of_sitemaps_a_plain_list_and_a_file_that_breaks_off() -> None:
    index = "<sitemapindex><sitemap><loc>https://a.example/s.xml.gz</loc><lastmod>2026-03-01</lastmod></sitemap></sitemapindex>"
    assert list(sitemaps.parse(index.encode())) == [
        sitemaps.SitemapEntry("https://a.example/s.xml.gz", True, modified="2026-03-01")
    ]
    plain = "https://a.example/1\nnot an address\nhttps://a.example/2\n"
    assert [e.url for e in sitemaps.parse(plain.encode())] == ["https://a.example/1", "https://a.example/2"]
    cut = NEWS_SITEMAP[: NEWS_SITEMAP.index("<url><loc>https://sahel.example/18")].encode()
    assert [e.url for e in sitemaps.parse(cut)] == ["https://sahel.example/17"]
    assert list(sitemaps.parse(b"<html><body>no sitemap</body></html>")) == []


def test_entities_that_grow_without_bound_are_not_expanded() -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert list(sitemaps.parse(f"{bomb}<urlset><url><loc>https://a.example/&b;</loc></url></urlset>".encode())) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-03", "2026-03-03"),
        ("2026-3-3", "2026-03-03"),
        ("2026-03-03T09:00:00.0000000", "2026-03-03T09:00:00"),
        ("2026-03-03T09:00:00Z", "2026-03-03T09:00:00+00:00"),
        ("2026-03-03 09:00:00 +0300", "2026-03-03T09:00:00+03:00"),
        ("Tue, 03 Mar 2026 01:10:00 +0300", "2026-03-03T01:10:00+03:00"),
        (1772532000, "2026-03-03T10:00:00+00:00"),
        ("1772532000000", "2026-03-03T10:00:00+00:00"),
        ("2026-13-45", None),
        ("أمس", None),
        ("", None),
        (None, None),
        (True, None),
        ({"year": 2026}, None),
    ],
)
def test_dates_as_they_are_written(written: object, meant: str | None) -> None:
    assert iso(written) == meant


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans()))
def test_whatever_stands_for_a_date_never_stops_the_reading(written: object) -> None:
    found = iso(written)
    assert found is None or (found[4], found[7]) == ("-", "-")


@given(st.data())
def test_damaged_feeds_and_sitemaps_never_stop_the_reading(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([RSS, ATOM, RDF, JSON_FEED, NEWS_SITEMAP])).encode()
    at = data.draw(st.integers(0, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=9)) + whole[at + data.draw(st.integers(0, 40)) :]
    assert all(e.url is None or e.url.startswith("http") for e in feeds.parse(damaged).entries)
    assert all(e.url for e in sitemaps.parse(damaged))

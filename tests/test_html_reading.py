"""HTML to visible text and metadata: what a reader of the page would see, and what its markup states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad import catalogue, outlets
from marsad.intake import html
from marsad.model import Layout, Page, Region, Rejected
from marsad.story import layout, owners

KNOWN = catalogue.load(()), outlets.load(())
LEAD = "أعلن مجلس بلدية مرسى الزهور اليوم افتتاح سوق السمك الجديد أمام الباعة والزوار بعد عامين من أعمال البناء."
NEXT = "وقال رئيس المجلس إن السوق يضم ستين بسطة ومخزنا مبردا، وإن الإيجارات ستبقى على حالها حتى نهاية العام المقبل."
LAST = "وأضاف أن المجلس يدرس إنشاء موقف للسيارات قرب الميناء لتخفيف الازدحام عن الطريق الساحلي في أيام العطل."


def page(text: str, url: str | None = None) -> Page:
    found = html.page(text, "page.html", "digest", encoding="utf-8", size=len(text), url=url)
    assert isinstance(found, Page)
    return found


def lines(text: str) -> list[str]:
    return page(text).text.splitlines()


def read(text: str) -> Layout:
    found = layout.read(page(text), *KNOWN)
    assert isinstance(found, Layout)
    return found


def article(body: str, head: str = "", before: str = "") -> str:
    return (
        f"<html><head>{head}</head><body>{before}<h1>سوق جديد للسمك في مرسى الزهور</h1><div>{body}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<!DOCTYPE html><html><body>نص</body></html>", True),
        ("\ufeff\n<html dir=rtl><head></head></html>", True),
        ("<?xml version='1.0'?><!DOCTYPE html><html></html>", True),
        ("<!-- حفظ من الموقع --><html><body></body></html>", True),
        ("<div class=a><p>نص</p><p>نص</p></div>", True),
        ("خبر فيه <b>كلمة</b> بين علامتين", False),
        ("<أكد> الوزير أن", False),
        ("", False),
    ],
)
def test_html_is_told_from_text(text: str, is_html: bool) -> None:
    assert html.looks_like_html(text) is is_html


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>سعر&nbsp;الخبز &amp; الحليب &laquo;ثابت&raquo;</p>", ["سعر الخبز & الحليب «ثابت»"]),
        ("<p>أول</p>ثان<p>ثالث", ["أول", "ثان", "ثالث"]),
        ("<div>أول<br><br>ثان<br/>ثالث</div>", ["أول", "ثان", "ثالث"]),
        ("<h1>عنوان<br>طويل</h1>", ["عنوان طويل"]),
        ("<p>ال<b>رئ</b>يس</p>", ["الرئيس"]),
        ("<ul><li>واحد<li>اثنان</ul>", ["واحد", "اثنان"]),
        ("<table><tr><td>خلية<td>أخرى</table>", ["خلية", "أخرى"]),
        ("<p>ظاهر</p><script>var a='مخفي'</script><style>مخفي</style><template><p>مخفي</p></template>", ["ظاهر"]),
        ("<p>ظاهر</p><p hidden>مخفي</p><p style='color:red; display : none'>مخفي</p>", ["ظاهر"]),
        ("<p>ظاهر <span class='sr-only'>مخفي</span></p><noscript>مخفي</noscript><!-- مخفي -->", ["ظاهر"]),
        ("<figure><img alt='مخفي'><figcaption>تعليق</figcaption></figure>", ["تعليق"]),
    ],
)
def test_visible_text_is_a_line_a_block(markup: str, seen: list[str]) -> None:
    assert lines(f"<body>{markup}</body>") == seen


def test_hidden_text_is_read_when_nothing_else_is_there() -> None:
    assert lines(f"<body><div style='display:none'><p>{LEAD}</p></div></body>") == [LEAD]


def test_spans_of_blocks_are_exact() -> None:
    found = page(f"<body><nav><a href='/'>الرئيسية</a></nav><p>{LEAD}</p><aside>{NEXT}</aside></body>")
    assert found.markup is not None
    assert [(b.span.of(found.text), b.region) for b in found.markup.blocks] == [
        ("الرئيسية", Region.NAVIGATION),
        (LEAD, Region.CONTENT),
        (NEXT, Region.ASIDE),
    ]


def test_deep_nesting_is_read() -> None:
    assert lines("<div>" * 3000 + LEAD) == [LEAD]


def test_page_without_text_is_rejected_with_advice() -> None:
    found = html.page("<html><body><script>x</script></body></html>", "a", "d", encoding="utf-8", size=9)
    assert isinstance(found, Rejected)
    assert (found.reason, "scripts" in found.detail) == ("empty", True)


def test_whole_page_in_a_form_or_a_sidebar_is_still_a_story() -> None:
    for wrapper in ("form", "div class='sidebar'", "div class='share-box'", "nav"):
        found = read(article(f"<p>{LEAD}</p><p>{NEXT}</p><p>{LAST}</p>").replace("<body>", f"<body><{wrapper}>"))
        assert [p.text for p in found.stories[0].paragraphs] == [LEAD, NEXT, LAST]


def test_paragraphs_stand_alone_among_links_comments_and_notices() -> None:
    body = (
        f"<p>{LEAD}</p><p>اقرأ أيضا: <a href='/1'>صيادو المرسى يطالبون بميناء أعمق</a></p><p>{NEXT}</p>"
        "<ul><li><a href='/2'>أسعار السمك تتراجع قبل العيد</a></li></ul>"
        f"<p>{LAST}</p><div class='comments'>"
        "<p>تعليق طويل من قارئ يشكر فيه البلدية على السوق ويسأل عن مواقف السيارات.</p></div>"
    )
    found = read(article(body))
    assert [p.text for p in found.stories[0].paragraphs] == [LEAD, NEXT, LAST]
    titles = [r.title.text for r in found.related if r.title]
    assert titles == ["صيادو المرسى يطالبون بميناء أعمق", "أسعار السمك تتراجع قبل العيد"]
    assert [r.url for r in found.related] == ["/1", "/2"]


def test_latest_comments_are_no_teasers() -> None:
    latest = (
        "<div class='related-box'><ul><li><a href='/1'>صيادو المرسى يطالبون بميناء أعمق</a></li>"
        "<li><a href='/2#comment-31'>هدى: شكرا للبلدية على هذا السوق الجديد</a></li></ul></div>"
    )
    found = read(article(f"<p>{LEAD}</p><p>{NEXT}</p><p>{LAST}</p>{latest}"))
    assert [r.url for r in found.related] == ["/1"]


# --- metadata

ARTICLE = (
    '{"@type":"NewsArticle","headline":"ع","datePublished":"2024-05-06T01:30:00+03:00","dateModified":"2025-01-01"%s}'
)


@pytest.mark.parametrize(
    ("head", "published", "origin"),
    [
        (f'<script type="application/ld+json">{ARTICLE % ""}</script>', "2024-05-06T01:30:00+03:00", "json-ld"),
        (f'<script type="application/ld+json">{ARTICLE % ","}</script>', "2024-05-06T01:30:00+03:00", "json-ld"),
        (
            f'<script type="application/ld+json">/*<![CDATA[*/\n[{ARTICLE % ""}]\n/*]]>*/</script>',
            "2024-05-06T01:30:00+03:00",
            "json-ld",
        ),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"قال "نعم" اليوم",'
            '"datePublished":"2024-05-06"}</script>',
            "2024-05-06",
            "json-ld",
        ),
        (
            '<meta property="article:published_time" content="2024-05-06T10:00:00Z">',
            "2024-05-06T10:00:00+00:00",
            "meta",
        ),
        ('<meta name="publishdate" content="الاثنين، 06 مايو 2024 - 10:15 م">', "2024-05-06", "meta"),
        (
            '<meta itemprop="datePublished" content="Mon, 06 May 2024 10:00:00 +0300">',
            "2024-05-06T10:00:00+03:00",
            "itemprop",
        ),
        ('<meta property="article:modified_time" content="2024-05-06">', None, None),
        ('<meta property="article:published_time" content="1399/02/21">', None, None),
    ],
)
def test_publication_date_comes_with_its_origin(head: str, published: str | None, origin: str | None) -> None:
    found = page(article(f"<p>{LEAD}</p>", head))
    assert found.markup is not None
    assert found.given_published == published
    fact = found.markup.fact("published")
    assert (fact.origin.split()[0] if fact else None) == origin


def test_the_day_that_most_origins_name_wins_and_the_local_clock_tells_the_day() -> None:
    crawled = f'<script type="application/ld+json">{ARTICLE % ""}</script>'
    metas = "".join(
        f'<meta {kind}="{name}" content="2019-03-02T22:30:00Z">'
        for kind, name in (("property", "article:published_time"), ("name", "pubdate"))
    )
    local = '<meta itemprop="datePublished" content="2019-03-03T01:30:00+03:00">'
    assert page(article(f"<p>{LEAD}</p>", crawled + metas + local)).given_published == "2019-03-03T01:30:00+03:00"


def test_facts_of_other_stories_on_the_page_are_not_those_of_the_page() -> None:
    data = '{"@type":"ItemList","itemListElement":[%s]}' % (ARTICLE % "")
    found = page(article(f"<p>{LEAD}</p>", f'<script type="application/ld+json">{data}</script>'))
    assert found.given_published is None


def test_address_and_source_are_filled_but_never_over_what_was_given() -> None:
    head = '<link rel="canonical" href="/news/7"><meta property="og:site_name" content="خبر المرسى">'
    found = page(article(f"<p>{LEAD}</p>", head), "https://marsa.example/x")
    assert (found.url, found.given_source) == ("https://marsa.example/x", "خبر المرسى")
    whole = '<link rel="canonical" href="https://marsa.example/news/7">'
    assert page(article(f"<p>{LEAD}</p>", whole)).url == "https://marsa.example/news/7"


# --- laws

MARKUP = st.lists(
    st.sampled_from(
        [
            *("<div>", "</div>", "<p>", "</p>", "<br>", "<table>", "<td>", "</table>", "<a href='/x'>", "</a>", "<h2>"),
            *("</h2>", "<h1>", "</h1>", "<article>", "</article>", "<li>", "<b>", "</b>", "<nav>", "</nav>", "<img>"),
            *("<time datetime='2020-01-02'>", "</time>", "<div class='related'>", "<span class='author'>", "</span>"),
            *("<div class='tags'>", "<div class='comments'>", "<footer>", "</footer>", "&nbsp;", LEAD, NEXT, LAST, " "),
            *("اقرأ أيضا", "قصير", "عنوان من خمس كلمات فقط", "المصدر: وكالات", "انتهى", "القاهرة - "),
            "The minister said that the talks of the week are over.",
        ]
    ),
    max_size=40,
)


@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_any_markup_is_read_and_every_character_has_one_owner(parts: list[str]) -> None:
    found = html.page("<html><body>" + "".join(parts), "a", "d", encoding="utf-8", size=1)
    if isinstance(found, Rejected):
        return
    assert found.markup is not None
    assert all(b.span.of(found.text).strip() for b in found.markup.blocks)
    assert "\n".join(b.span.of(found.text) for b in found.markup.blocks) + "\n" == found.text
    taken = layout.read(found, *KNOWN)
    if isinstance(taken, Layout):
        assert owners.unowned(found.text, taken) == []
        assert owners.twice(taken) == []

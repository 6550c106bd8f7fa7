"""The web application over HTTP: statuses, forms of a page, headers, words of the interface, charts, share picture."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from marsad.observatory.pages import DayCount, Volume, Window
from marsad.serve import charts
from marsad.serve.app import create_app
from marsad.serve.preview import shortened
from marsad.serve.wording import LANGUAGES, Wording, messages
from marsad.store.archive import create_or_open
from web_samples import COMPARISON, EDWARD, HUDA, sample_settings, sample_site, serving

PAGES = (
    "/",
    f"/e/{HUDA}",
    f"/e/{HUDA}/stories",
    COMPARISON,
    "/sources",
    "/entities",
    "/quotes",
    "/contested",
    "/about",
    "/nowhere",
)
SHARING = {"x.com", "www.facebook.com", "wa.me", "t.me", "www.wikidata.org"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[httpx.Client]:
    with sample_site(tmp_path_factory.mktemp("site"), samples) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[httpx.Client]:
    settings = sample_settings(tmp_path_factory.mktemp("empty") / "empty.db", samples)
    create_or_open(settings.db).close()
    with serving(create_app(settings)) as address, httpx.Client(base_url=address) as client:
        yield client


class Elements(HTMLParser):
    """The elements of a page: (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {k: v or "" for k, v in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]


def get(site: httpx.Client, path: str, **cookies: str) -> httpx.Response:
    """The answer to a reader with these cookies and no others."""
    site.cookies.clear()
    return site.get(path, headers={"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((path, 404 if path == "/nowhere" else 200) for path in PAGES),
        ("/e/nobody", 404),
        ("/e/nobody/card", 404),
        ("/e/nobody/preview.png", 404),
        (f"/e/{HUDA}?from=2026-05-01&to=2026-01-01", 400),
        (f"/e/{HUDA}?from=2026-02-30", 400),
        (f"/e/{HUDA}?days=-4", 400),
        (f"/e/{HUDA}?page=first", 400),
        ("/compare?" + "&".join(f"with={n}" for n in range(6)), 400),
        ("/compare", 200),
        (f"/e/{HUDA}?page=99999", 200),
    ],
)
def test_statuses_are_right_and_no_trace_is_shown(site: httpx.Client, path: str, status: int) -> None:
    answer = get(site, path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "Traceback" not in answer.text


def test_a_method_that_is_not_taken(site: httpx.Client) -> None:
    answer = site.post(f"/e/{HUDA}")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert messages("ar")["problem_405"] in answer.text


def test_a_misspelt_name_leads_to_near_names(site: httpx.Client) -> None:
    answer = get(site, "/e/" + quote("هدى الكيلاني"))
    assert answer.status_code == 404
    assert "هدى الكيلاني" in answer.text
    assert f'href="/e/{HUDA}"' in answer.text


def test_a_name_in_the_place_of_an_id_leads_to_the_page(site: httpx.Client) -> None:
    answer = get(site, "/e/" + quote("هدى الكيلاوي") + "?days=7")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/e/{HUDA}?days=7"
    assert get(site, "/e/" + quote("هدى الكيلاوي") + ".json").headers["location"] == f"/e/{HUDA}.json"


def test_days_the_wrong_way_round_are_explained_in_arabic_and_can_be_swapped(site: httpx.Client) -> None:
    answer = get(site, f"/e/{HUDA}?from=2026-04-10&to=2026-04-01")
    assert "من 10 نيسان/أبريل 2026 إلى 1 نيسان/أبريل 2026" in answer.text
    swapped = next(a["href"] for a in Elements(answer.text).all("a") if "from=2026-04-01" in a.get("href", ""))
    assert get(site, swapped).status_code == 200
    assert "Swap the two days" in get(site, f"/e/{HUDA}?from=2026-04-10&to=2026-04-01&lang=en").text


@pytest.mark.parametrize("path", ["/e/nobody.json", "/nowhere.json", f"/e/{HUDA}.json?days=0"])
def test_problems_are_json_where_json_was_asked_for(site: httpx.Client, path: str) -> None:
    answer = get(site, path)
    assert answer.status_code in (400, 404)
    assert answer.json()["status"] == answer.status_code
    assert answer.json()["detail"]


def test_a_bug_gives_a_plain_page_with_all_headers(tmp_path: Path, samples: Path) -> None:
    settings = sample_settings(tmp_path / "a.db", samples)
    create_or_open(settings.db).close()
    app = create_app(settings)

    def fail() -> None:
        raise ZeroDivisionError("secret words of the bug")

    app.state.observatory = fail
    with serving(app) as address:
        answer = httpx.get(f"{address}/e/{HUDA}")
        assert httpx.get(f"{address}/e/{HUDA}.json").json()["status"] == 500
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert messages("ar")["problem_500"] in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_json_is_the_page(site: httpx.Client) -> None:
    page = get(site, f"/e/{HUDA}.json").json()
    html = get(site, f"/e/{HUDA}").text
    assert page["head"]["entity"]["id"] == HUDA
    assert f"<b>{page['stories_in_window']}</b>" in html
    assert all(linked["entity"]["name"] in html for linked in page["linked"])
    assert sum(day["count"] for day in page["volume"]["days"]) <= page["stories_in_window"]


def test_every_day_of_the_chart_opens_as_many_stories_as_it_shows(site: httpx.Client) -> None:
    page = get(site, f"/e/{HUDA}.json").json()
    addresses = {a["href"] for a in Elements(get(site, f"/e/{HUDA}").text).all("a")}
    shown = [day for day in page["volume"]["days"] if day["count"]]
    assert shown
    for day in shown:
        address = f"/e/{HUDA}/stories?from={day['day']}&to={day['day']}"
        assert address in addresses
        assert get(site, address.replace("stories?", "stories.json?")).json()["stories"]["total"] == day["count"]


def test_counts_of_linked_names_and_sources_open_as_many_stories(site: httpx.Client) -> None:
    page = get(site, f"/e/{HUDA}.json").json()
    days = f"from={page['window']['day_from']}&to={page['window']['day_to']}"
    for linked in page["linked"][:4]:
        found = get(site, f"/e/{HUDA}/stories.json?{days}&with={linked['entity']['id']}").json()
        assert found["stories"]["total"] == linked["together"]
    for row in page["sources"]:
        found = get(site, f"/e/{HUDA}/stories.json?{days}&source={row['source']['id']}").json()
        assert found["stories"]["total"] == row["count"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [p for p in PAGES if p != "/nowhere"])
def test_links_of_a_page_lead_somewhere_on_this_site(site: httpx.Client, path: str, lang: str) -> None:
    elements = Elements(get(site, path, lang=lang).text)
    hrefs = {a["href"].split("#")[0] for a in elements.all("a")} - {""}
    outside = {urlsplit(h).hostname for h in hrefs if h.startswith("http")} - {urlsplit(str(site.base_url)).hostname}
    assert outside <= SHARING
    inside = sorted(h for h in hrefs if h.startswith("/"))
    assert {h: s for h in inside[::9] if (s := site.get(h, follow_redirects=True).status_code) != 200} == {}


@pytest.mark.parametrize("path", [*PAGES, f"/e/{HUDA}/card"])
def test_pages_load_nothing_from_elsewhere_and_carry_no_inline_code(site: httpx.Client, path: str) -> None:
    html = get(site, path).text
    elements = Elements(html)
    loaded = [s.get("src", "") for s in elements.all("script") + elements.all("img")]
    loaded += [e["href"] for e in elements.all("link") if e["rel"] in ("stylesheet", "icon")]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert not elements.all("style")
    assert not re.search(r"\sstyle=|\son\w+=|<script>", html)


def test_policies(site: httpx.Client) -> None:
    page, card = get(site, f"/e/{HUDA}"), get(site, f"/e/{HUDA}/card")
    for answer in (page, card, get(site, f"/e/{HUDA}.json"), get(site, "/static/look.css"), get(site, "/nowhere")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors *" in card.headers["content-security-policy"]


def test_links_of_the_card_leave_its_frame(site: httpx.Client) -> None:
    html = get(site, f"/e/{HUDA}/card").text
    assert Elements(html).all("base") == [{"target": "_blank"}]
    assert str(site.base_url).rstrip("/") + f"/e/{HUDA}" in html


def test_language_and_digits_are_kept(site: httpx.Client) -> None:
    answer = get(site, f"/e/{HUDA}?lang=en&digits=arab")
    kept = dict(part.split(";")[0].split("=") for part in answer.headers.get_list("set-cookie"))
    assert kept == {"lang": "en", "digits": "arab"}
    english = get(site, f"/e/{HUDA}", lang="en").text
    assert '<html lang="en" dir="ltr">' in english
    assert "Huda Kilawi in the news" in english
    arabic = get(site, f"/e/{HUDA}", digits="arab").text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "نيسان/أبريل ٢٠٢٦" in arabic
    assert '<html lang="ar"' in get(site, f"/e/{HUDA}?lang=xx").text


def test_comparison_as_a_table_has_every_name(site: httpx.Client) -> None:
    href = next(a["href"] for a in Elements(get(site, COMPARISON).text).all("a") if ".csv" in a["href"])
    rows = list(csv.reader(io.StringIO(get(site, href).text)))
    assert rows[0] == ["day", "huda-kilawi", "edward-malikian", "rafif-jawhari", "archive"]
    page = get(site, COMPARISON.replace("/compare", "/compare.json")).json()
    totals = [sum(int(row[column]) for row in rows[1:]) for column in (1, 2, 3)]
    assert totals == [sum(d["count"] for d in side["volume"]["days"]) for side in page["compared"]]


def test_a_comparison_with_a_name_that_is_not_here_says_so_and_keeps_the_others(site: httpx.Client) -> None:
    answer = get(site, f"/compare?with={HUDA}&with=" + quote("ادوار ملكيان"))
    assert answer.status_code == 200
    assert "ادوار ملكيان" in answer.text or f"/e/{EDWARD}" in answer.text
    assert f'href="/e/{HUDA}"' in answer.text


def test_the_share_box_and_its_card(site: httpx.Client) -> None:
    html = get(site, f"/e/{HUDA}").text
    clean = f"{str(site.base_url).rstrip('/')}/e/{HUDA}"
    elements = Elements(html)
    assert {"property": "og:image", "content": f"{clean}/preview.png?lang=ar"} in elements.all("meta")
    assert any(i.get("value") == clean and "readonly" in i for i in elements.all("input"))
    assert "hidden" in next(b for b in elements.all("button") if "data-copy" in b)
    assert f"&lt;iframe src=&#34;{clean}/card" in html or f'&lt;iframe src="{clean}/card' in html


@pytest.mark.parametrize("query", ["", "?lang=en", "?digits=arab", "?all=1"])
def test_the_preview_is_a_picture_of_the_right_size(site: httpx.Client, query: str) -> None:
    answer = get(site, f"/e/{HUDA}/preview.png{query}")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)


def test_previews_differ_by_name_and_language(site: httpx.Client) -> None:
    paths = (f"/e/{HUDA}/preview.png", f"/e/{EDWARD}/preview.png", f"/e/{HUDA}/preview.png?lang=en")
    pictures = {get(site, path).content for path in paths}
    assert len(pictures) == 3


def test_a_long_description_is_cut_between_words() -> None:
    words = "وزيرة " * 30
    assert len(shortened(words)) <= 58
    assert shortened(words).endswith("وزيرة…")
    assert shortened("وزيرة خارجية") == "وزيرة خارجية"


@pytest.mark.parametrize(
    "path", ["/", "/compare", "/entities", "/sources", "/search", "/quotes", "/contested", "/about"]
)
def test_an_empty_archive_has_pages(empty: httpx.Client, path: str) -> None:
    answer = get(empty, path)
    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert get(empty, f"/e/{HUDA}").status_code == 404


def test_both_languages_say_the_same_things() -> None:
    arabic, english = messages("ar"), messages("en")
    assert arabic.keys() == english.keys()
    for key, words in arabic.items():
        assert words.strip(), key
        assert english[key].strip(), key
        assert sorted(re.findall(r"{(\w+)}", words)) == sorted(re.findall(r"{(\w+)}", english[key])), key


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا أخبار"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "3 أخبار"),
        (10, "10 أخبار"),
        (11, "11 خبرًا"),
        (99, "99 خبرًا"),
        (100, "100 خبر"),
        (103, "103 أخبار"),
        (26053, "26,053 خبرًا"),
    ],
)
def test_counted_nouns_follow_arabic_grammar(number: int, words: str) -> None:
    assert Wording("ar").count(number, "story") == words


def test_numbers_and_dates_in_both_digits() -> None:
    arabic = Wording("ar", "arab")
    assert arabic.num(26053) == "٢٦٬٠٥٣"
    assert arabic.num(3.14) == "٣٫١"
    assert arabic.date("2015-08-03") == "٣ آب/أغسطس ٢٠١٥"
    assert Wording("ar").date("2015") == "2015"
    assert Wording("ar").date("2015-08") == "آب/أغسطس 2015"
    assert Wording("en").date("2015-08-03", weekday=True) == "Monday 3 August 2015"
    assert Wording("ar").bounds(None, "2015-08-03") == "3 آب/أغسطس 2015 أو قبله"


def test_a_window_of_one_day_is_not_a_range() -> None:
    said = Wording("ar").window(Window("2015-08-03", "2015-08-03", 1))
    assert "يوم واحد، 3 آب/أغسطس 2015" in said
    assert "إلى" not in said


def volume(*counts: tuple[int, int, int, int]) -> Volume:
    """Days of (count, copies, estimated, total) from 1 August 2015."""
    days = tuple(DayCount(f"2015-08-{n:02}", *given) for n, given in enumerate(counts, 1))
    return Volume("day", days, 0, max(days, key=lambda d: d.count))


def drawn(shown: Volume, lang: str = "ar") -> str:
    return str(charts.bars(shown, Wording(lang), "وصف", lambda day: f"/d/{day.day}")).split("<svg ")[2]


def xs(svg: str, kind: str) -> list[float]:
    return [float(x) for x in re.findall(rf'<rect class="{kind}" x="([\d.]+)"', svg)]


def test_time_runs_with_the_reading_direction() -> None:
    shown = volume((1, 0, 0, 9), (2, 0, 0, 9), (3, 0, 0, 9))
    assert xs(drawn(shown), "b") == sorted(xs(drawn(shown), "b"), reverse=True)
    assert xs(drawn(shown, "en"), "b") == sorted(xs(drawn(shown, "en"), "b"))


def test_doubt_copies_and_missing_days_are_drawn_apart() -> None:
    svg = drawn(volume((4, 1, 2, 9), (0, 0, 0, 0), (0, 0, 0, 5)))
    assert (len(xs(svg, "b")), len(xs(svg, "estb")), len(xs(svg, "copy")), len(xs(svg, "gap"))) == (1, 1, 1, 1)
    assert 'fill="url(#hatch)"' in svg
    assert '<text class="zero"' in svg
    assert svg.count("/d/2015-08-01") == 1
    assert 'tabindex="-1"' in svg
    assert "4 أخبار" in svg


def test_one_day_does_not_fill_the_chart() -> None:
    width = re.search(r'<rect class="b" x="[\d.]+" y="[\d.]+" width="([\d.]+)"', drawn(volume((1, 0, 0, 1))))
    assert width
    assert float(width[1]) <= 60


def test_of_many_bars_the_highest_and_the_newest_carry_their_value() -> None:
    svg = drawn(volume(*((n % 7 + 1, 0, 0, 9) for n in range(28)), (3, 0, 0, 9)))
    assert re.findall(r'class="val"[^>]*>(\d+)<', svg) == ["7", "3"]


def series(number: int, *counts: tuple[int, int, int, int]) -> charts.Series:
    return charts.Series(number, f"اسم {number}", volume(*counts), lambda day: f"/d{number}/{day.day}")


def test_lines_break_at_missing_days_and_are_dashed_beside_estimated_ones() -> None:
    one = series(1, (1, 0, 0, 9), (2, 0, 0, 9), (0, 0, 0, 0), (3, 0, 3, 9), (1, 0, 0, 9))
    svg = str(charts.lines([one], Wording("ar"), "وصف")).split("<svg ")[1]
    assert re.findall(r'<path class="(l1[^"]*)"', svg) == ["l1", "l1 dash"]
    assert svg.count("hollow") == 1
    assert "/d1/2015-08-04" in svg


def test_values_beside_lines_do_not_cover_each_other() -> None:
    same = ((1, 0, 0, 9), (5, 0, 0, 9), (2, 0, 0, 9))
    svg = str(charts.lines([series(n, *same) for n in range(1, 6)], Wording("ar"), "وصف")).split("<svg ")[1]
    places = re.findall(r'<text class="t\d" x="([\d.]+)" y="([\d.]+)"', svg)
    assert len(places) >= 2
    assert len(places) == len(set(places))


def test_a_chart_says_its_finding() -> None:
    told = charts.title_of_lines([series(1, (1, 0, 0, 9), (4, 0, 0, 9))], Wording("ar"))
    assert "اسم 1: الذروة 4 أخبار، 2 آب/أغسطس 2015" in told
    assert "at the left" in charts.title_of("Huda", volume((2, 0, 0, 9)), Wording("en"))


def test_nothing_has_no_bar_and_weakness_is_hollow() -> None:
    assert "<rect" not in charts.meter(0, 10)
    assert 'width="50.0%"' in charts.meter(5, 10)
    assert 'class="meter weak"' in charts.meter(5, 10, weak=True)


def test_a_window_of_everything_does_not_claim_to_cover_its_known_days_alone() -> None:
    said = Wording("ar").window(Window("2015-08-03", "2015-08-03", 1, whole=True))
    assert "المحفوظات كلها" in said
    assert "يوم واحد" not in said


def test_stories_without_a_day_are_on_the_page_that_their_figure_opens(site: httpx.Client) -> None:
    page = get(site, f"/e/{HUDA}.json?all=1").json()
    assert page["volume"]["undated"] > 0
    html = get(site, f"/e/{HUDA}?all=1").text
    href = next(a["href"] for a in Elements(html).all("a") if "/stories?page=" in a["href"])
    rows = get(site, href.replace("/stories?", "/stories.json?")).json()["stories"]["rows"]
    assert any(row["day"] is None for row in rows)

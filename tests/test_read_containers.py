"""Files that hold many pages: JSON Lines, WARC archives, feeds and compressed ones, whole, broken and endless."""

from __future__ import annotations

import bz2
import gzip
import html as entities
import io
import json
import lzma
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_archives import chunked, record
from marsad import catalogue, outlets
from marsad.config import Limits
from marsad.errors import SettingsError
from marsad.intake import again, compressed, containers
from marsad.intake.fields import Fields
from marsad.intake.files import pages
from marsad.intake.given import Given
from marsad.intake.options import Options
from marsad.model import Page, Rejected
from marsad.story import layout

TITLE = "افتتاح ميناء الصيد في المكلا"
TEXT = (
    "المكلا – وكالة الساحل\n\n"
    "افتتح محافظ حضرموت صباح اليوم ميناء الصيد الجديد في مدينة المكلا بحضور عدد من الصيادين.\n\n"
    "وقال المحافظ إن الميناء سيبدأ استقبال القوارب مطلع الأسبوع المقبل بعد استكمال أعمال الإنارة."
)
HTML = (
    f"<!DOCTYPE html><html lang='ar'><head><meta charset='utf-8'><title>{TITLE}</title></head><body><article>"
    f"<h1>{TITLE}</h1>" + "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n")) + "</article></body></html>"
)
KNOWN = catalogue.load(()), outlets.load(())
PACK = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": compressed.zstd.compress}
FULL = [
    record("warcinfo", "", b"software: a test", media="application/warc-fields"),
    record("request", "https://sahel.example/1", b"GET /1 HTTP/1.1\r\n\r\n", media="application/http; msgtype=request"),
    record("response", "https://sahel.example/1", HTML.encode()),
    record("response", "https://sahel.example/2", gzip.compress(HTML.encode()), fields="Content-Encoding: gzip\r\n"),
    record("response", "https://sahel.example/3", chunked(HTML.encode()), fields="Transfer-Encoding: chunked\r\n"),
    record("response", "https://sahel.example/4", HTML.encode("cp1256"), media="text/html; charset=iso-8859-1"),
    record("response", "https://sahel.example/5", HTML.encode(), fields="Content-Encoding: gzip\r\n"),
    record("response", "https://sahel.example/6", zlib.compress(HTML.encode()), fields="Content-Encoding: deflate\r\n"),
    record("response", "https://sahel.example/p.jpg", b"\xff\xd8\xff", media="image/jpeg"),
    record("response", "https://sahel.example/gone", HTML.encode(), status="404 Not Found"),
    record("response", "https://sahel.example/moved", b"", status="301 Moved Permanently"),
    record("revisit", "https://sahel.example/1", b""),
    record("resource", "https://sahel.example/7", HTML.encode(), media="text/html"),
    record("conversion", "https://sahel.example/8", f"{TITLE}\n\n{TEXT}".encode(), media="text/plain"),
]


def read(data: bytes, name: str = "file", options: Options | None = None) -> list[Page | Rejected]:
    stream = io.BufferedReader(io.BytesIO(data))  # type: ignore[type-var]
    return list(containers.pages(stream, name, Given(), options or Options()))


def good(found: Iterable[Page | Rejected]) -> list[Page]:
    return [p for p in found if isinstance(p, Page)]


def bad(found: Iterable[Page | Rejected]) -> dict[str, int]:
    return {p.reason: p.count for p in found if isinstance(p, Rejected)}


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


@pytest.mark.parametrize("packing", PACK)
def test_a_compressed_page_is_the_page(packing: str) -> None:
    for plain in (f"{TITLE}\n\n{TEXT}".encode(), HTML.encode()):
        packed = read(PACK[packing](plain), f"page.{packing}")
        assert packed == read(plain, f"page.{packing}")
        assert good(packed)[0].text.startswith(TITLE)


@pytest.mark.parametrize("packing", PACK)
def test_a_compressed_file_that_breaks_off_or_expands_without_end(packing: str) -> None:
    whole = PACK[packing](b"".join(line(title=f"{TITLE} {n}", text=TEXT * 9, id=n) for n in range(2000)))
    cut = read(whole[: len(whole) * 2 // 3], "news.jsonl")
    assert bad(cut).get("broken") == 1
    assert all("kept" in p.detail for p in cut if isinstance(p, Rejected) and p.reason == "broken")
    trap = PACK[packing](b"a" * 9_000_000)
    assert bad(read(trap, "a", Options(Limits(page_bytes=1_000_000)))) == {"too_large": 1}
    assert bad(read(trap, "a", Options(Limits(expanded_bytes=1_000_000)))) == {"expands_too_far": 1}


def test_files_packed_over_and_over() -> None:
    packed = HTML.encode()
    for _ in range(3):
        packed = gzip.compress(packed)
    assert good(read(packed))[0].text.startswith(TITLE)
    assert bad(read(gzip.compress(packed))) == {"too_deep": 1}


def test_a_record_is_read_as_the_same_text_in_a_file() -> None:
    (record,) = good(read(line(headline=TITLE, body=TEXT), "news.jsonl"))
    (saved,) = good(read(f"{TITLE}\n\n{TEXT}".encode()))
    assert (record.text, record.digest, record.path) == (saved.text, saved.digest, "news.jsonl:1")


def test_what_a_record_says_of_its_story() -> None:
    data = line(
        title=TITLE,
        text=TEXT,
        URL="https://sahel.example/1",
        publisher={"name": "الساحل"},
        pubDate="Tue, 03 Mar 2026 01:10:00 +0300",
        date="2026-03-04",
        authors=["سالم باوزير", "هدى"],
        keywords="صيد، المكلا",
        section="محليات",
        lang="ar",
    )
    (page,) = good(read(data, "news.ndjson"))
    assert page.markup
    assert page.markup.all("author") == ("سالم باوزير", "هدى")
    assert page.markup.all("tags") == ("صيد", "المكلا")
    assert (page.markup.all("section"), page.markup.all("language")) == (("محليات",), ("ar",))
    assert (page.url, page.given_source) == ("https://sahel.example/1", "الساحل")
    assert (page.given_published, page.seen) == ("2026-03-03T01:10:00+03:00", "2026-03-04")


def test_a_plain_date_is_of_fetching_until_the_user_says_otherwise() -> None:
    remarks: list[str] = []
    data = line(title=TITLE, text=TEXT, date="2026-03-03", h="x") * 2
    (page, _) = good(read(data, "a/news.jsonl", Options(notice=remarks.append)))
    assert (page.given_published, page.seen) == (None, "2026-03-03")
    assert len(remarks) == 1
    assert "title=title, text=text, seen=date" in remarks[0]
    assert "--fields published=date" in remarks[0]
    told = Options(fields=Fields.parse(["published=date", "b/*:title=h"]))
    (page, _) = good(read(data, "a/news.jsonl", told))
    assert (page.given_published, page.seen) == ("2026-03-03", None)
    assert good(read(data, "c/b/news.jsonl", told))[0].text.startswith("x\n\n")
    with pytest.raises(SettingsError, match="names no field"):
        Fields.parse(["date"])


def test_html_in_records_and_a_title_that_the_text_repeats() -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n"))
    (page,) = good(read(line(title=TITLE, html=f"<div>{paragraphs}</div><p>النهاية</p>"), "a.jsonl"))
    assert TITLE in page.text
    assert "<p>" not in page.text
    (page,) = good(read(line(title=TITLE, text=f"{TITLE}\n{TEXT}"), "a.jsonl"))
    assert page.text.count(TITLE) == 1


def test_bad_lines_are_rejected_alone() -> None:
    first, last = line(title=TITLE, text=TEXT), line(title=TITLE + "!", text=TEXT)
    data = first + b"no json\n\n[1]\n" + line(title=TITLE) + b'{"text": "' + b"a" * 3000 + b'"}\n' + last
    found = read(data, "a.jsonl", Options(Limits(page_bytes=2500)))
    assert [p.path for p in good(found)] == ["a.jsonl:1", "a.jsonl:7"]
    assert [(p.path, p.reason) for p in found if isinstance(p, Rejected)] == [
        ("a.jsonl:2", "bad_record"),
        ("a.jsonl:4", "bad_record"),
        ("a.jsonl:5", "no_text"),
        ("a.jsonl:6", "too_large"),
    ]


def test_a_list_of_records_and_one_record_in_a_document() -> None:
    records = [{"title": TITLE, "text": TEXT}, {"title": "غيره", "text": TEXT}]
    assert len(good(read(json.dumps(records, indent=1).encode(), "news.json"))) == 2
    assert len(good(read(json.dumps(records[0], indent=1).encode(), "story.json"))) == 1


def test_a_record_that_was_encoded_twice_is_turned_back() -> None:
    twice = TEXT.encode().decode("latin-1")
    (page,) = good(read(line(title=TITLE, text=twice), "a.jsonl"))
    assert page.text == f"{TITLE}\n\n{TEXT}"
    assert page.encoding == "utf-8 (read as cp1252)"


@pytest.mark.parametrize("packing", ["plain", "gz", "one gz", "xz", "zst"])
def test_the_pages_of_a_warc_archive(packing: str) -> None:
    data = {
        "plain": lambda: b"".join(FULL),
        "gz": lambda: b"".join(map(gzip.compress, FULL)),
        "one gz": lambda: gzip.compress(b"".join(FULL)),
        "xz": lambda: lzma.compress(b"".join(FULL)),
        "zst": lambda: PACK["zst"](b"".join(FULL)),
    }[packing]()
    found = read(data, "a.warc")
    assert [p.url for p in good(found)] == [f"https://sahel.example/{n}" for n in range(1, 9)]
    assert {p.seen for p in good(found)} == {"2026-03-03T10:00:00+00:00"}
    assert all(p.text.startswith(TITLE) and "محافظ حضرموت" in p.text for p in good(found))
    assert len({p.digest for p in good(found)}) == 8
    assert bad(found) == {
        "warcinfo": 1, "request": 1, "media_type": 1, "status_4xx": 1, "status_3xx": 1, "revisit": 1,
    }  # fmt: skip
    assert {p.stage for p in found if isinstance(p, Rejected)} == {"container"}


def test_an_archive_with_damage_goes_on_after_it() -> None:
    packed = [gzip.compress(r) for r in FULL[2:6]]
    packed[1] = packed[1][:60] + bytes(20) + packed[1][80:]
    found = read(b"".join(packed), "a.warc.gz")
    assert [p.url for p in good(found)] == [f"https://sahel.example/{n}" for n in (1, 3, 4)]
    assert bad(found)["broken_record"] >= 1
    found = read(FULL[2] + b"no record\r\n\r\n" * 9 + FULL[4], "a.warc")
    assert [p.url for p in good(found)] == ["https://sahel.example/1", "https://sahel.example/3"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_that_breaks_off_keeps_what_stood_before(pack: type[bytes]) -> None:
    data = pack(FULL[2]) + pack(FULL[4])
    found = read(data[:-200], "a.warc")
    assert [p.url for p in good(found)] == ["https://sahel.example/1"]
    assert bad(found) == {"broken": 1, "broken_record": 1}


def test_records_larger_than_a_page_and_more_than_there_may_be() -> None:
    big = record("response", "https://sahel.example/big", b"a" * 90_000)
    bomb = record(
        "response", "https://sahel.example/b", gzip.compress(b"a" * 90_000), fields="Content-Encoding: gzip\r\n"
    )
    found = read(big + bomb + FULL[2], "a.warc", Options(Limits(page_bytes=50_000)))
    assert (len(good(found)), bad(found)) == (1, {"too_large": 1})
    found = read(b"".join(FULL), "a.warc", Options(Limits(records=3)))
    assert len(good(found)) == 1
    assert bad(found)["too_many_records"] == 1
    found = read(line(title=TITLE, text=TEXT) * 5, "a.jsonl", Options(Limits(records=3)))
    assert (len(good(found)), bad(found)) == (3, {"too_many_records": 1})


def test_a_feed_gives_its_whole_texts_and_shows_its_summaries_as_teasers() -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n") * 2)
    items = (
        f"<item><title>{TITLE}</title><link>https://sahel.example/1</link><pubDate>Tue, 03 Mar 2026 01:10:00 +0300"
        f"</pubDate><description>ملخص</description><content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
        f"<item><title>خبر &lt;b&gt;آخر&lt;/b&gt;</title><link>/2</link><description>{TEXT[:90]}…</description></item>"
        "<item><title>عاجل</title><link>https://sahel.example/3</link><description>ملخص قصير</description></item>"
        "<item><title>بلا عنوان على الشبكة</title><description>ملخص</description></item>"
    )
    feed = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>الساحل</title>'
        f"<link>https://sahel.example/</link>{items}</channel></rss>"
    )
    for data in (feed.encode(), gzip.compress(feed.encode()), record("response", "https://s.example/f", feed.encode(),
                                                                    media="application/rss+xml")):  # fmt: skip
        found = read(data, "feed.xml")
        page, teasers = good(found)
        assert (page.url, page.given_published) == ("https://sahel.example/1", "2026-03-03T01:10:00+03:00")
        assert TITLE in page.text
        assert "محافظ حضرموت" in page.text
        assert bad(found) == {"summary_only": 1}
        assert teasers.markup.fact("title").value == "الساحل"
        laid = layout.read(teasers, *KNOWN)
        told = [(t.title.text, t.summary.text, t.url) for t in laid.related]
        assert told == [
            ("خبر آخر", " ".join(f"{TEXT[:90]}…".split()), "https://sahel.example/2"),
            ("عاجل", "ملخص قصير", "https://sahel.example/3"),
        ]
        assert laid.stories == ()
        assert again.page(teasers.raw, teasers.path, Options()) == teasers


def test_a_text_that_begins_without_a_tag_keeps_its_paragraphs() -> None:
    paragraphs = TEXT.split("\n\n")
    (page,) = good(read(line(title=TITLE, text="<br/><br />".join(paragraphs)), "a.jsonl"))
    assert page.text.split("\n")[:3] == [TITLE, *paragraphs[:2]]


def test_a_summary_that_is_the_whole_text_and_the_outlet_of_a_feed_without_addresses() -> None:
    words = " ".join(TEXT.split() * 5)
    summary = entities.escape(f"{words} &amp; غيرها")
    item = f"<item><title>{TITLE}</title><description>{summary}</description></item>"
    (page,) = good(read(f"<rss version='2.0'><channel><title>الساحل</title>{item}</channel></rss>".encode()))
    assert page.text == f"{TITLE}\n\n{words} & غيرها"
    assert page.given_source == "الساحل"


def test_a_sitemap_holds_no_story() -> None:
    found = read(b"<urlset><url><loc>https://sahel.example/1</loc></url></urlset>", "sitemap.xml")
    assert bad(found) == {"addresses_only": 1}
    assert "marsad follow" in found[0].detail  # type: ignore[union-attr]


def test_a_page_that_takes_too_long_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad.intake import documents

    kept = documents.decode

    def slow(data: bytes, declared: str | None) -> tuple[str, str]:
        while b"slow" in data:
            pass
        return kept(data, declared)

    monkeypatch.setattr(documents, "decode", slow)
    data = record("response", "https://s.example/1", b"<p>slow</p>") + FULL[2]
    found = read(data, "a.warc", Options(Limits(seconds=0.2)))
    assert (len(good(found)), bad(found)) == (1, {"too_slow": 1})


def test_files_of_every_kind_in_one_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{TEXT}", "utf-8")
    (tmp_path / "a.meta.json").write_text('{"url": "https://sahel.example/9", "date": "2026-03-05"}', "utf-8")
    (tmp_path / "b.html").write_text(HTML, "utf-8")
    (tmp_path / "c.jsonl.xz").write_bytes(lzma.compress(line(title=TITLE, text=TEXT)))
    (tmp_path / "d.warc.gz").write_bytes(b"".join(map(gzip.compress, FULL)))
    found = good(pages([str(tmp_path)]))
    assert len(found) == 11
    assert (found[0].url, found[0].seen) == ("https://sahel.example/9", "2026-03-05")


@pytest.mark.parametrize(
    ("word", "said"), [("seconds=soon", "is no number"), ("speed=1", "no limit 'speed'"), ("depth=-1", "is no number")]
)
def test_limits_are_told_in_words(word: str, said: str) -> None:
    told = Limits().told(["page_bytes=2M", "seconds=0.5"])
    assert (told.page_bytes, told.seconds) == (2 * 1024 * 1024, 0.5)
    with pytest.raises(SettingsError, match=said):
        Limits().told([word])


@settings(max_examples=60)
@given(st.data())
def test_damaged_containers_never_stop_a_run(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from(
            [
                b"".join(FULL[2:7]),
                b"".join(map(gzip.compress, FULL[2:7])),
                line(title=TITLE, text=TEXT, date="2026-03-03", url="https://s.example/1") * 3,
                lzma.compress(HTML.encode()),
                HTML.encode("cp1256"),
            ]
        )
    )
    at = data.draw(st.integers(0, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=9)) + whole[at + data.draw(st.integers(0, 60)) :]
    found = read(damaged, "a")
    assert found
    assert all(p.text.strip() if isinstance(p, Page) else p.detail for p in found)

"""Broken addresses on pages: they lead nowhere, and the page is read all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from marsad.cli import main
from marsad.text.addresses import host_of, joined, parts_of

BROKEN = ["http://[paper.example/news/1", "http://paper.example]/1", "//[", "http://ex\u2100mple.example/"]
TEXT = (
    "افتتح محافظ حضرموت صباح اليوم ميناء الصيد الجديد في مدينة المكلا بحضور عدد من الصيادين.\n\n"
    "وقال المحافظ إن الميناء سيبدأ استقبال القوارب مطلع الأسبوع المقبل بعد استكمال أعمال الإنارة."
)
TITLE = "افتتاح ميناء الصيد في المكلا"


@pytest.mark.parametrize("address", BROKEN)
def test_a_broken_address_has_no_parts(address: str) -> None:
    assert host_of(address) == ""
    assert parts_of(address).path == ""
    assert joined(address, "/news/2") is None


@given(st.text())
def test_any_text_has_parts_and_leads_to_a_whole_address_or_nowhere(address: str) -> None:
    whole = joined("https://paper.example/news/", address)
    assert whole is None or parts_of(whole).scheme
    assert bool(host_of(address)) <= bool(parts_of(address).netloc)
    assert host_of(f"https://www.paper.example/{address}") == "paper.example"


@pytest.mark.parametrize("address", BROKEN)
def test_a_page_at_a_broken_address_is_read(address: str, tmp_path: Path) -> None:
    page = (
        f"<!DOCTYPE html><html><head><title>{TITLE}</title><link rel='canonical' href='{address}'></head><body>"
        f"<article><h1>{TITLE}</h1>" + "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
        + f"</article><aside><a href='{address}'>{TITLE} من جديد</a></aside></body></html>"
    )  # fmt: skip
    (tmp_path / "page.html").write_text(page, "utf-8")
    record = {"": "سالم", "title": f"{TITLE} أمس", "text": TEXT, "url": address}
    (tmp_path / "news.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    result = CliRunner().invoke(main, ["read", "--json", str(tmp_path)])
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(line["stories"][0]["title"] for line in lines) == sorted([TITLE, f"{TITLE} أمس"])

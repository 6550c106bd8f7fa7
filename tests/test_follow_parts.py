"""The parts of following by themselves: what is refused, what is remembered, what the raw store survives."""

from __future__ import annotations

import gzip
import ipaddress
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from marsad.cli import main
from marsad.errors import SettingsError, StoreError
from marsad.follow.frontier import MOST_TRIES, Found, Frontier
from marsad.follow.guard import Guard, is_public
from marsad.follow.raw import Answer, RawStore
from marsad.follow.targets import Target, cleaned, resolve
from marsad.intake import files
from marsad.model import Page
from marsad.outlets import load

PRIVATE = [
    "127.0.0.1",
    "127.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "0",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fd00::1]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST",
    "paper",
    "intra.local",
    "metadata.google.internal",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "１２７.0.0.1",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_addresses_inside_are_refused_however_they_are_written(host: str) -> None:
    assert Guard().refusal(f"http://{host}/news") == "private_address"
    assert Guard().refusal(f"https://{host}:8443/news") == "private_address"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://paper.example/news", None),
        ("http://8.8.8.8/", None),
        ("https://[2606:4700::1111]/", None),
        ("https://صحيفة.example/", None),
        ("https://1.1.1.1.example/", None),
        ("ftp://paper.example/", "scheme"),
        ("file:///etc/hostname", "scheme"),
        ("https://127.0.0.1@paper.example/", "user_in_address"),
        ("https://paper.example@127.0.0.1/", "user_in_address"),
        ("https://paper.example\\@127.0.0.1/", "user_in_address"),
        ("https:///news", "no_address"),
        ("https://[::1/", "no_address"),
        ("https://paper.example:99999/", "no_address"),
    ],
)
def test_other_addresses(url: str, reason: str | None) -> None:
    assert Guard().refusal(url) == reason


@given(st.ip_addresses(v=4), st.sampled_from(["dotted", "decimal", "hex", "octal", "mapped", "nat64", "6to4"]))
def test_no_way_of_writing_makes_a_private_address_public(address: ipaddress.IPv4Address, form: str) -> None:
    number = int(address)
    written = {
        "dotted": str(address),
        "decimal": str(number),
        "hex": hex(number),
        "octal": f"0{number:o}",
        "mapped": f"[::ffff:{address}]",
        "nat64": f"[{ipaddress.IPv6Address(int(ipaddress.IPv6Address('64:ff9b::')) + number)}]",
        "6to4": f"[{ipaddress.IPv6Address((0x2002 << 112) + (number << 80))}]",
    }[form]
    if not is_public(str(address)):
        assert Guard().refusal(f"http://{written}/") == "private_address"


def test_what_is_allowed_by_name_is_allowed_at_its_port_alone() -> None:
    guard = Guard.allowing(["127.0.0.1:8080", "intra.local"])
    assert guard.refusal("http://127.0.0.1:8080/news") is None
    assert guard.refusal("http://127.0.0.1:8081/news") == "private_address"
    assert guard.refusal("https://intra.local:9000/") is None
    assert guard.may_lead_to("intra.local", "10.0.0.7")
    assert not guard.may_lead_to("paper.example", "10.0.0.7")
    with pytest.raises(SettingsError, match="is no host"):
        Guard.allowing(["http://paper.example/news"])


def test_the_frontier_remembers_and_gives_each_target_its_turn(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path)
    assert (
        frontier.found("a", [Found("https://a.example/1", "2026-01-01"), Found("https://a.example/2", "2026-01-03")])
        == 2
    )
    assert frontier.found("b", [Found("https://b.example/1"), Found("https://a.example/2")]) == 1
    turn = frontier.next_pages(["a", "b"], 10)
    assert [p.url for p in turn] == ["https://a.example/2", "https://b.example/1", "https://a.example/1"]
    assert len(frontier.next_pages(["a", "b"], 2)) == 2
    frontier.kept(turn[0].id, "x.warc.gz", 100, 50)
    frontier.refused(turn[1].id, "robots")
    for _ in range(MOST_TRIES - 1):
        frontier.failed(turn[2].id, "too_slow", final=False)
        assert frontier.waiting("a") == 1
    frontier.failed(turn[2].id, "too_slow", final=False)
    frontier.close()

    again = Frontier(tmp_path)
    assert (again.waiting("a"), again.waiting("b"), again.end_of("x.warc.gz")) == (0, 0, 150)
    (page,) = again.not_added()
    assert (page.url, page.file, page.start, page.length) == ("https://a.example/2", "x.warc.gz", 100, 50)
    again.close()


def test_two_runs_cannot_have_one_store(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path)
    with pytest.raises(StoreError, match="another marsad follow is at work"):
        Frontier(tmp_path)
    frontier.close()
    Frontier(tmp_path).close()


ANSWER = Answer(
    "https://paper.example/news/1",
    200,
    "OK",
    (("Content-Type", "text/html; charset=windows-1256"), ("Content-Encoding", "gzip"), ("Content-Length", "7")),
    gzip.compress("<html><body><p>افتتحت البلدية سوقا جديدة في المدينة.</p></body></html>".encode("cp1256")),
    "2026-11-25T10:00:00Z",
    "2026-11-25T09:00:00+03:00",
)


def test_raw_pages_are_read_again_as_they_came(tmp_path: Path) -> None:
    place = RawStore(tmp_path).keep(ANSWER)
    (page,) = [p for p in files.pages([str(tmp_path / place.file)]) if isinstance(p, Page)]
    assert "افتتحت البلدية سوقا جديدة في المدينة." in page.text
    assert (page.url, page.seen) == (ANSWER.url, "2026-11-25T10:00:00+00:00")
    assert page.given_published == ANSWER.published


@given(st.integers(1, 400))
def test_a_record_that_was_cut_off_is_taken_away_and_whole_ones_stay(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("raw")
    store = RawStore(folder)
    first, second, third = (store.keep(ANSWER) for _ in range(3))
    path = folder / first.file
    data = path.read_bytes()
    path.write_bytes(data[: -min(cut, third.length - 1)])
    found = list(RawStore(folder).recover(path, first.start + first.length))
    assert found == [(ANSWER.url, second)]
    assert path.read_bytes() == data[: third.start]
    assert RawStore(folder).keep(ANSWER).file != first.file


def test_targets_are_outlets_sites_and_addresses_each_once() -> None:
    given_ = ["sana", "https://www.sana.sy/", "https://feeds.paper.example/all?utm_source=x&id=3#top", "paper.example"]
    outlet, feed, site = resolve(given_, load())
    assert (outlet.key, outlet.site, outlet.feeds) == ("sana", "https://sana.sy/", ("https://sana.sy/feed/",))
    assert (feed.address, feed.owns("https://feeds.paper.example/1")) == ("https://feeds.paper.example/all?id=3", True)
    assert (site.key, site.site, site.address) == ("paper.example", "https://paper.example/", None)


def test_own_subdomains_and_folders_belong_to_a_target() -> None:
    target = Target("k", "k", "https://bbc.example/", ("bbc.example/arabic", "paper.example"))
    owned = ["https://www.bbc.example/arabic/1", "https://news.paper.example/x", "http://paper.example"]
    others = [
        "https://bbc.example/sport",
        "https://bbc.example/arabica",
        "https://notpaper.example/",
        "https://x.example/",
    ]
    assert [url for url in (*owned, *others) if target.owns(url)] == owned


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/news/1?utm_source=rss&utm_medium=feed#comments", "https://paper.example/news/1"),
        ("/news?id=3&fbclid=abc", "https://paper.example/news?id=3"),
        ("//cdn.paper.example/خبر", "https://cdn.paper.example/%D8%AE%D8%A8%D8%B1"),
        (" https://paper.example/a b ", "https://paper.example/a%20b"),
        ("mailto:desk@paper.example", None),
        ("javascript:void(0)", None),
        ("http://[::1", None),
    ],
)
def test_addresses_are_asked_for_without_what_only_tracks(written: str, asked: str | None) -> None:
    assert cleaned(written, "https://paper.example/") == asked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobodyknows"], "is no outlet and no address"),
        ([], "nothing is followed yet"),
        (["--once", "--every", "5", "sana"], "leave one of them out"),
        (["--list", "absent.txt"], "cannot read the list absent.txt"),
        (["--allow", "a/b", "sana"], "is no host"),
    ],
)
def test_what_cannot_be_followed_is_told_on_one_line(tmp_path: Path, words: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["--db", str(tmp_path / "a.db"), "follow", *words])
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_no_other_command_pays_for_the_crawler() -> None:
    heavy = "('scrapy', 'twisted', 'lxml', 'fastwarc', 'aiohttp')"
    check = f"import sys, marsad.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

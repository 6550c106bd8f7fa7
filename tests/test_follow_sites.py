"""``marsad follow`` against real little sites on this machine: ordinary ones, busy ones, hostile ones, and a kill."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from follow_site import Answer, Asked, Site, command, feed, follow, index, news_sitemap, story, validated
from marsad.follow.frontier import Frontier

ROBOTS = "text/plain"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def allowed(site: Site) -> tuple[str, str]:
    return "--allow", f"127.0.0.1:{site.port}"


def with_feed(site: Site, paths: list[str]) -> str:
    """Puts a feed of ``paths`` up and returns its address."""
    content = feed(site.root, paths)
    site.put("/feed.xml", validated(lambda: content))
    return f"{site.root}/feed.xml"


def archive(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What an archive holds, in whatever order it was added."""
    db = sqlite3.connect(folder / "archive.db")
    try:
        return {
            "pages": sorted(db.execute("SELECT digest, url, length(text) FROM page").fetchall()),
            "stories": sorted(db.execute("SELECT key, title, day FROM story").fetchall()),
            "names": sorted(db.execute("SELECT start, stop, type FROM mention").fetchall()),
            "quotes": sorted(db.execute("SELECT text FROM quote").fetchall()),
        }
    finally:
        db.close()


def count_pages(folder: Path) -> int:
    """How many pages an archive holds that another process may just be making."""
    try:
        return len(archive(folder)["pages"])
    except sqlite3.OperationalError:
        return 0


def test_an_ordinary_site_gives_its_stories_once(site: Site, tmp_path: Path) -> None:
    paths = site.stories(8)
    with_feed(site, paths[:5])
    map_ = news_sitemap(site.root, paths[3:])
    site.put("/map.xml", validated(lambda: map_))
    robots = f"User-agent: *\nDisallow: /news/7\nSitemap: {site.root}/map.xml\n"
    site.put("/robots.txt", Answer(robots.encode(), kind=ROBOTS))
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    site.put("/", f"<html><head>{link}</head><body><a href='/news/0'>خبر</a></body></html>".encode())

    first = follow(tmp_path, site.root, *allowed(site))
    (gain,) = first["targets"].values()
    assert (gain["found"], gain["fetched"], gain["stories"], gain["refused"]) == (8, 7, 7, {"robots": 1})
    assert (gain["failed"], gain["waiting"]) == ({}, 0)
    assert sorted(site.asked()) == paths[:7]
    assert all(a.headers["user-agent"].startswith("Marsad/") for a in site.log)

    site.log.clear()
    second = follow(tmp_path, *allowed(site))
    (gain,) = second["targets"].values()
    assert (gain["unchanged"], gain["found"], gain["fetched"]) == (2, 0, 0)
    assert {a.path for a in site.log} == {"/robots.txt", "/feed.xml", "/map.xml"}
    assert all("if-none-match" in a.headers for a in site.log if a.path != "/robots.txt")

    again = tmp_path / "again"
    again.mkdir()
    store = str(tmp_path / "archive-follow")
    own = ["--db", str(again / "archive.db"), "add", store]
    subprocess.run([sys.executable, "-c", "from marsad.cli import main; main()", *own], check=True, capture_output=True)
    assert archive(again)["stories"] == archive(tmp_path)["stories"]
    assert archive(again)["pages"] == archive(tmp_path)["pages"]


def test_an_outlet_of_ones_own_is_followed_by_name_within_a_budget(site: Site, tmp_path: Path) -> None:
    paths = site.stories(5)
    listed = paths[:4]
    site.put("/rss", lambda asked: validated(lambda: feed(site.root, listed))(asked))
    mine = tmp_path / "mine.toml"
    facts = f'name = "صحيفة الضفاف"\nkind = "newspaper"\ndomains = ["127.0.0.1"]\nfeeds = ["{site.root}/rss"]\n'
    mine.write_text(f"[difaf]\n{facts}", encoding="utf-8")
    list_ = tmp_path / "list.txt"
    list_.write_text("# mine\nصحيفة الضفاف\n", encoding="utf-8")

    first = follow(tmp_path, "--list", str(list_), "--budget", "3", *allowed(site), outlets=mine)
    gain = first["targets"]["difaf"]
    assert (first["ended"], gain["stories"], gain["waiting"], len(site.asked())) == ("pages", 3, 1, 3)
    listed.append(paths[4])
    second = follow(tmp_path, "difaf", *allowed(site), outlets=mine)
    gain = second["targets"]["difaf"]
    assert (second["ended"], gain["stories"], gain["waiting"]) == ("done", 2, 0)
    assert sorted(site.asked()) == paths
    db = sqlite3.connect(tmp_path / "archive.db")
    found = db.execute("SELECT source.key, count(*) FROM story JOIN source ON source.id = story.source GROUP BY 1")
    assert found.fetchall() == [("difaf", 5)]
    db.close()


def test_what_is_hostile_or_broken_costs_itself_alone(site: Site, tmp_path: Path) -> None:
    good = site.stories(2)
    other = Site()
    bomb = gzip.compress(bytes(200 * 1024 * 1024), 9)
    site.put("/t/loop", Answer(status=302, headers={"Location": "/t/loop"}))
    site.put("/t/there", Answer(status=302, headers={"Location": "/t/back"}))
    site.put("/t/back", Answer(status=302, headers={"Location": "/t/there"}))
    site.put("/t/slow", lambda asked: (site.stopping.wait(8), Answer(story(40)))[1])
    site.put("/t/huge", lambda asked: Answer(bytes(20 * 1024 * 1024)))
    site.put("/t/short", Answer(story(41), length=len(story(41)) + 500))
    site.put("/t/bomb", Answer(bomb, headers={"Content-Encoding": "gzip"}))
    site.put("/t/cloud", Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"}))
    site.put("/t/inner", Answer(status=302, headers={"Location": f"{other.root}/secret"}))
    site.put("/t/decimal", Answer(status=302, headers={"Location": f"http://2130706433:{other.port}/secret"}))
    site.put("/t/mapped", Answer(status=302, headers={"Location": f"http://[::ffff:127.0.0.1]:{other.port}/secret"}))
    site.put("/t/user", Answer(status=302, headers={"Location": f"http://a@127.0.0.1:{site.port}/news/0"}))
    site.put("/t/file", Answer(status=302, headers={"Location": "file:///etc/hostname"}))
    site.put("/t/gone", Answer(b"gone", 410))
    site.put("/t/fails", Answer(b"no", 500))
    site.put("/t/picture", Answer(b"\x89PNG\r\n\x1a\n" + bytes(100), kind="image/png"))
    site.put("/t/empty", Answer(b"  \n"))
    traps = sorted(p for p in site.routes if p.startswith("/t/") and p != "/t/back")
    elsewhere = b"<item><link>http://elsewhere.example/news</link></item></channel>"
    content = feed(site.root, [*traps, *good]).replace(b"</channel>", elsewhere)
    site.put("/feed.xml", Answer(content, kind="application/xml"))
    address = f"{site.root}/feed.xml"

    with other:
        report = follow(tmp_path, address, "--timeout", "1.5", *allowed(site))
        assert other.log == []
    (gain,) = report["targets"].values()
    assert gain["stories"] == 2
    assert gain["refused"] == {"private_address": 4, "user_in_address": 1, "other_site": 1}
    assert gain["failed"] == {
        "redirects": 2, "too_slow": 1, "too_large": 2, "cut_off": 1, "status_410": 1, "status_500": 1, "media_type": 1,
        "status_302": 1, "empty": 1,
    }  # fmt: skip
    assert len(site.asked("/t/loop")) <= 6


def test_busy_sites_are_given_the_time_that_they_ask_for(site: Site, tmp_path: Path) -> None:
    paths = site.stories(3)
    busy = Answer(b"busy", 503, headers={"Retry-After": "1"})
    site.put(paths[1], lambda asked: busy if asked.number == 1 else Answer(story(1)))
    site.put("/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 0.3\n", kind=ROBOTS))
    away = Answer(b"later", 429, headers={"Retry-After": "7200"})
    with Site() as resting:
        far = resting.stories(4, first=10)
        resting.put(far[0], lambda asked: away if asked.number == 1 else Answer(story(10)))
        addresses = (with_feed(site, paths), with_feed(resting, far))
        first = follow(tmp_path, *addresses, *allowed(site), *allowed(resting))["targets"]
        near_gain, far_gain = first[addresses[0]], first[addresses[1]]
        assert (near_gain["stories"], near_gain["failed"]) == (3, {})
        assert far_gain["failed"]["asked_to_wait"] >= 1
        assert far_gain["stories"] + far_gain["waiting"] == 4
        once, again = (a.time for a in site.log if a.path == paths[1])
        assert again - once >= 0.8
        times = [a.time for a in site.log if a.path != "/robots.txt"]
        assert min(b - a for a, b in pairwise(times)) >= 0.15
        second = follow(tmp_path, *allowed(site), *allowed(resting))["targets"]
    assert (second[addresses[1]]["waiting"], second[addresses[1]]["failed"]) == (0, {})
    assert len(archive(tmp_path)["stories"]) == 7


def test_robots_txt_is_obeyed_and_one_that_cannot_be_had_forbids_for_now(site: Site, tmp_path: Path) -> None:
    with Site() as against_us, Site() as against_others:
        addresses = [with_feed(s, s.stories(1, first=n)) for n, s in enumerate((site, against_us))]
        addresses.append(against_others.root)
        paths = against_others.stories(2, first=2)
        against_others.put("/rss.xml", Answer(feed(against_others.root, paths[:1]), kind="application/xml"))
        against_others.put("/sitemap-news.xml", Answer(news_sitemap(against_others.root, paths[1:])))
        site.put("/robots.txt", Answer(b"down", 500))
        against_us.put("/robots.txt", Answer(b"User-agent: Marsad\nDisallow: /\n", kind=ROBOTS))
        against_others.put("/robots.txt", Answer(b"User-agent: other\nDisallow: /\n", kind=ROBOTS))
        allow = [word for s in (site, against_us, against_others) for word in allowed(s)]
        gains = follow(tmp_path, *addresses, *allow)["targets"]
        assert gains[addresses[0]]["failed"] == {"robots_unreachable": 1}
        assert gains[addresses[1]]["refused"] == {"robots": 1}
        usual = gains[f"127.0.0.1:{against_others.port}"]
        assert (usual["stories"], usual["failed"]) == (2, {"status_404": 1})  # the front page
        assert {a.path for a in (*site.log, *against_us.log)} == {"/robots.txt"}


def test_an_endless_calendar_and_endless_sitemaps_end(site: Site, tmp_path: Path) -> None:
    paths = site.stories(1)
    days = "".join(f'<a href="/calendar/{n}">{n}</a>' for n in range(200))
    site.put("/", f"<html><body>{days}</body></html>".encode())
    site.put("/calendar/*", f"<html><body>{days}</body></html>".encode())
    site.put("/maps/*", lambda asked: Answer(index(site.root, [f"{asked.path}/{n}" for n in range(100)])))
    site.put("/old.xml", news_sitemap(site.root, ["/news/90", "/news/91"], days_ago=30))
    site.put("/new.xml", news_sitemap(site.root, paths))
    robots = "".join(f"Sitemap: {site.root}{p}\n" for p in ("/new.xml", "/old.xml", "/maps/all"))
    site.put("/robots.txt", Answer(robots.encode(), kind=ROBOTS))
    report = follow(tmp_path, site.root, *allowed(site))
    (gain,) = report["targets"].values()
    assert (gain["stories"], gain["refused"]["too_old"], report["ended"]) == (1, 2, "done")
    assert gain["refused"]["too_deep"] > 0
    assert gain["refused"]["old_sitemap"] > 0
    assert site.asked("/calendar") == []
    assert len(site.asked("/maps")) <= 30
    assert site.asked() == paths


def test_killed_in_the_middle_and_run_again_it_ends_as_if_unbroken(site: Site, tmp_path: Path) -> None:
    paths = site.stories(6)
    address = with_feed(site, paths)
    reached, killed = threading.Event(), threading.Event()

    def fifth(asked: Asked) -> Answer:
        if asked.number == 1:
            reached.set()
            killed.wait(60)
        return Answer(story(4))

    site.put(paths[4], fifth)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    with subprocess.Popen(command(broken, address, *allowed(site)), stdout=-1, stderr=-1) as process:
        assert reached.wait(60)
        while count_pages(broken) < 4:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    killed.set()
    torn = next((broken / "archive-follow").glob("*.warc.gz"))
    with torn.open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00half a record")
    follow(broken, address, *allowed(site))
    asked = [p for p in site.asked() if p != paths[4]]
    assert len(asked) == len(set(asked))
    follow(whole, address, *allowed(site))
    assert archive(broken) == archive(whole)
    assert len(archive(whole)["stories"]) == 6


def test_a_name_that_leads_inside_by_its_look_up_is_refused(site: Site, tmp_path: Path) -> None:
    lie = (
        "import socket; real = socket.getaddrinfo; socket.getaddrinfo = lambda host, *more, **named: "
        "real('127.0.0.1' if host == 'paper.example' else host, *more, **named); from marsad.cli import main; main()"
    )
    words = command(tmp_path, f"http://paper.example:{site.port}/feed.xml")
    words[words.index("-c") + 1] = lie
    done = subprocess.run(words, capture_output=True, text=True, timeout=150, check=False)
    (gain,) = json.loads(done.stdout)["targets"].values()
    assert (gain["refused"], gain["failed"], site.log) == ({"private_address": 1}, {}, [])


def test_again_and_again_until_it_is_stopped(site: Site, tmp_path: Path) -> None:
    paths = site.stories(2)
    listed = paths[:1]
    site.put("/feed.xml", lambda asked: Answer(feed(site.root, listed), kind="application/xml"))
    words = command(tmp_path, f"{site.root}/feed.xml", "--every", "0.005", *allowed(site))
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        first = json.loads(process.stdout.readline())
        listed.append(paths[1])
        stories = [next(iter(first["targets"].values()))["stories"]]
        while sum(stories) < 2:
            stories.append(next(iter(json.loads(process.stdout.readline())["targets"].values()))["stories"])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert stories[0] == 1
    assert site.asked() == paths


def test_a_file_that_cannot_be_used_ends_the_run_with_one_line_and_loses_nothing(site: Site, tmp_path: Path) -> None:
    address = with_feed(site, site.stories(1))
    bad = tmp_path / "bad.tsv"
    bad.write_text("one\ttwo\n", encoding="utf-8")
    words = command(tmp_path, address, *allowed(site))
    words[words.index("follow") : words.index("follow")] = ["--catalogue", str(bad)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 1
    assert f"{bad}, line 1" in done.stderr
    assert "Traceback" not in done.stderr
    frontier = Frontier(tmp_path / "archive-follow")
    assert frontier.waiting(address) == 1
    frontier.close()

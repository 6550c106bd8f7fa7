"""Damaged input for the whole reader: no crash, no hang, no growth of memory.

    python eval/fuzz.py [--runs 20000] [--seed 1] [--seconds 2] [--jobs 2] [--only KIND]

Makes pages, feeds, records and archives, damages them (bytes flipped, cut, doubled, spliced, tags nested and left
open) and reads them as ``marsad read`` does: every one into stories, one in eight into names and quotes as well.
Prints one line for each input that made the reader fail, with the seed that makes it again (``--seed N --runs 1``),
then the counts, the slowest input (in seconds of its own work) and the growth of memory after the first tenth. Ends
with status 1 where anything failed.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import lzma
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from made_archives import chunked, record
from marsad import contract
from marsad.config import Limits, settings
from marsad.intake import containers, sitemaps
from marsad.intake.given import Given
from marsad.intake.options import Options
from marsad.model import Page, Rejected
from marsad.pipeline import Tools, observe
from marsad.story import layout

SAMPLES = Path(__file__).parent.parent / "src" / "marsad" / "data" / "samples" / "pages"
#: Memory may grow by so much after the first tenth of the inputs: caches of words fill up slowly.
MOST_GROWTH = 64 * 1024 * 1024
#: Names and quotes are looked for in one input of so many: they take most of the time, and see damage least.
DEEP = 8
#: Longer texts would cost time and show no more.
MOST_CHARS = 1_200
TAGS = (
    b"<div>",
    b"</div>",
    b"<p>",
    b"<ul><li>",
    b"</article>",
    b"<table><tr><td>",
    b"<b>",
    b"<script>",
    b"<!--",
    b"]]>",
)
ODD = (
    b"\x00",
    b"\xff",
    b"\xd8",
    b"&#x110000;",
    b"&amp;amp;",
    "\u202e".encode(),
    b"\r\n\r\n",
    b"{" * 40,
    b'"',
    "«".encode(),
)


def texts() -> list[str]:
    """The shipped sample pages: invented, in good newspaper Arabic."""
    return [p.read_text("utf-8") for p in sorted(SAMPLES.glob("*.txt"))]


def as_html(text: str) -> bytes:
    """A page of markup with a head, data for machines, and the text."""
    title, _, rest = text.partition("\n")
    data = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": "2026-03-03T10:00:00Z"})
    body = "".join(f"<p>{p}</p>" for p in rest.split("\n") if p.strip())
    head = f"<meta charset='utf-8'><title>{title}</title><script type='application/ld+json'>{data}</script>"
    menu = "<nav><ul>" + "<li><a href='/x'>رياضة</a></li>" * 6 + "</ul></nav>"
    article = f"<article><h1>{title}</h1>{body}</article>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{menu}{article}</body></html>".encode()


def as_feed(text: str) -> bytes:
    """RSS with a whole text and a summary."""
    title, _, rest = text.partition("\n")
    item = f"<item><title>{title}</title><link>https://a.example/1</link><description>{rest[:90]}…</description>"
    whole = f"<content:encoded><![CDATA[<p>{rest}</p>]]></content:encoded></item>"
    space = "http://purl.org/rss/1.0/modules/content/"
    return f'<rss version="2.0" xmlns:content="{space}"><channel>{item}{whole}{item}</item></channel></rss>'.encode()


def as_sitemap(text: str) -> bytes:
    """A news sitemap."""
    entry = f"<url><loc>https://a.example/1</loc><news:title>{text[:60]}</news:title></url>"
    return f'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entry * 3}</urlset>'.encode()


def as_records(text: str) -> bytes:
    """Three lines of JSON."""
    title, _, rest = text.partition("\n")
    line = json.dumps({"title": title, "text": rest, "date": "2026-03-03", "tags": ["أ"]}, ensure_ascii=False)
    return (line + "\n").encode() * 3


def as_warc(text: str) -> bytes:
    """Records of several kinds."""
    page = as_html(text)
    return b"".join(
        [
            record("request", "https://a.example/1", b"GET", media="text/plain"),
            record("response", "https://a.example/1", page),
            record("response", "https://a.example/2", chunked(gzip.compress(page)),
                   fields="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
            record("resource", "https://a.example/3", page, media="text/html"),
        ]
    )  # fmt: skip


MAKERS: dict[str, Callable[[str], bytes]] = {
    "text": lambda text: text.encode(),
    "cp1256": lambda text: text.encode("cp1256", "replace"),
    "html": as_html,
    "feed": as_feed,
    "sitemap": as_sitemap,
    "records": as_records,
    "warc": as_warc,
    "warc.gz": lambda text: gzip.compress(as_warc(text)),
    "html.gz": lambda text: gzip.compress(as_html(text)),
    "records.xz": lambda text: lzma.compress(as_records(text)),
}


def damaged(data: bytes, chance: random.Random, others: list[str]) -> bytes:
    """``data`` with one to six damages."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, size = chance.randrange(len(found) + 1), chance.choice((1, 4, 60, 900))
        match chance.randrange(7):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + size]
            case 2:
                found[at:at] = found[at : at + size] * chance.randint(1, 8)
            case 3:
                found[at:at] = chance.choice(TAGS) * chance.choice((1, 3, 300))
            case 4:
                found[at:at] = chance.choice(ODD)
            case 5:
                other = chance.choice(others).encode()
                start = chance.randrange(len(other))
                found[at:at] = other[start : start + size]
            case _:
                found = found[: max(at, 1)] if chance.random() < 0.3 else found
    return bytes(found)


@dataclass(slots=True)
class Result:
    """What became of a share of the inputs."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, int, str] = (0.0, 0, "")
    growth: int = 0


def resident() -> int:
    """Bytes of memory that the process holds; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def run(seeds: range, seconds: float, only: str | None) -> Result:
    """Reads the inputs of ``seeds``."""
    result, tools, kept = Result(), Tools.load(settings()), texts()
    kinds = [only] if only else list(MAKERS)
    first = 0
    for number, seed in enumerate(seeds):
        chance = random.Random(seed)
        kind = chance.choice(kinds)
        data = damaged(MAKERS[kind](chance.choice(kept)[:6000]), chance, kept)
        start = time.process_time()
        try:
            read_one(data, kind, tools, result, deep=seed % DEEP == 0)
        except BaseException as cause:  # the bindings of a library may raise what is no Exception
            if isinstance(cause, KeyboardInterrupt):
                raise
            result.failures.append(f"seed {seed} ({kind}): {type(cause).__name__}: {cause}")
        taken = time.process_time() - start
        result.slowest = max(result.slowest, (taken, seed, kind))
        if taken > seconds:
            result.failures.append(f"seed {seed} ({kind}): {taken:.1f} s")
        if number == len(seeds) // 10:
            first = resident()
    result.growth = resident() - first
    return result


def read_one(data: bytes, kind: str, tools: Tools, result: Result, *, deep: bool) -> None:
    """Reads one input as the command does, with its names and quotes if ``deep``; a bug rises."""
    if kind == "sitemap":
        result.outcomes["addresses"] += sum(1 for _ in sitemaps.parse(data))
    stream = io.BufferedReader(io.BytesIO(data))  # type: ignore[type-var]
    for page in containers.pages(stream, kind, Given(), Options(Limits(seconds=0))):
        found: object = page
        if deep:
            found = reading = observe(page, tools, strict=True)
            json.dumps(contract.as_json(reading), ensure_ascii=False)
        elif isinstance(page, Page):
            found = layout.read(page, tools.catalogue, tools.outlets)
        result.outcomes[found.reason if isinstance(found, Rejected) else "read"] += 1


def main() -> int:
    """Runs the shares side by side and prints what they found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", choices=MAKERS)
    told = parser.parse_args()
    jobs = max(1, min(told.jobs, told.runs))
    step = -(-told.runs // jobs)
    end = told.seed + told.runs
    shares = [range(at, min(at + step, end)) for at in range(told.seed, end, step)]
    start = time.perf_counter()
    with ProcessPoolExecutor(jobs) as pool:
        results = list(pool.map(run, shares, [told.seconds] * len(shares), [told.only] * len(shares)))
    taken = time.perf_counter() - start
    failures = [line for r in results for line in r.failures]
    print(*failures, sep="\n")
    growth = max(r.growth for r in results)
    slowest = max(r.slowest for r in results)
    print(f"{told.runs:,} inputs in {taken:.0f} s ({told.runs / taken:.0f} a second), {len(failures)} failures")
    print(f"outcomes: {dict(sum((r.outcomes for r in results), Counter()).most_common())}")
    print(f"slowest: {slowest[0]:.2f} s (seed {slowest[1]}, {slowest[2]}); memory grew by {growth / 1e6:.0f} MB")
    return 1 if failures or growth > MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())

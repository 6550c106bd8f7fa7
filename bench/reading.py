"""How fast and how right pages are read, beside the tools of the field on the same pages in the same minutes.

    python bench/reading.py [--pages ../shared/html] [--rounds 5] [--warc-mb 100 300] [--add]

Each peer gets a virtual environment of its own under ``--environments`` and works in a process of its own; the tools
take turns, round by round, and a round's speed is told as a multiple of Marsad's in the same round (the middle of all
rounds is printed), so that a busy machine does no harm. Quality is measured where the pages have gold: F1 of the words
of the body, and publication dates. A peer that cannot be installed is left out, with the reason. Then: text pages and
whole stories a second, and WARC files of ``--warc-mb`` with the peak of memory.

The compiled build is measured by the same command with ``PYTHONPATH=.bench/compiled``, after
``MARSAD_COMPILE=1 pip install --no-deps --target .bench/compiled .``
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
#: Each tool and the packages that it needs; Marsad runs in the environment of this script.
PEERS = {
    "trafilatura, fast": ["trafilatura", "lxml_html_clean"],
    "trafilatura, with metadata": ["trafilatura", "lxml_html_clean"],
    "htmldate": ["trafilatura", "lxml_html_clean"],
    "newspaper4k": ["newspaper4k[nlp]", "lxml_html_clean"],
    "mediacloud-metadata": ["mediacloud-metadata"],
    "news-please": ["news-please", "lxml_html_clean"],
    "dateparser": ["dateparser", "lxml"],
}
_INSTALL_SECONDS = 240
#: dateparser's search takes minutes over the text of a whole page; it is given so many characters.
_SEARCHED = 1_000
#: What a tool makes of one page: its text and its day (ISO), each None where it gives none.
Read = Callable[[bytes, str], "tuple[str | None, str | None]"]


def marsad() -> Read:
    """The reading stage: bytes to a page, the page to stories."""
    from marsad.config import settings
    from marsad.intake.files import from_bytes
    from marsad.intake.given import Given
    from marsad.model import Rejected
    from marsad.pipeline import Tools
    from marsad.story import layout

    tools = Tools.load(settings())

    def read(data: bytes, url: str) -> tuple[str | None, str | None]:
        page = from_bytes(data, "page", given=Given(url=url or None))
        found = page if isinstance(page, Rejected) else layout.read(page, tools.catalogue, tools.outlets)
        if isinstance(found, Rejected) or not found.stories:
            return None, None
        story = found.stories[0]
        return "\n".join(p.text for p in story.paragraphs), story.published.value if story.published else None

    return read


def trafilatura_fast() -> Read:
    """Text alone, without its fall-backs."""
    from trafilatura import extract

    return lambda data, url: (extract(data, url=url or None, fast=True), None)


def trafilatura_full() -> Read:
    """Text and metadata."""
    from trafilatura import bare_extraction

    def read(data: bytes, url: str) -> tuple[str | None, str | None]:
        found = bare_extraction(data, url=url or None, with_metadata=True)
        return (found.text, found.date) if found else (None, None)

    return read


def htmldate() -> Read:
    """The date alone."""
    from htmldate import find_date

    return lambda data, url: (None, find_date(data.decode("utf-8", "replace"), url=url or None))


def newspaper4k() -> Read:
    """Text and date."""
    from newspaper import Article

    def read(data: bytes, url: str) -> tuple[str | None, str | None]:
        article = Article(url or "https://example.org/", language="ar", fetch_images=False)
        article.download(input_html=data.decode("utf-8", "replace"))
        article.parse()
        return article.text, article.publish_date.date().isoformat() if article.publish_date else None

    return read


def mediacloud() -> Read:
    """Text and date."""
    from mcmetadata import extract

    def read(data: bytes, url: str) -> tuple[str | None, str | None]:
        found = extract(url or "https://example.org/", html_text=data.decode("utf-8", "replace"))
        day = found.get("publication_date")
        return found.get("text_content"), day.date().isoformat() if day else None

    return read


def news_please() -> Read:
    """Text and date."""
    from newsplease import NewsPlease

    def read(data: bytes, url: str) -> tuple[str | None, str | None]:
        found = NewsPlease.from_html(data, url=url or None)
        return found.maintext, found.date_publish.date().isoformat() if found.date_publish else None

    return read


def dateparser() -> Read:
    """The date alone: its search over the visible text, the first date that it finds there."""
    from dateparser.search import search_dates
    from lxml import html

    def read(data: bytes, url: str) -> tuple[str | None, str | None]:
        text = " ".join(html.fromstring(data).text_content().split())[:_SEARCHED]
        found = search_dates(text, languages=["ar"])
        return None, found[0][1].date().isoformat() if found else None

    return read


READERS: dict[str, Callable[[], Read]] = {
    "marsad": marsad,
    "trafilatura, fast": trafilatura_fast,
    "trafilatura, with metadata": trafilatura_full,
    "htmldate": htmldate,
    "newspaper4k": newspaper4k,
    "mediacloud-metadata": mediacloud,
    "news-please": news_please,
    "dateparser": dateparser,
}


def work(name: str) -> None:
    """A tool in its own process: for each line on standard input reads every page once and tells how it went."""
    read = READERS[name]()
    pages = [(Path(path).read_bytes(), url) for path, url in json.loads(sys.stdin.readline())]
    for _ in sys.stdin:
        found = []
        start = time.process_time()
        for data, url in pages:
            try:
                found.append(read(data, url))
            except Exception as cause:  # a peer's failure on one page is part of the comparison
                found.append((None, f"failed: {cause}"))
        print(json.dumps({"seconds": time.process_time() - start, "found": found}), flush=True)


class Tool:
    """A tool that waits for its turn."""

    def __init__(self, name: str, python: str, pages: list[tuple[str, str]]) -> None:
        self.name = name
        command = [python, __file__, "--work", name]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._tell(json.dumps(pages))

    def turn(self) -> dict[str, Any]:
        """One round over the pages."""
        self._tell("go")
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended")
        found: dict[str, Any] = json.loads(line)
        return found

    def _tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """Lets the process end."""
        self.process.communicate()


def environment(name: str, packages: list[str], folder: Path) -> str | None:
    """The Python of a peer's environment, made where it is not there; None, with the reason printed, if it fails."""
    place = folder / packages[0].partition("[")[0]
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
    if subprocess.run(
        [python, "-m", "pip", "show", "-q", *(p.partition("[")[0] for p in packages)], capture_output=True
    ).returncode:
        command = [str(python), "-m", "pip", "install", "-q"]
        try:
            # Old releases of pip stop at names of extras in two spellings, which one of the peers needs.
            for wanted in (["--upgrade", "pip"], packages):
                subprocess.run([*command, *wanted], capture_output=True, check=True, timeout=_INSTALL_SECONDS)
        except (subprocess.SubprocessError, OSError) as cause:
            print(f"{name} is left out: it cannot be installed here ({type(cause).__name__})")
            return None
    return str(python)


def gold(folder: Path) -> dict[str, dict[str, str]]:
    """What is known of the pages under ``folder``: by file its url, date and body, as far as given."""
    found: dict[str, dict[str, str]] = {str(p): {} for p in sorted(folder.rglob("*.html"))}
    for entry in json.loads((folder / "htmldate" / "gold_dates.json").read_text("utf-8")):
        found[str(folder / "htmldate" / entry["file"])] = {"url": entry["url"], "date": entry["date"]}
    known = json.loads((folder / "newspaper4k" / "arabic_article.json").read_text("utf-8"))
    body = (folder / "newspaper4k" / "arabic_article.txt").read_text("utf-8")
    found[str(folder / "newspaper4k" / "arabic_article.html")] = {"url": known["url"], "body": body}
    told = json.loads((folder / "trafilatura" / "gold.json").read_text("utf-8"))
    found[str(folder / "trafilatura" / told["file"])] = {
        "url": told["url"],
        "with": "\n".join(told["with"]),
        "without": "\n".join(told["without"]),
    }
    return found


def is_arabic(path: str) -> bool:
    """Whether the page is in Arabic, not in another language in its letters."""
    data = Path(path).read_bytes().decode("utf-8", "replace")
    return len(re.findall("[پچژگک]", data)) < 0.02 * len(re.findall("[ء-ي]", data))


def f1(found: str, meant: str) -> float:
    """F1 of the words of two texts."""
    a, b = (Counter(re.findall(r"\w+", text)) for text in (found, meant))
    same = sum((a & b).values())
    return 2 * same / max(1, sum(a.values()) + sum(b.values()))


def compare(folder: Path, rounds: int, environments: Path) -> None:
    """The tools in turns over the pages that have HTML."""
    known = {path: told for path, told in gold(folder).items() if is_arabic(path)}
    pages = [(path, told.get("url", "")) for path, told in known.items()]
    tools = [Tool("marsad", sys.executable, pages)]
    for name, packages in PEERS.items():
        python = environment(name, packages, environments)
        if python:
            tools.append(Tool(name, python, pages))
    times: dict[str, list[float]] = {tool.name: [] for tool in tools}
    last: dict[str, list[list[str | None]]] = {}
    for number in range(rounds + 1):
        for tool in list(tools):
            try:
                answer = tool.turn()
            except (RuntimeError, OSError, ValueError) as cause:
                print(f"{tool.name} is left out: {cause}")
                tools.remove(tool)
                continue
            last[tool.name] = answer["found"]
            if number:  # the first round loads what is loaded once
                times[tool.name].append(answer["seconds"])
    for tool in tools:
        tool.end()
    size = sum(Path(path).stat().st_size for path, _ in pages)
    print(f"\n{len(pages)} Arabic pages of HTML, {size / len(pages) / 1000:.0f} kB each; {rounds} rounds in turns")
    print(f"{'tool':28} {'pages/s':>8} {'x marsad':>9} {'body F1':>8} {'stretches':>11}", end="")
    print(f" {'dates right':>12} {'wrong':>6} {'failed':>7}")
    for tool in tools:
        ratio = median(own / other for own, other in zip(times["marsad"], times[tool.name], strict=True))
        speed = len(pages) / median(times[tool.name])
        print(f"{tool.name:28} {speed:8.1f} {ratio:9.2f} {quality(known, last[tool.name])}")


def quality(known: dict[str, dict[str, str]], found: list[list[str | None]]) -> str:
    """Body F1, stretches rightly in or out of the body, dates right and wrong, and pages that failed, as columns."""
    bodies: list[float] = []
    stretches: list[bool] = []
    right = wrong = dated = failed = 0
    for told, (text, day) in zip(known.values(), found, strict=True):
        if day and day.startswith("failed"):
            failed, day = failed + 1, None
        if "body" in told:
            bodies.append(f1(text or "", told["body"]))
        if "with" in told:
            stretches += [words in (text or "") for words in told["with"].split("\n")]
            stretches += [bool(text) and words not in (text or "") for words in told["without"].split("\n")]
        if "date" in told:
            dated += 1
            right += day == told["date"]
            wrong += bool(day) and day != told["date"]
    text = f"{sum(bodies) / max(1, len(bodies)):8.3f} {sum(stretches):6} of {len(stretches)}"
    if not any(body for body, _ in found):
        text = f"{'—':>8} {'—':>11}"
    return f"{text} {right:7} of {dated} {wrong:6} {failed:7}"


def texts(folder: Path) -> None:
    """Text pages and whole stories (names and quotes too) a second and core."""
    from marsad.config import settings
    from marsad.intake.files import pages
    from marsad.model import Page, Reading
    from marsad.pipeline import Tools, observe
    from marsad.story import layout

    tools = Tools.load(settings())
    start = time.process_time()
    found = [p for p in pages([str(folder / "*.txt")]) if isinstance(p, Page)]
    read = time.process_time() - start
    for page in found[:5]:
        observe(page, tools)
    start = time.process_time()
    for page in found:
        layout.read(page, tools.catalogue, tools.outlets)
    laid = time.process_time() - start
    start = time.process_time()
    stories = sum(len(r.stories) for p in found if isinstance(r := observe(p, tools), Reading))
    whole = time.process_time() - start
    print(f"\n{len(found)} text pages: bytes to pages {len(found) / read:,.0f} a second,")
    print(
        f"pages to stories {len(found) / laid:,.0f} a second;"
        f" stories with names and quotes {stories / whole:,.0f} a second and core"
    )


def make_archive(path: Path, megabytes: int) -> None:
    """A WARC file of invented pages, plain, so that its size is what is read; some records are revisits or broken."""
    sys.path.insert(0, str(ROOT / "tests"))
    from made_archives import record

    kept = [p.read_text("utf-8") for p in sorted((ROOT / "src/marsad/data/samples/pages").glob("*.txt"))]
    chance = random.Random(1)
    with path.open("wb") as file:
        size = number = 0
        while size < megabytes * 1_000_000:
            lines = chance.choice(kept).split("\n")
            links = "".join(f"<li><a href='/{n}'>خبر {chance.random()}</a></li>" for n in range(40))
            body = "".join(f"<p>{line}</p>" for line in lines if line.strip())
            filler = f"<script>{'x' * chance.randrange(40_000, 80_000)}</script>"
            html = f"<html><head>{filler}</head><body><ul>{links}</ul><article>{body}</article></body></html>"
            url = f"https://news.example/{number}"
            size += file.write(record("request", url, b"GET / HTTP/1.1\r\n\r\n", media="text/plain"))
            size += file.write(record("response", url, html.encode()))
            if number % 20 == 7:
                size += file.write(record("revisit", url, b""))
            if number % 50 == 9:  # an answer whose head is cut off, and one that says it is longer than it is
                size += file.write(record("response", url, html.encode()).replace(b"HTTP/1.1 200 OK", b"HT", 1))
                whole = record("response", f"{url}/long", html.encode(), fields="Content-Length: 9999999\r\n")
                size += file.write(whole)
            number += 1


_READ_ARCHIVE = """
import resource, sys, time
from collections import Counter
from marsad.intake.files import pages
from marsad.model import Rejected
start, found, early = time.process_time(), Counter(), 0
for page in pages([sys.argv[1]]):
    if isinstance(page, Rejected):
        found[page.reason] += page.count
    else:
        found["pages"] += 1
    if found["pages"] == 200:
        early = early or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.process_time() - start, early / 1024, peak / 1024, dict(found), sep="|")
"""
_ADD_ARCHIVE = """
import resource, sys, time
from marsad.cli import main
start = time.process_time()
try:
    main(["--db", sys.argv[2], "add", sys.argv[1]])
finally:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(time.process_time() - start, peak / 1024, sep="|")
"""


def archive(megabytes: int, *, added: bool) -> None:
    """Speed and peak of memory over a large WARC file: read, and with ``added`` also added to a new archive."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.warc"
        make_archive(path, megabytes)
        done = _last_line(_READ_ARCHIVE, path)
        seconds, early, peak = map(float, done[:3])
        print(f"\nWARC of {megabytes} MB: {megabytes / seconds:.1f} MB a second; {done[3]}")
        print(f"memory at most {early:.0f} MB after 200 pages, {peak:.0f} MB at the end")
        if added:
            taken, most = map(float, _last_line(_ADD_ARCHIVE, path, Path(folder) / "marsad.sqlite"))
            print(f"added with names, quotes and events in {taken:.0f} s of work; memory at most {most:.0f} MB")


def _last_line(program: str, *files: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program, *files], capture_output=True, text=True, check=False)
    return done.stdout.strip().splitlines()[-1].split("|")


def main() -> None:
    """Runs everything that the machine and the folders allow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=ROOT.parent / "shared" / "html")
    parser.add_argument("--texts", type=Path, default=ROOT / "src/marsad/data/samples/pages")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warc-mb", type=int, nargs="*", default=[100, 300])
    parser.add_argument("--add", action="store_true", help="add the WARC files to a new archive as well")
    parser.add_argument("--environments", type=Path, default=ROOT / ".bench")
    parser.add_argument("--work", choices=READERS, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.work:
        work(told.work)
        return
    if told.pages.is_dir():
        compare(told.pages, told.rounds, told.environments)
    else:
        print(f"there are no pages in {told.pages}: the comparison with other tools is left out")
    texts(told.texts)
    for megabytes in told.warc_mb:
        archive(megabytes, added=told.add)


if __name__ == "__main__":
    main()

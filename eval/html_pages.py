"""How right and how fast HTML is read, beside trafilatura on the same pages in the same run: prints two tables.

    python eval/html_pages.py ../shared

Invented pages (``tests/html``): the words of each story's body against the exact expectation, over all stories of the
page; trafilatura gives one text a page, which is held against the first story of pages with several, and left out on
pages of teasers. Real pages (``SHARED/html``): the gold of other libraries, which is titles, dates, and the text or
pieces of it. Speed: pages a second of processor time, the best of three rounds over all pages; Marsad's time is that of
parsing, metadata, stories, dates, captions and furniture, without names and quotes.
"""

from __future__ import annotations

import json
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trafilatura

from marsad import catalogue, outlets
from marsad.intake import html
from marsad.model import Layout, Page, Rejected
from marsad.story import layout

INVENTED = Path(__file__).parents[1] / "tests" / "html"
ROUNDS = 3
_WORD = re.compile(r"\w+")


@dataclass
class Tally:
    """Sums of one reader: words right, found and wanted; titles and dates right of so many."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def body(self, found: str, wanted: str) -> None:
        a, b = Counter(_WORD.findall(found)), Counter(_WORD.findall(wanted))
        self.right += (a & b).total()
        self.found += a.total()
        self.wanted += b.total()

    def check(self, name: str, right: bool) -> None:
        self.counts[name, "n"] += 1
        self.counts[name, "ok"] += right

    def show(self, name: str) -> None:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"  {name:12} body P {precision:.3f} R {recall:.3f} F1 {f1:.3f}", end="")
        for what in sorted({what for what, _ in self.counts}):
            print(f"  {what} {self.counts[what, 'ok']}/{self.counts[what, 'n']}", end="")
        print()


@dataclass(frozen=True)
class Answer:
    """What a reader says of a page; ``bodies`` is one text a story."""

    title: str | None
    date: str | None
    bodies: list[str]


Reader = Callable[[str], Answer]


def main() -> int:
    """Prints quality and speed on every page that is there."""
    if len(sys.argv) != 2:
        print("usage: python eval/html_pages.py SHARED", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")
    readers: dict[str, Reader] = {"marsad": marsad_reader(), "trafilatura": trafilatura_reader}
    pages = list(invented())
    print(f"invented pages, {len(pages)}")
    for name, read in readers.items():
        score_invented(read, pages).show(name)
    real = list(real_pages(Path(sys.argv[1]) / "html"))
    print(f"real Arabic pages, {len(real)}")
    for name, read in readers.items():
        score_real(read, real).show(name)
    speed(readers, [text for text, _ in pages + real])
    return 0


def marsad_reader() -> Reader:
    known = catalogue.load(()), outlets.load(())

    def read(text: str) -> Answer:
        page = html.page(text, "page", "digest", encoding="utf-8", size=len(text))
        found = layout.read(page, *known) if isinstance(page, Page) else page
        if isinstance(found, Rejected):
            return Answer(None, None, [])
        return _answer(found)

    return read


def _answer(found: Layout) -> Answer:
    first = found.stories[0] if found.stories else None
    published = first.published.value if first and first.published else None
    bodies = [" ".join(p.text for p in (*s.headings, *s.paragraphs)) for s in found.stories]
    return Answer(first.title.text if first and first.title else found.title, published, bodies)


def trafilatura_reader(text: str) -> Answer:
    found = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False)
    if found is None:
        return Answer(None, None, [])
    return Answer(found.title, found.date, [found.text or ""])


def _decode(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1256", "replace")


def invented() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(INVENTED.glob("*.html")):
        yield _decode(path), json.loads(path.with_suffix(".json").read_text("utf-8"))


def score_invented(read: Reader, pages: list[tuple[str, dict[str, Any]]]) -> Tally:
    tally = Tally()
    for text, wanted in pages:
        if not wanted.get("stories"):
            continue
        answer = read(text)
        stories = wanted["stories"]
        if len(answer.bodies) < len(stories):
            stories = stories[:1]
        tally.body(" ".join(answer.bodies), " ".join(_body(s) for s in stories))
        tally.check("title", _same(answer.title, stories[0]["title"]))
        if stories[0].get("published"):
            tally.check("date", answer.date == stories[0]["published"])
    return tally


def _body(story: dict[str, Any]) -> str:
    return " ".join([*story.get("headings", []), *story["paragraphs"]])


def _same(found: str | None, wanted: str) -> bool:
    return " ".join(_WORD.findall(found or "")) == " ".join(_WORD.findall(wanted))


def real_pages(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each real Arabic page with what is known of it: date, title, text, or pieces that belong and do not belong."""
    if not folder.is_dir():
        print(f"{folder} is absent, real pages left out")
        return
    for gold in json.loads((folder / "htmldate" / "gold_dates.json").read_text("utf-8")):
        text = _decode(folder / "htmldate" / gold["file"])
        if 'lang="fa' not in text:
            yield text, {"date": gold["date"]}
    article = folder / "newspaper4k" / "arabic_article"
    title = json.loads(article.with_suffix(".json").read_text("utf-8"))["title"]
    yield (
        _decode(article.with_suffix(".html")),
        {"title": title, "text": article.with_suffix(".txt").read_text("utf-8")},
    )
    gold = json.loads((folder / "trafilatura" / "gold.json").read_text("utf-8"))
    yield _decode(folder / "trafilatura" / gold["file"]), gold | {"date": None}


def score_real(read: Reader, pages: list[tuple[str, dict[str, Any]]]) -> Tally:
    tally = Tally()
    for text, gold in pages:
        answer = read(text)
        body = " ".join(answer.bodies)
        if gold.get("date"):
            tally.check("date", answer.date == gold["date"])
        if gold.get("title"):
            tally.check("title", _same(answer.title, gold["title"]))
        if gold.get("text"):
            tally.body(body, gold["text"])
        for piece in gold.get("with", []):
            tally.check("with", piece in body)
        for piece in gold.get("without", []):
            tally.check("without", piece not in body)
    return tally


def speed(readers: dict[str, Reader], texts: list[str]) -> None:
    rates = {}
    for name, read in readers.items():
        best = min(_seconds(read, texts) for _ in range(ROUNDS))
        rates[name] = len(texts) / best
        print(f"{name}: {rates[name]:.0f} pages a second")
    first, second = rates.values()
    print(f"times as fast: {first / second:.1f}")


def _seconds(read: Reader, texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())

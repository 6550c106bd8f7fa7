"""How fast the observatory answers over a large archive of invented stories.

    python bench/archive.py [--stories 50000] [--db FILE]

Builds the archive (or takes the one at ``--db`` if it is there), then asks for each page ten times and prints the
middle and the slowest time, and the middle one as a multiple of the smallest question that SQLite can answer
(``SELECT 1``), so that figures of different machines can be compared.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from marsad.catalogue import Catalogue, build
from marsad.model import (
    Cue,
    EntityRef,
    EntityType,
    Layout,
    Mention,
    Page,
    PageType,
    Piece,
    Published,
    Quote,
    Reading,
    Span,
    Speaker,
    Story,
    StoryReading,
    Zone,
)
from marsad.observatory import Asked, Observatory
from marsad.outlets import Outlet, Outlets
from marsad.store.adding import add
from marsad.store.archive import create_or_open, open_existing

DAYS, SOURCES, PEOPLE = 400, 40, 12_000
TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE)
WORDS = [
    "قال",
    "أعلن",
    "الوزير",
    "الاتفاق",
    "أمس",
    "الحكومة",
    "زيارة",
    "الحدود",
    "مجلس",
    "اجتماع",
    "بيان",
    "رئيس",
    "مدينة",
    "جديد",
    "العام",
    "أكد",
    "خلال",
    "بعد",
]
LETTERS = "ابتثجحخدرزسشصضطعغفقكلمنهوي"


def names(rng: random.Random) -> list[EntityRef]:
    """Invented entities; the first are named far more often than the last."""

    def word() -> str:
        return "".join(rng.choice(LETTERS) for _ in range(rng.randint(4, 7)))

    return [EntityRef(f"e{n}", f"{word()} {word()}", TYPES[n % 3], f"Name {n}") for n in range(PEOPLE)]


def readings(stories: int, seed: int = 7) -> Iterator[Reading]:
    """Invented pages of one story each, some of them copies, some without a day; the commonest name is in 6 %."""
    rng = random.Random(seed)
    known = names(rng)
    first = date(2025, 1, 1)
    last_body: list[tuple[str, EntityRef | None]] = []
    for number in range(stories):
        if not last_body or rng.random() > 0.1:
            last_body = _body(rng, known)
        day = "" if rng.random() < 0.05 else (first + timedelta(days=number * DAYS // stories)).isoformat()
        yield _reading(number, last_body, day, f"s{int(SOURCES * rng.random() ** 2)}")


def _body(rng: random.Random, known: list[EntityRef]) -> list[tuple[str, EntityRef | None]]:
    parts: list[tuple[str, EntityRef | None]] = []
    for _ in range(rng.randint(6, 16)):
        parts.append((" ".join(rng.choices(WORDS, k=rng.randint(8, 25))), None))
        entity = known[int(30 * (PEOPLE / 30 + 1) ** rng.random()) - 30]
        parts.append((entity.name, entity))
    return parts


def _reading(number: int, body: list[tuple[str, EntityRef | None]], day: str, source: str) -> Reading:
    title = f"خبر {number} عن {body[1][0]}"
    text, mentions, quotes, speaker = f"{title}\n\n", [], [], None
    start = len(text)
    for words, entity in body:
        span = Span(len(text), len(text) + len(words))
        if entity:
            mentions.append(Mention(span, words, entity.type, Zone.BODY, "catalogue", 0.9, entity))
            speaker = entity
        elif speaker and span.start % 3 == 0:
            cue = Cue(Span(span.start, span.start + 3), "قال", "verb")
            quotes.append(Quote(span, words, True, Zone.BODY, "marks", 0.9, Speaker(speaker.name, speaker), cue))
        text += words + (". " if entity else " ")
    published = Published(day, "day", day, day, (), "stated") if day else None
    paragraph = Piece(Span(start, len(text)), text[start:])
    story = Story(
        f"story-{number}", Piece(Span(0, len(title)), title), (paragraph,), published=published, source=source
    )
    page = Page(f"{number}.txt", text, hashlib.sha256(text.encode()).hexdigest(), size=len(text))
    layout = Layout(PageType.ARTICLE, None, title, "ar", (story,))
    return Reading(page, layout, (StoryReading(story, tuple(mentions), tuple(quotes)),), "bench")


def outlets() -> Outlets:
    """The invented sources."""
    found = [Outlet(f"s{n}", "site", "", (), f"Source {n}", (f"مصدر {n}",)) for n in range(SOURCES)]
    return Outlets({o.key: o for o in found}, {o.name: o for o in found}, {})


def fill(path: Path, stories: int) -> None:
    """Adds the stories and says how fast."""
    db, known = create_or_open(path), outlets()
    began = lap = time.perf_counter()
    for number, reading in enumerate(readings(stories), 1):
        add(db, reading, known)
        if number % 10_000 == 0:
            now = time.perf_counter()
            print(f"added {number:,}: the last 10,000 at {10_000 / (now - lap):,.0f} stories/s", file=sys.stderr)
            lap = now
    seconds = time.perf_counter() - began
    db.close()
    print(f"added {stories:,} stories in {seconds:.0f} s; the file has {path.stat().st_size / 1e6:,.0f} MB")


def questions(watch: Observatory) -> dict[str, Callable[[], object]]:
    """What is asked, by name."""
    rare = watch.entity("e400").latest.rows[0].id
    return {
        "front": watch.front,
        "entity, the commonest": lambda: watch.entity("e1"),
        "entity, a common one": lambda: watch.entity("e20"),
        "entity, a rare one": lambda: watch.entity("e400"),
        "entity, whole archive": lambda: watch.entity("e1", Asked(whole=True)),
        "compare three": lambda: watch.compare(["e1", "e2", "e20"]),
        "story": lambda: watch.story(rare),
        "archive of an entity": lambda: watch.archive("entity", "e1"),
        "archive, page 50": lambda: watch.archive("entity", "e1", page=50),
        "archive with another": lambda: watch.archive("entity", "e1", with_="e2", source="s0"),
        "day": lambda: watch.archive("day", "2025-03-01"),
        "source": lambda: watch.source("s0"),
        "source, whole archive": lambda: watch.source("s0", Asked(whole=True)),
        "sources": watch.sources,
        "entities": watch.entities,
        "entities by a part": lambda: watch.entities(query="شع"),
        "search, a common word": lambda: watch.search("الحكومة"),
        "search, two words": lambda: watch.search("اجتماع الحدود"),
        "search, a rare word": lambda: watch.search("4711"),
        "quotes by": lambda: watch.quotes(by="e1"),
        "quotes about": lambda: watch.quotes(about="e1"),
        "quotes with a word": lambda: watch.quotes(query="الحدود"),
        "near names": lambda: watch.near("سرغي لافرف"),
        "about": watch.about,
    }


def ask(path: Path, rounds: int) -> None:
    """Asks every question and prints its times."""
    db = open_existing(path)
    watch = Observatory(db, _known(), outlets())
    smallest = _middle(lambda: db.execute("SELECT 1").fetchone(), 2000)[0]
    print(f"{'question':28}{'middle ms':>12}{'slowest ms':>12}{'× SELECT 1':>12}")
    for name, question in questions(watch).items():
        middle, slowest = _middle(question, rounds)
        print(f"{name:28}{1000 * middle:12.1f}{1000 * slowest:12.1f}{middle / smallest:12,.0f}")
    db.close()


def _known() -> Catalogue:
    return build(())


def _middle(question: Callable[[], object], rounds: int) -> tuple[float, float]:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        question()
        times.append(time.perf_counter() - began)
    return median(times), max(times)


def main() -> None:
    """Runs the bench."""
    parser = argparse.ArgumentParser(description="How fast the observatory answers over a large invented archive.")
    parser.add_argument("--stories", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--db", type=Path, help="where to make the archive, or one made before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.db or Path(folder) / "bench.db"
        if not path.exists():
            fill(path, given.stories)
        ask(path, given.rounds)


if __name__ == "__main__":
    main()

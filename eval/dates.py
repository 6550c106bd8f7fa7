"""How right the dates and sentences are, on named data: prints one table.

    python eval/dates.py ../shared [--peers [PYTHON]]

Strings: the list under tests/dates, by class, as ``marsad dates`` reads them; with --peers also as dateparser and
htmldate read them, run by PYTHON (one of a temporary environment that has them; left out with the reason otherwise).
Time expressions: the DATE and TIME marks of the TIMEX3 corpus that name a day or period (no "now", no durations). Dates
of stories: the gold stories as they stand in the gold, so that the reading of the layout plays no part; once as the
text alone, once with the date of the side-car file as the date that the outlet gives, once as the day of fetching.
Fetching: stories with a known date, fetched on that day, and fetched years later. Sentences: the lines of NTREX joined
by a space and split again.
"""

from __future__ import annotations

import itertools
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dates_strings import peers, strings, visible
from marsad.model import Caption, Dateline, Furniture, Page, Piece, Published, Span, Story
from marsad.story.dates import publish_dates
from marsad.text.dates import find
from marsad.text.sentences import sentences
from score import Tally, score_date

_MARK = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_LATER = "2026-05-12"
_EACH = 10


def main() -> int:
    """Prints every figure whose data is there."""
    given = [word for word in sys.argv[1:] if word != "--peers"]
    if not 1 <= len(given) <= 2:
        print("usage: python eval/dates.py SHARED [--peers [PYTHON]]", file=sys.stderr)
        return 2
    shared = Path(given[0])
    strings()
    visible(shared)
    if "--peers" in sys.argv:
        peers(given[1] if len(given) > 1 else sys.executable, shared)
    expressions(shared / "data" / "dates" / "timex_arabic" / "tml")
    for name in ("gold", "gold_news"):
        for given in ("text alone", "given", "seen"):
            stories(shared, name, given)
    for corpus in ("ant_corpus", "almayadeen"):
        fetching(shared / "data" / "news" / corpus / "articles.jsonl.xz")
    segmentation(shared / "data" / "sentences" / "ntrex")
    return 0


def show(name: str, right: int, found: int, wanted: int) -> None:
    print(f"{name:44} P {right / max(1, found):.3f}  R {right / max(1, wanted):.3f}  ({wanted} in gold)")


def expressions(folder: Path) -> None:
    if not folder.is_dir():
        print(f"{folder.name}: absent, left out")
        return
    right = extra = wanted = 0
    for path in sorted(folder.glob("*.tml")):
        text, marks = _plain(path.read_text("utf-8"))
        found = [e.span for e in find(text)]
        named = [s for s, kind, value in marks if kind in ("DATE", "TIME") and not re.search("_REF$|^UNDEF", value)]
        wanted += len(named)
        right += sum(any(s.overlaps(f) for f in found) for s in named)
        extra += sum(not any(s.overlaps(f) for s, _, _ in marks) for f in found)
    show("time expressions, TIMEX3, overlap", right, right + extra, wanted)


def _plain(marked: str) -> tuple[str, list[tuple[Span, str, str]]]:
    inner = marked[marked.index("<TimeML>") + 8 : marked.index("</TimeML>")]
    text, marks, at = "", [], 0
    for match in _MARK.finditer(inner):
        text += inner[at : match.start()]
        fields = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
        marks.append((Span(len(text), len(text) + len(match[2])), fields["type"], fields["value"]))
        text += match[2]
        at = match.end()
    return text + inner[at:], marks


def stories(shared: Path, name: str, given: str) -> None:
    folder = shared / "gold" if name == "gold" else shared / "gold_news" / "gold"
    texts = shared / "seeds" if name == "gold" else shared / "gold_news" / "pages"
    if not folder.is_dir() or (name == "gold" and given != "text alone"):
        return
    tally = Tally()
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        side = texts / f"{path.stem}.meta.json"
        day = json.loads(side.read_text("utf-8")).get("date") if side.is_file() else None
        page = Page(
            path=path.name,
            text=(texts / f"{path.stem}.txt").read_bytes().decode("utf-8"),
            digest="",
            given_published=day if given == "given" else None,
            seen=day if given == "seen" else None,
        )
        furniture = [Furniture(Span(f["start"], f["end"]), f["label"]) for f in gold["furniture"]]
        found = publish_dates(page, [_story(s) for s in gold["stories"]], furniture)
        for story, published in zip(gold["stories"], found, strict=True):
            score_date(story, _as_json(published), tally)
    for figure in ("date stated", "date inferred", "false certainty"):
        print(f"{name + ', ' + given + ': ' + figure:44} {tally[figure, 'ok']} of {tally[figure, 'n']}")


def _as_json(published: Published | None) -> dict[str, str | None] | None:
    return {"value": published.value, "precision": published.precision} if published else None


def _piece(record: dict | None) -> Piece | None:
    return Piece(Span(record["start"], record["end"]), record["text"]) if record else None


def _pieces(records: list[dict] | None) -> tuple[Piece, ...]:
    return tuple(piece for record in records or [] if (piece := _piece(record)))


def _story(record: dict) -> Story:
    line = _piece((record.get("dateline") or {}).get("span"))
    return Story(
        id=record["id"],
        title=_piece(record.get("title")),
        paragraphs=_pieces(record["body"]),
        kicker=_piece(record.get("kicker")),
        subtitle=_piece(record.get("subtitle")),
        dateline=Dateline(line.span, line.text) if line else None,
        headings=_pieces(record.get("headings")),
        captions=tuple(Caption(p.span, p.text) for p in _pieces(record.get("captions"))),
    )


def fetching(path: Path) -> None:
    if not path.is_file():
        print(f"{path.parent.name}: absent, left out")
        return
    counts: Counter[tuple[str, str]] = Counter()
    total = 0
    for told, title, body in itertools.islice(_articles(path), 0, None, _EACH):
        total += 1
        text = f"{title}\n\n{body}"
        story = Story("s", Piece.cut(text, 0, len(title)), (Piece.cut(text, len(title) + 2, len(text)),))
        for name, seen in (("that day", told.isoformat()), ("years later", _LATER)):
            published = publish_dates(Page("", text, "", seen=seen), [story], [])[0]
            if published and published.value and published.precision == "day":
                near = abs((date.fromisoformat(published.value) - told).days) <= 1
                counts[name, "right" if near else "wrong"] += 1
    for name in ("that day", "years later"):
        right, wrong = counts[name, "right"], counts[name, "wrong"]
        print(f"{path.parent.name + ', fetched ' + name:44} day claimed for {right + wrong} of {total}, {wrong} wrong")


def _articles(path: Path) -> Iterator[tuple[date, str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("date") and row.get("text"):
                yield date.fromisoformat(row["date"][:10]), row.get("title") or "", row["text"]


def segmentation(folder: Path) -> None:
    if not folder.is_dir():
        print(f"{folder.name}: absent, left out")
        return
    lines = (folder / "newstest2019-ref.arb.txt").read_text("utf-8").split("\n")
    names = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").split("\n")
    right = found = wanted = marked = 0
    for _, group in itertools.groupby(zip(names, lines, strict=False), key=lambda pair: pair[0]):
        parts = [line.strip() for _, line in group if line.strip()]
        ends = list(itertools.accumulate(parts, lambda at, part: at + 1 + len(part), initial=-1))[1:]
        got = {s.end for s in sentences(" ".join(parts))}
        right += len(got & set(ends))
        found += len(got)
        wanted += len(parts)
        marked += sum(part[-1] in '.؟?!"”»…' for part in parts)
    show("sentences, NTREX, every line", right, found, wanted)
    show("sentences, NTREX, lines that end in a mark", right, found, marked)


if __name__ == "__main__":
    sys.exit(main())

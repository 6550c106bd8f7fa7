"""How right single date strings are read, by class, beside dateparser and htmldate where they are installed."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from marsad.text.dates import as_anchor, read_date

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from dates_list import Case, cases

_PEERS = Path(__file__).with_name("dates_peers.py")
_HIDDEN = re.compile(r"<(script|style|noscript)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_LONGEST = 100


def strings() -> None:
    """One line a class: how many values and bounds are right, and how many values are wrong."""
    every = cases()
    for kind in [*sorted({c.kind for c in every}), "all"]:
        group = [c for c in every if kind in (c.kind, "all")]
        results = [read_date(c.text, as_anchor(c.anchor) if c.anchor else None) for c in group]
        right = sum(
            r.value == c.value and (not c.bounds or c.bounds == (r.earliest, r.latest))
            for r, c in zip(results, group, strict=True)
        )
        _show(f"strings, {kind}", right, _wrong(group, [r.value for r in results]), len(group))


def peers(python: str, shared: Path) -> None:
    """dateparser and htmldate, as ``python`` has them, on the same strings; htmldate on its own pages too."""
    every = cases()
    pages = _pages(shared)
    asked = {
        "strings": [{"text": c.text, "anchor": c.anchor} for c in every],
        "pages": [str(path) for path, _ in pages],
    }
    done = subprocess.run(
        [python, str(_PEERS)], input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        print(f"peers: left out, {python} cannot run them: {done.stderr.strip().splitlines()[-1:]}")
        return
    answers = json.loads(done.stdout)
    for name in ("dateparser", "htmldate"):
        if isinstance(answers[name], str):
            print(f"{name}: left out, {answers[name]}")
            continue
        values = answers[name]["strings"]
        right = sum(_same(v, c.value) for v, c in zip(values, every, strict=True))
        _show(f"{name} {answers[name]['version']}, the same strings", right, _wrong(every, values), len(every))
    if not isinstance(answers["htmldate"], str) and pages:
        found = sum(day == gold for day, (_, gold) in zip(answers["htmldate"]["pages"], pages, strict=True))
        print(f"{'htmldate, its pages, with their markup':44} {found} of {len(pages)}")


def visible(shared: Path) -> None:
    """Whether the date of an htmldate page is one of those read from its short visible lines."""
    pages = _pages(shared)
    if not pages:
        print("htmldate pages: absent, left out")
        return
    found = 0
    for path, gold in pages:
        text = _HIDDEN.sub("\n", path.read_text("utf-8", "replace"))
        lines = {line.strip() for line in html.unescape(re.sub(r"<[^>]+>", "\n", text)).split("\n")}
        values = {(read_date(line).value or "")[:10] for line in lines if 5 < len(line.strip()) < _LONGEST}
        found += gold in values
    print(f"{'htmldate pages, date among visible strings':44} {found} of {len(pages)}")


def _pages(shared: Path) -> list[tuple[Path, str]]:
    gold = shared / "html" / "htmldate" / "gold_dates.json"
    records = json.loads(gold.read_text("utf-8")) if gold.is_file() else []
    return [(gold.parent / r["file"], r["date"]) for r in records]


def _same(value: str | None, wanted: str | None) -> bool:
    """Whether two values agree as far as both go: a peer may give a time or a day more or less precisely."""
    if not value or not wanted:
        return value == wanted
    length = min(len(value), len(wanted), 10)
    return value[:length] == wanted[:length]


def _wrong(group: Sequence[Case], values: Sequence[str | None]) -> int:
    return sum(v is not None and not _same(v, c.value) for v, c in zip(values, group, strict=True))


def _show(name: str, right: int, wrong: int, total: int) -> None:
    print(f"{name:44} right {right:3} of {total:3} ({right / total:.3f})  wrong value {wrong}")

"""How right Marsad is, by task, on named data; the figures may rise, not fall below ``eval/floors.json``.

    python eval/quality.py [--shared ../shared] [--save]

Reads the pages of each set with the program as it stands, scores them (``score.py`` says what each figure means) and
prints one table. ``--save`` writes ``eval/figures.json`` and the accuracy table that the about page shows. Exits with 1
when a figure is below its floor. Sets of ``../shared`` that are absent are left out, and said to be.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from marsad.config import Settings
from marsad.contract import as_json
from marsad.intake.files import pages
from marsad.pipeline import Tools, observe
from score import PRF_NAMES, RATE_NAMES, figures

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "src" / "marsad" / "data" / "samples"
FLOORS = ROOT / "eval" / "floors.json"
FIGURES = ROOT / "eval" / "figures.json"
TABLE = ROOT / "src" / "marsad" / "data" / "accuracy.tsv"

#: Where fewer is better.
ERRORS = ("false certainty", "scare")

#: What the about page shows: figure, its names in Arabic and English.
SHOWN = {
    "stories": "فصل الأخبار|stories",
    "body": "متن الخبر|body text",
    "title": "العناوين|titles",
    "dateline": "مكان الخبر|datelines",
    "mentions": "الأسماء|names",
    "linked": "ربط الأسماء|names linked",
    "direct": "الأقوال المباشرة|direct quotes",
    "indirect": "الأقوال بالمعنى|reported statements",
    "speaker": "نسبة القول إلى قائله|speakers",
}


def sets(shared: Path) -> dict[str, tuple[Path, Path]]:
    """The data sets that are here: name to (pages, gold)."""
    every = {
        "samples": (SAMPLES / "pages", ROOT / "tests" / "golden" / "samples"),
        "seeds": (shared / "seeds", shared / "gold"),
        "gold_news": (shared / "gold_news" / "pages", shared / "gold_news" / "gold"),
    }
    return {name: (read, gold) for name, (read, gold) in every.items() if gold.is_dir()}


def measure(folder: Path, gold: Path, tools: Tools) -> dict[str, float]:
    """The figures of one set: F1 or rate by task."""
    read = {}
    for page in pages([str(folder)]):
        result = as_json(observe(page, tools))
        read[Path(result["page"]["path"]).stem] = json.loads(json.dumps(result))
    out = figures(gold, read)
    found = {name: out[name]["f1"] for name in PRF_NAMES if out[name]["gold"]}
    found |= {name: out[name]["rate"] for name in RATE_NAMES if out[name]["rate"] is not None}
    return found


def settings(name: str) -> Settings:
    """The samples are read with the catalogue of their invented people, the others with the shipped one alone."""
    if name != "samples":
        return Settings(db=Path("unused.db"))
    return Settings(db=Path("unused.db"), catalogues=(SAMPLES / "catalogue.tsv",), outlets=(SAMPLES / "outlets.toml",))


def below(found: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Every figure that is worse than its floor, in words."""
    worse = []
    for name, figures_ in found.items():
        for task, floor in floors.get(name, {}).items():
            value = figures_.get(task, 0.0)
            if value > floor if task in ERRORS else value < floor:
                worse.append(f"{name}: {task} is {value}, its floor is {floor}")
    return worse


def save(found: dict[str, dict[str, float]]) -> None:
    """Writes the figures and the accuracy table of the about page."""
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    rows = [
        f"{SHOWN[task]}\t{name}\t{'F1' if task in PRF_NAMES else 'rate'}\t{value}"
        for name, values in found.items()
        for task, value in values.items()
        if task in SHOWN
    ]
    head = "# What python eval/quality.py --save measured: task (Arabic|English), data, figure, value.\n"
    TABLE.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--save", action="store_true")
    args = ap.parse_args()
    here = sets(args.shared)
    found = {name: measure(*where, Tools.load(settings(name))) for name, where in here.items()}
    for name in {"samples", "seeds", "gold_news"} - set(here):
        print(f"{name}: not measured, its gold is not here")
    for task in (*PRF_NAMES, *RATE_NAMES):
        cells = [f"{values[task]:8.3f}" if task in values else f"{'-':>8}" for values in found.values()]
        print(f"{task:18}", *cells)
    print(f"{'':18}", *(f"{name:>8}" for name in found))
    if args.save:
        save(found)
    worse = below(found, json.loads(FLOORS.read_text("utf-8"))) if FLOORS.is_file() else []
    print("\n".join(worse))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())

"""Draws found events at random, to be judged by eye: python eval/events_draw.py --seed 2 --stories 2000 --events 100.

Prints each with its sentence. What was judged stands in events_100.tsv without the sentences, which are not ours.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import sys
from pathlib import Path

from marsad.config import settings
from marsad.model import EventType, Page, Participant, Rejected
from marsad.pipeline import Tools, observe

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news" / "saudinewsnet" / "articles.jsonl.xz"


def named(side: tuple[Participant, ...]) -> str:
    return "، ".join(p.name for p in side) or "-"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("--seed", 1), ("--stories", 2000), ("--events", 100)):
        parser.add_argument(name, type=int, default=default)
    chosen = parser.parse_args()
    if not NEWS.exists():
        print(f"the stories are not at {NEWS}; nothing was drawn")
        return 0
    with lzma.open(NEWS, "rt", encoding="utf-8") as file:
        stories = [s for line in file if len((s := json.loads(line)).get("text") or "") > 200]
    tools, lot, found = Tools.load(settings()), random.Random(chosen.seed), []
    for story in lot.sample(stories, chosen.stories):
        text = f"{story.get('title') or ''}\n\n{story['text']}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        reading = observe(Page("p", text, digest, given_source=story["source"], seen=story["date"][:10]), tools)
        if not isinstance(reading, Rejected):
            found += [(story["source"], text, e) for s in reading.stories for e in s.events]
    told = [(o, t, e) for o, t, e in found if e.type is not EventType.STATEMENT]
    print(f"# {len(told)} events and {len(found) - len(told)} statements in {chosen.stories} stories")
    for number, (outlet, text, event) in enumerate(lot.sample(told, min(chosen.events, len(told))), 1):
        how = " ".join(word for word in ("planned", "denied", "ended") if getattr(event, word))
        place, day = named((event.place,) if event.place else ()), event.date.earliest if event.date else "-"
        row = [number, event.type.value, named(event.agents), named(event.targets), outlet, how or "-", place, day]
        print("\t".join(map(str, row)))
        print(f"   {event.how}: {event.sentence.of(text)[:520]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

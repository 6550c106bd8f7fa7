"""Events against the gold of the three seed pages: right are type, an agent, a target where there is one, and place."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from marsad.config import settings
from marsad.intake import files
from marsad.model import Event, Participant, Rejected
from marsad.pipeline import Tools, observe
from marsad.text.fold import fold

SHARED = Path(__file__).resolve().parents[2] / "shared"
Json = dict[str, object]


def names(key: str, gold: dict[str, dict[str, object]]) -> set[str]:
    """Everything that a key of the gold may be called: QID, folded names, what it is a metonym for."""
    entity = gold.get(key, {})
    found = {key, str(entity.get("qid") or key)}
    for field in ("name", "name_ar", "name_en", "label"):
        if entity.get(field):
            found.add(fold(str(entity[field])))
    return found | {fold(str(v)) for v in entity.get("variants", entity.get("forms", [])) or []}


def called(who: Participant) -> set[str]:
    found = {fold(who.name)}
    if who.entity:
        found |= {who.entity.id, who.entity.qid or "", fold(who.entity.name), fold(who.entity.name_en or "")}
    return found - {""}


def right(gold: dict, event: Event, entities: dict) -> bool:
    """Whether a found event is the gold one."""
    if gold["type"] != event.type.value:
        return False
    start, end = gold["evidence"]["start"], gold["evidence"]["end"]
    if not (event.evidence.span.start < end and start < event.evidence.span.end):
        return False
    sides = [(gold["agents"], event.agents), (gold["targets"], event.targets)]
    return all(not keys or any(names(k, entities) & called(p) for k in keys for p in found) for keys, found in sides)


def main() -> int:
    """Prints the figures; ``-v`` prints each event of the gold that was missed."""
    if not (SHARED / "gold").is_dir():
        print(f"the gold pages are not at {SHARED}; nothing was measured")
        return 0
    tools, hit, wanted, told = Tools.load(settings()), Counter(), Counter(), Counter()
    false: Counter[str] = Counter()
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        page = next(iter(files.pages([str(SHARED / "seeds" / f"{path.stem}.txt")])))
        reading = observe(page, tools, strict=True)
        assert not isinstance(reading, Rejected)
        raw = gold["entities"]
        entities = raw if isinstance(raw, dict) else {e.get("key", e.get("id")): e for e in raw}
        events = [e for s in reading.stories for e in s.events]
        expected = [e for s in gold["stories"] for e in s.get("events", [])]
        for event in events:
            told[event.type.value] += 1
            false[event.type.value] += not any(right(g, event, entities) for g in expected)
        for one in expected:
            wanted[one["type"]] += 1
            found = any(right(one, e, entities) for e in events)
            hit[one["type"]] += found
            if not found and "-v" in sys.argv:
                print("missed", one["id"], one["type"], one["agents"], one["targets"], one["evidence"]["text"][:90])
    for kinds in ([*wanted], [k for k in wanted if k != "statement"]):
        right_found, all_told = sum(told[k] - false[k] for k in kinds), sum(told[k] for k in kinds)
        precision, recall = right_found / max(1, all_told), sum(hit[k] for k in kinds) / sum(wanted[k] for k in kinds)
        name = "all types" if "statement" in kinds else "less statements"
        f1 = 2 * precision * recall / (precision + recall or 1)
        counts = (
            f"{right_found} of {all_told} told; {sum(hit[k] for k in kinds)} of {sum(wanted[k] for k in kinds)} gold"
        )
        print(f"{name}: precision {precision:.3f} recall {recall:.3f} f1 {f1:.3f} ({counts})")
    for kind in wanted:
        print(f"  {kind:10} gold {hit[kind]:2}/{wanted[kind]:2}  told {told[kind] - false[kind]:2}/{told[kind]:2}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

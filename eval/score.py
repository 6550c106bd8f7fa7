#!/usr/bin/env python3
"""Score what a program read from pages against hand-made gold.

    score.py GOLD_DIR READ.jsonl [--json]

GOLD_DIR holds one `<page stem>.json` per page; READ.jsonl is what the program wrote, one
JSON object a page, in the form that CONTRACT.md beside this file gives. A page is matched to
its gold by the stem of `page.path`. Standard library only; `--json` prints the figures as JSON.

Figures (precision, recall, F1 unless said otherwise)
  stories      a story counts when at least 90 % of its body characters are shared with gold
  body         characters of all bodies of a page: is all of the news kept, and nothing else?
  title, dateline   exact span, of the gold stories that have one
  date         share of dated gold stories whose published value lies in the gold range;
               `false certainty` counts days claimed outside the gold range
  mentions     exact span and type; `overlap` lets the span differ; `linked` = of the gold
               mentions, the share found (overlap) and given the right entity: the same QID,
               or, where either side has none, the same folded Arabic or English name
  direct       direct quotes, content span overlap >= 0.8 (intersection over union)
  indirect     reported statements without marks, overlap >= 0.5
  speaker      share of the found quotes given to the right speaker; `implicit` the same for
               quotes whose verb has no subject of its own
  scare        marks that are not quotes but were reported as quotes (fewer is better)
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path

FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
MARKS = re.compile("[\u064b-\u0652\u0670\u200c-\u200f\"'“”«»]")


def fold(text: str | None) -> str:
    return " ".join(MARKS.sub("", text or "").translate(FOLD).split())


def iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    inter = min(a[1], b[1]) - max(a[0], b[0])
    if inter <= 0:
        return 0.0
    return inter / (max(a[1], b[1]) - min(a[0], b[0]))


def span(thing) -> tuple[int, int] | None:
    if not thing:
        return None
    if isinstance(thing, dict):
        if thing.get("span"):
            return span(thing["span"])
        if "start" in thing:
            return thing["start"], thing["end"]
        return None
    return tuple(thing)


def chars(spans) -> set[int]:
    out: set[int] = set()
    for s in spans:
        if s:
            out.update(range(*s))
    return out


class Tally(Counter):
    def add(self, name: str, tp: int, fp: int, fn: int) -> None:
        self[name, "tp"] += tp
        self[name, "fp"] += fp
        self[name, "fn"] += fn

    def prf(self, name: str) -> tuple[float, float, float]:
        tp, fp, fn = (self[name, k] for k in ("tp", "fp", "fn"))
        p = tp / (tp + fp) if tp + fp else 0.0
        r = tp / (tp + fn) if tp + fn else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    def rate(self, name: str) -> float | None:
        n = self[name, "n"]
        return self[name, "ok"] / n if n else None


def pair(gold: list, found: list, alike) -> list[tuple[int, int]]:
    """Greedy one-to-one pairing, the most alike first."""
    scored = sorted(
        ((alike(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda x: -x[0],
    )
    used_g: set[int] = set()
    used_f: set[int] = set()
    out = []
    for score, i, j in scored:
        if score <= 0:
            break
        if i not in used_g and j not in used_f:
            used_g.add(i)
            used_f.add(j)
            out.append((i, j))
    return out


def gold_bodies(page: dict, found: list[dict]) -> list[set[int]]:
    """Bodies of the gold stories; a story with sections may also be read as its sections."""
    found_chars = [chars(map(span, s.get("paragraphs", []))) for s in found]
    out = []
    for story in page["stories"]:
        body = [span(b) for b in story["body"]]
        whole = chars(body)
        readings = [[whole]]
        if story.get("sections") and all("body_index" in s for s in story["sections"]):
            readings.append([chars(body[i] for i in s["body_index"]) for s in story["sections"]])

        def fit(reading):
            return sum(max((len(r & f) / max(1, len(r | f)) for f in found_chars), default=0.0) for r in reading) / len(
                reading
            )

        out.extend(max(readings, key=fit))
    return [b for b in out if b]


def score_page(gold: dict, read: dict, t: Tally) -> None:
    found = read.get("stories", [])
    # stories and bodies
    bodies = gold_bodies(gold, found)
    theirs = [c for s in found if (c := chars(map(span, s.get("paragraphs", []))))]
    hits = pair(bodies, theirs, lambda g, f: v if (v := len(g & f) / max(1, len(g | f))) >= 0.9 else 0)
    t.add("stories", len(hits), len(theirs) - len(hits), len(bodies) - len(hits))
    g_all, f_all = set().union(*bodies) if bodies else set(), set().union(*theirs) if theirs else set()
    t.add("body", len(g_all & f_all), len(f_all - g_all), len(g_all - f_all))

    # each gold story against the found story that shares most of its text
    def own(story):
        return chars([span(b) for b in story["body"]] + [span(story.get("title"))])

    def theirs_own(story):
        return chars([span(p) for p in story.get("paragraphs", [])] + [span(story.get("title_span"))])

    owned = [theirs_own(s) for s in found]
    for story in gold["stories"]:
        mine = own(story)
        overlaps = [len(mine & o) for o in owned]
        best = found[overlaps.index(max(overlaps))] if overlaps and max(overlaps) else {}
        if story.get("title"):
            t["title", "n"] += 1
            t["title", "ok"] += span(best.get("title_span")) == span(story["title"])
        if story.get("dateline"):
            t["dateline", "n"] += 1
            got = span(best.get("dateline"))
            want = span(story["dateline"])
            t["dateline", "ok"] += bool(got and iou(got, want) >= 0.7)
        score_date(story, best.get("published"), t)

    entities = gold.get("entities", {})
    mentions = [m for s in found for m in s.get("mentions", [])]
    quotes = [q for s in found for q in s.get("quotes", [])]
    score_mentions(gold, mentions, entities, t)
    score_quotes(gold, quotes, entities, t)


def score_date(story: dict, published: dict | None, t: Tally) -> None:
    best = story.get("date_best") or story.get("published") or {}
    low = best.get("earliest") or best.get("best") or best.get("value")
    high = best.get("latest") or best.get("best") or best.get("value")
    if not low:
        return
    value = (published or {}).get("value")
    precision = (published or {}).get("precision", "day")
    n = {"day": 10, "month": 7, "year": 4}.get(precision, 10)
    ok = bool(value) and low[:n] <= value[:n] <= high[:n]
    stated = story.get("date_stated") or story.get("published")
    if stated:
        t["date stated", "n"] += 1
        t["date stated", "ok"] += ok
    else:
        t["date inferred", "n"] += 1
        t["date inferred", "ok"] += ok
    t["false certainty", "n"] += 1
    t["false certainty", "ok"] += bool(value) and not ok


def in_scope(gold: dict, key: str):
    scope = gold.get(key)
    return gold["stories"] if scope is None else [s for s in gold["stories"] if s["id"] in set(scope)]


def zone(stories: list[dict]) -> list[tuple[int, int]]:
    """The stretches of page text that the gold stories own: title to last paragraph."""
    out = []
    for s in stories:
        own = [span(b) for b in s["body"]]
        own += [span(s.get(k)) for k in ("title", "kicker", "subtitle")]
        own += [span((s.get("dateline") or {}).get("span"))]
        own += [span(h) for h in s.get("headings", [])] + [span(c) for c in s.get("captions", [])]
        out += [o for o in own if o]
    return out


def within(s: tuple[int, int], zones) -> bool:
    return any(a <= s[0] and s[1] <= b for a, b in zones)


def score_mentions(gold, mentions, entities, t: Tally) -> None:
    scope = in_scope(gold, "mentions_complete_for")
    if not any(s.get("mentions") for s in scope):
        return
    zones = zone(scope)
    want = [m for s in scope for m in s.get("mentions", []) if within(span(m), zones)]
    optional = [m for m in want if m.get("descriptive") or m.get("nested")]
    want = [m for m in want if not (m.get("descriptive") or m.get("nested"))]
    got = {(span(m), m["type"]): m for m in mentions if m.get("span") and m["type"] in ("PER", "ORG", "LOC")}
    got = {k: m for k, m in got.items() if within(k[0], zones)}

    def spans(m):
        alts = [span(m)] + [span(a) for a in [m.get("alt_span")] if a]
        return alts

    exact = pair(want, list(got), lambda g, f: float(f[0] in spans(g) and f[1] == g["type"]))
    loose = pair(want, list(got), lambda g, f: max(iou(f[0], s) for s in spans(g)) if f[1] == g["type"] else 0)
    keys = list(got)
    free = {j for j, k in enumerate(keys) if any(iou(k[0], span(o)) > 0.3 for o in optional)}
    for kind in ("PER", "ORG", "LOC"):
        idx = [i for i, m in enumerate(want) if m["type"] == kind]
        tp = sum(1 for i, _ in exact if want[i]["type"] == kind)
        hit = {j for _, j in exact}
        fp = sum(1 for j, k in enumerate(keys) if k[1] == kind and j not in hit and j not in free)
        t.add(f"mentions {kind}", tp, fp, len(idx) - tp)
        t.add("mentions", tp, fp, len(idx) - tp)
    hit = {j for _, j in loose}
    t.add(
        "mentions overlap",
        len(loose),
        sum(1 for j in range(len(keys)) if j not in hit and j not in free),
        len(want) - len(loose),
    )
    found_for = dict(loose)
    for i, m in enumerate(want):
        gold_entity = entities.get(m.get("entity"))
        if not gold_entity:
            continue
        t["linked", "n"] += 1
        if i in found_for:
            t["linked", "ok"] += same_entity(
                m["entity"], gold_entity, got[keys[found_for[i]]].get("entity"), gold, entities
            )


def same_entity(key: str, gold_entity: dict, found: dict | None, gold: dict, entities: dict) -> bool:
    if not found:
        return False
    if gold_entity.get("qid") and found.get("qid"):
        return gold_entity["qid"] == found["qid"]
    english = " ".join((found.get("name_en") or "").lower().replace("-", " ").split())
    wanted = {(gold_entity.get("name_en") or "").lower().replace("-", " "), key.replace("-", " ")}
    names = names_of(key, gold, entities)
    if gold_entity.get("type") == "PER":  # a bare surname is a mention, not an entity's name
        names = {n for n in names if " " in n} | {fold(gold_entity.get("name_ar"))}
    return (bool(english) and english in wanted) or fold(found.get("name")) in names


def names_of(key: str, gold: dict, entities: dict) -> set[str]:
    e = entities.get(key) or {}
    names = {fold(e.get("name_ar"))} | {fold(n) for n in e.get("aliases", [])}
    for s in gold["stories"]:
        names |= {fold(m["text"]) for m in s.get("mentions", []) if m.get("entity") == key}
        names |= {
            fold(q["speaker_cue"]["text"])
            for q in s.get("quotes", [])
            if q.get("speaker") == key and q.get("speaker_cue") and not q.get("implicit")
        }
    return names - {""}


def right_speaker(g: dict, f: dict, gold: dict, entities: dict) -> bool:
    sp = f.get("speaker") or {}
    for key in [g.get("speaker"), *(g.get("speakers") or [])]:
        if not key:
            continue
        qid = (entities.get(key) or {}).get("qid")
        got = (sp.get("entity") or {}).get("qid")
        if qid and got:
            if qid == got:
                return True
            continue
        names = names_of(key, gold, entities)
        name = fold(sp.get("name"))
        if name and any(name == n or (len(n) > 3 and (n in name or name in n)) for n in names):
            return True
    return False


def score_quotes(gold, quotes, entities, t: Tally) -> None:
    for direct, scope_key, floor in (
        (True, "direct_quotes_complete_for", 0.8),
        (False, "indirect_complete_for", 0.5),
    ):
        name = "direct" if direct else "indirect"
        scope = in_scope(gold, scope_key)
        want = [q for s in scope for q in s.get("quotes", []) if q["direct"] is direct]
        if not want and not any("quotes" in s for s in scope):
            continue
        zones = zone(scope)
        unsure = [span(q) for q in want if q.get("ambiguous")]
        want = [q for q in want if not q.get("ambiguous")]
        got = [q for q in quotes if q.get("span") and bool(q.get("direct")) is direct and within(span(q), zones)]
        got = [q for q in got if not any(iou(span(q), u) > 0.5 for u in unsure)]
        hits = pair(want, got, lambda g, f, least=floor: v if (v := iou(span(g), span(f))) >= least else 0)
        t.add(name, len(hits), len(got) - len(hits), len(want) - len(hits))
        for i, j in hits:
            if not want[i].get("speaker"):
                continue
            ok = right_speaker(want[i], got[j], gold, entities)
            t["speaker", "n"] += 1
            t["speaker", "ok"] += ok
            if want[i].get("implicit"):
                t["speaker implicit", "n"] += 1
                t["speaker implicit", "ok"] += ok
    not_quotes = [n for s in gold["stories"] for n in s.get("not_quotes", []) if not n.get("ambiguous")]
    direct = [span(q) for q in quotes if q.get("direct") and q.get("span")]
    t["scare", "n"] += len(not_quotes)
    t["scare", "ok"] += sum(1 for n in not_quotes if any(iou(span(n), d) >= 0.6 for d in direct))


PRF_NAMES = (
    "stories", "body", "mentions", "mentions PER", "mentions ORG", "mentions LOC", "mentions overlap",
    "direct", "indirect",
)  # fmt: skip
RATE_NAMES = (
    "title", "dateline", "date stated", "date inferred", "false certainty", "linked", "speaker",
    "speaker implicit", "scare",
)  # fmt: skip


def figures(gold_dir: Path, pages: dict[str, dict]) -> dict:
    """The figures of the pages read (by stem of their path) against the gold files of a folder."""
    t = Tally()
    missing = []
    n = 0
    for f in sorted(gold_dir.glob("*.json")):
        gold = json.loads(f.read_text(encoding="utf-8"))
        read = pages.get(f.stem)
        if read is None:
            missing.append(f.stem)
            read = {"stories": []}
        n += 1
        score_page(gold, read, t)
    out = {"pages": n, "missing": missing}
    for name in PRF_NAMES:
        p, r, f1 = t.prf(name)
        out[name] = {"p": round(p, 4), "r": round(r, 4), "f1": round(f1, 4), "gold": t[name, "tp"] + t[name, "fn"]}
    for name in RATE_NAMES:
        v = t.rate(name)
        out[name] = {"rate": None if v is None else round(v, 4), "of": t[name, "n"]}
    return out


def by_stem(lines: list[str]) -> dict[str, dict]:
    """The pages of ``marsad read --json`` by the stem of their path."""
    pages = [json.loads(line) for line in lines if line.strip()]
    return {Path(page["page"]["path"]).stem: page for page in pages}


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", type=Path)
    ap.add_argument("read", type=Path)
    ap.add_argument("--json", action="store_true")
    args = ap.parse_args()
    out = figures(args.gold, by_stem(args.read.read_text(encoding="utf-8").splitlines()))
    if args.json:
        print(json.dumps(out, ensure_ascii=False, indent=1))
        return 0
    missing = out["missing"]
    print(f"{out['pages']} pages, {len(missing)} not read" + (": " + " ".join(missing) if missing else ""))
    for name in PRF_NAMES:
        o = out[name]
        print(f"{name:18} P {o['p']:.3f}  R {o['r']:.3f}  F1 {o['f1']:.3f}  ({o['gold']} in gold)")
    for name in RATE_NAMES:
        o = out[name]
        print(f"{name:18} {'-' if o['rate'] is None else format(o['rate'], '.3f')}  of {o['of']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes the sample pages, their side-cars and their gold from the stories in ``tools/samples``.

Usage: ``python tools/build_samples.py``. Pages go to ``src/marsad/data/samples``, gold to
``tests/golden/samples``.
Each invented outlet has a layout of its own; together they hold the five kinds of page that Marsad reads as text.
The spans of the gold are recorded while the pages are written, so they are right by construction.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
SAMPLES = ROOT / "src" / "marsad" / "data" / "samples"
GOLD = ROOT / "tests" / "golden" / "samples"

#: What stands in marks in the stories without being anybody's words.
NAMES_IN_MARKS = frozenset((HERE / "samples" / "names-in-marks.txt").read_text("utf-8").splitlines())
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
GREGORIAN = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
SYRIAC = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip
MAGHREBI = ("جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")
ADDRESS = {
    "almarsa": "https://almarsa.example/news/",
    "aldifaf": "https://aldifaf.example/article/",
    "almizan": "https://almizan.example/node/",
    "suhailnews": "https://suhailnews.example/",
    "baridaljanub": "https://baridaljanub.example/a/",
    "rasid": "https://rasid.example/person/",
}
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Part:
    """A paragraph, heading or caption (``kind`` P, H or C), with the speakers of its direct quotes in order."""

    kind: str
    text: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """A story as one outlet prints it. ``taken_from`` is the outlet whose text it is."""

    id: str
    day: date
    outlet: str
    category: str
    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    byline: str = ""
    place: str = ""
    parts: tuple[Part, ...] = ()
    tags: tuple[str, ...] = ()
    taken_from: str = ""

    @property
    def key(self) -> str:
        """Names the story among all outlets' stories."""
        return f"{self.id}-{self.outlet}"


def parse_stories(text: str) -> Iterator[Story]:
    """The stories of one source file, each followed by the copies that other outlets made of it."""
    for block in re.split(r"^@ ", text, flags=re.M)[1:]:
        head, *lines = block.strip().splitlines()
        id_, day, outlet, category = head.split(maxsplit=3)
        story, copies = _fill(Story(id_, date.fromisoformat(day), outlet, category), lines)
        yield story
        for copy in copies:
            yield _copied(story, copy)


def _fill(story: Story, lines: list[str]) -> tuple[Story, list[str]]:
    single = {"T": "title", "K": "kicker", "S": "subtitle", "B": "byline", "D": "place"}
    parts: list[Part] = []
    values: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    copies: list[str] = []
    for line in lines:
        mark, rest = line[0], line[2:].strip()
        if mark in "PHC":
            parts.append(Part(mark, rest))
        elif mark == "Q":
            parts[-1] = replace(parts[-1], speakers=tuple(rest.split()))
        elif mark == "G":
            tags = tuple(t.strip() for t in rest.split(","))
        elif mark == "X":
            copies.append(rest)
        else:
            values[single[mark]] = rest
    return replace(story, parts=tuple(parts), tags=tags, **values), copies


def _copied(story: Story, line: str) -> Story:
    head, title, changes = (x.strip(" ") for x in (line + "||").split("|")[:3])
    outlet, day = head.split()
    parts = story.parts
    for change in filter(None, changes.split(";")):
        old, _, new = change.partition("=>")
        if not any(old in p.text for p in parts):
            raise ValueError(f"{story.id} has no {old!r} to change for {outlet}")
        parts = tuple(replace(p, text=p.text.replace(old, new)) for p in parts)
    return replace(
        story, outlet=outlet, day=date.fromisoformat(day), title=title or story.title, parts=parts, byline="",
        kicker="", subtitle="", taken_from=story.outlet,
    )  # fmt: skip


@dataclass
class Writer:
    """Writes one page and remembers where everything stands."""

    text: str = ""
    stories: list[dict[str, object]] = field(default_factory=list)
    related: list[dict[str, object]] = field(default_factory=list)

    def put(self, words: str, after: str = "\n\n") -> dict[str, object]:
        """Appends ``words`` and returns their span."""
        start = len(self.text)
        self.text += words + after
        return {"start": start, "end": start + len(words), "text": words}

    def furniture(self, words: str, after: str = "\n\n") -> None:
        """Appends what belongs to no story."""
        self.text += words + after

    def open(self, story: Story) -> dict[str, object]:
        """Begins the record of a story."""
        record: dict[str, object] = {
            "id": story.key, "title": None, "kicker": None, "subtitle": None, "dateline": None, "credit": None,
            "body": [], "headings": [], "captions": [], "sections": [], "quotes": [], "not_quotes": [], "mentions": [],
            "date_best": {k: story.day.isoformat() for k in ("best", "earliest", "latest")},
        }  # fmt: skip
        self.stories.append(record)
        return record

    def part(self, record: dict[str, object], part: Part, after: str = "\n\n", strip: str = "") -> None:
        """Appends a paragraph, heading or caption of the story and its quotes."""
        words = part.text.translate(str.maketrans("", "", strip)) if strip else part.text
        span = self.put(words, after)
        kinds = {"P": "body", "H": "headings", "C": "captions"}
        record[kinds[part.kind]].append(span)  # type: ignore[attr-defined]
        if part.kind == "P":
            self._quotes(record, part, words, span["start"])  # type: ignore[arg-type]

    def _quotes(self, record: dict[str, object], part: Part, words: str, at: int) -> None:
        speakers = list(part.speakers)
        for found in re.finditer("[«“]([^«»“”]+)[»”]", words):
            span = {"start": at + found.start(1), "end": at + found.end(1), "text": found[1]}
            if found[1] in NAMES_IN_MARKS:
                record["not_quotes"].append({**span, "label": "name"})  # type: ignore[attr-defined]
            elif not speakers:
                raise ValueError(f"{record['id']}: nobody says {found[1]!r}")
            else:
                speaker = speakers.pop(0)
                quote = {**span, "direct": True, "speaker": None if speaker.startswith("role:") else speaker}
                record["quotes"].append(quote)  # type: ignore[attr-defined]
        if speakers:
            raise ValueError(f"{record['id']}: no words for {speakers} in {words[:60]!r}")


def agency_article(w: Writer, story: Story, others: list[Story]) -> None:
    """Al Marsa: title, ``place – agency``, paragraphs under headings, then one teaser under «انظر أيضا»."""
    record = w.open(story)
    record["title"] = w.put(story.title)
    record["dateline"] = {"span": w.put(f"{story.place or 'بندر سهيل'} – المرسى")}
    for part in story.parts:
        w.part(record, part)
    other = others[0]
    w.furniture("انظر أيضا")
    w.related.append({"title": w.put(other.title)})
    w.furniture(f"{other.place or 'بندر سهيل'}-المرسى {other.parts[-1].text[:80]} …")


def paper_article(w: Writer, story: Story, others: list[Story]) -> None:
    """Al Mizan: a stamp of the day of reading, a dateline with agency, section and paper, an end mark, print lines."""
    stamp = story.day + timedelta(days=400)
    w.furniture(
        f"آخر تحديث للموقع | {WEEKDAYS[stamp.weekday()]}, {GREGORIAN[stamp.month - 1]} {stamp.day}, {stamp.year}"
    )
    record = w.open(story)
    record["title"] = w.put(story.title)
    agency = "المرسى" if story.taken_from == "almarsa" else "وكالات"
    record["dateline"] = {"span": w.put(f"{agency} – {story.category} – الميزان –", "\n")}
    body = [p for p in story.parts if p.kind != "C"]
    for part in body[:-1]:
        w.part(record, part)
    w.part(record, body[-1], "")
    w.furniture("انتهى")
    w.furniture("نسخة للطباعة نسخة للطباعة أرسل إلى صديق أرسل إلى صديق")
    w.furniture("أضف تعليقا", "\n")


def daily_stories(w: Writer, stories: list[Story], others: list[Story]) -> None:
    """Al Difaf: an article with captions told three times, related teasers, then further whole stories."""
    for number, story in enumerate(stories):
        _daily_story(w, story)
        if number == 0:
            _daily_related(w, [*stories[1:], *others][:4])


def _daily_story(w: Writer, story: Story) -> None:
    record = w.open(story)
    captions = [p for p in story.parts if p.kind == "C"]
    if story.kicker:
        record["kicker"] = w.put(story.kicker)
    record["title"] = w.put(story.title)
    if story.subtitle:
        record["subtitle"] = w.put(story.subtitle)
    if captions:
        w.part(record, captions[0], "\n")
        w.furniture(captions[0].text, "\n")
        w.furniture("TT")
        w.furniture(story.title)
        w.furniture(captions[0].text, "\n")
        w.furniture(captions[0].text)
    for part in story.parts:
        if not captions or part is not captions[0]:
            w.part(record, part)
    w.text += "\n"


def _daily_related(w: Writer, others: list[Story]) -> None:
    w.furniture("مقالات ذات صلة")
    w.furniture(others[0].title)
    for other in others:
        caption = next((p.text for p in other.parts if p.kind == "C"), "صورة من الأرشيف (الضفاف)")
        w.furniture(f"{other.category} {caption} play-circle")
        w.related.append({"title": w.put(other.title)})
        w.furniture(other.parts[-1].text)
        w.furniture(f"«الضفاف» ({other.place or 'بندر سهيل'})", "\n")
    w.text += "\n"


def tag_archive(w: Writer, tag: str, stories: list[Story]) -> None:
    """Suhail News: the posts of a tag, newest first, with the place before the lead and sometimes a credit."""
    w.furniture(f"أرشيف الوسم : {tag}")
    for number, story in enumerate(sorted(stories, key=lambda s: (s.day, s.id), reverse=True)):
        record = w.open(story)
        record["title"] = w.put(story.title)
        if number % 3 != 2:
            mark, after = ("|", "\n\n") if number % 2 else (":", " ")
            record["dateline"] = {"span": w.put(f"{story.place or 'بندر سهيل'}{mark}", after)}
        for part in story.parts:
            if part.kind != "C":
                w.part(record, part, "\n" if number % 4 == 3 else "\n\n")
        if story.taken_from:
            record["credit"] = {"span": w.put("المصدر: وكالة المرسى")}


def mail_article(w: Writer, story: Story, others: list[Story]) -> None:
    """Barid al-Janub: a saved story with its date stated, a by-line with the place, tags and share lines after it."""
    record = w.open(story)
    record["title"] = w.put(story.title)
    month = MAGHREBI[story.day.month - 1]
    record["date_stated"] = w.put(f"نشر في {story.day.day} {month} {story.day.year} - 10:{story.day.day + 10}", "\n")
    dateline = f"{story.byline or 'بريد الجنوب'} – {story.place or 'مرسى الزهور'}"
    record["dateline"] = {"span": w.put(dateline, "\n")}
    for part in story.parts:
        w.part(record, part, "\n")
    w.furniture("\nالكلمات المفتاحية: " + "، ".join(story.tags), "\n")
    w.furniture("شارك المقال: فيسبوك تويتر واتساب طباعة", "\n")


def profile(w: Writer, name: str, bio: str, stories: list[Story]) -> None:
    """Rasid: a person, the biography with its source, then the stories, each run together on one line."""
    w.furniture(name)
    w.furniture(name)
    w.furniture(bio)
    w.furniture("عدد الأخبار في اليوم خلال شهر واحد", "\n")
    w.furniture(f"أهم من يرتبط ب{name}؟", "\n")
    w.furniture(f"أكثر المصادر كتابة عن {name}", "\n")
    for story in sorted(stories, key=lambda s: (s.day, s.id), reverse=True):
        record = w.open(story)
        bare = story.title.translate(str.maketrans("", "", ":«»،"))
        record["title"] = w.put(bare, " ")
        record["dateline"] = {"span": w.put(f"{story.place or 'بندر سهيل'} المرسى", " ")}
        for part in story.parts:
            kind_strip = ":«»" if part.kind == "H" else ""
            w.part(record, replace(part, text=part.text.translate(ARABIC_INDIC)), " ", kind_strip)
        w.text = w.text.rstrip(" ") + "\n"
    w.furniture(f"قارن {name} مع:", "\n")
    w.furniture(f"شارك صفحة {name} على", "\n")


def save(name: str, w: Writer, meta: dict[str, str], page_type: str, entities: dict[str, object]) -> None:
    """Writes the page, its side-car and its gold."""
    text = w.text.rstrip("\n") + "\n"
    (SAMPLES / "pages" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    _write_json(SAMPLES / "pages" / f"{name}.meta.json", meta)
    gold = {
        "seed": f"{name}.txt", "page_type": page_type, "site": meta["outlet"], "mentions_complete_for": [],
        "indirect_complete_for": [], "stories": w.stories, "furniture": [], "related": w.related, "entities": entities,
    }  # fmt: skip
    _write_json(GOLD / f"{name}.json", gold)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def known_names() -> dict[str, object]:
    """The gold's entities: the invented people and bodies by id."""
    rows = _rows("catalogue.tsv")
    known = {r[0]: _entity(r[1], r[11], [v for v in r[10].split("|") if v]) for r in rows if r[0] != "id"}
    return known | {key: _entity("PER", name, []) for key, name in _rows("speakers.tsv")}


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / "samples" / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _entity(type_: str, name: str, aliases: list[str]) -> dict[str, object]:
    return {"type": type_, "name_ar": name, "aliases": aliases, "qid": None}


def main() -> None:
    """Builds every page anew."""
    for folder in (SAMPLES / "pages", GOLD):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    sources = sorted((HERE / "samples").glob("stories-*.txt"))
    stories = [s for path in sources for s in parse_stories(path.read_text("utf-8"))]
    entities = known_names()
    by_outlet: dict[str, list[Story]] = {}
    for story in sorted(stories, key=lambda s: (s.day, s.id)):
        by_outlet.setdefault(story.outlet, []).append(story)
    singles: dict[str, Callable[[Writer, Story, list[Story]], None]] = {
        "almarsa": agency_article, "almizan": paper_article, "baridaljanub": mail_article,
    }  # fmt: skip
    for outlet, lay_out in singles.items():
        for number, story in enumerate(by_outlet[outlet]):
            others = [s for s in by_outlet[outlet] if s is not story]
            w = Writer()
            lay_out(w, story, others[number % len(others) :])
            save(story.key, w, _meta(story), "article", entities)
    _daily_pages(by_outlet["aldifaf"], entities)
    _tag_pages(by_outlet["suhailnews"], entities)
    _profile_pages(stories, entities)
    for name in ("catalogue.tsv", "outlets.toml"):
        shutil.copy(HERE / "samples" / name, SAMPLES / name)


def _meta(story: Story, path: str = "") -> dict[str, str]:
    seen = f"{story.day.isoformat()}T{8 + int(story.id[1:]) % 12:02}:15:00"
    return {"url": ADDRESS[story.outlet] + (path or story.id), "outlet": story.outlet, "seen": seen}


def _daily_pages(stories: list[Story], entities: dict[str, object]) -> None:
    for number in range(0, len(stories), 2):
        group = stories[number : number + 2][::-1]
        w = Writer()
        daily_stories(w, group, [s for s in stories if s not in group][::-1])
        save(f"{group[0].key}", w, _meta(group[0]), "article", entities)


def _tag_pages(stories: list[Story], entities: dict[str, object]) -> None:
    left = list(stories)
    tags = sorted({t for s in stories for t in s.tags}, key=lambda t: (-sum(t in s.tags for s in stories), t))
    for tag in tags:
        group = [s for s in left if tag in s.tags][-6:]
        if not group:
            continue
        left = [s for s in left if s not in group]
        w = Writer()
        tag_archive(w, tag, group)
        name = f"tag-{tags.index(tag) + 1:02}-suhailnews"
        save(name, w, _meta(group[-1], f"tag/{tag.replace(' ', '-')}"), "tag_archive", entities)


def _profile_pages(stories: list[Story], entities: dict[str, object]) -> None:
    for id_, chosen, name, bio in _rows("persons.tsv"):
        taken = [
            replace(s, outlet="rasid", taken_from="almarsa")
            for s in stories
            if s.outlet == "almarsa" and s.id in chosen.split(",")
        ]
        w = Writer()
        profile(w, name, bio, taken)
        latest = max(taken, key=lambda s: s.day)
        save(f"person-{id_}", w, _meta(latest, id_), "entity_profile", entities)


if __name__ == "__main__":
    main()

"""Writes the HTML pages of ``tests/html`` and what must be read from each, from the stories in ``tools/samples``.

Usage: ``python tools/build_html_pages.py``. Each template in ``tools/html_templates`` is a kind of site as
newspapers build them. Beside each page stands a JSON file with the expected kind, stories, teasers and metadata.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_samples import GREGORIAN, HERE, MAGHREBI, ROOT, SYRIAC, WEEKDAYS, Story, parse_stories

PAGES = ROOT / "tests" / "html"
TEXTS = json.loads((HERE / "html_templates" / "texts.json").read_text("utf-8"))
TEMPLATES = Environment(loader=FileSystemLoader(HERE / "html_templates"), undefined=StrictUndefined, autoescape=False)
SUMMARY_WORDS = 22
Json = dict[str, Any]


@dataclass(frozen=True)
class Site:
    """How one site prints: template, name, dateline before the lead, months, and which parts its pages show."""

    template: str
    name: str
    dateline: str = ""
    months: tuple[str, ...] = GREGORIAN
    encoding: str = "utf-8"
    shows: frozenset[str] = frozenset()
    captions: int = 1
    joined: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SITES = {
    "wordpress": Site("wordpress", "صحيفة المرسى", shows=_words("byline category tags published"), captions=9),
    "drupal": Site("drupal", "بوابة الميزان", "القاهرة - ", SYRIAC, shows=_words("subtitle credit tags published")),
    "dotnet": Site("dotnet", "جريدة سهيل", "عمّان - ", SYRIAC, "windows-1256", frozenset(["kicker"])),
    "amp": Site("amp", "الضفاف", "", shows=_words("byline subtitle tags published category")),
    "nextjs": Site("nextjs", "الراصد الجديد", shows=frozenset(["published"]), captions=0),
    "nextdata": Site("nextdata", "منصة الخليج الآن", captions=0),
    "hashed": Site("hashed", "إذاعة الساحل", shows=_words("published")),
    "channel": Site("channel", "قناة الميناء", "موسكو - ", shows=_words("credit published"), captions=0),
    "wrapped": Site("wrapped", "هذا الصباح", shows=_words("published"), captions=0),
    "paper": Site("paper", "الضفاف", shows=_words("subtitle published")),
    "divbr": Site("divbr", "خبر الجنوب", "بيروت – ", shows=frozenset(["category", "credit", "tags", "published"])),
    "builder": Site("builder", "نافذة الريحان", shows=frozenset(["byline", "published"]), captions=9),
    "gulf": Site("gulf", "الخور", "دبي: ", shows=frozenset(["kicker", "subtitle", "byline", "tags", "published"])),
    "microdata": Site("microdata", "الصفحة الأولى", "", MAGHREBI, shows=frozenset(["byline", "published"])),
}
#: Which stories each site prints, one page each.
PRINTED = {
    "wordpress": ("s03", "s13"),
    "drupal": ("s16", "s21"),
    "dotnet": ("s03", "s12", "s30"),
    "amp": ("s03", "s35"),
    "nextjs": ("s20",),
    "nextdata": ("s18",),
    "hashed": ("s12", "s33"),
    "channel": ("s05", "s22"),
    "wrapped": ("s09", "s37"),
    "paper": ("s20", "s03"),
    "divbr": ("s06", "s24"),
    "builder": ("s01", "s40"),
    "gulf": ("s03", "s36"),
    "microdata": ("s02", "s26"),
}


def main() -> None:
    """Writes every page with its expectation."""
    stories = {s.id: s for n in (1, 2, 3) for s in parse_stories(_source(n)) if not s.taken_from}
    PAGES.mkdir(parents=True, exist_ok=True)
    for old in [*PAGES.glob("*.html"), *PAGES.glob("*.json")]:
        old.unlink()
    for key, ids in PRINTED.items():
        for story_id in ids:
            _article(key, stories[story_id], stories)
    _lists(stories)
    _live(stories)
    _person(stories)
    _languages()


def _source(number: int) -> str:
    return (HERE / "samples" / f"stories-{number}.txt").read_text("utf-8")


def _date(story: Story, months: tuple[str, ...]) -> str:
    day = story.day
    return f"{WEEKDAYS[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}"


def _teaser(story: Story, months: tuple[str, ...] = GREGORIAN) -> Json:
    words = next(p.text for p in story.parts if p.kind == "P").split()
    return {
        "id": story.id,
        "title": story.title,
        "summary": " ".join(words[:SUMMARY_WORDS]) + "...",
        "category": story.category,
        "date": _date(story, months),
        "day": story.day.isoformat(),
        "parts": story.parts,
        "tags": story.tags,
    }


def _others(story: Story | None, stories: dict[str, Story], months: tuple[str, ...] = GREGORIAN) -> list[Json]:
    names = list(stories)
    at = names.index(story.id) if story else 0
    return [_teaser(stories[names[(at + 7 + n) % len(names)]], months) for n in range(12)]


def _expected(story: Story, site: Site) -> Json:
    def shown(name: str) -> bool:
        return name in site.shows

    captions = [p.text for p in story.parts if p.kind == "C"][: site.captions]
    return {
        "title": story.title,
        "kicker": story.kicker or None if shown("kicker") else None,
        "subtitle": story.subtitle or None if shown("subtitle") else None,
        "byline": story.byline or None if shown("byline") else None,
        "dateline": "القاهرة: «الشرق الأدنى»" if site.template == "paper" else site.dateline.strip() or None,
        "credit": "المصدر" if shown("credit") else None,
        "paragraphs": [p.text for p in story.parts if p.kind == "P"],
        "headings": [p.text for p in story.parts if p.kind == "H"],
        "captions": captions,
        "tags": list(story.tags) if shown("tags") else [],
        "published": story.day.isoformat() if shown("published") else None,
    }


def _article(key: str, story: Story, stories: dict[str, Story]) -> None:
    site = SITES[key]
    others = _others(story, stories, site.months)
    later = story.day + timedelta(days=40)
    url = f"https://{key}.example/news/{story.id}"
    values = {
        "s": story, "lead": next(p for p in story.parts if p.kind == "P"),
        "site": site.name, "url": url, "dateline": site.dateline, "others": others,
        "date": _date(story, site.months), "later": later.isoformat(), "source": "وكالات",
        "later_date": f"{later.day} {site.months[later.month - 1]} {later.year}",
        "page_date": "السبت 20 حزيران 2026", "ld": _data_only(story, url, site.name),
        "next_data": _next_data(story),
    }  # fmt: skip
    expected = {"type": "article", "stories": [_expected(story, site)], "teasers": _teased(key, others)}
    _write(f"{key}-{story.id}", site, values, expected)


def _teased(key: str, others: list[Json]) -> list[str]:
    counts = {
        "wordpress": 3, "drupal": 8, "dotnet": 5, "amp": 5, "nextjs": 0, "nextdata": 0,
        "hashed": 6, "channel": 5, "wrapped": 1, "paper": 4, "divbr": 5, "builder": 3,
        "gulf": 6, "microdata": 6,
    }  # fmt: skip
    return [o["title"] for o in others[: counts[key]]]


def _data_only(story: Story, url: str, site: str) -> str:
    body = "\n\n".join(p.text for p in story.parts if p.kind == "P")
    article = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title, "url": url,
        "datePublished": f"{story.day}T10:00:00+03:00", "articleBody": body,
        "publisher": {"@type": "Organization", "name": site},
    }  # fmt: skip
    return json.dumps(article, ensure_ascii=False)


def _next_data(story: Story) -> str:
    body = "".join(f"<p>{p.text}</p>" for p in story.parts if p.kind == "P")
    article = {"id": 7, "title": story.title, "content_html": body, "related": [{"title": "خبر آخر", "text": "قصير"}]}
    return json.dumps({"props": {"pageProps": {"article": article}}, "page": "/[slug]"}, ensure_ascii=False)


def _lists(stories: dict[str, Story]) -> None:
    names = list(stories)
    plain = Site("infinite", "شبكة الضفة", shows=frozenset(["tags", "published"]))
    run_on = [stories[n] for n in ("s12", "s29", "s38")]
    others = _others(run_on[0], stories)
    values = {
        "s": run_on[0], "site": plain.name, "url": "https://infinite.example/story/s12", "others": others,
        "stories": [_teaser(s) for s in run_on],
    }  # fmt: skip
    teasers = [o["title"] for o in others[:4]]
    _write("infinite-s12", plain, values, {
        "type": "article", "stories": [_expected(s, plain) for s in run_on], "teasers": teasers,
    })  # fmt: skip
    others = _others(stories[names[3]], stories)
    values = {"tag": "معبر السدرة", "site": "صحيفة المرسى", "others": others}
    _write("taglist-1", Site("taglist", "صحيفة المرسى"), values, {
        "type": "tag_archive", "tag": "معبر السدرة", "stories": [], "teasers": [o["title"] for o in others[:6]],
        "summaries": [o["summary"] for o in others[:6]],
    })  # fmt: skip
    full = Site("fulltag", "مدونة الميناء", shows=frozenset(["published"]), captions=0)
    held = [stories[n] for n in ("s04", "s10", "s17", "s31")]
    values = {"tag": "ميرانيا", "site": full.name, "others": others, "stories": [_teaser(s) for s in held]}
    _write("fulltag-1", full, values, {
        "type": "tag_archive", "tag": "ميرانيا", "stories": [_expected(s, full) for s in held],
        "teasers": [o["title"] for o in others[5:9]],
    })  # fmt: skip
    _write("front-1", Site("front", "الخور"), {"section": "اقتصاد", "site": "الخور", "others": others}, {
        "type": "list", "stories": [], "teasers": [o["title"] for o in others[:7]],
        "summaries": [o["summary"] for o in others[:4]],
    })  # fmt: skip


def _live(stories: dict[str, Story]) -> None:
    live = TEXTS["live"]
    site = Site("live", "مباشر الضفاف")
    others = _others(None, stories)
    values = {**live, "site": site.name, "url": "https://live.example/live/9", "others": others}
    entries = [
        {"title": e["title"] or None, "paragraphs": e["paragraphs"], "published": live["day"]} for e in live["entries"]
    ]
    head = {"title": live["title"], "paragraphs": [live["intro"]], "published": live["day"]}
    _write("live-1", site, values, {
        "type": "article", "stories": [head, *entries], "teasers": [o["title"] for o in others[:3]],
    })  # fmt: skip


def _person(stories: dict[str, Story]) -> None:
    person = TEXTS["person"]
    others = _others(stories["s10"], stories)
    values = {**person, "site": "مرصد الوجوه", "others": others}
    _write("person-1", Site("person", "مرصد الوجوه"), values, {
        "type": "entity_profile", "profile": person["name"], "bio": person["bio"], "stories": [],
        "teasers": [o["title"] for o in others[:6]],
    })  # fmt: skip


def _languages() -> None:
    for key, page in TEXTS["languages"].items():
        expected: Json = {"rejected": "not_arabic", "language": page["language"]}
        _write(f"foreign-{key}", Site("plain", ""), {**page, "lang": key, "site": "خبر"}, expected)
    mixed = TEXTS["mixed"]
    arabic = [p for p in mixed["paragraphs"] if p not in mixed["foreign"]]
    _write("foreign-mixed", Site("plain", ""), {**mixed, "lang": "ar", "site": "خبر"}, {
        "type": "article", "stories": [{"title": mixed["title"], "paragraphs": arabic}], "teasers": [],
    })  # fmt: skip


def _write(name: str, site: Site, values: Json, expected: Json) -> None:
    text = TEMPLATES.get_template(f"{site.template}.html").render(values)
    text = re.sub(r"\n{3,}", "\n", text)
    (PAGES / f"{name}.html").write_bytes(text.encode(site.encoding, "xmlcharrefreplace"))
    (PAGES / f"{name}.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""Asks dateparser and htmldate for the dates of strings and pages; run by eval/dates.py with a Python that has them."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

_LENGTHS = {"year": 4, "month": 7, "day": 10, "time": 16}


def by_dateparser(asked: dict) -> dict | str:
    try:
        from dateparser.date import DateDataParser
    except ImportError as missing:
        return str(missing)
    values = []
    for each in asked["strings"]:
        settings = {"RETURN_TIME_AS_PERIOD": True}
        if each["anchor"]:
            settings["RELATIVE_BASE"] = datetime.fromisoformat(each["anchor"])
        found = DateDataParser(languages=["ar", "en", "fr"], settings=settings).get_date_data(each["text"])
        values.append(found.date_obj.isoformat()[: _LENGTHS.get(found.period, 10)] if found.date_obj else None)
    return {"version": version("dateparser"), "strings": values}


def by_htmldate(asked: dict) -> dict | str:
    try:
        from htmldate import find_date
    except ImportError as missing:
        return str(missing)
    page = "<html><body><article><h1>خبر</h1><p class='date'>{}</p><p>نص</p></article></body></html>"
    values = [find_date(page.format(each["text"])) for each in asked["strings"]]
    days = [find_date(Path(p).read_text("utf-8", "replace"), original_date=True) for p in asked["pages"]]
    return {"version": version("htmldate"), "strings": values, "pages": days}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump({"dateparser": by_dateparser(asked), "htmldate": by_htmldate(asked)}, sys.stdout)

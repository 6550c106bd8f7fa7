"""Writes docs/dateparser/: Marsad's tables of date words as dateparser's supplementary language data for Arabic.

    python tools/build_dateparser.py [FOLDER]

``ar.yaml`` goes into ``dateparser_data/supplementary_language_data/date_translation_data/``; ``hijri.yaml`` holds the
names of the Hijri months by number, for ``dateparser/calendars/hijri_parser.py``. Words that are more often other words
(weak in our tables) stand in both, since dateparser reads strings that are dates and no running text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from marsad.text.dates.lexicon import rows

FOLDER = Path(__file__).parents[1] / "docs" / "dateparser"
_MONTHS = ("january", "february", "march", "april", "may", "june", "july")
_MONTHS += ("august", "september", "october", "november", "december")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_RELATIVE = {-2: "2 day ago", -1: "1 day ago", 0: "0 day ago", 1: "in 1 day", 2: "in 2 day"}
_HALVES = {"am": ("am", "dawn"), "pm": ("pm", "evening")}
_HEAD = "# Arabic date words from the tables of Marsad (data/dates_*.tsv); licence: Apache-2.0.\n"


def arabic() -> str:
    """The text of ``ar.yaml``."""
    parts = [_section(key, names) for key, names in _calendar("gregorian", _MONTHS).items()]
    weekdays = {
        key: [word for n, word in rows("dates_weekdays.tsv") if int(n) == at] for at, key in enumerate(_WEEKDAYS)
    }
    parts += [_section(key, names) for key, names in weekdays.items()]
    clock = rows("dates_clock.tsv")
    parts += [_section(unit, [w for kind, v, w in clock if kind == "amount_unit" and v == unit]) for unit in _UNITS]
    for key, kinds in _HALVES.items():
        arabic_only = [w for kind, v, w in clock if kind == "half" and v in kinds and not w.isascii() and " " not in w]
        parts.append(_section(key, arabic_only))
    parts.append(
        _section("ago", [w for kind, v, w in clock if kind.startswith("ago") and v == "back" and " " not in w])
    )
    relative = {
        key: [w for kind, v, w in rows("dates_words.tsv") if kind == "offset" and int(v) == n]
        for n, key in _RELATIVE.items()
    }
    parts.append("relative-type:\n" + "".join(_section(key, words, "    ") for key, words in relative.items()))
    return _HEAD + "\n".join(parts)


def hijri() -> str:
    """The text of ``hijri.yaml``."""
    return _HEAD + "".join(
        _section(key, names) for key, names in _calendar("hijri", [str(n) for n in range(1, 13)]).items()
    )


def _calendar(calendar: str, keys: Iterable[str]) -> Mapping[str, list[str]]:
    months = [(int(number), name) for kind, number, _, name in rows("dates_months.tsv") if kind == calendar]
    return {key: [name for number, name in months if number == at] for at, key in enumerate(keys, 1)}


def _section(key: str, words: Iterable[str], indent: str = "") -> str:
    return f"{indent}{key}:\n" + "".join(f"{indent}    - {word}\n" for word in words)


def main() -> None:
    """Writes both files into the folder given, or into docs/dateparser."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ar.yaml").write_text(arabic(), "utf-8")
    (folder / "hijri.yaml").write_text(hijri(), "utf-8")


if __name__ == "__main__":
    main()

"""Writes docs/tables.md, the dictionary of every table, from the tables themselves.

python tools/write_tables.py
"""

from __future__ import annotations

from pathlib import Path

from marsad.exchange.dictionary import markdown
from marsad.exchange.tables import ALL

PATH = Path(__file__).parent.parent / "docs" / "tables.md"

if __name__ == "__main__":
    PATH.write_text(markdown(ALL, {}), "utf-8")

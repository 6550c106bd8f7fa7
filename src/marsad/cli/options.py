"""Options that several commands take."""

from __future__ import annotations

import click

FIELDS = click.option(
    "--fields",
    multiple=True,
    metavar="WHAT=FIELD,…",
    help="Which fields of JSON records hold the story: title=headline,published=date. GLOB:… for some files only.",
)
LIMITS = click.option("--limit", "limits", multiple=True, metavar="NAME=N", help="A limit: seconds=20, page_bytes=32M.")
RAW = click.option("--no-raw", is_flag=True, help="Do not keep the pages as they came: less disk, no reading again.")

"""Web addresses as pages write them: broken ones have no parts instead of raising."""

from __future__ import annotations

from functools import cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from marsad.tables import rows

_NONE = SplitResult("", "", "", "", "")


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address (RFC 3986); all of them empty where it is None or broken, as ``http://[host/``."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return _NONE


def host_of(address: str | None) -> str:
    """The host in small letters without ``www.``; empty for none."""
    return (parts_of(address).hostname or "").removeprefix("www.")


def joined(base: str | None, link: str) -> str | None:
    """``link`` as it leads on from the page at ``base``; None where one of them is broken."""
    try:
        return urljoin(base or "", link)
    except ValueError:
        return None


def same_address(url: str | None) -> str | None:
    """What all ways to write the address of a page have in common; None for none, and for the front page of a site.

    Without scheme, ``www.``, port, fragment, the parameters that only tell where a reader came from, and a last slash;
    with the host in small letters, percent signs resolved and the parameters in order. Two pages of one such address
    are one page, read twice.
    """
    parts, host = parts_of(url), host_of(url)
    told = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _leads_here(pair[0]))
    path = unquote(parts.path).rstrip("/")
    if not host or not (path or told):
        return None
    return f"{host}{path}" + (f"?{urlencode(told, quote_via=quote)}" if told else "")


def _leads_here(name: str) -> bool:
    exact, begun = _parameters()
    return name.lower() in exact or name.lower().startswith(begun)


@cache
def _parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    names = [row[0] for row in rows("addresses_parameters.tsv")]
    return frozenset(n for n in names if n[-1] != "*"), tuple(n[:-1] for n in names if n[-1] == "*")

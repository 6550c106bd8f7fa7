"""Web addresses as pages write them: broken ones have no parts instead of raising."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

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

"""What is followed: outlets by name, or sites, feeds and sitemaps by address; and which pages belong to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string, url_query_cleaner

from marsad.errors import SettingsError
from marsad.outlets import Outlet, Outlets
from marsad.text.addresses import host_of, parts_of

#: Where feeds and news sitemaps usually are, for sites that name none.
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml")
#: Parts of a query that say how a reader came, not what is read.
_TRACKING = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid")


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to follow. ``key`` names it in reports, ``given`` is what the user said.

    ``site`` is the root of its site, ``address`` what to ask beside the site (a feed, a sitemap, a page), ``domains``
    hosts (or host/folder) whose pages belong to it, ``feeds`` its known feeds.
    """

    key: str
    given: str
    site: str
    domains: tuple[str, ...]
    feeds: tuple[str, ...] = ()
    address: str | None = None

    def owns(self, url: str) -> bool:
        """Whether the page at ``url`` belongs to the target."""
        host, path = host_of(url), parts_of(url).path.strip("/")
        for domain in self.domains:
            name, _, folder = domain.partition("/")
            if (host == name or host.endswith(f".{name}")) and (not folder or f"{path}/".startswith(f"{folder}/")):
                return True
        return False


def resolve(given: Iterable[str], outlets: Outlets) -> list[Target]:
    """The targets that the user means, each once. Raises SettingsError for what is neither outlet nor address."""
    found = {t.key: t for t in (_target(word.strip(), outlets) for word in given if word.strip())}
    return list(found.values())


def of_file(path: Path) -> list[str]:
    """The outlets and addresses of a list, one a line; what begins with # is a note. Raises SettingsError."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise SettingsError(f"cannot read the list {path}: {cause}") from cause
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def cleaned(url: str, base: str = "") -> str | None:
    """``url`` as it is asked for: whole, without fragment and tracking, encoded; None where it is no web address."""
    try:
        whole = urldefrag(urljoin(base, url.strip()))[0]
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        if parts.query:
            whole = url_query_cleaner(whole, _TRACKING, remove=True, unique=False)
        return safe_url_string(whole)
    except ValueError:
        return None


def _target(word: str, outlets: Outlets) -> Target:
    outlet = outlets.by_key.get(word) or outlets.by_name(word)
    if outlet is None and "://" not in word and ("." not in word.partition("/")[0] or " " in word):
        raise SettingsError(f"{word!r} is no outlet and no address; marsad outlets list names the outlets")
    if outlet:
        return _of_outlet(outlet, word)
    url = cleaned(word if "://" in word else f"https://{word}")
    if url is None:
        raise SettingsError(f"{word!r} is no address that can be followed; give one with http:// or https://")
    parts = urlsplit(url)
    known = outlets.by_domain(url)
    at_root = not parts.path.strip("/") and not parts.query
    if known and at_root:
        return _of_outlet(known, word)
    key = parts.netloc if at_root else url
    return Target(key, word, f"{parts.scheme}://{parts.netloc}/", (host_of(url),), (), None if at_root else url)


def _of_outlet(outlet: Outlet, word: str) -> Target:
    if not outlet.domains and not outlet.feeds:
        raise SettingsError(f"no address of {outlet.key} is known; add domains or feeds to it in a file of outlets")
    site = f"https://{outlet.domains[0]}/" if outlet.domains else urljoin(outlet.feeds[0], "/")
    return Target(outlet.key, word, site, outlet.domains or (host_of(site),), outlet.feeds)

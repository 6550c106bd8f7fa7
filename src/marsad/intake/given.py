"""What comes with a page from outside its bytes, and how pages and rejections are made of both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from marsad.model import Fact, Markup, Page, Rejected


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a page before it is read: its address, outlet and dates (as in ``Page``), and other facts.

    ``charset`` is the declared one.
    """

    url: str | None = None
    source: str | None = None
    published: str | None = None
    seen: str | None = None
    charset: str | None = None
    facts: tuple[Fact, ...] = ()

    def over(self, page: Page) -> Page:
        """``page`` with what is given, where it is; facts before those of its own markup."""
        markup = page.markup
        if self.facts:
            markup = replace(markup, facts=(*self.facts, *markup.facts)) if markup else Markup((), (), self.facts)
        return replace(
            page,
            markup=markup,
            url=self.url or page.url,
            given_source=self.source or page.given_source,
            given_published=self.published or page.given_published,
            seen=self.seen or page.seen,
        )


def digest(data: bytes, given: Given) -> str:
    """The identity of a page: the SHA-256 of its bytes, and of its address and outlet where they came beside them."""
    found = hashlib.sha256(data)
    for more in (given.url, given.source):
        if more:
            found.update(b"\x00" + more.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def rejected(path: str, data: bytes, reason: str, detail: str) -> Rejected:
    """A page that could not be read."""
    return Rejected(path, hashlib.sha256(data).hexdigest(), "read", reason, detail, len(data))


def stopped(path: str, reason: str, detail: str) -> Rejected:
    """A container, or the rest of one, that could not be read on."""
    return Rejected(path, f"{reason}:{path}", "read", reason, detail)


def too_large(path: str, size: int, most: int) -> Rejected:
    """A page of more bytes than a page may have."""
    detail = (
        f"{size / 1e6:.0f} MB are more than the {most / 1e6:.0f} MB of the largest page; is it no page?"
        " Otherwise give --limit page_bytes=…"
    )
    return Rejected(path, f"size:{size}", "read", "too_large", detail, size)


def skipped(path: str, reason: str, count: int, detail: str) -> Rejected:
    """Records of a container that are no pages, told together."""
    return Rejected(path, f"skipped:{reason}", "container", reason, detail, 0, count)

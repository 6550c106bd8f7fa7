"""WARC archives: the pages in their records, streamed. Records that are no pages are counted, not kept."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from marsad.intake import documents, http
from marsad.intake.compressed import BrokenStreamError, ExpandsTooFarError
from marsad.intake.given import Given, skipped, stopped, too_large
from marsad.intake.moments import iso
from marsad.intake.options import Options
from marsad.model import Page, Rejected

#: The kinds of records that hold pages: as HTTP answers, as files, and as text taken from pages.
_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_MEDIA = re.compile(
    r"text/(?:html|plain|xml|x?html\+xml)|application/(?:xhtml\+xml|xml|rss\+xml|atom\+xml|rdf\+xml|feed\+json)|"
)
#: Kinds of records without pages.
_KINDS = frozenset(("warcinfo", "request", "metadata", "revisit", "continuation"))
#: Our own field of a record: the day that a feed or sitemap told for the page.
PUBLISHED = "Marsad-Published"
#: A record that begins after damage: a gzip member, or the version line.
_BEGINS = re.compile(rb"\x1f\x8b\x08|WARC/1\.[01]\r?\n")
_MEANINGS = {
    "broken_record": "damaged or broken off",
    "empty_body": "answers without a body",
    "media_type": "pictures, programs and other files that are no pages",
    "no_status": "answers without a status",
}
_OTHER = "of this kind or status, which holds no page"
_LONGEST_BEGINNING = 12
_STEP = 1024 * 1024
_HEAD = 16 * 1024
#: So often reading begins again after damage in one file.
_MOST_DAMAGE = 10_000


def looks_like_warc(head: bytes) -> bool:
    """Whether data begins as a WARC file does."""
    return head.lstrip(b"\r\n").startswith(b"WARC/")


def pages(stream: BinaryIO, path: str, options: Options) -> Iterator[Page | Rejected]:
    """The pages of a WARC file, gzip or plain, under ``path:NUMBER``; at the end the counts of what was left out."""
    archive = _Archive(stream, path, options)
    try:
        yield from archive.pages()
    except (BrokenStreamError, ExpandsTooFarError):
        yield from archive.left_out()
        raise
    yield from archive.left_out()


class _Archive:
    """One WARC file while it is read: where it is, and what was left out so far, by reason."""

    def __init__(self, stream: BinaryIO, path: str, options: Options) -> None:
        self.stream, self.path, self.options = stream, path, options
        self.reasons: Counter[str] = Counter()
        self.records = 0
        self.at = 0

    def pages(self) -> Iterator[Page | Rejected]:
        for _ in range(_MOST_DAMAGE):
            try:
                yield from self._run()
                return
            except (OSError, ValueError) as cause:
                self.reasons["broken_record"] += 1
                if not self._begin_again():
                    detail = f"it is damaged after byte {self.at} ({cause}); what stood before is kept"
                    yield stopped(self.path, "broken", detail)
                    return

    def _run(self) -> Iterator[Page | Rejected]:
        source = self.stream if self.stream.seekable() else _Forward(self.stream)
        for record in ArchiveIterator(source, record_types=WarcRecordType.any_type, parse_http=False):
            self.at = record.stream_pos
            self.records += 1
            if self.records > self.options.limits.records:
                most = self.options.limits.records
                yield stopped(self.path, "too_many_records", f"the records after the first {most:,} were not read")
                return
            yield from self._record(record)

    def _record(self, record: WarcRecord) -> Iterator[Page | Rejected]:
        kind = record.record_type
        if not kind & _PAGES:
            name = (record.headers.get("WARC-Type") or "").strip().lower()
            self.reasons[name if name in _KINDS else "unknown_kind"] += 1
            return
        where = f"{self.path}:{self.records}"
        most = self.options.limits.page_bytes
        if record.content_length > most:
            yield too_large(where, record.content_length, most)
            return
        given, block = self._given(record), record.reader.read(_HEAD)
        answer = record.is_http and kind == WarcRecordType.response
        message = http.head(block) if answer else _file(record)
        reason = _reason(message, answer)
        if reason:
            self.reasons[reason] += 1
            return
        block += record.reader.read()
        if len(block) < record.content_length:
            raise ValueError("a record breaks off")
        yield from self._documents(block, message, where, given)

    def _documents(self, block: bytes, message: http.Message, where: str, given: Given) -> Iterator[Page | Rejected]:
        try:
            data = http.body(block, message, self.options.limits.page_bytes)
        except http.TooLargeBodyError:
            yield too_large(where, self.options.limits.page_bytes + 1, self.options.limits.page_bytes)
            return
        if not data.strip():
            self.reasons["empty_body"] += 1
            return
        own = replace(given, charset=message.charset)
        yield from documents.pages(data, where, own, self.options)

    def _given(self, record: WarcRecord) -> Given:
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        published = iso(record.headers.get(PUBLISHED))
        return Given(url=url or None, published=published, seen=iso(record.headers.get("WARC-Date")))

    def _begin_again(self) -> bool:
        """Goes to the next place after the damage where a record may begin; False where there is none."""
        if not self.stream.seekable():
            return False
        self.at += 1
        self.stream.seek(self.at)
        kept = b""
        while part := self.stream.read(_STEP):
            window = kept + part
            found = _BEGINS.search(window)
            if found:
                self.at += found.start()
                self.stream.seek(self.at)
                return True
            kept = window[-_LONGEST_BEGINNING:]
            self.at += len(window) - len(kept)
        return False

    def left_out(self) -> Iterator[Rejected]:
        for reason, count in sorted(self.reasons.items()):
            yield skipped(
                self.path, reason, count, f"{count:,} of its {self.records:,} records: {_MEANINGS.get(reason, _OTHER)}"
            )


class _Forward:
    """A stream that cannot go back, as the archive reader takes it: it asks where it is, and moves forward only."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.at += len(data)
        return data

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) not in ((0, io.SEEK_CUR), (self.at, io.SEEK_SET)):
            raise io.UnsupportedOperation("the stream cannot go back")
        return self.at

    def close(self) -> None:
        self.stream.close()


def _file(record: WarcRecord) -> http.Message:
    media_type, charset = http.content_type(record.headers.get("Content-Type") or "")
    return http.Message(200, media_type, charset, (), False, 0)


def _reason(message: http.Message, answer: bool) -> str | None:
    """Why the record is no page: its status or its media type; None for one that may be a page."""
    if answer and message.status != 200:
        return f"status_{message.status // 100}xx" if message.status else "no_status"
    return None if _MEDIA.fullmatch(message.media_type) else "media_type"

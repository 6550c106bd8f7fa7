"""WARC records made for tests."""

from __future__ import annotations


def record(
    kind: str,
    url: str,
    body: bytes,
    *,
    status: str = "200 OK",
    media: str = "text/html; charset=utf-8",
    fields: str = "",
    when: str = "2026-03-03T10:00:00Z",
) -> bytes:
    """One WARC record; a response and a revisit hold an HTTP answer, other kinds ``body`` as it is."""
    answer = kind in ("response", "revisit")
    if answer:
        body = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{fields}\r\n".encode() + body
    held = "application/http; msgtype=response" if answer else media
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {when}\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash((kind, url))):032x}>\r\nContent-Type: {held}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def chunked(data: bytes, size: int = 700) -> bytes:
    """``data`` in the chunks of HTTP."""
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"

"""The one word for each way in which an address is not got."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)


class Refused(IgnoreRequest):
    """The request may not be made, or its answer not be used; ``reason`` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


#: Reasons for which we do not ask, rather than are not answered.
REFUSALS = frozenset(("robots", "private_address", "scheme", "no_address", "user_in_address", "other_site"))
#: Reasons that are no fault of the page, which goes on waiting.
LASTING = frozenset(("asked_to_wait", "robots_unreachable", "no_such_host", "no_connection"))
#: Reasons that do not pass: the page is not asked for again.
FINAL = frozenset(("too_large", "status_404", "status_410", "media_type", "redirects", "crash"))
_ERRORS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "no_such_host"),
    (DownloadTimeoutError, "too_slow"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "cut_off"),
    (DownloadConnectionRefusedError, "no_connection"),
)


def reason_of(error: BaseException) -> str:
    """The reason word of what Scrapy hands to an errback."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    return next((word for kind, word in _ERRORS if isinstance(error, kind)), "broken_answer")


def _ignored(said: str) -> str:
    """Scrapy tells these three apart by their words alone."""
    if "robots.txt" in said:
        return "robots"
    if "redirections" in said:
        return "redirects"
    return "too_large" if "DOWNLOAD_MAXSIZE" in said else "ignored"

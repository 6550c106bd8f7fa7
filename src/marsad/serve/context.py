"""What a request asks for besides its page: language, digits, window; and the addresses that keep them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from starlette.requests import Request

from marsad.errors import SettingsError
from marsad.observatory import Asked
from marsad.serve.wording import DIGITS, LANGUAGES, Wording

KEPT = ("from", "to", "days", "all", "once")
YEAR_OF_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True)
class Asking:
    """One request, taken apart."""

    request: Request
    wording: Wording

    @classmethod
    def of(cls, request: Request) -> Asking:
        """Reads language and digits from the address, then from the cookies; Arabic and 0123 otherwise."""
        query, cookies = request.query_params, request.cookies
        lang = query.get("lang") or cookies.get("lang") or "ar"
        digits = query.get("digits") or cookies.get("digits") or "latn"
        return cls(request, Wording(lang if lang in LANGUAGES else "ar", digits if digits in DIGITS else "latn"))

    def asked(self) -> Asked:
        """The window asked for. Raises SettingsError for one that cannot be."""
        query = self.request.query_params
        return Asked(
            day_from=query.get("from") or None,
            day_to=query.get("to") or None,
            days=self.number("days"),
            whole=query.get("all") == "1",
            once=query.get("once") == "1",
        )

    def asked_or_whole(self) -> Asked:
        """The window asked for, or the whole archive when none is."""
        query = self.request.query_params
        if any(query.get(k) for k in ("from", "to", "days")):
            return self.asked()
        return Asked(whole=True, once=query.get("once") == "1")

    def number(self, name: str) -> int | None:
        """A whole number of the address. Raises SettingsError for anything else."""
        value = self.request.query_params.get(name)
        if not value:
            return None
        try:
            return int(value)
        except ValueError:
            raise SettingsError(f"{name}={value!r} is not a whole number") from None

    def page(self) -> int:
        """The page of a list, from 1."""
        return max(1, self.number("page") or 1)

    def window_query(self) -> dict[str, str]:
        """The part of the address that says the window."""
        query = self.request.query_params
        return {k: query[k] for k in KEPT if query.get(k)}

    def here(self, **changes: object) -> str:
        """This address with some of its query changed; None takes a part out."""
        pairs = [(k, v) for k, v in self.request.query_params.multi_items() if k not in changes]
        pairs += [(k.rstrip("_"), str(v)) for k, v in changes.items() if v is not None]
        return self.path() + (f"?{urlencode(pairs)}" if pairs else "")

    def path(self) -> str:
        """The path of this address."""
        return quote(self.request.url.path, safe="/:@")

    def also(self, suffix: str) -> str:
        """The address of this page in another form (``.json``, ``.atom``, ``.csv``)."""
        path = self.path().rstrip("/") or "/index"
        query = [(k, v) for k, v in self.request.query_params.multi_items() if k not in ("lang", "digits")]
        return path + suffix + (f"?{urlencode(query)}" if query else "")

    def absolute(self, path: str) -> str:
        """A path with the address of this server before it."""
        return str(self.request.base_url).rstrip("/") + path

    def address(self, *parts: str, **query: object) -> str:
        """An address of this site from its parts; ``window=True`` keeps the days that are shown."""
        pairs = list(self.window_query().items()) if query.pop("window", False) else []
        pairs += [(k.rstrip("_"), str(v)) for k, v in query.items() if v is not None and v != ""]
        return _address(parts, tuple(pairs))


@lru_cache(1 << 12)
def _address(parts: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> str:
    """A path of these parts with this query. A page has each address several times: in two charts and in a table."""
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    return path + (f"?{urlencode(pairs)}" if pairs else "")

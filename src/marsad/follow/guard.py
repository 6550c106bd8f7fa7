"""Which addresses may be asked: public web addresses only, unless a host is allowed by name."""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from marsad.errors import SettingsError

_PORTS = {"http": 80, "https": 443}
#: Prefixes of IPv6 that carry an address of IPv4 in their last four bytes (NAT64, well-known and local).
_CARRIERS = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")


@dataclass(slots=True)
class Guard:
    """Refuses addresses that lead into this machine or its network.

    ``allowed`` holds hosts, or hosts with a port (``127.0.0.1:8080``), that may be asked whatever they are.
    ``private_hosts`` collects the names whose every address was refused when they were looked up.
    """

    allowed: frozenset[str] = frozenset()
    private_hosts: set[str] = field(default_factory=set)

    @classmethod
    def allowing(cls, names: Iterable[str]) -> Guard:
        """The guard that allows ``names``. Raises SettingsError for one that is no host."""
        return cls(frozenset(map(_host_and_port, names)))

    def refusal(self, url: str) -> str | None:
        """Why ``url`` may not be asked, as one word; None where it may."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            return "no_address"
        if parts.scheme not in _PORTS:
            return "scheme"
        if not host:
            return "no_address"
        if "@" in parts.netloc:
            return "user_in_address"
        host = _plain(host)
        if {host, f"{host}:{port or _PORTS[parts.scheme]}"} & self.allowed:
            return None
        return "private_address" if self._is_inner(host) else None

    def may_lead_to(self, host: str, address: str) -> bool:
        """Whether the connection to ``host`` may go to ``address``, one of the answers to its look-up."""
        return self._is_named(_plain(host)) or is_public(address)

    def _is_named(self, host: str) -> bool:
        return any(name == host or name.rpartition(":")[0] == host for name in self.allowed)

    def _is_inner(self, host: str) -> bool:
        number = numeric(host)
        if number is not None:
            return not is_public(number)
        return "." not in host or any(host == name or host.endswith(f".{name}") for name in _INNER_NAMES)


def is_public(address: str) -> bool:
    """Whether an IP address (no name) belongs to the public internet, also when it carries one of IPv4."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = [found, *_carried(found)]
    return all(a.is_global and not a.is_multicast for a in inner)


def _carried(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in net for net in _CARRIERS) or int(address) < 1 << 32:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [a for a in found if a is not None]


def numeric(host: str) -> str | None:
    """The IP address that ``host`` writes in any form (127.1, 0x7f000001, 2130706433, [::1]); None for a name."""
    plain = host.strip("[]").rstrip(".")
    if ":" in plain:
        return plain
    if plain and all(c in "0123456789abcdefx." for c in plain) and plain[0].isdigit():
        try:
            return socket.inet_ntoa(socket.inet_aton(plain))
        except OSError:
            return None
    return None


def _plain(host: str) -> str:
    """The host in small letters, full stops and digits of other scripts written as usual."""
    return unicodedata.normalize("NFKC", host).replace("。", ".").lower().rstrip(".")


def _host_and_port(name: str) -> str:
    try:
        parts: SplitResult = urlsplit(f"//{name}" if "//" not in name else name)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.path.strip("/"):
        raise SettingsError(f"--allow {name!r} is no host; write it like 192.0.2.7 or localhost:8080")
    return f"{_plain(host)}:{port}" if port else _plain(host)

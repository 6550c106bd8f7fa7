"""Looking up hosts for Scrapy: answers that lead inside the machine or its network are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from marsad.follow.guard import Guard


@implementer(IResolutionReceiver)
class _OnlyAllowed:
    """Hands on the addresses that the guard lets through."""

    def __init__(self, receiver: Any, host: str, guard: Guard) -> None:
        self._receiver, self._host, self._guard = receiver, host, guard
        self._refused = self._passed = 0

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - Twisted's name
        if self._guard.may_lead_to(self._host, address.host):
            self._passed += 1
            self._receiver.addressResolved(address)
        else:
            self._refused += 1

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        if self._refused and not self._passed:
            self._guard.private_hosts.add(self._host)
        self._receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """The connection is made to what this returns, so an answer that changes after a check cannot slip through."""

    guard: ClassVar[Guard] = Guard()

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's name
    ) -> Any:
        """Resolves as Scrapy's resolver does."""
        only: Any = _OnlyAllowed(resolutionReceiver, hostName, self.guard)
        return super().resolveHostName(only, hostName, portNumber, addressTypes, transportSemantics)

"""What the clients of all vendors have in common: whose account it is, whose clock counts, how it closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from whenever import Date, Instant

from punchcard.backends.contract import Connection
from punchcard.backends.http.client import HttpClient
from punchcard.backends.http.service import Service
from punchcard.core.zones import in_zone

OpensHttp: TypeAlias = Callable[[Service, Connection], HttpClient]
"""Opens what the calls go over; a test gives it less patience."""

Params: TypeAlias = Sequence[tuple[str, str]]
"""The query of a call, sent in this order; a name may be there several times."""


class VendorClient:
    """One connection of an account to its service; what it asks and sends is its vendor's own."""

    def __init__(self, service: Service, connection: Connection, http: OpensHttp) -> None:
        """Touch neither the network nor any file.

        Raises:
            UsageError: The address, or what goes with every request, cannot be used.
        """
        self.zone = connection.zone
        self.now = connection.now
        self.may_write = connection.write
        self._meter = connection.meter
        self._http = http(service, connection)

    def seconds_ahead(self) -> float:
        """Return by how much the service's clock is ahead of this machine's, as far as it is known."""
        return (self._meter.offset_seconds if self._meter else None) or 0.0

    def vendor_now(self) -> Instant:
        """Return the service's time, as far as its clock is known."""
        return self.now().add(seconds=round(self.seconds_ahead()))

    def today(self) -> Date:
        """Return the day that it is, in the person's zone."""
        return in_zone(self.now(), self.zone).date()

    async def aclose(self) -> None:
        """Give back the connection."""
        await self._http.aclose()

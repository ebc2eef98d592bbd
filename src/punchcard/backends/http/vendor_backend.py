"""What the accounts of all vendors have in common: which ports are not there, and one connection to close."""

from __future__ import annotations

from punchcard.backends.http.vendor_client import VendorClient


class VendorBackend:
    """An account at a vendor, without the ports that a vendor may lack. Holds no state but its connection."""

    # Not annotated: what a vendor has is then known by its own type.
    weeks = None
    groups = None
    days = None
    presence = None
    balances = None
    team = None
    tree = None
    nodes = None
    batch = None
    checks = None

    def __init__(self, client: VendorClient) -> None:
        self._client = client

    async def aclose(self) -> None:
        """Give back the connection."""
        await self._client.aclose()

"""Simulated vendors in this very process: accounts whose requests never reach the network."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx import AsyncBaseTransport

    from punchcard.config import AccountConfig

_TRANSPORTS: dict[str, AsyncBaseTransport] = {}


@contextmanager
def simulated(base_url: str, transport: AsyncBaseTransport) -> Generator[None]:
    """Answer the requests of accounts at `base_url` by `transport` until this ends."""
    _TRANSPORTS[base_url] = transport
    try:
        yield
    finally:
        del _TRANSPORTS[base_url]


def transport_for(account: AccountConfig) -> AsyncBaseTransport | None:
    """Return what the requests of an account go over; None for the network."""
    return _TRANSPORTS.get(account.settings.get("base_url", ""))

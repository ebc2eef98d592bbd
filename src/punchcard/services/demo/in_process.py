"""Requests to a simulated vendor that never leave this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from punchcard.sandbox.application import Dropped

if TYPE_CHECKING:
    from punchcard.sandbox.application import App


class InProcess(httpx.AsyncBaseTransport):
    """Calls an application as if it were a server; a connection that it drops is one that broke."""

    def __init__(self, app: App) -> None:
        """Answer by `app`, on whatever event loop somebody asks."""
        self._transport = httpx.ASGITransport(cast("Any", app))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        try:
            return await self._transport.handle_async_request(request)
        except Dropped as error:
            raise httpx.ReadError(str(error), request=request) from error

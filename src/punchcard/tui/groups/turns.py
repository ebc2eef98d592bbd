"""Asking the engine again by itself once the service takes more calls; until when is told. For workers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from punchcard.backends.errors import Throttled
from punchcard.core.zones import in_zone

if TYPE_CHECKING:
    from punchcard.services.session import Session
    from punchcard.tui.host import HostApp

ResultT = TypeVar("ResultT")

LONGEST_SECONDS = 120.0
"""More than a minute's budget ever asks for; whatever takes longer is told as a failure."""


async def in_turn(
    app: HostApp, ask: Callable[[Session], Awaitable[ResultT]], tell: Callable[[str, str], object]
) -> ResultT:
    """Return what asking brings.

    Args:
        app: The app.
        ask: Asks once. Where it is throttled, nothing was done.
        tell: Is told why it is waited, and until when by the clock on the wall.

    Raises:
        Refusal: As `ask` does; `Throttled` where it would take too long.
    """
    while True:
        try:
            return await asyncio.wrap_future(app.engine.fetch(ask))
        except Throttled as throttled:
            now = app.now()
            left = (throttled.retry_at - now.to_instant()).total("milliseconds") / 1000
            if left > LONGEST_SECONDS:
                raise
            at = in_zone(throttled.retry_at.add(milliseconds=999), now.tz_id or "UTC")
            tell(f"Waiting. {throttled.message}", f"{at.hour:02}:{at.minute:02}:{at.second:02}")
            await asyncio.sleep(max(0.1, left))

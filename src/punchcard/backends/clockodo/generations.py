"""Two generations of one service: the current call of a route, or the classic one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from punchcard.backends.clockodo.complaints import NoSuchRoute

ResultT = TypeVar("ResultT")


class Generations:
    """Which routes have turned out to be of the classic generation; belongs to one connection."""

    def __init__(self) -> None:
        """Take every route for a current one."""
        self._classic: set[str] = set()

    async def either(
        self,
        route: str,
        current: Callable[[], Awaitable[ResultT]],
        classic: Callable[[], Awaitable[ResultT]],
    ) -> ResultT:
        """Make the current call, and the classic one where the service does not know that.

        Whatever does not exist there has done nothing: a write goes over to the other in the same way.

        Args:
            route: What is remembered.
            current: The call as it is described now.
            classic: The call as the older pages describe it.

        Raises:
            NoSuchRoute: Neither is there.
            BackendError: As the calls do.
        """
        if route not in self._classic:
            try:
                return await current()
            except NoSuchRoute:
                result = await classic()
                self._classic.add(route)
                return result
        try:
            return await classic()
        except NoSuchRoute:
            # The service may have moved on since; the next call tries the current one again.
            self._classic.discard(route)
            raise

"""The one thread that owns the store and the backend, so that the screens never wait.

Screens submit work; the engine does it in order and posts what came of it. Beside that it delivers the
outbox, reads what others have changed, and looks around once a second.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message

from punchcard.core.refusals import Refusal
from punchcard.tui.messages import EngineBroke

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.config import Config
    from punchcard.paths import Folders
    from punchcard.services.clocks import WallClock
    from punchcard.services.session import Session
    from punchcard.tui.engine.life import Life

ResultT = TypeVar("ResultT")

STOP_SECONDS = 2.0
"""How long leaving waits for the engine to finish."""

_log = logging.getLogger(__name__)


class Engine:
    """Runs the services on a thread and an event loop of its own."""

    def __init__(
        self,
        folders: Folders,
        config: Config,
        clock: WallClock,
        post: Callable[[Message], object],
        account: str | None = None,
        acting_as: str | None = None,
    ) -> None:
        """Prepare the engine; `post` must be safe to call from another thread."""
        self._opening = (folders, config, clock, account, acting_as)
        self._post = post
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="punchcard-engine", daemon=True)
        self._life: Life | None = None

    def start(self) -> None:
        """Open the account and begin to work, unless the app is gone already."""
        if not self._loop.is_closed():
            self._thread.start()

    def submit(self, request: Callable[[Session], str]) -> None:
        """Do something that asks for a change: `request` returns a sentence or raises a refusal."""
        self._begin(self._request(request)).add_done_callback(self._report)

    def ask(self, request: Callable[[Session], str]) -> Future[str]:
        """Do something that asks for a change, for a form that waits to see whether it may close.

        The future brings the sentence, which the app has said already, or the refusal.
        """
        return self._begin(self._ask(request))

    def fetch(self, read: Callable[[Session], Awaitable[ResultT]]) -> Future[ResultT]:
        """Read something; the future brings the answer, or the refusal."""
        return self._begin(self._fetch(read))

    def refresh(self) -> None:
        """Deliver what waits, and ask the backend what it says now; opens what could not be opened yet."""
        self._begin(self._refresh()).add_done_callback(self._report)

    def show_days(self, person: str | None, first: Date, last: Date) -> None:
        """Say that a screen begins to show days, so that they are read where that was a while ago.

        Args:
            person: Whose days; None for the account's own person.
            first: The first day.
            last: The last day, included.
        """
        self._begin(self._show_days(person, first, last)).add_done_callback(self._report)

    def stop(self) -> None:
        """Finish what is being done and close the account; waits at most two seconds."""
        if self._thread.is_alive():
            # The loop may close by itself at this very moment.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._cancel)
            self._thread.join(timeout=STOP_SECONDS)
        elif not self._loop.is_closed():
            self._loop.close()

    def _begin(self, work: Coroutine[None, None, ResultT]) -> Future[ResultT]:
        """Hand work to the engine's loop; once that is closed nobody is there to see the answer."""
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:
            work.close()
            nothing: Future[ResultT] = Future()
            nothing.cancel()
            return nothing

    def _report(self, done: Future[None]) -> None:
        """A mistake of the program is not kept from the person who waits for an answer."""
        if not done.cancelled() and (error := done.exception()) is not None:
            self._post(EngineBroke(error))

    async def _request(self, request: Callable[[Session], str]) -> None:
        await self._living().request(request)

    async def _ask(self, request: Callable[[Session], str]) -> str:
        return await self._living().ask(request)

    async def _fetch(self, read: Callable[[Session], Awaitable[ResultT]]) -> ResultT:
        return await self._living().fetch(read)

    async def _show_days(self, person: str | None, first: Date, last: Date) -> None:
        # What the screen reads itself is refused the same, and said there.
        with suppress(Refusal):
            await self._living().show_days(person, first, last)

    async def _refresh(self) -> None:
        await self._living().refresh()

    def _living(self) -> Life:
        if self._life is None:
            raise RuntimeError("the engine has not been started")
        return self._life

    def _cancel(self) -> None:
        self._main.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            # The services take longer to load than the first frame takes to paint.
            from punchcard.tui.engine.life import Life
            from punchcard.tui.engine.opening import Wanted

            self._life = Life(Wanted(*self._opening), self._post)
            self._main = self._loop.create_task(self._life.live())
            self._loop.run_until_complete(self._main)
        except asyncio.CancelledError:
            _log.debug("engine stopped")
        except Exception as error:
            self._post(EngineBroke(error))
        finally:
            self._loop.close()

"""The one thread that owns the store and the backend, so that the screens never wait.

Screens submit work; the engine does it in order, posts what came of it, and delivers the outbox
behind it. Once a second it looks whether another process has changed the store.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TypeVar

from textual.message import Message
from whenever import ZonedDateTime

from punchcard.config import Config
from punchcard.core.clock import IDLE, ClockState, Working
from punchcard.core.refusals import Refusal
from punchcard.paths import Folders
from punchcard.services.clocks import WallClock
from punchcard.services.overview import overview
from punchcard.services.refresh import ensure_known, refresh
from punchcard.services.repair import is_forgotten, note_seen, proposals
from punchcard.services.session import Session, open_session
from punchcard.services.sync import deliver
from punchcard.tui.messages import (
    DeliveryChanged,
    EngineFailed,
    EngineOpened,
    MachineSlept,
    OverviewChanged,
    RequestAccepted,
    RequestRefused,
)
from punchcard.tui.sleep_watch import SleepWatch

ResultT = TypeVar("ResultT")

LOOK_SECONDS = 1.0
"""How often the engine looks for changes that other processes made, and for rows that may go now."""

SEEN_SECONDS = 60
"""How often the engine writes down that its person is at work."""

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
    ) -> None:
        """Prepare the engine; `post` must be safe to call from another thread."""
        self._folders, self._config, self._clock, self._account = folders, config, clock, account
        self._post = post
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="punchcard-engine", daemon=True)
        self._opened = asyncio.Event()
        self._session: Session | None = None
        self._seen: tuple[int, str] | None = None
        self._seen_at = 0
        self._state: ClockState = IDLE

    def start(self) -> None:
        """Open the account and begin to work."""
        self._thread.start()

    def submit(self, request: Callable[[Session], str]) -> None:
        """Do something that asks for a change: `request` returns a sentence or raises a refusal."""
        asyncio.run_coroutine_threadsafe(self._request(request), self._loop)

    def fetch(self, read: Callable[[Session], Awaitable[ResultT]]) -> Future[ResultT]:
        """Read something; the future brings the answer, or the refusal."""
        return asyncio.run_coroutine_threadsafe(self._fetch(read), self._loop)

    def refresh(self) -> None:
        """Ask the backend what it says now."""
        asyncio.run_coroutine_threadsafe(self._refresh(), self._loop)

    def stop(self) -> None:
        """Finish what is being done and close the account; waits at most two seconds."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._main.cancel)
            self._thread.join(timeout=2)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._main = self._loop.create_task(self._live())
        try:
            self._loop.run_until_complete(self._main)
        except asyncio.CancelledError:
            _log.debug("engine stopped")
        finally:
            self._loop.close()

    async def _live(self) -> None:
        try:
            session = await open_session(self._folders, self._config, self._clock, self._account)
            await ensure_known(session)
        except Refusal as refusal:
            self._post(EngineFailed(refusal))
            return
        self._session = session
        self._post(EngineOpened(session.account.name, session.backend.info.title))
        self._show(session)
        self._opened.set()
        await self._deliver(session)
        try:
            watch = SleepWatch(session.now(), self._loop.time())
            while True:
                await self._look(session)
                await asyncio.sleep(LOOK_SECONDS)
                slept = watch.look(session.now(), self._loop.time())
                if slept is not None and self._was_working(slept.start):
                    self._post(MachineSlept(slept.start, slept.end))
        finally:
            await session.aclose()

    async def _look(self, session: Session) -> None:
        try:
            if self._seen != (session.store.file.version(), session.today().format_iso()):
                self._show(session)
                await self._deliver(session)
            now = session.instant().timestamp()
            if now - self._seen_at >= SEEN_SECONDS:
                self._seen_at = now
                note_seen(session)
        except Refusal as refusal:
            self._post(RequestRefused(refusal))

    async def _request(self, request: Callable[[Session], str]) -> None:
        session = await self._ready()
        try:
            sentence = request(session)
        except Refusal as refusal:
            self._post(RequestRefused(refusal))
            return
        self._show(session)
        self._post(RequestAccepted(sentence))
        try:
            await self._deliver(session)
        except Refusal as refusal:
            self._post(RequestRefused(refusal))

    async def _fetch(self, read: Callable[[Session], Awaitable[ResultT]]) -> ResultT:
        return await read(await self._ready())

    async def _refresh(self) -> None:
        session = await self._ready()
        try:
            await self._deliver(session)
            await refresh(session)
            self._show(session)
        except Refusal as refusal:
            self._post(DeliveryChanged(is_connected=False, problem=refusal.message))

    async def _deliver(self, session: Session) -> None:
        delivery = await deliver(session)
        self._show(session)
        problem = delivery.problem.message if delivery.problem else ""
        self._post(DeliveryChanged(is_connected=not problem, problem=problem))

    async def _ready(self) -> Session:
        await self._opened.wait()
        if self._session is None:
            raise RuntimeError("the engine has no account")
        return self._session

    def _was_working(self, moment: ZonedDateTime) -> bool:
        state = self._state
        return isinstance(state, Working) and state.last_moment() <= moment

    def _show(self, session: Session) -> None:
        self._seen = (session.store.file.version(), session.today().format_iso())
        view = overview(session)
        self._state = view.state
        found = ()
        if is_forgotten(view.state, view.as_of):
            found = tuple(proposals(session, view.state, view.as_of))
        self._post(OverviewChanged(view, found))

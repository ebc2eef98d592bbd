"""What the engine does on its own thread: the services, asked in order. Loaded there, not before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message
from whenever import ZonedDateTime

from punchcard.backends.errors import BackendError
from punchcard.config import Config
from punchcard.core.clock import IDLE, ClockState, Working
from punchcard.core.refusals import Refusal
from punchcard.paths import Folders
from punchcard.services.approvals import ensure_approvals, refresh_approvals
from punchcard.services.clocks import WallClock
from punchcard.services.delivery_order import can_go_on
from punchcard.services.holding import abandoned_holds, release_held
from punchcard.services.overview import overview
from punchcard.services.refresh import ensure_known, refresh
from punchcard.services.repair import is_forgotten, note_seen, proposals
from punchcard.services.session import Session, open_session
from punchcard.services.sync import deliver
from punchcard.tui.messages import (
    DeliveryChanged,
    EngineFailed,
    MachineSlept,
    OverviewChanged,
    RequestAccepted,
    RequestRefused,
)
from punchcard.tui.sleep_watch import SleepWatch

if TYPE_CHECKING:
    from punchcard.core.balance import Balance

ResultT = TypeVar("ResultT")

LOOK_SECONDS = 1.0
"""How often the engine looks for changes that other processes made, and for rows that may go now."""

SHORTEST_REST_SECONDS = 0.05
"""How long the engine rests at least, also where the next thing is due."""

SEEN_SECONDS = 60
"""How often the engine writes down that its person is at work."""

FINISH_SECONDS = 1.5
"""How long the engine waits for the requests that are under way when it is stopped."""


class EngineWork:
    """One open account, and everything that is asked of it."""

    def __init__(
        self,
        folders: Folders,
        config: Config,
        clock: WallClock,
        post: Callable[[Message], object],
        account: str | None,
        acting_as: str | None,
    ) -> None:
        self._opening = folders, config, clock, account, acting_as
        self._post = post
        self._opened = asyncio.Event()
        self._session: Session | None = None
        self._seen: tuple[int, str, bool] | None = None
        self._seen_at = 0
        self._state: ClockState = IDLE
        self._is_all_delivered = False
        self._balance: Balance | None = None
        self._reckoned: tuple[int, int, str] | None = None

    async def live(self) -> None:
        """Open the account and look after it until this is cancelled."""
        try:
            session = await open_session(*self._opening)
            try:
                await self._read_first(session)
                self._session = session
                self._show(session)
                self._opened.set()
                import_module("punchcard.tui.approvals.screen")
                self._say_abandoned(session)
                await self._watch(session)
            finally:
                await self._finish()
                await session.aclose()
        except Refusal as refusal:
            self._post(EngineFailed(refusal))

    async def _read_first(self, session: Session) -> None:
        """Read what was never read; where the backend does not answer, what is known has to do."""
        try:
            await ensure_known(session)
            await ensure_approvals(session)
        except BackendError as error:
            self._post(DeliveryChanged(is_connected=False, problem=error.message))

    async def _finish(self) -> None:
        """Let requests that are under way end, those that will not be over soon are ended."""
        self._opened.set()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            _, late = await asyncio.wait(others, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _watch(self, session: Session) -> None:
        """Deliver, and look around once a second, until the engine is stopped."""
        await self._try_to(self._deliver, session)
        time = asyncio.get_running_loop().time
        watch = SleepWatch(session.now(), time())
        while True:
            await self._try_to(self._look, session)
            await asyncio.sleep(_rest(session))
            slept = watch.look(session.now(), time())
            if slept is not None and self._was_working(slept.start):
                self._post(MachineSlept(slept.start, slept.end))

    async def _try_to(self, do: Callable[[Session], Awaitable[None]], session: Session) -> None:
        try:
            await do(session)
        except Refusal as refusal:
            self._say_refused(session, refusal)

    def _say_abandoned(self, session: Session) -> None:
        """Say what was held back when the app ended last, and was not sent."""
        for sentence in abandoned_holds(session):
            self._post(RequestRefused(Refusal(sentence)))

    def _say_refused(self, session: Session, refusal: Refusal) -> None:
        """Say it; where the store is gone from under the app, it cannot go on."""
        self._post(EngineFailed(refusal) if session.store.file.is_lost else RequestRefused(refusal))

    async def _look(self, session: Session) -> None:
        if release_held(session) or self._seen != self._stamp(session):
            self._show(session)
            await self._deliver(session)
            await self._read_inboxes(session)
        elif not self._is_all_delivered:
            await self._deliver(session)
        now = session.instant().timestamp()
        # A clock that was forgotten keeps when its person was last seen before that.
        if now - self._seen_at >= SEEN_SECONDS and not is_forgotten(self._state, session.now()):
            self._seen_at = now
            note_seen(session)

    async def _read_inboxes(self, session: Session) -> None:
        """Read the inboxes again that others have changed; where that fails, what is known stays."""
        with suppress(BackendError):
            await ensure_approvals(session)

    async def request(self, request: Callable[[Session], str]) -> None:
        """Ask for a change, say what came of it, and deliver it."""
        session = await self._ready()
        try:
            sentence = request(session)
        except Refusal as refusal:
            self._say_refused(session, refusal)
            return
        self._show(session)
        self._post(RequestAccepted(sentence))
        await self._try_to(self._deliver, session)

    async def ask(self, request: Callable[[Session], str]) -> str:
        """Ask for a change and raise what it is refused with; delivering is not waited for."""
        session = await self._ready()
        try:
            sentence = request(session)
        except Refusal as refusal:
            if session.store.file.is_lost:
                self._say_refused(session, refusal)
            raise
        self._show(session)
        self._post(RequestAccepted(sentence))
        self._delivering = asyncio.get_running_loop().create_task(self._try_to(self._deliver, session))
        return sentence

    async def fetch(self, read: Callable[[Session], Awaitable[ResultT]]) -> ResultT:
        """Read something from the open account."""
        return await read(await self._ready())

    async def refresh(self) -> None:
        """Ask the backend what it says now."""
        session = await self._ready()
        try:
            await self._deliver(session)
            await refresh(session)
            await refresh_approvals(session)
            self._show(session)
        except Refusal as refusal:
            self._post(DeliveryChanged(is_connected=False, problem=refusal.message))

    async def _deliver(self, session: Session) -> None:
        delivery = await deliver(session)
        await self._reckon(session)
        self._is_all_delivered = not can_go_on(delivery.open_rows)
        self._show(session)
        for row in delivery.refused:
            self._post(RequestRefused(Refusal(row.answer or "The backend refused it.")))
        for row in delivery.remarked:
            self._post(RequestAccepted(row.answer or ""))
        problem = delivery.problem.message if delivery.problem else ""
        self._post(DeliveryChanged(is_connected=not problem, problem=problem))

    async def _reckon(self, session: Session) -> None:
        """Work the balance out where something was written, or a day has passed, since it was."""
        if not session.schedule.has_targets:
            return
        from punchcard.services.balance import balance

        file, today = session.store.file, session.today()
        stamp = (file.version(), file.connection.total_changes, today.format_iso())
        if stamp != self._reckoned:
            self._reckoned = stamp
            # Delivering has said already that the backend cannot be reached; the last balance stays.
            with suppress(BackendError):
                self._balance = await balance(session, today)

    async def _ready(self) -> Session:
        await self._opened.wait()
        if self._session is None:
            raise RuntimeError("the engine has no account")
        return self._session

    def _was_working(self, moment: ZonedDateTime) -> bool:
        state = self._state
        return isinstance(state, Working) and state.last_moment() <= moment

    def _stamp(self, session: Session) -> tuple[int, str, bool]:
        """What makes it worth to look at everything again, when it differs."""
        forgotten = is_forgotten(self._state, session.now())
        return session.store.file.version(), session.today().format_iso(), forgotten

    def _show(self, session: Session) -> None:
        version = session.store.file.version()
        view = overview(session, self._balance)
        self._state = view.state
        forgotten = is_forgotten(view.state, view.as_of)
        self._seen = (version, view.as_of.date().format_iso(), forgotten)
        found = tuple(proposals(session, view.state, view.as_of)) if forgotten else ()
        self._post(OverviewChanged(view, found))


def _rest(session: Session) -> float:
    """How long to rest: until the next second, or until the next decision is held back no more."""
    left = session.hold.seconds_left()
    return LOOK_SECONDS if left is None else min(LOOK_SECONDS, max(SHORTEST_REST_SECONDS, left))

"""What the engine does on its own thread, from opening an account to closing it. Loaded there, not before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, TypeVar, cast

from textual.message import Message
from whenever import Date

from punchcard.backends.contract import WritePolicy
from punchcard.backends.errors import BackendError
from punchcard.core.refusals import Refusal
from punchcard.services.approvals.inbox import ensure_approvals
from punchcard.services.outbox.holding import abandoned_holds
from punchcard.services.reading.connection_words import Activity, Service
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.session import Session
from punchcard.tui.engine.backing_off import ask_for_the_secret_again
from punchcard.tui.engine.delivering import Delivering
from punchcard.tui.engine.link import Link
from punchcard.tui.engine.looking import Looking
from punchcard.tui.engine.opening import Opening, Wanted
from punchcard.tui.engine.reading import Reading
from punchcard.tui.engine.showing import Showing
from punchcard.tui.messages import EngineFailed, RequestAccepted, RequestRefused

ResultT = TypeVar("ResultT")

FINISH_SECONDS = 1.5
"""How long a delivery that is under way may still take when the engine is stopped."""

CLOSE_SECONDS = 0.3
"""How long giving back connections may take."""

FIRST_READING_SECONDS = 10.0
"""How long an account that was never read may take until it is shown without having been."""


class NotOpenYet(Refusal):
    """The account was never connected, and its service cannot be asked now."""

    code = "not_open_yet"


class Life:
    """One account: it is opened, looked after by three tasks, and closed in good order."""

    def __init__(self, wanted: Wanted, post: Callable[[Message], object]) -> None:
        """Prepare to open what is wanted; `post` must be safe to call from this thread."""
        self._post = post
        self._opening = Opening(wanted, post)
        self._known = asyncio.Event()
        """The account is open, or cannot be for now."""
        self._is_over = False
        self._session: Session | None = None

    async def live(self) -> None:
        """Open the account and look after it until this is cancelled."""
        try:
            session = await self._opening.open(self._known.set)
            try:
                await self._look_after(session)
            finally:
                await self._end_everything()
                with suppress(TimeoutError):
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await session.aclose()
        except Refusal as refusal:
            self._post(EngineFailed(refusal))
        finally:
            await self._end_everything()

    async def request(self, request: Callable[[Session], str]) -> None:
        """Ask for a change, and say what came of it; it is delivered beside everything else."""
        try:
            await self.ask(request)
        except Refusal as refusal:
            session = self._session
            if session is None or not session.store.file.is_lost:
                self._post(RequestRefused(refusal))

    async def ask(self, request: Callable[[Session], str]) -> str:
        """Ask for a change and raise what it is refused with; delivering is not waited for."""
        session = await self._ready()
        try:
            sentence = request(session)
        except Refusal as refusal:
            if session.store.file.is_lost:
                self._post(EngineFailed(refusal))
            raise
        self._showing.show()
        self._post(RequestAccepted(sentence))
        self._delivering.hurry()
        return sentence

    async def fetch(self, read: Callable[[Session], Awaitable[ResultT]]) -> ResultT:
        """Read something from the open account."""
        return await read(await self._ready())

    async def refresh(self) -> None:
        """Deliver what waits, and ask the backend what it says now."""
        if self._session is None:
            self._opening.ask()
            return
        for problem in self._link.problems:
            ask_for_the_secret_again(self._session.account.name, problem)
        try:
            self._delivering.hurry()
        except Refusal as refusal:
            self._showing.refuse(refusal)
        self._reading.ask()

    async def show_days(self, person: str | None, first: Date, last: Date) -> None:
        """A screen begins to show these days; None for the account's own person."""
        session = await self._ready()
        self._reading.show_days(person or session.person.id, first, last)

    async def _look_after(self, session: Session) -> None:
        service = Service(session.backend.info, cast("WritePolicy", session.account.write), session.zone)
        showing = self._showing = Showing(session, self._post)
        link = self._link = Link(session.account.name, service, session.meter, self._post)
        self._delivering = Delivering(session, showing, link, lambda: self._reading.reached())
        self._reading = Reading(session, showing, link, self._delivering)
        looking = Looking(session, showing, self._delivering, self._reading)
        await self._read_first(session)
        self._session = session
        showing.show()
        self._known.set()
        import_module("punchcard.tui.approvals.screen")
        for sentence in abandoned_holds(session):
            self._post(RequestRefused(Refusal(sentence)))
        self._delivering.wake()
        works = (self._delivering.run(), self._reading.run(), looking.run())
        await self._keep([asyncio.ensure_future(work) for work in works])

    async def _keep(self, tasks: list[asyncio.Task[None]]) -> None:
        """Wait for tasks that never end; when this is cancelled, deliver what was asked for last."""
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(FINISH_SECONDS):
                    await self._delivering.idle()
            await _end(set(tasks))

    async def _read_first(self, session: Session) -> None:
        """Read what has to be known to show anything true; what takes longer comes later, by itself."""
        if not session.backend.info.immediate and _was_read(session):
            return
        try:
            async with asyncio.timeout(FIRST_READING_SECONDS):
                with self._link.busy(Activity.READING):
                    await ensure_known(session)
                    await ensure_approvals(session)
                    self._reading.was_read()
        except TimeoutError:
            return
        except BackendError as problem:
            self._link.fail(Activity.READING, problem)

    async def _ready(self) -> Session:
        await self._known.wait()
        if self._session is not None:
            return self._session
        if self._is_over or self._opening.problem is None:
            raise asyncio.CancelledError
        problem = self._opening.problem
        raise NotOpenYet(f"This account is not open yet. {problem.message}", problem.hint)

    async def _end_everything(self) -> None:
        """Nobody waits any more for an account that is closed."""
        self._is_over, self._session = True, None
        self._known.set()
        await _end(asyncio.all_tasks() - {asyncio.current_task()})


async def _end(tasks: set[asyncio.Task[Any] | None] | set[asyncio.Task[Any]]) -> None:
    """Cancel tasks, and wait a moment until they are over."""
    found = [task for task in tasks if task is not None]
    for task in found:
        task.cancel()
    if found:
        await asyncio.wait(found, timeout=CLOSE_SECONDS)


def _was_read(session: Session) -> bool:
    with session.store.read() as transaction:
        return transaction.cache(session.account.name).clock_read_at(session.person.id) is not None

"""Reading what others have changed: a task of its own, which never keeps anything from being delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from whenever import Date

from punchcard.backends.errors import BackendError, NotAllowed, Unreachable
from punchcard.core.refusals import Refusal
from punchcard.services.approvals.inbox import ensure_approvals
from punchcard.services.kept_balances import refresh_balance
from punchcard.services.reading.connection_words import Activity
from punchcard.services.reading.person_terms import person_terms
from punchcard.services.reading.polling import Polling, What
from punchcard.services.reading.quiet_reads import Read, read_what
from punchcard.services.reading.refresh import OutOfDate, refresh_days, until_read
from punchcard.services.session import Session
from punchcard.tui.engine.backing_off import after_failure, forget_a_refused_secret
from punchcard.tui.engine.delivering import Delivering
from punchcard.tui.engine.link import Link
from punchcard.tui.engine.showing import Showing

ResultT = TypeVar("ResultT")

READING_SECONDS = 120.0
"""The longest that one reading takes, with all its calls."""

DELIVERED_FIRST_SECONDS = 5.0
"""How long reading waits for a delivery that is under way, so that it need not be repeated."""

MOST_SHOWN = 4
"""Of how many of the days that screens have shown last the reading is made up for, once it works again."""

FRESH_SECONDS = 60
"""How old the days may be that a screen begins to show."""


class Reading:
    """Reads when `services.polling` says so, when the person asks, and what a screen begins to show."""

    def __init__(self, session: Session, showing: Showing, link: Link, delivering: Delivering) -> None:
        """Read for `session`."""
        self._session, self._showing, self._link, self._delivering = session, showing, link, delivering
        immediate = session.backend.info.immediate
        self._polling = Polling(is_needless=immediate, wanted=None if immediate else What.EVERYTHING)
        self._wake = asyncio.Event()
        self._under_way: asyncio.Task[object] | None = None
        self._is_asked = False
        self._is_inbox_stale = False
        self._wants_balance = False
        self._shown_days: list[tuple[str, Date, Date]] = []

    def look(self) -> None:
        """Begin where something is due; not while something is sent, which would make it out of date."""
        if self._under_way is None and self._delivering.is_idle and self._due() is not None:
            self._wake.set()

    def ask(self) -> None:
        """The person wants to know now: read everything, whatever has failed before."""
        self._is_asked = True
        self._begin_anew(self._polling.want(What.EVERYTHING))

    def after_sleep(self) -> None:
        """The machine has slept: what is under way leads nowhere any more."""
        self._begin_anew(self._polling.wake())

    def was_read(self) -> None:
        """Everything has been read before this began."""
        self._succeed(What.EVERYTHING, Read(False, ()))

    def reached(self) -> None:
        """The backend has taken something: whatever has failed may work again."""
        self._polling = self._polling.reached(self._now())
        self.look()

    def read_inboxes(self) -> None:
        """Read the inboxes again in which another process has changed something."""
        self._is_inbox_stale = True
        self._wake.set()

    def show_days(self, person: str, first: Date, last: Date) -> None:
        """A screen begins to show these days: read them, unless they were read just now."""
        if not self._session.backend.info.immediate:
            self._shown_days = [*self._shown_days[1 - MOST_SHOWN :], (person, first, last)]
            self._wake.set()

    async def run(self) -> None:
        """Read, again and again, until this is cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._read()
            except Refusal as refusal:
                self._showing.refuse(refusal)

    async def _read(self) -> None:
        if self._is_inbox_stale:
            self._is_inbox_stale = False
            await self._read_inboxes()
        what = self._due()
        if what is not None:
            await self._read_what(what)
        while self._shown_days and self._polling.seconds_left(self._now()) <= 0:
            await self._read_days(*self._shown_days.pop(0))
        if self._wants_balance:
            self._wants_balance = False
            await self._read_balance()

    async def _read_what(self, what: What) -> None:
        is_asked, self._is_asked = self._is_asked, False
        with suppress(TimeoutError):
            async with asyncio.timeout(DELIVERED_FIRST_SECONDS):
                await self._delivering.idle()
        self._polling = self._polling.begin()
        with self._link.busy(Activity.READING, at_once=is_asked):
            try:
                read = await self._within(read_what(self._session, what))
            except BackendError as problem:
                self._fail(problem)
                return
            if read is None:
                return
            self._succeed(what, read)
        if what in (What.DAYS, What.EVERYTHING):
            await self._showing.reckon()
        # What nobody has changed is not drawn again: the screens would read what is beside it anew.
        if what is not What.CLOCK or read.clock_changed or read.news:
            self._showing.show()
        self._showing.tell(read.news)
        self.look()

    def _succeed(self, what: What, read: Read) -> None:
        had_failed = self._polling.failures > 0
        now, today = self._now(), self._session.today()
        self._polling = self._polling.succeed(what, now, today, clock_changed=read.clock_changed)
        if what in (What.DAYS, What.EVERYTHING):
            self._wants_balance = True
            self._wake.set()
        self._link.answer(Activity.READING)
        if had_failed:
            self._delivering.hurry()

    def _fail(self, problem: BackendError) -> None:
        self._polling = after_failure(self._polling, problem, self._now())
        # Out of date is what has been answered: it is read again when what is sent just now is over.
        if not isinstance(problem, OutOfDate):
            self._link.fail(Activity.READING, problem)
        forget_a_refused_secret(self._session.account.name, problem)

    async def _read_days(self, person: str, first: Date, last: Date) -> None:
        session = self._session
        days = [first]
        while days[-1] < last:
            days.append(days[-1].add(days=1))
        await until_read(session, person, first, last)
        with session.store.read() as transaction:
            since = session.instant().subtract(seconds=FRESH_SECONDS)
            if not transaction.cache(session.account.name).unfetched(person, days, since):
                return
        with self._link.busy(Activity.READING):
            try:
                news = await self._within(_days_and_terms(session, person, first, last))
            except NotAllowed:
                # The screen has been told the same.
                return
            except BackendError as problem:
                self._fail(problem)
                return
            self._link.answer(Activity.READING)
        self._showing.show()
        self._showing.tell(news or ())

    async def _read_balance(self) -> None:
        """Read a balance that is kept there, after everything that is waited for: it may be slow."""
        # Nobody is told where it fails: what is read next says what is wrong.
        with suppress(BackendError):
            if await self._within(refresh_balance(self._session)):
                self._showing.show()

    async def _read_inboxes(self) -> None:
        changes = self._session.store.file.connection.total_changes
        # Whoever opens the inbox is told why it cannot be read.
        with suppress(BackendError):
            await self._within(ensure_approvals(self._session))
        if self._session.store.file.connection.total_changes != changes:
            self._showing.show()

    async def _within(self, work: Awaitable[ResultT]) -> ResultT | None:
        """Wait for one reading, within its bounds; None where it was given up for a new one.

        Raises:
            Unreachable: It has taken too long.
        """
        task = asyncio.ensure_future(work)
        self._under_way = task
        try:
            done, _ = await asyncio.wait({task}, timeout=READING_SECONDS)
        finally:
            self._under_way = None
            task.cancel()
        if not done:
            title = self._session.backend.info.title
            raise Unreachable(f"{title} has not answered within {READING_SECONDS:.0f} seconds.")
        return None if task.cancelled() else task.result()

    def _begin_anew(self, polling: Polling) -> None:
        self._polling = polling
        if self._under_way is not None:
            self._under_way.cancel()
        self._wake.set()

    def _due(self) -> What | None:
        return self._polling.due(self._now(), self._session.today())

    def _now(self) -> float:
        return self._session.instant().timestamp(unit="millisecond") / 1000


async def _days_and_terms(session: Session, person: str, first: Date, last: Date) -> tuple[str, ...]:
    news = await refresh_days(session, first, last, person)
    await person_terms(session, person)
    return news

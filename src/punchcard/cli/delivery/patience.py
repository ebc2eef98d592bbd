"""How long a command that shows something waits for its service, and what it says where that does not answer.

What is kept on this machine is shown in any case; what is known for less than a minute is fresh enough.
"""

from __future__ import annotations

import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.errors import BackendError, Unreachable
from punchcard.cli.delivery.delivering import deliver_all, told_of
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.zones import in_zone
from punchcard.services.event_loop import at_most
from punchcard.services.reading.refresh import ensure_known, refresh, refresh_days
from punchcard.services.session import Session

ResultT = TypeVar("ResultT")

FRESH_SECONDS = 60
"""How old may be what is shown without asking again."""


class NotAsked(Unreachable):
    """There was no time left, or none was given, to ask the service."""

    code = "not_asked"


class Patience:
    """Reads for one command, within the seconds that it has; a service that does not answer is asked once."""

    def __init__(self, session: Session, wait: float) -> None:
        """Begin to wait; 0 asks nobody."""
        self._session, self._wait = session, wait
        self._deadline = time.monotonic() + wait
        self._problem: BackendError | None = None
        self._not_delivered: Refusal | None = None
        """What stood in the way of delivering."""
        self._is_said = False
        """Whether the command says already that the service cannot be read."""

    @property
    def seconds(self) -> float:
        """How long it waits in all."""
        return self._wait

    @property
    def seconds_left(self) -> float:
        """How long may still be waited."""
        return max(0.0, self._deadline - time.monotonic())

    async def read(self, reading: Coroutine[Any, Any, ResultT]) -> ResultT:
        """Return what `reading` brings.

        Raises:
            BackendError: The service cannot be read, has not answered in time, or was not to be asked.
        """
        if self._session.backend.info.immediate:
            return await reading
        if self._problem is not None or self.seconds_left <= 0:
            reading.close()
            raise self._problem or NotAsked(f"{self._title} was not asked.")
        try:
            async with at_most(self.seconds_left):
                return await reading
        except TimeoutError:
            seconds = "one second" if self._wait == 1 else f"{self._wait:g} seconds"
            self._problem = Unreachable(f"{self._title} has not answered within {seconds}.")
            raise self._problem from None
        except Unreachable as problem:
            self._problem = problem
            raise

    async def get_fresh(self) -> tuple[str, ...]:
        """Deliver what earlier commands have left, and read the clock and this week where that is old.

        Returns:
            Warnings: what was refused, and how old it is what is shown.
        """
        session = self._session
        if session.backend.info.immediate:
            session.news.extend(await ensure_known(session))
            return await self._deliver()
        warnings, age = await self._deliver(), self._clock_read_at()
        if _is_fresh(session, age):
            # However new it is, what could not be delivered is not in it.
            stuck = self._not_delivered
            return (*warnings, *self.as_of(age, stuck)) if stuck else warnings
        try:
            session.news.extend(await self.read(refresh(session)))
        except BackendError as error:
            return (*warnings, *self.as_of(age, error))
        return warnings

    async def get_days(self, first: Date, last: Date, person: str | None = None) -> tuple[str, ...]:
        """Read days where what is known of them is old; on this machine, always.

        Returns:
            A warning where they cannot be read: they are shown as they are known.
        """
        session = self._session
        whose = person or session.person.id
        if not session.backend.info.immediate and not self._are_older(FRESH_SECONDS, whose, first, last):
            return ()
        try:
            session.news.extend(await self.read(refresh_days(session, first, last, whose)))
        except BackendError as error:
            if not self._is_said:
                return (f"{error.message} These days are shown as far as they are known.",)
            were_read = not self._are_older(None, whose, first, last)
            return () if were_read else ("Not all of these days were ever read.",)
        return ()

    def as_of(self, read_at: Instant | None, error: Refusal) -> tuple[str, ...]:
        """Say how old it is what is shown, and why: "As of 08:41. Acme cannot be reached."; but only once."""
        if self._is_said:
            return ()
        self._is_said = True
        if read_at is None:
            return (f"{error.message} Nothing was ever read from it.",)
        when = in_words(in_zone(read_at, self._session.zone), self._session.now())
        return (f"As of {when}. {error.message}",)

    @property
    def _title(self) -> str:
        return self._session.backend.info.title

    async def _deliver(self) -> tuple[str, ...]:
        delivered = await deliver_all(self._session, self.seconds_left)
        self._not_delivered = delivered.problem
        if isinstance(delivered.problem, Unreachable):
            self._problem = delivered.problem
        return told_of(self._session, delivered.rows)

    def _clock_read_at(self) -> Instant | None:
        with self._session.store.read() as transaction:
            cache = transaction.cache(self._session.account.name)
            return cache.clock_read_at(self._session.person.id)

    def _are_older(self, seconds: int | None, person: str, first: Date, last: Date) -> bool:
        """Whether some of the days were read longer ago than that, or never."""
        days = [first]
        while days[-1] < last:
            days.append(days[-1].add(days=1))
        since = None if seconds is None else self._session.instant().subtract(seconds=seconds)
        with self._session.store.read() as transaction:
            return bool(transaction.cache(self._session.account.name).unfetched(person, days, since))


def in_words(moment: ZonedDateTime, now: ZonedDateTime) -> str:
    """Return a moment as "08:41", and with its day where that is not today."""
    if moment.date() == now.date():
        return clock_time(moment)
    return f"{day_in_words(moment.date(), short=True, today=now.date())}, {clock_time(moment)}"


def _is_fresh(session: Session, read_at: Instant | None) -> bool:
    if read_at is None:
        return False
    age = session.instant().timestamp() - read_at.timestamp()
    return 0 <= age < FRESH_SECONDS

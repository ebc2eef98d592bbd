"""The undo of a punch: there is no call for it, so that it is made of those that there are.

A break that is ended the second it began has no length, and one that begins the second the last one ended
goes on: so the newest beginning or end of a break is taken back by sending it once more. Each call stands
upon a reading, and what is there already is not sent again.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import BackendError
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.clock import remarks
from punchcard.backends.mctime.clock.alike import edges
from punchcard.backends.mctime.clock.booked import entries_of
from punchcard.backends.mctime.clock.writes import ClockWrites
from punchcard.backends.mctime.entries.entries import McTimeEntries
from punchcard.backends.mctime.entries.removing import remove
from punchcard.backends.mctime.pauses import taken_up
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered
from punchcard.core.changes import SaveEntry
from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.entries import Break, Entry
from punchcard.core.identifiers import new_id
from punchcard.core.same_clock import is_near


class ClockRestoring:
    """Puts the clock back."""

    def __init__(self, client: McTimeClient, writes: ClockWrites) -> None:
        self._client = client
        self._writes = writes
        self._entries = McTimeEntries(client)

    async def restore(self, reading: ClockReading, wanted: Working | OnBreak) -> Outcome[Punched]:
        """Let the clock run, or pause, as it did.

        Raises:
            BackendError: Nothing was done.
        """
        if isinstance(reading.state, Idle):
            return await self._run_again(reading, wanted)
        return await self.go_on(reading, wanted)

    async def go_on(self, reading: ClockReading, wanted: Working | OnBreak) -> Outcome[Punched]:
        """Bring a clock that runs to where it should be, one toggle after the other, each checked.

        Raises:
            BackendError: Nothing was done.
        """
        moments = None if isinstance(reading.state, Idle) else moments_left(reading.state, wanted)
        if moments is None:
            return Refused(remarks.cannot_go_back(reading.state, self._client.today()))
        said = tuple[str, ...]()
        for number, at in enumerate(moments):
            outcome = await self._second(self._toggle(reading, at), is_first=number == 0)
            if isinstance(outcome, Refused) and number == 0:
                return Refused(remarks.not_put_back(outcome.reason))
            if not isinstance(outcome, Confirmed):
                return outcome
            reading, said = outcome.result.reading, said + outcome.warnings
        if isinstance(reading.state, Idle):
            return Unanswered(remarks.in_words(reading.state, self._client.today()))
        assignment = wanted.assignment or reading.state.assignment
        booked = replace(reading.state, assignment=assignment, time_type=wanted.time_type)
        update = self._writes.update(reading, reading.state, booked)
        outcome = await self._second(update, is_first=not moments)
        return (
            outcome._replace(warnings=said + outcome.warnings) if isinstance(outcome, Confirmed) else outcome
        )

    async def _toggle(self, reading: ClockReading, at: ZonedDateTime) -> Outcome[Punched]:
        if isinstance(reading.state, Idle):
            return Unanswered(remarks.in_words(reading.state, self._client.today()))
        return await self._writes.toggle(reading, toggled(reading.state, at), at)

    async def _run_again(self, reading: ClockReading, wanted: Working | OnBreak) -> Outcome[Punched]:
        """Delete the entry that became of the clock, start it where it began, and pause as it did.

        An entry by another id is somebody else's, however alike it is.
        """
        booked = await entries_of(self._client, reading.person, wanted)
        ended = next((entry for entry in booked if entry.id == wanted.entry_id), None)
        if ended is not None:
            wanted = _as_booked(wanted, ended)
            gone = await remove(self._client, ended)
            if isinstance(gone, Refused):
                return Refused(remarks.not_removed(gone.reason))
            if not isinstance(gone, Confirmed):
                return gone
        begin = self._writes.begin(reading, wanted.at_work(()))
        begun = await self._second(begin, is_first=ended is None)
        if isinstance(begun, Refused):
            # Where an undo was lost by half, the entry is deleted already.
            return await self._booked_again(ended, begun.reason)
        if not isinstance(begun, Confirmed):
            return begun
        outcome = await self._second(self.go_on(begun.result.reading, wanted), is_first=False)
        if not isinstance(outcome, Confirmed):
            return outcome
        removed = () if ended is None else (ended.id,)
        return Confirmed(outcome.result._replace(removed=removed), begun.warnings + outcome.warnings)

    async def _second(self, call: Awaitable[Outcome[Punched]], *, is_first: bool) -> Outcome[Punched]:
        """Make one call of several: after the first one, what came of all of them is found by reading."""
        if is_first:
            return await call
        try:
            outcome = await call
        except BackendError as problem:
            return Unanswered(problem.message)
        return Unanswered(outcome.detail) if isinstance(outcome, NotSent) else outcome

    async def _booked_again(self, ended: Entry | None, why: str) -> Outcome[Punched]:
        if ended is None:
            return Refused(remarks.runs_no_more(why, is_booked=False))
        again = await self._entries.book(SaveEntry(new_id(), ended))
        if isinstance(again, Unanswered):
            return again
        return Refused(remarks.runs_no_more(why, is_booked=isinstance(again, Confirmed)))


def _as_booked(clock: Working | OnBreak, entry: Entry) -> Working | OnBreak:
    """Return a clock with what only its entry tells of it: while it runs, not all of it may be told."""
    whole = replace(
        clock,
        assignment=clock.assignment or entry.assignment,
        time_type=clock.time_type or entry.time_type,
        note=clock.note or entry.note,
    )
    known = [each.interval for each in clock.breaks]
    until = clock.break_since if isinstance(clock, OnBreak) else entry.end or clock.last_moment()
    untold = [
        each
        for each in entry.breaks
        if not each.automatic
        and each.end <= until
        and not any(each.interval.overlaps(other) for other in known)
    ]
    breaks = sorted((*clock.breaks, *untold), key=lambda each: each.start.timestamp())
    return replace(whole, breaks=tuple(breaks))


def moments_left(clock: Working | OnBreak, wanted: Working | OnBreak) -> list[ZonedDateTime] | None:
    """Return when a clock is to be toggled to have paused as it should; None where it went on too far."""
    if not is_near(clock.since, wanted.since):
        return None
    done, left = edges(clock), edges(wanted)
    while done and left and is_near(done[0], left[0]):
        done, left = done[1:], left[1:]
    return [*done, *left] if len(done) <= 1 else None


def toggled(clock: Working | OnBreak, at: ZonedDateTime) -> Working | OnBreak:
    """Return a clock after its break was begun, or ended, at a moment."""
    if isinstance(clock, Working):
        breaks, since = taken_up(clock.breaks, at)
        return clock.on_break(since, breaks)
    ended = (Break(clock.break_since, at),) if at > clock.break_since else ()
    return clock.at_work((*clock.breaks, *ended))

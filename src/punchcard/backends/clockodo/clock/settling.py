"""What became of a punch whose answer was lost: found by reading, never by sending it again."""

from __future__ import annotations

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.clock import remarks
from punchcard.backends.clockodo.clock.reading import paused, piece_of, read_clock
from punchcard.backends.clockodo.entries.alike import same_booking
from punchcard.backends.clockodo.entries.entries import entries_touching, find_entry, path_of
from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import Unreachable
from punchcard.backends.http.moments import near
from punchcard.backends.outcomes import Absent, Confirmed, NotSent, Refused, Settled, Unanswered, Unsure
from punchcard.core.assignments import Assignment
from punchcard.core.clock import ClockState, Idle, OnBreak, Working
from punchcard.core.clock_rules import apply
from punchcard.core.entries import Entry
from punchcard.core.moments import spoken
from punchcard.core.punches import AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak
from punchcard.core.refusals import Refusal


class ClockSettling:
    """Reads what there is of a punch."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        """Find out whether a punch has happened (`ClockPort.settle`).

        Raises:
            BackendError: It cannot be read.
        """
        reading = await read_clock(self._client, person, before)
        try:
            wanted = apply(before, punch)
        except Refusal as refusal:
            return Unsure(f"{refusal.message} {_in_words(reading, punch)}")
        match punch:
            case Start() | Resume() if isinstance(wanted, Working):
                return await self._begun(reading, punch, piece_of(wanted))
            case Restore():
                return await self._restored(reading, punch, wanted)
            case _ if isinstance(before, Working):
                return await self._gone_on(reading, punch, piece_of(before), wanted)
            case _:
                # On a break nothing is sent but its end.
                return Confirmed(Punched(reading._replace(state=wanted)))

    async def _begun(self, reading: ClockReading, punch: AnyPunch, wanted: Working) -> Settled[Punched]:
        if _is(reading.state, wanted):
            return Confirmed(Punched(reading))
        booked = await self._booked(reading.person, wanted)
        if len(booked) == 1:
            return Confirmed(Punched(reading, tuple(booked)))
        return Unsure(_in_words(reading, punch)) if isinstance(reading.state, Working) else Absent()

    async def _gone_on(
        self, reading: ClockReading, punch: AnyPunch, clock: Working, wanted: ClockState
    ) -> Settled[Punched]:
        """What became of a clock that ran."""
        if isinstance(wanted, Working) and _is(reading.state, piece_of(wanted)):
            return Confirmed(Punched(reading))
        if _is(reading.state, clock):
            return Absent()
        if isinstance(punch, Cancel) and clock.entry_id.isdecimal():
            return await self._thrown_away(reading, punch, clock.entry_id, clock.assignment)
        booked = await self._booked(reading.person, clock)
        if isinstance(punch, Cancel) and not booked and isinstance(reading.state, Idle):
            return Confirmed(Punched(reading, removed=(clock.entry_id,)))
        if isinstance(punch, Stop | TakeBreak):
            ended = [each for each in booked if near(each.end, punch.at) or remarks.was_cut(each, punch.at)]
            if len(ended) == 1:
                is_break = isinstance(punch, TakeBreak) and isinstance(reading.state, Idle)
                state = paused(clock, ended[0].end or punch.at) if is_break else reading.state
                cut, today = remarks.was_cut(ended[0], punch.at), self._client.today()
                said = (remarks.cut(ended[0], punch.at, today),) if cut else ()
                return Confirmed(Punched(reading._replace(state=state), tuple(ended)), said)
        return Unsure(f"{_in_words(reading, punch)} {_booked_in_words(booked, punch)}")

    async def _thrown_away(
        self, reading: ClockReading, punch: AnyPunch, entry_id: str, known: Assignment
    ) -> Settled[Punched]:
        """Where it was stopped by this punch and is booked still, the deletion is left to be made.

        A deletion by id can be made as often as may be.
        """
        if isinstance(reading.state, Working) and reading.state.entry_id == entry_id:
            return Absent()
        left = await find_entry(self._client, entry_id, known)
        if left is None:
            return Confirmed(Punched(reading, removed=(entry_id,)))
        if left.start is None or not near(left.end, max(punch.at, left.start)):
            return Unsure(f"{_in_words(reading, punch)} {_booked_in_words([left], punch)}")
        outcome = await self._client.remove(path_of(left.id))
        match outcome:
            case Confirmed():
                return Confirmed(Punched(reading, removed=(left.id,)))
            case Refused(reason):
                return Unsure(f"The clock was stopped, and what ran stays booked: {reason}")
            case NotSent(detail) | Unanswered(detail):
                raise Unreachable(detail)

    async def _restored(self, reading: ClockReading, punch: Restore, wanted: ClockState) -> Settled[Punched]:
        state = reading.state
        if isinstance(wanted, OnBreak):
            return await self._paused_again(reading, punch, wanted)
        if isinstance(wanted, Working) and _is(state, piece_of(wanted)):
            left = await self._booked(reading.person, piece_of(wanted))
            if left:
                return Unsure(f"{_in_words(reading, punch)} {_booked_in_words(left, punch)}")
            return Confirmed(Punched(reading, removed=(punch.state.entry_id,)))
        if isinstance(state, Working) and state.entry_id != punch.state.entry_id:
            return Unsure(_in_words(reading, punch))
        # Done by half, its entry is deleted: sent again, nothing but the start is left to do.
        return Absent()

    async def _paused_again(self, reading: ClockReading, punch: Restore, wanted: OnBreak) -> Settled[Punched]:
        """What ran instead of the break has to be gone."""
        state, pause = reading.state, paused(wanted, wanted.break_since)
        if isinstance(state, Working):
            still_runs = state.entry_id in (wanted.entry_id, punch.instead_of)
            return Absent() if still_runs else Unsure(_in_words(reading, punch))
        if not punch.instead_of.isdecimal():
            return Confirmed(Punched(reading._replace(state=pause)))
        gone = await self._thrown_away(reading, punch, punch.instead_of, wanted.assignment)
        if not isinstance(gone, Confirmed):
            return gone
        return Confirmed(gone.result._replace(reading=reading._replace(state=pause)))

    async def _booked(self, person: str, clock: Working) -> list[Entry]:
        """The finished entries that began as a clock did, booked on the same."""
        day = clock.since.date()
        entries = await entries_touching(self._client, person, day, day)
        return [each for each in entries if near(each.start, clock.since) and same_booking(each, clock)]


def _is(found: ClockState, wanted: Working) -> bool:
    return isinstance(found, Working) and near(found.since, wanted.since) and same_booking(found, wanted)


def _in_words(reading: ClockReading, punch: AnyPunch) -> str:
    state = reading.state
    if not isinstance(state, Working):
        return "No clock runs there."
    on = f" on {state.assignment.label}" if state.assignment else ""
    return f"A clock runs there since {spoken(state.since, punch.at.date())}{on}."


def _booked_in_words(entries: list[Entry], punch: AnyPunch) -> str:
    if not entries or (start := entries[0].start) is None or (end := entries[0].end) is None:
        return "Nothing of the clock that ran is booked."
    today = punch.at.date()
    count = f"{len(entries)} equal entries are" if len(entries) > 1 else "It is"
    return f"{count} booked from {spoken(start, today)} to {spoken(end, today)}."

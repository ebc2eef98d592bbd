"""What became of a punch whose answer was lost: found by reading, never by sending it again.

What is not there may be sent again, unless it does harm where it arrives late (`late`): a toggle, a cancel.
"""

from __future__ import annotations

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import Unreachable
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.clock import remarks
from punchcard.backends.mctime.clock.alike import edges, is_same, is_that_clock, same_booking
from punchcard.backends.mctime.clock.booked import entries_of
from punchcard.backends.mctime.clock.late import may_still_arrive, must_not_come_twice
from punchcard.backends.mctime.clock.reading import state_of, told_of
from punchcard.backends.mctime.clock.restoring import ClockRestoring, moments_left
from punchcard.backends.mctime.wire.clock import Clock
from punchcard.backends.outcomes import (
    Absent,
    Confirmed,
    NotSent,
    Refused,
    Settled,
    Unanswered,
    Unsure,
)
from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Working
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.entries import Entry
from punchcard.core.punches import AnyPunch, Cancel, Restore, Start, Stop, Update
from punchcard.core.refusals import Refusal
from punchcard.core.same_clock import is_near

_Runs = Working | OnBreak

_ROUNDED_SECONDS = 15 * 60
"""How far the end of an entry may lie from the stop that has made it, where an organization rounds."""


class ClockSettling:
    """Reads what there is of a punch."""

    def __init__(self, client: McTimeClient, restoring: ClockRestoring) -> None:
        self._client = client
        self._restoring = restoring

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        """Find out whether a punch has happened (`ClockPort.settle`).

        Raises:
            BackendError: It cannot be read.
        """
        told = await told_of(self._client, person)
        try:
            wanted = apply(before, punch)
        except Refusal as refusal:
            found = self._reading(person, told, before)
            return Unsure(f"{refusal.message} {self._in_words(found)}")
        as_wanted = self._reading(person, told, wanted)
        if isinstance(punch, Restore):
            is_half = told is not None and isinstance(before, Idle) and not told.tells("breaks")
            if is_half and _may_have_any_breaks(as_wanted.state, punch.state):
                return Unsure(remarks.breaks_untold(as_wanted.state, punch.state, self._client.today()))
            return await self._restored(as_wanted, punch, before)
        as_before = self._reading(person, told, before)
        # What is not told of a clock reads as before, and as wanted too.
        is_told = not isinstance(punch, Update) or not is_same(as_before.state, before)
        if is_told and not isinstance(wanted, Idle) and is_same(as_wanted.state, wanted):
            return Confirmed(Punched(as_wanted))
        if isinstance(punch, Start):
            return await self._begun(as_before, wanted)
        if isinstance(before, Idle):
            return Unsure(self._in_words(as_before))
        if isinstance(as_before.state, Idle):
            return await self._ended(as_before, punch, before)
        return self._still_runs(as_before, punch, before)

    async def _begun(self, reading: ClockReading, wanted: ClockState) -> Settled[Punched]:
        """Whether a start has happened, of which no clock runs: it may have been stopped elsewhere since."""
        if not isinstance(wanted, Working):
            return Unsure(self._in_words(reading))
        booked = [
            each for each in await entries_of(self._client, reading.person, wanted) if not each.is_invalid
        ]
        if len(booked) == 1 and same_booking(booked[0], wanted):
            return Confirmed(Punched(reading, tuple(booked)))
        return Absent() if isinstance(reading.state, Idle) else Unsure(self._in_words(reading))

    async def _ended(
        self, reading: ClockReading, punch: AnyPunch, clock: Working | OnBreak
    ) -> Settled[Punched]:
        """What became of a clock that does not run any more."""
        booked = await entries_of(self._client, reading.person, clock)
        if isinstance(punch, Cancel) and not booked:
            return Confirmed(Punched(reading, removed=(clock.entry_id,)))
        if isinstance(punch, Stop):
            today = self._client.today()
            lost = next((each for each in booked if each.is_invalid), None)
            if lost is not None:
                return Refused(remarks.not_saved(clock, punch.at, "", today, is_found=True))
            asked = _asked(clock, punch, reading.person)
            own = [each for each in booked if _ends_alike(each, asked, clock)]
            if asked is not None and len(own) == 1:
                said = remarks.stopped_otherwise(own[0], asked, today, is_altered=False)
                return Confirmed(Punched(reading, (own[0],)), said)
        said_of = remarks.booked_in_words(booked, self._client.today())
        return Unsure(f"{self._in_words(reading)} {said_of}")

    def _still_runs(
        self, reading: ClockReading, punch: AnyPunch, before: Working | OnBreak
    ) -> Settled[Punched]:
        """What became of a clock that runs and is not as the punch would have left it.

        A stop may have ended the break before it, and no more: then the stop alone is left to be sent.
        """
        state = reading.state
        if isinstance(punch, Stop | Cancel):
            is_ready = is_that_clock(state, before) and _applies(state, punch)
        else:
            is_ready = is_same(state, before)
        if is_ready and must_not_come_twice(punch, state):
            return self._may_still_arrive(reading, punch)
        return Absent() if is_ready else Unsure(self._in_words(reading))

    async def _restored(self, reading: ClockReading, punch: Restore, before: ClockState) -> Settled[Punched]:
        """How far an undo has come: a clock that it has started again is brought to where it should be."""
        state, wanted = reading.state, punch.state
        if is_same(state, wanted):
            booked = (
                await entries_of(self._client, reading.person, wanted) if isinstance(before, Idle) else []
            )
            if left := [each for each in booked if each.id == wanted.entry_id]:
                words = remarks.booked_in_words(left, self._client.today())
                return Unsure(f"{self._in_words(reading)} {words}")
            removed = (wanted.entry_id,) if isinstance(before, Idle) else ()
            return Confirmed(Punched(reading, removed=removed))
        if isinstance(state, Idle):
            # Sent again, it deletes and starts what is left to be deleted and started.
            return Absent() if isinstance(before, Idle) else Unsure(self._in_words(reading))
        if not is_near(state.since, wanted.since):
            return Unsure(self._in_words(reading))
        if moments_left(state, wanted):
            return self._may_still_arrive(reading, punch)
        if not isinstance(before, Idle):
            return Absent()
        outcome = await self._restoring.go_on(reading, wanted)
        match outcome:
            case Confirmed(punched):
                return outcome._replace(result=punched._replace(removed=(wanted.entry_id,)))
            case Refused(reason):
                return Unsure(reason)
            case NotSent(detail) | Unanswered(detail):
                raise Unreachable(detail)

    def _reading(self, person: str, told: Clock | None, known: ClockState) -> ClockReading:
        read_at = self._client.vendor_now()
        state = IDLE if told is None else state_of(told, known, self._client.zone, read_at)
        return ClockReading(person, state, read_at)

    def _may_still_arrive(self, reading: ClockReading, punch: AnyPunch) -> Unsure:
        return Unsure(may_still_arrive(punch, reading.state, self._client.today()))

    def _in_words(self, reading: ClockReading) -> str:
        return remarks.in_words(reading.state, self._client.today())


def _may_have_any_breaks(found: ClockState, wanted: _Runs) -> bool:
    """Whether nothing tells how far a clock has paused that was started again, and does not tell its breaks.

    Of one beginning of a break, the break itself tells whether it is there; of more of them, nothing does.
    """
    return not isinstance(found, Idle) and is_near(found.since, wanted.since) and len(edges(wanted)) > 1


def _applies(state: ClockState, punch: AnyPunch) -> bool:
    try:
        apply(state, punch)
    except Refusal:
        return False
    return True


def _asked(clock: ClockState, stop: Stop, person: str) -> Entry | None:
    try:
        return entry_after(clock, stop, person)
    except Refusal:
        return None


def _ends_alike(entry: Entry, asked: Entry | None, clock: _Runs) -> bool:
    """Whether an entry was stopped by this stop; another one may have come from elsewhere before it."""
    if asked is None or entry.end is None or asked.end is None:
        return False
    apart = abs(entry.end.timestamp() - asked.end.timestamp())
    return is_near(entry.end, asked.end) or (entry.id == clock.entry_id and apart <= _ROUNDED_SECONDS)

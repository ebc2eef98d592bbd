"""The running clock, as the service keeps it: a punch is checked here first, and then sent."""

from __future__ import annotations

from punchcard.backends.abilities import Abilities, Ability, No, Partly
from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import BackendError, NotBookable
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.clock import remarks
from punchcard.backends.mctime.clock.alike import is_that_clock
from punchcard.backends.mctime.clock.reading import read_clock
from punchcard.backends.mctime.clock.restoring import ClockRestoring
from punchcard.backends.mctime.clock.settling import ClockSettling
from punchcard.backends.mctime.clock.writes import ClockWrites
from punchcard.backends.mctime.entries.guard import NO_BILLABLE
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Settled, Unanswered
from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Working
from punchcard.core.clock_rules import apply
from punchcard.core.punches import AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.core.refusals import Refusal

SKEW_SECONDS = 120
"""How far ahead of this machine's clock a moment may be: the person's own punches are held to a minute."""

CLOCK_ABILITIES: Abilities = {
    Ability.UPDATE: Partly("On another organization or as another type; not off its organization."),
    Ability.NOTE: No(remarks.START_AND_NOTE_STAY),
    Ability.ADJUST: No(remarks.START_AND_NOTE_STAY),
    Ability.UNDO_PUNCH: Partly("As long as the clock has not gone on since, and its entry may be deleted."),
}
"""What of driving the clock is not to be had, or not all of it."""


class McTimeClock:
    """Drives the clock with one call a punch; a break is read again after it, and ended before a stop."""

    def __init__(self, client: McTimeClient) -> None:
        self._client = client
        self._writes = ClockWrites(client)
        self._restoring = ClockRestoring(client, self._writes)
        self._settling = ClockSettling(client, self._restoring)

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        """Return what runs now."""
        return await read_clock(self._client, person, known)

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        """Do one punch."""
        try:
            wanted = _after(reading.state, punch)
        except Refusal as refusal:
            return Refused(refusal.message)
        booked = punch.assignment if isinstance(punch, Start | Update) else None
        if booked is not None and booked.billable is not None:
            return NO_BILLABLE
        ahead = punch.at.timestamp() - self._client.now().timestamp()
        if ahead > SKEW_SECONDS:
            return Refused(remarks.in_future(punch.at, self._client.today()))
        try:
            return await self._sent(punch, reading, wanted)
        except NotBookable as problem:
            return problem.as_refused()

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        """Compare the clock, and what was booked of it, with what the punch would have led to."""
        return await self._settling.settle(person, punch, before)

    async def _sent(self, punch: AnyPunch, reading: ClockReading, wanted: ClockState) -> Outcome[Punched]:
        state = reading.state
        match punch:
            case Start() if isinstance(wanted, Working):
                return await self._writes.begin(reading, wanted)
            case Restore():
                return await self._restoring.restore(reading, punch.state)
            case TakeBreak() | Resume() if not isinstance(wanted, Idle):
                return await self._writes.toggle(reading, wanted, punch.at)
            case Stop() if isinstance(state, OnBreak):
                return await self._stop_on_break(reading, state, punch)
            case Stop() if isinstance(state, Working):
                return await self._writes.end(reading, state, punch)
            case Cancel() if not isinstance(state, Idle):
                return await self._writes.throw_away(reading, state)
            case Update() if not isinstance(state, Idle) and not isinstance(wanted, Idle):
                return await self._writes.update(reading, state, wanted)
            case _:
                return Refused(remarks.START_AND_NOTE_STAY)

    async def _stop_on_break(self, reading: ClockReading, clock: OnBreak, stop: Stop) -> Outcome[Punched]:
        """End the break at the moment of the stop, which then is as it would be during work.

        Where the second call is lost, the clock is at work since then: tried again, only the stop is left.
        """
        at_work = apply(clock, Resume(stop.id, stop.at))
        if isinstance(at_work, Idle):
            return Refused(remarks.START_AND_NOTE_STAY)
        ended = await self._writes.toggle(reading, at_work, stop.at)
        if isinstance(ended, Refused):
            return Refused(remarks.break_not_ended(ended.reason))
        if not isinstance(ended, Confirmed):
            return ended
        after = ended.result.reading
        if not isinstance(after.state, Working):
            return Unanswered(remarks.in_words(after.state, self._client.today()))
        try:
            runs_on = remarks.break_is_over(stop.at, self._client.today())
            outcome = await self._writes.end(after, after.state, stop, runs_on)
        except BackendError as problem:
            return Unanswered(problem.message)
        if isinstance(outcome, NotSent):
            return Unanswered(outcome.detail)
        if isinstance(outcome, Confirmed):
            return outcome._replace(warnings=ended.warnings + outcome.warnings)
        return outcome


def _after(state: ClockState, punch: AnyPunch) -> ClockState:
    """Return the clock after a punch; an undo that came half its way goes on upon what it has started.

    Raises:
        Refusal: It does not fit.
    """
    if isinstance(punch, Restore) and is_that_clock(state, punch.state):
        return punch.state
    return apply(state, punch)

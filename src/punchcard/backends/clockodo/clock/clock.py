"""The running clock, as the service keeps it: a punch is checked here first, and then sent."""

from __future__ import annotations

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.clock.reading import read_clock
from punchcard.backends.clockodo.clock.restoring import ClockRestoring
from punchcard.backends.clockodo.clock.settling import ClockSettling
from punchcard.backends.clockodo.clock.writes import ClockWrites
from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import NotBookable
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Settled
from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.clock_rules import apply
from punchcard.core.punches import Adjust, AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.core.refusals import Refusal

_NOTHING_RUNS = Refused(
    "The clock is stopped at Clockodo during a break: change the entry before the break instead."
)


class ClockodoClock:
    """Drives the clock with one call a punch; a break stops it, and its end starts it again."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._writes = ClockWrites(client)
        self._restoring = ClockRestoring(client, self._writes)
        self._settling = ClockSettling(client)

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        """Return what runs now; of breaks only this program knows."""
        return await read_clock(self._client, person, known)

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        """Do one punch."""
        try:
            wanted = apply(reading.state, punch)
        except Refusal as refusal:
            return Refused(refusal.message)
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
                return await self._restoring.restore(reading, punch)
            case _ if isinstance(state, OnBreak):
                return await self._from_break(punch, reading, state, wanted)
            case _ if isinstance(state, Working):
                return await self._from_work(punch, reading, state, wanted)
            case _:
                return _NOTHING_RUNS

    async def _from_work(
        self, punch: AnyPunch, reading: ClockReading, clock: Working, wanted: ClockState
    ) -> Outcome[Punched]:
        match punch:
            case TakeBreak():
                return await self._writes.take_break(reading, clock, punch.at)
            case Stop():
                return await self._writes.end(reading, clock, punch.at)
            case Cancel():
                return await self._writes.throw_away(reading, clock, punch.at)
            case Adjust():
                return await self._writes.adjust(reading, clock, punch.since)
            case _ if isinstance(wanted, Working):
                return await self._writes.update(reading, clock, wanted)
            case _:
                return _NOTHING_RUNS

    async def _from_break(
        self, punch: AnyPunch, reading: ClockReading, clock: OnBreak, wanted: ClockState
    ) -> Outcome[Punched]:
        """Nothing runs there: only the end of the break has to be sent."""
        match punch:
            case Resume():
                resumed = Working(clock.entry_id, punch.at, clock.assignment, clock.time_type, clock.note)
                return await self._writes.begin(reading, resumed)
            case Stop():
                return Confirmed(Punched(reading._replace(state=IDLE)))
            case Cancel():
                said = ("What was worked before the break is booked, and stays.",)
                return Confirmed(Punched(reading._replace(state=IDLE)), said)
            case Update():
                return Confirmed(Punched(reading._replace(state=wanted)))
            case _:
                return _NOTHING_RUNS

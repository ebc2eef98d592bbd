"""Somebody who punches at the simulated McTime."""

from __future__ import annotations

from tests.backends.mctime.bookings import PORTAL, booked_on
from tests.backends.mctime.office import ANN, Office, Vendor
from tests.domain import berlin
from whenever import ZonedDateTime

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.mctime import McTimeBackend
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Settled
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.identifiers import new_id
from punchcard.core.punches import AnyPunch, Start


class Hands:
    """Punches by one backend, upon what was known last."""

    def __init__(self, place: Office, vendor: Vendor, key_of: str = ANN, clock_of: str | None = None) -> None:
        self.place, self.vendor = place, vendor
        self.backend: McTimeBackend = place.backend(vendor, key_of)
        self.person = vendor.state.person_named(clock_of or key_of).id
        self.state: ClockState = IDLE

    async def reading(self) -> ClockReading:
        return await self.backend.clock.reading(self.person, self.state)

    async def outcome(self, punch: AnyPunch, reading: ClockReading | None = None) -> Outcome[Punched]:
        outcome = await self.backend.clock.punch(punch, reading or await self.reading())
        if isinstance(outcome, Confirmed):
            self.state = outcome.result.reading.state
        return outcome

    async def done(self, punch: AnyPunch) -> Confirmed[Punched]:
        outcome = await self.outcome(punch)
        assert isinstance(outcome, Confirmed), outcome
        return outcome

    async def refused(self, punch: AnyPunch) -> str:
        outcome = await self.outcome(punch)
        assert isinstance(outcome, Refused), outcome
        return outcome.reason

    async def start(self, moment: str = "08:00", at_path: str = PORTAL, note: str = "") -> Confirmed[Punched]:
        return await self.done(Start(new_id(), at(moment), booked_on(self.vendor, at_path), note=note))

    async def settled(self, punch: AnyPunch) -> Settled[Punched]:
        """What became of a punch upon what was known last."""
        return await self.backend.clock.settle(self.person, punch, self.state)


def at(text: str) -> ZonedDateTime:
    """A moment of today."""
    return berlin(f"11 {text}")

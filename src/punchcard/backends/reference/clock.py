"""The running clock, as the service keeps it."""

from __future__ import annotations

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.http.moments import near
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Settled, Unsure, brought
from punchcard.backends.reference.alike import same_booking, same_clock, same_entry
from punchcard.backends.reference.bodies import Clock
from punchcard.backends.reference.bodies import Punched as PunchedBody
from punchcard.backends.reference.client import ReferenceClient
from punchcard.backends.reference.entries import entries_around
from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Running, Working
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.entries import Entry
from punchcard.core.moments import spoken
from punchcard.core.punch_codec import punch_to_json
from punchcard.core.punches import AnyPunch, Restore, Stop
from punchcard.core.refusals import Refusal


class ReferenceClock:
    """Drives the clock with one call a punch."""

    def __init__(self, client: ReferenceClient) -> None:
        self._client = client

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        """Return what runs now; the service keeps all of it."""
        del known
        body = await self._client.read(Clock, "clock", ("person", person))
        return ClockReading(person, body.state.domain(), body.now)

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        """Do one punch."""
        sent = {"person": reading.person, "punch": punch_to_json(punch)}
        outcome = await self._client.write(PunchedBody, "POST", "clock", sent)
        return brought(outcome, lambda body: _punched(reading.person, body))

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        """Compare the clock, and what was booked of it, with what the punch would have led to."""
        reading = await self.reading(person)
        try:
            wanted = apply(before, punch)
        except Refusal as refusal:
            return Unsure(f"{refusal.message} {_in_words(reading.state, punch)}")
        if isinstance(wanted, Running) and same_clock(reading.state, wanted):
            removed = (punch.state.entry_id,) if isinstance(punch, Restore) else ()
            return Confirmed(Punched(reading, removed=removed))
        if isinstance(before, Running):
            if same_clock(reading.state, before):
                return Absent()
            return await self._ended(reading, punch, before)
        return await self._begun(reading, punch, wanted)

    async def _begun(self, reading: ClockReading, punch: AnyPunch, wanted: ClockState) -> Settled[Punched]:
        """A clock that should have begun, and does not run like that: it may have been stopped since."""
        booked = await self._booked(reading.person, wanted)
        if len(booked) == 1 and not isinstance(punch, Restore):
            return Confirmed(Punched(reading, tuple(booked)))
        if isinstance(reading.state, Idle):
            return Absent()
        return Unsure(_in_words(reading.state, punch))

    async def _ended(
        self, reading: ClockReading, punch: AnyPunch, before: Working | OnBreak
    ) -> Settled[Punched]:
        """A clock that ran, and does not any more or runs in another way."""
        state = reading.state
        booked = await self._booked(reading.person, before)
        if isinstance(punch, Stop):
            made = entry_after(before, punch, reading.person)
            found = [entry for entry in booked if same_entry(entry, made)]
            if len(found) == 1:
                return Confirmed(Punched(reading, tuple(found)))
            booked = found or booked
        elif punch.kind == "cancel" and not booked and isinstance(state, Idle):
            return Confirmed(Punched(reading))
        return Unsure(f"{_in_words(state, punch)} {_booked_in_words(booked, punch)}")

    async def _booked(self, person: str, clock: ClockState) -> list[Entry]:
        """The finished entries that began as a running clock did, booked on the same."""
        if isinstance(clock, Idle):
            return []
        entries = await entries_around(self._client, person, clock.since.date())
        return [e for e in entries if near(e.start, clock.since) and same_booking(e, clock)]


def _punched(person: str, body: PunchedBody) -> Confirmed[Punched]:
    reading = ClockReading(person, body.state.domain(), body.now)
    saved = tuple(entry.domain() for entry in body.saved)
    return Confirmed(Punched(reading, saved, body.removed), body.warnings)


def _in_words(state: ClockState, punch: AnyPunch) -> str:
    if isinstance(state, Idle):
        return "No clock runs there."
    what = "A break" if isinstance(state, OnBreak) else "A clock"
    since = state.break_since if isinstance(state, OnBreak) else state.since
    on = f" on {state.assignment.label}" if state.assignment else ""
    return f"{what} runs there since {spoken(since, punch.at.date())}{on}."


def _booked_in_words(entries: list[Entry], punch: AnyPunch) -> str:
    if not entries or (start := entries[0].start) is None or (end := entries[0].end) is None:
        return "Nothing of the clock that ran is booked."
    today = punch.at.date()
    count = f"{len(entries)} equal entries are" if len(entries) > 1 else "It is"
    return f"{count} booked from {spoken(start, today)} to {spoken(end, today)}."

"""The undo of a punch: there is no call for it, so that it is made of those that there are."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.clock.reading import paused, piece_of
from punchcard.backends.clockodo.clock.writes import ClockWrites
from punchcard.backends.clockodo.entries.alike import same_booking
from punchcard.backends.clockodo.entries.entries import as_new, entries_touching
from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import BackendError
from punchcard.backends.http.moments import near
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered, brought
from punchcard.core.clock import OnBreak, Working
from punchcard.core.entries import Entry
from punchcard.core.punches import Restore

_NOT_BOOKED = "Nothing of that clock is booked there: add it yourself where it should be."


class ClockRestoring:
    """Puts the clock back."""

    def __init__(self, client: ClockodoClient, writes: ClockWrites) -> None:
        self._client = client
        self._writes = writes

    async def restore(self, reading: ClockReading, punch: Restore) -> Outcome[Punched]:
        """Let the clock run, or pause, as it did.

        Raises:
            NotBookable: It cannot be booked there; nothing was sent.
            BackendError: Nothing was done.
        """
        state, wanted = reading.state, punch.state
        if isinstance(wanted, OnBreak):
            return await self._back_to_break(reading, wanted, punch.at)
        piece = piece_of(wanted)
        if isinstance(state, Working):
            return await self._put_right(reading, state, piece)
        return await self._run_again(reading, piece)

    async def _back_to_break(
        self, reading: ClockReading, wanted: OnBreak, at: ZonedDateTime
    ) -> Outcome[Punched]:
        state = reading.state
        said = tuple[str, ...]()
        if isinstance(state, Working):
            if state.since < wanted.break_since and not near(state.since, wanted.break_since):
                # It ran before the break, and not since: what was worked until then stays.
                return await self._writes.take_break(reading, state, wanted.break_since)
            outcome = await self._writes.throw_away(reading, state, at)
            if not isinstance(outcome, Confirmed):
                return outcome
            reading, said = outcome.result.reading, outcome.warnings
        pause = paused(wanted, wanted.break_since)
        removed = (state.entry_id,) if isinstance(state, Working) else ()
        return Confirmed(Punched(reading._replace(state=pause), removed=removed), said)

    async def _put_right(self, reading: ClockReading, clock: Working, wanted: Working) -> Outcome[Punched]:
        """What runs is the clock that is meant: move its start back, or book it as it was."""
        if near(clock.since, wanted.since):
            return await self._writes.update(reading, clock, wanted)
        outcome = await self._writes.adjust(reading, clock, wanted.since)
        if not isinstance(outcome, Confirmed) or same_booking(clock, wanted):
            return outcome
        # The start is moved; of the second half, an answer that is lost leaves all of it unknown.
        try:
            booked = await self._writes.update(outcome.result.reading, clock, wanted)
        except BackendError as problem:
            return Unanswered(problem.message)
        if not isinstance(booked, Confirmed):
            return booked
        return Confirmed(booked.result, outcome.warnings + booked.warnings)

    async def _run_again(self, reading: ClockReading, wanted: Working) -> Outcome[Punched]:
        """Delete the entry that became of the clock, and start it where it began."""
        ended = await self._ended(reading.person, wanted)
        if ended is None:
            begun = await self._writes.begin(reading, wanted)
            if isinstance(begun, Refused):
                # Where an undo was lost by half, the entry is deleted already.
                return begun._replace(reason=f"{begun.reason} {_NOT_BOOKED}")
            return begun
        gone = await self._client.remove(f"v2/entries/{ended.id}")
        if not isinstance(gone, Confirmed):
            return gone
        try:
            begun = await self._writes.begin(reading, wanted)
        except BackendError as problem:
            return Unanswered(f"Its entry was deleted; the clock was not started yet: {problem.message}")
        match begun:
            case Confirmed(result, warnings):
                return Confirmed(result._replace(removed=(ended.id,)), warnings)
            case Refused(reason):
                return await self._kept(ended, reason)
            case NotSent(detail):
                return Unanswered(f"Its entry was deleted; the clock was not started yet: {detail}")
            case Unanswered():
                return begun

    async def _kept(self, ended: Entry, reason: str) -> Outcome[Punched]:
        """Book again what was deleted for a clock that may not run."""
        try:
            again = await self._client.write(wire.OneEntry, "POST", "v2/entries", as_new(ended))
        except BackendError as problem:
            return Unanswered(f"Its entry was deleted and is not booked again: {problem.message}")
        if isinstance(again, Refused | NotSent):
            return Refused(f"{reason} Its entry was deleted, and could not be booked again: add it yourself.")
        return brought(again, lambda _: Refused(f"{reason} Its entry was booked again, as it was."))

    async def _ended(self, person: str, wanted: Working) -> Entry | None:
        day = wanted.since.date()
        around = await entries_touching(self._client, person, day, day)
        found = [entry for entry in around if near(entry.start, wanted.since) and same_booking(entry, wanted)]
        # Somebody else may have added an equal one.
        found.sort(key=lambda entry: entry.id != wanted.entry_id)
        return found[0] if found else None

"""A clock that is kept on this machine, driven as one at a vendor: what it becomes is really saved there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import Instant

from punchcard.backends.contract import Backend, ClockReading, Punched
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.clock import IDLE, ClockState, Idle
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.entries import Entry, Source
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.punches import AnyPunch, Restore, Stop
from punchcard.core.refusals import Refusal
from punchcard.testing.checks import confirmed


class ClockKeptHere:
    """One clock a person, kept by whoever asks; its entries go through the port for entries, one by one."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        """Return what is known: nothing can be read."""
        return ClockReading(person, known, Instant.now())

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        """Do a punch; a stop saves what was worked, and taking it back deletes that."""
        person, before = reading.person, reading.state
        try:
            after = apply(before, punch)
        except Refusal as refusal:
            return Refused(refusal.message)
        saved: Sequence[Entry] = ()
        if isinstance(punch, Stop) and not isinstance(before, Idle):
            saved = await self._book(entry_after(before, punch, person))
        removed = await self._take_back(person, punch) if isinstance(punch, Restore) else ()
        return Confirmed(Punched(ClockReading(person, after, Instant.now()), tuple(saved), tuple(removed)))

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        """Nothing is ever asked whose answer could be lost."""
        del person, punch, before
        return Absent()

    async def _book(self, clock: Entry) -> Sequence[Entry]:
        kept, port = self._backend.info.kept_clock, self._backend.entries
        if kept is None or port is None:
            raise AssertionError("what is worked on a clock that is kept here can be booked nowhere")
        units = await self._backend.directory.units(clock.person)
        saved: list[Entry] = []
        for entry in kept.booked(clock, units).entries:
            new = replace(entry, id=new_id(), source=Source.CLOCK)
            saved.append(confirmed(await port.save(SaveEntry(new.id, new)), "an entry of a clock"))
        return saved

    async def _take_back(self, person: str, restore: Restore) -> Sequence[str]:
        port, since = self._backend.entries, restore.state.since
        if port is None:
            return ()
        period = Period(since.date(), max(since, restore.at).date())
        found = await port.list([person], period, Filters())
        mine = [entry for entry in found if entry.start is not None and since <= entry.start < restore.at]
        for entry in mine:
            confirmed(await port.delete(DeleteEntry(new_id(), entry)), "the deletion of an entry of a clock")
        return [entry.id for entry in mine]

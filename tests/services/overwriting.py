"""A vendor that removes what is saved over, and makes an invalid entry of a clock that it cannot save."""

from __future__ import annotations

from dataclasses import replace

from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import ANN, Backend, Clock, Entries, Vendor
from whenever import ZonedDateTime

from punchcard.backends.contract import BackendInfo, ClockReading, Punched
from punchcard.backends.outcomes import Confirmed, Outcome, Refused
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.changes import SaveEntry
from punchcard.core.clock import IDLE, Working
from punchcard.core.clock_rules import entry_after
from punchcard.core.editing.room import neighbours_of
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.overlaps import Overlap
from punchcard.core.punches import AnyPunch, Stop
from punchcard.services.reading.refresh import refresh

NORTHWIND = Assignment((Reference("organization", "n", "Northwind"),))
LOCKED = (EntryStatus.APPROVED, EntryStatus.EXPORTED, EntryStatus.SUBMITTED)


class OverwritingClock(Clock):
    rounds_to: ZonedDateTime | None = None
    """Where what is stopped next has begun."""

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        vendor = self._vendor
        if not isinstance(punch, Stop):
            return await super().punch(punch, reading)
        if self.rounds_to is not None and isinstance(vendor.state, Working):
            vendor.state = replace(vendor.state, since=self.rounds_to)
        entry = entry_after(vendor.state, punch, ANN.id)
        over = neighbours_of(entry, list(vendor.entries.values()))
        if any(one.status in LOCKED for one in over):
            vendor.sent.append(punch.id)
            vendor.state = IDLE
            broken = replace(
                entry, id=f"broken-{entry.id}", note="", status=EntryStatus.INVALID,
                locked="It could not be saved; `punch repair` mends it.",
            )  # fmt: skip
            vendor.entries[broken.id] = broken
            return Refused("The time entry could not be saved.")
        outcome = await super().punch(punch, reading)
        for one in over:
            del vendor.entries[one.id]
        gone = tuple(f"It removed {one.id}." for one in over)
        return outcome._replace(warnings=gone) if isinstance(outcome, Confirmed) else outcome


class OverwritingEntries(Entries):
    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        if over := neighbours_of(change.entry, list(self._vendor.entries.values())):
            raise Overlap(f"Nobody made room: {over[0].id}.")
        return await super().save(change)


class OverwritingBackend(Backend):
    info = BackendInfo("mower", "The mower", overlap="overwrites")

    def __init__(self, vendor: Vendor) -> None:
        super().__init__(vendor)
        self.clock = OverwritingClock(vendor)
        self.entries = OverwritingEntries(vendor)


def there(desk: Desk, name: str, start: str, end: str, status: EntryStatus = EntryStatus.OPEN) -> Entry:
    """Somebody books time elsewhere."""
    locked = "It is locked." if status in LOCKED else None
    entry = Entry(
        name, "ann", berlin(start).date(), berlin(start), berlin(end), assignment=NORTHWIND, status=status,
        locked=locked,
    )  # fmt: skip
    desk.vendor.entries[name] = entry
    return entry


async def running(desk: Desk, since: str = "11 08:02") -> None:
    desk.vendor.state = Working("clock", berlin(since), note="stock count")
    await refresh(desk.session)


def spans(desk: Desk) -> list[str]:
    found = sorted(desk.vendor.entries.values(), key=lambda one: one.start.timestamp() if one.start else 0)
    return [f"{one.start.time():HH:mm}-{one.end.time():HH:mm}" for one in found if one.start and one.end]

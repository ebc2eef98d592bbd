"""What an entry would do to the week that it lies in; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whenever import Date, ZonedDateTime

from punchcard.core.changes import DeleteEntry, EntryChange
from punchcard.core.clock import Idle
from punchcard.core.editing.cutting import cut_entry
from punchcard.core.editing.room import neighbours_of
from punchcard.core.entries import Entry
from punchcard.core.findings import Finding, Rule
from punchcard.core.intervals import Interval
from punchcard.core.targets import targets_of
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week import Timesheet

_SAID_OTHERWISE = (
    Rule.OVERLAP, Rule.UNSYNCED, Rule.BELOW_TARGET, Rule.ABOVE_TARGET, Rule.MISSING_DAY,
)  # fmt: skip
"""What the form says in other words, or what is no news while something is being changed."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A week as it is, to ask what would become of it."""

    sheet: Timesheet

    def covers(self, day: Date) -> bool:
        """Whether `day` is one of its days."""
        return self.sheet.week.first <= day <= self.sheet.week.last

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that is known in and around the week."""
        return tuple(item.entry for item in self.sheet.entries)

    def neighbours(self, entry: Entry) -> list[Entry]:
        """Return what `entry` would overlap, as it would be saved."""
        return neighbours_of(entry, self.entries, self.pieces(entry))

    def pieces(self, entry: Entry) -> list[Entry]:
        """Return what `entry` is saved as: itself, or what it is cut into where times have no zone."""
        return cut_entry(entry, at_breaks=self.sheet.parts_breaks) if self.sheet.is_floating else [entry]

    def clock_in_the_way(self, entry: Entry, now: ZonedDateTime) -> Interval | None:
        """Return the time of the running clock, where `entry` would overlap it."""
        state = self.sheet.state
        if isinstance(state, Idle) or entry.interval is None:
            return None
        running = Interval(state.since, max(now, state.since))
        return running if running.overlaps(entry.interval) else None

    def after(self, changes: Iterable[EntryChange]) -> Outlook:
        """Return the week as it would be once `changes` are done."""
        table = {item.entry.id: item for item in self.sheet.entries}
        for change in changes:
            if isinstance(change, DeleteEntry):
                table.pop(change.entry.id, None)
            else:
                table[change.entry.id] = KnownEntry(change.entry)
        items = sorted(table.values(), key=_place)
        holidays = {target.day: target.holiday for target in self.sheet.targets if target.holiday}
        entries = [item.entry for item in items]
        days = self.sheet.week.days
        targets = targets_of(self.sheet.schedule, days, holidays, entries, self.sheet.told)
        return Outlook(replace(self.sheet, entries=tuple(items), targets=targets))

    def totals(self, day: Date, now: ZonedDateTime) -> tuple[int, int | None]:
        """Return what is worked on `day`, and what is to be worked."""
        sheet = self.sheet.day(day, now)
        return sheet.worked_seconds, sheet.target_seconds

    def findings(self, now: ZonedDateTime) -> tuple[Finding, ...]:
        """Return what is wrong or odd in the week, as far as a form has to say it."""
        found = self.sheet.findings(now)
        return tuple(f for f in found if f.silenced is None and f.rule not in _SAID_OTHERWISE)


def news(
    before: Sequence[Finding], after: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that would be new, and those that would be gone; a day has each rule once."""
    old, new = {(f.rule, f.day) for f in before}, {(f.rule, f.day) for f in after}
    return (
        tuple(f for f in after if (f.rule, f.day) not in old),
        tuple(f for f in before if (f.rule, f.day) not in new),
    )


def _place(item: KnownEntry) -> tuple[Date, int]:
    start = item.entry.start
    return item.entry.day, start.timestamp() if start else 0

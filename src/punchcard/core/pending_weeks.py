"""Entries that wait for an approval that is given elsewhere, put together by person and week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.change_requests import Decidable
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.weeks import Week, week_at

if TYPE_CHECKING:
    from punchcard.core.findings import Finding
    from punchcard.core.rule_sets import RuleSet

WAITING_STATUSES = (EntryStatus.SUBMITTED, EntryStatus.OPEN, EntryStatus.DECLINED)
"""Where an entry stands that is not approved, what somebody is expected to decide next first."""


@dataclass(frozen=True, slots=True)
class PendingWeek:
    """What waits of one person's week."""

    person: str
    first: Date
    last: Date
    entries: tuple[Entry, ...]
    """One at least, in order of time."""

    @property
    def week(self) -> Week:
        """The week as such."""
        return Week(self.first, self.last)

    @property
    def seconds(self) -> int:
        """Work and absences of these entries together: both wait."""
        return sum(entry.worked_seconds for entry in self.entries)

    @property
    def oldest(self) -> ZonedDateTime | None:
        """The end of the entry that has waited longest; None where no entry has clock times."""
        return min((entry.end for entry in self.entries if entry.end is not None), default=None)

    @property
    def statuses(self) -> dict[EntryStatus, int]:
        """How many entries stand where, in the order of `WAITING_STATUSES`."""
        return standing(self.entries)

    def findings(
        self, zone: str, now: ZonedDateTime, rules: RuleSet, silenced: Mapping[str, str]
    ) -> tuple[Finding, ...]:
        """Return what is wrong or odd on the days of these entries, as far as these alone tell.

        What counts and is not silenced; no gaps, as something that is approved already may lie in them.

        Args:
            zone: IANA name of the zone that days are counted in.
            now: The current moment.
            rules: The rules on working time.
            silenced: Rules that the configuration silences, with the reasons.
        """
        # Who only lists entries has no use for these.
        from punchcard.core.clock import IDLE
        from punchcard.core.days import DaySheet, WeekSheet
        from punchcard.core.findings import FindingsInput, Rule, find_all

        days = {entry.day for entry in self.entries}
        sheets = tuple(DaySheet(day, zone, self.entries, IDLE, now) for day in self.week.days)
        found = find_all(FindingsInput(WeekSheet(sheets), self.entries, IDLE, now, rules, silenced=silenced))
        return tuple(
            each for each in found if each.day in days and each.silenced is None and each.rule is not Rule.GAP
        )


def standing(entries: Iterable[Entry]) -> dict[EntryStatus, int]:
    """Return how many entries stand where, in the order of `WAITING_STATUSES`."""
    counts = Counter(entry.status for entry in entries)
    return {status: counts[status] for status in (*WAITING_STATUSES, *EntryStatus) if counts[status]}


ReviewItem = Decidable | PendingWeek
"""What whoever decides looks at as one thing."""


def pending_weeks(entries: Iterable[Entry], week_starts: Weekday) -> list[PendingWeek]:
    """Put entries together by person and week, the oldest week first."""
    found: dict[tuple[str, Week], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.person, week_at(entry.day, week_starts)), []).append(entry)
    weeks = [
        PendingWeek(person, week.first, week.last, tuple(sorted(some, key=_by_time)))
        for (person, week), some in found.items()
    ]
    return sorted(weeks, key=lambda each: each.first)


def _by_time(entry: Entry) -> tuple[str, int]:
    return entry.day.format_iso(), entry.start.timestamp() if entry.start else 0

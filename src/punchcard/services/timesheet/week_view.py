"""The week as it is drawn, on the screen and in a terminal: a row a day, with what was found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.clock import Idle
from punchcard.core.days import DaySheet
from punchcard.core.durations import MINUTE
from punchcard.core.entries import Entry
from punchcard.core.findings import Finding, Rule, Severity
from punchcard.core.intervals import Interval
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week import Timesheet

SIGNS = {Severity.SERIOUS: "!", Severity.WARNING: "▴", Severity.NOTE: "·"}
"""One sign for each severity."""

WORDS = {
    Rule.GAP: "gap",
    Rule.OVERLAP: "overlap",
    Rule.MISSING_BREAK: "break",
    Rule.LATE_BREAK: "late break",
    Rule.SHORT_BREAK: "short break",
    Rule.LONG_DAY: "long day",
    Rule.SHORT_REST: "rest",
    Rule.MISSING_DAY: "missing",
    Rule.INVALID: "not saved",
    Rule.UNCLOSED: "unclosed",
    Rule.FUTURE: "future",
    Rule.OVER_MIDNIGHT: "midnight",
    Rule.UNSYNCED: "unsynced",
    Rule.BELOW_TARGET: "below",
    Rule.ABOVE_TARGET: "above",
}
"""One short word for each rule."""

_ORDER = (Severity.SERIOUS, Severity.WARNING, Severity.NOTE)


class DayView(NamedTuple):
    """One day as it is drawn."""

    day: Date
    worked_seconds: int
    break_seconds: int
    target_seconds: int | None
    work: tuple[Interval, ...]
    breaks: tuple[Interval, ...]
    noon: int
    """Epoch seconds."""
    words: str
    """The public holiday and the absence, in words."""
    findings: tuple[Finding, ...]
    """Those that count, the worst first."""
    is_today: bool
    is_over: bool
    is_running: bool
    """Whether the clock runs on this day at this moment."""

    @property
    def difference_seconds(self) -> int | None:
        """Worked, in whole minutes as it is shown, less target.

        None where there is no target, and for days that are still to come.
        """
        if not self.target_seconds and not self.worked_seconds:
            return None
        if self.target_seconds is None or not (self.is_over or self.is_today or self.worked_seconds):
            return None
        return self.worked_seconds // MINUTE * MINUTE - self.target_seconds


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week with everything that the screen draws of it."""

    sheet: Timesheet
    days: tuple[DayView, ...]
    findings: tuple[Finding, ...]
    """In order of days and times; the silenced ones last."""
    usual_type: str | None
    """Id of the time type that goes without saying."""

    @property
    def worked_seconds(self) -> int:
        """Work of the week in seconds."""
        return sum(day.worked_seconds for day in self.days)

    @property
    def target_seconds(self) -> int | None:
        """The targets of the seven days together; None where no day has one."""
        targets = [day.target_seconds for day in self.days if day.target_seconds is not None]
        return sum(targets) if targets else None

    @property
    def difference_seconds(self) -> int | None:
        """The differences of the days together, as they are shown: days still to come count with neither."""
        known = [day.difference_seconds for day in self.days if day.difference_seconds is not None]
        return sum(known) if known else None

    @property
    def is_running(self) -> bool:
        """Whether the clock adds to one of the days at this moment."""
        return any(day.is_running for day in self.days)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is booked in the week."""
        return not any(self.sheet.entries_of(day.day) for day in self.days) and not any(
            day.worked_seconds for day in self.days
        )

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that no configuration silences."""
        return tuple(finding for finding in self.findings if finding.silenced is None)

    def index_of(self, day: Date) -> int:
        """Which of the seven days it is; the nearest one for a day outside of the week."""
        return max(0, min(6, int(day.since(self.sheet.week.first, total="days"))))

    def at(self, now: ZonedDateTime) -> WeekView:
        """The same week at a later moment: what the running clock has added."""
        days = tuple(
            _day_view(self.sheet, view.day, now, view.findings) if _moves(self.sheet, view, now) else view
            for view in self.days
        )
        return replace(self, days=days)


def week_view(sheet: Timesheet, now: ZonedDateTime) -> WeekView:
    """Work out what is drawn of `sheet` at `now`."""
    findings = sorted(sheet.findings(now), key=lambda finding: finding.silenced is not None)
    counted = [finding for finding in findings if finding.silenced is None]
    days = tuple(
        _day_view(sheet, day, now, [finding for finding in counted if finding.day == day])
        for day in sheet.week.days
    )
    return WeekView(sheet, days, tuple(findings), _usual_type(sheet.entries))


def _day_view(sheet: Timesheet, day: Date, now: ZonedDateTime, findings: Sequence[Finding]) -> DayView:
    # Only its own entries: a week of many has no need to be looked through seven times.
    entries = tuple(item.entry for item in sheet.entries_of(day))
    of_day: DaySheet = replace(sheet.day(day, now), entries=entries)
    frame, today = of_day.frame, now.date()
    return DayView(
        day=day,
        worked_seconds=of_day.worked_seconds,
        break_seconds=of_day.break_seconds,
        target_seconds=of_day.target_seconds,
        work=tuple(of_day.worked_pieces()),
        breaks=tuple(of_day.break_pieces()),
        noon=ZonedDateTime(
            day.year, day.month, day.day, 12, tz=sheet.schedule.zone, disambiguation="compatible"
        ).timestamp(),
        words=" · ".join(part for part in (of_day.holiday, of_day.absence) if part),
        findings=tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity))),
        is_today=day == today,
        is_over=day < today,
        is_running=not isinstance(sheet.state, Idle) and frame.start <= now < frame.end,
    )


def _moves(sheet: Timesheet, view: DayView, now: ZonedDateTime) -> bool:
    """Whether the running clock adds to the day, or the day begins or ends."""
    today = now.date()
    if (view.day == today) != view.is_today:
        return True
    return not isinstance(sheet.state, Idle) and sheet.state.since.date() <= view.day <= today


def _usual_type(entries: Sequence[KnownEntry]) -> str | None:
    """The time type of most entries of work; the first one of those with as many."""
    counts: dict[str, int] = {}
    for item in entries:
        if item.entry.time_type is not None and not item.entry.is_absence and not item.entry.is_invalid:
            counts[item.entry.time_type.id] = counts.get(item.entry.time_type.id, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else None


def type_name(entry: Entry, usual: str | None) -> str:
    """The name of the entry's time type; empty where it is the usual one."""
    if entry.time_type is None or entry.time_type.id == usual:
        return ""
    return entry.time_type.name

"""What a week looks like as JSON."""

from __future__ import annotations

from typing import Any

from whenever import ZonedDateTime

from punchcard.cli.shapes import entry_shape, moment_shape, running_shape, work_times_shape
from punchcard.cli.timesheet.week import ShownWeek
from punchcard.core.balance_words import balance_shape
from punchcard.core.clock import Running
from punchcard.core.findings import Finding
from punchcard.services.timesheet.week import Timesheet
from punchcard.services.timesheet.week_view import DayView
from punchcard.services.timesheet.weeks import WeekStanding


def week_shape(shown: ShownWeek) -> dict[str, Any]:
    """The week. Durations of the week and its days end at their midnights; an entry shows its full one.

    `status` is "open", "submitted", "approved", "declined" or, where a vendor does not tell that from what
    was taken back, "rejected"; `standing` has the details. The entries of a day are those that touch it; the
    running clock is the last one, with `end` null. `work_times` is when the person was at work, where a
    service keeps that beside the entries: it is no further work.
    """
    view, sheet = shown.view, shown.view.sheet
    worked, target = view.worked_seconds, view.target_seconds
    return {
        "account": sheet.account,
        "person": sheet.person.name,
        "week": sheet.week.name,
        "from": sheet.week.first.format_iso(),
        "to": sheet.week.last.format_iso(),
        "status": sheet.standing.status.value,
        "standing": standing_shape(sheet.standing),
        "worked_seconds": worked,
        "target_seconds": target,
        "difference_seconds": None if target is None else worked - target,
        **balance_shape(shown.balance),
        "days": [_day_shape(sheet, day, sheet.as_of) for day in view.days],
        "findings": [finding_shape(finding) for finding in view.findings],
    }


def standing_shape(standing: WeekStanding) -> dict[str, Any]:
    """How far a week has come; `pending` is null, or how far the newest request about it is."""
    return {
        "submitted_at": moment_shape(standing.submitted_at),
        "next_actor": standing.next_actor,
        "decided_by": standing.decided_by,
        "decided_at": moment_shape(standing.decided_at),
        "reason": standing.reason or None,
        "locked": standing.locked,
        "pending": standing.pending.value if standing.pending else None,
    }


def finding_shape(finding: Finding) -> dict[str, Any]:
    """A finding; `severity` is "note", "warning" or "serious", `silenced` why it does not count."""
    return {
        "rule": finding.rule.value,
        "severity": finding.severity.value,
        "date": finding.day.format_iso(),
        "message": finding.message,
        "source": finding.source or None,
        "from": moment_shape(finding.start),
        "to": moment_shape(finding.end),
        "entry": finding.entry_id,
        "silenced": finding.silenced,
    }


def _day_shape(sheet: Timesheet, day: DayView, now: ZonedDateTime) -> dict[str, Any]:
    entries = [entry_shape(item) for item in sheet.entries_of(day.day)]
    if isinstance(sheet.state, Running) and sheet.state.since.date() <= day.day <= now.date():
        entries.append(running_shape(sheet.state, sheet.clock_pending, now))
    of_day = sheet.day(day.day, now)
    return {
        "date": day.day.format_iso(),
        "worked_seconds": of_day.worked_seconds,
        "break_seconds": of_day.break_seconds,
        "target_seconds": of_day.target_seconds,
        "difference_seconds": of_day.difference_seconds,
        "absence": of_day.absence,
        "holiday": of_day.holiday,
        "entries": entries,
        "work_times": work_times_shape(sheet.work_times.get(day.day)),
        "findings": [finding_shape(finding) for finding in day.findings],
    }

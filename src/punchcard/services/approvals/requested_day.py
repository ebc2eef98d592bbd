"""A day as a request is about it: by its work times where the service keeps such, else by its entries."""

from __future__ import annotations

from dataclasses import replace

from whenever import Date, ZonedDateTime

from punchcard.core.attended_days import as_attended
from punchcard.core.clock import IDLE
from punchcard.core.findings import FindingsInput
from punchcard.core.identifiers import new_id
from punchcard.core.interval_sets import Stretches, together
from punchcard.services.timesheet.week import Timesheet


def requested_week(sheet: Timesheet, day: Date, now: ZonedDateTime) -> FindingsInput:
    """Return the week of `day`, one of the seven, as a request for that day is held against it at `now`."""
    given, told = sheet.findings_input(now), sheet.work_times.get(day)
    if told is None or not told.stretches:
        return given
    return as_attended(given, told.at(now), sheet.person.id, new_id)


def worked_before(sheet: Timesheet, day: Date, now: ZonedDateTime) -> Stretches:
    """Return what was worked on `day`; what the running clock has added is nothing to ask about."""
    days = requested_week(sheet, day, now).week.days
    found = next(each for each in days if each.day == day)
    return together(replace(found, running=IDLE).worked_pieces())

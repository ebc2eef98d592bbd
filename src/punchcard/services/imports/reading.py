"""From a line of a file to an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whenever import Date, ZonedDateTime

from punchcard.core.durations import parse_duration, parse_half_days
from punchcard.core.editing.breaks import read_breaks
from punchcard.core.editing.checks import check_entry
from punchcard.core.entries import Break, Entry, Source, Unit
from punchcard.core.filters import billable_named
from punchcard.core.intervals import Interval
from punchcard.core.moments import checked_day, checked_moment
from punchcard.core.notes import checked_note
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError
from punchcard.core.schedule import USUAL_DAY_SECONDS
from punchcard.core.spans import moment_after
from punchcard.core.text import one_line
from punchcard.core.when import parse_day, parse_when
from punchcard.services.imports.names import Names
from punchcard.services.imports.table import Line
from punchcard.services.session import Session
from punchcard.services.timesheet.targets import usual_target

_PARTS = {"morning": False, "am": False, "afternoon": True, "pm": True}


async def entry_of(session: Session, names: Names, line: Line, person: Person) -> Entry:
    """Return the entry that a line says, without an id.

    Raises:
        Refusal: It says none; the sentence says why.
    """
    cells = line.cells
    time_type = await names.time_type(cells.get("type", ""))
    assignment = await names.booked_on(cells)
    if "billable" in cells:
        assignment = replace(assignment, billable=billable_named(cells["billable"]))
    entry = _timed(session, cells) if "start" in cells else _untimed(session, cells)
    entry = replace(
        entry, person=person.id, time_type=time_type, assignment=assignment,
        note=checked_note(cells.get("note", "")),
    )  # fmt: skip
    check_entry(entry, session.today())
    return entry


def _timed(session: Session, cells: Mapping[str, str]) -> Entry:
    if "end" not in cells:
        raise UsageError("It has a start and no end.")
    if "days" in cells or "part" in cells:
        raise UsageError("It has a start, and is to be of days or of a half of one.")
    now = session.now()
    start = checked_moment(parse_when(cells["start"], now, day=_day(session, cells)))
    end = checked_moment(moment_after(cells["end"], start, now))
    pauses = cells.get("breaks", "").replace(",", " ").replace(";", " ").split()
    seconds = cells.get("break_seconds", "").strip()
    if not pauses and seconds not in ("", "0"):
        pauses = [f"{seconds} s"]
    breaks = read_breaks(pauses, Interval(start, end), now)
    return _empty(start.date(), start, end, duration=None, half_days=None, cells=cells, breaks=breaks)


def _untimed(session: Session, cells: Mapping[str, str]) -> Entry:
    day = _day(session, cells)
    if day is None:
        raise UsageError("It has no day.", "Say 2026-03-09, for example.")
    if "end" in cells or "breaks" in cells:
        raise UsageError("It has an end, or breaks, and no start.")
    in_days = "days" in cells or cells.get("unit", "") == Unit.DAYS.value
    if in_days:
        if "days" not in cells:
            raise UsageError("It is in days, and does not say how many.", "Say 0.5 or 1 in the column days.")
        half_days = parse_half_days(cells["days"])
        worth = (usual_target(session, day) or USUAL_DAY_SECONDS) * half_days // 2
        return _empty(day, None, None, duration=worth, half_days=half_days, cells=cells)
    if "hours" not in cells:
        raise UsageError("It has no length.", "Give start and end, or hours, or days.")
    return _empty(day, None, None, duration=parse_duration(cells["hours"]), half_days=None, cells=cells)


def _empty(
    day: Date, start: ZonedDateTime | None, end: ZonedDateTime | None, *, duration: int | None,
    half_days: int | None, cells: Mapping[str, str], breaks: tuple[Break, ...] = (),
) -> Entry:  # fmt: skip
    return Entry(
        "", "", checked_day(day), start, end, breaks, duration_seconds=duration, half_days=half_days,
        afternoon=_is_afternoon(cells), source=Source.IMPORTED,
    )  # fmt: skip


def _day(session: Session, cells: Mapping[str, str]) -> Date | None:
    return parse_day(cells["day"], session.today()) if "day" in cells else None


def _is_afternoon(cells: Mapping[str, str]) -> bool:
    part = cells.get("part", "morning").strip().casefold()
    if part not in _PARTS:
        raise UsageError(f"“{one_line(part, 40)}” is no part of a day.", "Say morning or afternoon.")
    return _PARTS[part]

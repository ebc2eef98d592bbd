"""Time entries without clock times: so many hours, half a day or a whole one."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from whenever import Date

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.entries import Entry, Source, Unit
from punchcard.core.identifiers import new_id
from punchcard.core.moments import checked_day
from punchcard.core.notes import checked_note
from punchcard.core.refusals import UsageError
from punchcard.core.schedule import USUAL_DAY_SECONDS
from punchcard.core.time_types import TimeType
from punchcard.services.session import Session
from punchcard.services.timesheet.targets import usual_target


class Booking(NamedTuple):
    """What time is booked as."""

    assignment: Assignment = NOTHING
    time_type: TimeType | None = None
    note: str = ""
    afternoon: bool = False
    """Whether it is of the second half of its day, where that is kept."""


async def check_unit(
    session: Session, unit: Unit, time_type: TimeType | None, kept: str = "nothing was added"
) -> None:
    """Make sure that an entry may be written down in `unit`.

    Absences may in hours and days wherever not everything needs times.

    `kept` says what was not done where it may not.

    Raises:
        UsageError: It may not.
    """
    is_absence = time_type is not None and time_type.category.is_absence
    if is_absence and not session.backend.info.needs_times:
        return
    units = await session.backend.directory.units(session.person.id)
    if unit not in units:
        names = " and ".join(known.value for known in units)
        may = "Absences may be given in hours and days; `units` in config.toml allows more on this machine."
        there = f"That is how your time is kept at {session.backend.info.title}."
        times = "Give a start and an end instead." if Unit.TIMES in units else there
        hint = may if session.backend.info.immediate else times
        what = "Everything" if session.backend.info.needs_times else "Work"
        raise UsageError(f"{what} is written down in {names} here, not in {unit.value}; {kept}.", hint)


def entry_in_hours(session: Session, day: Date, seconds: int, booking: Booking) -> Entry:
    """Return an entry of so many seconds; nothing is asked for yet.

    Raises:
        UsageError: Half of a day is named where none is kept.
    """
    return _untimed(session, day, booking, seconds, None)


def entry_in_days(session: Session, day: Date, half_days: int, booking: Booking) -> Entry:
    """Return an entry of half a day (1) or a whole one (2); nothing is asked for yet.

    Raises:
        UsageError: Half of a day is named where none is kept, or a whole day is to be of one.
    """
    return _untimed(session, day, booking, _worth(session, day, half_days), half_days)


def with_length(
    session: Session, entry: Entry, unit: Unit, length: int, *, afternoon: bool | None = None
) -> Entry:
    """Return an entry without clock times with another length; nothing is asked for yet.

    Args:
        session: The account in use.
        entry: The entry as it is.
        unit: Hours or days.
        length: Seconds, or half days: 1 or 2.
        afternoon: Whether it is of the second half of its day; None leaves that as it is.

    Raises:
        UsageError: Half of a day is named where none is kept, or a whole day is to be of one.
    """
    half_days = length if unit is Unit.DAYS else None
    _check_half(session, half_days, is_named=afternoon is not None, kept="nothing was changed")
    return replace(
        entry,
        duration_seconds=length if half_days is None else _worth(session, entry.day, half_days),
        half_days=half_days,
        afternoon=(entry.afternoon if afternoon is None else afternoon) and half_days != 2,
    )


def _worth(session: Session, day: Date, half_days: int) -> int:
    return (usual_target(session, day) or USUAL_DAY_SECONDS) * half_days // 2


def _check_half(session: Session, half_days: int | None, *, is_named: bool, kept: str) -> None:
    if is_named and not session.backend.info.halves_of_days:
        title = session.backend.info.title
        raise UsageError(f"{title} does not keep of which half of a day time is; {kept}.")
    if is_named and half_days == 2:
        raise UsageError(f"A whole day is neither of the morning nor of the afternoon; {kept}.")


def _untimed(session: Session, day: Date, booking: Booking, seconds: int, half_days: int | None) -> Entry:
    _check_half(session, half_days, is_named=booking.afternoon, kept="nothing was added")
    return Entry(
        id=new_id(),
        person=session.person.id,
        day=checked_day(day),
        start=None,
        end=None,
        time_type=booking.time_type,
        assignment=booking.assignment,
        note=checked_note(booking.note),
        duration_seconds=seconds,
        half_days=half_days,
        afternoon=booking.afternoon,
        source=Source.TYPED,
    )

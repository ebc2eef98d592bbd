"""Entries without clock times, added and changed: so many hours, half a day or a whole one."""

from __future__ import annotations

import argparse
from dataclasses import replace

from whenever import Date

from punchcard.cli.delivery.second_look import look_around, look_at_the_rules
from punchcard.cli.options import ask_or_take_back, chosen_assignment, chosen_type, taking_back
from punchcard.core.assignments import NOTHING
from punchcard.core.durations import parse_duration, parse_half_days
from punchcard.core.entries import Entry, Unit
from punchcard.core.notes import checked_note
from punchcard.core.refusals import UsageError
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryAsked
from punchcard.services.entries.untimed_entries import (
    Booking,
    check_unit,
    entry_in_days,
    entry_in_hours,
    with_length,
)
from punchcard.services.session import Session

_UNCHANGED = "nothing was changed"


def add_length(parser: argparse.ArgumentParser) -> None:
    """Add the length of an entry that has no clock times, as it can be changed."""
    parser.add_argument("--hours", metavar="7:30", help="its duration, where it has no start and end")
    parser.add_argument("--days", metavar="N", help="1 or 0.5 days, where it has no start and end")
    half = parser.add_mutually_exclusive_group()
    half.add_argument(
        "--afternoon", action="store_true", default=None, help="in the afternoon, where that is kept"
    )
    half.add_argument(
        "--morning", dest="afternoon", action="store_false", help="in the morning, where that is kept"
    )


def has_length(arguments: argparse.Namespace) -> bool:
    """Whether any of the arguments of `add_length` was given."""
    return any(value is not None for value in (arguments.hours, arguments.days, arguments.afternoon))


async def add_untimed(session: Session, arguments: argparse.Namespace, day: Date) -> EntryAsked:
    """Add an entry of some hours or days, as the arguments of `punch add` say.

    Raises:
        UsageError: They do not go together.
    """
    given = (arguments.start, arguments.end, arguments.breaks, arguments.overlap)
    if any(value is not None for value in given) or None not in (arguments.hours, arguments.days):
        raise UsageError(
            "An entry is given by START and END, by --hours, or by --days; nothing was added.",
            "Give one of them. Breaks and --overlap go with START and END.",
        )
    is_days = arguments.days is not None
    length = parse_half_days(arguments.days) if is_days else parse_duration(arguments.hours)
    time_type = await chosen_type(session, arguments)
    unit = Unit.DAYS if is_days else Unit.HOURS
    await check_unit(session, unit, time_type)
    assignment = await chosen_assignment(session, arguments) or NOTHING
    booking = Booking(assignment, time_type, arguments.note or "", arguments.afternoon)
    make = entry_in_days if unit is Unit.DAYS else entry_in_hours
    async with taking_back(session, arguments):
        entry = make(session, day, length, booking)
        await look_at_the_rules(session, arguments.wait, entry)
        return entries.save(session, entry, None)


async def change_length(session: Session, arguments: argparse.Namespace, before: Entry) -> EntryAsked:
    """Give an entry without clock times another length, and whatever else the arguments say.

    Raises:
        UsageError: They do not go together, or it has a start and an end.
    """
    if before.unit is Unit.TIMES:
        raise UsageError(
            f"This entry has a start and an end, so it has no length of its own; {_UNCHANGED}.",
            "Change it with --start and --end.",
        )
    given = (arguments.start, arguments.end, arguments.breaks, arguments.overlap)
    if arguments.no_breaks or any(value is not None for value in given):
        raise UsageError(f"--start, --end and breaks go with clock times alone; {_UNCHANGED}.")
    unit, length = _length(arguments, before)
    time_type = await chosen_type(session, arguments) or before.time_type
    await check_unit(session, unit, time_type, _UNCHANGED)
    after = with_length(session, before, unit, length, afternoon=arguments.afternoon)
    assignment = await chosen_assignment(session, arguments, before.assignment)
    after = replace(
        after,
        time_type=time_type,
        assignment=before.assignment if assignment is None else assignment,
        note=before.note if arguments.note is None else checked_note(arguments.note),
    )
    await look_around(session, arguments.wait, before.day)
    return await ask_or_take_back(session, arguments, lambda: entries.save(session, after, before))


def _length(arguments: argparse.Namespace, before: Entry) -> tuple[Unit, int]:
    """Return the new unit and length; those that the entry has where none is given."""
    if None not in (arguments.hours, arguments.days):
        raise UsageError(f"--hours and --days contradict each other; {_UNCHANGED}.", "Give one of them.")
    if arguments.days is not None:
        return Unit.DAYS, parse_half_days(arguments.days)
    if arguments.hours is not None:
        return Unit.HOURS, parse_duration(arguments.hours)
    if before.half_days is not None:
        return Unit.DAYS, before.half_days
    return Unit.HOURS, before.duration_seconds or 0

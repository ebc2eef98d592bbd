"""`add`, `change` and `delete`: time entries by hand."""

from __future__ import annotations

import argparse

from whenever import Date, ZonedDateTime

from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked
from punchcard.cli.delivery.second_look import look_around, look_at_the_rules
from punchcard.cli.delivery.sessions import get_ready, in_session
from punchcard.cli.entries.untimed import add_length, add_untimed, change_length, has_length
from punchcard.cli.options import (
    add_booking,
    add_overlap,
    add_wait,
    ask_or_take_back,
    chosen_assignment,
    chosen_type,
    identifier,
    note_warnings,
    taking_back,
)
from punchcard.core.assignments import NOTHING
from punchcard.core.editing.breaks import read_breaks
from punchcard.core.entries import Break, Entry, Unit
from punchcard.core.intervals import Interval
from punchcard.core.refusals import UsageError
from punchcard.core.spans import moment_after
from punchcard.core.text import one_line
from punchcard.core.when import parse_day, parse_when
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryAsked, EntryChanges
from punchcard.services.entries.edits import refuse_if_locked_itself
from punchcard.services.entries.seen_entries import find
from punchcard.services.entries.untimed_entries import check_unit
from punchcard.services.sentences import entry_in_words
from punchcard.services.session import Session

EntryTimes = tuple[ZonedDateTime | None, ZonedDateTime | None, tuple[Break, ...] | None]
"""New start, end and breaks of an entry; None leaves one as it is."""

_EXAMPLES = {
    "add": (
        "examples:\n"
        "  punch add 08:00 16:30 --break 12:00-12:30\n"
        "  punch add 22:00 06:00 --day yesterday     (the end is on the next day)\n"
        "  punch add 22:00 06:00 --cut-at-midnight   (one entry for each day)\n"
        "  punch add 11:00 13:00 --overlap trim      (what is in the way is cut back)\n"
        "  punch add --hours 7:30 --day mon\n"
        "  punch add --days 0.5 --type vacation"
    ),
    "change": (
        "examples:\n"
        "  punch change 3fa9c1 --end 17:00\n"
        "  punch change 3fa9c1 --hours 7:15          (an entry without start and end)\n"
        "\n"
        "`punch today` shows the ids."
    ),
    "delete": "example: punch delete 3fa9c1\n\n`punch today` shows the ids.",
}


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command `name`."""
    parser.epilog = _EXAMPLES[name]
    if name == "add":
        parser.add_argument("start", metavar="START", nargs="?", help="when it began")
        parser.add_argument("end", metavar="END", nargs="?", help="when it ended; by the clock after START")
        parser.add_argument("--day", metavar="DAY", help="its day: yesterday, mon, 2026-03-11 …")
        parser.add_argument("--hours", metavar="7:30", help="a duration instead of START and END")
        parser.add_argument("--days", metavar="N", help="1 or 0.5 days instead of START and END")
        parser.add_argument(
            "--afternoon", action="store_true", help="of hours and days: in the afternoon, where that is kept"
        )
        parser.add_argument(
            "--cut-at-midnight", action="store_true", help="save an entry over midnight as one for each day"
        )
    else:
        parser.add_argument("id", metavar="ID", type=identifier, help="the entry's id, or the end of it")
    if name == "change":
        parser.add_argument("--start", metavar="WHEN", help="move the beginning")
        parser.add_argument("--end", metavar="WHEN", help="move the end")
        parser.add_argument("--no-breaks", action="store_true", help="take all breaks out")
        add_length(parser)
    if name == "delete":
        parser.add_argument("--yes", action="store_true", help="do not ask")
    else:
        parser.add_argument(
            "--break",
            dest="breaks",
            metavar="A-B",
            action="append",
            help="a break: 12:00-12:30, or 30m",
        )
        add_overlap(parser)
        add_booking(parser)
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Ask for the change, deliver it, and say what came of it."""
    ask = {"add": _add, "change": _change, "delete": _delete}[arguments.command]

    async def work(session: Session) -> Result:
        warnings = await get_ready(session, arguments.wait)
        warnings += note_warnings(getattr(arguments, "note", None))
        asked = await ask(session, arguments, context)
        return await deliver_asked(session, context, [asked], arguments.wait, warnings)

    return in_session(context, work, arguments)


async def _add(session: Session, arguments: argparse.Namespace, context: Context) -> EntryAsked:
    del context
    now = session.now()
    if arguments.hours is not None or arguments.days is not None:
        return await add_untimed(session, arguments, _day(arguments.day, now))
    if arguments.start is None or arguments.end is None:
        missing = "END" if arguments.start else "START and END"
        raise UsageError(
            f"`punch add` needs {missing}, or --hours, or --days; nothing was added.",
            "`punch add --help` shows examples.",
        )
    start = parse_when(arguments.start, now, day=_day(arguments.day, now))
    if arguments.start.strip() == arguments.end.strip():
        raise UsageError(
            f"An entry from {arguments.start} to {arguments.end} has no length; nothing was added.",
            "Give an end after the start.",
        )
    end = moment_after(arguments.end, start, now)
    breaks = read_breaks(arguments.breaks or (), Interval(start, end), now)
    time_type = await chosen_type(session, arguments)
    assignment = await chosen_assignment(session, arguments)
    async with taking_back(session, arguments):
        await look_around(session, arguments.wait, start.date(), end.date())
        entry = entries.new_entry(
            session, start, end, breaks, assignment or NOTHING, time_type, arguments.note or ""
        )
        cut = arguments.cut_at_midnight
        await look_at_the_rules(session, arguments.wait, entry, cut=cut)
        return entries.save(session, entry, None, arguments.overlap, cut=cut)


async def _change(session: Session, arguments: argparse.Namespace, context: Context) -> EntryAsked:
    del context
    times = (arguments.start, arguments.end, arguments.breaks)
    wanted = (*times, arguments.type, arguments.on, arguments.billable, arguments.note)
    if not arguments.no_breaks and not has_length(arguments) and all(value is None for value in wanted):
        raise UsageError("There is nothing to change.", "`punch change --help` shows what can be changed.")
    if arguments.no_breaks and arguments.breaks:
        raise UsageError("--break and --no-breaks contradict each other.", "Give one of them.")
    before = _found(session, arguments.id)
    refuse_if_locked_itself(before)
    if has_length(arguments):
        return await change_length(session, arguments, before)
    start, end, breaks = _new_times(session, arguments, before)
    time_type = await chosen_type(session, arguments)
    if time_type is not None and before.unit is not Unit.TIMES:
        await check_unit(session, before.unit, time_type, "nothing was changed")
    changes = EntryChanges(
        start=start,
        end=end,
        breaks=breaks,
        assignment=await chosen_assignment(session, arguments, before.assignment),
        time_type=time_type,
        note=arguments.note,
    )
    moments = [moment for moment in (start, end, before.start, before.end) if moment is not None]
    await look_around(session, arguments.wait, *(moment.date() for moment in moments))
    return await ask_or_take_back(
        session, arguments, lambda: entries.change(session, before.id, changes, arguments.overlap)
    )


def _new_times(session: Session, arguments: argparse.Namespace, before: Entry) -> EntryTimes:
    """Read the new times: the start on the day of the entry, the rest after it."""
    given = (arguments.start, arguments.end, arguments.breaks, arguments.no_breaks or None)
    if before.unit is not Unit.TIMES and any(value is not None for value in given):
        raise UsageError(
            "This entry has no clock times, so it has no start, no end and no breaks to change.",
            "Nothing was changed. --hours or --days changes its length.",
        )
    now = session.now()
    start = None if arguments.start is None else parse_when(arguments.start, now, day=before.day)
    begins = start or before.start
    if begins is None:
        return None, None, None
    end = None if arguments.end is None else moment_after(arguments.end, begins, now)
    span = Interval(begins, end or before.end or begins)
    if arguments.no_breaks:
        return start, end, ()
    return start, end, read_breaks(arguments.breaks, span, now) if arguments.breaks else None


async def _delete(session: Session, arguments: argparse.Namespace, context: Context) -> EntryAsked:
    entry = _found(session, arguments.id)
    details = [entry_in_words(entry, session.now()), entry.assignment.label, one_line(entry.note, 40)]
    words = " · ".join(part for part in details if part)
    confirm(context, f"Delete the entry {words}?", yes=arguments.yes)
    return entries.delete(session, entry.id)


def _found(session: Session, wanted: str) -> Entry:
    with session.store.read() as transaction:
        return find(session, transaction, wanted)


def _day(text: str | None, now: ZonedDateTime) -> Date:
    """Read the day of an entry; today where none was given."""
    return now.date() if text is None else parse_day(text, now.date())

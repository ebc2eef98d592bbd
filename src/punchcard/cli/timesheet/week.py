"""`week`: seven days with totals, targets and findings, and how far the week has come."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from punchcard.backends.errors import BackendError
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait
from punchcard.core.balance_words import AnyBalance
from punchcard.core.days import LOOK_AROUND_DAYS
from punchcard.core.findings import Severity
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.weeks import Week, parse_week, week_at
from punchcard.services.session import Session
from punchcard.services.timesheet.week import timesheet
from punchcard.services.timesheet.week_view import WeekView, week_view

FOUND = 1
"""What `--check` exits with where something serious is wrong."""


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """One week as it is known now."""

    view: WeekView
    balance: AnyBalance | None
    """At the end of the week, for this week up to yesterday; None where no targets are kept.

    Where the backend keeps it, it is of the day that the backend chooses.
    """


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `week`."""
    parser.epilog = (
        f"examples:\n  punch {name}\n  punch {name} 2026-W11\n  punch {name} --last --check\n\n"
        "`--check` prints only what is wrong, and exits 1 if something of it is serious.\n\n"
        "The total of +/− is that of the days up to today. `difference_seconds` of --json is\n"
        "that of the whole week: all that was worked less the targets of all seven days."
    )
    add_week(parser)
    add_wait(parser)
    parser.add_argument(
        "--person", metavar="P", help="another person: the name, the beginning of it, or the id"
    )
    parser.add_argument(
        "--check", action="store_true", help="only say what is wrong; exit 1 if it is serious"
    )


def add_week(parser: argparse.ArgumentParser) -> None:
    """Add which week."""
    parser.add_argument(
        "week",
        metavar="WEEK",
        nargs="?",
        help="2026-W11, W11, last, -2, a day in it, march (default: this week)",
    )
    parser.add_argument("--last", action="store_true", help="the last week")


def chosen_week(session: Session, arguments: argparse.Namespace) -> Week:
    """Return the week that the arguments name; this week where they name none.

    Raises:
        UsageError: They contradict each other, or name no week.
    """
    today, starts = session.today(), session.schedule.week_starts
    if arguments.week is not None and arguments.last:
        raise UsageError(
            f"{one_line(arguments.week, 40)} and --last contradict each other.", "Give one of them."
        )
    if arguments.week is None:
        return week_at(today.subtract(days=7 * arguments.last), starts)
    return parse_week(arguments.week, today, starts)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Deliver what is on its way, and show the week."""

    async def work(session: Session) -> Result:
        from punchcard.cli.timesheet.week_shape import week_shape
        from punchcard.cli.timesheet.week_text import check_text, week_text

        patience = Patience(session, arguments.wait)
        warnings = await patience.get_fresh()
        person = await _person(session, arguments.person)
        week = chosen_week(session, arguments)
        warnings += await read_again(patience, week, person)
        shown = await _shown(session, patience, week, person)
        data = {**week_shape(shown), "warnings": list(warnings)} if context.as_json else None
        if not arguments.check:
            return Result(week_text(shown), data, warnings=warnings)
        serious = any(finding.severity is Severity.SERIOUS for finding in shown.view.counted)
        return Result(check_text(shown.view), data, FOUND if serious else 0, warnings)

    return in_session(context, work)


async def read_again(patience: Patience, week: Week, person: Person | None = None) -> tuple[str, ...]:
    """Read what the backend has of a week now, unless that was done a moment ago.

    Returns:
        A warning where it cannot be read: the week is shown all the same.
    """
    first, last = week.first.subtract(days=LOOK_AROUND_DAYS), week.last.add(days=LOOK_AROUND_DAYS)
    return await patience.get_days(first, last, person.id if person else None)


async def _person(session: Session, name: str | None) -> Person | None:
    """Return whose week it is; None for the account's own person."""
    if name is None:
        return None
    from punchcard.services.groups.entry_filters import people_named

    found = await people_named(session, [name])
    if len(found) != 1:
        raise UsageError("A week is that of one person.", "Name one.")
    return None if found[0].id == session.person.id else found[0]


async def _shown(session: Session, patience: Patience, week: Week, person: Person | None) -> ShownWeek:
    from punchcard.cli.timesheet.balances import balance_as_known
    from punchcard.services.timesheet.week import known_timesheet

    try:
        sheet = await patience.read(timesheet(session, week, person))
    except BackendError:
        # `read_again` has said so.
        sheet = known_timesheet(session, week, person or session.person, ())
    counted = await balance_as_known(session, patience, week.last, person)
    return ShownWeek(week_view(sheet, session.now()), counted)

"""`today`: one day with its entries, totals and what the rest of it brings."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import Any

from whenever import Date, ZonedDateTime

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait
from punchcard.cli.shapes import clock_shape, entry_shape, running_shape, work_times_shape
from punchcard.cli.timesheet.balances import balance_as_known
from punchcard.core.balance_words import AnyBalance, balance_shape
from punchcard.core.clock import ClockState, Running
from punchcard.core.days import DaySheet, WeekSheet
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR, UnlikelyMoment
from punchcard.core.rule_sets import RULE_SETS
from punchcard.core.when import parse_day
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.fold import KnownEntry
from punchcard.services.overview import Outlook, outlook, sheet_of
from punchcard.services.session import Session
from punchcard.services.timesheet.beside import known_work_times
from punchcard.services.timesheet.targets import day_targets
from punchcard.store.outbox import OutboxState


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it is known now."""

    account: str
    person: str
    sheet: DaySheet
    week: WeekSheet
    entries: tuple[KnownEntry, ...]
    running: Running | None
    """The running clock, where it reaches into this day."""
    running_pending: OutboxState | None
    state: ClockState
    outlook: Outlook | None
    """What the rest of the day brings; None for other days than today."""
    now: ZonedDateTime
    balance: AnyBalance | None = None
    """At the end of the day, for today up to yesterday; None where no targets are kept.

    Where the backend keeps it, it is of the day that the backend chooses.
    """
    work_times: WorkTimeDay | None = None
    """When the person was at work, where that is kept beside the entries."""


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `today`."""
    parser.epilog = f"examples:\n  punch {name}\n  punch {name} --day yesterday"
    parser.add_argument("--day", metavar="DAY", help="another day: yesterday, mon, 2026-03-11, 11.3.")
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Deliver what is on its way, and show the day."""

    async def work(session: Session) -> Result:
        from punchcard.cli.timesheet.today_text import day_text

        patience = Patience(session, arguments.wait)
        warnings = await patience.get_fresh()
        wanted = session.today() if arguments.day is None else parse_day(arguments.day, session.today())
        if not FIRST_YEAR <= wanted.year <= LAST_YEAR:
            raise UnlikelyMoment(
                f"{wanted.format_iso()} is no day on which anybody worked.",
                f"Choose one from {FIRST_YEAR} to {LAST_YEAR}.",
            )
        week = session.week(wanted)
        if wanted not in session.week():
            warnings += await patience.get_days(week[0].subtract(days=1), week[-1].add(days=1))
        counted = await balance_as_known(session, patience, wanted)
        warnings += _needs_you(session)
        day = replace(read_day(session, wanted), balance=counted)
        return Result(day_text(day), {**day_shape(day), "warnings": list(warnings)}, warnings=warnings)

    return in_session(context, work)


def read_day(session: Session, wanted: Date) -> Day:
    """Read one day as it is known now."""
    now, week = session.now(), session.week(wanted)
    with session.store.read() as transaction:
        # A shift may have begun on the day before the week.
        known = session.known(transaction, week[0].subtract(days=1), week[-1])
        told = known_work_times(session, transaction, session.person.id, wanted, wanted).get(wanted)
    entries, state = known.plain_entries, known.state
    targets = day_targets(session, week, entries)
    parted = session.parts_breaks
    sheets = WeekSheet(
        tuple(sheet_of(target, session.zone, entries, state, now, parts_breaks=parted) for target in targets)
    )
    sheet = next(sheet for sheet in sheets.days if sheet.day == wanted)
    running = known.state if isinstance(known.state, Running) else None
    if running is not None and not running.since.date() <= wanted <= now.date():
        running = None
    rules = RULE_SETS[session.schedule.rules]
    return Day(
        account=session.account.name,
        person=session.person.name,
        sheet=sheet,
        week=sheets,
        entries=tuple(item for item in known.entries if _on_day(item, sheet)),
        running=running,
        running_pending=known.clock_pending,
        state=known.state,
        outlook=outlook(sheet, rules, known.state, now) if wanted == now.date() else None,
        now=now,
        work_times=told.at(now) if told else None,
    )


def day_shape(day: Day) -> dict[str, Any]:
    """The day as JSON. Totals are those of the day; an entry over midnight shows its full duration.

    `entries` holds the running clock too, last and with `end` null; `running` repeats it, or is null.
    """
    entries = [entry_shape(item) for item in day.entries]
    running = running_shape(day.running, day.running_pending, day.now) if day.running else None
    return {
        "account": day.account,
        "person": day.person,
        "date": day.sheet.day.format_iso(),
        **clock_shape(day.state),
        "worked_seconds": day.sheet.worked_seconds,
        "break_seconds": day.sheet.break_seconds,
        "target_seconds": day.sheet.target_seconds,
        "difference_seconds": day.sheet.difference_seconds,
        "holiday": day.sheet.holiday,
        "absence": day.sheet.absence,
        "week_seconds": day.week.worked_seconds,
        **balance_shape(day.balance),
        "entries": [*entries, running] if running else entries,
        "work_times": work_times_shape(day.work_times),
        "running": running,
    }


def _needs_you(session: Session) -> tuple[str, ...]:
    """Say that the day may not be as it is shown: it is shown as it will be once all is settled."""
    with session.store.read() as transaction:
        _, number = transaction.outbox.count_unsettled(session.account.name, session.person.id)
    if not number:
        return ()
    return (f"{number} outbox item{'s need' if number > 1 else ' needs'} you: `punch outbox`.",)


def _on_day(item: KnownEntry, sheet: DaySheet) -> bool:
    interval = item.entry.interval
    if interval is None:
        return item.entry.day == sheet.day
    return interval.overlaps(sheet.frame) or item.entry.day == sheet.day

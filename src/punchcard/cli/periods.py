"""Options that name a period of days: from one to another, a week, a month, or the last of them."""

from __future__ import annotations

import argparse
import re
from contextlib import suppress
from typing import Literal

from whenever import Date, Weekday

from punchcard.core.groups import Period
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR, UnlikelyMoment, month_name
from punchcard.core.periods import parse_period, whole_months
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.weeks import parse_week
from punchcard.core.when import parse_day
from punchcard.services.session import Session

Default = Literal["week", "month"]

LONGEST_LAST = 3660
"""The most days that `--last` counts back, about ten years."""

MONTHS = 12
"""In a year."""

_DAYS = re.compile(r"([0-9]{1,4}) ?(?:d|days?)?")


def add_period(parser: argparse.ArgumentParser, default: Default) -> None:
    """Add the options; without any of them it is this week or this month."""
    parser.add_argument("--from", dest="first", metavar="DAY", help="first day: 2026-03-01, mon, 1.3. …")
    parser.add_argument("--to", dest="last_day", metavar="DAY", help="last day, included (default: today)")
    parser.add_argument("--week", metavar="WEEK", help="2026-W11, W11, a day in it, this or last")
    parser.add_argument("--month", metavar="MONTH", help="2026-03, 3, march, this or last")
    parser.add_argument(
        "--last", metavar="WHAT", help=f"week, month, year, or a number of days (default: this {default})"
    )


def chosen_period(session: Session, arguments: argparse.Namespace, default: Default) -> Period:
    """Return the period that the options name.

    Raises:
        UsageError: They contradict each other, name nothing, or end before they begin.
    """
    given = [name for name in ("week", "month", "last") if getattr(arguments, name) is not None]
    if arguments.first is not None or arguments.last_day is not None:
        given.append("from and --to")
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} contradict each other.", "Give one of them.")
    period = _period(session, arguments, default)
    if period.last < period.first:
        raise UsageError(
            f"The period would end on {period.last.format_iso()}, before it begins on "
            f"{period.first.format_iso()}.",
            "Turn the two days around.",
        )
    return period


def _period(session: Session, arguments: argparse.Namespace, default: Default) -> Period:
    today, starts = session.today(), session.schedule.week_starts
    if arguments.week is not None:
        return _week(arguments.week, today, starts)
    if arguments.month is not None:
        return _month(arguments.month, today, starts)
    if arguments.last is not None:
        return _last(arguments.last, today, starts)
    usual = _week("this", today, starts) if default == "week" else _month("this", today, starts)
    if arguments.first is None and arguments.last_day is None:
        return usual
    last = today if arguments.last_day is None else _day(arguments.last_day, today)
    return Period(usual.first if arguments.first is None else _day(arguments.first, today), last)


def _day(text: str, today: Date) -> Date:
    day = parse_day(text, today)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnlikelyMoment(
            f"{day.format_iso()} is no day on which anybody worked.",
            f"Choose one from {FIRST_YEAR} to {LAST_YEAR}.",
        )
    return day


def _week(text: str, today: Date, starts: Weekday) -> Period:
    week = parse_week(text, today, starts)
    return Period(week.first, week.last)


def _month(text: str, today: Date, starts: Weekday) -> Period:
    words = " ".join(text.split()).casefold()
    if words in ("last", "this"):
        words += " month"
    elif re.fullmatch("[0-9]{1,2}", words) and 1 <= int(words) <= MONTHS:
        words = month_name(Date(today.year, int(words), 1))
    with suppress(UsageError):
        period = parse_period(words, today, starts)
        if whole_months(period) == 1:
            return period
    raise UsageError(f"“{one_line(text, 40)}” is no month.", "Say 2026-03, 3, march, this or last.")


def _last(text: str, today: Date, starts: Weekday) -> Period:
    words = " ".join(text.split()).casefold()
    if words in ("week", "month", "year"):
        return parse_period(f"last {words}", today, starts)
    found = _DAYS.fullmatch(words)
    if not found or not 1 <= int(found[1]) <= LONGEST_LAST:
        raise UsageError(
            f"“{one_line(text, 40)}” is no period.",
            f"Say week, month, year, or a number of days from 1 to {LONGEST_LAST}: the last 30 end today.",
        )
    return Period(today.subtract(days=int(found[1]) - 1), today)

"""Options that name a period of days: from one to another, a week, a month, or the last of them."""

from __future__ import annotations

import argparse
import re
from typing import Literal

from whenever import Date, Weekday

from punchcard.core.groups import Period
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR, UnlikelyMoment, month_name
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.weeks import parse_week
from punchcard.core.when import parse_day
from punchcard.services.session import Session

Default = Literal["week", "month"]

LONGEST_LAST = 3660
"""The most days that `--last` counts back, about ten years."""

MONTHS = 12
"""In a year; a month without one is the latest that has begun."""

_MONTH = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,2})")
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
        return _month(arguments.month, today)
    if arguments.last is not None:
        return _last(arguments.last, today, starts)
    usual = _week("this", today, starts) if default == "week" else _month("this", today)
    if arguments.first is None and arguments.last_day is None:
        return usual
    last = today if arguments.last_day is None else _day(arguments.last_day, today)
    return Period(usual.first if arguments.first is None else _day(arguments.first, today), last)


def _day(text: str, today: Date) -> Date:
    return _likely(parse_day(text, today))


def _likely(day: Date) -> Date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnlikelyMoment(
            f"{day.format_iso()} is no day on which anybody worked.",
            f"Choose one from {FIRST_YEAR} to {LAST_YEAR}.",
        )
    return day


def _week(text: str, today: Date, starts: Weekday) -> Period:
    week = parse_week(text, today, starts)
    return Period(week.first, week.last)


def _month(text: str, today: Date) -> Period:
    words = " ".join(text.split()).casefold()
    first = today.replace(day=1)
    if words == "last":
        return _whole_month(first.subtract(months=1))
    if words == "this":
        return _whole_month(first)
    found = _MONTH.fullmatch(words)
    if found and found[1] and int(found[1]) and 1 <= int(found[2]) <= MONTHS:
        return _whole_month(Date(int(found[1]), int(found[2]), 1))
    for back in range(MONTHS):
        month = first.subtract(months=back)
        is_begun = len(words) > 2 and month_name(month).casefold().startswith(words)
        if is_begun or (found and not found[1] and int(found[2]) == month.month):
            return _whole_month(month)
    raise UsageError(f"“{one_line(text, 40)}” is no month.", "Say 2026-03, 3, march, this or last.")


def _last(text: str, today: Date, starts: Weekday) -> Period:
    words = " ".join(text.split()).casefold()
    if words == "week":
        return _week("last", today, starts)
    if words == "month":
        return _month("last", today)
    if words == "year":
        return Period(Date(today.year - 1, 1, 1), Date(today.year - 1, 12, 31))
    found = _DAYS.fullmatch(words)
    if not found or not 1 <= int(found[1]) <= LONGEST_LAST:
        raise UsageError(
            f"“{one_line(text, 40)}” is no period.",
            f"Say week, month, year, or a number of days from 1 to {LONGEST_LAST}: the last 30 end today.",
        )
    return Period(today.subtract(days=int(found[1]) - 1), today)


def _whole_month(first: Date) -> Period:
    _likely(first)
    return Period(first, first.add(months=1).subtract(days=1))

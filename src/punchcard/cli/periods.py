"""Options that name a period of days: from one to another, a week, a month, or the last of them."""

from __future__ import annotations

import argparse
import re
from typing import Literal

from whenever import Date, IsoWeekDate, Weekday

from punchcard.core.days import week_of
from punchcard.core.groups import Period
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR, UnlikelyMoment
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.weeks import Week
from punchcard.core.when import parse_day
from punchcard.services.session import Session

Default = Literal["week", "month"]

LONGEST_LAST = 3660
"""The most days that `--last` counts back, about ten years."""

_WEEK = re.compile(r"(?:([0-9]{4})-?)?W([0-9]{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,2})")
_DAYS = re.compile(r"([0-9]{1,4}) ?(?:d|days?)?")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


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
    words = " ".join(text.split()).casefold()
    if words in ("this", "last"):
        return _of(week_of(today.subtract(days=7 * (words == "last")), starts))
    if not (found := _WEEK.fullmatch(words)):
        return _of(week_of(_day(text, today), starts))
    year = int(found[1]) if found[1] else today.iso_week_date().year
    try:
        # The week of this name may begin up to three days before or after the ISO week.
        thursday = IsoWeekDate(year, int(found[2]), Weekday.THURSDAY).date()
    except ValueError:
        raise UsageError(
            f"There is no week {int(found[2])} in {year}.", "Say 2026-W11, or a day in the week."
        ) from None
    _likely(thursday)
    name = Week(thursday.subtract(days=3), thursday).name
    weeks = (week_of(thursday.add(days=n), starts) for n in (0, -3, 3))
    return _of(next(days for days in weeks if Week(days[0], days[-1]).name == name))


def _month(text: str, today: Date) -> Period:
    words = " ".join(text.split()).casefold()
    first = today.replace(day=1)
    if words == "last":
        return _whole_month(first.subtract(months=1))
    if words == "this":
        return _whole_month(first)
    found = _MONTH.fullmatch(words)
    if found and 1 <= int(found[2]) <= len(_MONTHS) and int(found[1] or 1):
        return _whole_month(Date(int(found[1] or today.year), int(found[2]), 1))
    named = [n for n, name in enumerate(_MONTHS, 1) if len(words) > 2 and name.startswith(words)]
    if named:
        return _whole_month(Date(today.year, named[0], 1))
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


def _of(days: tuple[Date, ...]) -> Period:
    return Period(days[0], days[-1])

"""What stands beside the clock, worked out for a moment."""

from __future__ import annotations

from whenever import Date, ZonedDateTime

from punchcard.core.balance_words import AnyBalance, balance_until, days_as_number
from punchcard.core.breaks_due import BreakDue
from punchcard.core.clock import Idle, OnBreak
from punchcard.core.days import DaySheet
from punchcard.core.durations import duration_in_words, format_duration
from punchcard.core.kept_balance import KeptBalance
from punchcard.core.moments import clock_time, day_in_words, spoken
from punchcard.services.overview import Outlook, Overview
from punchcard.tui.clock.facts import Fact


def facts_of(overview: Overview, now: ZonedDateTime) -> tuple[Fact, ...]:
    """Return the lines for `now`."""
    day, week, outlook = overview.day(now), overview.week_sheet(now), overview.outlook(now)
    worked = format_duration(day.worked_seconds)
    facts = [
        Fact("Today", worked, _of_target(day), "bold"),
        _breaks(day.break_seconds, outlook),
        _left(outlook, day),
    ]
    if not isinstance(overview.state, Idle):
        facts.append(_break_due(outlook.break_due, now, on_break=isinstance(overview.state, OnBreak)))
        if outlook.latest_finish is not None and outlook.longest_day is not None:
            longest = f"{duration_in_words(outlook.longest_day.seconds)}, {outlook.longest_day.source}"
            facts.append(Fact("Latest", spoken(outlook.latest_finish, now.date()), longest))
    week_target = week.target_seconds
    of_week = f"of {format_duration(week_target)}" if week_target is not None else ""
    facts.append(Fact("Week", format_duration(week.worked_seconds), of_week))
    return (*facts, *_balance(overview.balance, now), *_vacation(overview.balance, now))


def _of_target(day: DaySheet) -> str:
    """The target, and why there is less to do than on other days."""
    target = None if day.target_seconds is None else f"of {format_duration(day.target_seconds)}"
    return " · ".join(text for text in (target, day.holiday or day.absence) if text)


def _balance(balance: AnyBalance | None, now: ZonedDateTime) -> list[Fact]:
    if balance is None or balance.seconds is None:
        return []
    until = _up_to(balance_until(balance), now)
    return [Fact("Balance", format_duration(balance.seconds, sign=True), until)]


def _vacation(balance: AnyBalance | None, now: ZonedDateTime) -> list[Fact]:
    """What is left of it, where a service keeps that."""
    if not isinstance(balance, KeptBalance) or balance.vacation_days is None:
        return []
    entitled, until = balance.entitlement_days, balance.vacation_as_of
    of = "days left" if entitled is None else f"days left of {days_as_number(entitled)}"
    at = "" if until == now.date() else f" {_up_to(until, now)}"
    return [Fact("Vacation", days_as_number(balance.vacation_days), f"{of}{at}".rstrip())]


def _up_to(until: Date | None, now: ZonedDateTime) -> str:
    if until is None:
        return ""
    is_yesterday = until == now.date().subtract(days=1)
    return f"up to {'yesterday' if is_yesterday else day_in_words(until, short=True)}"


def _breaks(seconds: int, outlook: Outlook) -> Fact:
    needed = outlook.breaks_needed_seconds
    return Fact("Breaks", format_duration(seconds), f"of {format_duration(needed)} due" if needed else "")


def _left(outlook: Outlook, day: DaySheet) -> Fact:
    left = outlook.left_seconds
    if left is None:
        return Fact("Left", "–", "no target set")
    if not day.target_seconds and not day.worked_seconds:
        return Fact("Left", "–", "a free day")
    if left <= 0:
        return Fact("Over", format_duration(-left, sign=True), "target reached", "$success")
    done = f"done at {clock_time(outlook.done_at)}" if outlook.done_at else ""
    # Minutes still to go are rounded up, so that worked and left add up to the target.
    return Fact("Left", format_duration(left + 59), done)


def _break_due(due: BreakDue | None, now: ZonedDateTime, *, on_break: bool) -> Fact:
    if due is None:
        return Fact("Break due", "none")
    how_long = duration_in_words(due.missing_seconds) if due.missing_seconds else "a break"
    text = f"{how_long}, {due.source}"
    if due.by <= now and not on_break:
        return Fact("Break due", "now", text, "bold $error")
    return Fact("Break due", spoken(due.by, now.date()), text)

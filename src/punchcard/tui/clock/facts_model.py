"""What stands beside the clock, worked out for a moment."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.balance import Balance
from punchcard.core.breaks_due import BreakDue
from punchcard.core.clock import Idle, OnBreak
from punchcard.core.days import DaySheet
from punchcard.core.durations import duration_in_words, format_duration
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
    if overview.balance is not None:
        facts.append(_balance(overview.balance, now))
    return tuple(facts)


def _of_target(day: DaySheet) -> str:
    """The target, and why there is less to do than on other days."""
    target = None if day.target_seconds is None else f"of {format_duration(day.target_seconds)}"
    return " · ".join(text for text in (target, day.holiday or day.absence) if text)


def _balance(balance: Balance, now: ZonedDateTime) -> Fact:
    is_yesterday = balance.until == now.date().subtract(days=1)
    until = "yesterday" if is_yesterday else day_in_words(balance.until, short=True)
    return Fact("Balance", format_duration(balance.seconds, sign=True), f"up to {until}")


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

"""What stands beside the clock, worked out for a moment."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.breaks_due import BreakDue
from punchcard.core.clock import Idle, OnBreak
from punchcard.core.durations import duration_in_words, format_duration
from punchcard.core.moments import clock_time, spoken
from punchcard.services.overview import Outlook, Overview
from punchcard.tui.clock.facts import Fact


def facts_of(overview: Overview, now: ZonedDateTime) -> tuple[Fact, ...]:
    """Return the lines for `now`."""
    day, week, outlook = overview.day(now), overview.week_sheet(now), overview.outlook(now)
    target = day.target_seconds
    worked = format_duration(day.worked_seconds)
    facts = [
        Fact("Today", worked, f"of {format_duration(target)}" if target is not None else "", "bold"),
        _breaks(day.break_seconds, outlook),
        _left(outlook),
    ]
    if not isinstance(overview.state, Idle):
        facts.append(_break_due(outlook.break_due, now, on_break=isinstance(overview.state, OnBreak)))
        if outlook.latest_finish is not None and outlook.longest_day is not None:
            longest = f"{duration_in_words(outlook.longest_day.seconds)}, {outlook.longest_day.source}"
            facts.append(Fact("Latest", spoken(outlook.latest_finish, now.date()), longest))
    week_target = week.target_seconds
    of_week = f"of {format_duration(week_target)}" if week_target is not None else ""
    facts.append(Fact("Week", format_duration(week.worked_seconds), of_week))
    return tuple(facts)


def _breaks(seconds: int, outlook: Outlook) -> Fact:
    needed = outlook.breaks_needed_seconds
    return Fact("Breaks", format_duration(seconds), f"of {format_duration(needed)} due" if needed else "")


def _left(outlook: Outlook) -> Fact:
    left = outlook.left_seconds
    if left is None:
        return Fact("Left", "–", "no target set")
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

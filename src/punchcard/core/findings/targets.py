"""Days that are empty or far from their target."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Date

from punchcard.core.days import DaySheet
from punchcard.core.durations import HOUR
from punchcard.core.durations import format_duration as hours
from punchcard.core.findings.finding import Finding, Rule, Severity
from punchcard.core.findings.view import View
from punchcard.core.intervals import Interval

FAR_S = 2 * HOUR
"""A day may be this far from its target, either way, without a word."""


def missing_days(view: View) -> Iterator[Finding]:
    """Days before today that have a target, and neither work nor absence."""
    for sheet in view.sheets:
        if _is_missing(view, sheet):
            message = f"Nothing is booked; the target is {hours(sheet.target_seconds or 0)}."
            yield Finding(Rule.MISSING_DAY, Severity.WARNING, sheet.day, message)


def far_from_target(view: View) -> Iterator[Finding]:
    """Days more than two hours from their target: above it up to today, below it only before today.

    A day that is missing altogether is not said again, nor one that a forgotten clock ran on.
    """
    for sheet in view.sheets:
        if sheet.target_seconds is None or not _is_expected(view, sheet.day, view.today):
            continue
        worked = sheet.worked_seconds
        off = worked - sheet.target_seconds
        if abs(off) <= FAR_S or _is_missing(view, sheet) or (view.is_forgotten and _clock_ran(view, sheet)):
            continue
        if off > 0:
            yield Finding(Rule.ABOVE_TARGET, Severity.NOTE, sheet.day, _above(sheet, worked))
        elif sheet.day < view.today:
            message = (
                f"{hours(worked)} worked, {hours(-off)} below the target of {hours(sheet.target_seconds)}."
            )
            yield Finding(Rule.BELOW_TARGET, Severity.NOTE, sheet.day, message)


def _above(sheet: DaySheet, worked_s: int) -> str:
    if sheet.target_seconds:
        target = sheet.target_seconds
        return f"{hours(worked_s)} worked, {hours(worked_s - target)} above the target of {hours(target)}."
    why = f" ({sheet.holiday})" if sheet.holiday else ""
    return f"{hours(worked_s)} worked on a day without a target{why}."


def _is_expected(view: View, day: Date, last: Date) -> bool:
    since = view.given.complete_from
    return day <= last and (since is None or day >= since)


def _is_missing(view: View, sheet: DaySheet) -> bool:
    if not sheet.target_seconds or sheet.absence is not None or sheet.entries or _clock_ran(view, sheet):
        return False
    return sheet.day < view.today and _is_expected(view, sheet.day, view.today)


def _clock_ran(view: View, sheet: DaySheet) -> bool:
    clock = view.clock
    return clock is not None and Interval(clock.since, view.given.now).overlaps(sheet.frame)

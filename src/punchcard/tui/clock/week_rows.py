"""The rows of the week, worked out for a moment."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.days import DaySheet
from punchcard.core.durations import format_duration
from punchcard.core.moments import weekday_name
from punchcard.services.overview import Overview
from punchcard.tui.clock.week_pane import BAR_WIDTH, WeekRow

FULL_DAY_SECONDS = 10 * 3600
"""What a full bar stands for."""


def week_rows(overview: Overview, now: ZonedDateTime) -> tuple[WeekRow, ...]:
    """Return the seven rows for `now`."""
    return tuple(_row(sheet, now) for sheet in overview.week_sheet(now).days)


def _row(sheet: DaySheet, now: ZonedDateTime) -> WeekRow:
    worked = sheet.worked_seconds
    is_today = sheet.day == now.date()
    difference = ""
    if sheet.target_seconds and (worked or sheet.day < now.date()) and not is_today:
        difference = format_duration(worked - sheet.target_seconds, sign=True)
    name = f"{weekday_name(sheet.day, short=True)} {sheet.day.day:>2}"
    filled = min(BAR_WIDTH, round(worked * BAR_WIDTH / FULL_DAY_SECONDS))
    return WeekRow(name, format_duration(worked) if worked else "–", difference, filled, is_today)

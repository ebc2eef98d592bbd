"""The week beside the day, where the window is wide enough."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from whenever import ZonedDateTime

from punchcard.core.days import DaySheet
from punchcard.core.durations import format_duration
from punchcard.core.moments import weekday_name
from punchcard.services.overview import Overview

BAR_WIDTH = 14
FULL_DAY_SECONDS = 10 * 3600
"""What a full bar stands for."""


class WeekPane(Widget):
    """A row a day: worked, difference, and a bar to scale."""

    DEFAULT_CSS = """
    WeekPane { height: 9; width: 43; border-left: solid $panel; padding-left: 2; text-wrap: nowrap; }
    """

    rows: reactive[tuple[tuple[str, str, str, int, bool], ...]] = reactive(())
    """Day, worked, difference, filled cells, and whether it is today."""

    def render(self) -> Content:
        """Draw the rows."""
        lines = [Content.styled("This week", "$foreground-muted")]
        for name, worked, difference, filled, is_today in self.rows:
            style = "bold" if is_today else "$foreground-muted"
            lines.append(
                Content.assemble(
                    ("▸ " if is_today else "  ", "$primary"),
                    (f"{name:<7}{worked:>6}{difference:>8}  ", style),
                    ("█" * filled, "$success" if is_today else "$primary"),
                    ("·" * (BAR_WIDTH - filled), "$foreground-disabled"),
                )
            )
        return Content("\n").join(lines)


def week_rows(overview: Overview, now: ZonedDateTime) -> tuple[tuple[str, str, str, int, bool], ...]:
    """Return the seven rows for `now`."""
    return tuple(_row(sheet, now) for sheet in overview.week_sheet(now).days)


def _row(sheet: DaySheet, now: ZonedDateTime) -> tuple[str, str, str, int, bool]:
    worked = sheet.worked_seconds
    is_today = sheet.day == now.date()
    difference = ""
    if sheet.target_seconds and (worked or sheet.day < now.date()) and not is_today:
        difference = format_duration(worked - sheet.target_seconds, sign=True)
    name = f"{weekday_name(sheet.day, short=True)} {sheet.day.day:>2}"
    filled = min(BAR_WIDTH, round(worked * BAR_WIDTH / FULL_DAY_SECONDS))
    return name, format_duration(worked) if worked else "–", difference, filled, is_today

"""The row below the days: what the week adds up to."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from punchcard.core.durations import format_duration
from punchcard.services.timesheet.week_view import WeekView
from punchcard.tui.timesheet.columns import Columns
from punchcard.tui.widgets.row_list import CURSOR_WIDTH


class Totals(Widget):
    """Worked of target, the difference, and the balance once it is known."""

    DEFAULT_CSS = """
    Totals { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    view: reactive[WeekView | None] = reactive(None, always_update=True)
    """The week; None before one is known."""
    balance: reactive[str] = reactive("")
    """The balance in words; empty where none is kept, and until it is known."""

    def render(self) -> Content:
        """Draw the row."""
        view = self.view
        if view is None:
            return Content("")
        breaks = sum(day.break_seconds for day in view.days)
        columns = Columns.of(self.content_size.width - CURSOR_WIDTH, has_breaks=breaks > 0)
        worked, target = view.worked_seconds, view.target_seconds
        # In its column as far as there is room; a week has more hours than a day.
        of = f"of {format_duration(target)}" if target is not None else ""
        if not columns.target:
            of = ""
        return Content.assemble(
            " " * (CURSOR_WIDTH + columns.name),
            (format_duration(worked).rjust(columns.worked), "bold"),
            (of.rjust(columns.target), "$foreground-muted"),
            (columns.difference_text(view.difference_seconds), "bold"),
            (columns.breaks_text(breaks), "$foreground-muted"),
            " " * columns.gap,
            (self.balance, "$foreground-muted"),
        )

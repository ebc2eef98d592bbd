"""The week beside the day, where the window is wide enough."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

BAR_WIDTH = 14


class WeekRow(NamedTuple):
    """One day of the week."""

    day: str
    worked: str
    difference: str
    filled: int
    """Cells of the bar that are full, at most `BAR_WIDTH`."""
    is_today: bool


class WeekPane(Widget):
    """A row a day: worked, difference, and a bar to scale."""

    DEFAULT_CSS = """
    WeekPane { height: 9; width: 43; border-left: solid $panel; padding-left: 2; text-wrap: nowrap; }
    """

    rows: reactive[tuple[WeekRow, ...]] = reactive(())
    """A row a day."""

    def render(self) -> Content:
        """Draw the rows."""
        lines = [Content.styled("This week", "$foreground-muted")]
        for row in self.rows:
            style = "bold" if row.is_today else "$foreground-muted"
            lines.append(
                Content.assemble(
                    ("▸ " if row.is_today else "  ", "$primary"),
                    (f"{row.day:<7}{row.worked:>6}{row.difference:>8}  ", style),
                    ("█" * row.filled, "$success" if row.is_today else "$primary"),
                    ("·" * (BAR_WIDTH - row.filled), "$foreground-disabled"),
                )
            )
        return Content("\n").join(lines)

"""Where the numbers of a week stand: the rows of the days and the row of totals share their columns."""

from __future__ import annotations

from typing import NamedTuple

from punchcard.core.durations import format_duration

LONGEST_BAR = 48
"""Cells; a longer bar would only be harder to read."""

ROOMY_WIDTH = 66
"""Cells from which there is room for the targets of the days."""

BREAKS_WIDTH = 74
"""Cells from which there is room for their breaks: a terminal of 80 columns has them."""


class Columns(NamedTuple):
    """Widths in cells."""

    name: int
    worked: int
    target: int
    """0 where there is no room."""
    difference: int
    breaks: int
    """0 where there is no room, or nothing to say."""
    gap: int
    bar: int
    marks: int

    @classmethod
    def of(cls, width: int, *, has_breaks: bool) -> Columns:
        """Share `width` cells out; where no day has breaks, they need none."""
        roomy = width >= ROOMY_WIDTH
        name, worked, difference = 8, 6, 9 if roomy else 8
        target, gap = (11, 3) if roomy else (0, 2)
        breaks, marks = (7 if has_breaks else 0, 15) if width >= BREAKS_WIDTH else (0, 13)
        bar = min(LONGEST_BAR, width - name - worked - target - difference - breaks - gap - marks)
        return cls(name, worked, target, difference, breaks, gap, max(8, bar), marks)

    @property
    def numbers(self) -> int:
        """Everything before the bar."""
        return self.name + self.worked + self.target + self.difference + self.breaks + self.gap

    def target_text(self, seconds: int | None) -> str:
        """The target in its column."""
        if not self.target:
            return ""
        text = f"of {format_duration(seconds)}" if seconds else ""
        return text.rjust(self.target)

    def difference_text(self, seconds: int | None) -> str:
        """The difference in its column, with its sign."""
        text = "" if seconds is None else format_duration(seconds, sign=True)
        return text.rjust(self.difference)

    def breaks_text(self, seconds: int) -> str:
        """The breaks in their column."""
        text = format_duration(seconds) if self.breaks and seconds else ""
        return text.rjust(self.breaks)

"""A day before and after a change request, on one scale, with its totals."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from whenever import Date

from punchcard.core.change_scale import Cells, ChangeCell, ChangeScale
from punchcard.core.durations import format_duration
from punchcard.core.interval_sets import Stretches, seconds_of
from punchcard.core.requested_days import DayPreview
from punchcard.core.requested_stretches import stretch_in_words

LABEL_WIDTH, TOTAL_WIDTH = 8, 8
"""Cells before and behind the lines."""

STYLES = {
    ChangeCell.GAP: "$foreground-disabled",
    ChangeCell.WORK: "$primary",
    ChangeCell.ADDED: "bold $success",
    ChangeCell.REMOVED: "bold $error",
}
ADDED, REMOVED = "+", "\N{MINUS SIGN}"


class RequestScale(Widget):
    """The hours, the two lines, and what is added and removed in words."""

    DEFAULT_CSS = "RequestScale { height: 4; }"

    preview: reactive[DayPreview | None] = reactive[DayPreview | None](None)
    """What to show; None for nothing."""

    def __init__(self, day: Date, zone: str) -> None:
        """Show `day` in `zone` (IANA name)."""
        super().__init__()
        self._day, self._zone = day, zone

    def render(self) -> Content:
        """Draw the lines."""
        if self.preview is None:
            return Content("")
        width = self.content_size.width
        bar = max(10, width - LABEL_WIDTH - TOTAL_WIDTH)
        scale = ChangeScale.of(self.preview, self._day, self._zone, bar)
        before, after = self.preview.before, self.preview.after
        hours = Content.styled(" " * LABEL_WIDTH + scale.hours, "$text-muted")
        lines = [hours, _line("before", scale.before, before), _line("after", scale.after, after)]
        return Content("\n").join([*lines, changes_in_words(self.preview, width)])


def changes_in_words(preview: DayPreview, width: int) -> Content:
    """What is removed and added, each with its sign, and the difference at the right."""
    parts = [(REMOVED, "$text-error", piece) for piece in preview.removed]
    parts += [(ADDED, "$text-success", piece) for piece in preview.added]
    words = Content("   ").join(
        Content.assemble((sign, f"bold {style}"), f" {stretch_in_words(piece)}")
        for sign, style, piece in parts
    )
    difference = format_duration(preview.difference_seconds, sign=True) if parts else ""
    room = max(0, width - LABEL_WIDTH - TOTAL_WIDTH)
    words = words.truncate(room, ellipsis=True)
    gap = " " * (room - words.cell_length)
    return Content.assemble(" " * LABEL_WIDTH, words, gap, (difference.rjust(TOTAL_WIDTH), "bold"))


def _line(label: str, cells: Cells, worked: Stretches) -> Content:
    drawn = Content.assemble(*((text, STYLES[kind]) for kind, text in cells))
    total = format_duration(seconds_of(worked)).rjust(TOTAL_WIDTH)
    return Content.assemble((label.ljust(LABEL_WIDTH), "$text-muted"), drawn, total)

"""The day line: from the first to the last hour, with worked time, breaks and gaps to scale."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from punchcard.core.hours_scale import Cell


class DayLineModel(NamedTuple):
    """Everything that the line shows, `width` cells wide each."""

    hours: str
    cells: tuple[tuple[Cell, str], ...]
    labels: str
    finish_column: int | None
    """Where the target will be reached; None where that is unknown or out of sight."""


_STYLES = {Cell.GAP: "$foreground-disabled", Cell.WORK: "$success", Cell.BREAK: "$warning"}
FINISH_MARK = "┆"


class DayLine(Widget):
    """Three rows: the hours, the day, and the times of what happened."""

    DEFAULT_CSS = """
    DayLine { height: 3; width: 1fr; }
    """

    model: reactive[DayLineModel | None] = reactive(None)
    """What to show; None before anything is known."""

    def render(self) -> Content:
        """Draw the three rows."""
        model = self.model
        if model is None:
            return Content("")
        runs = [Content.styled(model.hours, "$foreground-muted"), Content("\n")]
        for column, (cell, glyph) in enumerate(model.cells):
            if cell is Cell.GAP and column == model.finish_column:
                runs.append(Content.styled(FINISH_MARK, "$primary"))
            else:
                runs.append(Content.styled(glyph, _STYLES[cell]))
        runs += [Content("\n"), Content.styled(model.labels, "$foreground-muted")]
        return Content("").join(runs)

"""The Timesheet screen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from punchcard.tui.mode_screen import ModeScreen
from punchcard.tui.widgets.empty_state import EmptyState


class TimesheetScreen(ModeScreen):
    """The week, reviewed and mended."""

    MODE = "timesheet"
    BINDING_GROUP_TITLE = "Timesheet"
    HELP = "The week will be reviewed and mended here. Until then `punch today --day DAY` shows any day."

    def compose_body(self) -> Iterable[Widget]:
        """An empty state: the timesheet comes next."""
        nothing = (
            "Nothing here yet.\n\nYour week will be reviewed here. {screen.clock} leads back to the clock."
        )
        yield EmptyState(self.app.with_keys(nothing))

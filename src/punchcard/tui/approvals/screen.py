"""The Approvals screen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from punchcard.tui.mode_screen import ModeScreen
from punchcard.tui.widgets.empty_state import EmptyState


class ApprovalsScreen(ModeScreen):
    """What waits for a lead's decision."""

    MODE = "approvals"
    BINDING_GROUP_TITLE = "Approvals"
    HELP = "Requests and submitted weeks will be decided here."

    def compose_body(self) -> Iterable[Widget]:
        """An empty state: there is nobody else in this home yet."""
        nothing = (
            "Nothing here yet.\n\nRequests of a team will wait here. {screen.clock} leads back to the clock."
        )
        yield EmptyState(self.app.with_keys(nothing))

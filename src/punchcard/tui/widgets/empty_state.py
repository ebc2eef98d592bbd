"""What a screen shows where there is nothing to show."""

from __future__ import annotations

from textual.widgets import Static


class EmptyState(Static):
    """A calm sentence in the middle."""

    DEFAULT_CSS = """
    EmptyState {
        width: 100%;
        height: 1fr;
        content-align: center middle;
        text-align: center;
        color: $text-muted;
    }
    """

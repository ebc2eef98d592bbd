"""What is shown where nothing else fits."""

from __future__ import annotations

from textual.widgets import Static

SMALLEST_WIDTH, SMALLEST_HEIGHT = 60, 18


class TooSmall(Static):
    """A plain notice in the place of the screen."""

    DEFAULT_CSS = """
    TooSmall {
        display: none;
        width: 100%;
        height: 100%;
        content-align: center middle;
        text-align: center;
        color: $text-muted;
    }
    """

    def show_size(self, width: int, height: int) -> None:
        """Say how large the window is and how large it has to be."""
        self.update(
            f"Punchcard needs {SMALLEST_WIDTH}×{SMALLEST_HEIGHT}.\nThis window has {width}×{height}.\n"
            "Your clock keeps running."
        )

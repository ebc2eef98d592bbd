"""A bare Textual app with header, label and footer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Header, Label


class Bare(App[None]):
    """Shows a few words and does nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [("s", "start", "Start"), ("b", "rest", "Break")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield Label("This is bare")
        yield Footer()


if __name__ == "__main__":
    Bare().run()

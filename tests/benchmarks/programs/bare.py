"""A bare Textual app with header, label and footer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Header, Label


class Bare(App[None]):
    """Shows a few words, and others after a key."""

    BINDINGS: ClassVar[list[BindingType]] = [("s", "start", "Start"), ("b", "rest", "Break")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield Label("This is bare")
        yield Footer()

    def action_start(self) -> None:
        self.query_one(Label).update("This was started")

    def action_rest(self) -> None:
        self.query_one(Label).update("This has a rest")


if __name__ == "__main__":
    Bare().run()

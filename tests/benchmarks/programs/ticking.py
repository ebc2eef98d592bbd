"""A bare Textual app that updates one `Digits` a second."""

from __future__ import annotations

import time

from textual.app import App, ComposeResult
from textual.widgets import Digits, Label


class Ticking(App[None]):
    """Shows the time of day."""

    def compose(self) -> ComposeResult:
        yield Digits()
        yield Label("This ticks")

    def on_mount(self) -> None:
        self.set_interval(1, self.show_time)

    def show_time(self) -> None:
        self.query_one(Digits).update(time.strftime("%H:%M:%S"))


if __name__ == "__main__":
    Ticking().run()

"""The line of a picker: typed into, while its keys move in the list below it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from punchcard.tui.forms.base import TextLine


class QueryLine(TextLine):
    """The line that is typed into; it keeps the focus, and its keys move in the list below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.choose", "Choose", tooltip="Take the marked row", id="picker.choose"),
        Binding("right", "right", "Go into", tooltip="Show what is below the marked row", id="picker.into"),
        Binding("left", "left", "Up", tooltip="Back up one level", id="picker.up"),
        Binding(
            "down",
            "screen.move('cursor_down')",
            "Down",
            show=False,
            tooltip="Mark the row below",
            id="picker.down",
        ),
        Binding(
            "up",
            "screen.move('cursor_up')",
            "Up",
            show=False,
            tooltip="Mark the row above",
            id="picker.up_row",
        ),
        Binding(
            "pagedown",
            "screen.move('page_down')",
            "Page down",
            show=False,
            tooltip="Mark a row further down",
            id="picker.page_down",
        ),
        Binding(
            "pageup",
            "screen.move('page_up')",
            "Page up",
            show=False,
            tooltip="Mark a row further up",
            id="picker.page_up",
        ),
    ]

    async def action_right(self) -> None:
        """Go into the marked row, or move right in the text."""
        if self.cursor_at_end:
            await self.run_action("screen.into")
        else:
            self.action_cursor_right()

    async def action_left(self) -> None:
        """Go up a level, or move left in the text."""
        if self.value:
            self.action_cursor_left()
        else:
            await self.run_action("screen.up")

    def action_delete_left(self) -> None:
        """Delete a character; where there is none, go up a level."""
        if self.value:
            super().action_delete_left()
        else:
            self.call_later(self.run_action, "screen.up")

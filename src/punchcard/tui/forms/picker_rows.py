"""The list of the assignment picker, with a sign before the row that is marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from punchcard.tui.forms.picker_model import Row, RowKind
from punchcard.tui.forms.picker_words import first_to_take, line_of


class PickerRows(OptionList, can_focus=False):
    """Shows rows; what is typed stays in the line above it, which moves the mark."""

    DEFAULT_CSS = """
    PickerRows {
        width: 100%;
        height: 1fr;
        margin: 1 0 0 0;
        padding: 0;
        border: none;
        background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-disabled { color: $text-muted; text-style: italic; }
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="rows", markup=False)
        self._shown: Sequence[Row] = ()
        self._marked: int | None = None

    @property
    def marked(self) -> Row | None:
        """The row that is taken with enter; None where there is none."""
        return None if self._marked is None else self._shown[self._marked]

    def row_at(self, index: int) -> Row:
        """Return one of the rows by its place."""
        return self._shown[index]

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows, and mark the first one that can be taken."""
        self._shown, self._marked = rows, None
        self.set_options(
            Option(line_of(row, is_marked=False), disabled=row.kind is RowKind.HEADING) for row in rows
        )
        self.highlighted = first_to_take(rows)
        self._mark(self.highlighted)

    def move(self, how: str) -> None:
        """Move the mark.

        Args:
            how: One of `cursor_down`, `cursor_up`, `page_down` and `page_up`.
        """
        {
            "cursor_down": self.action_cursor_down,
            "cursor_up": self.action_cursor_up,
            "page_down": self.action_page_down,
            "page_up": self.action_page_up,
        }[how]()

    @on(OptionList.OptionHighlighted)
    def _on_moved(self, event: OptionList.OptionHighlighted) -> None:
        self._mark(event.option_index)

    def _mark(self, index: int | None) -> None:
        """Move the sign that goes with the highlight."""
        for at, is_marked in ((self._marked, False), (index, True)):
            if at is not None and at < len(self._shown):
                self.replace_option_prompt_at_index(at, line_of(self._shown[at], is_marked=is_marked))
        self._marked = index

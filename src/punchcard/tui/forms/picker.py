"""Choosing what time is booked on: type ahead through recents and the levels of the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on, work
from textual.app import App
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.worker import Worker, WorkerState

from punchcard.core.assignments import Assignment, Dimension, Reference, levels_below
from punchcard.core.text import one_line
from punchcard.tui.forms.base import CANCEL, Dialog, failure_in_words
from punchcard.tui.forms.picker_model import Choices, Level, Row, RowKind, alike, rows_for
from punchcard.tui.forms.picker_rows import PickerRows
from punchcard.tui.forms.picker_words import LOADING, trail_of, why_nothing
from punchcard.tui.forms.query_line import QueryLine


class AssignmentPicker(Dialog["Assignment | None"]):
    """Asks what to book time on; answers with the branch, or None where nothing was chosen."""

    HELP = (
        "## What to book on\n\nType any part of the name. Enter takes the marked row, right shows what is "
        "below it, backspace on an empty line goes back up."
    )

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL]

    DEFAULT_CSS = """
    AssignmentPicker {
        #dialog { height: 20; }
        #trail { margin: 1 1 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        #state { display: none; height: auto; margin: 1 1 0 1; }
        #state.-shown { display: block; }
        #state.-problem { color: $text-error; }
    }
    """

    @dataclass
    class RecentsRead(Message):
        """What was booked on lately is known."""

        recents: tuple[Assignment, ...]
        branches: tuple[tuple[Reference, ...], ...] = ()

    @dataclass
    class LevelRead(Message):
        """What can be chosen below `chosen` is known."""

        dimensions: tuple[Dimension, ...]
        chosen: tuple[Reference, ...]
        choices: tuple[Reference, ...]
        take_if_last: bool

    @dataclass
    class Found(Message):
        """What in the whole tree is called `text` is known."""

        text: str
        branches: tuple[tuple[Reference, ...], ...]

    @dataclass
    class Added(Message):
        """A node was added below `parents`."""

        parents: tuple[Reference, ...]
        added: Reference

    def __init__(self, choices: Choices, *, query: str = "", title: str = "Book on") -> None:
        """Ask.

        Args:
            choices: Where to ask for what can be chosen.
            query: What is typed already.
            title: What stands in the frame.
        """
        super().__init__(title)
        self._source, self._query = choices, one_line(query)
        self._level = Level()
        self._is_loading = True
        self._failure = ""

    def type_more(self, text: str) -> None:
        """Go on with what is typed: keys may come before the line is there to take them."""
        lines = self.query(QueryLine)
        if lines:
            lines.first().insert_text_at_cursor(text)
        else:
            self._query += text

    def compose_body(self) -> Iterator[Widget]:
        """The line to type in, how far down one stands, and the list."""
        yield QueryLine(self._query, "Type to search", id="query", select_on_focus=False)
        yield Static(id="trail")
        yield Static(id="state")
        yield PickerRows()

    def on_mount(self) -> None:
        """Begin to load."""
        self._show()
        self._worker = self._open()

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        self._query = event.value
        self._show()

    @on(OptionList.OptionSelected)
    def _on_clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(self.query_one(PickerRows).row_at(event.option_index))

    def on_assignment_picker_recents_read(self, message: RecentsRead) -> None:
        """Show what was booked on lately."""
        self._level = replace(self._level, recents=message.recents, branches=message.branches)
        self._show()

    def on_assignment_picker_level_read(self, message: LevelRead) -> None:
        """Show a level, or be done where there is nothing below what was chosen."""
        if message.chosen != self._level.chosen:
            return
        below = replace(self._level, dimensions=message.dimensions)
        if message.take_if_last and not message.choices and below.can_stop_here and self.is_current:
            self.answer(below.assignment)
            return
        self._is_loading = False
        self._level = replace(
            self._level,
            dimensions=message.dimensions,
            choices=message.choices,
            can_add=self._source.can_add,
        )
        self._show()

    def on_assignment_picker_found(self, message: Found) -> None:
        """Show what was found in the whole tree, unless something else is typed meanwhile."""
        self._is_loading = False
        self._level = replace(self._level, searched=message.text, found=message.branches)
        self._show()

    def on_assignment_picker_added(self, message: Added) -> None:
        """Go down into a node that was just added."""
        if message.parents == self._level.chosen:
            chosen = (*message.parents, message.added)
            last = not levels_below(self._level.dimensions, chosen)
            self._go_to(chosen, take_if_last=last)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show why something could not be loaded or added."""
        if event.state is WorkerState.ERROR and (reason := failure_in_words(self._worker)):
            self._is_loading, self._failure = False, reason
            self._show()

    def action_choose(self) -> None:
        """Take the marked row."""
        if row := self.query_one(PickerRows).marked:
            self._take(row)
        else:
            self.app.bell()

    def action_into(self) -> None:
        """Show what is below the marked row, also where that is nothing yet."""
        row = self.query_one(PickerRows).marked
        if row and row.kind is RowKind.FOUND:
            self._go_to(row.branch)
        elif row and row.reference:
            self._go_to((*self._level.chosen, row.reference))
        else:
            self.app.bell()

    def action_up(self) -> None:
        """Go back up one level."""
        if self._level.chosen:
            self._go_to(self._level.chosen[:-1])

    def action_move(self, how: str) -> None:
        """Move the mark in the list."""
        self.query_one(PickerRows).move(how)

    def _take(self, row: Row) -> None:
        match row.kind:
            case RowKind.RECENT | RowKind.NOTHING | RowKind.ACCEPT:
                self.answer(row.assignment)
            case RowKind.NODE if row.reference:
                self._go_to((*self._level.chosen, row.reference), take_if_last=True)
            case RowKind.FOUND:
                self._go_to(row.branch, take_if_last=True)
            case RowKind.SEARCH if self._level.dimension:
                self._is_loading, self._failure = True, ""
                self._worker = self._search(self._level.dimension.id, row.name)
                self._show()
            case RowKind.NEW if self._level.dimension:
                self._is_loading = True
                self._worker = self._add(self._level.dimension.id, self._level.chosen, row.name)
                self._show()
            case RowKind.RETRY:
                self._go_to(self._level.chosen)
            case _:
                self.app.bell()

    def _go_to(self, chosen: tuple[Reference, ...], *, take_if_last: bool = False) -> None:
        level = replace(self._level, chosen=chosen, choices=(), searched="", found=())
        if take_if_last and level.dimensions and level.dimension is None:
            self.answer(level.assignment)
            return
        self._level, self._is_loading, self._failure = level, True, ""
        self.query_one(QueryLine).value = ""
        self._worker = self._read_level(chosen, take_if_last)
        self._show()

    @work(exclusive=True, exit_on_error=False)
    async def _open(self) -> None:
        recents = tuple(await self._source.recents())
        self.post_message(self.RecentsRead(recents))
        await self._read((), False)
        if nodes := alike(recents):
            branches = await self._source.branches(nodes)
            self.post_message(self.RecentsRead(recents, tuple(map(tuple, branches))))

    @work(exclusive=True, exit_on_error=False)
    async def _read_level(self, chosen: tuple[Reference, ...], take_if_last: bool) -> None:
        await self._read(chosen, take_if_last)

    @work(exclusive=True, exit_on_error=False)
    async def _search(self, dimension: str, text: str) -> None:
        found = await self._source.called(dimension, text)
        self.post_message(self.Found(text, tuple(map(tuple, found))))

    @work(exclusive=True, exit_on_error=False)
    async def _add(self, dimension: str, parents: tuple[Reference, ...], name: str) -> None:
        added = await self._source.add(dimension, parents, name)
        self.post_message(self.Added(parents, added))

    async def _read(self, chosen: tuple[Reference, ...], take_if_last: bool) -> None:
        dimensions = self._level.dimensions or tuple(await self._source.dimensions())
        choices: list[Reference] = []
        for level in levels_below(dimensions, chosen):
            choices += await self._source.choices(level.id, chosen)
        self.post_message(self.LevelRead(dimensions, chosen, tuple(choices), take_if_last))

    def _show(self) -> None:
        """Draw everything from the values."""
        rows = [] if self._is_loading and not self._level.is_top else rows_for(self._level, self._query)
        if self._failure:
            rows.append(Row(RowKind.RETRY, "Try again"))
        self._show_trail()
        self._show_state(rows)
        self.query_one(PickerRows).show(rows)

    def _show_trail(self) -> None:
        trail = self.query_one("#trail", Static)
        trail.update(words := trail_of(self._level))
        trail.display = bool(words)

    def _show_state(self, rows: Sequence[Row]) -> None:
        if self._failure:
            sentence = f"! {self._failure}"
        else:
            sentence = LOADING if self._is_loading else why_nothing(self._level, self._query, rows)
        state = self.query_one("#state", Static)
        state.update(Content(sentence))
        state.set_class(bool(sentence), "-shown")
        state.set_class(bool(self._failure), "-problem")


def ask_for_assignment(
    app: App[object], choices: Choices, query: str, answer: Callable[[Assignment | None], None]
) -> None:
    """Open the picker, once; whatever else is typed meanwhile goes on in it."""
    top = app.screen
    if isinstance(top, AssignmentPicker):
        top.type_more(query)
    else:
        app.push_screen(AssignmentPicker(choices, query=query), answer)

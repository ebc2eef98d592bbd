"""The outbox: what is on its way, what needs you, and on demand everything you ever asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState
from whenever import ZonedDateTime

from punchcard.core.text import one_line
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.tui.forms.base import Dialog, failure_in_words
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.outbox.model import NOBODY, Choice, choices_for, details, made, state, summary, what
from punchcard.tui.text import fitted

NOTHING_WAITS = "Nothing is on its way. Everything you asked for has arrived."
NOTHING_YET = "You have not asked for anything yet."

LOOK_SECONDS = 1.0
"""How often the list is read again while it is open."""


class OutboxScreen(Dialog[None]):
    """Lists requests, newest first, and takes the decisions about those that need one."""

    HELP = (
        "## Outbox\n\nEverything you do is written down here first, and then sent. What needs you was "
        "forbidden, does not fit what is there, or its answer was lost and nobody can tell whether it "
        "happened: send it again, say that it happened, or drop it."
    )

    DEFAULT_CSS = """
    OutboxScreen {
        #dialog { width: 96%; max-width: 112; height: 92%; max-height: 32; }
        &.-slim #dialog { width: 100%; }
        #problem { display: none; height: auto; max-height: 4; padding: 0 1 1 1; color: $text-warning; }
        #problem.-shown { display: block; }
        #empty { display: none; height: 1fr; content-align: center middle; color: $text-muted; }
        #empty.-shown { display: block; }
        #empty.-problem { color: $text-error; }
        #rows {
            height: 1fr;
            padding: 0;
            border: none;
            background: transparent;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            scrollbar-size-vertical: 1;
        }
        #detail {
            height: auto;
            min-height: 5;
            max-height: 9;
            padding: 0 1;
            border-top: solid $primary-muted;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "decide('send_again')", "Send again", tooltip="Send it once more", id="outbox.again"),
        Binding("y", "decide('it_happened')", "It happened", tooltip="Settle it: done", id="outbox.happened"),
        Binding("d", "decide('drop')", "Drop", tooltip="Do not send it; asks first", id="outbox.drop"),
        Binding("a", "toggle_all", "All", tooltip="Show everything, or what waits", id="outbox.all"),
        Binding("escape,o,q", "cancel", "Close", tooltip="Back to work", id="outbox.close"),
    ]

    @dataclass
    class RowsRead(Message):
        """The newest requests, newest first."""

        rows: tuple[OutboxRow, ...]

    def __init__(
        self,
        load: Callable[[], Awaitable[Sequence[OutboxRow]]],
        decide: Callable[[OutboxRow, Choice], object],
        now: Callable[[], ZonedDateTime],
        there: Mapping[str, str] | None = None,
        problem: Callable[[], str] = str,
        names: Mapping[str, str] = NOBODY,
    ) -> None:
        """Make the screen.

        Args:
            load: Reads the newest requests, newest first, settled ones too; awaited in a worker.
            decide: Does what was chosen about a request; returns at once.
            now: The clock, in the person's zone.
            there: What the backend has now, in a sentence, of each request by its id; `load` keeps it fresh.
            problem: Returns what keeps everything from being sent, in sentences; empty where nothing does.
            names: What people are called, by id; `load` keeps it fresh.
        """
        super().__init__("Outbox")
        self.HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (72, "-normal")]
        self._load, self._decide, self._now = load, decide, now
        self._problem, self._names = problem, names
        self._there: Mapping[str, str] = {} if there is None else there
        self._all: tuple[OutboxRow, ...] | None = None
        self._listed: list[OutboxRow] = []
        self._columns = (0, 0)
        self._shows_all = False
        self._marked: int | None = None
        self._failure = ""
        self._is_reading = False

    def compose_body(self) -> Iterator[Widget]:
        """The list, what stands there instead when it is empty, and the marked request."""
        yield Static(id="problem")
        yield Static(id="empty")
        yield OptionList(id="rows", markup=False)
        yield Static(id="detail")

    def on_mount(self) -> None:
        """Read the list, and keep reading it."""
        self.read_again()
        self.set_interval(LOOK_SECONDS, self.read_again)
        self._show()

    def on_resize(self) -> None:
        """Fit the columns."""
        self.call_after_refresh(self._show)

    def read_again(self) -> None:
        """Read the list again, unless that is being done."""
        if not self._is_reading:
            self._is_reading = True
            self._worker = self._read()

    @work(exit_on_error=False)
    async def _read(self) -> None:
        self.post_message(self.RowsRead(tuple(await self._load())))

    def on_outbox_screen_rows_read(self, message: RowsRead) -> None:
        """Show what has changed."""
        self._is_reading = False
        self._say_problem()
        if message.rows != self._all or self._failure:
            self._all, self._failure = message.rows, ""
            self._show()

    def _say_problem(self) -> None:
        """Say what keeps everything from being sent."""
        said, sentence = self.query_one("#problem", Static), one_line(self._problem())
        said.set_class(bool(sentence), "-shown")
        said.update(Content(f"○ {sentence}" if sentence else ""))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say why the list cannot be read."""
        if event.state is WorkerState.ERROR and (reason := failure_in_words(self._worker)):
            self._is_reading = False
            if reason != self._failure:
                self._failure = reason
                self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be decided about the marked request."""
        if action != "decide":
            return True
        return True if Choice(str(parameters[0])) in choices_for(self._row) else None

    def action_decide(self, choice: str) -> None:
        """Do what was chosen; to drop something is asked first."""
        row, chosen = self._row, Choice(choice)
        if row is None:
            return

        def go(is_sure: bool | None) -> None:
            if is_sure:
                self._decide(row, chosen)
                self.read_again()

        if chosen is not Choice.DROP:
            go(True)
            return
        question = f"Drop “{what(row, self._now(), self._names)}”?"
        meaning = "It will not be sent. It stays in the list of everything you asked for."
        self.app.push_screen(ConfirmScreen(question, meaning, yes="Drop it", no="Keep it"), go)

    def action_toggle_all(self) -> None:
        """Show everything, or only what waits."""
        self._shows_all = not self._shows_all
        self._show()

    @on(OptionList.OptionHighlighted)
    def _on_marked(self, event: OptionList.OptionHighlighted) -> None:
        self._mark(event.option_index)

    @property
    def _row(self) -> OutboxRow | None:
        is_there = self._marked is not None and self._marked < len(self._listed)
        return self._listed[self._marked or 0] if is_there else None

    def _show(self) -> None:
        """Draw everything from the values; the marked request stays marked."""
        marked = self._row
        known = list(self._all or ())
        self._listed = [row for row in known if self._shows_all or not row.is_settled]
        self._columns = _columns(self._listed, self._now())
        frame, rows = self.query_one("#dialog"), self.query_one("#rows", OptionList)
        frame.border_subtitle = Content(summary(known))
        frame.border_title = Content("Outbox: everything" if self._shows_all else "Outbox")
        rows.display = bool(self._listed)
        self._marked = None
        rows.set_options(Option(self._line(row, is_marked=False)) for row in self._listed)
        ids = [row.id for row in self._listed]
        if ids:
            rows.highlighted = ids.index(marked.id) if marked and marked.id in ids else 0
        self._say_empty()
        self._mark(rows.highlighted if ids else None)

    def _say_empty(self) -> None:
        empty = self.query_one("#empty", Static)
        if self._failure:
            sentence = f"! {self._failure}"
        elif self._all is None:
            sentence = "Loading …"
        else:
            sentence = NOTHING_YET if self._shows_all else NOTHING_WAITS
        empty.update(Content(sentence))
        empty.set_class(bool(self._failure) or not self._listed, "-shown")
        empty.set_class(bool(self._failure), "-problem")
        self.query_one("#detail").display = bool(self._listed)

    def _mark(self, index: int | None) -> None:
        rows = self.query_one("#rows", OptionList)
        for at, is_marked in ((self._marked, False), (index, True)):
            if at is not None and at < len(self._listed):
                rows.replace_option_prompt_at_index(at, self._line(self._listed[at], is_marked=is_marked))
        self._marked = index
        if self._row:
            now, there = self._now(), self._there.get(self._row.id, "")
            head, *rest = [what(self._row, now, self._names), *details(self._row, now, there)]
            lines = [Content.styled(head, "bold"), *(Content.styled(line, "dim") for line in rest)]
            self.query_one("#detail", Static).update(Content("\n").join(lines))
        self.refresh_bindings()

    def _line(self, row: OutboxRow, *, is_marked: bool) -> Content:
        # Of the frame, which has its room also before the list is laid out; a scroll bar may come.
        now, room, (when, far) = self._now(), self.query_one("#dialog").content_size.width, self._columns
        needs_you = row.state is OutboxState.NEEDS_YOU and not is_marked
        return Content.assemble(
            "› " if is_marked else "  ",
            fitted(made(row, now), when + 2),
            fitted(what(row, now, self._names), max(12, room - when - far - 8)),
            "  ",
            (fitted(state(row), far), "$text-warning bold" if needs_you else ""),
        )


def _columns(rows: Sequence[OutboxRow], now: ZonedDateTime) -> tuple[int, int]:
    """How wide the moments and the states are."""
    return max((len(made(row, now)) for row in rows), default=0), max(
        (len(state(r)) for r in rows), default=0
    )

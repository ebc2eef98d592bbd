"""Which service a new account is with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from punchcard.core.text import one_line
from punchcard.tui.forms.base import CANCEL, Dialog
from punchcard.tui.text import fitted
from punchcard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from punchcard.backends.contract import BackendInfo


QUESTION = "Who keeps your time?"


class BackendRows(RowList):
    """A line for each installed backend."""

    DEFAULT_CSS = """
    BackendRows { height: auto; min-height: 1; max-height: 12; margin: 1 0 0 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "take", "Choose", id="backend.choose", tooltip="A new account with the selected one"
        ),
    ]

    backends: Sequence[BackendInfo] = ()

    def lay_out(self, width: int) -> Sequence[Content]:
        """What it is called, and what it wants to know."""
        titles = max((cell_len(one_line(backend.title)) for backend in self.backends), default=0)
        return [
            Content.assemble(
                (fitted(backend.title, titles), "bold"),
                "  ",
                (fitted(_wants(backend), max(10, width - titles - 2)), "$foreground-muted"),
            )
            for backend in self.backends
        ]


class BackendPicker(Dialog["BackendInfo | None"]):
    """Lists what is installed; answers with one of them."""

    HELP = "## A new account\n\nChoose the service that keeps your time; what it wants to know is asked next."

    DEFAULT_CSS = """
    BackendPicker {
        #dialog { max-width: 68; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL]

    @dataclass
    class Loaded(Message):
        """What is installed is known."""

        backends: Sequence[BackendInfo]

    def __init__(self, load: Callable[[], Awaitable[Sequence[BackendInfo]]]) -> None:
        """Ask; `load` returns what is installed, and is awaited in a worker."""
        super().__init__("New account")
        self._load = load

    def compose_body(self) -> Iterator[Widget]:
        """The question and the list."""
        yield Static("Looking for what is installed …", id="question", markup=False)
        yield BackendRows()

    def on_mount(self) -> None:
        """Look for what is installed."""
        self.query_one(BackendRows).focus()
        self._look()

    @work
    async def _look(self) -> None:
        self.post_message(self.Loaded(await self._load()))

    def on_backend_picker_loaded(self, event: Loaded) -> None:
        """List it."""
        self.query_one("#question", Static).update(QUESTION)
        rows = self.query_one(BackendRows)
        rows.backends = event.backends
        rows.show()

    @on(RowList.Taken)
    def _on_taken(self, event: RowList.Taken) -> None:
        event.stop()
        self.answer(self.query_one(BackendRows).backends[event.index])


def _wants(backend: BackendInfo) -> str:
    """What an account of it needs: "asks for address, key"."""
    labels = [one_line(field.label, 40) for field in backend.fields if field.required]
    return f"asks for: {', '.join(labels)}" if labels else "keeps your time on this machine"

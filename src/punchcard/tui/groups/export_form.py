"""Where to write the groups, and in which form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Select

from punchcard.tui.forms.base import Form, TextLine, field, shown
from punchcard.tui.groups.export_rows import Target, What

_WORDS = {What.GROUPS: "the groups", What.ENTRIES: "the entries in them"}


class ExportForm(Form["Target | None"]):
    """Asks what to write and where; answers with both."""

    ASKS_TO_LEAVE = False
    VERB = "Write"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Write", tooltip="Write the file", id="form.save"),
    ]

    DEFAULT_CSS = """
    ExportForm {
        #dialog { max-width: 64; }
        .words { min-height: 2; }
        Select { width: 1fr; height: 1; }
        Select.-textual-compact > SelectCurrent {
            height: 1; padding: 0 2 0 1; border: none; border-left: blank !important; background: $panel;
        }
        Select.-textual-compact:focus > SelectCurrent { border-left: thick $primary !important; }
        SelectOverlay > .option-list--option { padding: 0 2 !important; }
    }
    """

    HELP = """
    ## Export

    A name that ends in `.csv` writes a table, one in `.json` everything as it is. A name without a folder is
    in the folder in which Punchcard was started. A file that is there already is asked about first.
    """

    def __init__(self, period: str, what: str) -> None:
        """Ask.

        Args:
            period: The period as a part of a file's name: "2026-W11".
            what: What is written, in words: "Week 11".
        """
        super().__init__("Export")
        self._period, self._what = period, what
        self._proposed = self._name_for(What.GROUPS)
        options = [(_WORDS[what].capitalize(), what) for what in What]
        self._which = Select(options, allow_blank=False, value=What.GROUPS, compact=True)

    def compose_body(self) -> Iterator[Widget]:
        """What, where, and what will be written."""
        yield field("File", TextLine(self._proposed, id="path", select_on_focus=False))
        yield field("Write", self._which)
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what will be written."""
        self._tell()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self._tell()

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    @on(Select.Changed)
    def _on_chosen(self) -> None:
        line, proposed = self.query_one("#path", TextLine), self._name_for(self._target.what)
        if line.value == self._proposed:
            line.value = proposed
            self._proposed = proposed
        self._tell()

    def action_save(self) -> None:
        """Answer, unless there is a problem."""
        if self.problem:
            self.insist()
        else:
            self.answer(self._target)

    @property
    def _target(self) -> Target:
        path = self.query_one("#path", TextLine).value.strip()
        return Target(self._which.selection or What.GROUPS, path)

    def _name_for(self, what: What) -> str:
        return f"{what.value}-{self._period}.csv"

    def _tell(self) -> None:
        target = self._target
        if not target.path.casefold().endswith((".csv", ".json")):
            self.say("", "The name has to end in .csv or .json.")
            return
        kind = "JSON" if target.is_json else "CSV"
        self.say(f"Will write {_WORDS[target.what]} of {self._what} as {kind} to {shown(target.path, 60)}.")

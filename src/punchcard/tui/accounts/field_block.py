"""One field of the form for an account, with what is wrong with it right below."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from punchcard.core.text import one_line


class FieldBlock(Vertical):
    """A label, what is filled in, and below it a line for what is wrong."""

    DEFAULT_CSS = """
    FieldBlock {
        height: auto;
        .row { height: 1; }
        .row > .label { color: $text-muted; }
        .wrong { height: auto; min-height: 1; max-height: 7; color: $text-error; }
    }
    """

    def __init__(self, name: str, label: str, control: Widget, label_width: int) -> None:
        """Show `control` as the field `name`, its label as wide as those of the others."""
        super().__init__(id=f"block-{name}")
        self.field_name = name
        self.control = control
        self._label, self._label_width = one_line(label, label_width - 1), label_width
        self.problem = ""

    def compose(self) -> Iterator[Widget]:
        """The row, and the line below it."""
        label = Static(self._label, classes="label", markup=False)
        label.styles.width = self._label_width
        yield Horizontal(label, self.control, classes="row")
        wrong = Static(classes="wrong", markup=False)
        wrong.styles.margin = (0, 0, 0, self._label_width)
        yield wrong

    def show_problem(self, problem: str) -> None:
        """Say what is wrong; empty where nothing is."""
        self.problem = problem
        self.query_one(".wrong", Static).update(Content(f"! {one_line(problem)}" if problem else ""))

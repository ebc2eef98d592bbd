"""The selected entry in full, beside the week."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from punchcard.core.text import one_line
from punchcard.tui.timesheet.details import Detail

LABEL_WIDTH = 9


class DetailPane(VerticalScroll, can_focus=False):
    """Labelled lines, each on as many lines as it needs."""

    DEFAULT_CSS = """
    DetailPane { height: auto; max-height: 60%; scrollbar-size-vertical: 1; background: transparent; }
    """

    details: tuple[Detail, ...] = ()
    nothing: str = ""
    """What to say where no entry is selected."""

    def compose(self) -> ComposeResult:
        """One text for all lines."""
        yield Static(id="details")

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self.show()

    def show(self) -> None:
        """Draw the lines."""
        width = self.scrollable_content_region.width
        if width > LABEL_WIDTH:
            lines = [line for detail in self.details if detail.text for line in _lines(detail, width)]
            text = Content("\n").join(lines) if lines else Content.styled(self.nothing, "$foreground-muted")
            self.query_one(Static).update(text)


def _lines(detail: Detail, width: int) -> Iterator[Content]:
    label, indent = detail.label.ljust(LABEL_WIDTH), LABEL_WIDTH
    # The line breaks of a note are shown here, and nowhere else.
    texts = (
        [one_line(part) for part in detail.text.splitlines()]
        if detail.label == "Note"
        else [one_line(detail.text)]
    )
    wrapped = [line for text in texts for line in Content(text).wrap(width - indent)]
    for at, line in enumerate(wrapped):
        lead = label if at == 0 else " " * indent
        yield Content.assemble(
            (lead, "$foreground-muted"),
            line.rstrip().stylize(detail.style) if detail.style else line.rstrip(),
        )

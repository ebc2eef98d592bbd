"""All that a service tells of one group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from punchcard.core.durations import format_duration
from punchcard.core.groups import Group
from punchcard.services.groups.details import NOT_TOLD, details_table
from punchcard.tui.forms.base import CANCEL, Dialog


class DetailsDialog(Dialog[None]):
    """Shows names and values; a dash for what may not be seen."""

    DEFAULT_CSS = """
    DetailsDialog #dialog { max-width: 64; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,i", "cancel", "Close", show=False, tooltip="Close", id="details.close"),
        CANCEL,
    ]

    HELP = "What the service tells of the group. A dash stands for what it does not tell, or not to you."

    def __init__(self, name: str, group: Group) -> None:
        """Show `group`, which is called `name`."""
        super().__init__(name or "Total")
        self._group = group

    def compose_body(self) -> Iterator[Widget]:
        """A line for each value."""
        rounded = self._group.rounded_seconds
        times = [("Time", format_duration(self._group.seconds))]
        times += [("Rounded", format_duration(rounded))] if rounded is not None else []
        for name, value in (*times, *details_table(self._group)):
            style = "$foreground-muted" if value == NOT_TOLD else ""
            yield Static(Content.assemble((name.ljust(15), "$foreground-muted"), (value, style)))

"""The line behind `/` on the screen of the groups: what is typed is read once typing rests."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textual import on
from textual.timer import Timer

from punchcard.tui.groups.actions import GroupsActions
from punchcard.tui.groups.tree import GroupTree
from punchcard.tui.timesheet.filter_line import FilterLine

TYPING_SECONDS = 0.12
"""How long typing has to rest before the groups are read again."""


class GroupsFiltering(GroupsActions):
    """Filters the groups by what is typed."""

    _typing: Timer | None = None

    def make_room(self) -> None:
        """Give the tree the lines that are left."""
        raise NotImplementedError

    def action_filter(self) -> None:
        """Ask what to look for."""
        self.query_one(FilterLine).open()
        self.make_room()

    @on(FilterLine.Changed)
    def _filter_changed(self, event: FilterLine.Changed) -> None:
        """Read again once typing rests."""
        if self._typing is not None:
            self._typing.stop()
        if event.text != self.wanted.text:
            self._typing = self.set_timer(TYPING_SECONDS, partial(self._filter_by, event.text))

    @on(FilterLine.Taken)
    def _filter_taken(self) -> None:
        self.query_one(GroupTree).focus()

    @on(FilterLine.Closed)
    def _filter_closed(self) -> None:
        self.clear_filter()

    def clear_filter(self) -> None:
        """Show everything again."""
        self.query_one(FilterLine).close()
        self.make_room()
        self.query_one(GroupTree).focus()
        if self._typing is not None:
            self._typing.stop()
        if self.wanted.text:
            self.ask(replace(self.wanted, text=""))

    def _filter_by(self, text: str) -> None:
        self.query_one(FilterLine).say("")
        self.ask(replace(self.wanted, text=text))

"""A week opened from somewhere else, to be looked at: the timesheet of its person, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from punchcard.tui.timesheet.screen import TimesheetScreen

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.people import Person
    from punchcard.core.weeks import Week
    from punchcard.services.overview import Overview
    from punchcard.tui.host import HostApp

_CHANGES = (
    "add", "edit", "edit_in_place", "delete", "duplicate", "split", "move", "request", "hand_in", "take_back",
)  # fmt: skip


class ReadOnlyWeek(TimesheetScreen):
    """Shows weeks of one person, with everything that was found, and changes nothing."""

    MODE = "approvals"
    BINDING_GROUP_TITLE = "Week"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", id="timesheet.leave", tooltip="Back to where you came from"),
    ]

    HELP = """
    The week of somebody, to be looked at. Up and down choose a day, enter goes to its entries, escape leads
    back to where you came from. `{timesheet.previous}` and `{timesheet.next}` turn the weeks,
    `{timesheet.findings}` goes through what is odd, `{timesheet.groups}` shows the same time in groups.
    """

    def __init__(self, week: Week, person: Person, day: Date | None = None) -> None:
        """Show `week` of `person`, with `day` selected."""
        super().__init__()
        self._week, self._person, self._day = week, person, day

    def show_overview(self, overview: Overview) -> None:
        """Read the week first; later whenever something has changed."""
        if self.reader.wanted is None:
            is_own = overview.person.id == self._person.id
            self.reader.want(self._week, None if is_own else self._person)
        else:
            super().show_overview(overview)

    def why_not(self, action: str) -> str:
        """Return why `action` is not possible now: nothing can be changed here."""
        if action in _CHANGES:
            return f"The week of {self._person.name} can only be looked at here."
        if action == "person":
            return f"This is about {self._person.name}; the timesheet shows others."
        return super().why_not(action)

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss()


def open_week(app: HostApp, week: Week, person: Person, day: Date | None = None) -> None:
    """Show a week of somebody above the screen that is shown, to be looked at.

    Args:
        app: The app.
        week: The week.
        person: Whose it is.
        day: The day to select; None for the first one.
    """
    app.push_screen(ReadOnlyWeek(week, person, day))

"""What the keys of the Timesheet screen ask for: going to weeks and people, and what is possible now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, work

from punchcard.tui.timesheet.editing import EditingActions

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.people import Person
    from punchcard.core.weeks import Week

_ON_AN_ENTRY = ("edit", "edit_in_place", "delete", "duplicate", "split", "move")
_OF_THE_WEEK = ("findings", "filter")
_HANDING_IN = ("hand_in", "take_back")


class TimesheetActions(EditingActions):
    """The actions behind the keys of the timesheet."""

    is_grouped: bool = False
    """Whether the groups stand in the place of the week."""

    def show_week(self, week: Week, day: Date | None = None) -> None:
        """Show another week, with `day` selected."""
        raise NotImplementedError

    def show_person(self, person: Person | None) -> None:
        """Show the weeks of somebody else; None for one's own."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done now."""
        if self.is_grouped and action in (*_ON_AN_ENTRY, *_OF_THE_WEEK, "add"):
            return False
        possible = super().check_action(action, parameters)
        return None if possible and self.why_not(action) else possible

    def why_not(self, action: str) -> str:
        """Return why `action` is not possible now; empty where it is."""
        if action not in (*_ON_AN_ENTRY, *_OF_THE_WEEK, *_HANDING_IN, "add", "groups", "person"):
            return ""
        if self.shown is None:
            return "The week is not read yet."
        from punchcard.tui.timesheet import possible

        return possible.why_not(action, self.shown, self.selected_entry)

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and (reason := self.why_not(active.binding.action)):
            self.say(reason, is_refusal=True)

    @work(exclusive=True, group="dialog")
    async def action_go_to(self) -> None:
        """Ask which week to show."""
        from punchcard.tui.timesheet import dialogs

        found = await dialogs.ask_week(self.app)
        if found is not None:
            self.show_week(*found)

    @work(exclusive=True, group="dialog")
    async def action_person(self) -> None:
        """Ask whose week to show."""
        from punchcard.tui.timesheet import dialogs

        if self.shown is None:
            return
        found = await dialogs.ask_person(self.app, self.shown.person)
        if found is not None:
            self.show_person(found)

"""What the keys of the Timesheet screen do with entries and weeks. The forms are loaded when one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from punchcard.tui.mode_screen import ModeScreen

if TYPE_CHECKING:
    from textual.geometry import Region
    from whenever import Date

    from punchcard.services.fold import KnownEntry
    from punchcard.services.timesheet import Timesheet

_ON_AN_ENTRY = ("edit", "edit_in_place", "delete", "duplicate", "split", "move")
_ON_A_WEEK = ("add", "hand_in", "take_back")
_STAYS = ("duplicate",)
"""What leaves the selected entry as it is, and may be done with a locked one."""


class EditingActions(ModeScreen):
    """The actions behind the keys that change something. A screen says what it shows."""

    shown: Timesheet | None = None
    """The week on the screen; None while it is read."""

    @property
    def selected_day(self) -> Date:
        """The day that is selected."""
        raise NotImplementedError

    @property
    def selected_entry(self) -> KnownEntry | None:
        """The entry that is selected; None without one, and on the running clock."""
        raise NotImplementedError

    @property
    def entry_region(self) -> Region | None:
        """Where the row of the selected entry stands on the screen; None where it cannot be seen."""
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what makes no sense now; of handing in and taking back only one is shown."""
        if action in _ON_AN_ENTRY:
            return True if self.shown and self.selected_entry else None
        if action not in _ON_A_WEEK:
            return super().check_action(action, parameters)
        if action in ("hand_in", "take_back") and (action == "take_back") != self._is_handed_in():
            return False
        return True if self.shown else None

    def action_add(self) -> None:
        """Book time on the selected day."""
        if self._may_change():
            self._open("add")

    def action_edit(self) -> None:
        """Change the selected entry in a form."""
        self._open_for_entry("edit")

    def action_edit_in_place(self) -> None:
        """Change times and note of the selected entry in its row."""
        self._open_for_entry("edit_in_place")

    def action_delete(self) -> None:
        """Delete the selected entry, after asking."""
        self._open_for_entry("delete")

    def action_duplicate(self) -> None:
        """Book the selected entry once more, today."""
        self._open_for_entry("duplicate")

    def action_split(self) -> None:
        """Cut the selected entry in two."""
        self._open_for_entry("split")

    def action_move(self) -> None:
        """Move the selected entry to another day."""
        self._open_for_entry("move")

    def action_hand_in(self) -> None:
        """Hand in the week, after a look at what is odd."""
        if self._is_own():
            self._open("hand_in")

    def action_take_back(self) -> None:
        """Take back the week that was handed in."""
        if self._is_own():
            self._open("take_back")

    def _open_for_entry(self, dialog: str) -> None:
        known = self.selected_entry
        if known is None or not self._is_own():
            return
        locked = known.entry.locked
        if locked and dialog not in _STAYS:
            self.say(f"This entry cannot be changed: {locked}", is_refusal=True)
        elif dialog in _STAYS or self._may_change():
            self._open(dialog)

    def _may_change(self) -> bool:
        """Whether entries of the week may be changed; says why where they may not."""
        locked = self.shown.standing.locked if self.shown else None
        if locked:
            self.say(locked, is_refusal=True)
        return self._is_own() and not locked

    def _is_own(self) -> bool:
        if self.shown is None or self.shown.is_own:
            return self.shown is not None
        self.say("This is another person's time; you can look at it, and change your own.", is_refusal=True)
        return False

    def _is_handed_in(self) -> bool:
        return self.shown is not None and self.shown.standing.status == "submitted"

    @work(exclusive=True, group="dialog")
    async def _open(self, dialog: str) -> None:
        from punchcard.tui.timesheet import entry_dialogs, handing_in

        shown, known = self.shown, self.selected_entry
        if shown is None:
            return
        if dialog in ("hand_in", "take_back"):
            await handing_in.open_preflight(self.app, shown.week, withdraws=dialog == "take_back")
        elif dialog == "add":
            await entry_dialogs.add(self.app, shown, self.selected_day)
        elif known is not None:
            ask = {
                "edit": entry_dialogs.edit,
                "delete": entry_dialogs.delete,
                "duplicate": entry_dialogs.duplicate,
                "split": entry_dialogs.split,
                "move": entry_dialogs.move,
            }.get(dialog)
            if ask is not None:
                await ask(self.app, shown, known.entry)
            else:
                await entry_dialogs.edit_in_place(self.app, shown, known.entry, self.entry_region)

"""What the keys of the Timesheet screen ask for. Nothing here waits: dialogs answer, the engine does it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events, work

from punchcard.core.refusals import Refusal
from punchcard.tui.mode_screen import ModeScreen

if TYPE_CHECKING:
    from textual.geometry import Region
    from whenever import Date

    from punchcard.core.people import Person
    from punchcard.core.weeks import Week
    from punchcard.services.fold import KnownEntry
    from punchcard.services.timesheet.week import Timesheet
    from punchcard.tui.timesheet.reader import WeekReader
    from punchcard.tui.timesheet.review_pane import ReviewPane

_ON_AN_ENTRY = ("edit", "edit_in_place", "delete", "duplicate", "split", "move")
_OF_THE_WEEK = ("add", "request", "groups", "person", "findings", "filter")
_HANDING_IN = ("hand_in", "take_back")
_OF_WHAT_IS_READ = (*_ON_AN_ENTRY, *_HANDING_IN, "add", "request")
"""They would reach the week before while another one is being read."""


class TimesheetActions(ModeScreen):
    """The actions behind the keys of the timesheet."""

    reader: WeekReader
    """Which week is wanted, and how reading it goes."""

    @property
    def review(self) -> ReviewPane | None:
        """The week below the header; None before the screen is composed."""
        raise NotImplementedError

    @property
    def shown(self) -> Timesheet | None:
        """The week that is shown; None until one is known."""
        return self.review.view.sheet if self.review is not None and self.review.view else None

    @property
    def selected_day(self) -> Date | None:
        """The day whose entries are shown; None until a week is known."""
        return self.review.selected_day if self.review is not None else None

    @property
    def selected_entry(self) -> KnownEntry | None:
        """The selected entry; None where there is none, and for the running clock."""
        return self.review.selected_entry if self.review is not None and self.shown else None

    @property
    def entry_region(self) -> Region | None:
        """Where the row of the selected entry stands on the screen; None where it cannot be seen."""
        return self.review.entry_region if self.review is not None and self.shown else None

    def show_week(self, week: Week, day: Date | None = None) -> None:
        """Show another week, with `day` selected."""
        raise NotImplementedError

    def show_day(self, day: Date) -> None:
        """Show the week that holds `day`, with it selected."""
        from punchcard.core.weeks import week_at

        if self.shown is not None:
            self.show_week(week_at(day, self.shown.schedule.week_starts), day)

    def show_person(self, person: Person | None) -> None:
        """Show the weeks of somebody else; None for one's own."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done now; of handing in and taking back only one is shown."""
        if action in _HANDING_IN and (action == "take_back") != self._is_handed_in():
            return False
        return None if self.why_not(action) else super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Return why `action` is not possible now; empty where it is."""
        if action not in (*_ON_AN_ENTRY, *_OF_THE_WEEK, *_HANDING_IN):
            return ""
        if self.shown is None or (action in _OF_WHAT_IS_READ and self._is_turning):
            return "The week is not read yet."
        from punchcard.tui.timesheet import possible

        request_key = self.app.with_keys("{timesheet.request}")
        reason = possible.why_not(action, self.shown, self.selected_day, self.selected_entry, request_key)
        is_clock = reason == possible.NO_ENTRY and self.review is not None and self.review.is_on_clock
        return possible.THE_CLOCK_RUNS if is_clock else reason

    @property
    def _is_turning(self) -> bool:
        wanted = self.reader.wanted
        return self.shown is not None and wanted is not None and wanted.week != self.shown.week

    def _is_handed_in(self) -> bool:
        return self.shown is not None and self.shown.standing.status == "submitted"

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and (reason := self.why_not(active.binding.action)):
            self.say(reason, is_refusal=True)

    def action_add(self) -> None:
        """Book time on the selected day."""
        self._edit("add")

    def action_edit(self) -> None:
        """Change the selected entry in a form."""
        self._edit("edit")

    def action_delete(self) -> None:
        """Delete the selected entry, after asking."""
        self._edit("delete")

    def action_duplicate(self) -> None:
        """Book the selected entry once more, today."""
        self._edit("duplicate")

    def action_split(self) -> None:
        """Cut the selected entry in two."""
        self._edit("split")

    def action_move(self) -> None:
        """Move the selected entry to another day."""
        self._edit("move")

    def action_hand_in(self) -> None:
        """Hand in the week, after a look at what is odd."""
        self._hand_in("hand_in")

    def action_take_back(self) -> None:
        """Take back the week that was handed in."""
        self._hand_in("take_back")

    def action_request(self) -> None:
        """Ask for a change of the selected day."""
        self._request()

    def action_groups(self) -> None:
        """Show the same time in groups."""
        from punchcard.tui.groups.open import open_groups

        if (wanted := self.reader.wanted) is not None:
            open_groups(self.app, wanted.week, wanted.person, self.show_day)

    def action_previous_week(self) -> None:
        """Show the week before."""
        self._turn(-7)

    def action_next_week(self) -> None:
        """Show the week after."""
        self._turn(7)

    def action_this_week(self) -> None:
        """Show this week, and today in it."""
        from punchcard.core.weeks import Week

        if (overview := self.app.overview) is not None:
            self.show_week(Week(overview.week[0], overview.week[-1]), self.app.now().date())

    def action_findings(self) -> None:
        """Go to the findings, and on to the next one."""
        if self.review is not None:
            self.review.next_finding()

    @work(exclusive=True, group="filter")
    async def action_filter(self) -> None:
        """Ask what to look for."""
        from punchcard.tui.timesheet import reading

        if self.review is None:
            return
        self.review.open_filter()
        # Where the levels cannot be read, words and the other terms still work.
        with suppress(Refusal):
            self.review.dimensions = await reading.read_dimensions(self.app.engine)

    def _turn(self, days: int) -> None:
        if (wanted := self.reader.wanted) is None:
            return
        week, day = wanted.week, self.selected_day
        moved = week._replace(first=week.first.add(days=days), last=week.last.add(days=days))
        weekday = (day.day_of_week().value - week.first.day_of_week().value) % 7 if day else 0
        self.show_week(moved, moved.days[weekday])

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

    @work(exclusive=True, group="dialog")
    async def action_edit_in_place(self) -> None:
        """Change times and note of the selected entry in its row."""
        from punchcard.tui.timesheet import editing

        sheet, known, row = self.shown, self.selected_entry, self.entry_region
        if sheet is not None and known is not None and row is not None:
            await editing.edit_in_place(self.app, sheet, known.entry, row)

    @work(exclusive=True, group="dialog")
    async def _edit(self, what: str) -> None:
        from punchcard.tui.timesheet import editing

        request = await editing.ask(self, what)
        if request is not None:
            self.app.engine.submit(request)

    @work(exclusive=True, group="dialog")
    async def _hand_in(self, what: str) -> None:
        from punchcard.tui.timesheet import handing_in

        request = await handing_in.ask(self, what)
        if request is not None:
            self.app.engine.submit(request)

    @work(exclusive=True, group="dialog")
    async def _request(self) -> None:
        from punchcard.tui.timesheet import requesting

        request = await requesting.ask(self)
        if request is not None:
            self.app.engine.submit(request)

"""The Timesheet screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget

from punchcard.tui import keymap
from punchcard.tui.timesheet.actions import TimesheetActions
from punchcard.tui.timesheet.reader import WeekReader

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.people import Person
    from punchcard.core.weeks import Week
    from punchcard.services.overview import Overview
    from punchcard.tui.timesheet.messages import (
        BalanceRead,
        RequestsRead,
        TimesheetFailed,
        TimesheetRead,
    )
    from punchcard.tui.timesheet.review_pane import ReviewPane
    from punchcard.tui.widgets.empty_state import EmptyState


class TimesheetScreen(TimesheetActions):
    """The week, reviewed and mended."""

    MODE = "timesheet"
    AUTO_FOCUS = ""

    BINDING_GROUP_TITLE = "Timesheet"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.TIMESHEET]

    DEFAULT_CSS = """
    TimesheetScreen {
        &.-low ReviewPane {
            & #axis { display: none; }
            & #day-title, & FilterLine { margin-top: 0; }
            & > #aside { display: none; }
            & > #aside.-fits { display: block; }
            & > #aside:focus-within { display: block; }
        }
        &.-wide ReviewPane {
            layout: horizontal;
            & > #aside {
                display: block;
                width: 43;
                height: 1fr;
                max-height: 100%;
                margin-top: 1;
                border-left: solid $panel;
            }
            & #entry-title, & DetailPane { display: block; }
            & #axis { margin-top: 1; }
            & #findings-title { margin-top: 1; }
            & FindingsList { height: 1fr; max-height: 100%; }
        }
    }
    """

    HELP = """
    Your week, reviewed and mended here. Up and down choose a day, enter goes to its entries, escape leads
    back. `{timesheet.previous}` and `{timesheet.next}` turn the weeks, `{timesheet.today}` shows this one,
    `{timesheet.go_to}` any. `{timesheet.findings}` goes through what is odd, `{timesheet.filter}` looks for
    entries, and `{timesheet.hand_in}` hands the week in.
    """

    _day: Date | None = None
    """The day to select in the week that is being read."""
    _ticking: Timer | None = None
    _minute: tuple[int, int] = (-1, -1)
    _pane: ReviewPane | None = None
    _waiting: EmptyState

    def __init__(self) -> None:
        super().__init__()
        self.reader = WeekReader(self, self._show_heading)

    def compose_body(self) -> Iterable[Widget]:
        """The header, and below it the week; until one is known, what is being waited for."""
        # Loaded when the screen is first opened: the first frame of the app has no use for them.
        from punchcard.tui.timesheet.header import WeekHeader
        from punchcard.tui.timesheet.review_pane import ReviewPane
        from punchcard.tui.widgets.empty_state import EmptyState

        self._pane = ReviewPane()
        self._pane.display = False
        self._waiting = EmptyState("Reading your week …")
        yield WeekHeader()
        yield self._waiting
        yield self._pane

    def on_mount(self) -> None:
        """Be ready to tick while this screen is seen."""
        self._ticking = self.set_interval(1.0, self._tick)

    def on_screen_resume(self) -> None:
        """Catch up with what has changed meanwhile."""
        if self._ticking is not None:
            self._ticking.resume()
        self.reader.catch_up()

    def on_screen_suspend(self) -> None:
        """Nobody looks: stop ticking, unless this is seen behind a dialog."""
        if self._ticking is not None and not self._is_behind_dialog():
            self._ticking.pause()

    def on_resize(self, event: events.Resize) -> None:
        """Say in the header what there is room for."""
        super().on_resize(event)
        self._show_heading()

    @property
    def review(self) -> ReviewPane | None:
        """The week below the header."""
        return self._pane

    def show_overview(self, overview: Overview) -> None:
        """Something has changed: read the week again, as soon as somebody looks."""
        del overview
        if self.reader.wanted is None:
            self.action_this_week()
        elif self.is_current or self._is_behind_dialog():
            self.reader.read_again()
        else:
            self.reader.mark_stale()

    def read_again(self) -> None:
        """Read the week once more, also where nothing else has changed."""
        self.reader.read_again()

    def show_week(self, week: Week, day: Date | None = None) -> None:
        """Show another week, with `day` selected."""
        person = self.reader.wanted.person if self.reader.wanted else None
        self._day = day
        self.reader.want(week, person)

    def show_person(self, person: Person | None) -> None:
        """Show the weeks of somebody else; None for one's own."""
        if self.reader.wanted is not None:
            self._day = self.selected_day
            self.reader.want(self.reader.wanted.week, person)

    def on_timesheet_read(self, event: TimesheetRead) -> None:
        """Show what was read, unless another week is wanted by now."""
        if not self.reader.takes(event.wanted) or self._pane is None:
            return
        day, self._day = self._day, None
        if not self._pane.display:
            self._pane.display, self._waiting.display = True, False
            self._pane.focus_days()
        self._pane.show(event.view, self.app.now(), day)
        self._show_heading()
        self.refresh_bindings()
        self.reader.catch_up()

    def on_timesheet_failed(self, event: TimesheetFailed) -> None:
        """Say why the week cannot be read; what was known stays."""
        if self.reader.takes(event.wanted):
            self.reader.failure = event.refusal
            self._show_heading()
            self._waiting.update("There is no week to show yet.")

    def on_balance_read(self, event: BalanceRead) -> None:
        """Show the balance beside the totals."""
        if event.wanted == self.reader.wanted and self._pane is not None:
            self._pane.say_balance(event.words)

    def on_requests_read(self, event: RequestsRead) -> None:
        """Mark the days that a change is asked for."""
        if event.wanted == self.reader.wanted and self._pane is not None:
            self._pane.say_requests(event.requests)

    def on_selection_changed(self) -> None:
        """Show what can be done with what is selected now."""
        self.refresh_bindings()

    def _show_heading(self) -> None:
        if self.reader.wanted is None or not self.is_mounted:
            return
        from punchcard.tui.timesheet.header import WeekHeader
        from punchcard.tui.timesheet.heading import heading

        view = self._pane.view if self._pane is not None else None
        self.query_one(WeekHeader).heading = heading(
            view, self.reader, self.app.now().date(), self.app.with_keys
        )

    def _tick(self) -> None:
        """Draw what the running clock has added; with each minute it may make another finding."""
        if self._pane is None or self._pane.view is None or not self._pane.view.is_running:
            return
        now = self.app.now()
        self._pane.tick(now)
        if (now.hour, now.minute) != self._minute:
            self._minute = (now.hour, now.minute)
            self.reader.read_again(alone=True)

    def _is_behind_dialog(self) -> bool:
        return self in self.app.screen_stack and self.app.screen.is_modal

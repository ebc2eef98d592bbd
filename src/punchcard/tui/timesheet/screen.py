"""The Timesheet screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget

from punchcard.core.refusals import Refusal
from punchcard.tui import keymap
from punchcard.tui.timesheet.actions import TimesheetActions
from punchcard.tui.timesheet.messages import (
    BalanceRead,
    DimensionsRead,
    SelectionChanged,
    TimesheetFailed,
    TimesheetRead,
    Wanted,
)

if TYPE_CHECKING:
    from textual.geometry import Region
    from whenever import Date

    from punchcard.core.people import Person
    from punchcard.core.weeks import Week
    from punchcard.services.fold import KnownEntry
    from punchcard.services.overview import Overview
    from punchcard.services.timesheet import Timesheet
    from punchcard.tui.timesheet.review_pane import ReviewPane

PATIENCE_SECONDS = 0.15
"""After which it is said that a week is being read."""


class TimesheetScreen(TimesheetActions):
    """The week, reviewed and mended."""

    MODE = "timesheet"
    AUTO_FOCUS = "DayRows"

    BINDING_GROUP_TITLE = "Timesheet"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.TIMESHEET]

    DEFAULT_CSS = """
    TimesheetScreen {
        & ReviewPane { display: none; }
        & EmptyState { display: block; }
        &.-known ReviewPane { display: block; }
        &.-known EmptyState { display: none; }
        &.-grouped ReviewPane, &.-grouped EmptyState { display: none; }
        & GroupsPane { display: none; }
        &.-grouped GroupsPane { display: block; }
        &.-low ReviewPane {
            & #axis { display: none; }
            & #day-title { margin-top: 0; }
            & > #aside { display: none; max-height: 5; }
            & > #aside:focus-within { display: block; }
        }
        &.-wide ReviewPane {
            layout: horizontal;
            & > #aside { display: block; width: 43; height: 1fr; max-height: 100%; border-left: solid $panel; }
            & #entry-title { display: block; }
            & #findings-title { margin-top: 1; }
            & DetailPane { display: block; }
            & FindingsList { height: 1fr; max-height: 100%; }
            &.-faultless FindingsList { display: none; }
        }
    }
    """

    HELP = """
    Your week. Up and down choose a day, enter goes to its entries, escape leads back; `{timesheet.previous}`
    and `{timesheet.next}` turn the weeks, `{timesheet.today}` leads back to this one, `{timesheet.go_to}` to
    any. `{timesheet.findings}` goes through what is odd, `{timesheet.filter}` looks for entries, and
    `{timesheet.hand_in}` hands the week in.
    """

    wanted: Wanted | None = None
    """Whose week is to be shown; None until it is known which week this one is."""

    _day: Date | None = None
    _reading: Wanted | None = None
    _is_stale: bool = False
    _failure: Refusal | None = None
    _ticking: Timer | None = None
    _minute: tuple[int, int] = (-1, -1)
    _pane: ReviewPane | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The header, and below it the week; until one is known, what is being waited for."""
        # Loaded when the screen is first opened: the first frame of the app has no use for them.
        from punchcard.tui.timesheet.header import WeekHeader
        from punchcard.tui.timesheet.review_pane import ReviewPane
        from punchcard.tui.widgets.empty_state import EmptyState

        self._pane = ReviewPane()
        yield WeekHeader()
        yield EmptyState("Reading your week …")
        yield self._pane

    def on_mount(self) -> None:
        """Be ready to tick while this screen is seen."""
        self._ticking = self.set_interval(1.0, self._tick)

    def on_screen_resume(self) -> None:
        """Catch up with what has changed meanwhile."""
        if self._ticking is not None:
            self._ticking.resume()
        if self._is_stale:
            self.read_again()

    def on_screen_suspend(self) -> None:
        """Nobody looks: stop ticking."""
        if self._ticking is not None and not self.is_behind_dialog:
            self._ticking.pause()

    @property
    def is_behind_dialog(self) -> bool:
        """Whether this screen is seen behind a dialog."""
        return self in self.app.screen_stack and self.app.screen.is_modal

    @property
    def shown(self) -> Timesheet | None:
        """The week that is shown; None until one is known."""
        return self._pane.view.sheet if self._pane is not None and self._pane.view else None

    @property
    def selected_day(self) -> Date | None:
        """The day whose entries are shown; None until a week is known."""
        return self._pane.selected_day if self._pane is not None else None

    @property
    def selected_entry(self) -> KnownEntry | None:
        """The selected entry; None where there is none, and for the running clock."""
        return self._pane.selected_entry if self._pane is not None and self.shown else None

    @property
    def entry_region(self) -> Region | None:
        """Where the row of the selected entry stands on the screen; None where it cannot be seen."""
        return self._pane.entry_region if self._pane is not None and self.shown else None

    def show_overview(self, overview: Overview) -> None:
        """Something has changed: read the week again, as soon as somebody looks."""
        if self.wanted is None:
            from punchcard.core.weeks import Week

            self.wanted = Wanted(Week(overview.week[0], overview.week[-1]))
            self._day = overview.as_of.date()
        if self.is_current or self.is_behind_dialog:
            self.read_again()
        else:
            self._is_stale = True

    def show_week(self, week: Week, day: Date | None = None) -> None:
        """Show another week, with `day` selected."""
        if self.wanted is not None:
            self.wanted, self._day = Wanted(week, self.wanted.person), day
            self.read_again()

    def show_person(self, person: Person | None) -> None:
        """Show the weeks of somebody else; None for one's own."""
        if self.wanted is not None:
            self.wanted, self._day = Wanted(self.wanted.week, person), self.selected_day
            self.read_again()

    def read_again(self) -> None:
        """Read the week; while that is being done already, once more behind it."""
        if self.wanted is None:
            return
        self._is_stale = self._reading == self.wanted
        if not self._is_stale:
            self._reading = self.wanted
            self._read(self.wanted)
            self.set_timer(PATIENCE_SECONDS, self._say_reading)

    @work(group="week")
    async def _read(self, wanted: Wanted) -> None:
        from punchcard.tui.timesheet import reading

        try:
            await reading.read(self, wanted)
        except Refusal as refusal:
            self.post_message(TimesheetFailed(wanted, refusal))

    @work(exclusive=True, group="dimensions")
    async def _read_dimensions(self) -> None:
        from punchcard.tui.timesheet import reading

        await reading.read_dimensions(self)

    @on(DimensionsRead)
    def _name_dimensions(self, event: DimensionsRead) -> None:
        if self._pane is not None:
            self._pane.dimensions = event.dimensions

    @on(TimesheetRead)
    def _show_week(self, event: TimesheetRead) -> None:
        """Show what was read, unless another week is wanted by now."""
        if event.wanted != self.wanted or self._pane is None:
            return
        self._reading, self._failure = None, None
        self.add_class("-known")
        self._pane.show(event.view, self.app.now(), self._day)
        self._day = None
        self._show_heading()
        self.refresh_bindings()
        if self._is_stale:
            self.read_again()

    @on(TimesheetFailed)
    def _show_failure(self, event: TimesheetFailed) -> None:
        """Say why the week cannot be read; what was known stays."""
        if event.wanted == self.wanted:
            self._reading, self._failure = None, event.refusal
            self._show_heading()

    @on(BalanceRead)
    def _show_balance(self, event: BalanceRead) -> None:
        if event.wanted == self.wanted and self._pane is not None:
            self._pane.say_balance(event.words)

    @on(SelectionChanged)
    def _selection_changed(self) -> None:
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        """Find room for everything again."""
        super().on_resize(event)
        self._show_heading()

    def _say_reading(self) -> None:
        if self._reading is not None:
            self._show_heading()

    def _show_heading(self) -> None:
        if self.wanted is None:
            return
        from punchcard.tui.timesheet.header import WeekHeader
        from punchcard.tui.timesheet.heading import heading

        view = self._pane.view if self._pane is not None else None
        is_reading = self._reading is not None
        today = self.app.now().date()
        self.query_one(WeekHeader).heading = heading(
            view, self.wanted, today, self._failure, is_reading=is_reading
        )

    def _tick(self) -> None:
        """Draw what the running clock has added; with each minute it may make another finding."""
        if self._pane is None or self._pane.view is None or not self._pane.view.is_running:
            return
        now = self.app.now()
        self._pane.tick(now)
        if (now.hour, now.minute) != self._minute:
            self._minute = (now.hour, now.minute)
            self.read_again()

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
        if self._pane is not None:
            self._pane.next_finding()

    def action_filter(self) -> None:
        """Ask what to look for."""
        if self._pane is not None:
            self._read_dimensions()
            self._pane.open_filter()

    def _turn(self, days: int) -> None:
        if self.wanted is None:
            return
        week, day = self.wanted.week, self._day or self.selected_day
        moved = week._replace(first=week.first.add(days=days), last=week.last.add(days=days))
        self.show_week(moved, day.add(days=days) if day else None)

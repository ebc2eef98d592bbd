"""The Clock screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget

from punchcard.tui import keymap
from punchcard.tui.clock.actions import ClockActions
from punchcard.tui.clock.card_content import CardAnswered, CardContent
from punchcard.tui.clock.day_line import DayLine
from punchcard.tui.clock.entry_list import EntryList
from punchcard.tui.clock.facts import Facts
from punchcard.tui.clock.glance import glance
from punchcard.tui.clock.stopwatch import Stopwatch, StopwatchView
from punchcard.tui.clock.week_pane import WeekPane

if TYPE_CHECKING:
    from punchcard.backends.abilities import Ability
    from punchcard.services.overview import Overview
    from punchcard.tui.clock.card import Card

SHORTEST_LINE = 10
"""Cells below which a day cannot be drawn."""


class ClockScreen(ClockActions):
    """Daily clocking: the stopwatch, the day to scale, and today's entries."""

    MODE = "clock"
    AUTO_FOCUS = "EntryList"

    BINDING_GROUP_TITLE = "Clock"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.CLOCK]

    DEFAULT_CSS = """
    ClockScreen {
        layers: default beside week;
        & Stopwatch { margin: 1 2 0 2; }
        & Facts { layer: beside; margin: 2 0 0 42; width: 36; }
        & WeekPane { layer: week; display: none; margin: 2 0 0 74; }
        & DayLine { margin: 0 2 1 2; }
        & EntryList { margin: 0 2; }
        & Card { margin: 0 2; }
        &.-slim {
            & Stopwatch { width: 26; margin: 1 1 0 1; }
            & Facts { margin: 2 0 0 27; width: 32; }
            & DayLine { margin: 0 1 1 1; }
            & EntryList, & Card { margin: 0 1; }
        }
        &.-wide {
            & Stopwatch { width: 34; height: 9; margin: 1 4 0 4; }
            & Facts { margin: 2 0 0 38; width: 35; }
            & WeekPane { display: block; }
            & DayLine { margin: 0 4 1 4; }
            & EntryList, & Card { margin: 0 4; }
        }
        &.-high Stopwatch { height: 9; }
        &.-low EntryList { min-height: 0; }
        &.-card EntryList { display: none; }
        &.-card.-low {
            & DayLine { display: none; }
            & Stopwatch, & Facts { height: 6; }
        }
    }
    """

    HELP = """
    Your clock. `{clock.start}` starts it on what you worked on last, `{clock.start_with}` asks what and when;
    `{clock.break}` begins and `{clock.resume}` ends a break, `{clock.stop}` stops, `{app.undo}` takes the
    last thing back. The line below shows your day to scale: `█` worked, `░` break, `┆` where your target
    will be reached.
    """

    _card: Card | None = None
    _ticking: Timer | None = None
    _minute: tuple[int, int] = (-1, -1)
    _keys_for: tuple[str, frozenset[Ability]] | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The stopwatch with its facts, the day line, and the entries; a card comes before them."""
        # On layers of their own, not in a container: so they are all there in the first frame.
        yield Stopwatch(self._glance())
        yield Facts()
        yield WeekPane()
        yield DayLine()
        yield EntryList()

    def on_mount(self) -> None:
        """Tick once a second while this screen is seen."""
        self._ticking = self.set_interval(1.0, self._tick)

    def on_screen_resume(self) -> None:
        """Tick again, and catch up at once."""
        if self._ticking is not None:
            self._ticking.resume()
            self._show_all()

    def on_screen_suspend(self) -> None:
        """Nobody looks: stop ticking, unless this is seen behind a dialog."""
        if self._ticking is not None and not self._is_behind_dialog():
            self._ticking.pause()

    def on_resize(self, event: events.Resize) -> None:
        """Draw the day line to the new width."""
        super().on_resize(event)
        self.call_after_refresh(self._show_day)

    def _glance(self) -> StopwatchView | None:
        """What the stored status says, so that the first frame has it."""
        now = self.app.now()
        day = now.date().format_iso()
        view = glance(self.app.folders, self.app.account, now.timestamp(), day)
        self.glanced = view.look if view else ""
        return view

    def _is_behind_dialog(self) -> bool:
        return self in self.app.screen_stack and self.app.screen.is_modal

    def show_overview(self, overview: Overview) -> None:
        """Render what is known now."""
        self._show_all()
        # Every refresh lays the whole footer out again.
        keys_for = (overview.state_name, frozenset(overview.unable))
        if keys_for != self._keys_for:
            self._keys_for = keys_for
            self.refresh_bindings()

    def _tick(self) -> None:
        overview = self.app.overview
        if overview is None:
            return
        from punchcard.tui.clock import view

        now = self.app.now()
        self.query_one(Stopwatch).show_elapsed(view.elapsed_of(overview, now))
        if (now.hour, now.minute) != self._minute:
            self._show_day()

    def _show_all(self) -> None:
        overview = self.app.overview
        if overview is None:
            return
        from punchcard.tui.clock import view

        start_key = self.app.with_keys("{clock.start}")
        self.query_one(Stopwatch).view = view.stopwatch_of(overview, self.app.now(), start_key)
        self._show_day()
        self._show_card(view.card_of(self.app, overview))

    def _show_day(self) -> None:
        """Draw what changes with the minute: facts, day line, entries, week."""
        overview = self.app.overview
        if overview is None:
            return
        from punchcard.tui.clock import view

        now = self.app.now()
        self._minute = (now.hour, now.minute)
        self.query_one(Facts).facts = view.facts_of(overview, now)
        self.query_one(EntryList).lines = view.lines_of(overview, now)
        self.query_one(WeekPane).rows = view.week_rows(overview, now)
        line = self.query_one(DayLine)
        if line.size.width >= SHORTEST_LINE:
            line.model = view.day_line_of(overview, now, line.size.width)

    def _show_card(self, content: CardContent | None) -> None:
        """Put a card before the entries, change it, or take it away."""
        self.set_class(content is not None, "-card")
        if self._card is None:
            if content is None:
                return
            from punchcard.tui.clock.card import Card

            self._card = Card(content)
            self.mount(self._card, before=self.query_one(EntryList))
        had_focus = self._card.has_focus_within
        self._card.show(content)
        if content is None and had_focus:
            self.query_one(EntryList).focus()

    def on_card_answered(self, event: CardAnswered) -> None:
        """Do what was decided."""
        self.answer_card(event.content, event.choice)
        self._show_all()

"""The Approvals screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget

from punchcard.tui import keymap
from punchcard.tui.approvals.actions import ApprovalsActions
from punchcard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope
    from punchcard.services.overview import Overview
    from punchcard.services.reading.connection_state import ConnectionState
    from punchcard.tui.approvals.batch import Batch
    from punchcard.tui.approvals.follower import Follower
    from punchcard.tui.approvals.messages import (
        BatchMoved,
        DetailFailed,
        DetailRead,
        ListingFailed,
        ListingRead,
        WorkedRead,
    )
    from punchcard.tui.approvals.pane import ApprovalsPane
    from punchcard.tui.approvals.reader import Reader
    from punchcard.tui.approvals.rows import Row


class ApprovalsScreen(ApprovalsActions):
    """What waits for a lead's decision, what was decided, and what one has asked for oneself."""

    MODE = "approvals"
    AUTO_FOCUS = ""

    BINDING_GROUP_TITLE = "Approvals"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.APPROVALS]

    DEFAULT_CSS = """
    ApprovalsScreen {
        &.-low ApprovalsPane InboxList { max-height: 4; }
        &.-wide ApprovalsPane {
            & #body { layout: horizontal; }
            & InboxList { width: 1fr; height: 1fr; max-height: 100%; }
            & ItemDetail { width: 54; margin-top: 0; border-left: solid $panel; }
            & ItemDetail:focus { border-left: solid $primary; }
        }
    }
    """

    HELP = """
    Change requests and weeks that were handed in wait here, the oldest first. `{approvals.approve}` approves
    what is marked or selected, `{approvals.decline}` declines it with a reason; for a few seconds
    `{app.undo}` takes that back, and nothing is sent before. `{approvals.mark}` and `{approvals.mark_all}`
    mark several, `{approvals.filter}` filters. `{approvals.decided}` shows what was decided,
    `{approvals.mine}` what you have asked for yourself. Enter goes into a request, and opens a week whole.
    """

    _pane: ApprovalsPane | None = None
    _reader: Reader
    _follower: Follower
    _ticking: Timer | None = None
    _is_unread: bool = False
    """Whether the selected item could not be read in full."""
    is_ticking: bool = False
    """Whether a countdown is drawn once a second."""

    def compose_body(self) -> Iterable[Widget]:
        """The header, the list and the selected item in full."""
        # Loaded when the screen is first opened: the first frame of the app has no use for them.
        from punchcard.tui.approvals.follower import Follower
        from punchcard.tui.approvals.pane import ApprovalsPane
        from punchcard.tui.approvals.reader import Reader
        from punchcard.tui.approvals.selection import Selection

        self.selection = Selection()
        self._reader, self._follower = Reader(self), Follower(self)
        self._pane = ApprovalsPane(self.selection)
        yield self._pane

    def on_mount(self) -> None:
        """Be ready to count down."""
        self._ticking = self.set_interval(1.0, self._tick, pause=True)
        self._show_heading()

    def on_screen_resume(self) -> None:
        """Catch up with what has changed meanwhile."""
        self._reader.catch_up()

    def on_resize(self, event: events.Resize) -> None:
        """Find room for everything again."""
        super().on_resize(event)
        self._show_heading()

    @property
    def selected(self) -> Row | None:
        """The selected row; None where there is none."""
        return self._pane.selected if self._pane is not None else None

    @property
    def shown_key(self) -> str | None:
        """The key of the item that is shown in full; None while there is none."""
        return self._pane.shown_key if self._pane is not None else None

    @property
    def going(self) -> Sequence[Batch]:
        """The decisions that are on their way."""
        return self._follower.going

    @property
    def is_busy(self) -> bool:
        """Whether several decisions are on their way that can still be stopped."""
        return self._follower.stoppable

    @property
    def can_step_back(self) -> bool:
        """Whether escape leads anywhere within this screen."""
        pane = self._pane
        is_away = self.scope != "waiting" and self.may_look
        return pane is not None and (self.is_busy or pane.can_step_back or is_away)

    def step_back(self) -> bool:
        """Close the filter, or leave the detail; False where there is neither."""
        return self._pane is not None and self._pane.step_back()

    def turn_to(self, scope: Scope) -> None:
        """Show another list."""
        if self._pane is None or scope == self.scope:
            return
        self.scope = scope
        self._pane.begin_again(scope)
        self._reader.begin_again()
        self._show_heading()
        self.refresh_bindings()

    def show_marks(self, cursor: int | None = None) -> None:
        """Draw the marks again, and select another row."""
        if self._pane is not None:
            self._pane.show_rows(cursor)
            self._show_heading()
            self._selection_changed()

    def follow(self, batch: Batch) -> None:
        """Show that these are decided, open the next item, and follow what becomes of them."""
        self._follower.begin(batch)
        self.selection.unmark()
        if self._pane is not None:
            self.selection.decide(self._follower.verdicts, self._follower.problems)
            self._pane.open_next(set(batch.keys))
        self._start_ticking()
        self._selection_changed()

    def show_overview(self, overview: Overview) -> None:
        """Something has changed: read again, as soon as somebody looks."""
        del overview
        self._follower.look()
        if self.is_current or (self in self.app.screen_stack and self.app.screen.is_modal):
            self._reader.read_again()
        else:
            self._reader.mark_stale()

    def read_again(self) -> None:
        """Read once more, also where nothing else has changed."""
        self._follower.problems.clear()
        self._reader.read_again(anew=True)

    def action_filter(self) -> None:
        """Ask what to look for."""
        if self._pane is not None:
            self._pane.open_filter()

    def on_listing_read(self, event: ListingRead) -> None:
        """Show what was read, unless another list is wanted by now."""
        if not self._reader.takes_listing(event) or self._pane is None:
            return
        if event.listing is not None:
            self.take_rights(event.listing)
            if not self.may_look and self.scope != "mine":
                self.turn_to("mine")
                return
            self._lay_over()
            self._pane.show_listing(event.listing)
            if any(row.held_until for row in event.listing.rows):
                self._start_ticking()
        self._show_heading()
        self._selection_changed(anew=event.listing is not None)
        self._reader.catch_up()

    def on_listing_failed(self, event: ListingFailed) -> None:
        """Say why the list cannot be read; what was known stays."""
        if self._reader.takes_failure(event) and self._pane is not None:
            again = self.app.with_keys("{app.refresh} tries again.")
            self._pane.say_nothing(f"This list is not known.\n\n{again}")
            self._show_heading()

    def on_detail_read(self, event: DetailRead) -> None:
        """Show the item, if it is still the selected one."""
        if self._pane is not None and self.selected is not None and self.selected.key == event.key:
            self._pane.show_detail(event.view)

    def on_detail_failed(self, event: DetailFailed) -> None:
        """Say why the item cannot be read in full."""
        if self._pane is not None and self.selected is not None and self.selected.key == event.key:
            self._pane.show_waiting(f"! {event.refusal.message}")
            self._is_unread = True

    def show_connection(self, state: ConnectionState) -> None:
        """Read once more what could not be read, as soon as the service answers again."""
        super().show_connection(state)
        if self._is_unread and state.tone == "good":
            self._is_unread = False
            self._selection_changed()

    def on_worked_read(self, event: WorkedRead) -> None:
        """Show how much was worked in the weeks of the list."""
        if self._pane is not None:
            self._pane.show_worked(event.worked)

    def on_batch_moved(self, event: BatchMoved) -> None:
        """Show how far decisions have come, and what became of them."""
        from punchcard.tui.approvals.batch import summary

        self._follower.move(event.batch, event.progress)
        if self._pane is None:
            return
        self._lay_over()
        if event.progress.is_over:
            if sentence := summary(event.batch, event.progress):
                self.say(sentence, is_refusal=bool(event.progress.problems))
            self._reader.read_again(anew=True)
            self.refresh_bindings()
            broken = [row for row in self.selection.all_rows if row.key in event.progress.broken]
            # Elsewhere, or while something else is asked, the row says it until it is decided once more.
            if broken and self.is_current:
                self.ask_about_rules(broken, event.progress.problems)
        self._pane.show_rows()
        self._show_heading()

    def _lay_over(self) -> None:
        """Lay what was decided over the list; the same item stays selected."""
        before = self.selected
        self.selection.decide(self._follower.verdicts, self._follower.problems)
        place = self.selection.place_of(before.key) if before else None
        if self._pane is not None and place is not None:
            self._pane.show_rows(place)

    @on(RowList.Selected, "InboxList")
    def _on_selected(self) -> None:
        self._selection_changed()

    @on(RowList.Taken, "InboxList")
    async def _on_taken(self) -> None:
        from punchcard.core.change_requests import ChangeRequest

        row = self.selected
        if row is not None and not isinstance(row.item, ChangeRequest):
            self._open_week(row)
        elif self._pane is not None:
            self._pane.go_to_detail()
            self.refresh_bindings()

    def on_approvals_pane_filtered(self) -> None:
        """Show what the filter has left."""
        self._show_heading()
        self._selection_changed()

    def on_inbox_list_scrolled(self) -> None:
        """Read what is to be known of the rows that are seen now."""
        self._read_worked()

    def on_inbox_list_mark_clicked(self) -> None:
        """Mark the row that was clicked, and stay there."""
        if self.scope == "waiting" and self.selected is not None and self.selection.mark(self.selected):
            self.show_marks()

    def on_descendant_focus(self) -> None:
        """Show what escape does from here."""
        self.refresh_bindings()

    def _open_week(self, row: Row) -> None:
        from punchcard.tui.approvals.open_week import open_week

        open_week(self.app, row)

    def _selection_changed(self, *, anew: bool = False) -> None:
        """Read the selected item in full, and show what can be done with it."""
        row, pane = self.selected, self._pane
        if pane is None:
            return
        if row is None:
            pane.show_detail(None)
        elif anew or not pane.shows(row):
            self._reader.want_detail(row, pane.show_waiting)
        pane.show_problem(row)
        self.call_after_refresh(self._read_worked)
        self.refresh_bindings()

    def _read_worked(self) -> None:
        if self._pane is not None and (weeks := self._pane.unknown_weeks()):
            self._reader.read_worked(weeks)

    def _show_heading(self) -> None:
        if self._pane is not None and self.is_mounted:
            second = self.app.now().timestamp()
            doing = self._follower.doing(second, self.app.with_keys("{app.undo}"))
            self._pane.show_heading(self.why_not_decide, doing, self._reader)

    def _start_ticking(self) -> None:
        if self._ticking is not None:
            self.is_ticking = True
            self._ticking.resume()
        self._tick()

    def _tick(self) -> None:
        """Count down; only while something is held."""
        pane = self._pane
        if pane is None:
            return
        pane.count_down(self.app.now().timestamp())
        self._show_heading()
        if not pane.is_held and not self._follower.is_held and self._ticking is not None:
            self.is_ticking = False
            self._ticking.pause()

"""The list and the selected item in full, with what stands above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message

from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.tui.approvals import pane_words
from punchcard.tui.approvals.detail_view import DetailView
from punchcard.tui.approvals.filter_line import InboxFilter
from punchcard.tui.approvals.header import ApprovalsHeader, Heading
from punchcard.tui.approvals.inbox_list import InboxList
from punchcard.tui.approvals.item_detail import ItemDetail
from punchcard.tui.approvals.query import InboxQuery, parse_inbox_query
from punchcard.tui.approvals.rows import Listing, Row
from punchcard.tui.approvals.selection import NO_QUERY, Selection
from punchcard.tui.host import HostApp
from punchcard.tui.timesheet.filter_line import FilterLine
from punchcard.tui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope
    from punchcard.services.approvals.inbox import Elsewhere
    from punchcard.tui.approvals.reader import Reader


class ApprovalsPane(Vertical):
    """Everything between the top line and the keys."""

    app = getters.app(HostApp)

    DEFAULT_CSS = """
    ApprovalsPane {
        height: 1fr;
        & #body { height: 1fr; display: none; margin-top: 1; }
        & InboxList { margin: 0 1; }
        & ItemDetail { margin-top: 1; }
        &.-known #body { display: block; }
        &.-known EmptyState { display: none; }
    }
    """

    class Filtered(Message):
        """Something else is looked for."""

    def __init__(self, selection: Selection) -> None:
        """Show what `selection` leaves in."""
        super().__init__()
        self._selection = selection
        self._asked: set[str] = set()
        self._worked: dict[str, int] = {}
        self._never_listed = ""
        self._elsewhere: Elsewhere | None = None

    def compose(self) -> ComposeResult:
        """The header, the filter, the list and the item; until they are known, what is waited for."""
        yield ApprovalsHeader()
        yield InboxFilter()
        yield EmptyState("Reading the inbox …")
        with Container(id="body"):
            yield InboxList(self._selection)
            yield ItemDetail()

    @property
    def selected(self) -> Row | None:
        """The selected row; None where there is none."""
        rows = self.query_one(InboxList)
        return self._selection.rows[rows.cursor] if rows.cursor < len(self._selection.rows) else None

    @property
    def is_held(self) -> bool:
        """Whether a row can still be taken back."""
        return any(row.held_until and row.pending == "held" for row in self._selection.all_rows)

    @property
    def can_step_back(self) -> bool:
        """Whether a filter is open, or the item has the focus."""
        return self.query_one(InboxFilter).has_class("-shown") or self.query_one(ItemDetail).has_focus

    def step_back(self) -> bool:
        """Close the filter, or leave the item; False where there is neither."""
        line, detail = self.query_one(InboxFilter), self.query_one(ItemDetail)
        if detail.has_focus:
            self.query_one(InboxList).focus()
            return True
        if not line.has_class("-shown"):
            return False
        self._close_filter()
        return True

    def begin_again(self, scope: Scope) -> None:
        """Show nothing until another list is known."""
        self._selection.begin_again()
        self.query_one(InboxFilter).close()
        rows, detail = self.query_one(InboxList), self.query_one(ItemDetail)
        rows.scope, rows.worked, detail.view = scope, {}, None
        self._asked.clear()
        self._worked.clear()
        self.show_rows(0)
        self.say_nothing("Reading …")

    def show_listing(self, listing: Listing) -> None:
        """Show what was read; the same item stays selected, or the one that has come in its place."""
        before, at = self.selected, self.query_one(InboxList).cursor
        was_known = self._selection.is_known
        self._asked.clear()
        self._selection.show(listing.rows)
        self._never_listed, self._elsewhere = listing.never_listed, listing.elsewhere
        place = self._selection.place_of(before.key) if before else None
        self.show_rows(place if place is not None else at if was_known else 0)
        if not was_known:
            self.query_one(InboxList).focus()

    def show_rows(self, cursor: int | None = None) -> None:
        """Draw the list, and select another row."""
        rows = self.query_one(InboxList)
        rows.today, rows.second = self.app.now().date(), self.app.now().timestamp()
        rows.has_ages = any(row.days is not None for row in self._selection.all_rows)
        rows.count = len(self._selection.rows)
        rows.show(cursor)
        self.set_class(bool(rows.count), "-known")
        if self._selection.query:
            self.query_one(InboxFilter).say_left(pane_words.left_in_words(self._selection))
        if not rows.count and self._selection.is_known:
            reason = self._elsewhere.reason if self._elsewhere is not None else ""
            self.say_nothing(pane_words.nothing(rows.scope, self._selection, self._never_listed, reason))

    def open_next(self, leaving: set[str]) -> None:
        """Select the next item that waits for a decision."""
        self.show_rows(self._selection.next_open(self.query_one(InboxList).cursor, leaving))

    def count_down(self, second: int) -> None:
        """Draw how long the held rows may still be taken back; `second` is now, in epoch seconds."""
        rows = self.query_one(InboxList)
        rows.second = second
        rows.refresh()

    def say_nothing(self, text: str) -> None:
        """Say what stands in the place of a list without rows."""
        self.query_one(EmptyState).update(Content(self.app.with_keys(text)))

    def show_heading(self, why_not: str, doing: str, reader: Reader) -> None:
        """Say which list it is, and what is being done."""
        scope = self.query_one(InboxList).scope
        self.query_one(ApprovalsHeader).heading = Heading(
            name=pane_words.name(scope, is_elsewhere=self._elsewhere is not None),
            counted=pane_words.count_in_words(scope, self._selection),
            doing=doing,
            marked=f"■ {self._selection.marked_count:,} marked" if self._selection.marked_count else "",
            is_reading=reader.is_late,
            problem=reader.problem or self._remark(scope, why_not),
            is_failure=bool(reader.problem),
        )

    def _remark(self, scope: Scope, why_not: str) -> str:
        """Why nothing can be decided, or what is never listed here."""
        if self._elsewhere is not None:
            return self._elsewhere.sentence
        match scope:
            case "mine":
                return why_not
            case "decided":
                return self._never_listed
            case "waiting":
                return ""

    @property
    def shown_key(self) -> str | None:
        """The key of the item that is shown in full; None while there is none."""
        view = self.query_one(ItemDetail).view
        return view.key if view else None

    def shows(self, row: Row) -> bool:
        """Whether the item in full is the one of this row."""
        return self.shown_key == row.key

    def show_detail(self, view: DetailView | None) -> None:
        """Show an item in full; None for nothing."""
        detail = self.query_one(ItemDetail)
        if view is None or detail.view is None or detail.view.key != view.key:
            detail.scroll_home(animate=False)
        detail.view, detail.waiting = view, ""
        detail.show()
        if view is not None and isinstance(view.item, SubmittedWeek):
            self.show_worked({view.key: view.week.worked_seconds})

    def show_waiting(self, text: str = "Reading …") -> None:
        """Say that the item is being read, or why it cannot be."""
        row, detail = self.selected, self.query_one(ItemDetail)
        if row is not None and not self.shows(row):
            detail.view, detail.waiting = None, text
            detail.show()

    def show_problem(self, row: Row | None) -> None:
        """Say why deciding the selected item did not work."""
        detail, problem = self.query_one(ItemDetail), row.problem if row else ""
        if detail.problem != problem:
            detail.problem = problem
            detail.show()

    def show_worked(self, worked: Mapping[str, int]) -> None:
        """Show how much was worked in some weeks."""
        self._worked.update(worked)
        rows = self.query_one(InboxList)
        rows.worked = self._worked
        rows.refresh()

    def unknown_weeks(self) -> Sequence[SubmittedWeek]:
        """The weeks that are seen and of which nobody has asked yet how much was worked."""
        found = [row for row in self.query_one(InboxList).seen if isinstance(row.item, SubmittedWeek)]
        asked = [row for row in found if row.key not in self._asked]
        self._asked.update(row.key for row in asked)
        return [row.item for row in asked if isinstance(row.item, SubmittedWeek)]

    def go_to_detail(self) -> None:
        """Let the keys scroll the item."""
        self.query_one(ItemDetail).focus()

    def open_filter(self) -> None:
        """Ask what to look for."""
        line = self.query_one(InboxFilter)
        line.call_after_refresh(line.open)

    @on(FilterLine.Changed)
    def _on_filter_changed(self, event: FilterLine.Changed) -> None:
        line, overview = self.query_one(InboxFilter), self.app.overview
        if overview is None:
            return
        today = self.app.now().date()
        try:
            query = parse_inbox_query(event.text, today, overview.schedule.week_starts)
        except Refusal as refusal:
            line.say(refusal.message, is_problem=True)
            return
        self._look_for(query)
        line.say(pane_words.left_in_words(self._selection) if query else "")

    @on(FilterLine.Closed)
    def _on_filter_closed(self) -> None:
        self._close_filter()

    @on(FilterLine.Taken)
    def _on_filter_taken(self) -> None:
        self.query_one(InboxList).focus()

    def _close_filter(self) -> None:
        self.query_one(InboxFilter).close()
        self._look_for(NO_QUERY)
        self.query_one(InboxList).focus()

    def _look_for(self, query: InboxQuery) -> None:
        before = self.selected
        self._selection.look_for(query)
        self.show_rows((self._selection.place_of(before.key) if before else None) or 0)
        self.post_message(self.Filtered())

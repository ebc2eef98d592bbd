"""The week as it is drawn: its days, the entries of the selected one, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static
from whenever import Date, ZonedDateTime

from punchcard.core.assignments import Dimension
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.filters import Query
from punchcard.core.text import one_line
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week_view import WeekView
from punchcard.tui.host import HostApp
from punchcard.tui.timesheet import entry_rows, pane_words
from punchcard.tui.timesheet.day_rows import DayRows, HoursAxis
from punchcard.tui.timesheet.detail_pane import DetailPane
from punchcard.tui.timesheet.details import details_of, details_of_request, details_of_work_times
from punchcard.tui.timesheet.entry_rows import EntryRow
from punchcard.tui.timesheet.entry_table import EntryTable
from punchcard.tui.timesheet.filter_line import FilterLine
from punchcard.tui.timesheet.findings_list import FindingsList
from punchcard.tui.timesheet.messages import SelectionChanged
from punchcard.tui.timesheet.totals import Totals

LINES_OF_A_WEEK = 9
"""Lines of the days, the totals, and the title of a day."""

FINDINGS_SHARE = 0.22
"""Of a screen: what the findings have, as a fraction of 1."""


class DrawnWeek(Horizontal):
    """Draws a week, one of its days in full; what the keys do is left to whoever inherits it."""

    app = getters.app(HostApp)

    view: WeekView | None = None
    dimensions: Sequence[Dimension] = ()

    def __init__(self) -> None:
        super().__init__()
        self._day: Date | None = None
        self._query: Query | None = None
        self._unreadable = ""
        """Why what is typed is no filter; empty where it is one."""
        self._rows: list[EntryRow] = []
        self._now: ZonedDateTime | None = None
        self._requests: Mapping[Date, ChangeRequest] = {}
        self._findings_fit = False

    def compose(self) -> ComposeResult:
        """The days and the entries; beside or below them what was found."""
        with Vertical(id="days"):
            yield HoursAxis(id="axis")
            yield DayRows()
            yield Totals()
            yield Static(id="day-title", classes="title")
            yield EntryTable()
            yield Static(id="nothing")
        with Vertical(id="aside"):
            yield Static(id="entry-title", classes="title")
            yield DetailPane()
            yield Static(id="findings-title", classes="title")
            yield FindingsList()

    @property
    def selected_entry(self) -> KnownEntry | None:
        """The selected entry; None where there is none, and for the running clock."""
        row = self._selected_row
        return row.known if row else None

    @property
    def is_on_clock(self) -> bool:
        """Whether the selected row is the running clock."""
        row = self._selected_row
        return row is not None and row.known is None

    @property
    def _selected_row(self) -> EntryRow | None:
        # None while the screen is being closed.
        table = self.query_one_optional(EntryTable)
        return self._rows[table.cursor] if table is not None and table.cursor < len(self._rows) else None

    def _find_room(self) -> None:
        """On a low screen, show the findings only where the fullest day of the week leaves room for them."""
        if self.view is None:
            return
        sheet, needed = self.view.sheet, int(self.screen.size.height * FINDINGS_SHARE)
        fullest = max(1, *(len(sheet.entries_of(day)) for day in sheet.week.days)) + self.view.is_running
        self._findings_fit = self.size.height - LINES_OF_A_WEEK - fullest >= needed
        self.query_one("#aside").set_class(self._findings_fit, "-fits")
        self._show_titles()

    def _show_days(self) -> None:
        view, rows = self.view, self.query_one(DayRows)
        if view is None or self._day is None:
            return
        rows.view = view
        rows.requested = self._requests.keys()
        rows.dimmed = pane_words.days_without(self._rows, view) if self._query else ()
        rows.show(view.index_of(self._day))
        self.query_one(Totals).view = view
        self.query_one(HoursAxis).view = view

    def _show_entries(self, cursor: int | None) -> None:
        view, table = self.view, self.query_one(EntryTable)
        if view is None or self._day is None:
            return
        now = self._now or view.sheet.as_of
        before = self.selected_entry
        if self._unreadable:
            self._rows = []
        elif self._query is None:
            self._rows = entry_rows.rows_of(view, self._day, now)
        else:
            self._rows = entry_rows.rows_that_fit(view, self._query, now)
            words = pane_words.count_in_words(self._rows, entry_rows.count_of(view))
            self.query_one(FilterLine).say(words)
        table.rows, table.shows_days = self._rows, self._query is not None
        table.show(cursor)
        self._show_nothing(view)
        self._show_titles()
        if cursor is not None or self.selected_entry != before:
            self._show_details()

    def _show_nothing(self, view: WeekView) -> None:
        nothing, is_empty = self.query_one("#nothing", Static), not self._rows
        # Not by a class of this pane, which would have all of it styled anew.
        nothing.display, self.query_one(EntryTable).display = is_empty, not is_empty
        if is_empty and self._day is not None:
            words = pane_words.nothing(view, self._day, is_filtered=self._query is not None)
            nothing.set_class(view.is_empty, "-centred")
            nothing.update(Content(one_line(self._unreadable) or self.app.with_keys(words)))

    def _show_titles(self) -> None:
        if self.view is not None and self._day is not None:
            is_low = self.screen.has_class("-low") and not self._findings_fit
            asked = self._requests.get(self._day)
            told = None if self.screen.has_class("-wide") else self._work_times
            words = pane_words.day_title(self.view, self._day, asked, is_low=is_low, work_times=told)
            self.query_one("#day-title", Static).update(words, layout=False)

    @property
    def _work_times(self) -> WorkTimeDay | None:
        """When the person was at work on the selected day."""
        if self.view is None or self._day is None:
            return None
        told = self.view.sheet.work_times.get(self._day)
        return told.at(self.app.now()) if told else None

    def _show_findings(self, *, moves: bool = False) -> None:
        view, findings = self.view, self.query_one(FindingsList)
        if view is None or self._day is None:
            return
        self.set_class(not view.findings, "-faultless")
        findings.findings, findings.day = view.findings, self._day
        here = next((at for at, found in enumerate(view.findings) if found.day == self._day), None)
        findings.show(here if moves else None)
        self.query_one("#findings-title", Static).update(
            pane_words.findings_title(view, self._day), layout=False
        )

    def _show_details(self) -> None:
        pane, known, view = self.query_one(DetailPane), self.selected_entry, self.view
        if view is not None:
            pane.details = details_of(known, view.sheet) if known else ()
            asked = self._requests.get(self._day) if self._day else None
            beside = details_of_work_times(self._work_times)
            pane.details = (*details_of_request(asked, self.app.with_keys), *beside, *pane.details)
            pane.nothing = pane_words.no_entry(self._selected_row)
            pane.show()
        self.query_one("#entry-title", Static).update(Content("Entry"), layout=False)
        self.post_message(SelectionChanged())

"""The week: its days, the entries of the selected one, and what was found. Keeps what is selected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static
from whenever import Date, ZonedDateTime

from punchcard.core.assignments import Dimension
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.filters import Query, parse_query
from punchcard.core.findings import Finding
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week_view import WeekView
from punchcard.tui.host import HostApp
from punchcard.tui.timesheet import entry_rows, pane_words
from punchcard.tui.timesheet.day_rows import DayRows, axis
from punchcard.tui.timesheet.detail_pane import DetailPane
from punchcard.tui.timesheet.details import details_of, details_of_request, details_of_work_times
from punchcard.tui.timesheet.entry_rows import EntryRow
from punchcard.tui.timesheet.entry_table import EntryTable
from punchcard.tui.timesheet.filter_line import FilterLine
from punchcard.tui.timesheet.findings_list import FindingsList
from punchcard.tui.timesheet.messages import SelectionChanged
from punchcard.tui.timesheet.totals import Totals
from punchcard.tui.widgets.row_list import CURSOR_WIDTH, RowList

LINES_OF_A_WEEK = 9
"""Lines of the days, the totals, and the title of a day."""

FINDINGS_SHARE = 0.22
"""Of a screen: what the findings have, as a fraction of 1."""


class ReviewPane(Horizontal):
    """Everything below the header of the week."""

    app = getters.app(HostApp)

    DEFAULT_CSS = """
    ReviewPane {
        layout: vertical;
        height: 1fr;
        & > #days { height: 1fr; padding: 0 1; }
        & > #aside { height: auto; max-height: 22vh; padding: 0 1; }
        & > #aside:focus-within { max-height: 40vh; }
        & #axis { height: 1; }
        & .title { height: 1; padding: 0 0 0 2; text-style: bold; }
        & #day-title { margin-top: 1; }
        & #entry-title { display: none; }
        & FilterLine { margin: 1 1 0 2; }
        & FindingsList { height: auto; }
        & EntryTable { height: 1fr; }
        & DetailPane { display: none; padding: 0 2; }
        & #nothing { height: 1fr; padding: 0 2; color: $text-muted; }
        & #nothing.-centred { content-align: center middle; text-align: center; }
        &.-faultless #aside, &.-filtered #aside { display: none; }
        &.-filtered #day-title { display: none; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "back_to_days",
            "To the days",
            show=False,
            id="timesheet.back",
            tooltip="Back to the days",
        ),
    ]

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
            yield Static(id="axis")
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
    def selected_day(self) -> Date | None:
        """The day whose entries are shown; None before a week is known."""
        return self._day

    @property
    def selected_entry(self) -> KnownEntry | None:
        """The selected entry; None where there is none, and for the running clock."""
        row = self._selected_row
        return row.known if row else None

    @property
    def entry_region(self) -> Region | None:
        """Where the row of the selected entry stands on the screen; None where it cannot be seen."""
        return self.query_one(EntryTable).cursor_region if self.selected_entry else None

    def show(self, view: WeekView, now: ZonedDateTime, day: Date | None = None) -> None:
        """Show a week; select `day`, or leave selected what is."""
        entry = self.selected_entry
        is_other = self.view is None or self.view.sheet.week != view.sheet.week
        self.view, self._now = view, now
        if day is not None or self._day is None or self._day not in view.sheet.week.days:
            self._day = day if day in view.sheet.week.days else view.sheet.week.first
        self._show_days()
        self._show_entries(0 if is_other or day else self._place_of(entry))
        self._show_findings(moves=is_other)
        self._find_room()

    def tick(self, now: ZonedDateTime) -> None:
        """Draw what the running clock has added."""
        if self.view is not None:
            self.view, self._now = self.view.at(now), now
            self._show_days()
            self._show_entries(None)

    def say_balance(self, words: str) -> None:
        """Show the balance beside the totals."""
        self.query_one(Totals).balance = words

    def say_requests(self, requests: Mapping[Date, ChangeRequest]) -> None:
        """Mark the days that a change is asked for, and say which one."""
        if requests != self._requests:
            self._requests = requests
            self._show_days()
            self._show_titles()
            self._show_details()

    def open_filter(self) -> None:
        """Ask what to look for."""
        self.add_class("-filtered")
        line = self.query_one_optional(FilterLine)
        if line is None:
            # Made when it is first asked for: few weeks need one, and the screen opens sooner.
            line = FilterLine()
            self.query_one("#days").mount(line, before=self.query_one(EntryTable))
        line.call_after_refresh(line.open)

    def focus_days(self) -> None:
        """Let the keys choose a day."""
        self.query_one(DayRows).focus()

    def next_finding(self) -> None:
        """Go to the findings; from there to the next one."""
        findings = self.query_one(FindingsList)
        if not findings.row_count and not (self.view and self.view.findings):
            self.app.bell()
        elif findings.has_focus:
            findings.cursor = (findings.cursor + 1) % max(1, findings.row_count)
        else:
            findings.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """From the days themselves, escape leads out of the screen."""
        del parameters
        return action != "back_to_days" or not self.query_one(DayRows).has_focus

    def action_back_to_days(self) -> None:
        """From the entries or the findings back to the days; what a filter hides is shown again."""
        self._stop_filtering()
        self.query_one(DayRows).focus()

    @on(RowList.Selected, "DayRows")
    def _on_day_selected(self, event: RowList.Selected) -> None:
        if self.view is not None:
            self._day = self.view.days[event.index].day
            first = next((at for at, row in enumerate(self._rows) if row.day == self._day), 0)
            self._show_entries(first if self._query else 0)
            self._show_findings(moves=True)

    @on(RowList.Taken, "DayRows")
    def _on_day_taken(self) -> None:
        if self._rows:
            self.query_one(EntryTable).focus()

    @on(RowList.Selected, "EntryTable")
    def _on_entry_selected(self, event: RowList.Selected) -> None:
        row = self._rows[event.index]
        if row.day != self._day:
            self._day = row.day
            self._show_days()
            self._show_titles()
        self._show_details()

    @on(RowList.Taken, "EntryTable")
    async def _on_entry_taken(self) -> None:
        await self.run_action("screen.edit_in_place")

    @on(RowList.Taken, "FindingsList")
    def _on_finding_taken(self, event: RowList.Taken) -> None:
        if self.view is not None:
            self._jump_to(self.view.findings[event.index], self.view)

    @on(FilterLine.Changed)
    def _on_filter_changed(self, event: FilterLine.Changed) -> None:
        line = self.query_one(FilterLine)
        try:
            self._query, self._unreadable = parse_query(event.text, self.dimensions) or None, ""
        except Refusal as refusal:
            self._query, self._unreadable = None, f"{refusal.message} {refusal.hint}"
            line.say("no such filter", is_problem=True)
        self._show_entries(0)
        self._day = self._rows[0].day if self._rows else self._day
        self._show_days()

    @on(FilterLine.Closed)
    def _on_filter_closed(self) -> None:
        self._stop_filtering()
        self.query_one(DayRows).focus()

    @on(FilterLine.Taken)
    def _on_filter_taken(self) -> None:
        self.query_one(EntryTable if self._rows and self._query else DayRows).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw what depends on the width."""
        del event
        self.call_after_refresh(self._find_room)

    def _find_room(self) -> None:
        """On a low screen, show the findings only where the fullest day of the week leaves room for them."""
        self._show_axis()
        if self.view is None:
            return
        sheet, needed = self.view.sheet, int(self.screen.size.height * FINDINGS_SHARE)
        fullest = max(1, *(len(sheet.entries_of(day)) for day in sheet.week.days)) + self.view.is_running
        self._findings_fit = self.size.height - LINES_OF_A_WEEK - fullest >= needed
        self.query_one("#aside").set_class(self._findings_fit, "-fits")
        self._show_titles()

    def _jump_to(self, finding: Finding, view: WeekView) -> None:
        self._stop_filtering()
        self._day = finding.day
        rows = entry_rows.rows_of(view, finding.day, self._now or view.sheet.as_of)
        self._show_days()
        self._show_entries(pane_words.row_of(finding, rows))
        self._show_findings()
        self.query_one(EntryTable if rows else DayRows).focus()

    def _stop_filtering(self) -> None:
        self.remove_class("-filtered")
        if line := self.query_one_optional(FilterLine):
            line.close()
        if self._query is not None or self._unreadable:
            self._query, self._unreadable = None, ""
            self._show_days()
            self._show_entries(0)

    @property
    def _selected_row(self) -> EntryRow | None:
        # None while the screen is being closed.
        table = self.query_one_optional(EntryTable)
        return self._rows[table.cursor] if table is not None and table.cursor < len(self._rows) else None

    def _place_of(self, entry: KnownEntry | None) -> int | None:
        """Where the entry that was selected is now."""
        ids = [row.known.entry.id for row in self._rows if row.known]
        return ids.index(entry.entry.id) if entry and entry.entry.id in ids else None

    def _show_days(self) -> None:
        view, rows = self.view, self.query_one(DayRows)
        if view is None or self._day is None:
            return
        rows.view = view
        rows.requested = self._requests.keys()
        rows.dimmed = pane_words.days_without(self._rows, view) if self._query else ()
        rows.show(view.index_of(self._day))
        self.query_one(Totals).view = view
        self._show_axis()

    def _show_axis(self) -> None:
        width = self.query_one(DayRows).scrollable_content_region.width - CURSOR_WIDTH
        if self.view is not None and width > 0:
            text = Content.assemble(" " * CURSOR_WIDTH, axis(self.view.days, width))
            self.query_one("#axis", Static).update(text, layout=False)

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

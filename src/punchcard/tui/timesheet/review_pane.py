"""The week: what its keys do and where they lead. Keeps what is selected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.geometry import Region
from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.filters import parse_query
from punchcard.core.findings import Finding
from punchcard.core.refusals import Refusal
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week_view import WeekView
from punchcard.tui.timesheet import entry_rows, pane_words
from punchcard.tui.timesheet.day_rows import DayRows
from punchcard.tui.timesheet.drawn_week import DrawnWeek
from punchcard.tui.timesheet.entry_table import EntryTable
from punchcard.tui.timesheet.filter_line import FilterLine
from punchcard.tui.timesheet.findings_list import FindingsList
from punchcard.tui.timesheet.totals import Totals
from punchcard.tui.widgets.row_list import RowList


class ReviewPane(DrawnWeek):
    """Everything below the header of the week."""

    DEFAULT_CSS = """
    ReviewPane {
        layout: vertical;
        height: 1fr;
        & > #days { height: 1fr; padding: 0 1; }
        & > #aside { height: auto; max-height: 22vh; padding: 0 1; }
        & > #aside:focus-within { max-height: 40vh; }
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

    @property
    def selected_day(self) -> Date | None:
        """The day whose entries are shown; None before a week is known."""
        return self._day

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

    def _place_of(self, entry: KnownEntry | None) -> int | None:
        """Where the entry that was selected is now."""
        ids = [row.known.entry.id for row in self._rows if row.known]
        return ids.index(entry.entry.id) if entry and entry.entry.id in ids else None

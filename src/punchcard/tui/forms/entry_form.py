"""Adding an entry, and changing one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static
from whenever import Date, ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.entries import Entry, Unit
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.moments import day_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.entries.seen_entries import ChangedMeanwhile
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.assignment_row import AssignmentRow
from punchcard.tui.forms.base import TextLine, field
from punchcard.tui.forms.breaks_field import BreaksField
from punchcard.tui.forms.entry_choice import ChoiceRow
from punchcard.tui.forms.entry_day import DayField
from punchcard.tui.forms.entry_desk import Desk
from punchcard.tui.forms.entry_draft import (
    AFTERNOON,
    HALVES,
    MORNING,
    PARTS,
    WHOLE_DAY,
    Draft,
    aside_of_breaks,
    aside_of_hours,
    aside_of_times,
    offered_units,
    unit_options,
)
from punchcard.tui.forms.entry_saving import SavingForm
from punchcard.tui.forms.entry_times import DurationField, EndField, StartField
from punchcard.tui.forms.entry_words import problem_with, will_save
from punchcard.tui.forms.note import note_from
from punchcard.tui.forms.picker import ask_for_assignment
from punchcard.tui.forms.type_select import TypeSelect


class EntryForm(SavingForm):
    """Asks when, how long, on what, as what and with which note; says what that does to the day."""

    HELP = """
    ## An entry

    Times are typed as `0815`, `8` or `17:30`; `j` and `k` move them by a minute, `J` and `K` by five. An end
    before the start is one of the next day. Breaks are given by their times or by their length. Enter leads
    from line to line and saves in the last one; `ctrl+s` saves from anywhere.
    """

    DEFAULT_CSS = """
    EntryForm {
        StartField { width: 12; }
        EndField { width: 13; }
        .dash { width: 3; color: $text-muted; text-align: center; }
        .-gone { display: none; }
    }
    EntryForm.-roomy .words { min-height: 4; }
    EntryForm.-slim {
        StartField { width: 9; }
        EndField { width: 10; }
        DayField, DurationField, BreaksField { width: 22; }
    }
    """

    def __init__(
        self,
        desk: Desk,
        sheet: Timesheet,
        *,
        day: Date,
        entry: Entry | None = None,
        start: ZonedDateTime | None = None,
        end: ZonedDateTime | None = None,
        assignment: Assignment = NOTHING,
        like: Entry | None = None,
    ) -> None:
        """Make the form.

        Args:
            desk: What the form asks of the world around it.
            sheet: The week that is shown; the form reads others where it needs them.
            day: The day that a new entry begins on.
            entry: The entry to change; None for a new one.
            start: Where a new one is likely to start.
            end: Where a new one is likely to end.
            assignment: What a new one is booked on at first.
            like: What a new one is filled in with, in the place of all that is likely.
        """
        title = "Edit the entry" if entry else "Book it again" if like else "Add an entry"
        super().__init__(title, desk, sheet)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (72, "-normal")]
        self._units = sheet.units or (Unit.TIMES,)
        self._sheet, self._seen, self._id = sheet, entry, entry.id if entry else new_id()
        self._before, self._filled = entry, entry or like
        filled = self._filled
        self._first_day = filled.day if filled else day
        self._at = (filled.start, filled.end) if filled else (start, end)
        self._assignment = filled.assignment if filled else assignment
        self._unit_was_chosen = entry is not None

    def compose_body(self) -> Iterator[Widget]:
        """The fields, and what will be saved."""
        entry, now = self._filled, self._desk.now
        start, end = self._at
        self._day = DayField(self._first_day, lambda: now().date(), self._sheet.week.days)
        self._start = StartField(now, self._form_day, start)
        self._end = EndField(now, self._begins, start, end)
        untimed = entry is not None and entry.interval is None
        self._hours = DurationField(entry.worked_seconds if entry and untimed else None)
        halves = str(entry.half_days) if entry and entry.half_days else WHOLE_DAY
        self._halves = ChoiceRow(HALVES, halves, name="halves")
        unit = entry.unit if entry else self._units[0]
        units = offered_units(self._units, entry, needs_times=self._sheet.needs_times)
        self._unit = ChoiceRow(unit_options(units), unit.value, name="unit")
        part = AFTERNOON if entry and entry.afternoon else MORNING
        self._part = ChoiceRow(PARTS, part, name="part")
        self._breaks = BreaksField(now, self._lies, entry.breaks if entry else (), start)
        self._booked = AssignmentRow(self._assignment)
        self._type = TypeSelect(entry.time_type if entry else None, must_choose=self._before is not None)
        note = one_line(entry.note) if entry else ""
        self._note = TextLine(note, "optional", id="note", select_on_focus=False)
        yield from self._rows()
        yield from self.compose_words()

    def _rows(self) -> Iterator[Widget]:
        self._asides = {name: Static(classes="aside") for name in ("day", "times", "hours", "breaks")}
        self._unit_row = field("As", self._unit)
        dash = Static("–", classes="dash")
        self._times_row = field("Time", self._start, dash, self._end, self._asides["times"])
        self._hours_row = field("Hours", self._hours, self._asides["hours"])
        self._halves_row = field("Length", self._halves)
        self._part_row = field("In the", self._part)
        self._breaks_row = field("Breaks", self._breaks, self._asides["breaks"])
        yield field("Day", self._day, self._asides["day"])
        yield self._unit_row
        yield self._times_row
        yield self._hours_row
        yield self._halves_row
        yield self._part_row
        yield self._breaks_row
        yield field("Book on", self._booked)
        yield field("Type", self._type)
        yield field("Note", self._note)

    def on_mount(self) -> None:
        """Begin at the times, say what is there, and read the time types."""
        self._show_unit()
        first = {Unit.TIMES: self._start, Unit.HOURS: self._hours, Unit.DAYS: self._halves}[self._draft.unit]
        (self._end if self._before is None and self._at[0] and not self._at[1] else first).focus()
        self.tell()
        self._load_types()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.changed()

    @on(Select.Changed)
    def _on_type_chosen(self) -> None:
        self._offer_units()
        self.changed()

    @on(ChoiceRow.Changed)
    def _on_chosen(self, event: ChoiceRow.Changed) -> None:
        if event.row is self._unit:
            self._unit_was_chosen = True
        self._show_unit()
        self.changed()

    @on(Input.Submitted)
    def _on_entered(self, event: Input.Submitted) -> None:
        if event.input is self._note:
            self.action_save()
        else:
            self.focus_next()

    @on(AssignmentRow.Asked)
    def _on_asked(self, event: AssignmentRow.Asked) -> None:
        ask_for_assignment(self.app, self._desk.choices, event.query, self._on_picked)

    @on(AssignmentRow.Cleared)
    def _on_cleared(self) -> None:
        self._on_picked(NOTHING)

    def filled(self) -> tuple[object, ...]:
        """The lines, and what is chosen."""
        chosen = (
            self._unit.value,
            self._halves.value,
            self._part.value,
            self._booked.assignment,
            self._type.selection,
        )
        return (*super().filled(), *chosen)

    def action_save(self) -> None:
        """Save, unless there is a problem; the field that has it gets the focus."""
        self.tell()
        draft = self._draft
        entry = draft.entry
        if entry is None or self.problem:
            self.insist()
            self._focus_on(draft.wrong)
        elif self._before is not None and self._seen == self._before and entry == self._before:
            self.answer(None)
        else:
            self.save_with(partial(self._desk.save, entry, self._seen), entry)

    def refused(self, refusal: Refusal) -> str:
        """Take over what was changed meanwhile: saving again is done knowing it."""
        if not isinstance(refusal, ChangedMeanwhile):
            return super().refused(refusal)
        self._seen = refusal.entry
        if refusal.entry is None:
            self._id = new_id()
            return f"{refusal.message} Save again to add it anew."
        return f"{refusal.message} Save again to put this in its place."

    def tell(self) -> None:
        """Say what saving will do now, or why it cannot be done."""
        draft, now = self._draft, self._desk.now()
        self._asides["day"].update(Content(day_in_words(draft.day) if draft.day else ""))
        self._asides["times"].update(Content(aside_of_times(draft.span)))
        self._asides["hours"].update(Content(aside_of_hours(draft.seconds)))
        self._asides["breaks"].update(Content(aside_of_breaks(draft.breaks, self._breaks.value)))
        if draft.entry is None:
            self.show_words("", draft.problem)
            return
        outlook = self.outlook(draft.entry.day)
        problem = problem_with(draft.entry, outlook, now)
        if problem:
            self.show_words("", problem)
        elif self._seen == self._before and draft.entry == self._before:
            self.show_words("Nothing changes yet.")
        else:
            asks = outlook is not None and bool(outlook.neighbours(draft.entry))
            self.show_words(will_save(draft.entry, self._seen, outlook, now), asks=asks)

    @property
    def _draft(self) -> Draft:
        """What is filled in."""
        try:
            note, note_problem = note_from(self._note.value, self._before.note if self._before else ""), ""
        except Refusal as refusal:
            note, note_problem = "", f"{refusal.message} {refusal.hint}"
        return Draft(
            before=self._before,
            id=self._id,
            person=self._sheet.person.id,
            schedule=self._sheet.schedule,
            told=self._sheet.told,
            unit=Unit(self._unit.value),
            day=self._day.day,
            start=self._start.moment,
            end=self._end.moment,
            breaks=self._breaks.breaks,
            seconds=self._hours.seconds,
            half_days=int(self._halves.value),
            afternoon=self._part.value == AFTERNOON,
            assignment=self._booked.assignment,
            time_type=self._type.selection,
            note=note,
            problems={
                "day": self._day.problem,
                "start": self._start.problem,
                "end": self._end.problem,
                "hours": self._hours.problem,
                "breaks": self._breaks.problem,
                "note": note_problem,
            },
        )

    def _form_day(self) -> Date | None:
        return self._day.day

    def _begins(self) -> ZonedDateTime | None:
        return self._start.moment

    def _lies(self) -> Interval | None:
        start, end = self._start.moment, self._end.moment
        return Interval(start, end) if start and end else None

    def _focus_on(self, name: str) -> None:
        for widget in self.query(f"#{name}"):
            widget.focus()

    def _offer_units(self) -> None:
        """Absences may be booked in days and hours, unless all needs times; what was filled in stays."""
        chosen = self._type.selection
        like = replace(self._before, time_type=chosen) if self._before else None
        is_absence = chosen is not None and chosen.category.is_absence
        was_absence = self._before is not None and self._before.is_absence
        units = offered_units(
            self._units, like, is_absence=is_absence, was_absence=was_absence,
            needs_times=self._sheet.needs_times,
        )  # fmt: skip
        unit = Unit(self._unit.value)
        if not self._unit_was_chosen:
            unit = Unit.DAYS if is_absence and Unit.DAYS in units else self._units[0]
        elif unit not in units:
            unit = units[0]
        self._unit.offer(unit_options(units), unit.value)
        self._show_unit()

    def _show_unit(self) -> None:
        """Show the lines of the chosen unit."""
        unit = Unit(self._unit.value)
        self._unit_row.set_class(self._unit.count < 2, "-gone")
        self._times_row.set_class(unit is not Unit.TIMES, "-gone")
        self._breaks_row.set_class(unit is not Unit.TIMES, "-gone")
        self._hours_row.set_class(unit is not Unit.HOURS, "-gone")
        self._halves_row.set_class(unit is not Unit.DAYS, "-gone")
        is_whole = unit is Unit.DAYS and self._halves.value == WHOLE_DAY
        has_part = unit is not Unit.TIMES and self._sheet.halves_of_days and not is_whole
        self._part_row.set_class(not has_part, "-gone")

    def _on_picked(self, assignment: Assignment | None) -> None:
        if assignment is not None:
            self._booked.assignment = assignment
            self.changed()

    @work(group="types")
    async def _load_types(self) -> None:
        try:
            self._type.offer(await self._desk.time_types())
        except Refusal as refusal:
            title = "The time types cannot be read"
            self.notify(one_line(refusal.message), title=title, severity="warning", markup=False)
        self.tell()

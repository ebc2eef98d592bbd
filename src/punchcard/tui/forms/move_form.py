"""Moving an entry to another day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static
from whenever import Date

from punchcard.core.changes import SaveEntry
from punchcard.core.editing.moving import moved_entry
from punchcard.core.entries import Entry
from punchcard.core.moments import day_in_words
from punchcard.core.refusals import Refusal
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.base import field, shown
from punchcard.tui.forms.entry_day import DAY_WORDS, DayField
from punchcard.tui.forms.entry_desk import Desk
from punchcard.tui.forms.entry_saving import SavingForm
from punchcard.tui.forms.entry_words import (
    day_then,
    news_in_words,
    problem_with,
    taken,
    times_in_words,
    worked_in_words,
)


class MoveForm(SavingForm):
    """Asks to which day; says where the entry goes and what is in the way there."""

    ASKS_TO_LEAVE = False

    HELP = f"## Move\n\n{DAY_WORDS} The entry keeps its times on the clock."

    def __init__(self, desk: Desk, sheet: Timesheet, entry: Entry) -> None:
        """Ask where to move `entry`."""
        super().__init__("Move to another day", desk, sheet)
        self._entry, self._sheet = entry, sheet

    def compose_body(self) -> Iterator[Widget]:
        """The entry, the day, and what will be saved."""
        entry = self._entry
        whole = f"{day_in_words(entry.day, short=True)}, {times_in_words(entry)}"
        booked = f"  {entry.assignment.label}" if entry.assignment else ""
        yield Static(Content.assemble(whole, (booked, "$text-muted")), classes="subject")
        self._day = DayField(entry.day, lambda: self._desk.now().date(), self._sheet.week.days)
        self._aside = Static(classes="aside")
        yield field("To", self._day, self._aside)
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what is there."""
        self._day.focus()
        self.tell()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.changed()

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Move it, unless that cannot be done."""
        self.tell()
        day = self._day.day
        if self.problem or day is None:
            self.insist()
            self._day.focus()
            return
        self.save_with(partial(self._desk.move, self._entry, day), moved_entry(self._entry, day))

    def tell(self) -> None:
        """Say where it goes, or why it cannot."""
        day = self._day.day
        self._aside.update(Content(day_in_words(day) if day else ""))
        if day is None:
            self.show_words("", self._day.problem)
        elif day == self._entry.day:
            self.show_words("", "That is the day it is on. Say another one.")
        else:
            self._tell_where(day)

    def _tell_where(self, day: Date) -> None:
        now = self._desk.now()
        try:
            moved = moved_entry(self._entry, day)
        except Refusal as refusal:
            self.show_words("", f"{refusal.message} {refusal.hint}".strip())
            return
        outlook = self.outlook(day)
        problem = problem_with(moved, outlook, now)
        if problem:
            self.show_words("", problem)
            return
        on = f", {shown(moved.assignment.label, 60)}" if moved.assignment else ""
        where = f"From {day_in_words(self._entry.day, short=True)} to {day_in_words(day, short=True)}"
        sentence = f"{where}: {times_in_words(moved)}, {worked_in_words(moved.worked_seconds)}{on}."
        if outlook is None:
            self.show_words(sentence)
            return
        neighbours = outlook.neighbours(moved)
        if neighbours:
            words = [Content(sentence), taken(moved, neighbours, now.date())]
            self.show_words(Content("\n").join(words), asks=True)
            return
        after = outlook.after([SaveEntry("", moved, self._entry)])
        whole = Content(f"{sentence} {day_then(after, moved, now)}")
        self.show_words(Content("\n").join([whole, *news_in_words(outlook, after, now)]))

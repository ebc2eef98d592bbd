"""A form that closes only once what it says is saved, and asks before anything is overlapped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from textual import work
from textual.content import Content
from textual.widgets import Button, Static
from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Entry
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.base import Form
from punchcard.tui.forms.entry_desk import Desk
from punchcard.tui.forms.entry_outlook import Outlook
from punchcard.tui.forms.overlap_question import OverlapQuestion

Send: TypeAlias = Callable[["OverlapChoice | None"], Awaitable[str]]
"""Asks for the change, given what becomes of the neighbours."""


class SavingForm(Form["str | None"]):
    """Answers with what was done, in a sentence; with None where nothing was.

    A refusal leaves the form open, with everything that was typed and the reason; saving again tries again.
    """

    DEFAULT_CSS = """
    SavingForm {
        DayField, DurationField, BreaksField, SplitField { width: 28; }
        .subject { height: auto; margin: 0 0 1 0; }
        .words { margin: 1 0 0 0; min-height: 2; max-height: 8; }
        .words.-refused { color: $text-error; }
        .field { margin: 0; }
        .field > .aside { text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
    }
    SavingForm.-tight {
        #dialog { padding: 0 2; width: 100%; }
        .words { min-height: 1; max-height: 5; }
        .buttons { margin: 0; }
        Footer { margin: 0; }
    }
    """

    def __init__(self, title: str, desk: Desk, sheet: Timesheet) -> None:
        """Make a form about an entry of `sheet`."""
        super().__init__(title)
        self.VERTICAL_BREAKPOINTS = [(0, "-tight"), (24, "-roomy")]
        self._desk = desk
        self._outlooks = {sheet.week.first: Outlook(sheet)}
        self._refused = ""
        self._is_saving = False
        self._done: str | None = None
        self._reading: set[Date] = set()

    def tell(self) -> None:
        """Say what is there; called again whenever something more is known."""
        raise NotImplementedError

    def outlook(self, day: Date) -> Outlook | None:
        """Return the week of `day`; None while it is read."""
        for outlook in self._outlooks.values():
            if outlook.covers(day):
                return outlook
        if day not in self._reading:
            self._reading.add(day)
            self._read_week(day)
        return None

    def show_words(self, words: Content | str, problem: str = "", *, asks: bool = False) -> None:
        """Show what saving will do, or what is the matter.

        Args:
            words: What saving will do.
            problem: What is the matter; nothing is saved while there is something.
            asks: Whether saving leads to another question.
        """
        problem, refused = one_line(problem), "" if problem else one_line(self._refused)
        self.say("" if problem else str(words), problem)
        self.query_one("#save", Button).label = Content(" Save … " if asks and not problem else " Save ")
        shown = self.query_one(".words", Static)
        shown.set_class(bool(refused), "-refused")
        if refused:
            shown.update(Content(f"! {refused}"))
        elif not problem:
            shown.update(words if isinstance(words, Content) else Content(words))

    def changed(self) -> None:
        """Something was typed or chosen: what was refused before may be well now."""
        self._refused = ""
        self.tell()

    def save_with(self, send: Send, entry: Entry | None = None) -> None:
        """Ask what becomes of the neighbours of `entry`, as they are now, and save; once at a time."""
        if not self._is_saving:
            self._is_saving = True
            self._save(send, entry)

    def on_screen_resume(self) -> None:
        """Close where it was saved while something else stood above."""
        done, self._done = self._done, None
        if done is not None:
            self.answer(done)

    @work(group="save")
    async def _save(self, send: Send, entry: Entry | None) -> None:
        try:
            choice: OverlapChoice | None = None
            if entry is not None and entry.interval is not None:
                outlook = await self._outlook_now(entry.day)
                if outlook is not None and (neighbours := outlook.neighbours(entry)):
                    question = OverlapQuestion(
                        entry, neighbours, self._desk.now(), pieces=outlook.pieces(entry)
                    )
                    choice = await self.app.push_screen_wait(question)
                    if choice is None:
                        self.tell()
                        return
            sentence = await send(choice)
        except Refusal as refusal:
            self._refused = self.refused(refusal)
            self.tell()
            self.app.bell()
            return
        finally:
            self._is_saving = False
        if self.is_active:
            self.answer(sentence)
        else:
            self._done = sentence

    async def _outlook_now(self, day: Date) -> Outlook | None:
        """Read the week of `day`; what is known has to do where the backend cannot be read."""
        try:
            sheet = await self._desk.week_of(day)
        except BackendError:
            return self.outlook(day)
        outlook = self._outlooks[sheet.week.first] = Outlook(sheet)
        return outlook

    def refused(self, refusal: Refusal) -> str:
        """Return what to say about a refusal."""
        return f"{refusal.message} {refusal.hint}".strip()

    @work(group="weeks")
    async def _read_week(self, day: Date) -> None:
        """Read the week of another day; where that cannot be done, saving says what is the matter."""
        try:
            sheet = await self._desk.week_of(day)
        except Refusal as refusal:
            self.notify(one_line(refusal.message), severity="warning", markup=False)
            return
        self._outlooks[sheet.week.first] = Outlook(sheet)
        self.tell()

"""Starting the clock with details or in the past, and editing the running clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Select, Static
from textual.worker import Worker, WorkerState
from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment, Dimension
from punchcard.core.entries import Entry
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.tui.forms.assignment_row import AssignmentRow
from punchcard.tui.forms.base import Form, TextLine, failure_in_words, field
from punchcard.tui.forms.clock_form_words import (
    Filled,
    Surroundings,
    how_far,
    is_change,
    lacks,
    problem_with,
    will_save,
)
from punchcard.tui.forms.note import note_from
from punchcard.tui.forms.picker import ask_for_assignment
from punchcard.tui.forms.picker_model import Choices
from punchcard.tui.forms.time_field import TimeField, written
from punchcard.tui.forms.type_select import TypeSelect


@dataclass(frozen=True, slots=True)
class ClockFormResult:
    """What to save."""

    at: ZonedDateTime | None
    """The start; None for now, or where the running clock's start stays as it is."""
    assignment: Assignment
    time_type: TimeType | None
    """None for the backend's usual one."""
    note: str


class ClockForm(Form["ClockFormResult | None"]):
    """Asks when, on what, as what and with which note; None where nothing is to be done."""

    DEFAULT_CSS = """
    ClockForm .words { margin: 1 0 0 0; min-height: 2; }
    ClockForm .reason { height: auto; color: $text-muted; }
    ClockForm.-explained.-tight {
        #dialog { padding: 0 2; width: 100%; }
        .field, .buttons, Footer { margin: 0; }
        .reason { margin: 1 0 0 0; }
        .words { min-height: 1; }
    }
    """

    @dataclass
    class TypesRead(Message):
        """The time types are known, the usual one first."""

        time_types: tuple[TimeType, ...]

    def __init__(
        self,
        *,
        title: str,
        now: Callable[[], ZonedDateTime],
        choices: Choices,
        time_types: Callable[[], Awaitable[Sequence[TimeType]]],
        at: ZonedDateTime | None = None,
        assignment: Assignment = NOTHING,
        time_type: TimeType | None = None,
        note: str = "",
        entries: Sequence[Entry] = (),
        latest: ZonedDateTime | None = None,
        is_running: bool = False,
        booked_on: Sequence[Dimension] = (),
        start_stays: str = "",
        note_stays: str = "",
    ) -> None:
        """Make the form.

        Args:
            title: What stands in the frame.
            now: The clock, in the person's zone.
            choices: Where the picker asks for what can be chosen.
            time_types: Reads the time types, the usual one first; awaited in a worker.
            at: The start that the form begins with; None for now.
            assignment: What the time is booked on.
            time_type: What kind of time it is; None for the usual one.
            note: The note as it is.
            entries: Entries that the clock must not run over.
            latest: The last possible start of a running clock: where its first break began.
            is_running: Whether the running clock is edited; a new one is started otherwise.
            booked_on: Levels that all time has to be booked on.
            start_stays: Why the start cannot be changed, in a sentence; empty where it can.
            note_stays: Why the note cannot be changed, in a sentence; empty where it can.
        """
        super().__init__(title)
        self.set_class(bool(start_stays or note_stays), "-explained")
        self.VERTICAL_BREAKPOINTS = [(0, "-tight"), (24, "-roomy")]
        self._now, self._choices, self._read_types = now, choices, time_types
        self._start_stays, self._note_stays = start_stays, note_stays
        before = Filled(at, assignment, time_type, note)
        self._around = Surroundings(before, is_running, entries, latest, booked_on)

    def compose_body(self) -> Iterator[Widget]:
        """The four fields, and what will be saved."""
        before, is_running = self._around.before, self._around.is_running
        now, unchanged = self._now(), "now"
        if is_running and before.at:
            unchanged = written(before.at.round("minute", mode="floor"), now, now.date())
        self._start = TimeField(self._now, before.at, placeholder=unchanged)
        self._start.disabled = bool(self._start_stays)
        # A clock that runs with a type cannot be given back to "the usual one".
        self._type = TypeSelect(before.time_type, must_choose=is_running)
        self._note = TextLine(one_line(before.note), "optional", id="note", select_on_focus=False)
        yield field("Start", self._start, Static(classes="aside", id="far"))
        yield field("Book on", AssignmentRow(before.assignment))
        yield field("Type", self._type)
        self._note.disabled = bool(self._note_stays)
        yield field("Note", self._note)
        # One of them where a service says the same of both.
        if reasons := dict.fromkeys(filter(None, (self._start_stays, self._note_stays))):
            yield Static(" ".join(reasons), classes="reason", markup=False)
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what is there, keep saying it as time goes by, and read the time types."""
        self._tell()
        self.set_interval(1, self._tell)
        self._loading = self._load_types()

    @on(Input.Changed)
    @on(Select.Changed)
    def _on_changed(self) -> None:
        self._tell()

    @on(Input.Submitted, "TimeField")
    def _on_start_entered(self) -> None:
        self.focus_next()

    @on(Input.Submitted, "#note")
    def _on_note_entered(self) -> None:
        self.action_save()

    @on(AssignmentRow.Asked)
    def _on_asked(self, event: AssignmentRow.Asked) -> None:
        ask_for_assignment(self.app, self._choices, event.query, self._on_picked)

    @on(AssignmentRow.Cleared)
    def _on_cleared(self) -> None:
        self._on_picked(NOTHING)

    def on_clock_form_types_read(self, message: TypesRead) -> None:
        """Offer the time types."""
        self._type.offer(message.time_types)
        self._tell()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Without the time types, keep the one there is and say why."""
        if event.state is WorkerState.ERROR and (reason := failure_in_words(self._loading)):
            self.notify(reason, title="The time types cannot be read", severity="warning", markup=False)

    def filled(self) -> tuple[object, ...]:
        """The lines, and what is chosen."""
        return (*super().filled(), self.query_one(AssignmentRow).assignment, self._type.selection)

    def action_save(self) -> None:
        """Answer with what is filled in, unless there is a problem with it."""
        self._tell()
        if self.problem:
            self.insist()
            self._wrong().focus()
            return
        filled = self._filled()
        if self._around.is_running and not is_change(filled, self._around.before):
            self.answer(None)
            return
        self.answer(ClockFormResult(filled.at, filled.assignment, filled.time_type, filled.note))

    @work(exclusive=True, exit_on_error=False)
    async def _load_types(self) -> None:
        self.post_message(self.TypesRead(tuple(await self._read_types())))

    def _on_picked(self, assignment: Assignment | None) -> None:
        if assignment is not None:
            self.query_one(AssignmentRow).assignment = assignment
            self._tell()

    def _filled(self) -> Filled:
        at = self._start.moment
        if self._around.is_running and not self._start.is_changed:
            at = None
        note = note_from(self._note.value, self._around.before.note)
        return Filled(at, self.query_one(AssignmentRow).assignment, self._type.selection, note)

    def _note_problem(self) -> str:
        try:
            note_from(self._note.value, self._around.before.note)
        except Refusal as refusal:
            return f"{refusal.message} {refusal.hint}"
        return ""

    def _wrong(self) -> Widget:
        """The line that there is a problem with."""
        if self._note_problem():
            return self._note
        row = self.query_one(AssignmentRow)
        return row if not self._start.problem and lacks(row.assignment, self._around) else self._start

    def _tell(self) -> None:
        """Say what saving will do now, or why it cannot be done."""
        now, problem = self._now(), self._start.problem or self._note_problem()
        far = "" if self._start.problem else how_far(self._start.moment, now)
        self.query_one("#far", Static).update(Content(far))
        if problem:
            self.say("", problem)
            return
        filled = self._filled()
        problem = problem_with(filled, self._around, now)
        self.say("" if problem else will_save(filled, self._around, now), problem)

"""Asking for a change of a day: the day as it should be, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Protocol

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static
from whenever import Date

from punchcard.core.change_requests import ChangeRequest, RequestedChange
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.identifiers import new_id
from punchcard.core.moments import day_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.requested_days import changes_between, preview
from punchcard.core.text import one_line
from punchcard.services.approvals.requested_day import requested_week, worked_before
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.base import CANCEL, TextLine, button, field
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.entry_desk import Desk
from punchcard.tui.forms.entry_saving import SavingForm
from punchcard.tui.forms.note import note_from
from punchcard.tui.forms.request_lines import StretchLines
from punchcard.tui.forms.request_scale import RequestScale
from punchcard.tui.forms.request_words import Standing, withdraw_in_words, words_of

Changes = tuple[RequestedChange, ...]


class RequestDesk(Desk, Protocol):
    """What the form asks of the world around it."""

    async def ask_for_change(self, day: Date, changes: Changes, note: str) -> str:
        """Ask for a change; return what was done, in a sentence."""
        ...

    async def withdraw(self, request: ChangeRequest) -> str:
        """Take a pending request back."""
        ...


class RequestForm(SavingForm):
    """Starts from the day as it is; what is different in the end is asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ask", tooltip="Ask for what the form says", id="form.save"),
        Binding(
            "ctrl+n",
            "next_line",
            "Another",
            show=False,
            tooltip="Type another stretch of work",
            id="request.another",
        ),
        Binding(
            "ctrl+t",
            "take_out",
            "Take out",
            tooltip="Take out the stretch that the cursor is in",
            id="request.take_out",
        ),
        Binding(
            "ctrl+r",
            "withdraw",
            "Withdraw",
            tooltip="Take back the request that waits already; asks first",
            id="request.withdraw",
        ),
        CANCEL,
    ]

    DEFAULT_CSS = """
    RequestForm {
        #dialog { width: 96%; max-width: 84; }
        .subject { height: 1; text-wrap: nowrap; text-overflow: ellipsis; margin: 0 0 1 0; }
        RequestScale, #note-row { margin: 1 0 0 0; }
        .words { max-height: 6; min-height: 1; margin: 1 0 0 0; }
    }
    RequestForm.-roomy {
        #dialog { padding: 0 2; }
        StretchLines { max-height: 4; }
        .words { max-height: 4; }
        Footer { margin: 0; }
    }
    RequestForm.-tight {
        .subject { margin: 0; }
        StretchLines { max-height: 3; }
        RequestScale, #note-row, .words { margin: 0; }
        .words { max-height: 3; }
    }
    """

    HELP = """
    ## Ask for a change

    For a day that you may not change yourself. Write the day as it should be; `+` is what that adds, `−` what
    it takes away, and whoever decides sees exactly this. There is one request a day: a newer one takes the
    place of one that nobody has decided.
    """

    def __init__(self, desk: RequestDesk, sheet: Timesheet, day: Date, standing: Standing) -> None:
        """Ask for a change of `day`, which is one of `sheet`."""
        super().__init__("Ask for a change", desk, sheet)
        self.VERTICAL_BREAKPOINTS = [(0, "-tight"), (24, "-roomy"), (32, "-spacious")]
        self._requests, self._sheet, self._day, self._standing = desk, sheet, day, standing
        self._before = worked_before(sheet, day, desk.now())

    def compose_body(self) -> Iterator[Widget]:
        """The day, its stretches, both days to scale, the note, and what will be asked for."""
        locked = self._standing.locked.removesuffix("; ask for a change.")
        subject = Content.assemble(
            (day_in_words(self._day), "bold"), (f"   ⊘ {one_line(locked)}" if locked else "", "$text-muted")
        )
        yield Static(subject, classes="subject")
        self._lines = StretchLines(self._desk.now, self._day, self._before)
        yield self._lines
        self._scale = RequestScale(self._day, self._sheet.schedule.zone)
        yield self._scale
        self._note = TextLine(
            "", self._standing.limits or "why, for whoever decides", id="note", select_on_focus=False
        )
        row = field("Note", self._note)
        row.id = "note-row"
        yield row
        yield from self.compose_words()

    def compose_words(self) -> Iterator[Widget]:
        """The words, and a way to take back what waits already."""
        yield Static(classes="words")
        buttons = [button("Cancel", "cancel"), button("Ask", "save", "primary")]
        if self._standing.pending is not None:
            buttons.insert(0, button("Withdraw the one that waits", "withdraw"))
        yield Horizontal(*buttons, classes="buttons")

    def on_mount(self) -> None:
        """Begin with the first stretch."""
        next(self._lines.lines).take_focus()
        self.tell()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.changed()

    @on(Input.Submitted)
    def _on_entered(self, event: Input.Submitted) -> None:
        if event.input is self._note:
            self.action_save()
        else:
            self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask, take back, or close."""
        if event.button.id == "withdraw":
            event.stop()
            self.action_withdraw()
        else:
            super().on_button_pressed(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to take back only where something waits."""
        if action == "withdraw" and self._standing.pending is None:
            return False
        return super().check_action(action, parameters)

    def action_next_line(self) -> None:
        """Go to the empty line."""
        self._lines.to_the_next()

    def action_take_out(self) -> None:
        """Take out the stretch that the cursor is in."""
        self._lines.take_out()

    def action_save(self) -> None:
        """Ask for the difference, unless there is none or it cannot be read."""
        self.tell()
        if self.problem:
            self.app.bell()
            return
        self.save_with(self._ask)

    @work(group="withdraw", exclusive=True)
    async def action_withdraw(self) -> None:
        """Take back the request that waits, after asking."""
        pending = self._standing.pending
        if pending is None:
            return
        sure = await self.app.push_screen_wait(
            ConfirmScreen(
                "Withdraw your request?",
                withdraw_in_words(pending),
                yes="Withdraw it",
                no="Leave it",
                title="Withdraw",
                destructive=False,
            )
        )
        if sure:
            self.save_with(partial(self._take_back, pending))

    def tell(self) -> None:
        """Show the day as it would be, what that changes, and what comes of asking."""
        try:
            changes, note = self._read()
        except Refusal as refusal:
            self._say("", f"{refusal.message} {refusal.hint}".strip())
            return
        wanted = ChangeRequest(new_id(), self._sheet.person.id, self._day, changes, note=note)
        now = self._desk.now()
        found = preview(requested_week(self._sheet, self._day, now), wanted, new_id)
        self._scale.preview = found
        if changes:
            self._say(words_of(found, self._sheet.day(self._day, now), self._standing))
        else:
            waits = f" {withdraw_in_words(self._standing.pending)}" if self._standing.pending else ""
            self._say_nothing_changes(f"Nothing changes yet: write the day as it should be.{waits}")

    def _read(self) -> tuple[Changes, str]:
        return changes_between(self._before, self._lines.read()), note_from(self._note.value, "")

    def _say(self, words: Content | str, problem: str = "") -> None:
        self.show_words(words, problem)
        label = "Ask" if not self._standing.is_at_once else "Change it"
        self.query_one("#save", Button).label = Content(f" {label} ")

    def _say_nothing_changes(self, words: str) -> None:
        """Nothing is wrong with that; there is just nothing to ask for."""
        self._say(words)
        if not self._refused:
            self.say(words, words)

    async def _ask(self, choice: OverlapChoice | None) -> str:
        del choice
        changes, note = self._read()
        return await self._requests.ask_for_change(self._day, changes, note)

    async def _take_back(self, pending: ChangeRequest, choice: OverlapChoice | None) -> str:
        del choice
        return await self._requests.withdraw(pending)

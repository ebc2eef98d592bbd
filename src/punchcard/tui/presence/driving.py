"""From a selected person to a punch of their clock: it is read, asked about, and then punched."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.content import Content
from textual.widgets import Static
from whenever import ZonedDateTime

from punchcard.core.clock import Idle
from punchcard.core.people import Person
from punchcard.core.presence import Presence
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.presence import Drive
from punchcard.tui.forms.base import Dialog
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.presence import messages
from punchcard.tui.presence.desk import PresenceDesk
from punchcard.tui.presence.model import fits_clock, question

_DRIVE = "drive"


class Driving(Dialog[None]):
    """The keys of the panel that drive a clock."""

    desk: PresenceDesk
    now: Callable[[], ZonedDateTime]

    @property
    def selected(self) -> Presence | None:
        """Who is selected."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Ask who is clocked in."""
        raise NotImplementedError

    def await_arrival(self, person: str) -> None:
        """Read again once what was asked for about a person has arrived."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done with the clock of the selected one; of two on one key one is shown."""
        if action != _DRIVE:
            return True
        what, presence = Drive(str(parameters[0])), self.selected
        is_on_break = presence is not None and presence.on_break
        if what is (Drive.TAKE_BREAK if is_on_break else Drive.RESUME):
            return False
        return None if presence is None or self.desk.why_not(presence.person) else True

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active, presence = self.active_bindings.get(event.key), self.selected
        is_greyed = active is not None and not active.enabled and active.binding.action.startswith(_DRIVE)
        if is_greyed and presence is not None and (reason := self.desk.why_not(presence.person)):
            self.say(reason, is_refusal=True)

    def action_drive(self, what: str) -> None:
        """Read the clock of the selected one, to ask about it as it is."""
        if (presence := self.selected) is not None:
            self.say("")
            self.run_worker(self._read_clock(presence.person, Drive(what)), group=_DRIVE, exclusive=True)

    async def _read_clock(self, person: Person, what: Drive) -> None:
        try:
            state = await self.desk.clock_of(person)
        except Refusal as refusal:
            self.post_message(messages.NotDriven(refusal))
        else:
            self.post_message(messages.ClockRead(person, what, state))

    @on(messages.ClockRead)
    def _on_clock_read(self, event: messages.ClockRead) -> None:
        person, what, state = event.person, event.what, event.state
        if isinstance(state, Idle) or not fits_clock(what, state):
            name = one_line(person.name, 60)
            self.say(f"{name} has gone on meanwhile; nothing was changed.", is_refusal=True)
            self.read_again()
            return

        def go(is_sure: bool | None) -> None:
            if is_sure:
                self.run_worker(self._ask(person, what, state.entry_id), group=_DRIVE)

        asked = question(person, what, state, self.now())
        is_stop = what is Drive.STOP
        screen = ConfirmScreen(
            asked.question, asked.consequence, yes=asked.yes, no=asked.no, title=asked.title,
            destructive=is_stop,
        )  # fmt: skip
        self.app.push_screen(screen, go)

    async def _ask(self, person: Person, what: Drive, of: str) -> None:
        try:
            sentence = await self.desk.drive(person, what, of)
        except Refusal as refusal:
            self.post_message(messages.NotDriven(refusal))
        else:
            self.post_message(messages.Driven(person, sentence))

    @on(messages.Driven)
    def _on_driven(self, event: messages.Driven) -> None:
        self.say(event.sentence)
        self.await_arrival(event.person.id)

    @on(messages.NotDriven)
    def _on_not_driven(self, event: messages.NotDriven) -> None:
        self.say(f"{event.refusal.message} {event.refusal.hint}".strip(), is_refusal=True)

    def say(self, sentence: str, *, is_refusal: bool = False) -> None:
        """Say what was done, or why it was not."""
        said = self.query_one("#said", Static)
        text = one_line(sentence, 300)
        said.update(Content(f"! {text}" if is_refusal else text))
        said.set_class(bool(sentence), "-shown")
        said.set_class(is_refusal, "-problem")

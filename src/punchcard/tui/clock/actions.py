"""What the keys of the Clock screen ask for. Nothing here waits: the engine does it and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, work
from whenever import ZonedDateTime

from punchcard.tui.host import HostApp
from punchcard.tui.mode_screen import ModeScreen

if TYPE_CHECKING:
    from punchcard.tui.clock.card_content import CardContent

_NEEDS = {
    "start": ("idle",),
    "start_with": ("idle",),
    "take_break": ("working",),
    "resume": ("break",),
    "stop": ("working", "break"),
    "cancel": ("working", "break"),
    "edit": ("working", "break"),
    "note": ("working", "break"),
    "who": ("idle", "working", "break"),
}
"""The states in which each action makes sense."""

_FORMS = ("start_with", "cancel", "edit", "note", "who")


class ClockActions(ModeScreen):
    """The actions behind the clock's keys."""

    glanced: str = ""
    """The state that the first glance showed; punches work on from it before the account is open."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what makes no sense now; of break and resume only one is shown."""
        needs = _NEEDS.get(action)
        if needs is None:
            return super().check_action(action, parameters)
        overview = self.app.overview
        if overview is None and self.app.connection.is_problem:
            return False if action == "resume" else None
        state = overview.state_name if overview else self.glanced
        if action == ("take_break" if state == "break" else "resume"):
            return False
        # A form shows what is known, so it has to wait until the account is open.
        waits = overview is None and action in _FORMS
        return True if state in needs and not waits and not self.why_not(action) else None

    def why_not(self, action: str) -> str:
        """Return why the account cannot do this, whatever the clock says; empty where it can."""
        overview = self.app.overview
        if overview is None or not overview.unable:
            return ""
        # Not before the first frame, which nobody has to do anything in.
        from punchcard.tui.clock.needed import NEEDED

        ability = NEEDED.get(action)
        return overview.unable.get(ability, "") if ability else ""

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and (reason := self.why_not(active.binding.action)):
            self.say(reason, is_refusal=True)

    def action_start(self) -> None:
        """Clock in on what was worked on last, or ask where nothing was."""
        from punchcard.tui.clock import requests

        if (overview := self.app.overview) is not None and overview.booked_on:
            from punchcard.core.assignments import levels_missing

            if levels_missing(overview.booked_on, overview.last_used.assignment.references):
                self._open("start")
                return
        self.app.engine.submit(requests.start)

    def action_take_break(self) -> None:
        """Begin a break."""
        from punchcard.tui.clock import requests

        self.app.engine.submit(requests.take_break)

    def action_resume(self) -> None:
        """End the break."""
        from punchcard.tui.clock import requests

        self.app.engine.submit(requests.resume)

    def action_stop(self) -> None:
        """Clock out; what that would take the time of is asked about."""
        self._stop(None)

    def action_start_with(self) -> None:
        """Clock in on something chosen, now or earlier."""
        self._open("start")

    def action_cancel(self) -> None:
        """Throw the running clock away, after asking."""
        self._open("cancel")

    def action_edit(self) -> None:
        """Change the running clock."""
        self._open("edit")

    def action_note(self) -> None:
        """Write what is being done."""
        self._open("note")

    def action_who(self) -> None:
        """Show who is clocked in."""
        from punchcard.tui.presence.open import open_presence

        open_presence(self.app)

    def answer_card(self, card: CardContent, choice: str) -> None:
        """Do what was chosen on a card."""
        if card.kind == "sleep":
            self._answer_sleep(choice)
        elif card.kind == "invalid":
            self._answer_invalid(card.about, choice)
        elif choice == "later":
            self._dismiss_card()
        elif choice == "other":
            self._open("stop_at")
        else:
            self._stop(ZonedDateTime.parse_iso(choice))

    @work(exclusive=True, group="dialog")
    async def _answer_invalid(self, mark: int, choice: str) -> None:
        from punchcard.tui.invalid_clocks import answer, marked

        if (broken := marked(self.app, mark)) is not None:
            await answer(self.app, broken, choice)
            self.app.mutate_reactive(HostApp.overview)

    def _dismiss_card(self) -> None:
        """Say no more about this clock; another one that is forgotten later gets a card of its own."""
        from punchcard.core.clock import Running

        state = self.app.overview.state if self.app.overview else None
        if isinstance(state, Running):
            self.app.dismissed_cards.add(state.since.timestamp())

    def _answer_sleep(self, choice: str) -> None:
        from punchcard.tui.clock import requests

        slept, self.app.slept = self.app.slept, None
        if slept is not None and choice == "break":
            self.app.engine.submit(requests.sleep_was_break(slept.since, slept.until))
        elif slept is not None and choice == "stop":
            self._stop(slept.since)

    @work(group="stop")
    async def _stop(self, at: ZonedDateTime | None, of: str | None = None) -> None:
        from punchcard.tui.clock import stopping

        await stopping.stop(self.app, at, of)

    @work(exclusive=True, group="dialog")
    async def _open(self, dialog: str) -> None:
        from punchcard.tui.clock import dialogs

        if self.app.overview is None:
            return
        request = await dialogs.open_dialog(self.app, self.app.overview, dialog)
        if request is not None:
            self.app.engine.submit(request)

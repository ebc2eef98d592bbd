"""What the keys of the Clock screen ask for. Nothing here waits: the engine does it and says so."""

from __future__ import annotations

from collections.abc import Callable

from textual import work
from whenever import ZonedDateTime

from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.services import clocking
from punchcard.services.session import Session
from punchcard.tui.mode_screen import ModeScreen

_NEEDS: dict[str, tuple[type, ...]] = {
    "start": (Idle,),
    "start_with": (Idle,),
    "take_break": (Working,),
    "resume": (OnBreak,),
    "stop": (Working, OnBreak),
    "cancel": (Working, OnBreak),
    "edit": (Working, OnBreak),
    "note": (Working, OnBreak),
}
"""The states in which each action makes sense."""


class ClockActions(ModeScreen):
    """The actions behind the clock's keys."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what makes no sense now; of break and resume only one is shown."""
        needs = _NEEDS.get(action)
        if needs is None:
            return super().check_action(action, parameters)
        state = self.app.overview.state if self.app.overview else None
        on_break = isinstance(state, OnBreak)
        if action == ("take_break" if on_break else "resume"):
            return False
        return True if isinstance(state, needs) else None

    def action_start(self) -> None:
        """Clock in on what was worked on last."""
        if self.app.overview is not None:
            last = self.app.overview.last_used
            self._ask(lambda s: clocking.start(s, None, last.assignment, last.time_type).message)

    def action_take_break(self) -> None:
        """Begin a break."""
        self._ask(lambda session: clocking.take_break(session).message)

    def action_resume(self) -> None:
        """End the break."""
        self._ask(lambda session: clocking.resume(session).message)

    def action_stop(self) -> None:
        """Clock out."""
        self._ask(lambda session: clocking.stop(session).message)

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

    def answer_card(self, kind: str, choice: str) -> None:
        """Do what was chosen on a card."""
        if kind == "sleep":
            self._answer_sleep(choice)
        elif choice == "later":
            self.app.dismissed_cards.add(kind)
        elif choice == "other":
            self._open("stop_at")
        else:
            at = ZonedDateTime.parse_iso(choice)
            self._ask(lambda session: clocking.stop(session, at).message)

    def _answer_sleep(self, choice: str) -> None:
        from punchcard.tui.clock.dialogs import slept_as_break

        slept, self.app.slept = self.app.slept, None
        if slept is None:
            return
        if choice == "break":
            self._ask(slept_as_break(slept.since, slept.until))
        elif choice == "stop":
            self._ask(lambda session: clocking.stop(session, slept.since).message)

    @work(exclusive=True, group="dialog")
    async def _open(self, dialog: str) -> None:
        from punchcard.tui.clock import dialogs

        overview = self.app.overview
        if overview is None:
            return
        state = overview.state
        if dialog == "start":
            request = await dialogs.start(self.app, overview)
        elif isinstance(state, Idle):
            return
        elif dialog == "edit":
            request = await dialogs.edit(self.app, overview, state)
        else:
            ask = {"cancel": dialogs.cancel, "note": dialogs.note, "stop_at": dialogs.stop_at}[dialog]
            request = await ask(self.app, state)
        if request is not None:
            self._ask(request)

    def _ask(self, request: Callable[[Session], str]) -> None:
        self.app.engine.submit(request)

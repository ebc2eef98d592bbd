"""The app: its modes, its engine, and what holds for every screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual import on
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from punchcard.config import Config
from punchcard.core.refusals import Refusal
from punchcard.paths import Folders
from punchcard.services import undo
from punchcard.services.clocks import WallClock
from punchcard.tui import keymap, messages
from punchcard.tui.approvals.screen import ApprovalsScreen
from punchcard.tui.clock.screen import ClockScreen
from punchcard.tui.commands import system_commands
from punchcard.tui.host import HostApp
from punchcard.tui.mode_screen import ModeScreen
from punchcard.tui.themes import DEFAULT_THEME, THEMES
from punchcard.tui.timesheet.screen import TimesheetScreen


class PunchcardApp(HostApp):
    """A time clock for the terminal."""

    TITLE = "Punchcard"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "clock": ClockScreen,
        "timesheet": TimesheetScreen,
        "approvals": ApprovalsScreen,
    }
    DEFAULT_MODE = "clock"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.EVERYWHERE]
    HELP = "Punchcard keeps your working time. Everything works by keyboard, and everything can be clicked."

    def __init__(
        self, folders: Folders, config: Config, clock: WallClock, account: str | None = None
    ) -> None:
        """Prepare the app; nothing is opened yet."""
        super().__init__(folders, config, clock, account)
        self.failure: Refusal | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = config.theme if config.theme in self.available_themes else DEFAULT_THEME
        self.set_keymap(dict(config.keys))

    def on_mount(self) -> None:
        """Open the account, off this thread."""
        self.engine.start()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done before the account is open."""
        if action in ("undo", "refresh", "outbox") and self.overview is None:
            return None
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything by name, grouped: `clock: Start`."""
        yield from system_commands(self, screen)

    @on(messages.OverviewChanged)
    def _show_overview(self, event: messages.OverviewChanged) -> None:
        self.proposals = event.proposals
        self.overview = event.overview

    @on(messages.DeliveryChanged)
    def _show_delivery(self, event: messages.DeliveryChanged) -> None:
        self.connection = (event.is_connected, "saved" if event.is_connected else event.problem)

    @on(messages.MachineSlept)
    def _ask_about_sleep(self, event: messages.MachineSlept) -> None:
        self.slept = event
        self.mutate_reactive(HostApp.overview)

    @on(messages.RequestAccepted)
    def _say_accepted(self, event: messages.RequestAccepted) -> None:
        self._say(event.sentence)

    @on(messages.RequestRefused)
    def _say_refused(self, event: messages.RequestRefused) -> None:
        refusal = event.refusal
        self._say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)

    @on(messages.EngineFailed)
    def _give_up(self, event: messages.EngineFailed) -> None:
        self.failure = event.refusal
        self.exit(event.refusal.exit_code)

    def _say(self, sentence: str, *, is_refusal: bool = False) -> None:
        screen = next((s for s in reversed(self.screen_stack) if isinstance(s, ModeScreen)), None)
        if screen is not None:
            screen.say(sentence, is_refusal=is_refusal)

    def action_undo(self) -> None:
        """Take back the last thing that was asked for."""
        self.engine.submit(lambda session: undo.undo(session)[1])

    def action_refresh(self) -> None:
        """Ask the backend what it says now."""
        self.connection = (self.connection[0], "refreshing …")
        self.engine.refresh()

    def action_outbox(self) -> None:
        """Show what is on its way."""
        from punchcard.tui.outbox.open import open_outbox

        open_outbox(self)

    def action_help(self) -> None:
        """Explain the focused widget and this screen, with their keys."""
        from punchcard.tui.help import HelpScreen

        self.push_screen(HelpScreen(self.screen, self.focused, self.get_key_display))

    def action_leave(self) -> None:
        """Go back one step; from a screen of its own, leave."""
        if self.current_mode != self.DEFAULT_MODE:
            self.switch_mode(self.DEFAULT_MODE)
        else:
            self.exit(0)

    async def on_unmount(self) -> None:
        """Close the account."""
        self.engine.stop()


def run_app(folders: Folders, config: Config, clock: WallClock, account: str | None = None) -> int:
    """Run the app until the person leaves.

    Returns:
        What the process should exit with.

    Raises:
        Refusal: The account could not be opened; the screen is already restored.
    """
    app = PunchcardApp(folders, config, clock, account)
    result = app.run()
    if app.failure is not None:
        raise app.failure
    return result or 0

"""The app: its modes, its engine, and what holds for every screen."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen

from punchcard.tui import keymap, messages, resuming
from punchcard.tui.clock.screen import ClockScreen
from punchcard.tui.commands import system_commands
from punchcard.tui.crashing import strays_written_down
from punchcard.tui.host import OPENING_MODE, Hears, HostApp
from punchcard.tui.mode_screen import ModeScreen
from punchcard.tui.own_themes import own_themes
from punchcard.tui.pasting import keep_pastes_whole
from punchcard.tui.themes import DEFAULT_THEME, THEMES
from punchcard.tui.timesheet.screen import TimesheetScreen

if TYPE_CHECKING:
    from punchcard.config import Config
    from punchcard.core.refusals import Refusal
    from punchcard.paths import Folders
    from punchcard.services.clocks import WallClock
    from punchcard.services.session import Session

SWITCH_SECONDS = 0.001
"""How long one thread may work while another one waits; Python's own 5 ms are long beside a frame."""


def _approvals() -> Screen[Any]:
    """The inbox brings much along that the first frame need not wait for; the engine loads it ahead."""
    from punchcard.tui.approvals.screen import ApprovalsScreen

    return ApprovalsScreen()


def _opening() -> Screen[Any]:
    """What stands between two accounts."""
    from punchcard.tui.accounts.opening import OpeningScreen

    return OpeningScreen()


class PunchcardApp(HostApp):
    """A time clock for the terminal."""

    TITLE = "Punchcard"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "clock": ClockScreen,
        "timesheet": TimesheetScreen,
        "approvals": _approvals,
        OPENING_MODE: _opening,
    }
    DEFAULT_MODE = "clock"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.EVERYWHERE]
    HELP = "Punchcard keeps your working time. Everything works by keyboard, and everything can be clicked."

    def __init__(
        self,
        folders: Folders,
        config: Config,
        clock: WallClock,
        account: str | None = None,
        acting_as: str | None = None,
        first_mode: str = DEFAULT_MODE,
    ) -> None:
        """Prepare the app, which begins on the screen `first_mode`; nothing is opened yet.

        Raises:
            ConfigError: The configuration names a key or a theme that there is not.
        """
        super().__init__(folders, config, clock, account, acting_as)
        self.failure: Refusal | None = None
        self._first_mode = first_mode
        self._is_loaded = False
        for theme in (*THEMES, *own_themes(folders.config)):
            self.register_theme(theme)
        if config.keys or config.theme:
            from punchcard.tui import preferences

            preferences.check(config, self.available_themes)
        if config.theme is None:
            # As the value to begin with: nothing is drawn yet that would have to change its colours.
            self.set_reactive(App.theme, DEFAULT_THEME)
        else:
            self.theme = config.theme
        self.set_keymap(keymap.complete(config.keys))

    def get_driver_class(self) -> type[Driver]:
        """Choose how the terminal is read, as Textual does, but with pastes that stay text, and once."""
        driver = super().get_driver_class()
        keep_pastes_whole()
        return resuming.only_what_was_suspended(driver)

    def on_mount(self) -> None:
        """Open the account, off this thread, and leave in good order when the system wants it."""
        self.set_timer(0.04, self.engine.start)
        if self._first_mode != self.DEFAULT_MODE:
            self.switch_mode(self._first_mode)
        if sys.platform != "win32" and not self.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                leave = partial(self.exit, return_code=128 + number)
                asyncio.get_running_loop().add_signal_handler(number, leave)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done before the account is open."""
        if action == "to_clock" and self.current_mode == self.DEFAULT_MODE:
            return False
        if action in ("undo", "redo", "outbox") and self.overview is None:
            return None
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything by name, grouped: `clock: Start`."""
        yield from system_commands(self, screen)

    @on(messages.OverviewChanged)
    def _show_overview(self, event: messages.OverviewChanged) -> None:
        self.proposals, self.invalid = event.proposals, event.invalid
        if self.slept is not None:
            from punchcard.tui.sleep_watch import is_undecided

            if not is_undecided(self.slept.since, event.overview.state):
                self.slept = None
        if self.current_mode == OPENING_MODE:
            from punchcard.tui.accounts.switching import show_opened

            show_opened(self, f"{event.overview.account}: you are {event.overview.person.name} there.")
        if not self._is_loaded:
            self._is_loaded = True
            # What has been loaded stays: from here on the collector looks for garbage, and not at that.
            gc.freeze()
            gc.enable()
        self.overview = event.overview

    @on(messages.ConnectionChanged)
    def _show_connection(self, event: messages.ConnectionChanged) -> None:
        state = event.state
        self.connection = state._replace(sentence=self.with_keys(state.sentence))

    @on(messages.MachineSlept)
    def _ask_about_sleep(self, event: messages.MachineSlept) -> None:
        from punchcard.tui.sleep_watch import is_one_sleep

        # A machine that wakes up for a moment in the night has slept once.
        if self.slept is not None and is_one_sleep(self.slept.until, event.since):
            event = messages.MachineSlept(self.slept.since, event.until)
        self.slept = event
        self.mutate_reactive(HostApp.overview)

    @on(messages.RequestAccepted)
    def _say_accepted(self, event: messages.RequestAccepted) -> None:
        self.say(event.sentence)

    @on(messages.RequestRefused)
    def _say_refused(self, event: messages.RequestRefused) -> None:
        refusal = event.refusal
        self.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)

    @on(messages.Told)
    def _tell(self, event: messages.Told) -> None:
        self.say(self.with_keys(event.sentence), is_refusal=event.is_problem)

    @on(messages.EngineFailed)
    def _give_up(self, event: messages.EngineFailed) -> None:
        if self.current_mode == OPENING_MODE:
            from punchcard.tui.accounts.switching import show_failure

            show_failure(self, event.refusal)
            return
        self.failure = event.refusal
        self.exit(event.refusal.exit_code)

    @on(messages.EngineBroke)
    def _fall_over(self, event: messages.EngineBroke) -> None:
        raise event.error

    def say(self, sentence: str, *, is_refusal: bool = False) -> None:
        """Say what was done, or why it was not, on the screen that is seen."""
        screen = next((s for s in reversed(self.screen_stack) if isinstance(s, ModeScreen)), None)
        if screen is not None:
            # In its turn: a screen that was just switched to has nothing yet to say it with.
            screen.call_later(screen.say, sentence, is_refusal=is_refusal)
        if isinstance(self.screen, Hears):
            self.screen.hear(sentence, is_refusal=is_refusal)

    def action_undo(self) -> None:
        """Take back the last thing that was asked for."""
        is_here = self.current_mode == "approvals"
        reopens = (
            "That was sent; {approvals.reopen} reopens a week, under what was decided ({approvals.decided})."
        )
        sent = self.with_keys(reopens)
        self.engine.submit(partial(_undo, sent, is_here))

    def action_redo(self) -> None:
        """Do again what was last taken back."""
        self.engine.submit(_redo)

    def action_refresh(self) -> None:
        """Ask the backend what it says now."""
        self.engine.refresh()
        if isinstance(self.screen, ModeScreen):
            self.screen.read_again()

    def action_outbox(self) -> None:
        """Show what is on its way."""
        from punchcard.tui.outbox.open import open_outbox

        open_outbox(self)

    def action_accounts(self) -> None:
        """List the accounts, and look after them."""
        from punchcard.tui.accounts.open import open_accounts

        open_accounts(self)

    def action_switch_account(self) -> None:
        """Go over to another account."""
        from punchcard.tui.accounts.open import open_switcher

        open_switcher(self)

    def action_help(self) -> None:
        """Explain the focused widget and this screen, with their keys."""
        from punchcard.tui.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(self.screen, self.focused, self.get_key_display, self.with_keys))

    def action_to_clock(self) -> None:
        """Go back to the clock."""
        self.switch_mode(self.DEFAULT_MODE)

    def action_leave(self) -> None:
        """Go back one step; from a screen of its own, leave."""
        if self.current_mode != self.DEFAULT_MODE:
            self.action_to_clock()
        else:
            self.exit(0)

    async def on_unmount(self) -> None:
        """Close the account."""
        self.engine.stop()


def _undo(sent: str, is_here: bool, session: Session) -> str:
    from punchcard.services.undo import CannotUndo, undo
    from punchcard.tui.sent_decisions import is_sent_decision

    # Reopening a week resets later ones, which is asked before it is done.
    if is_sent_decision(session, weeks_only=not is_here):
        raise CannotUndo(sent, "Nothing was changed.")
    return undo(session)[1]


def _redo(session: Session) -> str:
    from punchcard.services.undo import redo

    return redo(session)[1]


def run_app(
    folders: Folders,
    config: Config,
    clock: WallClock,
    account: str | None = None,
    acting_as: str | None = None,
    first_mode: str = PunchcardApp.DEFAULT_MODE,
) -> int:
    """Run the app until the person leaves; it begins on the screen `first_mode`.

    Returns:
        What the process should exit with.

    Raises:
        Refusal: The configuration names what there is not, or the account could not be opened; the
            screen is already restored.
        Exception: The app has fallen over a mistake of its own; likewise.
    """
    # The engine works beside the screen: let the thread that paints have its turn sooner.
    sys.setswitchinterval(SWITCH_SECONDS)
    app = PunchcardApp(folders, config, clock, account, acting_as, first_mode)
    with strays_written_down(folders):
        app.run()
    if app.failure is not None:
        raise app.failure
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0

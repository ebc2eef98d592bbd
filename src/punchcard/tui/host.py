"""The app as its screens see it: what they may ask of it, without knowing the screens' own parts."""

from __future__ import annotations

from asyncio import Lock
from typing import TYPE_CHECKING, NamedTuple

from textual.reactive import var

from punchcard.core.zones import in_zone
from punchcard.services.reading.connection_state import OPENING, ConnectionState
from punchcard.tui import keymap
from punchcard.tui.crashing import CrashingApp
from punchcard.tui.engine import Engine
from punchcard.tui.engine_line import EngineLine

if TYPE_CHECKING:
    from whenever import ZonedDateTime

    from punchcard.config import Config
    from punchcard.paths import Folders
    from punchcard.services.clocks import WallClock
    from punchcard.services.invalid_entries import InvalidClock
    from punchcard.services.overview import Overview
    from punchcard.services.repair import Proposal
    from punchcard.tui.messages import MachineSlept


OPENING_MODE = "opening"
"""The mode that the app is in while it goes over to another account."""


class CameFrom(NamedTuple):
    """Where the person was when they last went over to another account."""

    account: str
    """Empty where they never did."""

    mode: str


class Hears:
    """A dialog that says itself what the app has to say while it is open."""

    def hear(self, sentence: str, *, is_refusal: bool) -> None:
        """Say what was done, or why it was not."""
        raise NotImplementedError


class HostApp(CrashingApp):
    """What holds for every screen: the engine, what is known, and the clock on the wall."""

    overview: var[Overview | None] = var(None, always_update=True)
    """What is known; None until the account is open."""
    connection: var[ConnectionState] = var(OPENING)
    """How the account's service answers, in words."""

    def __init__(
        self,
        folders: Folders,
        config: Config,
        clock: WallClock,
        account: str | None,
        acting_as: str | None = None,
    ) -> None:
        super().__init__()
        self.folders, self.config, self.clock = folders, config, clock
        self.proposals: tuple[Proposal, ...] = ()
        self.invalid: tuple[InvalidClock, ...] = ()
        self.slept: MachineSlept | None = None
        self.dismissed_cards: set[int] = set()
        """When the clocks began, in epoch seconds, that nobody is to be asked about again."""
        self._zone, self._keys = config.schedule.zone, config.keys
        self.account = account or config.default_account
        self._acting = (self.account, acting_as)
        self.came_from = CameFrom("", self.DEFAULT_MODE)
        self.switching = Lock()
        self._connect()

    def leave_for(self, account: str) -> None:
        """Take an engine for another account; it is not started, and the one before it is heard no more."""
        if self.current_mode != OPENING_MODE:
            self.came_from = CameFrom(self.account, self.current_mode)
        self._line.cut()
        self.account = account
        self._connect()

    def _connect(self) -> None:
        acting_as = self._acting[1] if self.account == self._acting[0] else None
        self._line = EngineLine(self.post_message)
        self.engine = Engine(self.folders, self.config, self.clock, self._line, self.account, acting_as)

    def forget(self) -> None:
        """Know nothing any more of the account that was open."""
        self.proposals, self.invalid, self.slept = (), (), None
        self.dismissed_cards.clear()
        self.overview, self.connection = None, OPENING

    def with_keys(self, text: str) -> str:
        """Return `text` with the person's own key for each binding named in it, such as `{clock.start}`."""
        return keymap.with_keys(text, self._keys)

    def say(self, sentence: str, *, is_refusal: bool = False) -> None:
        """Say what was done, or why it was not, on the screen that is seen."""
        raise NotImplementedError

    def now(self) -> ZonedDateTime:
        """The current moment on the person's wall clock, in whole seconds."""
        return in_zone(self.clock(), self._zone)

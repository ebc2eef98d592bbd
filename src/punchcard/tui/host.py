"""The app as its screens see it: what they may ask of it, without knowing the screens' own parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.reactive import var

from punchcard.core.zones import in_zone
from punchcard.tui import keymap
from punchcard.tui.engine import Engine

if TYPE_CHECKING:
    from whenever import ZonedDateTime

    from punchcard.config import Config
    from punchcard.paths import Folders
    from punchcard.services.clocks import WallClock
    from punchcard.services.overview import Overview
    from punchcard.services.repair import Proposal
    from punchcard.tui.messages import MachineSlept


class HostApp(App[int]):
    """What holds for every screen: the engine, what is known, and the clock on the wall."""

    overview: var[Overview | None] = var(None, always_update=True)
    """What is known; None until the account is open."""
    connection: var[tuple[bool, str]] = var((True, "opening …"))
    """Whether the backend answers, and that in words."""

    def __init__(
        self,
        folders: Folders,
        config: Config,
        clock: WallClock,
        account: str | None,
        acting_as: str | None = None,
    ) -> None:
        super().__init__()
        self.engine = Engine(folders, config, clock, self.post_message, account, acting_as)
        self.folders, self.account = folders, account or config.default_account
        self.proposals: tuple[Proposal, ...] = ()
        self.slept: MachineSlept | None = None
        self.dismissed_cards: set[str] = set()
        self._clock, self._zone, self._keys = clock, config.schedule.zone, config.keys

    def with_keys(self, text: str) -> str:
        """Return `text` with the person's own key for each binding named in it, such as `{clock.start}`."""
        return keymap.with_keys(text, self._keys)

    def now(self) -> ZonedDateTime:
        """The current moment on the person's wall clock, in whole seconds."""
        return in_zone(self._clock(), self._zone)

"""What a command gets, and what it gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from punchcard.paths import Folders

if TYPE_CHECKING:
    from punchcard.config import Config
    from punchcard.core.refusals import Refusal
    from punchcard.services.clocks import WallClock


class Result(NamedTuple):
    """What a command has to say."""

    text: str = ""
    """For people; may hold several lines, without a line break at the end."""
    data: Any = None
    """The same for programs: what stands under `data` with `--json`."""
    exit_code: int = 0
    """0 done, 1 refused, 2 usage, 3 accepted but not confirmed yet, 4 credentials, 5 not found."""
    warnings: tuple[str, ...] = ()
    """Sentences for stderr; with `--json` commands put them into their data."""
    problem: Refusal | None = None
    """What is wrong all the same: with `--json` it stands beside the data as `error`, and `ok` is false."""


class Context(NamedTuple):
    """Where a command works."""

    folders: Folders
    account: str | None
    """The account that was named, or None for the configured one."""
    as_json: bool
    kept: list[str]
    """What is safely written down so far, in sentences, should somebody interrupt the command."""
    acting_as: str | None = None
    """Who of the local team everything is done as; None for the account's own person."""

    def config(self) -> Config:
        """Read the configuration.

        Raises:
            Refusal: It holds something that is not understood.
        """
        from punchcard.config import load_config

        return load_config(self.folders)

    def clock(self) -> WallClock:
        """Return the clock on the wall.

        Raises:
            Refusal: `PUNCHCARD_NOW` is set to something that is no moment.
        """
        from punchcard.services.clocks import wall_clock

        return wall_clock()

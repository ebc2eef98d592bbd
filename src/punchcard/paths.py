"""Where Punchcard keeps its files."""

from __future__ import annotations

import os
from dataclasses import dataclass

HOME_VARIABLE = "PUNCHCARD_HOME"
"""Environment variable that moves every folder below one."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one home. They are made when they are first written to, for the person alone."""

    config: str
    data: str
    state: str
    runtime: str

    @property
    def config_file(self) -> str:
        """The configuration file."""
        return os.path.join(self.config, "config.toml")

    @property
    def status_file(self) -> str:
        """What prompts and status bars read."""
        return os.path.join(self.runtime, "status.json")

    def account(self, name: str) -> str:
        """The private folder of one account."""
        return os.path.join(self.data, "accounts", name)


def folders(home: str | None = None) -> Folders:
    """Return the folders below `home`, else below `PUNCHCARD_HOME`, else where the system wants them."""
    below = home or os.environ.get(HOME_VARIABLE)
    if below:
        root = os.path.abspath(os.path.expanduser(below))
        return Folders(*(os.path.join(root, name) for name in ("config", "data", "state", "runtime")))
    from platformdirs import PlatformDirs

    places = PlatformDirs("punchcard", appauthor=False)
    return Folders(
        places.user_config_dir, places.user_data_dir, places.user_state_dir, places.user_runtime_dir
    )

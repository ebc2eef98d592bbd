"""Where Punchcard keeps its files.

`punch status` starts here every time a prompt is drawn, so nothing heavy is imported on the usual way.
"""

from __future__ import annotations

import os
import sys

HOME_VARIABLE = "PUNCHCARD_HOME"
"""Environment variable that moves every folder below one."""

DEBUG_VARIABLE = "PUNCHCARD_DEBUG"
"""Environment variable that does what `--debug` does, where it is set to anything but 0."""

ACCOUNT_VARIABLE = "PUNCHCARD_ACCOUNT"
"""Environment variable that names the account to use where `--account` does not."""

_NAME = "punchcard"


class Folders:
    """The folders of one home. They are made when they are first written to, for the person alone."""

    __slots__ = ("_runtime", "config", "data", "state")

    def __init__(self, config: str, data: str, state: str, runtime: str | None = None) -> None:
        self.config = config
        self.data = data
        self.state = state
        self._runtime = runtime

    @property
    def runtime(self) -> str:
        """What lasts as long as the session; below `state` where the session has no folder of its own."""
        if self._runtime is None:
            # Not below /tmp, where the system would put it: anybody could be there first.
            self._runtime = _session_folder() or os.path.join(self.state, "run")
        return self._runtime

    @property
    def config_file(self) -> str:
        """The configuration file."""
        return os.path.join(self.config, "config.toml")

    @property
    def checked_config_file(self) -> str:
        """The configuration with its values, as it was last found to be right."""
        return os.path.join(self.state, "config.checked.json")

    @property
    def database_file(self) -> str:
        """The store of every account."""
        return os.path.join(self.data, "punchcard.db")

    @property
    def status_file(self) -> str:
        """What prompts and status bars read."""
        return os.path.join(self.runtime, "status.json")

    def account(self, name: str) -> str:
        """The private folder of one account."""
        return os.path.join(self.data, "accounts", name)

    @property
    def hosts(self) -> str:
        """What several accounts at one service share, by the host of it."""
        return os.path.join(self.state, "hosts")


def folders(home: str | None = None) -> Folders:
    """Return the folders below `home`, else below `PUNCHCARD_HOME`, else where the system wants them."""
    below = home or os.environ.get(HOME_VARIABLE)
    if below:
        root = os.path.abspath(os.path.expanduser(below))
        return Folders(*(os.path.join(root, name) for name in ("config", "data", "state", "runtime")))
    person = os.environ.get("HOME", "")
    if sys.platform == "linux" and os.path.isabs(person) and "ANDROID_ROOT" not in os.environ:
        # platformdirs says the same, and takes as long to import as the whole of `punch status`.
        return Folders(
            _xdg("XDG_CONFIG_HOME", person, ".config"),
            _xdg("XDG_DATA_HOME", person, ".local/share"),
            _xdg("XDG_STATE_HOME", person, ".local/state"),
        )
    return _system_folders()


def _xdg(variable: str, person: str, default: str) -> str:
    chosen = os.environ.get(variable, "")
    return os.path.join(chosen if os.path.isabs(chosen) else os.path.join(person, default), _NAME)


def _session_folder() -> str | None:
    """The folder below `XDG_RUNTIME_DIR`, where that is the person's own and closed to others."""
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if sys.platform != "linux" or not os.path.isabs(base):
        return None
    try:
        found = os.lstat(base)
    except OSError:
        return None
    closed_folder = 0o040700
    is_own = (found.st_mode, found.st_uid) == (closed_folder, os.getuid())
    return os.path.join(base, _NAME) if is_own else None


def _system_folders() -> Folders:
    from platformdirs import PlatformDirs

    places = PlatformDirs(_NAME, appauthor=False)
    return Folders(places.user_config_dir, places.user_data_dir, places.user_state_dir)

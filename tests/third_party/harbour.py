"""A backend that somebody else has written, found through its entry point, and a keyring that is a file.

`HARBOUR` in the environment says how the service is: "down", "silent", or well where nothing is said.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordSetError

from punchcard.backends.abilities import Abilities, Ability, No, Partly, Yes
from punchcard.backends.contract import AccountField, BackendInfo, Connection
from punchcard.backends.errors import BadCredentials, Unreachable
from punchcard.core.people import Person

KEYS = {
    "anns-good-key": Person("1", "Ann Weber", "ann@harbour.example"),
    "anns-new-key": Person("1", "Ann Weber", "ann@harbour.example"),
    "bens-good-key": Person("2", "Ben Okafor"),
    "evil-key-here": Person("3", "Eve\x1b[2J [b]Evil\u202e\n", "x\ny"),
}


ABILITIES: Abilities = {
    **dict.fromkeys(Ability, Yes()),
    Ability.GROUPS: Partly("By day alone."),
    Ability.APPROVE: No("The harbour master decides on paper."),
}


class Directory:
    """Knows who has which key, and nothing else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def whoami(self) -> Person:
        """Return whose key it is."""
        assert self._connection.secret is not None
        key = (await self._connection.secret()).get_secret_value()
        if os.environ.get("HARBOUR") == "silent":
            await asyncio.sleep(3600)
        if os.environ.get("HARBOUR") == "down":
            raise Unreachable("Harbour cannot be reached.", "Try again later.")
        if key not in KEYS:
            raise BadCredentials("Harbour does not know this key.", "Copy it once more.")
        if self._connection.meter is not None:
            self._connection.meter.offset_seconds = float(os.environ.get("HARBOUR_AHEAD", "0"))
        return KEYS[key]


class HarbourBackend:
    """An account at the harbour office."""

    info = BackendInfo(
        "harbour",
        "Harbour Office",
        fields=(
            AccountField("email", "Your email", "The one you sign in with.", "https://harbour.example/me"),
            AccountField("base_url", "Address", required=False, default="https://harbour.example/api"),
            AccountField("key", "Pier key", "Below Profile.", "https://harbour.example/key", secret=True),
        ),
    )
    abilities = ABILITIES
    clock = entries = weeks = approvals = groups = days = team = tree = nodes = batch = checks = None

    def __init__(self, connection: Connection) -> None:
        self.directory = Directory(connection)

    async def aclose(self) -> None:
        """Nothing to give back."""


class FileKeyring(KeyringBackend):
    """What it keeps stands in the file that `HARBOUR_KEYRING` names, unless `HARBOUR_KEYRING_FULL` is set."""

    @properties.classproperty
    def priority(self) -> float:
        """Before every other, where a test has named its file; elsewhere it cannot be used."""
        if "HARBOUR_KEYRING" not in os.environ:
            raise RuntimeError("HARBOUR_KEYRING is not set")
        return 5

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""
        return self._kept().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it, where there is room."""
        if os.environ.get("HARBOUR_KEYRING_FULL"):
            raise PasswordSetError("there is no room left")
        self._keep({**self._kept(), f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        kept = self._kept()
        del kept[f"{service}/{username}"]
        self._keep(kept)

    def _kept(self) -> dict[str, str]:
        path = self._path
        return json.loads(path.read_text()) if path.exists() else {}

    def _keep(self, kept: dict[str, str]) -> None:
        self._path.write_text(json.dumps(kept))

    @property
    def _path(self) -> Path:
        return Path(os.environ["HARBOUR_KEYRING"])

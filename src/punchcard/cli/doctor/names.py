"""Names of accounts and addresses of services in a report for others: numbers, the same ones throughout."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from punchcard.backends.http.addresses import is_loopback
from punchcard.config import Config
from punchcard.credentials import variable_of
from punchcard.paths import Folders
from punchcard.services.installed_backends import BUNDLED

_ADDRESS = re.compile(
    r"(?i)\bhttps?://(?P<host>\[[^\]\s]*\]|[^\s/:?#,;”\"'`()\[\]]+)(?P<rest>[^\s,;”\"'`()]*)"
)
_VARIABLE = re.compile(r"PUNCHCARD_SECRET_\w+")
_KEY_OF_FILE = re.compile(r"\baccounts\.[\w-]+")


def account_names(folders: Folders, config: Config | None) -> list[str]:
    """Return the names of all accounts that a report could hold, those that were removed included."""
    names = dict.fromkeys(config.accounts if config else ())
    names.update(dict.fromkeys(_with_a_folder(folders)))
    names.update(dict.fromkeys(_in_the_outbox(folders.database_file)))
    return list(names)


class Names:
    """Numbers for what was named; remembers which number stands for what."""

    def __init__(self, accounts: Iterable[str]) -> None:
        """Number `accounts` in their order; what every bundled backend is called tells nothing of anybody."""
        told = (name for name in accounts if name not in BUNDLED)
        self._accounts = {name: f"account-{number}" for number, name in enumerate(told, 1)}
        self._variables = {variable_of(name): variable_of(said) for name, said in self._accounts.items()}
        self._hosts: dict[str, str] = {}

    def hidden(self, text: str) -> str:
        """Return `text` with numbers for the names of accounts and for addresses of other machines."""
        plain = _ADDRESS.sub(self._address, text)
        for host, said in self._hosts.items():
            plain = re.sub(rf"(?i)(?<![\w.-]){re.escape(host)}(?![\w-])", said, plain)
        plain = _VARIABLE.sub(self._variable, plain)
        for name in sorted(self._accounts, key=len, reverse=True):
            plain = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", self._accounts[name], plain)
        return _KEY_OF_FILE.sub(self._key_of_file, plain)

    def _address(self, found: re.Match[str]) -> str:
        host = found["host"].lower()
        if is_loopback(host.strip("[]")):
            return found[0]
        number = self._hosts.setdefault(host, f"host-{len(self._hosts) + 1}")
        return f"{found[0].partition('://')[0]}://{number}"

    def _variable(self, found: re.Match[str]) -> str:
        bundled = {variable_of(name) for name in BUNDLED}
        return found[0] if found[0] in bundled else self._variables.get(found[0], "PUNCHCARD_SECRET_…")

    def _key_of_file(self, found: re.Match[str]) -> str:
        name = found[0].partition(".")[2]
        return found[0] if name in BUNDLED or name in self._accounts.values() else "accounts.…"


def _with_a_folder(folders: Folders) -> list[str]:
    place = os.path.dirname(folders.account("any"))
    try:
        return sorted(os.listdir(place))
    except OSError:
        return []


def _in_the_outbox(path: str) -> list[str]:
    if not os.path.exists(path):
        return []
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return [str(name) for (name,) in connection.execute("SELECT DISTINCT account FROM outbox")]
    except sqlite3.Error:
        # A file that cannot be read puts no names into the report either.
        return []

"""The row that `punch status` reads, fetched with SQLite alone: its JSON functions spare a parser."""

from __future__ import annotations

import os
import sqlite3

from punchcard import __version__
from punchcard.status.row import idle_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from punchcard.paths import Folders
    from punchcard.status.row import StatusRow

_BUSY_SECONDS = 0.2


def stored_row(places: Folders, wanted: str | None, now: int) -> StatusRow | None:
    """Return the row of one account, an idle one where nothing was ever stored.

    Args:
        places: The folders of the home.
        wanted: The account, or None for the one that is configured.
        now: Epoch seconds.

    Returns:
        The row, or None where the configuration has to be checked first or knows no such account.

    Raises:
        sqlite3.Error: When the store or the checked configuration is damaged or in use.
        OSError: When a file cannot be read.
        ValueError: When a file is not text.
    """
    connection = _store(places)
    try:
        account = _account(connection, places, wanted)
        return account and (_stored(connection, account[0]) or idle_row(*account, now))
    finally:
        connection.close()


def _store(places: Folders) -> sqlite3.Connection:
    path = places.database_file
    try:
        names = os.listdir(places.data)
    except FileNotFoundError:
        names = []
    if not any(name.startswith("punchcard.db") for name in names):
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE TABLE status (account, body)")
        return connection
    for character in "%?#":
        path = path.replace(character, f"%{ord(character):02x}")
    path = path if os.sep == "/" else "/" + path.replace(os.sep, "/")
    return sqlite3.connect(f"file://{path}?mode=ro", uri=True, timeout=_BUSY_SECONDS)


def _stored(connection: sqlite3.Connection, account: str) -> Any:
    query = "SELECT field.key, field.value FROM status, json_each(status.body) AS field WHERE account = ?"
    return dict(connection.execute(query, (account,)))


def _account(connection: sqlite3.Connection, places: Folders, wanted: str | None) -> tuple[str, str] | None:
    """Return the account and its backend, or None where the configuration has to be checked first."""
    source = _read(places.config_file)
    if source is None:
        return ("local", "local") if wanted in (None, "local") else None
    query = """
        SELECT key, json_extract(value, '$.backend') FROM json_each(:checked, '$.value.accounts')
        WHERE key = coalesce(:wanted, json_extract(:checked, '$.value.default_account'))
        AND json_extract(:checked, '$.source') = :source
        AND json_extract(:checked, '$.version') = :version
    """
    checked = _read(places.checked_config_file)
    known = {"checked": checked, "wanted": wanted, "source": source, "version": __version__}
    return connection.execute(query, known).fetchone()


def _read(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig")
    except FileNotFoundError:
        return None

"""Bringing back a backup of a damaged file, or beginning a new one. The damaged file itself is kept."""

from __future__ import annotations

import os
from contextlib import closing, suppress

from punchcard.cli.doctor.databases import database_files, is_damaged
from punchcard.database.backups import back_up, restore
from punchcard.database.damage import acknowledge, gather, kept_aside, set_aside
from punchcard.paths import Folders
from punchcard.services.clocks import wall_clock
from punchcard.store.outbox import OutboxState
from punchcard.store.store import FILE_NAME, Store, Transaction

_ANY_DAY = "0001-01-01"
"""A day before every backup, so that opening a file to mend it makes none."""


def bring_back(folders: Folders) -> list[str]:
    """Put the newest backup in the place of every damaged file, and say so file by file."""
    said: list[str] = []
    for path in _waiting(folders):
        backup = restore(path)
        if backup is None:
            said.append(f"There is no backup of {path}. `punch doctor --start-empty` begins a new file.")
            continue
        acknowledge(path)
        said.append(
            f"{path} is back as it was on {backup.day}. What was asked for since stands in "
            "`punch outbox list --all`, unless it was that file that was damaged."
        )
        if os.path.basename(path) == FILE_NAME:
            said += _doubt_what_was_open(folders)
    _forget_cache(folders, said)
    return said


def start_empty(folders: Folders) -> list[str]:
    """Let a new file begin in the place of every damaged one, and say so file by file."""
    said: list[str] = []
    for path in _waiting(folders):
        kept = kept_aside(path)
        acknowledge(path)
        said.append(f"{path} begins anew; the damaged file stays at {kept}.")
    _forget_cache(folders, said)
    return said


def _waiting(folders: Folders) -> list[str]:
    """The files that wait for a decision; one that is damaged in its place is moved aside first."""
    files = database_files(folders)
    for path in files:
        if is_damaged(path):
            set_aside(path)
    waiting: list[str] = []
    for path in files:
        if not os.path.exists(path) and (kept := kept_aside(path)):
            gather(path, kept)  # a crash may have come between the file and its log
            waiting.append(path)
    return waiting


def _doubt_what_was_open(folders: Folders) -> list[str]:
    """What waited in the backup may have been sent since: it is settled by reading back, never sent twice.

    A clock that this machine keeps alone can be read nowhere: that it runs is said.
    """
    running: list[str] = []
    store = Store(folders.data, _ANY_DAY)
    with store.write() as transaction:
        for account in _accounts(transaction):
            if transaction.cache(account).has_own_clock_running():
                running.append(account)
            for row in transaction.outbox.unsettled(account):
                if row.state is not OutboxState.NEEDS_YOU:
                    answer = "It comes from a backup and may have been sent since."
                    transaction.outbox.move(row.id, OutboxState.UNKNOWN, answer=answer)
    store.close()
    return [
        f"The clock of {account} is kept on this machine alone and runs as it did then. If it was stopped "
        f"since, `punch cancel --yes --account {account}` throws it away."
        for account in running
    ]


def _forget_cache(folders: Folders, said: list[str]) -> None:
    """What was cached may speak of another state of the files; it is read anew when it is needed."""
    if not said:
        return
    path = os.path.join(folders.data, FILE_NAME)
    if os.path.exists(path):
        with closing(Store(folders.data, _ANY_DAY)) as store:
            # What was cached may be all that is left of what a damaged file has lost.
            copy = back_up(path, store.file.connection, *_now())
            with store.write() as transaction:
                for account in _accounts(transaction):
                    transaction.cache(account).clear()
                transaction.connection.execute("DELETE FROM status")
        said.append(f"What Punchcard remembered until now is kept in {copy}.")
    with suppress(FileNotFoundError):
        os.unlink(folders.status_file)


def _now() -> tuple[str, str]:
    """The day and what tells this copy from others of that day."""
    moment = wall_clock()().format_iso(unit="second")
    return moment[:10], "-before-mending-" + moment[11:19].replace(":", "")


def _accounts(transaction: Transaction) -> list[str]:
    query = "SELECT account FROM outbox UNION SELECT account FROM clock UNION SELECT account FROM directory"
    return [row["account"] for row in transaction.connection.execute(query)]

"""What can go wrong with a database file, in sentences."""

from __future__ import annotations

import os

from punchcard.core.refusals import Refusal


class StorageFailed(Refusal):
    """The file cannot be read or written; what it held before is untouched."""

    code = "storage_failed"

    def __init__(
        self, reason: str, hint: str = "", kept: str = "Nothing was changed, what was stored is kept."
    ) -> None:
        super().__init__(f"{reason} {kept}", hint)
        self.reason = reason
        """What happened, without what was kept."""


class DamagedDatabase(Refusal):
    """The file is damaged; it was moved aside and nothing was put in its place."""

    code = "damaged_database"


class NewerDatabase(Refusal):
    """The file was written by a newer Punchcard."""

    code = "newer_database"


def replaced_while_open(path: str) -> StorageFailed:
    """Return the sentence about a file that is no longer the one that was opened."""
    return StorageFailed(
        f"{path} was moved or replaced while it was open.",
        "Start Punchcard again; it then works with the file that is there now.",
    )


NO_ROOM_BYTES = 64 * 1024
"""With less free space than this SQLite cannot even keep its log, and calls that an I/O error."""


def _has_no_room(path: str) -> bool:
    from shutil import disk_usage

    try:
        return disk_usage(os.path.dirname(path) or ".").free < NO_ROOM_BYTES
    except OSError:
        return False


def storage_failure(path: str, error: Exception) -> StorageFailed:
    """Return the sentence for `error`, met while using the file at `path`."""
    text = str(error).lower()
    if "full" in text or "no space" in text or ("i/o error" in text and _has_no_room(path)):
        return StorageFailed(
            f"The disk is full: {path} could not be written.",
            "Free some space and do it again.",
        )
    if "locked" in text or "busy" in text:
        return StorageFailed(
            f"Another program has kept {path} locked for too long.",
            "Close the other program, then do it again.",
        )
    return StorageFailed(
        f"Punchcard cannot write to {path} ({error}).",
        "Make the folder writable, or choose another one with --home DIR.",
    )

"""What can go wrong with a database file, in sentences."""

from __future__ import annotations

from punchcard.core.refusals import Refusal


class StorageFailed(Refusal):
    """The file cannot be read or written; what it held before is untouched."""

    code = "storage_failed"


class DamagedDatabase(Refusal):
    """The file is damaged; it was moved aside and nothing was put in its place."""

    code = "damaged_database"


class NewerDatabase(Refusal):
    """The file was written by a newer Punchcard."""

    code = "newer_database"


def storage_failure(path: str, error: Exception) -> StorageFailed:
    """Return the sentence for `error`, met while using the file at `path`."""
    text = str(error).lower()
    if "full" in text or "no space" in text:
        return StorageFailed(
            f"The disk is full: {path} could not be written. Nothing was changed, what was stored is kept.",
            "Free some space and do it again.",
        )
    if "locked" in text or "busy" in text:
        return StorageFailed(
            f"Another program has kept {path} locked for too long. Nothing was changed.",
            "Close the other program, then do it again.",
        )
    return StorageFailed(
        f"Punchcard cannot write to {path} ({error}). Nothing was changed.",
        "Make the folder writable, or choose another one with --home DIR.",
    )

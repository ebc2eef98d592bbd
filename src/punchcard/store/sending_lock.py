"""The right to send: at most one process delivers an account's outbox at a time."""

from __future__ import annotations

import os

from punchcard.store.file_lock import FileLock


class SendingLock(FileLock):
    """Whoever holds it may take every row in `sending` for one whose sender died."""

    def __init__(self, folder: str) -> None:
        """Lock the account whose private folder is `folder`."""
        super().__init__(os.path.join(folder, "sending.lock"))

"""What hardly ever changes, kept over the end of the program: a company has 50 calls a minute (section 7).

A command is a process of its own: without this each would ask anew who one is and what there is to book on.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from whenever import Instant

from punchcard.database.private import make_folder

SECONDS = 600
"""How long something is kept; the service itself goes by what is so now."""

_FILE = "lists.json"
_MOST_ITEMS = 2000
"""What is longer is asked for each time: the file is read and written as a whole."""


class Shelf:
    """Lists of the service by what was asked for, in a private file of the account."""

    def __init__(self, folder: str, now: Callable[[], Instant]) -> None:
        """Touch nothing yet.

        Args:
            folder: The account's own.
            now: The clock.
        """
        self._folder, self._path, self._now = folder, os.path.join(folder, _FILE), now

    async def get(self, key: str) -> list[object] | None:
        """Return a list that was kept lately; None for nothing, and where the file cannot be read."""
        found = (await asyncio.to_thread(self._read)).get(key)
        return found[1] if found and self._is_fresh(found[0]) else None

    async def keep(self, key: str, items: list[object]) -> None:
        """Keep a list; what is older than it may be is thrown away. A disk that is full keeps nothing."""
        if len(items) <= _MOST_ITEMS:
            await asyncio.to_thread(self._write, key, items)

    def _is_fresh(self, at: float) -> bool:
        return 0 <= self._now().timestamp() - at < SECONDS

    def _read(self) -> dict[str, tuple[float, list[object]]]:
        try:
            with open(self._path, encoding="utf-8") as file:
                data = cast("dict[str, Any]", json.load(file))
            return {key: (float(at), list(items)) for key, (at, items) in data.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, key: str, items: list[object]) -> None:
        known = {name: each for name, each in self._read().items() if self._is_fresh(each[0])}
        known[key] = self._now().timestamp(), items
        text, own = json.dumps(known), f"{self._path}.{os.getpid()}-{threading.get_ident()}"
        try:
            make_folder(self._folder)
            with open(
                os.open(own, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(text)
            os.replace(own, self._path)
        except OSError:
            # Then it is asked for again.
            with suppress(OSError):
                os.unlink(own)

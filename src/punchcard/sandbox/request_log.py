"""What a simulated vendor was asked, request by request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import NamedTuple
from urllib.parse import quote

from punchcard.sandbox.faults import Fault


class LoggedRequest(NamedTuple):
    """One request, without headers and bodies."""

    number: int
    """Counted from 1."""
    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    """Of the query, in its order."""
    applied: bool
    """Whether the vendor did what was asked for, whatever became of the answer."""
    fault: Fault | None
    status: int | None
    """What was answered; None where the connection was dropped."""

    @property
    def line(self) -> str:
        """The request on one line: `3 POST /api/entries?person=… 201`."""
        query = "&".join(f"{quote(name)}={quote(value)}" for name, value in self.parameters)
        target = quote(self.path) + (f"?{query}" if query else "")
        words = [f"{self.number:>4}", self.method, target, str(self.status or "no answer")]
        if self.fault is not None:
            words.append(f"({self.fault}; {'applied' if self.applied else 'not applied'})")
        return " ".join(words)


class RequestLog:
    """Every request since the start or the last `clear`. May be used by several threads."""

    def __init__(self, keys: Collection[str] = ()) -> None:
        """Keep a log in which none of `keys` ever stands, wherever somebody may have put it."""
        self.listener: Callable[[LoggedRequest], None] | None = None
        """Called with every request, on the thread of the server."""
        self._keys = keys
        self._lock = threading.Lock()
        self._requests: list[LoggedRequest] = []

    def add(
        self,
        method: str,
        path: str,
        parameters: Collection[tuple[str, str]],
        *,
        applied: bool,
        fault: Fault | None,
        status: int | None,
    ) -> None:
        """Write a request down."""
        hidden = tuple((self._hidden(name), self._hidden(value)) for name, value in parameters)
        with self._lock:
            number = len(self._requests) + 1
            logged = LoggedRequest(number, method, self._hidden(path), hidden, applied, fault, status)
            self._requests.append(logged)
        if self.listener is not None:
            self.listener(logged)

    def all(self) -> tuple[LoggedRequest, ...]:
        """Return every request, the first one first."""
        with self._lock:
            return tuple(self._requests)

    def clear(self) -> None:
        """Forget everything; the next request is number 1."""
        with self._lock:
            self._requests.clear()

    def _hidden(self, text: str) -> str:
        for key in self._keys:
            text = text.replace(key, "********")
        return text

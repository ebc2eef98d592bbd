"""Faults that a simulated vendor can be made to have while it runs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """One way in which a request goes wrong. What is said of writes holds for reads, which change nothing."""

    DELAY = "delay"
    """Done at once, answered late."""
    DROP_BEFORE = "drop_before"
    """The connection is reset; nothing was done."""
    DROP_AFTER = "drop_after"
    """Done, then the connection is reset without an answer."""
    THROTTLE_SECONDS = "throttle_seconds"
    """429 with `Retry-After` as a number of seconds; nothing was done."""
    THROTTLE_DATE = "throttle_date"
    """429 with `Retry-After` as an HTTP date; nothing was done."""
    THROTTLE_BARE = "throttle_bare"
    """429 without `Retry-After`; nothing was done."""
    SERVER_ERROR = "server_error"
    """500; nothing was done."""
    ARRIVES_LATE = "arrives_late"
    """The connection is reset; done all the same, before the first request that comes a while later."""
    SERVER_ERROR_AFTER = "server_error_after"
    """Done, then 500."""
    TRUNCATED = "truncated"
    """Done; the connection ends in the middle of the answer, whose `Content-Length` is right."""
    HTML = "html"
    """A page for people with status 200, as from a proxy or a guest network; nothing was done."""
    REVOKED_KEY = "revoked_key"
    """401, as if the key had been revoked; nothing was done."""
    CHANGED_ELSEWHERE = "changed_elsewhere"
    """Somebody changes the same thing elsewhere, a moment before this request is looked at."""


APPLIED = frozenset(
    {
        Fault.DELAY, Fault.DROP_AFTER, Fault.SERVER_ERROR_AFTER, Fault.TRUNCATED, Fault.CHANGED_ELSEWHERE,
    }
)  # fmt: skip
"""Faults with which a request is looked at all the same."""


class Standing(NamedTuple):
    """A fault of every request, or of those at some paths."""

    fault: Fault
    paths: tuple[str, ...] | None
    """Beginnings of paths, each alone (`/api/clock`) or behind a method (`POST /api/clock`); None for all."""

    def reaches(self, method: str, path: str) -> bool:
        """Whether it is the fault of such a request."""
        return self.paths is None or any(
            (f"{method} {path}" if " " in beginning else path).startswith(beginning)
            for beginning in self.paths
        )


class FaultBoard:
    """Which of the coming requests go wrong, and how. May be used by several threads."""

    def __init__(self) -> None:
        self.delay_seconds = 2.0
        """How late a delayed answer comes."""
        self.late_seconds = 30
        """How much later a request arrives that does, by the vendor's clock."""
        self.retry_seconds = 2
        """How long `Retry-After` says to wait."""
        self._lock = threading.Lock()
        self._seen = 0
        self._at: dict[int, Fault] = {}
        self._once: list[Fault] = []
        self._standing: list[Standing] = []

    def at(self, position: int, fault: Fault) -> None:
        """Let the request at `position` go wrong, the next one being 1.

        Raises:
            ValueError: `position` is below 1.
        """
        if position < 1:
            raise ValueError("the next request has the position 1")
        with self._lock:
            self._at[self._seen + position] = fault

    def once(self, fault: Fault) -> None:
        """Let the next request go wrong that has no fault of its own; several stand in line."""
        with self._lock:
            self._once.append(fault)

    def always(self, fault: Fault, paths: Sequence[str] | None = None) -> None:
        """Let every request go wrong, or every one whose path begins like this, until `clear`.

        Args:
            fault: The fault.
            paths: Beginnings of paths, alone (`/api/clock`) or behind a method (`POST /api/clock`).
        """
        with self._lock:
            self._standing.append(Standing(fault, None if paths is None else tuple(paths)))

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._at.clear()
            self._once.clear()
            self._standing.clear()

    def next(self, method: str, path: str) -> Fault | None:
        """Count a request and return its fault; None where all goes well."""
        with self._lock:
            self._seen += 1
            if (fault := self._at.pop(self._seen, None)) is not None:
                return fault
            if self._once:
                return self._once.pop(0)
            found = (standing.fault for standing in self._standing if standing.reaches(method, path))
            return next(found, None)

    def described(self) -> list[dict[str, object]]:
        """Return what is switched on, as JSON objects, in the order in which it takes effect."""
        with self._lock:
            at: list[dict[str, object]] = [
                {"fault": fault.value, "at": position - self._seen}
                for position, fault in sorted(self._at.items())
            ]
            once: list[dict[str, object]] = [{"fault": fault.value} for fault in self._once]
            standing: list[dict[str, object]] = [
                {"fault": each.fault.value, "always": True, "paths": each.paths} for each in self._standing
            ]
        return [*at, *once, *standing]

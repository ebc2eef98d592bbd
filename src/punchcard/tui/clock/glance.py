"""A first glance at the clock, from the row that `punch status` reads: there before the account is open."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from punchcard.core.durations import format_duration
from punchcard.status.row import seconds_since, status_at
from punchcard.status.store import stored_row
from punchcard.tui.clock.stopwatch import StopwatchView

if TYPE_CHECKING:
    from punchcard.paths import Folders
    from punchcard.status.row import Status, StatusRow

_STATES = {"idle": "○ Not clocked in", "working": "● Working since {}", "break": "‖ On a break since {}"}


def glance(folders: Folders, account: str, now: int, day: str) -> StopwatchView | None:
    """Return what the stopwatch shows until the account is open; None where there is nothing to glance at.

    Args:
        folders: The folders of the home.
        account: The account in use.
        now: Epoch seconds.
        day: The person's current day, `YYYY-MM-DD`.
    """
    try:
        row = stored_row(folders, account, now)
    except (sqlite3.Error, OSError, ValueError):
        # Whatever is wrong here is found and said when the account is opened, a moment later.
        return None
    if row is None:
        return None
    status = status_at(row, now)
    if status["since"] is not None and not status["since"].startswith(day):
        return None
    return _view(row, status, now)


def _view(row: StatusRow, status: Status, now: int) -> StopwatchView:
    since, note = (status["since"] or "")[11:16], status["note"]
    elapsed = {
        "idle": 0,
        "working": status["elapsed_seconds"],
        "break": seconds_since(row["break_from"], now),
    }[status["state"]]
    about = (status["type"], status["assignment"], f"“{note}”" if note else None)
    return StopwatchView(
        look=status["state"],
        elapsed=format_duration(elapsed, seconds_shown=True),
        state=_STATES[status["state"]].format(since),
        about=tuple(line for line in about if line),
    )

"""What the store keeps for `punch status`, and what it says at a moment.

The row holds what was finished when it was written, and since when the running piece counts; the rest is
added here when it is read. Read once a prompt, so it costs no import that a plain interpreter has not paid.
"""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypedDict

    State = Literal["idle", "working", "break"]

    class StatusRow(TypedDict):
        """One account's row, scalars only. Moments are epoch seconds, except `since`.

        `coming_targets` has the target seconds of the row's day and of those after it, holidays and absences
        taken off, with commas between them and nothing for a day without. `targets_by` is what they were
        worked out from.
        """

        account: str
        backend: str
        state: State
        since: str | None
        zone: str
        day_start: int
        day_end: int
        week_end: int
        today_seconds: int
        break_seconds: int
        week_seconds: int
        stretch_seconds: int
        counting_from: int | None
        break_from: int | None
        target_seconds: int | None
        coming_targets: str
        targets_by: str
        pending: int
        attention: int
        as_of: int | None
        type: str | None
        assignment: str | None
        note: str | None

    class Status(TypedDict):
        """The data of `punch status --json`."""

        account: str
        backend: str
        state: State
        since: str | None
        elapsed_seconds: int
        today_seconds: int
        break_seconds: int
        target_seconds: int | None
        week_seconds: int
        pending: int
        attention: int
        as_of: str | None
        type: str | None
        assignment: str | None
        note: str | None


def idle_row(account: str, backend: str, now: int) -> StatusRow:
    """Return the row of an account that has never been used.

    Of one that is kept elsewhere nothing is known then: it has no `as_of`.
    """
    return {
        "account": account, "backend": backend, "state": "idle", "since": None, "zone": "UTC",
        "day_start": now, "day_end": now + 1, "week_end": now + 1,
        "today_seconds": 0, "break_seconds": 0, "week_seconds": 0, "stretch_seconds": 0,
        "counting_from": None, "break_from": None, "target_seconds": None,
        "coming_targets": "", "targets_by": "",
        "pending": 0, "attention": 0, "as_of": now if backend == "local" else None,
        "type": None, "assignment": None, "note": None,
    }  # fmt: skip


def status_at(row: StatusRow, now: int) -> Status:
    """Return what `row` says at `now`.

    Past the end of the row's day, today's figures begin again at midnight, with that day's target.
    """
    work, pause = row["counting_from"], row["break_from"]
    day, week = _beginnings(row, now)
    same_day, same_week = now < row["day_end"], now < row["week_end"]
    return {
        "account": _plain(row["account"]) or "",
        "backend": _plain(row["backend"]) or "",
        "state": row["state"],
        "since": _plain(row["since"]),
        "elapsed_seconds": row["stretch_seconds"] + seconds_since(work, now),
        "today_seconds": row["today_seconds"] * same_day + seconds_since(work, now, day),
        "break_seconds": row["break_seconds"] * same_day + seconds_since(pause, now, day),
        "target_seconds": row["target_seconds"] if same_day else _target(row, now),
        "week_seconds": row["week_seconds"] * same_week + seconds_since(work, now, week),
        "pending": row["pending"],
        "attention": row["attention"],
        "as_of": _utc(row["as_of"]),
        "type": _plain(row["type"]),
        "assignment": _plain(row["assignment"]),
        "note": _plain(row["note"]),
    }


def _utc(moment: int | None) -> str | None:
    return None if moment is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


def _target(row: StatusRow, now: int) -> int | None:
    """Return the target of the day of `now`, a day after the row was written or later; None where it ends."""
    # The row may have been written by an older Punchcard.
    targets = row.get("coming_targets", "").split(",")
    if len(targets) == 1:
        return None
    from datetime import datetime
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(row["zone"])
    later = datetime.fromtimestamp(now, zone).date() - datetime.fromtimestamp(row["day_start"], zone).date()
    found = targets[later.days] if later.days < len(targets) else ""
    return int(found) if found else None


def seconds_since(start: int | None, now: int, floor: int = 0) -> int:
    """Return the seconds of a piece from `start` to `now` that lie after `floor`; never negative."""
    return 0 if start is None else max(0, now - max(start, floor))


def _beginnings(row: StatusRow, now: int) -> tuple[int, int]:
    """Return when the day and the week of `now` began, as far as the running piece needs to know."""
    start = row["break_from"] if row["counting_from"] is None else row["counting_from"]
    if start is None or (start >= row["day_start"] and now < row["day_end"]):
        return row["day_start"], row["day_start"]
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(row["zone"])
    midnight = datetime.fromtimestamp(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    first_weekday = datetime.fromtimestamp(row["week_end"], zone).weekday()
    week = midnight - timedelta(days=(midnight.weekday() - first_weekday) % 7)
    return int(midnight.timestamp()), int(week.timestamp())


def _plain(text: str | None) -> str | None:
    """Drop what a terminal would obey. What is stored was cleaned, but the file is only a file."""
    return text and "".join(c if c.isprintable() else " " * c.isspace() for c in text)

"""What `punch status` and status bars read, worked out whenever something changes."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from whenever import Date, ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak, Working
from punchcard.core.days import DaySheet
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.targets import targets_of
from punchcard.database.private import make_folder
from punchcard.paths import Folders
from punchcard.services.fold import Known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from punchcard.config import AccountConfig, Config
    from punchcard.core.targets import DayTarget
    from punchcard.status.row import State, StatusRow

COMING_DAYS = 35
"""For how many days, today included, targets are kept."""


def status_row(
    account: AccountConfig,
    config: Config,
    week: Sequence[Date],
    now: ZonedDateTime,
    known: Known,
    unsettled: tuple[int, int],
    holidays: Mapping[Date, str],
    told: Mapping[Date, DayTarget],
    *,
    parts_breaks: bool = False,
) -> StatusRow:
    """Return the row: sums of what is finished, and since when the rest counts (epoch seconds).

    Args:
        account: The account it is about.
        config: With the zone and the targets.
        week: The seven days of the current week.
        now: The current moment.
        known: The clock and the entries of the week, and of the days whose targets are kept.
        unsettled: How many outbox items are on their way, and how many of them need the person.
        holidays: The public holidays among those days.
        told: What the backend has told of the targets of those days.
        parts_breaks: Whether breaks are kept as gaps between entries.
    """
    state, schedule = known.state, config.schedule
    running = None if isinstance(state, Idle) else state
    # The piece in progress is added when the row is read, so the sums end where it begins.
    until = now if running is None else running.last_moment()
    sheets = {
        day: DaySheet(day, schedule.zone, known.plain_entries, state, until, parts_breaks=parts_breaks)
        for day in week
    }
    coming = targets_of(schedule, coming_days(now.date()), holidays, known.plain_entries, told)
    today, day = sheets[now.date()], day_interval(now.date(), schedule.zone)
    return {
        "account": account.name,
        "backend": account.backend,
        "state": _state_name(state),
        "since": _since(state),
        "zone": schedule.zone,
        "day_start": day.start.timestamp(),
        "day_end": day.end.timestamp(),
        "week_end": _end_of(week, schedule.zone).end.timestamp(),
        "today_seconds": today.worked_seconds,
        "break_seconds": today.break_seconds,
        "week_seconds": sum(sheet.worked_seconds for sheet in sheets.values()),
        "stretch_seconds": running.worked_seconds(until) if running else 0,
        "counting_from": until.timestamp() if isinstance(state, Working) else None,
        "break_from": state.break_since.timestamp() if isinstance(state, OnBreak) else None,
        "target_seconds": coming[0].seconds,
        "coming_targets": ",".join("" if day.seconds is None else str(day.seconds) for day in coming),
        "targets_by": what_targets_go_by(config),
        "pending": unsettled[0],
        "attention": unsettled[1],
        "as_of": now.timestamp(),
        "type": running.time_type.name if running and running.time_type else None,
        "assignment": (running.assignment.label or None) if running else None,
        "note": (running.note or None) if running else None,
    }


def coming_days(today: Date) -> tuple[Date, ...]:
    """The days whose targets are kept, `today` first: so `punch status` is right tomorrow as well."""
    return tuple(today.add(days=n) for n in range(COMING_DAYS))


def what_targets_go_by(config: Config) -> str:
    """What the configuration says of targets, to tell when that was changed."""
    return repr((config.schedule.hours, config.schedule.hours_from, config.holidays))


def write_status_file(folders: Folders, row: StatusRow) -> None:
    """Replace `status.json` for prompts and status bars, all at once."""
    shown = {
        "state": row["state"],
        "class": row["state"],
        "since": row["counting_from"] or row["break_from"],
        "today_seconds": row["today_seconds"],
        "pending": row["pending"],
        "attention": row["attention"],
        "account": row["account"],
        "as_of": row["as_of"],
    }
    # A bar that shows an old state is no reason to refuse a punch that is safely on disk.
    with suppress(OSError):
        make_folder(folders.runtime)
        partial = f"{folders.status_file}.{os.urandom(4).hex()}.partial"
        try:
            with open(partial, "x", encoding="utf-8", opener=_private) as file:
                json.dump(shown, file)
            os.replace(partial, folders.status_file)
        finally:
            if os.path.lexists(partial):
                os.unlink(partial)


def remove_status_file(folders: Folders, account: str) -> None:
    """Remove `status.json` where it shows an account, so that no bar shows one that is gone."""
    # A bar that shows an old state is no reason to refuse anything; a file of another kind shows nothing.
    with suppress(OSError, ValueError, LookupError, TypeError):
        with open(folders.status_file, encoding="utf-8") as file:
            shown = json.load(file)["account"]
        if shown == account:
            os.unlink(folders.status_file)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _since(state: ClockState) -> str | None:
    if isinstance(state, Idle):
        return None
    moment = state.break_since if isinstance(state, OnBreak) else state.since
    return moment.to_fixed_offset().format_iso(unit="second")


def _end_of(week: Sequence[Date], zone: str) -> Interval:
    return day_interval(week[-1], zone)


def _state_name(state: ClockState) -> State:
    if isinstance(state, Idle):
        return "idle"
    return "break" if isinstance(state, OnBreak) else "working"

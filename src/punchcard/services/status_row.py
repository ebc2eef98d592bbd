"""What `punch status` prints, worked out whenever something changes."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.days import DaySheet
from punchcard.paths import Folders

if TYPE_CHECKING:
    from punchcard.services.session import Session
    from punchcard.store.store import Transaction


def status_row(session: Session, transaction: Transaction) -> dict[str, Any]:
    """Return the row: sums of what is finished, and since when the rest counts (epoch seconds)."""
    now, today, week = session.now(), session.today(), session.week()
    known = session.known(transaction, week[0], week[-1])
    state = known.state
    running = None if isinstance(state, Idle) else state
    # The piece in progress is added when the row is read, so the sums end where it begins.
    until = now if running is None else running.last_moment()
    day_frame = session.days_frame(today, today)
    sheets = [DaySheet(day, session.zone, known.plain_entries, state, until) for day in week]
    sheet = next(sheet for sheet in sheets if sheet.day == today)
    pending, attention = transaction.outbox.count_unsettled(session.account.name)
    return {
        "account": session.account.name,
        "backend": session.account.backend,
        "state": _state_name(known.state),
        "since": running.since.to_fixed_offset().format_iso() if running else None,
        "zone": session.zone,
        "day_start": day_frame.start.timestamp(),
        "day_end": day_frame.end.timestamp(),
        "week_end": session.days_frame(week[-1], week[-1]).end.timestamp(),
        "today_seconds": sheet.worked_seconds,
        "break_seconds": sheet.break_seconds,
        "week_seconds": sum(sheet.worked_seconds for sheet in sheets),
        "stretch_seconds": running.worked_seconds(until) if running else 0,
        "counting_from": until.timestamp() if isinstance(state, Working) else None,
        "break_from": state.break_since.timestamp() if isinstance(state, OnBreak) else None,
        "target_seconds": session.schedule.target_seconds(today),
        "pending": pending,
        "attention": attention,
        "as_of": now.timestamp(),
        "type": running.time_type.name if running and running.time_type else None,
        "assignment": (running.assignment.label or None) if running else None,
        "note": (running.note or None) if running else None,
    }


def write_status_file(folders: Folders, body: dict[str, Any]) -> None:
    """Replace `status.json` for prompts and status bars, all at once."""
    counting = body["counting_from"] or body["break_from"]
    shown = {
        "state": body["state"],
        "class": body["state"],
        "since": counting,
        "today_seconds": body["today_seconds"],
        "pending": body["pending"],
        "attention": body["attention"],
        "account": body["account"],
        "as_of": body["as_of"],
    }
    partial = f"{folders.status_file}.{os.getpid()}.partial"
    # A bar that shows an old state is no reason to refuse a punch that is safely on disk.
    with suppress(OSError):
        os.makedirs(folders.runtime, mode=0o700, exist_ok=True)
        with open(partial, "w", encoding="utf-8", opener=_private) as file:
            json.dump(shown, file)
        os.replace(partial, folders.status_file)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _state_name(state: Idle | Working | OnBreak) -> str:
    if isinstance(state, Idle):
        return "idle"
    return "break" if isinstance(state, OnBreak) else "working"

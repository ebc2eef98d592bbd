"""One entry in full, as labelled lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from whenever import Date

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.entry_words import APPROVAL_STATUSES, SOURCES, STATUSES
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.requested_stretches import request_in_words
from punchcard.core.work_times import WorkTimeDay, work_times_in_words
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week import Timesheet
from punchcard.store.outbox import OutboxState
from punchcard.tui.timesheet.possible import lock_in_words

_DELIVERY = {
    None: "✓ has arrived",
    OutboxState.HELD: "… held for a moment",
    OutboxState.QUEUED: "↑ on its way",
    OutboxState.SENDING: "↑ on its way",
    OutboxState.UNKNOWN: "? checking whether it has arrived",
    OutboxState.NEEDS_YOU: "! needs you; the outbox says why",
}


class Detail(NamedTuple):
    """A labelled line; one labelled with a space goes on from the one before."""

    label: str
    text: str
    style: str = ""


def details_of(known: KnownEntry, sheet: Timesheet) -> tuple[Detail, ...]:
    """Return everything there is to say about an entry of a week, to whoever looks at it."""
    locked = lock_in_words(sheet, known.entry.locked or sheet.standing.locked)
    statuses = APPROVAL_STATUSES if sheet.approves_entries else STATUSES
    return tuple(_details(known.entry, known.pending, locked, statuses[known.entry.status]))


def details_of_request(asked: ChangeRequest | None, with_keys: Callable[[str], str]) -> tuple[Detail, ...]:
    """Return what is asked for about the day; nothing where nothing is."""
    if asked is None:
        return ()
    at = asked.requested_at
    since = f"waits since {day_in_words(at.date(), short=True)} {clock_time(at)}" if at else "waits"
    return (
        Detail("Request", f"? {request_in_words(asked)}"),
        Detail(" ", with_keys(f"{since}; {{timesheet.request}} takes it back")),
        Detail("Note", asked.note),
        Detail(" ", "\N{NO-BREAK SPACE}"),
    )


def details_of_work_times(told: WorkTimeDay | None) -> tuple[Detail, ...]:
    """Return when the person was at work on the day; nothing where that is not kept."""
    if told is None:
        return ()
    words = f"Work times {work_times_in_words(told)}"
    return Detail(" ", words), Detail(" ", "\N{NO-BREAK SPACE}")


def _details(entry: Entry, pending: OutboxState | None, locked: str | None, status: str) -> Iterator[Detail]:
    yield Detail("Day", day_in_words(entry.day))
    yield Detail("Time", _when(entry))
    is_work = not entry.is_absence and entry.lump_sum is None
    yield Detail("Worked", format_duration(entry.worked_seconds) if is_work else "", "bold")
    for at, pause in enumerate(entry.breaks):
        own = ", by itself" if pause.automatic else ""
        span = f"{clock_time(pause.start)} – {clock_time(pause.end)}, {format_duration(pause.seconds)}{own}"
        yield Detail("Breaks" if at == 0 else " ", span)
    yield Detail("Type", entry.time_type.name if entry.time_type else "")
    yield Detail("On", entry.assignment.label)
    if entry.assignment.billable is not None:
        yield Detail("Billable", "yes" if entry.assignment.billable else "no")
    yield Detail("Note", entry.note)
    yield Detail("Status", status)
    yield Detail("Sync", _DELIVERY[pending])
    yield Detail("Source", SOURCES[entry.source])
    yield Detail("Locked", f"⊘ {locked}" if locked else "")
    yield Detail("Id", entry.id, "$foreground-muted")


def _when(entry: Entry) -> str:
    if entry.lump_sum is not None:
        return f"none: {entry.lump_sum}"
    if entry.start is not None:
        return f"{clock_time(entry.start)} – {_end(entry.start.date(), entry)}"
    if entry.half_days is not None:
        return "half a day" if entry.half_days == 1 else "a whole day"
    return f"{format_duration(entry.worked_seconds)} without clock times" if entry.is_absence else "not kept"


def _end(day: Date, entry: Entry) -> str:
    if entry.end is None:
        return ""
    ends = clock_time(entry.end)
    return ends if entry.end.date() == day else f"{ends} on {day_in_words(entry.end.date(), short=True)}"

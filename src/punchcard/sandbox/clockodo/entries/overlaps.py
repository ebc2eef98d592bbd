"""Time that two entries of one person would share (Clockodo API, clock: clear_overlaps)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from whenever import Instant

from punchcard.sandbox.clockodo.records import Entry
from punchcard.sandbox.clockodo.state import ClockodoState, in_order
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import conflict


class Cleared(NamedTuple):
    """What made room for a clock that was started in the past."""

    deleted: tuple[Entry, ...]
    truncated: tuple[Entry, ...]
    """As they are once they are cut."""


def overlapping(
    state: ClockodoState, users_id: int, since: Instant, until: Instant, leaving_out: int = 0
) -> list[Entry]:
    """Return the time entries of somebody that share time with a stretch, the earliest first.

    A running one reaches until now.
    """
    now = state.now()
    return [
        each
        for each in state.times_of(users_id)
        if each.id != leaving_out and each.time_since < until and since < (each.time_until or now)
    ]


def check_apart(
    state: ClockodoState, users_id: int, since: Instant, until: Instant, leaving_out: int = 0
) -> None:
    """Let pass where a stretch shares no time with other entries, or the company allows it.

    Raises:
        Problem: It does.
    """
    if state.company.allow_entry_overlaps:
        return
    if overlapping(state, users_id, since, until, leaving_out):
        raise conflict(messages.OVERLAPS, "time_since")


def check_given(state: ClockodoState, users_id: int, given: Iterable[Entry]) -> None:
    """Let pass where time entries that somebody gets from others share no time with theirs or one another.

    Raises:
        Problem: They do, and the company does not allow it.
    """
    last: Instant | None = None
    for entry in in_order(given):
        if entry.time_until is None:
            continue
        check_apart(state, users_id, entry.time_since, entry.time_until)
        if last is not None and entry.time_since < last and not state.company.allow_entry_overlaps:
            raise conflict(messages.OVERLAPS, "time_since")
        last = entry.time_until


def to_clear(state: ClockodoState, users_id: int, since: Instant) -> Cleared:
    """Return what has to go for a clock that runs from `since` on; nothing is done yet.

    Entries that lie inside are deleted, one that crosses the start is cut to it, what reaches past now stays.
    """
    now = state.now()
    deleted, truncated = list[Entry](), list[Entry]()
    for entry in overlapping(state, users_id, since, now):
        if entry.time_until is None or entry.time_until > now:
            continue
        if entry.time_since >= since:
            deleted.append(entry)
        else:
            truncated.append(ending(entry, since, now))
    return Cleared(tuple(deleted), tuple(truncated))


def ending(entry: Entry, until: Instant, now: Instant) -> Entry:
    """Return a time entry as it is once it ends at `until`. One without any length counts as typed."""
    seconds = until.timestamp() - entry.time_since.timestamp()
    ended = replace(
        entry, time_until=until, duration=seconds, time_last_change=now, time_last_change_work_time=now
    )
    return ended if seconds else replace(ended, clocked=False, time_clocked_since=None)

"""Time entries and clocks as people in a zone read them."""

from __future__ import annotations

from dataclasses import replace

from punchcard.core.clock import ClockState, Idle, OnBreak
from punchcard.core.entries import Break, Entry
from punchcard.core.zones import moment_in_zone


def entry_in_zone(entry: Entry, zone: str) -> Entry:
    """Return `entry` as it is read in `zone` (IANA name): the same moments, and the day it begins on there.

    Returns:
        `entry` itself where it is in `zone` already, or has no clock times.
    """
    if entry.start is None or entry.end is None:
        return entry
    breaks = _breaks_in_zone(entry.breaks, zone)
    start, end = moment_in_zone(entry.start, zone), moment_in_zone(entry.end, zone)
    if start is entry.start and end is entry.end and breaks is entry.breaks and entry.day == start.date():
        return entry
    return replace(entry, day=start.date(), start=start, end=end, breaks=breaks)


def state_in_zone(state: ClockState, zone: str) -> ClockState:
    """Return `state` as it is read in `zone` (IANA name), itself where it is there already."""
    if isinstance(state, Idle):
        return state
    since, breaks = moment_in_zone(state.since, zone), _breaks_in_zone(state.breaks, zone)
    is_there = since is state.since and breaks is state.breaks
    if isinstance(state, OnBreak):
        break_since = moment_in_zone(state.break_since, zone)
        if is_there and break_since is state.break_since:
            return state
        return replace(state, since=since, breaks=breaks, break_since=break_since)
    return state if is_there else replace(state, since=since, breaks=breaks)


def _breaks_in_zone(breaks: tuple[Break, ...], zone: str) -> tuple[Break, ...]:
    if all(pause.start.tz_id == zone == pause.end.tz_id for pause in breaks):
        return breaks
    return tuple(
        replace(b, start=moment_in_zone(b.start, zone), end=moment_in_zone(b.end, zone)) for b in breaks
    )

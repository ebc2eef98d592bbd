"""Entries and clocks of the service as the domain has them."""

from __future__ import annotations

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.entries.booking import WORK, Names, assignment_of, names_in
from punchcard.backends.http.moments import local
from punchcard.core.clock import Working
from punchcard.core.entries import Entry, Source
from punchcard.core.moments import clock_time


def finished(entry: wire.Entry, zone: str, names: Names | None = None) -> Entry:
    """Return an entry that does not run.

    Args:
        entry: As it was answered.
        zone: The person's, an IANA name.
        names: What its ids are called, where it brings no names along.
    """
    start, until = local(entry.time_since, zone), entry.time_until
    end = None if until is None else local(until, zone)
    odd = _what_is_odd(entry, zone)
    seconds = None
    if odd is not None:
        seconds = (
            0
            if entry.type in (wire.LUMPSUM, wire.LUMPSUM_SERVICE)
            else max(0, (entry.duration or 0) + entry.offset)
        )
    return Entry(
        id=str(entry.id),
        person=str(entry.users_id),
        day=start.date(),
        start=start if odd is None else None,
        end=end if odd is None else None,
        time_type=WORK,
        assignment=assignment_of(entry, {**(names or {}), **names_in(entry)}),
        note=entry.text or "",
        duration_seconds=seconds,
        source=Source.CLOCK if entry.clocked else Source.TYPED,
        lump_sum=_lump_sum(entry),
        locked=odd,
    )


def running(entry: wire.Entry, zone: str, names: Names) -> Working:
    """Return an entry that runs."""
    assignment = assignment_of(entry, {**names, **names_in(entry)})
    return Working(str(entry.id), local(entry.time_since, zone), assignment, WORK, entry.text or "")


def _what_is_odd(entry: wire.Entry, zone: str) -> str | None:
    """Why an entry is no plain stretch of time, and is only shown here."""
    match entry.type:
        case wire.LUMPSUM | wire.LUMPSUM_SERVICE:
            return f"It is a {_lump_sum(entry)} and no time; it is changed at Clockodo."
        case wire.TIME:
            return _other_duration(entry, zone)
        case _:
            return "It is of a kind that this Punchcard does not know; it is changed at Clockodo."


def _lump_sum(entry: wire.Entry) -> str | None:
    match entry.type:
        case wire.LUMPSUM:
            return "lump sum" if entry.lumpsum is None else f"lump sum of {entry.lumpsum:.2f}"
        case wire.LUMPSUM_SERVICE:
            amount = entry.lumpsum_services_amount
            return "lump sum service" if amount is None else f"lump sum service ({amount:g} times)"
        case _:
            return None


def _other_duration(entry: wire.Entry, zone: str) -> str | None:
    if entry.time_until is None or entry.duration is None:
        return None
    elapsed = entry.time_until.timestamp() - entry.time_since.timestamp()
    if abs(entry.duration + entry.offset - elapsed) <= 1:
        return None
    since, until = (clock_time(local(each, zone)) for each in (entry.time_since, entry.time_until))
    return f"Its duration is not the time from {since} to {until}; it is changed at Clockodo."

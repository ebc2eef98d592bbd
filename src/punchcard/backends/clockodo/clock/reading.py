"""What runs now: the clock there, and the break that only this program knows of.

A break is a clock that is stopped there. It is shown as a clock of its own that began with it, as the time
before is a finished entry already; what runs after it is a new clock.
"""

from __future__ import annotations

from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.entries.booking import WORK, Names, ids_of, names_in, names_of
from punchcard.backends.clockodo.entries.entries import listed
from punchcard.backends.clockodo.entries.shapes import running
from punchcard.backends.contract import ClockReading
from punchcard.backends.http.moments import local, near
from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Working


def piece_of(clock: Working) -> Working:
    """Return the one entry of a clock that runs there: what was worked before a break is finished already."""
    return replace(clock, since=clock.last_moment(), breaks=())


def paused(clock: Working | OnBreak, since: ZonedDateTime) -> OnBreak:
    """Return the break that begins as a clock is stopped there; all time there is of one type."""
    entry_id = clock.entry_id if isinstance(clock, OnBreak) else break_after(clock.entry_id)
    return OnBreak(entry_id, since, clock.assignment, WORK, clock.note, (), clock.origin, break_since=since)


def break_after(entry_id: str) -> str:
    """Return the id of the break that began as an entry was stopped."""
    return f"{entry_id}-break"


async def read_clock(client: ClockodoClient, person: str, known: ClockState) -> ClockReading:
    """Return what runs now.

    Args:
        client: The connection.
        person: Whose clock it is.
        known: The clock as it is known here.

    Raises:
        BackendError: It cannot be read.
    """
    clock = await client.read(wire.Clock, "v2/clock", [("users_id", person)])
    read_at = clock.current_time or client.vendor_now()
    if clock.running is not None:
        names = await names_for(client, clock.running, known)
        return ClockReading(person, running(clock.running, client.zone, names), read_at)
    if isinstance(known, OnBreak) and _is_still_on(known, clock, client.zone):
        return ClockReading(person, paused(known, known.break_since), read_at)
    return ClockReading(person, IDLE, read_at)


async def names_for(client: ClockodoClient, entry: wire.Entry, known: ClockState) -> Names:
    """Return what the ids of an entry are called; asks only for what is not known here.

    Raises:
        BackendError: It cannot be read.
    """
    names = client.names | ({} if isinstance(known, Idle) else names_of(known.assignment.references))
    if all(key in names for key in ids_of(entry)):
        return names
    since = entry.time_since
    around = await listed(client, str(entry.users_id), since, since.add(seconds=1))
    for each in around:
        if each.id == entry.id:
            names |= names_in(each)
    return names


def _is_still_on(known: OnBreak, clock: wire.Clock, zone: str) -> bool:
    """Whether nothing else was worked on since the break began; taken for it where that is not told.

    The entry before it may be deleted or changed meanwhile: what was stopped last is an older one then.
    """
    if (last := clock.stopped) is None or last.time_until is None:
        return True
    until = local(last.time_until, zone)
    is_before = until <= known.break_since or near(until, known.break_since)
    return is_before or known.entry_id in (str(last.id), break_after(str(last.id)))

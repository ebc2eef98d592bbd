"""What runs now. Of a clock that is told in part, the rest stays as it is known here."""

from __future__ import annotations

from dataclasses import replace

from whenever import Instant, ZonedDateTime

from punchcard.backends.contract import ClockReading
from punchcard.backends.errors import NOTHING_TAKEN, Garbled, NotAllowed
from punchcard.backends.http.moments import local
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.clock.alike import same_assignment
from punchcard.backends.mctime.clock.booked import invalid_of
from punchcard.backends.mctime.clock.booking import booked_on, with_id
from punchcard.backends.mctime.pauses import finished_breaks, open_since, taken_up
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.time_types import time_type_of
from punchcard.backends.mctime.verdict import Item
from punchcard.backends.mctime.wire.clock import Clock
from punchcard.backends.mctime.wire.values import parsed
from punchcard.core.assignments import NOTHING
from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Working
from punchcard.core.moments import whole_second
from punchcard.core.same_clock import is_near

_WHAT = "the clock of this person"


async def read_clock(client: McTimeClient, person: str, known: ClockState) -> ClockReading:
    """Return what runs now.

    Where the clock that is known does not run any more, it is looked whether it could not be saved: that
    takes one call more.

    Args:
        client: The connection.
        person: Whose clock it is.
        known: The clock as it is known here.

    Raises:
        BackendError: It cannot be read; an error there is never a clock that does not run.
    """
    told = await told_of(client, person)
    read_at = client.vendor_now()
    if told is not None:
        state = state_of(told, known, client.zone, read_at)
        if isinstance(known, Idle) or state.assignment != known.assignment:
            state = replace(state, assignment=await with_id(client, state.assignment))
        return ClockReading(person, state, read_at)
    lost = None if isinstance(known, Idle) else await invalid_of(client, person, known)
    return ClockReading(person, IDLE, read_at, lost and lost.id)


async def told_of(client: McTimeClient, person: str) -> Clock | None:
    """Return what the service says of a person's clock; None where none runs.

    Raises:
        NotAllowed: It says that this person may not be seen.
        BackendError: It cannot be read.
    """
    verdict = await client.ask("clock", [("userIds", person)], what=_WHAT)
    clocks = [clock_in(item) for item in verdict.items]
    own = [clock for clock in clocks if clock is not None and clock.user_id == person]
    if own:
        return own[0] if own[0].clocked_in else None
    if None in clocks:
        said = f": “{verdict.said.rstrip('.')}”" if verdict.said else ""
        raise NotAllowed(
            f"{TITLE} does not tell whether this clock runs{said}.",
            "Your rights there do not reach as far, or the person is gone.",
        )
    if clocks:
        raise Garbled(
            f"{TITLE} was asked for one clock and told of others.",
            NOTHING_TAKEN,
        )
    return None


def clock_in(item: Item) -> Clock | None:
    """Return the clock that an item tells of; None where it says that something went wrong (section 4)."""
    data = item.data
    if not item.is_good or data is None or "userId" not in data or "clockedIn" not in data:
        return None
    return parsed(Clock, data)


def state_of(told: Clock, known: ClockState, zone: str, read_at: Instant) -> Working | OnBreak:
    """Return a clock that runs, with what is not told of it as it is known."""
    now = whole_second(local(read_at, zone))
    since = local(told.start, zone) if told.start else None
    same = None if isinstance(known, Idle) or not _may_be(told, since, known) else known
    breaks = same.breaks if same else ()
    if told.tells("breaks"):
        breaks = finished_breaks(told.breaks, zone)
    clock = Working(
        told.id or (same.entry_id if same else _id_of(told, since or now)),
        since or (same.since if same else now),
        booked_on(told, same.assignment if same else NOTHING),
        time_type_of(told.type, told.category) if told.tells("type") else same and same.time_type,
        told.comment if told.tells("comment") or same is None else same.note,
        breaks,
    )
    if not told.on_break:
        return clock
    begun = open_since(told.breaks, zone)
    if begun is None:
        begun = same.break_since if isinstance(same, OnBreak) else max(now, clock.last_moment())
    finished, begun = taken_up(clock.breaks, begun)
    return clock.on_break(begun, finished)


def tells_change(told: Clock, before: Working | OnBreak, wanted: Working | OnBreak) -> bool:
    """Whether an answer tells what all that an update changes is now."""
    is_booking_told = told.organization_id is not None or bool(told.organization_name)
    same_type = (before.time_type and before.time_type.id) == (wanted.time_type and wanted.time_type.id)
    return (is_booking_told or same_assignment(before.assignment, wanted.assignment)) and (
        told.tells("type") or same_type
    )


def _may_be(told: Clock, since: ZonedDateTime | None, known: Working | OnBreak) -> bool:
    if told.id is not None and told.id == known.entry_id:
        return True
    return since is None or is_near(since, known.since)


def _id_of(told: Clock, since: ZonedDateTime) -> str:
    """Return the id of a clock for which the service tells none: a person has one at a time."""
    return f"{told.user_id}@{since.timestamp()}"

"""The clock is started, now or in the past (Clockodo API, clock v2: POST)."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Instant

from punchcard.sandbox.clockodo.clock.clock import both, clock_user, stop_at
from punchcard.sandbox.clockodo.days.company_days import free_day_name
from punchcard.sandbox.clockodo.entries.booking import Booking, check_bookable, default_billable
from punchcard.sandbox.clockodo.entries.locks import check_open
from punchcard.sandbox.clockodo.entries.overlaps import overlapping, to_clear
from punchcard.sandbox.clockodo.entries.values import checked_text
from punchcard.sandbox.clockodo.records import Entry, EntryType, User
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, Problem, conflict, malformed
from punchcard.sandbox.clockodo.wire.calls import Call
from punchcard.sandbox.clockodo.wire.shapes import entry_json


class Room(NamedTuple):
    """What has to give way to a new clock; nothing is done yet."""

    ended: Entry | None
    """The clock that runs, to be stopped at the start of the new one."""
    deleted: tuple[Entry, ...]
    truncated: tuple[Entry, ...]
    """As they are once they are cut."""
    warning: str | None


def start(call: Call) -> Json:
    """Start the clock; whatever runs is stopped."""
    call = call.without_newer("clear_overlaps", "clocked_now")
    state, user = call.state, clock_user(call)
    started = _started(call, user)
    clears = call.given.boolean("clear_overlaps")
    room = _room(call, user, started, clears)
    for entry in room.deleted:
        del state.entries[entry.id]
    for entry in room.truncated:
        state.keep(entry)
    stopped = None if room.ended is None else stop_at(state, room.ended, started.time_since)
    answer = both(call, state.keep(started), stopped)
    if room.warning is not None and not call.is_classic:
        answer["additional_message"] = {"text": room.warning, "type": "warn"}
    if clears:
        answer["deleted_entries_ids"] = [entry.id for entry in room.deleted]
        answer["truncated_entries"] = [entry_json(call, entry) for entry in room.truncated]
    return answer


def _started(call: Call, user: User) -> Entry:
    given, now = call.given, call.state.now()
    booking = Booking(
        given.needed_integer("customers_id"), given.integer("projects_id", 1),
        given.integer("subprojects_id", 1), given.needed_integer("services_id"),
    )  # fmt: skip
    billable, text = given.integer("billable", among=(0, 1)), checked_text(call)
    given.integer("duration_transfer")
    since = _since(call, now)
    check_bookable(call, user, booking)
    begin = since or now
    check_open(call, user, [begin], (booking.customers_id, booking.projects_id), by_clock=True)
    return Entry(
        call.state.new_id(), EntryType.TIME, user.id, booking.customers_id, begin, None, now, now, now,
        booking.projects_id, booking.subprojects_id, booking.services_id, text=text, clocked=True,
        billable=default_billable(call, booking) if billable is None else billable,
        clocked_offline=since is not None and not given.boolean("clocked_now"), time_clocked_since=begin,
    )  # fmt: skip


def _since(call: Call, now: Instant) -> Instant | None:
    since = call.given.moment("time_since")
    if since is None:
        for name in ("clear_overlaps", "clocked_now"):
            if call.given.boolean(name):
                raise Problem(400, "InvalidCombination", messages.MISSING, "time_since", "time_since")
        return None
    if since > now:
        raise malformed(messages.IN_FUTURE, "time_since")
    return since


def _room(call: Call, user: User, started: Entry, clears: bool) -> Room:
    state, since, now = call.state, started.time_since, call.state.now()
    running = state.running(user.id)
    is_inside = running is not None and since <= running.time_since and since < now
    if is_inside and not clears:
        raise conflict(messages.OVERLAPS, "time_since")
    shared = [each for each in overlapping(state, user.id, since, now) if not each.is_running]
    deleted, truncated = tuple[Entry, ...](), tuple[Entry, ...]()
    if clears:
        deleted, truncated = to_clear(state, user.id, since)
        for entry in (*deleted, *truncated):
            check_open(call, user, [entry.time_since], entry)
        gone = {entry.id for entry in (*deleted, *truncated)}
        shared = [each for each in shared if each.id not in gone]
    elif shared and not state.company.allow_entry_overlaps:
        raise conflict(messages.OVERLAPS, "time_since")
    if running is not None and is_inside:
        return Room(None, (*deleted, running), truncated, _warning(call, user, since, shared))
    return Room(running, deleted, truncated, _warning(call, user, since, shared))


def _warning(call: Call, user: User, since: Instant, shared: list[Entry]) -> str | None:
    """What is odd about a start that is let pass."""
    if shared:
        return call.said(messages.WARN_OVERLAP)
    free = free_day_name(call.state.local(user, since).date())
    return None if free is None else call.said(messages.WARN_FREE_DAY, free)

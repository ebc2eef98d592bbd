"""The clock: what runs, and stop (Clockodo API, clock v2)."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from whenever import Instant

from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.sandbox.clockodo.entries.locks import check_open
from punchcard.sandbox.clockodo.entries.overlaps import ending
from punchcard.sandbox.clockodo.records import Entry, User
from punchcard.sandbox.clockodo.rights import edits_entry
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, conflict, forbidden, malformed, not_found
from punchcard.sandbox.clockodo.wire.calls import Call
from punchcard.sandbox.clockodo.wire.shapes import entry_json


class Stopped(NamedTuple):
    """A clock that was stopped."""

    entry: Entry
    is_truncated: bool


def show(call: Call) -> Json:
    """What runs now, and what was stopped last."""
    user = call.user()
    running, last = call.state.running(user.id), call.state.last_stopped(user.id)
    if call.is_classic:
        return {"running": told(call, running)}
    return timed(call, {"running": told(call, running), "stopped": told(call, last)})


def stop(call: Call) -> Json:
    """Stop the clock whose entry the path names."""
    state, user, now = call.state, clock_user(call), call.state.now()
    entry = state.entries.get(call.path_id)
    if entry is None or entry.users_id != user.id:
        raise not_found()
    if not edits_entry(call.caller, entry):
        raise forbidden()
    if not entry.is_running:
        raise conflict(messages.NOT_RUNNING)
    away = call.given.integer("away") or 0
    until = call.given.moment("time_until") or now
    if until > now:
        raise malformed(messages.IN_FUTURE, "time_until")
    ended = until.subtract(seconds=away)
    if ended < entry.time_since:
        raise malformed(messages.BACKWARDS, "time_until")
    if ended < now:
        check_open(call, user, [entry.time_since], entry, by_clock=True)
    stopped = stop_at(state, entry, ended)
    follow_up = None
    if away or call.given.boolean("start_new"):
        follow_up = replace(
            entry, id=state.new_id(), time_since=until, time_clocked_since=until, time_insert=now,
            time_last_change=now, time_last_change_work_time=now,
        )  # fmt: skip
        state.keep(follow_up)
    return both(call, follow_up, stopped)


def stop_at(state: ClockodoState, running: Entry, moment: Instant) -> Stopped:
    """Stop a clock, and cut what is longer than a day."""
    latest = running.time_since.add(seconds=LONGEST_ENTRY_SECONDS)
    until = max(running.time_since, min(moment, latest))
    return Stopped(state.keep(ending(running, until, state.now())), moment > latest)


def clock_user(call: Call) -> User:
    """Whose clock is meant, the caller's where nobody's is.

    Raises:
        Problem: There is no such user.
    """
    wanted = call.given.integer("users_id", 1)
    user = call.caller if wanted is None else call.state.users.get(wanted)
    if user is None:
        raise not_found()
    return user


def both(call: Call, running: Entry | None, stopped: Stopped | None) -> Json:
    """Return what runs now and what was stopped, as both are answered."""
    said: Json = {
        "running": told(call, running), "stopped": told(call, stopped.entry if stopped else None),
    }  # fmt: skip
    if call.is_classic:
        return said
    return timed(call, said | {"stopped_has_been_truncated": stopped is not None and stopped.is_truncated})


def told(call: Call, entry: Entry | None) -> Json | None:
    """Return an entry as it is answered, where there is one."""
    return None if entry is None else entry_json(call, entry)


def timed(call: Call, said: Json) -> Json:
    """Return an answer with the time that it is, to the millisecond."""
    return said | {"current_time": call.state.clock().format_iso(unit="millisecond")}

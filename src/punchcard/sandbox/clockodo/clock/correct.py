"""The start or the duration of what runs, or ran, is put right (Clockodo API, clock v2: PUT)."""

from __future__ import annotations

from dataclasses import replace

from whenever import Instant

from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.sandbox.clockodo.clock.clock import timed, told
from punchcard.sandbox.clockodo.entries.locks import check_open
from punchcard.sandbox.clockodo.entries.overlaps import ending, overlapping
from punchcard.sandbox.clockodo.records import Entry, EntryType
from punchcard.sandbox.clockodo.rights import edits_entry, sees_entry
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, Problem, conflict, forbidden, malformed, not_found
from punchcard.sandbox.clockodo.wire.calls import Call
from punchcard.sandbox.clockodo.wire.shapes import entry_json, utc

TOLERANCE_SECONDS = 60
"""How far the believed duration of what still runs may be from the real one."""


def correct(call: Call) -> Json:
    """Give a clocked entry another start, or another duration."""
    state, entry = call.state, _entry(call)
    user, now = state.users[entry.users_id], state.now()
    _check_believed(call, entry)
    since, until = _wanted(call, entry, now)
    last = until or now
    if since > now:
        raise malformed(messages.IN_FUTURE, "time_since")
    if since > last or (until is not None and since == last):
        raise malformed(messages.BACKWARDS, "time_since")
    # What runs is cut when it is stopped.
    if until is not None and last.timestamp() - since.timestamp() > LONGEST_ENTRY_SECONDS:
        raise malformed(messages.TOO_LARGE, "time_since")
    check_open(call, user, [entry.time_since, since], entry)
    in_the_way = overlapping(state, user.id, since, last, entry.id)
    correction: Json | None = None
    if in_the_way:
        since, correction = _corrected(call, since, last, in_the_way)
    changed = replace(entry, time_since=since, time_last_change=now, time_last_change_work_time=now)
    state.keep(changed if until is None else ending(changed, until, now))
    answer: Json = {
        "updated": entry_json(call, state.entries[entry.id]), "running": told(call, state.running(user.id)),
    }  # fmt: skip
    if call.is_classic:
        return answer
    return timed(call, answer | {"overlapping_correction": correction})


def _entry(call: Call) -> Entry:
    entry = call.state.entries.get(call.path_id)
    if entry is None or not sees_entry(call.caller, call.state.users[entry.users_id], entry):
        raise not_found()
    if entry.type is not EntryType.TIME or not edits_entry(call.caller, entry):
        raise forbidden()
    return entry


def _check_believed(call: Call, entry: Entry) -> None:
    """The optimistic guard: what the caller believed has to be so still."""
    for name, is_so in (("time_since_before", entry.time_since), ("time_until_before", entry.time_until)):
        believed = call.given.moment(name)
        is_said = believed is not None or (name == "time_until_before" and name in call.given)
        if is_said and believed != is_so:
            raise conflict(messages.CHANGED_MEANWHILE, name)


def _wanted(call: Call, entry: Entry, now: Instant) -> tuple[Instant, Instant | None]:
    """The start and the end that are asked for; no end for what runs."""
    since, duration = call.given.moment("time_since"), call.given.integer("duration")
    if (since is None) == (duration is None):
        raise Problem(400, "InvalidCombination", messages.ONLY_ONE, "duration", "time_since, duration")
    if since is not None:
        return since, entry.time_until
    before = call.given.needed_integer("duration_before", 0)
    elapsed = entry.duration
    if elapsed is None:
        elapsed = now.timestamp() - entry.time_since.timestamp()
    if abs(before - elapsed) > (0 if entry.time_until else TOLERANCE_SECONDS):
        raise conflict(messages.CHANGED_MEANWHILE, "duration_before")
    seconds = min(duration or 0, LONGEST_ENTRY_SECONDS + 1)
    if entry.time_until is None:
        return now.subtract(seconds=seconds), None
    return entry.time_since, entry.time_since.add(seconds=seconds)


def _corrected(call: Call, since: Instant, last: Instant, in_the_way: list[Entry]) -> tuple[Instant, Json]:
    """The start as it may be, and how that is told: moved to where it is free, if it has to be."""
    earlier = [entry for entry in in_the_way if entry.time_since <= since]
    ends = [entry.time_until for entry in in_the_way if entry.time_until is not None]
    free = max(ends) if len(ends) == len(in_the_way) else None
    if free is not None and free >= last:
        free = None
    is_allowed = call.state.company.allow_entry_overlaps
    if not is_allowed and free is None:
        raise conflict(messages.OVERLAPS, "time_since")
    correction: Json = {
        "overlapping": True,
        "overlapping_free_time_since": None if free is None else utc(free),
        "truncate_previous_entry": earlier[-1].id if earlier and is_allowed else None,
    }
    return since if is_allowed or free is None else free, correction

"""Entries: list, show, create, change, delete, split (Clockodo API, entries v2)."""

from __future__ import annotations

from dataclasses import replace

from punchcard.core.intervals import day_interval
from punchcard.sandbox.clockodo.clock.clock import stop_at, told
from punchcard.sandbox.clockodo.entries.booking import booking_of, check_bookable
from punchcard.sandbox.clockodo.entries.locks import check_open
from punchcard.sandbox.clockodo.entries.overlaps import check_apart, ending
from punchcard.sandbox.clockodo.entries.selection import read_filter, read_window, selected
from punchcard.sandbox.clockodo.entries.values import (
    changed_booking,
    check_times,
    checked_duration,
    checked_text,
    sent_booking,
    sent_type,
    with_amounts,
)
from punchcard.sandbox.clockodo.records import Entry, EntryType, User
from punchcard.sandbox.clockodo.rights import edits_entry, has_edit_right, sees_entry
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, forbidden, malformed, not_found
from punchcard.sandbox.clockodo.wire.calls import Call, known
from punchcard.sandbox.clockodo.wire.shapes import Form, entry_json

MOST = 1000


def list_entries(call: Call) -> Json:
    """The entries that begin in a stretch of time and that the caller may see."""
    window, wanted = read_window(call), read_filter(call)
    form = Form.ENHANCED if call.given.boolean("enhanced_list") else Form.LISTED
    hard = call.given.boolean("calc_also_revenues_for_projects_with_hard_budget")
    found = selected(call, window, wanted)
    answer = call.paged("entries", found, lambda entry: entry_json(call, entry, form, hard=hard), MOST)
    if call.is_classic:
        answer["filter"] = dict(call.given.child("filter").values) or None
    return answer


def show(call: Call) -> Json:
    """One entry."""
    return {"entry": entry_json(call, entry_named(call))}


def entry_named(call: Call, *, to_edit: bool = False) -> Entry:
    """Return the entry that the path names.

    Raises:
        Problem: There is none for the caller to see, or to change.
    """
    entry = call.state.entries.get(call.path_id)
    if entry is None or not sees_entry(call.caller, call.state.users[entry.users_id], entry):
        raise not_found()
    if to_edit and not edits_entry(call.caller, entry):
        raise forbidden()
    return entry


def create(call: Call) -> Json:
    """Keep a new entry; one from a clock without a connection ends whatever runs."""
    state, given, user, now = call.state, call.given, _sent_user(call), call.state.now()
    kind = sent_type(call)
    booking, since = sent_booking(call, kind), given.needed_moment("time_since")
    billable = given.needed_integer("billable", 0, among=(0, 1))
    entry = Entry(
        state.new_id(), kind, user.id, booking.customers_id, since, None, now, now, now,
        booking.projects_id, booking.subprojects_id, booking.services_id, billable, checked_text(call),
        lumpsum_services_id=booking.lumpsum_services_id,
    )  # fmt: skip
    check_bookable(call, user, booking)
    is_offline = kind is EntryType.TIME and given.boolean("clocked_offline")
    check_open(call, user, [since], entry, times=kind is EntryType.TIME, by_clock=is_offline)
    entry = with_amounts(call, entry)
    running = state.running(user.id)
    ends_clock = is_offline and running is not None and running.time_since < since
    if kind is EntryType.TIME:
        entry = _timed(call, entry, leaving_out=running.id if running and ends_clock else 0)
    stopped = stop_at(state, running, since).entry if running and ends_clock else None
    answer: Json = {"entry": entry_json(call, state.keep(entry))}
    if stopped is not None and not call.is_classic:
        answer["stopped"] = entry_json(call, stopped)
    return answer


def change(call: Call) -> Json:
    """Give an entry other values; what is not sent stays."""
    state, given, entry = call.state, call.given, entry_named(call, to_edit=True)
    user, now = _sent_user(call, entry.users_id), state.now()
    booking = changed_booking(call, entry)
    if booking != booking_of(entry) or user.id != entry.users_id:
        check_bookable(call, user, booking, booking_of(entry))
    billable = given.integer("billable", among=(0, 1, 2, 12))
    text = checked_text(call) if "text" in given else entry.text
    changed = replace(
        entry, users_id=user.id, customers_id=booking.customers_id, projects_id=booking.projects_id,
        subprojects_id=booking.subprojects_id, services_id=booking.services_id, text=text,
        lumpsum_services_id=booking.lumpsum_services_id, time_last_change=now,
        billable=entry.billable if billable is None else min(billable, 2),
    )  # fmt: skip
    changed = with_amounts(call, _moved(call, changed))
    times = (entry.time_since, entry.time_until, entry.duration, entry.users_id)
    is_moved = times != (changed.time_since, changed.time_until, changed.duration, changed.users_id)
    moves = is_moved and entry.type is EntryType.TIME
    check_open(call, state.users[entry.users_id], [entry.time_since], entry, times=moves)
    check_open(call, user, [changed.time_since], changed, times=moves)
    if moves:
        changed = replace(changed, time_last_change_work_time=now)
    answer: Json = {"entry": entry_json(call, state.keep(changed))}
    if not call.is_classic:
        answer["running"] = told(call, state.running(user.id))
    return answer


def delete(call: Call) -> Json:
    """Delete an entry, be it the clock."""
    entry = entry_named(call, to_edit=True)
    user = call.state.users[entry.users_id]
    is_time = entry.type is EntryType.TIME
    check_open(call, user, [entry.time_since], entry, times=is_time, by_clock=entry.is_running)
    del call.state.entries[entry.id]
    return {"success": True}


def split_at_midnight(call: Call) -> Json:
    """Split the entries that reach over the end of a day, where their user is."""
    state, user, now = call.state, _sent_user(call), call.state.now()
    midnight = day_interval(call.given.needed_day("day"), user.timezone).end.to_instant()
    found = list[Entry]()
    for entry in state.times_of(user.id):
        until = entry.time_until
        if until is None or not entry.time_since < midnight < until:
            continue
        if not has_edit_right(call.caller, entry.customers_id, entry.projects_id):
            check_open(call, user, [entry.time_since, midnight], entry)
        rest = ending(replace(entry, id=state.new_id(), time_since=midnight, time_insert=now), until, now)
        found += [state.keep(ending(entry, midnight, now)), state.keep(rest)]
    return call.paged("entries", found, lambda entry: entry_json(call, entry), MOST)


def _sent_user(call: Call, usual: int | None = None) -> User:
    wanted = call.given.integer("users_id", 1) or usual or call.caller.id
    return known(call.state.users, wanted, "users_id")


def _timed(call: Call, entry: Entry, leaving_out: int) -> Entry:
    since, until = entry.time_since, call.given.needed_moment("time_until")
    clocked_since = call.given.moment("time_clocked_since")
    duration = checked_duration(call, since, until)
    check_times(call, entry.users_id, since, until, leaving_out)
    is_offline = call.given.boolean("clocked_offline")
    return replace(
        entry, time_until=until, duration=duration, clocked=is_offline, clocked_offline=is_offline,
        time_clocked_since=(clocked_since or since) if is_offline else None,
    )  # fmt: skip


def _moved(call: Call, entry: Entry) -> Entry:
    """The entry with the times that are sent; a running one may get an end, and no other may lose it."""
    given, names = call.given, ("time_since", "time_until", "duration")
    since = given.moment("time_since") or entry.time_since
    if entry.type is not EntryType.TIME:
        return replace(entry, time_since=since)
    until = given.moment("time_until")
    if until is None and "time_until" in given and not entry.is_running:
        raise malformed(messages.ONLY_RUNNING, "time_until")
    before = call.state.entries[entry.id]
    if not any(name in given for name in names) and before.users_id == entry.users_id:
        return entry
    until = until or entry.time_until
    if until is None:
        now = call.state.now()
        if since > now:
            raise malformed(messages.IN_FUTURE, "time_since")
        if since < now:
            check_apart(call.state, entry.users_id, since, now, entry.id)
        return replace(entry, time_since=since)
    check_times(call, entry.users_id, since, until, entry.id)
    duration = checked_duration(call, since, until)
    return replace(entry, time_since=since, time_until=until, duration=duration)

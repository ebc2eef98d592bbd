"""What somebody else does at the simulated Clockodo while a request is on its way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from punchcard.core.intervals import day_interval
from punchcard.sandbox.clockodo.approvals.day_changes import carry_out, covers_clock
from punchcard.sandbox.clockodo.clock.clock import stop_at
from punchcard.sandbox.clockodo.entries.locks import is_entry_locked
from punchcard.sandbox.clockodo.entries.overlaps import ending, overlapping
from punchcard.sandbox.clockodo.records import Entry, EntryType, RequestStatus, User
from punchcard.sandbox.clockodo.rights import decides
from punchcard.sandbox.clockodo.state import ClockodoState

NOTE = "changed elsewhere"


def change_elsewhere(state: ClockodoState, user: User, path: str, random: Random) -> None:
    """Change what a request to `path` by `user` is about; nothing where there is nothing to change."""
    if "changeRequests" in path:
        _decide(state, user, random)
    elif "clock" in path:
        _punch(state, user, random)
    elif "entr" in path or "workTimes" in path:
        _edit(state, user, random)


def _punch(state: ClockodoState, user: User, random: Random) -> None:
    now, running = state.now(), state.running(user.id)
    if running is None:
        since = now.subtract(minutes=random.randint(1, 9))
        if not overlapping(state, user.id, since, now):
            state.keep(replace(_plain(state, user), time_since=since, clocked=True, time_clocked_since=since))
    elif random.random() < 0.5:
        state.keep(replace(running, text=NOTE, time_last_change=now))
    else:
        stop_at(state, running, now)


def _edit(state: ClockodoState, user: User, random: Random) -> None:
    now, today = state.now(), state.today(user)
    free = [
        entry
        for entry in state.times_of(user.id)
        if not entry.is_running and not is_entry_locked(user, today, state.day_of(entry))
    ]
    if not free:
        yesterday = day_interval(today.subtract(days=1), user.timezone).start.to_instant()
        since = yesterday.add(hours=random.randint(4, 5))
        state.keep(ending(replace(_plain(state, user), time_since=since), since.add(minutes=20), now))
    elif random.random() < 0.5:
        state.keep(replace(free[-1], text=NOTE, time_last_change=now))
    else:
        del state.entries[free[-1].id]


def _decide(state: ClockodoState, user: User, random: Random) -> None:
    """Somebody decides a request that the caller can see, or might decide too."""
    waiting = [
        each
        for each in state.requests.values()
        if each.status is RequestStatus.REQUESTED
        and (each.users_id == user.id or decides(user, state.users[each.users_id]))
    ]
    if not waiting:
        return
    request = waiting[0]
    if random.random() < 0.5 and not covers_clock(state, request):
        carry_out(state, request)
        del state.requests[request.id]
        return
    by = next(each.id for each in state.users.values() if decides(each, state.users[request.users_id]))
    state.requests[request.id] = replace(
        request, status=RequestStatus.DECLINED, declined_at=state.now(), declined_by=by
    )


def _plain(state: ClockodoState, user: User) -> Entry:
    """A time entry that begins now, booked as the company has it by default."""
    now, company = state.now(), state.company
    return Entry(
        state.new_id(), EntryType.TIME, user.id, company.default_customers_id or min(state.customers), now,
        None, now, now, now, services_id=company.default_services_id or min(state.services), billable=0,
        text=NOTE,
    )  # fmt: skip

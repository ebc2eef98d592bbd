"""What an approved change request does to the entries of its user, from which the work times follow.

What is removed is cut out of the entries. What is added becomes an entry, booked like the one that it
touches, else like any other of that day, else as the company has it by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from punchcard.sandbox.clockodo.days.stretches import Stretch, together, without
from punchcard.sandbox.clockodo.days.work_times import worked
from punchcard.sandbox.clockodo.entries.overlaps import ending
from punchcard.sandbox.clockodo.records import ChangeRequest, ChangeType, Entry, EntryType, User
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.messages import Message

_LONGEST_DAY, _HOUR, _MINUTE = 10 * 3600, 3600, 60
_BREAKS = ((9 * _HOUR, 45 * _MINUTE), (6 * _HOUR, 30 * _MINUTE))
"""How long a break more work than that needs."""


class Booked(NamedTuple):
    """What time is booked on where nobody says it."""

    customers_id: int
    projects_id: int | None
    subprojects_id: int | None
    services_id: int | None
    billable: int


def carry_out(state: ClockodoState, request: ChangeRequest) -> None:
    """Make the changes that a request asks for, closed or not."""
    user = state.users[request.users_id]
    for change in request.changes:
        stretch = Stretch(change.time_since, change.time_until)
        if change.type is ChangeType.REMOVE:
            _remove(state, user, stretch)
        else:
            _add(state, user, request, stretch)


def covers_clock(state: ClockodoState, request: ChangeRequest) -> bool:
    """Whether a request is about time that a running clock covers."""
    running, now = state.running(request.users_id), state.now()
    if running is None:
        return False
    return any(each.time_since < now and running.time_since < each.time_until for each in request.changes)


def violations(state: ClockodoState, request: ChangeRequest) -> list[Message]:
    """Return which rules on working time the day would break, and does not break now."""
    user = state.users[request.users_id]
    before = worked(state, user)
    after = before
    for change in request.changes:
        stretch = Stretch(change.time_since, change.time_until)
        is_removed = change.type is ChangeType.REMOVE
        after = without(after, stretch) if is_removed else together([*after, stretch])
    broken_before = _broken(_of_day(state, user, request, before))
    return [each for each in _broken(_of_day(state, user, request, after)) if each not in broken_before]


def _of_day(
    state: ClockodoState, user: User, request: ChangeRequest, stretches: Sequence[Stretch]
) -> list[Stretch]:
    return [each for each in stretches if state.local(user, each.since).date() == request.date]


def _broken(stretches: Sequence[Stretch]) -> list[Message]:
    found = list[Message]()
    if not stretches:
        return found
    seconds = sum(each.seconds for each in stretches)
    breaks = stretches[-1].until.timestamp() - stretches[0].since.timestamp() - seconds
    if seconds > _LONGEST_DAY:
        found.append(messages.TOO_LONG_DAY)
    needed = next((pause for above, pause in _BREAKS if seconds > above), 0)
    if breaks < needed:
        found.append(messages.SHORT_BREAKS)
    return found


def _remove(state: ClockodoState, user: User, hole: Stretch) -> None:
    now = state.now()
    for entry in state.times_of(user.id):
        if entry.time_until is None or not (entry.time_since < hole.until and hole.since < entry.time_until):
            continue
        pieces = without([Stretch(entry.time_since, entry.time_until)], hole)
        if not pieces:
            del state.entries[entry.id]
        for number, piece in enumerate(pieces):
            kept = entry if number == 0 else replace(entry, id=state.new_id(), time_insert=now)
            state.keep(ending(replace(kept, time_since=piece.since), piece.until, now))


def _add(state: ClockodoState, user: User, request: ChangeRequest, more: Stretch) -> None:
    pieces = [more]
    for stretch in worked(state, user):
        pieces = without(pieces, stretch)
    now = state.now()
    for piece in pieces:
        booked = _booked_like(state, user, request, piece)
        entry = Entry(
            state.new_id(), EntryType.TIME, user.id, booked.customers_id, piece.since, None, now, now, now,
            booked.projects_id, booked.subprojects_id, booked.services_id, booked.billable,
        )  # fmt: skip
        state.keep(ending(entry, piece.until, now))


def _booked_like(state: ClockodoState, user: User, request: ChangeRequest, piece: Stretch) -> Booked:
    times = state.times_of(user.id)
    touching = [e for e in times if piece.since == e.time_until or piece.until == e.time_since]
    that_day = [e for e in times if state.day_of(e) == request.date]
    for entry in (*touching, *that_day):
        return Booked(
            entry.customers_id, entry.projects_id, entry.subprojects_id, entry.services_id, entry.billable
        )
    company = state.company
    customer = company.default_customers_id or min(state.customers)
    return Booked(customer, None, None, company.default_services_id or min(state.services), 0)

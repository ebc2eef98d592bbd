"""Attendance, as it follows from the entries (Clockodo API, work times).

An interval belongs to the day on which it begins, where its user is, and is not cut at midnight. Days without
any are left out. What runs has no end yet, and stands first.
"""

from __future__ import annotations

from typing import NamedTuple

from whenever import Date, Instant

from punchcard.sandbox.clockodo.days.stretches import Stretch, together
from punchcard.sandbox.clockodo.records import User
from punchcard.sandbox.clockodo.rights import manages
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.clockodo.wire.answers import Json
from punchcard.sandbox.clockodo.wire.calls import Call
from punchcard.sandbox.clockodo.wire.shapes import utc, utc_or_none

MOST = 1000


class WorkDay(NamedTuple):
    """What somebody has worked on one day."""

    date: Date
    user: User
    intervals: list[tuple[Instant, Instant | None]]


def list_work_times(call: Call) -> Json:
    """The days of whoever is asked for; in the classic generation of everybody, where nobody is."""
    given = call.given
    first, last = given.needed_day("date_since"), given.needed_day("date_until")
    if given.integer("users_id", 1) is not None:
        users = [call.user()]
    elif call.is_classic:
        users = [user for user in call.state.users.values() if manages(call.caller, user)]
    else:
        raise given.missing("users_id")
    days = [day for user in users for day in work_days(call.state, user) if first <= day.date <= last]
    days.sort(key=lambda day: (day.date, day.user.id))
    return call.paged("work_time_days", days, _shape, MOST)


def work_days(state: ClockodoState, user: User) -> list[WorkDay]:
    """Return every day on which somebody has worked, in order."""
    running = state.running(user.id)
    finished = worked(state, user)
    days: dict[Date, list[tuple[Instant, Instant | None]]] = {}
    if running is not None:
        since = running.time_since
        touching = next((each for each in finished if each.since <= since <= each.until), None)
        if touching is not None:
            finished.remove(touching)
            since = touching.since
        days[state.local(user, since).date()] = [(since, None)]
    for stretch in finished:
        days.setdefault(state.local(user, stretch.since).date(), []).append(stretch)
    return [WorkDay(day, user, days[day]) for day in sorted(days)]


def worked(state: ClockodoState, user: User) -> list[Stretch]:
    """Return when somebody has worked, without what runs now."""
    return together(
        Stretch(each.time_since, each.time_until) for each in state.times_of(user.id) if each.time_until
    )


def _shape(day: WorkDay) -> Json:
    return {
        "date": day.date.format_iso(), "users_id": day.user.id, "offset": 0,
        "intervals": [
            {"time_since": utc(since), "time_until": utc_or_none(until)} for since, until in day.intervals
        ],
    }  # fmt: skip

"""Which days are closed (Clockodo API, enumerations: edit_lock, edit_lock_dyn, work_time_edit_lock_days)."""

from __future__ import annotations

from collections.abc import Iterable

from whenever import Date, Instant

from punchcard.sandbox.clockodo.records import Entry, User
from punchcard.sandbox.clockodo.rights import has_edit_right
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import forbidden
from punchcard.sandbox.clockodo.wire.calls import Call

CLOCK_ONLY = 0


def is_entry_locked(user: User, today: Date, day: Date) -> bool:
    """Whether entries of a day are closed for a user."""
    if user.edit_lock is not None and day <= user.edit_lock:
        return True
    return user.edit_lock_dyn is not None and day <= today.subtract(days=user.edit_lock_dyn)


def is_work_time_locked(user: User, today: Date, day: Date, *, by_clock: bool = False) -> bool:
    """Whether the work times of a day want a change request; `by_clock` for what the clock itself does."""
    days = user.work_time_edit_lock_days
    if days is None:
        return False
    if days == CLOCK_ONLY:
        return not by_clock
    return day <= today.subtract(days=days)


def check_open(
    call: Call, user: User, moments: Iterable[Instant], booking: Entry | tuple[int, int | None],
    *, times: bool = True, by_clock: bool = False,
) -> None:  # fmt: skip
    """Let pass where the entries of `user` that begin at `moments` may be touched.

    Args:
        call: The request.
        user: Whose entries they are.
        moments: When they begin, or shall begin.
        booking: What they are booked on; locks do not hold for whoever has the full right to edit there.
        times: Whether times are touched too, and not their booking alone.
        by_clock: Whether it is the clock that does it.

    Raises:
        Problem: One of the days is closed.
    """
    where = (booking.customers_id, booking.projects_id) if isinstance(booking, Entry) else booking
    if has_edit_right(call.caller, *where):
        return
    today = call.state.today(user)
    for day in {call.state.local(user, moment).date() for moment in moments}:
        if is_entry_locked(user, today, day):
            raise forbidden(messages.CLOSED_DAY, "time_since")
        if times and is_work_time_locked(user, today, day, by_clock=by_clock):
            raise forbidden(messages.CLOSED_WORK_TIME, "time_since")

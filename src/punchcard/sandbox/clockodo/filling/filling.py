"""What the simulated Clockodo has at the start: the simulated company, or next to nothing.

A break parts an entry in two, as attendance follows from entries. Vacation and illness are absences. What is
older than eight weeks is billed. Weeks are not handed in there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from whenever import Date, Instant, Weekday, ZonedDateTime

from punchcard.core.change_requests import ChangeRequest as Asked
from punchcard.core.change_requests import IntervalChange
from punchcard.core.entries import Entry as Worked
from punchcard.core.schedule import Schedule
from punchcard.core.submitted_weeks import RequestStatus as AskedStatus
from punchcard.core.time_types import Category, TimeType
from punchcard.sandbox.clockodo.approvals.day_changes import carry_out
from punchcard.sandbox.clockodo.days.absences import APPROVED, HOLIDAY, SICK
from punchcard.sandbox.clockodo.entries.booking import Booking
from punchcard.sandbox.clockodo.entries.overlaps import ending
from punchcard.sandbox.clockodo.filling.people import add_small_team, add_targets, add_team, limit_access
from punchcard.sandbox.clockodo.filling.tree import (
    SMALL_TREE,
    add_the_rest,
    book,
    booking_on,
    branch,
    stock_subproject,
)
from punchcard.sandbox.clockodo.records import (
    Absence,
    Change,
    ChangeRequest,
    ChangeType,
    Company,
    Entry,
    EntryType,
    RequestStatus,
)
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.company import work
from punchcard.sandbox.company.books import ZONE, Books, moment_of
from punchcard.sandbox.company.company import Company as SimulatedCompany
from punchcard.sandbox.company.team import ANN

_BILLED_DAYS = 8 * 7
_SCHEDULE = Schedule(ZONE, hours=tuple((Weekday(number), 8 * 3600) for number in range(1, 6)))
_TYPES = {
    name: TimeType(name, name, category)
    for name, category in (
        (work.OFFICE, Category.PRODUCTIVE), (work.HOME_OFFICE, Category.PRODUCTIVE),
        (work.TRAVEL, Category.PRODUCTIVE), (work.VACATION, Category.VACATION), (work.SICK, Category.SICK),
    )
}  # fmt: skip
_FIRST_ID = 100


def clear(state: ClockodoState) -> None:
    """Forget everything but the clock."""
    for table in (
        state.users, state.keys, state.teams, state.customers, state.projects, state.subprojects,
        state.services, state.lumpsum_services, state.entries, state.texts, state.requests, state.absences,
        state.target_hours, state.confirmations,
    ):  # fmt: skip
        table.clear()
    state.calls.clear()
    state.company = Company()
    state.declined, state.last_id = 0, _FIRST_ID


def fill_small(state: ClockodoState) -> None:
    """Bring in a small team and a small tree; nothing is booked or locked."""
    add_small_team(state)
    for path in SMALL_TREE:
        book(state, path)
    general = book(state, "")
    state.company.default_customers_id, state.company.default_services_id = general[0], general[3]


def fill_with_company(state: ClockodoState, seed: int) -> None:
    """Bring in the company of `seed` as it is by the vendor's clock."""
    ids = add_team(state)
    now = state.local(state.users[ids[ANN]], state.now())
    company = SimulatedCompany.at(seed, now)
    branches = {path: branch(state, path) for path in ("", *company.paths())}
    add_the_rest(state)
    limit_access(state, ids)
    add_targets(state, ids, now.date())
    general = booking_on(branches[""])
    state.company.default_customers_id = general.customers_id
    state.company.default_services_id = general.services_id
    names = {name: str(number) for name, number in ids.items()}
    records = company.everything(
        Books(branches, _TYPES, _SCHEDULE, lambda: ""), names, lambda: str(state.new_id())
    )
    for worked in sorted(records.entries, key=lambda each: (str(each.day), str(each.start or ""))):
        if not worked.is_absence:
            _add_worked(state, worked, now.date())
    _add_absences(state, [each for each in records.entries if each.is_absence])
    for asked in records.requests:
        _add_request(state, asked, ids)
    _add_today(state, company, ids[ANN], booking_on(branches[work.RUNNING[0]]))
    _add_lumpsums(state, ids[ANN], booking_on(branches[work.LONG[-1][0]]), now)


def _add_worked(state: ClockodoState, worked: Worked, today: Date) -> None:
    booking = booking_on(worked.assignment)
    billable = int(bool(worked.assignment.billable))
    if billable and worked.day < today.subtract(days=_BILLED_DAYS):
        billable = 2
    for piece in worked.worked_pieces():
        since, until = piece.start.to_instant(), piece.end.to_instant()
        state.keep(
            ending(_time(state, int(worked.person), booking, since, worked.note, billable), until, until)
        )


def _time(
    state: ClockodoState, users_id: int, booking: Booking, since: Instant, note: str, billable: int
) -> Entry:
    """What somebody's clock is when it begins to run."""
    return Entry(
        state.new_id(), EntryType.TIME, users_id, booking.customers_id, since, None, since, since, since,
        booking.projects_id, stock_subproject(state, booking.projects_id, note), booking.services_id,
        billable, note or None, clocked=True, time_clocked_since=since,
    )  # fmt: skip


def _add_today(state: ClockodoState, company: SimulatedCompany, ann: int, booking: Booking) -> None:
    """Ann's clock: at work, or stopped for her lunch break."""
    today, note = company.ann_today(), work.RUNNING[1]
    clock = _time(state, ann, booking, today.start.to_instant(), note, 1)
    if today.break_start is None:
        state.keep(clock)
        return
    left = today.break_start.to_instant()
    state.keep(ending(clock, left, left))
    if today.break_end is not None:
        state.keep(_time(state, ann, booking, today.break_end.to_instant(), note, 1))


def _add_lumpsums(state: ClockodoState, ann: int, booking: Booking, now: ZonedDateTime) -> None:
    """What is no time, on her last day before today: a sum, and something that is sold by the piece."""
    days = [day for each in state.times_of(ann) if (day := state.day_of(each)) < now.date()]
    at = moment_of(max(days), 9 * 60).to_instant()
    sold = min(state.lumpsum_services)
    state.keep(
        Entry(
            state.new_id(), EntryType.LUMPSUM, ann, booking.customers_id, at, None, at, at, at,
            booking.projects_id, None, booking.services_id, 1, "train tickets", lumpsum=184.5,
        )
    )  # fmt: skip
    state.keep(
        Entry(
            state.new_id(), EntryType.LUMPSUM_SERVICE, ann, booking.customers_id, at, None, at, at, at,
            booking.projects_id, None, None, 1, "kick-off", lumpsum_services_id=sold,
            lumpsum_services_amount=1.5,
        )
    )  # fmt: skip


def _add_absences(state: ClockodoState, days: Iterable[Worked]) -> None:
    """Days away; those in a row, weekends between them, are one absence."""
    newest: dict[tuple[int, int], Absence] = {}
    for away in sorted(days, key=lambda each: str(each.day)):
        is_sick = away.time_type is not None and away.time_type.category is Category.SICK
        users_id, kind, count = int(away.person), SICK if is_sick else HOLIDAY, (away.half_days or 2) / 2
        before = newest.get((users_id, kind))
        if before is not None and away.day <= before.date_until.add(days=3) and count == 1:
            absence = replace(before, date_until=away.day, count_days=before.count_days + count)
        else:
            absence = Absence(
                state.new_id(), users_id, away.day, away.day, kind, APPROVED, count,
                sick_note=False if is_sick else None, approved_by=state.users[users_id].boss,
                date_enquired=away.day.subtract(days=0 if is_sick else 30),
                date_approved=away.day.subtract(days=0 if is_sick else 28),
            )  # fmt: skip
        newest[users_id, kind] = state.absences[absence.id] = absence


def _add_request(state: ClockodoState, asked: Asked, ids: dict[str, int]) -> None:
    if asked.status in (AskedStatus.WITHDRAWN, AskedStatus.REPLACED):
        return
    kinds = {IntervalChange.ADD: ChangeType.ADD, IntervalChange.REMOVE: ChangeType.REMOVE}
    changes = tuple(
        Change(kinds[each.change], each.interval.start.to_instant(), each.interval.end.to_instant())
        for each in asked.changes
    )
    at = asked.requested_at.to_instant() if asked.requested_at else state.now()
    request = ChangeRequest(int(asked.id), asked.day, int(asked.person), changes, at)
    if asked.status is AskedStatus.APPROVED:
        carry_out(state, request)
        return
    if asked.status is AskedStatus.DECLINED:
        request = replace(
            request, status=RequestStatus.DECLINED, declined_by=ids.get(asked.decided_by or ""),
            declined_at=asked.decided_at.to_instant() if asked.decided_at else at,
        )  # fmt: skip
    state.requests[request.id] = request

"""What the simulated company has worked, as entries of the simulated McTime, and who is at work now."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from whenever import Date, Instant, Weekday

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.days import week_of
from punchcard.core.entries import Entry as Worked
from punchcard.core.schedule import Schedule
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.time_types import Category, TimeType
from punchcard.sandbox.company import work
from punchcard.sandbox.company.books import ZONE, Books, moment_of
from punchcard.sandbox.company.company import Company, Records
from punchcard.sandbox.mctime.records import ApprovalStatus, Break, Creation, TimeEntry
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.time_types import CATEGORY_OF, INVALID

EXPORTED_WEEKS = 8
"""How old what is approved is when it has been exported."""

_SCHEDULE = Schedule(ZONE, hours=tuple((Weekday(number), 8 * 3600) for number in range(1, 6)))
_TYPES = {
    work.OFFICE: "work", work.HOME_OFFICE: "home_office", work.TRAVEL: "travel", work.VACATION: "vacation",
    work.SICK: "sick",
}  # fmt: skip
_ANN_APPROVED_WEEKS, _ANN_WAITING_WEEKS = 4, 2
_AUTOMATIC, _TYPED, _EDITED = 0.25, 0.2, 0.08
_OVER_MINUTES, _LATE_MINUTES = 38, 26
_FULL_DAY, _SECOND_HALF, _END_OF_DAY = 8 * 60, 13 * 60, 17 * 60


def records_of(company: Company, branches: dict[str, str], ids: dict[str, str]) -> Records:
    """Return what the company has worked: branches are the ids of organizations, by their path."""
    types = {name: TimeType(own, name, Category(CATEGORY_OF[own])) for name, own in _TYPES.items()}
    assignments = {
        path: Assignment((Reference("organization", number, path),)) for path, number in branches.items()
    }
    books = Books(assignments, types, _SCHEDULE, lambda: "")
    return company.everything(books, ids, lambda: "")


def add_history(state: McTimeState, records: Records, ann: str, today: Date, home: str) -> None:
    """Bring in what was worked, with how far its approval has come."""
    asked = {(week.person, week.first): week.status for week in records.weeks}
    for worked in sorted(
        records.entries, key=lambda each: (str(each.day), str(each.start or ""), each.person)
    ):
        monday = week_of(worked.day, Weekday.MONDAY)[0]
        weeks_ago = int(week_of(today, Weekday.MONDAY)[0].since(monday, total="weeks"))
        status = (
            _of_ann(worked, weeks_ago)
            if worked.person == ann
            else _of_others(worked, asked.get((worked.person, monday)))
        )
        if status is ApprovalStatus.APPROVED and weeks_ago > EXPORTED_WEEKS:
            status = ApprovalStatus.EXPORTED
        state.keep(_entry(state, worked, status, home))


def add_invalid(state: McTimeState, person: str, today: Date) -> None:
    """Bring in a clock that somebody stopped too late, over what was approved on the very day.

    That was on their last day but one before today.
    """
    user = state.users[person]
    before = [(state.local(user, each.since).date(), each) for each in state.entries_of(person)]
    days = sorted({day for day, _ in before if day < today})
    over = [each for day, each in before if day == days[-2]][-1]
    state.keep(replace(over, status=ApprovalStatus.APPROVED))
    invalid = TimeEntry(
        state.new_id(), person, over.until.subtract(minutes=_OVER_MINUTES),
        over.until.add(minutes=_LATE_MINUTES), INVALID, over.organization, "forgot to stop",
        creation=Creation.CLOCK, is_invalid=True,
    )  # fmt: skip
    state.keep(invalid)


def _of_ann(worked: Worked, weeks_ago: int) -> ApprovalStatus:
    """Ann's newest weeks wait or are open; that she travelled was doubted."""
    if weeks_ago >= _ANN_APPROVED_WEEKS:
        return ApprovalStatus.APPROVED
    if weeks_ago < _ANN_WAITING_WEEKS:
        return ApprovalStatus.NOT_APPROVED_YET
    is_travel = worked.time_type is not None and worked.time_type.name == work.TRAVEL
    return ApprovalStatus.DISAPPROVED if is_travel else ApprovalStatus.UNDER_APPROVAL


def _of_others(worked: Worked, asked: RequestStatus | None) -> ApprovalStatus:
    match asked:
        case RequestStatus.APPROVED:
            return ApprovalStatus.APPROVED
        case RequestStatus.PENDING:
            return ApprovalStatus.UNDER_APPROVAL
        case RequestStatus.DECLINED if worked.day.day_of_week() is Weekday.THURSDAY:
            return ApprovalStatus.DISAPPROVED
        case RequestStatus.DECLINED:
            return ApprovalStatus.UNDER_APPROVAL
        case _:
            return ApprovalStatus.NOT_APPROVED_YET


def _entry(state: McTimeState, worked: Worked, status: ApprovalStatus, home: str) -> TimeEntry:
    random = Random(f"{state.seed} {worked.person} {worked.day} {worked.start}")
    kind = worked.time_type.id if worked.time_type else "work"
    if worked.start is None or worked.end is None:
        since, until = _hours_away(worked)
        creation = Creation.MODEL if kind == "vacation" else Creation.TIMES
        return TimeEntry(
            state.new_id(), worked.person, since, until, kind, home, status=status, creation=creation
        )
    drawn = random.random()
    creation = None if drawn < _EDITED else Creation.TIMES if drawn < _EDITED + _TYPED else Creation.CLOCK
    is_automatic = random.random() < _AUTOMATIC
    breaks = tuple(
        Break(
            state.new_id(), each.start.to_instant(), each.end.to_instant() if each.end else None, is_automatic
        )
        for each in worked.breaks
    )
    return TimeEntry(
        state.new_id(), worked.person, worked.start.to_instant(), worked.end.to_instant(), kind,
        worked.assignment.references[-1].id, worked.note, breaks, status, creation,
    )  # fmt: skip


def _hours_away(worked: Worked) -> tuple[Instant, Instant]:
    """A whole day away is eight hours from eight on; half a day its afternoon."""
    is_half = worked.half_days == 1
    first, last = (_SECOND_HALF, _END_OF_DAY) if is_half else (_FULL_DAY, _FULL_DAY * 2)
    return moment_of(worked.day, first).to_instant(), moment_of(worked.day, last).to_instant()

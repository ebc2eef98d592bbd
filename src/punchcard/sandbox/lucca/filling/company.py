"""The simulated company as the simulated Lucca has it.

Most write down activities by the clock, two their attendance, one activities in hours and one days. Vacation
and illness are no entries. Ann's shift in progress is not here: the vendor knows of no running clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from whenever import Date, PlainDateTime, Time, Weekday, ZonedDateTime

from punchcard.core.entries import Entry as Worked
from punchcard.core.intervals import Interval
from punchcard.core.people import Role
from punchcard.core.schedule import Schedule
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.time_types import Category, TimeType
from punchcard.core.zones import in_zone
from punchcard.sandbox.company import work
from punchcard.sandbox.company.books import ZONE, Books
from punchcard.sandbox.company.company import Company
from punchcard.sandbox.company.month import HOLIDAYS
from punchcard.sandbox.company.team import ANN, COLLEAGUES, DEPUTY, LEAD
from punchcard.sandbox.lucca.filling.people import CONFIGURED, add_key, add_person
from punchcard.sandbox.lucca.filling.theory import add_theory
from punchcard.sandbox.lucca.filling.tree import add_axes, assignment, close
from punchcard.sandbox.lucca.records import (
    Configuration,
    Department,
    Entry,
    Mode,
    Right,
    Sheet,
    Source,
    Status,
    Unit,
)
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks.empty_days import add_empty_days

TYPES = (work.OFFICE, work.HOME_OFFICE, work.TRAVEL)
"""The time types."""

CONFIGURATIONS = {
    "Carla Díaz": Configuration(mode=Mode.ATTENDANCE, statute_id=2),
    DEPUTY: Configuration(mode=Mode.ATTENDANCE, is_typed=True, statute_id=3),
    "Zoë Müller": Configuration(unit=Unit.HOURS, statute_id=4),
    "李 明": Configuration(unit=Unit.DAYS, mode=Mode.ATTENDANCE, statute_id=5),
}
"""Who writes time down in another way than by activities and the clock."""

BADGED = "Carla Díaz"
"""Whose times come from a badge reader."""

LEFT = "Otto Brandt"
"""Who works there no more."""

_SCHEDULE = Schedule(ZONE, hours=tuple((Weekday(number), 8 * 3600) for number in range(1, 6)))
_CATEGORIES = {work.VACATION: Category.VACATION, work.SICK: Category.SICK}
_TIME_TYPES = {
    name: TimeType(name, name, _CATEGORIES.get(name, Category.PRODUCTIVE)) for name in (*TYPES, *_CATEGORIES)
}
_WORKER = frozenset({Right.WRITE, Right.SUBMIT})
_STATUSES = {RequestStatus.PENDING: Status.SUBMITTED, RequestStatus.APPROVED: Status.APPROVED}
_DAY_SECONDS = 24 * 3600


def fill_with_company(state: LuccaState, seed: int) -> None:
    """Bring in the company of `seed` as it is by the vendor's clock."""
    now = in_zone(state.clock(), ZONE)
    company = Company.at(seed, now)
    ids = _add_people(state, company.first_day())
    state.time_types |= {state.new_id(): name for name in TYPES}
    years = (company.first_day().year, now.year, now.year + 1)
    state.holidays |= {Date(year, month, day) for year in years for month, day in HOLIDAYS}
    add_axes(state)
    branches = {path: assignment(state, path) for path in ("", *company.paths())}
    close(state, "Tailspin/Archive/Fax")
    close(state, "Northwind/Portal/Prototype")
    names = {name: str(number) for name, number in ids.items()}
    books = Books(branches, _TIME_TYPES, _SCHEDULE, lambda: "")
    records = company.everything(books, names, lambda: str(state.new_id()))
    authors = {key.holder: key.id for key in state.keys.values()}
    days: dict[tuple[int, Date], list[Worked]] = {}
    for worked in sorted(records.entries, key=lambda each: (str(each.day), str(each.start or ""))):
        days.setdefault((int(worked.person), worked.day), []).append(worked)
    for (owner, day), entries in days.items():
        _add_day(state, owner, day, entries, authors[owner])
    for week in records.weeks:
        _add_sheet(state, week, authors[int(week.person)])
    add_theory(state, company.first_day())


def _add_people(state: LuccaState, first: Date) -> dict[str, int]:
    """Everybody's id by name. Lea manages all, Nikolai her; the weeks of Ann and Ben have two approvers."""
    names = (ANN, *(each.name for each in COLLEAGUES))
    ids = {name: add_person(state, name, CONFIGURATIONS.get(name, CONFIGURED)) for name in names}
    for name, number in ids.items():
        manager = ids[DEPUTY] if name == LEAD else ids[LEAD]
        second = (ids[DEPUTY],) if name in (ANN, "Ben Okafor") else ()
        state.users[number] = replace(
            state.users[number], manager_id=manager, approver_ids=(manager, *second), timesheets_since=first
        )
    leads = {each.name for each in COLLEAGUES if each.role is Role.LEAD}
    for name, number in ids.items():
        if name in leads:
            add_key(state, state.users[number])
        else:
            add_key(state, state.users[number], _WORKER, frozenset({number}))
    state.departments[1] = Department(1, "Product", ids[LEAD])
    former = add_person(state, LEFT)
    state.users[former] = replace(
        state.users[former], manager_id=ids[LEAD], contract_end=first.subtract(days=1), timesheets_since=first
    )
    return ids


def _add_day(state: LuccaState, owner: int, day: Date, entries: Iterable[Worked], author: int) -> None:
    """What somebody did on a day, in the way that they write it down."""
    away = sum(each.half_days or 2 for each in entries if each.is_absence)
    if away:
        state.absences[owner, day] = min(2, away)
    worked = [each for each in entries if not each.is_absence]
    match state.configuration(owner, day).unit:
        case Unit.TIME:
            for each in worked:
                for starts_at, seconds in _pieces(each.worked_pieces()):
                    _add(state, owner, starts_at, seconds, each, author)
        case Unit.HOURS:
            for each in worked:
                _add(state, owner, day.at(Time.MIN), each.worked_seconds, each, author)
        case Unit.DAYS:
            if worked and away < 2:
                seconds = _DAY_SECONDS // 2 if away else _DAY_SECONDS
                _add(state, owner, day.at(Time.MIN), seconds, worked[0], author)


def _pieces(stretches: Iterable[Interval]) -> Iterator[tuple[PlainDateTime, int]]:
    """Starts and lengths, cut at midnight."""
    for stretch in stretches:
        start, end = _minute(stretch.start), _minute(stretch.end)
        while start.date() < end.date():
            midnight = start.date().add(days=1).at(Time.MIN)
            yield start, _seconds(start, midnight)
            start = midnight
        if start < end:
            yield start, _seconds(start, end)


def _add(
    state: LuccaState, owner: int, starts_at: PlainDateTime, seconds: int, worked: Worked, author: int
) -> None:
    held = state.configuration(owner, starts_at.date())
    written = min(starts_at.add(seconds=seconds, naive_arithmetic_ok=True), state.now())
    source = Source.CLOCK if held.unit is Unit.TIME else Source.MANUAL
    if state.users[owner].name == BADGED:
        source = Source.IMPORTED
    type_name = worked.time_type.name if worked.time_type else work.OFFICE
    types = {name: number for number, name in state.time_types.items()}
    number = state.new_id()
    state.entries[number] = Entry(
        number, owner, starts_at, seconds, held.unit, author, written, author, written, source,
        tuple(int(each.id) for each in worked.assignment.references) if held.mode is Mode.ACTIVITY else (),
        state.comment(worked.note, author, written), types[type_name] if held.is_typed else None,
    )  # fmt: skip


def _add_sheet(state: LuccaState, week: SubmittedWeek, author: int) -> None:
    owner = state.users[int(week.person)]
    status = _STATUSES.get(week.status, Status.REJECTED)
    at = week.submitted_at.to_plain() if week.submitted_at else state.now()
    steps = len(owner.approver_ids) if status is Status.APPROVED else 0
    if status is Status.SUBMITTED and owner.first_name == "Ben":
        steps = 1
    sheet = Sheet(
        state.new_id(), owner.id, week.first, week.last.add(days=1), status, author, at, steps,
        week.reason or None,
    )  # fmt: skip
    state.sheets[sheet.id] = sheet
    if sheet.is_locked:
        add_empty_days(state, sheet)


def _minute(moment: ZonedDateTime) -> PlainDateTime:
    return moment.to_plain().round("minute")


def _seconds(start: PlainDateTime, end: PlainDateTime) -> int:
    return round(end.difference(start, naive_arithmetic_ok=True).total("seconds"))

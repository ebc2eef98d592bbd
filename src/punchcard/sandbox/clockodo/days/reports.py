"""Target against actual: a year, its months, weeks and days (Clockodo API, reports)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from whenever import Date, Instant

from punchcard.sandbox.clockodo.days.company_days import free_day_name
from punchcard.sandbox.clockodo.days.stretches import Stretch
from punchcard.sandbox.clockodo.days.targets import absences_on, raw_target, read_year, target, targets_on
from punchcard.sandbox.clockodo.days.work_times import worked
from punchcard.sandbox.clockodo.records import Absence, User
from punchcard.sandbox.clockodo.rights import manages
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, forbidden, malformed, not_found
from punchcard.sandbox.clockodo.wire.calls import Call
from punchcard.sandbox.clockodo.wire.shapes import utc

MONTHS, WEEKS, DAYS, TIMES = 1, 2, 3, 4
HOLIDAYS_QUOTA = 30
"""How many days of holiday everybody has a year."""
_SURCHARGES = ("saturday", "sunday", "nonbusiness", "nonbusiness_special", "night", "night_increased")
_ABSENCES = {
    1: "regular_holidays", 4: "sick_self", 11: "sick_self", 15: "sick_self", 5: "sick_child",
    12: "sick_child",
    2: "special_leaves", 10: "special_leaves", 6: "school", 7: "maternity_protection", 8: "home_office",
    9: "out_of_office", 13: "quarantine", 14: "military_service",
}  # fmt: skip
_OVERTIME_REDUCTION = 3


class Day(NamedTuple):
    """One day of somebody's report."""

    date: Date
    target: int | None
    raw: int | None
    seconds: int
    """Worked, of what begins on it."""
    stretches: tuple[Stretch, ...]
    absences: tuple[tuple[Absence, float], ...]
    is_future: bool

    @property
    def diff(self) -> int:
        """Worked less target, in seconds; nothing yet for days to come."""
        return 0 if self.is_future else self.seconds - (self.target or 0)


def list_reports(call: Call) -> Json:
    """The reports of everybody whom the caller may see."""
    detail = _detail(call)
    users = [user for user in call.state.users.values() if manages(call.caller, user)]
    return {"userreports": [_year(call, user, detail) for user in users]}


def show_report(call: Call) -> Json:
    """Somebody's report."""
    user = call.state.users.get(call.path_id)
    if user is None:
        raise not_found()
    if not manages(call.caller, user):
        raise forbidden()
    return {"userreport": _year(call, user, _detail(call))}


def _detail(call: Call) -> int:
    detail = call.given.integer("type") or 0
    if detail > TIMES:
        raise malformed(messages.UNKNOWN_VALUE, "type")
    return detail


def _days(call: Call, user: User, year: int) -> list[Day]:
    state, today = call.state, call.state.today(user)
    begun: dict[Date, list[Stretch]] = {}
    for stretch in worked(state, user):
        begun.setdefault(state.local(user, stretch.since).date(), []).append(stretch)
    found, date = list[Day](), Date(year, 1, 1)
    while date.year == year:
        stretches = tuple(begun.get(date, ()))
        found.append(
            Day(
                date, target(state, user, date), raw_target(state, user, date),
                sum(each.seconds for each in stretches), stretches,
                tuple(absences_on(state, user, date)), date > today,
            )
        )  # fmt: skip
        date = date.add(days=1)
    return found


def _year(call: Call, user: User, detail: int) -> Json:
    days = _days(call, user, read_year(call))
    months = [
        _month(call, user, list(inside), detail) for _, inside in groupby(days, key=lambda d: d.date.month)
    ]
    absent = dict.fromkeys(_ABSENCES.values(), 0.0)
    for absence, share in (each for day in days if day.raw != 0 for each in day.absences):
        if absence.type in _ABSENCES:
            absent[_ABSENCES[absence.type]] += share
    targets = [month["sum_target"] for month in months]
    return {
        "users_id": user.id, "users_name": user.name, "users_number": user.number, "users_email": user.email,
        "sum_target": sum(targets), "sum_hours": sum(day.seconds for day in days),
        "sum_reduction_used": 0, "sum_reduction_planned": 0, "overtime_carryover": 0,
        "overtime_reduced": _reduced(days), "diff": sum(month["diff"] for month in months),
        "holidays_quota": HOLIDAYS_QUOTA, "holidays_carry": 0,
        "workdays": sum(1 for day in days if day.target), "surcharges": _no_surcharges(),
        "sum_absence": absent, "month_details": months if detail >= MONTHS else None,
    }  # fmt: skip


def _month(call: Call, user: User, days: list[Day], detail: int) -> Json:
    hours = sum(day.seconds for day in days)
    row = targets_on(call.state, user, days[0].date)
    if row.monthly_target is None:
        wanted, diff = sum(day.target or 0 for day in days), sum(day.diff for day in days)
    else:
        wanted = round(row.monthly_target * 3600)
        diff = 0 if days[0].is_future else hours - wanted
    weeks = [
        _week(call, list(inside), detail) for _, inside in groupby(days, key=lambda day: _iso_week(day.date))
    ]
    return {
        "nr": days[0].date.month, "sum_target": wanted, "sum_hours": hours,
        "sum_hours_without_compensation": hours, "sum_reduction_used": 0,
        "sum_overtime_reduced": _reduced(days), "diff": diff, "surcharges": _no_surcharges(),
        "week_details": weeks if detail >= WEEKS else None,
    }  # fmt: skip


def _week(call: Call, days: list[Day], detail: int) -> Json:
    wanted = [day.target for day in days if day.target is not None]
    return {
        "nr": _iso_week(days[0].date), "sum_target": sum(wanted) if len(wanted) == len(days) else None,
        "sum_hours": sum(day.seconds for day in days), "sum_reduction_used": 0,
        "diff": sum(day.diff for day in days), "surcharges": _no_surcharges(),
        "day_details": [_day(call, day, detail) for day in days] if detail >= DAYS else None,
    }  # fmt: skip


def _day(call: Call, day: Day, detail: int) -> Json:
    counted = dict.fromkeys(_ABSENCES.values(), 0.0)
    for absence, share in day.absences:
        if absence.type in _ABSENCES:
            counted[_ABSENCES[absence.type]] += share
    told: Json = {
        "date": day.date.format_iso(), "weekday": day.date.day_of_week().value,
        "nonbusiness": free_day_name(day.date) is not None, "target": day.target, "target_raw": day.raw,
        "count_absence": counted, "count_reduction_used": None, "surcharges": _no_surcharges(),
    }  # fmt: skip
    if not day.is_future:
        told |= {"hours": day.seconds, "hours_without_compensation": day.seconds, "diff": day.diff}
    if detail >= TIMES:
        told |= _times(call, day)
    return told


def _times(call: Call, day: Day) -> Json:
    def said(moment: Instant) -> str:
        if call.iso_utc:
            return utc(moment)
        there = call.state.local(call.caller, moment)
        return there.to_plain().format_iso(unit="second").replace("T", " ")

    pairs = zip(day.stretches, day.stretches[1:], strict=False)
    return {
        "work_start": said(day.stretches[0].since) if day.stretches else None,
        "work_end": said(day.stretches[-1].until) if day.stretches else None,
        "breaks": [
            {
                "since": said(before.until), "until": said(after.since),
                "length": after.since.timestamp() - before.until.timestamp(),
            }
            for before, after in pairs
        ],
    }  # fmt: skip


def _reduced(days: Iterable[Day]) -> int:
    """Overtime that was taken as time off, in seconds."""
    found = {absence.id: absence for day in days for absence, _ in day.absences}
    hours = [each.count_hours or 0 for each in found.values() if each.type == _OVERTIME_REDUCTION]
    return round(sum(hours) * 3600)


def _no_surcharges() -> Json:
    return dict.fromkeys(_SURCHARGES, 0)


def _iso_week(day: Date) -> int:
    thursday = day.add(days=4 - day.day_of_week().value)
    return (thursday.day_of_year() - 1) // 7 + 1

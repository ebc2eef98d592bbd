"""What somebody has to work, and free days (Clockodo API, target hours, holidays)."""

from __future__ import annotations

from whenever import Date

from punchcard.sandbox.clockodo.days.absences import APPROVED
from punchcard.sandbox.clockodo.days.company_days import GROUP_ID, GROUP_NAME, free_day_name, free_days
from punchcard.sandbox.clockodo.records import Absence, TargetHours, User
from punchcard.sandbox.clockodo.rights import manages
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, forbidden, malformed
from punchcard.sandbox.clockodo.wire.calls import Call, named

FIRST_YEAR, LAST_YEAR = 1910, 2027
_MOST = 100
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_USUAL = TargetHours(0, 0, Date(1910, 1, 1))
_KEEPS_TARGET = (8, 9)
"""Home office and out of office: the planned hours stay in force."""


def list_target_hours(call: Call) -> Json:
    """The target hours of everybody whom the caller may see; who has the company's has no row."""
    state = call.state
    users = [call.user()] if call.given.integer("users_id", 1) else list(state.users.values())
    seen = {user.id for user in users if manages(call.caller, user)}
    return {"targethours": [_row(each) for each in state.target_hours.values() if each.users_id in seen]}


def show_target_hours(call: Call) -> Json:
    """The target hours of one row."""
    row = named(call.state.target_hours, call.path_id)
    if not manages(call.caller, call.state.users[row.users_id]):
        raise forbidden()
    return {"targethoursRow": _row(row)}


def list_user_free_days(call: Call) -> Json:
    """Everybody's free days of a year."""
    year, wanted = read_year(call), call.given.child("filter").integers("users_id")
    found = [user for user in call.state.users.values() if wanted is None or user.id in wanted]
    days = [
        {"evaluated_date": day.format_iso(), "half_day": False, "name": name} for day, name in free_days(year)
    ]
    return call.paged("data", found, lambda user: {"users_id": user.id, "days": days}, _MOST)


def list_free_days(call: Call) -> Json:
    """The company's free days of a year."""
    found = free_days(read_year(call))
    return {
        "data": [
            {
                "id": number, "nonbusiness_groups_id": GROUP_ID, "date": day.format_iso(), "half_day": False,
                "name": name,
            }
            for number, (day, name) in enumerate(found, 1)
        ]
    }  # fmt: skip


def list_free_day_groups(call: Call) -> Json:
    """The company's groups of free days."""
    del call
    return {"data": [{"id": GROUP_ID, "name": GROUP_NAME}]}


def read_year(call: Call) -> int:
    """Return the year that is asked for.

    Raises:
        Problem: It is missing, or there is nothing to tell of it.
    """
    year = call.given.needed_integer("year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise malformed(messages.UNKNOWN_VALUE, "year")
    return year


def targets_on(state: ClockodoState, user: User, day: Date) -> TargetHours:
    """Return the target hours that hold for somebody on a day."""
    rows = [
        each
        for each in state.target_hours.values()
        if each.users_id == user.id
        and each.date_since <= day
        and (each.date_until is None or day <= each.date_until)
    ]
    return rows[-1] if rows else _USUAL


def raw_target(state: ClockodoState, user: User, day: Date) -> int | None:
    """Return the seconds to work on a day if it were neither free nor one of absence; None by the month."""
    row = targets_on(state, user, day)
    if row.monthly_target is not None:
        return None
    return round(row.weekly[day.day_of_week().value - 1] * 3600)


def target(state: ClockodoState, user: User, day: Date) -> int | None:
    """Return the seconds to work on a day; None where they are set by the month."""
    raw = raw_target(state, user, day)
    if raw is None:
        return None
    if free_day_name(day) is not None:
        return 0
    away = sum(share for absence, share in absences_on(state, user, day) if absence.type not in _KEEPS_TARGET)
    return round(raw * max(0.0, 1 - away))


def absences_on(state: ClockodoState, user: User, day: Date) -> list[tuple[Absence, float]]:
    """Return the approved absences of a day, each with what it takes of it: half or all."""
    return [
        (each, 0.5 if each.date_since == each.date_until and each.count_days == 0.5 else 1.0)
        for each in state.absences.values()
        if each.users_id == user.id and each.status == APPROVED and each.date_since <= day <= each.date_until
    ]


def _row(each: TargetHours) -> Json:
    told: Json = {
        "id": each.id, "users_id": each.users_id,
        "type": "weekly" if each.monthly_target is None else "monthly",
        "date_since": each.date_since.format_iso(),
        "date_until": None if each.date_until is None else each.date_until.format_iso(),
        "compensation_monthly": 0, "surcharge_models_id": None, "test_data": False,
    }  # fmt: skip
    if each.monthly_target is None:
        hours: Json = dict(zip(_DAYS, each.weekly, strict=True))
        return told | hours | {"absence_fixed_credit": False, "compensation_daily": 0}
    workdays = {f"workday_{name}": hours > 0 for name, hours in zip(_DAYS, each.weekly, strict=True)}
    return told | workdays | {"monthly_target": each.monthly_target}

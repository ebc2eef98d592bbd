"""Balances of time and vacation (McTime API, GET /accounts)."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Date, Instant, ZonedDateTime

from punchcard.sandbox.mctime.records import TimeEntry, User
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.time_types import CATEGORY_OF
from punchcard.sandbox.mctime.times.settings import seconds_between
from punchcard.sandbox.mctime.wire.answers import (
    Json,
    Reply,
    done,
    own_failure,
    several,
)
from punchcard.sandbox.mctime.wire.calls import Call, page_of

LONGEST_PAGE = 10

_PAID = ("productive", "vacation", "sick", "paid_leave")
_HOUR = 3600


class CutOffs(NamedTuple):
    """Until when balances are counted; None for what the vendor takes by itself."""

    time: Instant | None
    vacation: Instant | None


def list_accounts(call: Call) -> Reply:
    """Return balances, an item for each person, at most 10 on a page; each id is checked by itself."""
    cut_offs, includes_left = _cut_offs(call), call.query.boolean("includeInactive")
    visible, now = call.visible_users(), call.state.now()
    wanted = call.query.many("userIds")
    ids = {each.id for each in visible}
    errors = [own_failure(f"User {each} was not found") for each in wanted if each not in ids]
    found = [
        user
        for user in visible
        if (not wanted or user.id in wanted) and (includes_left or user.is_active(now))
    ]
    size = min(call.query.number("pageSize", LONGEST_PAGE), LONGEST_PAGE)
    page = call.query.page()
    items = [_item(call.state, each, cut_offs) for each in page_of(found, page, size)]
    return several([*(errors if page == 1 else []), *items])


def show_account(call: Call) -> Reply:
    """Return somebody's balances, be they active or not."""
    user = call.user_in_path()
    cut_offs = _cut_offs(call)
    return done(_balances(call.state, user, cut_offs), "Success!")


def _cut_offs(call: Call) -> CutOffs:
    return CutOffs(call.query.milliseconds("timeBalanceAsOf"), call.query.milliseconds("vacationBalanceAsOf"))


def _item(state: McTimeState, user: User, cut_offs: CutOffs) -> Json:
    return {"message": "Success", "data": _balances(state, user, cut_offs), "valid": None}


def _balances(state: McTimeState, user: User, cut_offs: CutOffs) -> Json:
    today = state.local(user, state.now())
    last_month = Date(today.year, today.month, 1).subtract(days=1)
    time_day = last_month if cut_offs.time is None else state.local(user, cut_offs.time).date()
    vacation_day = today.date() if cut_offs.vacation is None else state.local(user, cut_offs.vacation).date()
    vacation_day = min(vacation_day, state.local(user, user.valid_to).date())
    taken = _vacation_days(state, user, vacation_day)
    return {
        "userId": user.id, "userFirstName": user.first_name, "userLastName": user.last_name,
        "timeBalanceHours": round(_time_balance(state, user, time_day), 2),
        "timeBalanceAsOf": _end_of_day(user, time_day),
        "vacationBalanceDays": round(user.target.vacation_days - taken, 2),
        "vacationBalanceAsOf": _end_of_day(user, vacation_day),
        "vacationEntitlementDays": user.target.vacation_days,
        "vacationEntitlementAsOf": _text(_midnight(user, vacation_day)),
    }  # fmt: skip


def _time_balance(state: McTimeState, user: User, until: Date) -> float:
    """In hours: what was worked or is paid for, less what was due, from the first day that counts."""
    first = user.target.counts_from
    if first is None or until < first:
        return 0
    counted = [
        entry
        for entry in state.entries_of(user.id)
        if first <= state.local(user, entry.since).date() <= until
        and CATEGORY_OF[entry.type] in _PAID
        and not entry.is_invalid
    ]
    worked = sum(_net_hours(entry) for entry in counted)
    days = (first.add(days=number) for number in range(int(until.since(first, total="days")) + 1))
    due = [day for day in days if (day.month, day.day) not in user.target.free_days]
    return worked - sum(user.target.weekly[day.day_of_week().value - 1] for day in due)


def _vacation_days(state: McTimeState, user: User, until: Date) -> float:
    """How much vacation of the year of a day is taken until then, eight hours being a day."""
    hours = 0.0
    for entry in state.entries_of(user.id):
        day = state.local(user, entry.since).date()
        if CATEGORY_OF[entry.type] == "vacation" and day.year == until.year and day <= until:
            hours += _net_hours(entry)
    return hours / 8


def _net_hours(entry: TimeEntry) -> float:
    rested = sum(seconds_between(each.since, each.until or each.since) for each in entry.breaks)
    return (seconds_between(entry.since, entry.until) - rested) / _HOUR


def _end_of_day(user: User, day: Date) -> str:
    return _text(_midnight(user, day.add(days=1)).subtract(seconds=1))


def _midnight(user: User, day: Date) -> ZonedDateTime:
    return ZonedDateTime(day.year, day.month, day.day, tz=user.zone)


def _text(moment: ZonedDateTime) -> str:
    return moment.to_fixed_offset().format_iso(unit="second")

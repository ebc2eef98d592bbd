"""Three months of a team: what everybody has worked, handed in and asked for before Ann's own weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whenever import Date, Weekday, ZonedDateTime

from punchcard.backends.local.past import Past
from punchcard.core.days import week_of
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.people import Person
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.services.demo import month, work
from punchcard.services.demo.asked import requests_of
from punchcard.services.demo.diary import Diary, moment_of
from punchcard.services.demo.team import ANN, COLLEAGUES, DECLINED_BECAUSE, DEPUTY, LEAD, Colleague

WEEKS = 12
"""Whole weeks before the current one: three months."""

_HANDED_IN_AT, _DECIDED_AT, _MINUTES_APART = 19 * 60 + 20, 10 * 60 + 5, 6
"""On Fridays, and on the Tuesdays after; in minutes since midnight, one person after the other."""

Days = Sequence[tuple[Date, tuple[month.Planned, ...]]]
"""Days with what was done on them, oldest first."""


def team_past(diary: Diary, ann_id: str, her_month: Days, now: ZonedDateTime) -> Past:
    """Return everything that was before, but Ann's last weeks, which she writes down herself.

    Args:
        diary: Makes entries of plans.
        ann_id: Ann's id.
        her_month: Her last weeks.
        now: The current moment; nothing lies after it.
    """
    today = now.date()
    monday = week_of(today, Weekday.MONDAY)[0]
    ids = {ANN: ann_id} | {each.name: new_id() for each in COLLEAGUES}
    her_first = her_month[0][0]
    before_that = [
        (day, month.ordinary(day)) for day in month.working_days(monday.subtract(weeks=WEEKS), her_first)
    ]
    plans = {each.name: list(_days_of(each, monday, today)) for each in COLLEAGUES}
    entries = {name: _entries(diary, ids[name], days, now) for name, days in plans.items()}
    entries[ANN] = _entries(diary, ann_id, before_that, now)
    her_own = _entries(diary, ann_id, her_month, now)
    return Past(
        people=(
            Person(ann_id, ANN),
            *(Person(ids[each.name], each.name, role=each.role) for each in COLLEAGUES),
        ),
        entries=tuple(entry for of_one in entries.values() for entry in of_one),
        weeks=tuple(_weeks(ids, monday)),
        requests=requests_of(entries | {ANN: [*entries[ANN], *her_own]}, ids, today),
    )


def _days_of(who: Colleague, monday: Date, today: Date) -> Iterator[tuple[Date, tuple[month.Planned, ...]]]:
    days = month.working_days(monday.subtract(weeks=WEEKS), today.add(days=1))
    left = monday.subtract(weeks=who.vacation_weeks_ago)
    away = month.working_days(left, left.add(days=7)) if who.vacation_weeks_ago else []
    for number, day in enumerate(days):
        if day in away:
            yield day, (month.Absent(2, work.VACATION),)
        elif who.sick_days_ago and len(days) - number == who.sick_days_ago:
            yield day, (month.Absent(2, work.SICK),)
        else:
            yield day, month.ordinary(day, who.name, who.shift_minutes)


def _entries(diary: Diary, person: str, days: Days, now: ZonedDateTime) -> list[Entry]:
    made = [diary.entry(person, day, each) for day, planned in days for each in planned]
    return [entry for entry in made if entry.end is None or entry.end <= now]


def _weeks(ids: dict[str, str], monday: Date) -> Iterator[SubmittedWeek]:
    """Every week that was handed in, week after week; those of Ann's own month she hands in herself."""
    for ago in range(WEEKS, 0, -1):
        first = monday.subtract(weeks=ago)
        if ago > month.WEEKS:
            yield _week(ids[ANN], first, 0, RequestStatus.APPROVED, LEAD)
        for place, who in enumerate(COLLEAGUES, 1):
            if ago <= who.open_weeks and ago != who.declined_weeks_ago:
                continue
            by = DEPUTY if who.name == LEAD else LEAD
            yield _week(ids[who.name], first, place, _status(who, ago), by)


def _status(who: Colleague, weeks_ago: int) -> RequestStatus:
    if weeks_ago == who.declined_weeks_ago:
        return RequestStatus.DECLINED
    is_waiting = weeks_ago <= who.open_weeks + who.waiting_weeks
    return RequestStatus.PENDING if is_waiting else RequestStatus.APPROVED


def _week(person: str, first: Date, place: int, status: RequestStatus, by: str) -> SubmittedWeek:
    later = place * _MINUTES_APART
    is_decided = status is not RequestStatus.PENDING
    return SubmittedWeek(
        None, person, first, first.add(days=6), status,
        submitted_at=moment_of(first.add(days=4), _HANDED_IN_AT + later),
        decided_by=by if is_decided else None,
        decided_at=moment_of(first.add(days=8), _DECIDED_AT + later) if is_decided else None,
        reason=DECLINED_BECAUSE if status is RequestStatus.DECLINED else "",
    )  # fmt: skip

"""Three months of a team up to now: who they are, and what they have worked, handed in and asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.days import week_of
from punchcard.core.entries import Entry
from punchcard.core.people import Person
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week, week_at
from punchcard.core.zones import in_zone
from punchcard.sandbox.company import month, work
from punchcard.sandbox.company.asked import requests_of
from punchcard.sandbox.company.books import ZONE, Books, Days, moment_of
from punchcard.sandbox.company.team import ANN, COLLEAGUES, DECLINED_BECAUSE, DEPUTY, LEAD, Colleague
from punchcard.sandbox.company.today import Today, today_until

WEEKS = 12
"""Whole weeks before the current one: three months."""

_HANDED_IN_AT, _DECIDED_AT, _MINUTES_APART = 19 * 60 + 20, 10 * 60 + 5, 6
"""On Fridays, and on the Tuesdays after; in minutes since midnight, one person after the other."""


class Records(NamedTuple):
    """What has been; whoever decided something is named as in `people`."""

    people: tuple[Person, ...]
    entries: tuple[Entry, ...]
    weeks: tuple[SubmittedWeek, ...]
    """Handed in, each with its moments; without ids."""
    requests: tuple[ChangeRequest, ...]
    """The oldest first; what was approved is not made yet, and to be made upon `entries`."""


@dataclass(frozen=True, slots=True)
class Company:
    """The simulated company at one moment."""

    seed: int
    """What every arbitrary number is drawn from; 1 is the company of the demo."""
    now: ZonedDateTime
    """Nothing lies after it."""

    @classmethod
    def at(cls, seed: int, now: ZonedDateTime) -> Company:
        """Return the company at a moment in any zone."""
        return cls(seed, in_zone(now.to_instant(), ZONE))

    def names(self) -> tuple[str, ...]:
        """Return everybody's name, Ann's first."""
        return (ANN, *(each.name for each in COLLEAGUES))

    def paths(self) -> tuple[str, ...]:
        """Return everything that anybody books on; an empty path is for plain working time."""
        days = [each for _, day in self.ann_month() for each in day]
        paths = {each.path for each in days if isinstance(each, month.Worked)} | {work.RUNNING[0]}
        return tuple(sorted(paths | {path for path, _ in work.LONG + work.SHORT}))

    def first_day(self) -> Date:
        """Return the day that everything begins on: a Monday."""
        return self._monday().subtract(weeks=WEEKS)

    def ann_month(self) -> Days:
        """Return Ann's last weeks, which she writes down herself."""
        return tuple(month.month_before(self.now.date(), self.seed))

    def ann_today(self) -> Today:
        """Return what Ann has punched in the shift in progress."""
        return today_until(self.now)

    def before(self, books: Books, ids: Mapping[str, str], make_id: Callable[[], str]) -> Records:
        """Return everything that was before, but Ann's last weeks.

        Args:
            books: Where time is written down.
            ids: Everybody's id by name.
            make_id: Makes ids of change requests.
        """
        monday, her_month = self._monday(), self.ann_month()
        days = month.working_days(self.first_day(), her_month[0][0])
        before_that = [(day, month.ordinary(day, self._drawn(ANN))) for day in days]
        plans = {each.name: list(self._days_of(each)) for each in COLLEAGUES}
        entries = {name: self._entries(books, ids[name], days) for name, days in plans.items()}
        entries[ANN] = self._entries(books, ids[ANN], before_that)
        her_own = self._entries(books, ids[ANN], her_month)
        everything = entries | {ANN: [*entries[ANN], *her_own]}
        return Records(
            people=(
                Person(ids[ANN], ANN),
                *(Person(ids[each.name], each.name, role=each.role) for each in COLLEAGUES),
            ),
            entries=tuple(entry for of_one in entries.values() for entry in of_one),
            weeks=tuple(_weeks(ids, monday)),
            requests=requests_of(everything, ids, self.now.date(), make_id),
        )

    def everything(self, books: Books, ids: Mapping[str, str], make_id: Callable[[], str]) -> Records:
        """Return everything that was, Ann's last weeks with it; only the shift in progress is left out."""
        records = self.before(books, ids, make_id)
        her_own = self._entries(books, ids[ANN], self.ann_month())
        handed_in = [
            SubmittedWeek(None, ids[ANN], week.first, week.last, submitted_at=at)
            for week, at in self.ann_weeks()
        ]
        return records._replace(entries=(*records.entries, *her_own), weeks=(*records.weeks, *handed_in))

    def ann_weeks(self) -> Iterator[tuple[Week, ZonedDateTime]]:
        """Yield the weeks of her month that Ann has handed in, and when."""
        weeks = [
            week for week, _ in groupby(self.ann_month(), key=lambda each: week_at(each[0], Weekday.MONDAY))
        ]
        at = moment_of(weeks[month.HANDED_IN - 1].last.add(days=1), work.MONDAY_MORNING)
        yield from ((week, at) for week in weeks[: month.HANDED_IN])

    def _monday(self) -> Date:
        return week_of(self.now.date(), Weekday.MONDAY)[0]

    def _drawn(self, who: str) -> str:
        return month.drawn_from(who, self.seed)

    def _days_of(self, who: Colleague) -> Iterator[tuple[Date, tuple[month.Planned, ...]]]:
        monday = self._monday()
        days = month.working_days(monday.subtract(weeks=WEEKS), self.now.date().add(days=1))
        left = monday.subtract(weeks=who.vacation_weeks_ago)
        away = month.working_days(left, left.add(days=7)) if who.vacation_weeks_ago else []
        for number, day in enumerate(days):
            if day in away:
                yield day, (month.Absent(2, work.VACATION),)
            elif who.sick_days_ago and len(days) - number == who.sick_days_ago:
                yield day, (month.Absent(2, work.SICK),)
            else:
                yield day, month.ordinary(day, self._drawn(who.name), who.shift_minutes)

    def _entries(self, books: Books, person: str, days: Days) -> Sequence[Entry]:
        made = [books.entry(person, day, each) for day, planned in days for each in planned]
        return [entry for entry in made if entry.end is None or entry.end <= self.now]


def _weeks(ids: Mapping[str, str], monday: Date) -> Iterator[SubmittedWeek]:
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

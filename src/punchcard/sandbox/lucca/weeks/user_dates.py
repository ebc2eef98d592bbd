"""What was planned and what was done, day by day (Lucca API, planned versus done)."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Date

from punchcard.sandbox.lucca.directory.people import OWNERS
from punchcard.sandbox.lucca.filling.theory import expected_seconds
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks.periods import Span
from punchcard.sandbox.lucca.wire.answers import Json, invalid
from punchcard.sandbox.lucca.wire.calls import Call
from punchcard.sandbox.lucca.wire.filters import filter_of
from punchcard.sandbox.lucca.wire.listing import listed
from punchcard.sandbox.lucca.wire.resources import Kind, Property, Resource, day, number, url

_MOST_DAYS, _YEARS = 366, (1900, 2100)


class UserDate(NamedTuple):
    """A day of somebody."""

    owner_id: int
    date: Date

    @property
    def id(self) -> int:
        """The number that they share."""
        return int(f"{self.owner_id}{self.date.year}{self.date.month:02}{self.date.day:02}")


def list_user_dates(call: Call) -> Json:
    """`GET userdates`: the days that `date` names, of everybody whom the key reaches."""
    span = _span(call)
    days = [
        UserDate(owner, date) for owner in call.state.users if call.key.reaches(owner) for date in span.days()
    ]
    return listed(call, USER_DATES, days)


def _span(call: Call) -> Span:
    text = call.parameter("date")
    named = None if text is None else filter_of(call.state, USER_DATES, "date", text)
    if named is None or named.operator not in ("equal", "between") or None in named.operands:
        raise invalid("'date' has to be a day, or 'between' two of them.")
    first, last = min(named.operands), max(named.operands)
    if not (_YEARS[0] <= first.year and last.year <= _YEARS[1] and last < first.add(days=_MOST_DAYS)):
        raise invalid(f"'date' has to be at most {_MOST_DAYS} days, from {_YEARS[0]} to {_YEARS[1]}.")
    return Span(first, last.add(days=1))


def _planned(state: LuccaState, record: UserDate) -> int:
    return expected_seconds(state, state.users[record.owner_id], record.date)


def _worked(state: LuccaState, record: UserDate) -> int:
    return sum(each.seconds for each in state.worked(record.owner_id) if each.day == record.date)


def _absent(state: LuccaState, record: UserDate) -> int:
    return _planned(state, record) * state.absences.get(record, 0) // 2


USER_DATES: Resource[UserDate] = Resource(
    "userdates",
    {
        "id": number(lambda record: record.id),
        "name": Property(
            Kind.TEXT, lambda state, r: f"{r.date.format_iso()} - {state.users[r.owner_id].name}"
        ),
        "url": url("userdates"),
        "ownerId": number(lambda record: record.owner_id),
        "owner": Property(Kind.LINK, lambda state, record: state.users[record.owner_id], lambda: OWNERS),
        "date": day(lambda record: record.date),
        "dtt": Property(Kind.DURATION, _planned),
        "drt": Property(Kind.DURATION, _worked),
        "draj": Property(Kind.DURATION, _absent),
        "drj": Property(Kind.DURATION, lambda state, record: _worked(state, record) + _absent(state, record)),
    },
)
"""Days: `dtt` planned, `drt` worked, `draj` absent, `drj` worked and absent."""

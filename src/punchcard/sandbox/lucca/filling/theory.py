"""Theoretical time: what everybody is to work, as rows of layer 1."""

from __future__ import annotations

from whenever import Date, Time, Weekday

from punchcard.sandbox.lucca.records import Entry, Layer, Source, Unit, User
from punchcard.sandbox.lucca.state import LuccaState

AHEAD_DAYS = 14
"""How far ahead of today it is known."""

_DAY_SECONDS = 24 * 3600
_STARTS = Time(9)


def add_theory(state: LuccaState, first: Date) -> None:
    """Bring in what everybody is to work from `first` on: a row a working day."""
    until = state.today().add(days=AHEAD_DAYS)
    for user in state.users.values():
        day = max(first, user.contract_start)
        while day < until:
            if expected_seconds(state, user, day):
                row = _row(state, user, day)
                state.theoretical[row.id] = row
            day = day.add(days=1)


def expected_seconds(state: LuccaState, user: User, day: Date) -> int:
    """Return what somebody is to work on a day; a whole day is one of 24 hours in the unit of days."""
    if day.day_of_week().value > Weekday.FRIDAY.value or day in state.holidays:
        return 0
    if day < user.contract_start or (user.contract_end is not None and day > user.contract_end):
        return 0
    is_days = user.configuration(day).unit is Unit.DAYS
    return _DAY_SECONDS if is_days else round(user.daily_hours * 3600)


def _row(state: LuccaState, user: User, day: Date) -> Entry:
    unit = user.configuration(day).unit
    at = day.at(_STARTS if unit is Unit.TIME else Time.MIN)
    return Entry(
        state.new_id(), user.id, at, expected_seconds(state, user, day), unit, user.id, state.filled_at,
        user.id, state.filled_at, Source.AUTOMATIC, layer=Layer.THEORETICAL,
    )  # fmt: skip

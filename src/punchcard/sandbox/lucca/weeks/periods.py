"""The periods that somebody's timesheets are for: weeks from Monday, or months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from whenever import Date, Weekday

from punchcard.core.days import week_of
from punchcard.sandbox.lucca.records import Period, Sheet, Status, User
from punchcard.sandbox.lucca.state import LuccaState


class Span(NamedTuple):
    """The days of a timesheet."""

    starts_on: Date
    ends_on: Date
    """The first day after it."""

    def days(self) -> Iterator[Date]:
        """Yield its days."""
        day = self.starts_on
        while day < self.ends_on:
            yield day
            day = day.add(days=1)


def span_at(user: User, day: Date) -> Span:
    """Return the period of somebody that a day lies in."""
    if user.configuration(day).period is Period.WEEK:
        monday = week_of(day, Weekday.MONDAY)[0]
        return Span(monday, monday.add(days=7))
    first = day.replace(day=1)
    return Span(first, first.add(months=1))


def spans_until(user: User, day: Date) -> Iterator[Span]:
    """Yield somebody's periods from their first one up to the one that a day lies in, or their last."""
    span = span_at(user, max(user.timesheets_since, user.contract_start))
    last = span_at(user, day if user.contract_end is None else min(day, user.contract_end))
    while span.starts_on <= last.starts_on:
        yield span
        span = span_at(user, span.ends_on)


def due_spans(state: LuccaState, user: User, until: Date) -> Iterator[Span]:
    """Yield the periods up to the one that a day lies in that are not submitted, or were rejected."""
    taken = {sheet.starts_on for sheet in state.sheets_of(user.id) if sheet.is_locked}
    yield from (span for span in spans_until(user, until) if span.starts_on not in taken)


def next_actor(state: LuccaState, sheet: Sheet) -> User | None:
    """Return who is expected to approve a timesheet next; None where nobody is."""
    approvers = state.users[sheet.owner_id].approver_ids
    if sheet.status is not Status.SUBMITTED or sheet.steps_done >= len(approvers):
        return None
    return state.users.get(approvers[sheet.steps_done])

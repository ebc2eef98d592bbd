"""Entries of no length: how the vendor tells of days of submitted timesheets on which nobody worked."""

from __future__ import annotations

from whenever import Time

from punchcard.sandbox.lucca.records import Entry, Sheet, Source
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks.periods import Span


def add_empty_days(state: LuccaState, sheet: Sheet) -> None:
    """Bring in an entry of no length for each day of a timesheet that has no other."""
    worked = {entry.day for entry in state.worked(sheet.owner_id)}
    for day in Span(sheet.starts_on, sheet.ends_on).days():
        if day not in worked:
            unit, at = state.configuration(sheet.owner_id, day).unit, sheet.submitted_at
            number, author = state.new_id(), sheet.author_id
            state.empty_days[number] = Entry(
                number, sheet.owner_id, day.at(Time.MIN), 0, unit, author, at, author, at, Source.AUTOMATIC
            )


def drop_empty_days(state: LuccaState, sheet: Sheet) -> None:
    """Forget the entries of no length of a timesheet that is rejected."""
    for number, entry in list(state.empty_days.items()):
        if entry.owner_id == sheet.owner_id and sheet.holds(entry.day):
            del state.empty_days[number]

"""Entries that are not what they should be: never closed, in the future, or not yet with the backend."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Date

from punchcard.core.findings.finding import Finding, Rule, Severity
from punchcard.core.findings.view import View
from punchcard.core.findings.words import amount, day_and_time, span
from punchcard.core.intervals import Interval

NEEDS_YOU = "needs_you"
"""The state of a request that waits for the person's decision."""

_ON_ITS_WAY = {
    "needs_you": "A change of it needs you: decide it in the outbox",
    "unknown": "Whether a change of it has arrived is not known yet",
    "sending": "A change of it is being sent",
    "held": "A change of it is held back so that it can be undone",
}


def invalid(view: View) -> Iterator[Finding]:
    """Clocks that could not be saved: what was worked in them is booked nowhere."""
    for entry in view.invalid:
        where = entry.interval
        name = f"The clock of {span(where)}" if where else "A clock"
        message = f"{name} could not be saved: it counts nowhere until it is removed and booked again."
        start, end = (where.start, where.end) if where else (None, None)
        yield Finding(Rule.INVALID, Severity.SERIOUS, entry.day, message, "", start, end, entry.id)


def unclosed(view: View) -> Iterator[Finding]:
    """A clock that has run for more than twelve hours; a night at work is none."""
    clock, now = view.clock, view.given.now
    if clock is None or clock.since >= now:
        return
    day = view.day_of(clock.since)
    if view.is_forgotten:
        ran = amount(Interval(clock.since, now).seconds // 60 * 60)
        message = f"The clock runs since {day_and_time(clock.since)}, for {ran} now, and was never stopped."
        yield Finding(
            Rule.UNCLOSED, Severity.SERIOUS, day, message, start=clock.since, entry_id=clock.entry_id
        )


def future(view: View) -> Iterator[Finding]:
    """Work that is booked for a time that has not come yet; absences may lie ahead."""
    now = view.given.now
    for item in view.booked:
        if item.span.end > now and not item.is_absence and not item.runs:
            begun = "ends" if item.span.start <= now else "lies"
            message = f"{span(item.span)} {begun} in the future."
            day, where = view.day_of(item.span.start), item.span
            yield Finding(Rule.FUTURE, Severity.WARNING, day, message, "", where.start, where.end, item.id)
    for entry in view.untimed:
        if entry.day > view.today and not entry.is_absence:
            message = f"{amount(entry.worked_seconds)} of work booked on a day that has not come yet."
            yield Finding(Rule.FUTURE, Severity.WARNING, entry.day, message, entry_id=entry.id)


def unsynced(view: View) -> Iterator[Finding]:
    """Entries with a change that the backend has not confirmed."""
    if not view.given.unsynced:
        return
    for item in view.booked:
        if state := view.given.unsynced.get(item.id):
            yield _unsynced(view.day_of(item.span.start), state, item.id, item.span)
    for entry in view.untimed:
        if state := view.given.unsynced.get(entry.id):
            yield _unsynced(entry.day, state, entry.id, None)


def _unsynced(day: Date, state: str, entry_id: str, where: Interval | None) -> Finding:
    severity = Severity.SERIOUS if state == NEEDS_YOU else Severity.WARNING
    name = f"{span(where)}: " if where else ""
    words = _ON_ITS_WAY.get(state, "A change of it waits to be sent")
    start, end = (where.start, where.end) if where else (None, None)
    return Finding(Rule.UNSYNCED, severity, day, f"{name}{words}.", "", start, end, entry_id)

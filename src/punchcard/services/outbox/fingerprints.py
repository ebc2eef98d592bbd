"""Fingerprints: what reading back looks for when an answer was lost."""

from __future__ import annotations

from punchcard.core.changes import Change, DeleteEntry, SaveEntry, SubmitWeeks, WithdrawWeeks, is_approval
from punchcard.core.punches import Adjust, Restore, Start


def fingerprint(change: Change, person: str) -> str:
    """Return the marks of a change: kind, person, and moment in UTC, assignment, note, weeks, or the item."""
    if is_approval(change):
        from punchcard.services.approvals.delivery import marks_of

        return "|".join([change.kind, person, *marks_of(change)])
    match change:
        case Start():
            marks = [change.at, change.assignment.path, change.note]
        case Adjust():
            marks = [change.since]
        case Restore():
            marks = [change.state.since]
        case SaveEntry() | DeleteEntry():
            entry = change.entry
            marks = [entry.start or entry.day, entry.end or entry.duration_seconds, entry.assignment.path]
            marks.append(entry.note)
        case SubmitWeeks() | WithdrawWeeks():
            marks = [week.first for week in change.weeks]
        case _:
            marks = [change.at]
    return "|".join([change.kind, person, *(_mark(mark) for mark in marks)])


def _mark(value: object) -> str:
    to_instant = getattr(value, "to_instant", None)
    return str(to_instant()) if to_instant else str(value)

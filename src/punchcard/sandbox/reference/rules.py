"""What the reference vendor allows: who, on which days, and on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from whenever import Date

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.editing.checks import check_entry
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.notes import checked_note
from punchcard.core.overlaps import overlapping, span_in_words
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.core.week_words import why_locked
from punchcard.sandbox.reference.answers import (
    against_a_rule,
    conflict,
    malformed,
    missing,
    not_yours,
    problem_of,
)
from punchcard.sandbox.reference.state import TIME_TYPES, ReferenceState

STANDING = (RequestStatus.PENDING, RequestStatus.APPROVED)
"""Weeks that lock their days."""

_STATUSES = {
    RequestStatus.PENDING: EntryStatus.SUBMITTED,
    RequestStatus.APPROVED: EntryStatus.APPROVED,
}


def visible(state: ReferenceState, caller: Person, wanted: Sequence[str]) -> Sequence[str]:
    """Return the ids of people whose time is asked for, each of whom `caller` may see and act for.

    Raises:
        Problem: Nobody is named, somebody is not there, or is not for `caller` to see.
    """
    if not wanted:
        raise malformed("“person” is missing; name at least one.", "person")
    for person in wanted:
        if person == caller.id:
            continue
        if not state.is_lead(caller.id):
            raise not_yours("Only a lead sees the time of others and acts for them.")
        if person not in state.people:
            raise missing(f"There is nobody with the id “{one_line(person, 40)}”.")
    return wanted


def standing(state: ReferenceState, person: str, first: Date, last: Date) -> list[SubmittedWeek]:
    """Return the weeks touching the days from `first` to `last` that are pending or approved."""
    return [
        week
        for week in state.newest_weeks(person)
        if week.status in STANDING and week.first <= last and first <= week.last
    ]


def why_day_is_locked(state: ReferenceState, person: str, day: Date) -> str | None:
    """Return why entries that begin on `day` cannot be changed, in a sentence; None where they can."""
    today = state.today()
    weeks = standing(state, person, day, day)
    by_week = why_locked(weeks[0], today) if weeks else None
    return EditLock(state.edit_lock_days).why_locked(day, today) or by_week


def check_open(state: ReferenceState, person: str, days: Iterable[Date]) -> None:
    """Let days pass that may be changed.

    Raises:
        Problem: One of them is locked.
    """
    for day in days:
        if reason := why_day_is_locked(state, person, day):
            raise conflict(reason, "day")


def marked(state: ReferenceState, entry: Entry) -> Entry:
    """Return an entry with the status of its week, and with why it is locked."""
    weeks = standing(state, entry.person, entry.day, entry.day)
    status = _STATUSES[weeks[0].status] if weeks else EntryStatus.OPEN
    return replace(entry, status=status, locked=why_day_is_locked(state, entry.person, entry.day))


def booked(state: ReferenceState, entry: Entry) -> Entry:
    """Return an entry as it is kept, with the vendor's own names.

    Raises:
        Problem: It is not well-formed, is booked on what there is not, or shares time with another one.
    """
    try:
        check_entry(entry, state.today())
    except Refusal as refusal:
        raise problem_of(refusal) from refusal
    named = replace(
        entry,
        time_type=known_type(entry.time_type),
        assignment=known_assignment(state, entry.assignment),
        note=kept_note(entry.note),
        breaks=tuple(sorted(entry.breaks, key=lambda pause: pause.start)),
    )
    if entry.interval is not None:
        others = [each for each in state.entries.values() if each.person == entry.person]
        if taken := overlapping(others, entry.interval, but_not=entry.id):
            other = taken[0].interval or entry.interval
            words = span_in_words(other, state.today())
            raise against_a_rule(f"There is an entry already: {words}. Entries share no time.", "start")
    return named


def kept_note(text: str) -> str:
    """Return a note as it is kept.

    Raises:
        Problem: It is too long.
    """
    try:
        return checked_note(text)
    except Refusal as refusal:
        raise problem_of(refusal, "note") from refusal


def known_type(wanted: TimeType | None) -> TimeType | None:
    """Return the time type that is meant, under its own name.

    Raises:
        Problem: There is none with its id.
    """
    if wanted is None:
        return None
    for each in TIME_TYPES:
        if each.id == wanted.id:
            return each
    raise against_a_rule(f"There is no time type with the id “{one_line(wanted.id, 40)}”.", "type")


def known_assignment(state: ReferenceState, wanted: Assignment) -> Assignment:
    """Return the branch that is meant, under its own names.

    Raises:
        Problem: It does not lead down the tree.
    """
    references, parent = list[Reference](), None
    for reference in wanted.references:
        node = state.nodes.get(reference.id)
        if node is None or node.parent != parent or node.dimension != reference.dimension:
            raise against_a_rule("What the time is booked on does not lead down the tree.", "assignment")
        references.append(Reference(node.dimension, node.id, node.name))
        parent = node.id
    return Assignment(tuple(references), wanted.billable)

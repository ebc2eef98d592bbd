"""The rules that an entry has to keep (create time entries, validation rules)."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Time

from punchcard.sandbox.lucca.entries.drafts import Draft
from punchcard.sandbox.lucca.records import Entry, Mode, Section, Source, Unit
from punchcard.sandbox.lucca.state import LuccaState

LONGEST_SECONDS = 24 * 3600
_HALF_DAYS = (Time(0), Time(12))


def broken_rules(state: LuccaState, draft: Draft, before: Entry | None = None) -> list[str]:
    """Return what an entry may not be, a sentence for each rule; `before` is what it has been so far."""
    if draft.owner_id not in state.users:
        return [f"ownerId: there is no user {draft.owner_id}."]
    return [
        *_owner(state, draft, before),
        *_duration(draft),
        *_unit(state, draft),
        *_sections(state, draft, before),
        *_time_type(state, draft),
        *_source(state, draft),
    ]


def lock_rule(state: LuccaState, draft: Draft | Entry) -> list[str]:
    """Return what a submitted timesheet forbids."""
    if state.lock_on(draft.owner_id, draft.starts_at.date()) is None:
        return []
    return ["A TimeEntry cannot be modified once its timesheet has been submitted or approved."]


def inactive_rule(state: LuccaState, entry: Entry) -> list[str]:
    """Return what a section that is not active any more forbids."""
    closed = [state.sections[each].name for each in entry.section_ids if not state.sections[each].active]
    return [f"A TimeEntry cannot be modified: axis section '{name}' is inactive." for name in closed]


def _owner(state: LuccaState, draft: Draft, before: Entry | None) -> Iterator[str]:
    if before is not None and draft.owner_id != before.owner_id:
        yield "ownerId: a TimeEntry cannot change its owner."
    user, day = state.users[draft.owner_id], draft.starts_at.date()
    if day < user.contract_start or (user.contract_end is not None and day > user.contract_end):
        yield "startsAt: the owner has no contract on that day."
    yield from lock_rule(state, draft)


def _duration(draft: Draft) -> Iterator[str]:
    if draft.seconds <= 0:
        yield "duration: a TimeEntry has to be longer than 00:00:00."
    elif draft.seconds > LONGEST_SECONDS:
        yield "duration: a TimeEntry cannot have a duration longer than 1.00:00:00."
    elif _since_midnight(draft) + draft.seconds > LONGEST_SECONDS:
        yield "A TimeEntry cannot overlap 2 different days: cut it at 00:00:00."


def _unit(state: LuccaState, draft: Draft) -> Iterator[str]:
    wanted = state.configuration(draft.owner_id, draft.starts_at.date()).unit
    if draft.unit is not wanted:
        yield f"unit: the timesheet of the owner is in unit {int(wanted)} on that day."
    elif draft.unit is not Unit.TIME and draft.starts_at.time() not in _HALF_DAYS:
        yield "startsAt: in this unit the time can only be 00:00:00 or 12:00:00."


def _sections(state: LuccaState, draft: Draft, before: Entry | None) -> Iterator[str]:
    is_activity = state.configuration(draft.owner_id, draft.starts_at.date()).mode is Mode.ACTIVITY
    if is_activity and not draft.section_ids:
        yield "axisSections: a TimeEntry must have axis sections in activity mode."
    if draft.section_ids and not is_activity:
        yield "axisSections: a TimeEntry must not have axis sections in attendance mode."
        return
    if before is not None and (closed := inactive_rule(state, before)):
        yield from closed
        return
    yield from _chain(state, draft.section_ids)


def _chain(state: LuccaState, ids: tuple[int, ...]) -> Iterator[str]:
    """Whether each section is there, active, the only one of its axis, and below one of the others."""
    unknown = [number for number in ids if number not in state.sections]
    if unknown:
        yield f"axisSections: there is no axis section {unknown[0]}."
        return
    sections = [state.sections[number] for number in ids]
    for section in sections:
        if not section.active or not state.axes[section.axis_id].is_active:
            yield f"axisSections: axis section '{section.name}' is inactive."
    if len({section.axis_id for section in sections}) != len(sections):
        yield "axisSections: there can only be one axis section of each axis."
        return
    for section in sections:
        if not _hangs(state, section, ids):
            yield f"axisSections: '{section.name}' does not belong to any of the other axis sections."


def _hangs(state: LuccaState, section: Section, ids: tuple[int, ...]) -> bool:
    is_top = state.axes[section.axis_id].parent_id is None
    return is_top or any(parent in ids for parent in section.parent_ids)


def _time_type(state: LuccaState, draft: Draft) -> Iterator[str]:
    is_typed = state.configuration(draft.owner_id, draft.starts_at.date()).is_typed
    if draft.time_type_id is None:
        if is_typed:
            yield "timeTypeId: a time type is required for this owner."
    elif not is_typed:
        yield "timeTypeId: time types are not used for this owner; leave it null."
    elif draft.time_type_id not in state.time_types:
        yield f"timeTypeId: there is no time type {draft.time_type_id}."


def _source(state: LuccaState, draft: Draft) -> Iterator[str]:
    if state.options.refuses_clock_source and draft.creation_source is Source.CLOCK:
        yield "creationSource: 4 is reserved for the clock-in clock-out tool."


def _since_midnight(draft: Draft) -> int:
    time = draft.starts_at.time()
    return time.hour * 3600 + time.minute * 60 + time.second

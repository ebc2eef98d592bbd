"""What somebody else does at the simulated Lucca while a request is on its way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from whenever import Time

from punchcard.sandbox.lucca.records import ApplicationKey, Entry, Mode, Sheet, Source, Status, Unit, User
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks.empty_days import drop_empty_days

NOTE = "changed elsewhere"
_HALF_DAY = 12 * 3600


def change_elsewhere(state: LuccaState, key: ApplicationKey, path: str, random: Random) -> None:
    """Change what a request to `path` with `key` is about; nothing where there is nothing to change.

    Args:
        state: What there is.
        key: Whose request it is; without an id in the path it is about whoever holds the key.
        path: Of the request.
        random: What is drawn from.
    """
    where = path.lower()
    numbers = [int(part) for part in where.split("/") if part.isdecimal()]
    if "timesheets" in where:
        _decide(state, key, numbers, random)
    elif "timeentries" in where:
        _edit(state, key, numbers, random)


def _edit(state: LuccaState, key: ApplicationKey, numbers: list[int], random: Random) -> None:
    """Somebody says something else of an entry, or deletes it; where there is none, they write one."""
    meant = [state.entries[number] for number in numbers if number in state.entries]
    entries = [
        each
        for each in meant or state.worked(key.holder)
        if each.archived_at is None and state.lock_on(each.owner_id, each.day) is None
    ]
    now = state.now()
    if not entries:
        _write(state, state.users[key.holder], random)
    elif random.random() < 0.5:
        comment = state.comment(NOTE, key.holder, now)
        state.entries[entries[-1].id] = replace(
            entries[-1], comment=comment, modified_at=now, modifier_id=key.holder
        )
    else:
        state.entries[entries[-1].id] = replace(entries[-1], archived_at=now, modified_at=now)


def _write(state: LuccaState, user: User, random: Random) -> None:
    day, now = state.today().subtract(days=1), state.now()
    held = user.configuration(day)
    if state.lock_on(user.id, day) is not None:
        return
    starts_at = day.at(Time(random.randint(4, 5)) if held.unit is Unit.TIME else Time.MIN)
    number = state.new_id()
    state.entries[number] = Entry(
        number, user.id, starts_at, _HALF_DAY if held.unit is Unit.DAYS else 1200, held.unit, user.id, now,
        user.id, now, Source.MANUAL, _some_branch(state) if held.mode is Mode.ACTIVITY else (),
        state.comment(NOTE, user.id, now), min(state.time_types) if held.is_typed else None,
    )  # fmt: skip


def _some_branch(state: LuccaState) -> tuple[int, ...]:
    """The first branch that may be booked on, down to its end."""
    found = list[int]()
    for axis in state.axes.values():
        of_axis = [
            each.id
            for each in state.sections.values()
            if each.axis_id == axis.id and each.active and (not found or found[-1] in each.parent_ids)
        ]
        found += of_axis[:1]
    return tuple(found)


def _decide(state: LuccaState, key: ApplicationKey, numbers: list[int], random: Random) -> None:
    """Somebody approves the timesheet that is meant, or any other that waits, or denies it."""
    waiting = [
        sheet
        for sheet in state.sheets.values()
        if sheet.status is Status.SUBMITTED and key.reaches(sheet.owner_id)
    ]
    meant = [sheet for sheet in waiting if sheet.id in numbers] or waiting
    if not meant:
        return
    sheet = meant[0]
    if random.random() < 0.5:
        approvers = state.users[sheet.owner_id].approver_ids
        state.sheets[sheet.id] = replace(sheet, status=Status.APPROVED, steps_done=len(approvers))
    else:
        _deny(state, sheet)


def _deny(state: LuccaState, sheet: Sheet) -> None:
    state.sheets[sheet.id] = replace(sheet, status=Status.REJECTED, comment=NOTE)
    drop_empty_days(state, sheet)

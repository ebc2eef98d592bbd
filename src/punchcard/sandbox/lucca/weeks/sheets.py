"""Timesheets as they are told: those that were submitted, and those that are due (Lucca API, timesheets)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whenever import Date

from punchcard.sandbox.lucca.directory.people import OWNERS, USERS
from punchcard.sandbox.lucca.entries.shapes import ENTRIES
from punchcard.sandbox.lucca.records import Entry, Sheet, Status, User
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks.bodies import day_of
from punchcard.sandbox.lucca.weeks.periods import due_spans, next_actor
from punchcard.sandbox.lucca.wire.answers import Json, invalid, not_found
from punchcard.sandbox.lucca.wire.calls import Call
from punchcard.sandbox.lucca.wire.listing import listed, single
from punchcard.sandbox.lucca.wire.resources import Kind, Property, Resource, day, number, url

CALCULATED = 0
"""The id of a timesheet that nobody has submitted yet."""

_BESIDES = ("ownerids", "managerids", "legalentityids", "start", "end")
_STATES = {
    Status.DUE: "To submit", Status.SUBMITTED: "Pending", Status.APPROVED: "Approved",
    Status.REJECTED: "Rejected",
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_IDS = re.compile(r"[0-9]{1,10}(,[0-9]{1,10})*")


def list_sheets(call: Call) -> Json:
    """`GET timmitimesheets`: everything that was ever submitted."""
    there = [each for each in call.state.sheets.values() if call.key.reaches(each.owner_id)]
    return listed(call, SHEETS, there)


def show_sheet(call: Call) -> Json:
    """`GET timmitimesheets/{id}`."""
    sheet = call.state.sheets.get(call.path_id)
    if sheet is None or not call.key.reaches(sheet.owner_id):
        raise not_found("timesheet", call.path_id)
    return single(call, SHEETS, sheet)


def list_due(call: Call) -> Json:
    """`GET timmitimesheets/remindable`: what is due, as calculated timesheets."""
    chosen = {name: _ids(call, name) for name in ("ownerIds", "managerIds", "legalEntityIds")}
    if all(ids is None for ids in chosen.values()):
        raise invalid("At least one of ownerIds, managerIds and legalEntityIds is required.")
    start, end = _day(call, "start"), _day(call, "end") or call.state.today()
    due = [
        sheet
        for user in call.state.users.values()
        if call.key.reaches(user.id) and _is_chosen(user, chosen)
        for sheet in _due(call.state, user, end)
        if start is None or sheet.starts_on >= start
    ]
    return listed(call, SHEETS, due, besides=_BESIDES)


def _due(state: LuccaState, user: User, end: Date) -> Iterator[Sheet]:
    for span in due_spans(state, user, end):
        if span.ends_on <= end:
            yield Sheet(CALCULATED, user.id, *span, Status.DUE, user.id, state.now())


def _is_chosen(user: User, chosen: dict[str, set[int] | None]) -> bool:
    own = {"ownerIds": user.id, "managerIds": user.manager_id, "legalEntityIds": user.legal_entity_id}
    return all(ids is None or own[name] in ids for name, ids in chosen.items())


def _ids(call: Call, name: str) -> set[int] | None:
    text = call.parameter(name)
    if text is None:
        return None
    if not text.isascii() or _IDS.fullmatch(text) is None:
        raise invalid(f"'{name}' has to be a list of ids.")
    return {int(each) for each in text.split(",")}


def _day(call: Call, name: str) -> Date | None:
    text = call.parameter(name)
    if text is None:
        return None
    return day_of(text, f"'{name}'")


def _name(state: LuccaState, sheet: Sheet) -> str:
    del state
    month = _MONTHS[sheet.starts_on.month - 1]
    return f"{sheet.owner_id} - {month} {sheet.starts_on.year} - {_STATES[sheet.status]}"


def _next_id(state: LuccaState, sheet: Sheet) -> int | None:
    actor = next_actor(state, sheet)
    return None if actor is None else actor.id


def _inside(state: LuccaState, sheet: Sheet) -> list[Entry]:
    worked = [e for e in state.worked(sheet.owner_id) if sheet.holds(e.day)]
    nothing_done = [
        e for e in state.empty_days.values() if e.owner_id == sheet.owner_id and sheet.holds(e.day)
    ]
    return [*worked, *nothing_done]


SHEETS: Resource[Sheet] = Resource(
    "timmitimesheets",
    {
        "id": number(lambda sheet: sheet.id),
        "name": Property(Kind.TEXT, _name),
        "url": url("timmitimesheets"),
        "ownerId": number(lambda sheet: sheet.owner_id),
        "owner": Property(Kind.LINK, lambda state, sheet: state.users[sheet.owner_id], lambda: OWNERS),
        "startsOn": day(lambda sheet: sheet.starts_on),
        "endsOn": day(lambda sheet: sheet.ends_on),
        "expectedNextActorId": Property(Kind.NUMBER, _next_id),
        "expectedNextActor": Property(Kind.LINK, next_actor, lambda: USERS),
        "status": number(lambda sheet: int(sheet.status)),
        "statuteId": Property(
            Kind.NUMBER,
            lambda state, sheet: state.configuration(sheet.owner_id, sheet.starts_on).statute_id,
        ),
        "timeEntries": Property(Kind.LINKS, _inside, lambda: ENTRIES),
    },
)
"""Timesheets, calculated ones with the id 0."""

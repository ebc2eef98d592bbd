"""What became of each timesheet that an action was about (Lucca API, workflow items)."""

from __future__ import annotations

from enum import StrEnum

from punchcard.sandbox.lucca.records import Sheet, User
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks.periods import Span, next_actor
from punchcard.sandbox.lucca.wire.answers import Json


class Outcome(StrEnum):
    """What became of one timesheet."""

    SUCCESS = "success"
    ERROR = "error"
    NO_ACTION = "noAction"


def item(state: LuccaState, sheet: Sheet, outcome: Outcome = Outcome.SUCCESS, why: str | None = None) -> Json:
    """Return what became of a timesheet, by an id that belongs to the action alone."""
    actor = next_actor(state, sheet)
    return {
        **_period(state, sheet.owner_id, Span(sheet.starts_on, sheet.ends_on)),
        "status": outcome.value,
        "exceptionMessage": why,
        "expectedNextActor": None if actor is None else _person(actor),
    }


def failed(state: LuccaState, owner: User, span: Span, why: str) -> Json:
    """Return that a period did not become a timesheet."""
    return {
        **_period(state, owner.id, span),
        "status": Outcome.ERROR.value,
        "exceptionMessage": why,
        "expectedNextActor": None,
    }


def _period(state: LuccaState, owner_id: int, span: Span) -> Json:
    return {
        "id": state.new_id(),
        "owner": _person(state.users[owner_id]),
        "startsOn": span.starts_on.format_iso(),
        "endsOn": span.ends_on.format_iso(),
    }


def _person(user: User) -> Json:
    return {"id": user.id, "firstName": user.first_name, "lastName": user.last_name}

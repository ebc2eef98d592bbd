"""Timesheets on their way through approval (Lucca API, workflow).

Submitting and approving take the earlier ones of the same person along, cancelling the later ones. What
became of each is told in the answer, whose status is 200 whatever became of them.
"""

from __future__ import annotations

from dataclasses import replace

from punchcard.sandbox.lucca.records import Right, Sheet, Status, Transfer, User
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks.bodies import (
    Body,
    body_object,
    day,
    merged,
    needed_comment,
    needed_day,
    needed_id,
    transfers,
)
from punchcard.sandbox.lucca.weeks.empty_days import add_empty_days, drop_empty_days
from punchcard.sandbox.lucca.weeks.items import Outcome, failed, item
from punchcard.sandbox.lucca.weeks.periods import Span, span_at, spans_until
from punchcard.sandbox.lucca.wire.answers import Json, invalid, not_found
from punchcard.sandbox.lucca.wire.calls import Call

_MOST_AHEAD = 366
"""How many days ahead a timesheet can be submitted."""

_NOT_WAITING = "This timesheet is not waiting for approval."


def submit(call: Call) -> list[Json]:
    """`POST submit`: everything of somebody that is due up to the timesheet that is named."""
    call.needs(Right.SUBMIT)
    body = body_object(call)
    owner = call.user(needed_id(body, "ownerId"))
    last, added = _named_span(call.state, owner, body), transfers(call.state, body)
    there = {each.starts_on: each for each in call.state.sheets_of(owner.id) if each.is_locked}
    told = list[Json]()
    for span in spans_until(owner, last.starts_on):
        sheet = there.get(span.starts_on)
        if sheet is None:
            told.append(_submitted(call, owner, span, added if span == last else ()))
        elif sheet.status is Status.SUBMITTED or span == last:
            told.append(item(call.state, sheet, Outcome.NO_ACTION))
    return told


def approve(call: Call) -> list[Json]:
    """`POST {id}/approve`: one step of a timesheet, and of every earlier one that waits."""
    call.needs(Right.APPROVE)
    state, sheet = call.state, _sheet(call)
    added = transfers(state, body_object(call))
    if sheet.status is not Status.SUBMITTED:
        return [item(state, sheet, Outcome.ERROR, _NOT_WAITING)]
    waiting = [e for e in _waiting(state, sheet) if e.starts_on <= sheet.starts_on]
    return [item(state, _approved(state, each, added if each is sheet else ())) for each in waiting]


def deny(call: Call) -> list[Json]:
    """`POST {id}/deny`: a timesheet that waits, and no other."""
    call.needs(Right.APPROVE)
    state, sheet = call.state, _sheet(call)
    comment = needed_comment(body_object(call))
    if sheet.status is not Status.SUBMITTED:
        return [item(state, sheet, Outcome.ERROR, _NOT_WAITING)]
    return [item(state, _rejected(state, sheet, comment))]


def cancel(call: Call) -> list[Json]:
    """`POST {id}/cancel`: a timesheet that waits, and every later one; each by whoever submitted it."""
    call.needs(Right.SUBMIT)
    state, sheet = call.state, _sheet(call)
    if sheet.status is not Status.SUBMITTED:
        return [item(state, sheet, Outcome.ERROR, _NOT_WAITING)]
    later = [each for each in _waiting(state, sheet) if each.starts_on > sheet.starts_on]
    first = _cancelled(call, sheet)
    if first["status"] == Outcome.ERROR.value:
        return [first]
    return [first, *(_cancelled(call, each) for each in later)]


def invalidate(call: Call) -> Json:
    """`POST {id}/invalidate`: an approved timesheet; the answer is one item alone."""
    call.needs(Right.INVALIDATE)
    state, sheet = call.state, _sheet(call)
    comment = needed_comment(body_object(call))
    if sheet.status is not Status.APPROVED:
        return item(state, sheet, Outcome.ERROR, "This timesheet is not approved.")
    return item(state, _rejected(state, sheet, comment))


def _named_span(state: LuccaState, owner: User, body: Body) -> Span:
    """The period that a body names by its first day, and if it likes by its end or its last day."""
    starts_at, ends_at = needed_day(body, "startsAt"), day(body, "endsAt")
    span = span_at(owner, starts_at)
    first = span_at(owner, owner.timesheets_since).starts_on
    if span.starts_on != starts_at or not first <= starts_at <= state.today().add(days=_MOST_AHEAD):
        raise invalid("No timesheet of this person starts on that day.", "$.startsAt")
    if ends_at not in (None, span.ends_on, span.ends_on.subtract(days=1)):
        raise invalid("The timesheet that starts then does not end on that day.", "$.endsAt")
    return span


def _submitted(call: Call, owner: User, span: Span, added: tuple[Transfer, ...]) -> Json:
    state = call.state
    worked = [each for each in state.worked(owner.id) if span.starts_on <= each.day < span.ends_on]
    if state.options.refuses_empty_timesheets and not worked:
        return failed(state, owner, span, "There is no time in this timesheet.")
    status = Status.SUBMITTED if owner.approver_ids else Status.APPROVED
    sheet = Sheet(
        state.new_id(), owner.id, *span, status, call.key.id, state.now(), transfers=merged((), added)
    )
    state.sheets[sheet.id] = sheet
    add_empty_days(state, sheet)
    return item(state, sheet)


def _approved(state: LuccaState, sheet: Sheet, added: tuple[Transfer, ...]) -> Sheet:
    steps = sheet.steps_done + 1
    is_last = steps >= len(state.users[sheet.owner_id].approver_ids)
    status = Status.APPROVED if is_last else Status.SUBMITTED
    changed = replace(sheet, steps_done=steps, status=status, transfers=merged(sheet.transfers, added))
    state.sheets[sheet.id] = changed
    return changed


def _rejected(state: LuccaState, sheet: Sheet, comment: str | None = None) -> Sheet:
    changed = replace(sheet, status=Status.REJECTED, comment=comment)
    state.sheets[sheet.id] = changed
    drop_empty_days(state, sheet)
    return changed


def _cancelled(call: Call, sheet: Sheet) -> Json:
    if sheet.author_id != call.key.id:
        why = "Only the author of a submission can cancel it."
        return item(call.state, sheet, Outcome.ERROR, why)
    return item(call.state, _rejected(call.state, sheet))


def _waiting(state: LuccaState, sheet: Sheet) -> list[Sheet]:
    """What waits for approval of the person that a timesheet belongs to, the earliest first."""
    return [each for each in state.sheets_of(sheet.owner_id) if each.status is Status.SUBMITTED]


def _sheet(call: Call) -> Sheet:
    sheet = call.state.sheets.get(call.path_id)
    if sheet is None or not call.key.reaches(sheet.owner_id):
        raise not_found("timesheet", call.path_id)
    return sheet

"""Change requests are decided (Clockodo API, work time change requests: approve, decline)."""

from __future__ import annotations

from dataclasses import replace

from punchcard.sandbox.clockodo.approvals.change_requests import request_json, request_named
from punchcard.sandbox.clockodo.approvals.day_changes import carry_out, covers_clock, violations
from punchcard.sandbox.clockodo.records import ChangeRequest, RequestStatus
from punchcard.sandbox.clockodo.rights import decides
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, Problem, conflict, forbidden
from punchcard.sandbox.clockodo.wire.calls import Call

_ANSWERS = 3


def approve(call: Call) -> Json:
    """Approve under v3; rules on working time are broken only where the caller says so."""
    _approve(call)
    return {"success": True}


def approve_in_v2(call: Call) -> Json:
    """Approve as before v3. The classic generation knows no rules that could be broken."""
    _approve(call)
    return {"change_request": None}


def decline(call: Call) -> Json:
    """Decline, and answer in one of the three documented ways: in the classic generation in its page's."""
    state, request = call.state, _to_decide(call)
    declined = replace(
        request, status=RequestStatus.DECLINED, declined_at=state.now(), declined_by=call.caller.id
    )
    state.requests[request.id] = declined
    told = request_json(call, declined)
    way = 0 if call.is_classic else (state.seed + state.declined) % _ANSWERS
    state.declined += 1
    answers: tuple[Json, Json, Json] = ({"change_request": told}, told, {"success": True})
    return answers[way]


def _approve(call: Call) -> None:
    request = _to_decide(call)
    is_forced = call.given.boolean("approve_violations")
    if covers_clock(call.state, request):
        raise conflict(messages.CLOCK_RUNS)
    broken = violations(call.state, request)
    if broken and not is_forced and not call.is_classic:
        # Which of the two statuses it is stands nowhere; a company has one of them.
        status = 422 if call.state.seed % 2 else 400
        raise Problem(status, "WorkTimeRuleViolation", broken[0], "approve_violations")
    carry_out(call.state, request)
    del call.state.requests[request.id]


def _to_decide(call: Call) -> ChangeRequest:
    request = request_named(call)
    if not decides(call.caller, call.state.users[request.users_id]):
        raise forbidden()
    if request.status is RequestStatus.DECLINED:
        raise conflict(messages.DECLINED_ALREADY)
    return request

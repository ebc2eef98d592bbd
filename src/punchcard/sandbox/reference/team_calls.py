"""The calls about weeks, requests and decisions."""

from __future__ import annotations

from collections.abc import Iterable

from punchcard.core.approval_codec import item_to_json
from punchcard.core.change_requests import Decidable
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.week_codec import submitted_week_to_json
from punchcard.sandbox.reference import approvals, weeks
from punchcard.sandbox.reference.answers import malformed, missing
from punchcard.sandbox.reference.call import Call, Served
from punchcard.sandbox.reference.reading import member, read_day, read_request, read_verdict, read_weeks
from punchcard.sandbox.reference.rules import visible
from punchcard.sandbox.reference.shapes import Json


def _list_weeks(call: Call) -> Json:
    person, (first, last) = call.person(), call.days()
    return _weeks(
        week
        for week in call.state.newest_weeks(person)
        if week.first <= last and first <= week.last and week.status is not RequestStatus.WITHDRAWN
    )


def _due_weeks(call: Call) -> Json:
    person, until = call.person(), read_day(call.parameter("until"), "until")
    found = weeks.due(call.state, person, until)
    return _weeks(SubmittedWeek(None, person, week.first, week.last) for week in found)


def _submit_weeks(call: Call) -> Json:
    return _weeks(weeks.submit(call.state, call.sent_person(), read_weeks(call.body)))


def _withdraw_weeks(call: Call) -> Json:
    return _weeks(weeks.withdraw(call.state, call.sent_person(), read_weeks(call.body)))


def _list_approvals(call: Call) -> Json:
    person, scope = call.person(), call.parameter("scope") or ""
    if scope not in approvals.SCOPES:
        raise malformed(f"“scope” has to be one of {', '.join(approvals.SCOPES)}.", "scope")
    return _items(approvals.listed(call.state, person, scope))


def _affected(call: Call) -> Json:
    call.person()
    item = approvals.item_named(call.state, call.parameter("item") or "")
    visible(call.state, call.caller, [item.person])
    return _items(approvals.reached(call.state, item, read_verdict(call.parameter("verdict"))))


def _decide(call: Call) -> Json:
    item = approvals.item_named(call.state, call.path_id())
    verdict = read_verdict(member(call.body, "verdict", str))
    reason = member({"reason": "", **call.body}, "reason", str)
    return _items(approvals.decide(call.state, call.sent_person(), item, verdict, reason))


def _ask(call: Call) -> Json:
    sent = read_request(call.body)
    visible(call.state, call.caller, [sent.person])
    return _items(approvals.ask(call.state, sent))


def _take_back(call: Call) -> Json:
    known = call.state.requests.get(call.path_id())
    if known is None:
        raise missing("There is no such request; nothing was taken back.")
    visible(call.state, call.caller, [known.person])
    return _items([approvals.take_back(call.state, known.id, call.parameter("person"))])


def _weeks(found: Iterable[SubmittedWeek]) -> Json:
    return {"weeks": [submitted_week_to_json(week) for week in found]}


def _items(found: Iterable[Decidable]) -> Json:
    return {"items": [item_to_json(item) for item in found]}


CALLS = (
    Served("GET", "weeks", _list_weeks),
    Served("GET", "weeks/due", _due_weeks),
    Served("POST", "weeks/submit", _submit_weeks),
    Served("POST", "weeks/withdraw", _withdraw_weeks),
    Served("GET", "approvals", _list_approvals),
    Served("GET", "approvals/affected", _affected),
    Served("POST", "approvals/{id}/decision", _decide),
    Served("POST", "requests", _ask, 201),
    Served("DELETE", "requests/{id}", _take_back),
)

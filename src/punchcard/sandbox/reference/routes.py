"""The calls of the reference vendor, as `punchcard.sandbox.reference` lists them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from punchcard.core.approval_codec import item_to_json
from punchcard.core.change_requests import Decidable
from punchcard.core.clock import IDLE
from punchcard.core.codec import entry_to_json, person_to_json, state_to_json, time_type_to_json
from punchcard.core.entries import Entry, Unit
from punchcard.core.people import Person
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.targets import targets_of
from punchcard.core.text import one_line
from punchcard.core.week_codec import submitted_week_to_json
from punchcard.sandbox.company.month import HOLIDAYS
from punchcard.sandbox.reference import approvals, clock, entries, weeks
from punchcard.sandbox.reference.answers import Problem, error_body, malformed, missing
from punchcard.sandbox.reference.reading import (
    member,
    read_day,
    read_entry,
    read_punch,
    read_request,
    read_verdict,
    read_weeks,
)
from punchcard.sandbox.reference.rules import marked, visible
from punchcard.sandbox.reference.shapes import Json
from punchcard.sandbox.reference.state import DIMENSIONS, SCHEDULE, TIME_TYPES, ReferenceState

KEY_HEADER = "Reference-Key"
CLIENT_HEADER = "Reference-Client"
"""What the program that calls is named; a clock that it starts says so."""

MOST_TARGET_DAYS = 4000
_HTTP_PROBLEMS = {404: "There is no such call.", 405: "This call does not take this method."}


class Call:
    """One request of a person with a good key."""

    def __init__(self, state: ReferenceState, caller: Person, request: Request, body: Json) -> None:
        self.state = state
        self.caller = caller
        self.request = request
        self.body = body

    def people(self) -> list[str]:
        """The people that the query names, all of them for the caller to see."""
        wanted = list(dict.fromkeys(self.request.query_params.getlist("person")))
        return list(visible(self.state, self.caller, wanted))

    def person(self) -> str:
        """The one person that the query names."""
        people = self.people()
        if len(people) > 1:
            raise malformed("“person” stands there more than once.", "person")
        return people[0]

    def sent_person(self) -> str:
        """The person that the body names, for whom the caller may act."""
        return visible(self.state, self.caller, [member(self.body, "person", str)])[0]

    def parameter(self, name: str) -> str | None:
        """One value of the query."""
        return self.request.query_params.get(name)

    def days(self) -> tuple[Any, Any]:
        """The days of the query, in order."""
        first, last = read_day(self.parameter("from"), "from"), read_day(self.parameter("to"), "to")
        if last < first:
            raise malformed("“to” lies before “from”.", "to")
        return first, last

    def path_id(self) -> str:
        """The id in the path."""
        return self.request.path_params["id"]


Handler = Callable[[Call], Json]


def _me(call: Call) -> Json:
    return {"person": person_to_json(call.caller)}


def _people(call: Call) -> Json:
    others = [each for each in call.state.people.values() if each.id != call.caller.id]
    seen = others if call.state.is_lead(call.caller.id) else []
    everybody = [call.caller, *sorted(seen, key=lambda each: (each.name.casefold(), each.id))]
    return {"people": [person_to_json(each) for each in everybody]}


def _time_types(call: Call) -> Json:
    del call
    return {"time_types": [time_type_to_json(each) for each in TIME_TYPES]}


def _dimensions(call: Call) -> Json:
    del call
    return {"dimensions": [{"id": d.id, "name": d.name, "required": d.required} for d in DIMENSIONS]}


def _choices(call: Call) -> Json:
    dimension = call.parameter("dimension")
    if dimension not in [each.id for each in DIMENSIONS]:
        raise malformed(f"There is no dimension “{one_line(dimension or '', 40)}”.", "dimension")
    parents = call.request.query_params.getlist("parent")
    parent = parents[-1] if parents else None
    found = [n for n in call.state.nodes.values() if n.dimension == dimension and n.parent == parent]
    found.sort(key=lambda node: (node.name.casefold(), node.id))
    return {"choices": [{"dimension": n.dimension, "id": n.id, "name": n.name} for n in found]}


def _rights(call: Call) -> Json:
    call.person()
    return {"units": [unit.value for unit in Unit], "edit_lock_days": call.state.edit_lock_days}


def _targets(call: Call) -> Json:
    person, (first, last) = call.person(), call.days()
    count = int(last.since(first, total="days")) + 1
    if count > MOST_TARGET_DAYS:
        raise malformed(f"Targets are told for at most {MOST_TARGET_DAYS} days at once.", "to")
    days = [first.add(days=number) for number in range(count)]
    holidays = {day: HOLIDAYS[day.month, day.day] for day in days if (day.month, day.day) in HOLIDAYS}
    found = targets_of(SCHEDULE, days, holidays, call.state.entries_of([person], first, last))
    return {"targets": [{**each._asdict(), "day": each.day.format_iso()} for each in found]}


def _show_clock(call: Call) -> Json:
    return {"state": state_to_json(call.state.running.get(call.person(), IDLE))}


def _punch(call: Call) -> Json:
    person, sent = call.sent_person(), read_punch(call.body)
    origin = one_line(call.request.headers.get(CLIENT_HEADER, ""), 60) or "Web"
    done = clock.punch(call.state, person, sent, origin)
    return {
        "state": state_to_json(done.state), "saved": _shown(call, done.saved), "removed": list(done.removed),
        "warnings": [warning for entry in done.saved for warning in entries.warnings(entry)],
    }  # fmt: skip


def _list_entries(call: Call) -> Json:
    return {"entries": _shown(call, call.state.entries_of(call.people(), *call.days()))}


def _show_entry(call: Call) -> Json:
    return {"entry": _shown(call, [entries.entry_named(call.state, call.caller, call.path_id())])[0]}


def _create_entry(call: Call) -> Json:
    return _kept(call, entries.create(call.state, call.caller, read_entry(call.body)))


def _change_entry(call: Call) -> Json:
    return _kept(call, entries.change(call.state, call.caller, call.path_id(), read_entry(call.body)))


def _delete_entry(call: Call) -> Json:
    entries.delete(call.state, call.caller, call.path_id())
    return {"deleted": call.path_id()}


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


_CALLS: tuple[tuple[str, str, Handler, int], ...] = (
    ("GET", "me", _me, 200),
    ("GET", "people", _people, 200),
    ("GET", "time-types", _time_types, 200),
    ("GET", "dimensions", _dimensions, 200),
    ("GET", "choices", _choices, 200),
    ("GET", "rights", _rights, 200),
    ("GET", "targets", _targets, 200),
    ("GET", "clock", _show_clock, 200),
    ("POST", "clock", _punch, 200),
    ("GET", "entries", _list_entries, 200),
    ("POST", "entries", _create_entry, 201),
    ("GET", "entries/{id}", _show_entry, 200),
    ("PUT", "entries/{id}", _change_entry, 200),
    ("DELETE", "entries/{id}", _delete_entry, 200),
    ("GET", "weeks", _list_weeks, 200),
    ("GET", "weeks/due", _due_weeks, 200),
    ("POST", "weeks/submit", _submit_weeks, 200),
    ("POST", "weeks/withdraw", _withdraw_weeks, 200),
    ("GET", "approvals", _list_approvals, 200),
    ("GET", "approvals/affected", _affected, 200),
    ("POST", "approvals/{id}/decision", _decide, 200),
    ("POST", "requests", _ask, 201),
    ("DELETE", "requests/{id}", _take_back, 200),
)


def reference_routes(state: ReferenceState) -> Starlette:
    """Return the application that answers the vendor's calls on `state`."""
    return Starlette(
        routes=[
            Route(f"/api/{path}", _endpoint(state, handler, status), methods=[method])
            for method, path, handler, status in _CALLS
        ],
        exception_handlers={Problem: _say, 404: _say_http, 405: _say_http},
    )


def _endpoint(state: ReferenceState, handler: Handler, status: int) -> Any:
    async def endpoint(request: Request) -> Response:
        caller = _caller(state, request)
        body = await _body(request)
        with state.lock:
            answer = handler(Call(state, caller, request, body))
            answer["now"] = state.clock().format_iso(unit="millisecond")
        return JSONResponse(answer, status)

    return endpoint


def _caller(state: ReferenceState, request: Request) -> Person:
    person = state.keys.get(request.headers.get(KEY_HEADER, ""))
    if person is None:
        raise Problem(401, f"The header {KEY_HEADER} carries no good key.")
    return state.people[person]


async def _body(request: Request) -> Json:
    if request.method not in ("POST", "PUT"):
        return {}
    try:
        body = json.loads((await request.body()).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise malformed("The body is no JSON in UTF-8.") from error
    if not isinstance(body, dict):
        raise malformed("The body has to be a JSON object.")
    return cast("Json", body)


async def _say(request: Request, problem: Exception) -> Response:
    del request
    if not isinstance(problem, Problem):
        raise problem
    body = error_body(problem.status, problem.message, problem.field)
    return Response(body, problem.status, media_type="application/json")


async def _say_http(request: Request, problem: Exception) -> Response:
    del request
    status = getattr(problem, "status_code", 404)
    return Response(error_body(status, _HTTP_PROBLEMS[status]), status, media_type="application/json")


def _shown(call: Call, found: Iterable[Entry]) -> list[Json]:
    return [entry_to_json(marked(call.state, entry)) for entry in found]


def _kept(call: Call, entry: Entry) -> Json:
    return {"entry": _shown(call, [entry])[0], "warnings": entries.warnings(entry)}


def _weeks(found: Iterable[SubmittedWeek]) -> Json:
    return {"weeks": [submitted_week_to_json(week) for week in found]}


def _items(found: Iterable[Decidable]) -> Json:
    return {"items": [item_to_json(item) for item in found]}

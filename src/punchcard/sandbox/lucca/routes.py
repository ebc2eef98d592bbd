"""Every route of the simulated Lucca."""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from punchcard.sandbox.lucca.directory import axes, people
from punchcard.sandbox.lucca.entries import entries
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.weeks import sheets, user_dates, workflow
from punchcard.sandbox.lucca.wire.answers import JSON, Problem, body_of, not_found, problem_body, throttled
from punchcard.sandbox.lucca.wire.calls import Call, Handler
from punchcard.sandbox.lucca.wire.signing_in import sign_in

V3, V4 = "/api/v3", "/timmi-timesheet/api"
_LONGEST_ID = 9


class Road(NamedTuple):
    """A method of a path."""

    method: str
    path: str
    handler: Handler


ROADS = (
    Road("GET", f"{V3}/users", people.list_users),
    Road("GET", f"{V3}/users/{{id}}", people.show_user),
    Road("GET", f"{V3}/departments", people.list_departments),
    Road("GET", f"{V3}/departments/{{id}}", people.show_department),
    Road("GET", f"{V3}/axes", axes.list_axes),
    Road("GET", f"{V3}/axes/{{id}}", axes.show_axis),
    Road("GET", f"{V3}/axissections", axes.list_sections),
    Road("GET", f"{V3}/axissections/{{id}}", axes.show_section),
    Road("GET", f"{V3}/timeentries", entries.list_entries),
    Road("POST", f"{V3}/timeentries", entries.create),
    Road("PUT", f"{V3}/timeentries", entries.change_many),
    Road("DELETE", f"{V3}/timeentries", entries.delete_many),
    Road("GET", f"{V3}/timeentries/{{id}}", entries.show_entry),
    Road("PUT", f"{V3}/timeentries/{{id}}", entries.change),
    Road("DELETE", f"{V3}/timeentries/{{id}}", entries.delete),
    Road("GET", f"{V3}/timmitimesheets", sheets.list_sheets),
    Road("GET", f"{V3}/timmitimesheets/remindable", sheets.list_due),
    Road("GET", f"{V3}/timmitimesheets/{{id}}", sheets.show_sheet),
    Road("GET", f"{V3}/userdates", user_dates.list_user_dates),
    Road("POST", f"{V4}/timesheets/submit", workflow.submit),
    Road("POST", f"{V4}/timesheets/{{id}}/approve", workflow.approve),
    Road("POST", f"{V4}/timesheets/{{id}}/deny", workflow.deny),
    Road("POST", f"{V4}/timesheets/{{id}}/cancel", workflow.cancel),
    Road("POST", f"{V4}/timesheets/{{id}}/invalidate", workflow.invalidate),
)
"""Every route, in small letters; paths are looked for without regard to capitals."""


def lucca_routes(state: LuccaState) -> Any:
    """Return the application that answers the vendor's calls on `state`."""
    routes = [Route(road.path, _endpoint(state, road), methods=[road.method]) for road in ROADS]

    async def no_route(request: Request, error: Exception) -> Response:
        del error
        return _refused(state, request, not_found("such page"))

    async def no_method(request: Request, error: Exception) -> Response:
        del error
        return _refused(state, request, Problem(405, "This method is not allowed here."))

    app = Starlette(routes=routes, exception_handlers={404: no_route, 405: no_method})
    app.router.redirect_slashes = False

    async def without_capitals(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "path": scope["path"].lower()}, receive, send)

    return without_capitals


def _endpoint(state: LuccaState, road: Road) -> Any:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            with state.lock:
                answer = road.handler(_call(state, request, body))
        except Problem as problem:
            return _refused(state, request, problem)
        return Response(b"" if answer is None else body_of(answer), media_type=JSON)

    return endpoint


def _call(state: LuccaState, request: Request, body: bytes) -> Call:
    """A request of an application that has signed in, and may call now.

    Raises:
        Problem: It may not.
    """
    key = sign_in(state, request.headers)
    most = state.options.calls_a_minute
    if most is not None and (wait := state.calls.wait(most, state.clock())):
        raise throttled(wait)
    named = request.path_params.get("id", "0")
    if not (named.isascii() and named.isdecimal()) or len(named) > _LONGEST_ID:
        raise not_found("such object")
    return Call(state, key, dict(request.query_params), body, int(named))


def _refused(state: LuccaState, request: Request, problem: Problem) -> Response:
    is_v3 = request.url.path.startswith(V3)
    content, media_type = problem_body(problem, state.options.v3_errors if is_v3 else "problem")
    waits = {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}
    return Response(content, problem.status, waits, media_type)

"""The calls of the reference vendor, as `punchcard.sandbox.reference` lists them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from punchcard.core.people import Person
from punchcard.sandbox.reference import directory_calls, team_calls, time_calls
from punchcard.sandbox.reference.answers import Problem, error_body, malformed
from punchcard.sandbox.reference.call import Call, Served
from punchcard.sandbox.reference.shapes import Json
from punchcard.sandbox.reference.state import ReferenceState

KEY_HEADER = "Reference-Key"

_HTTP_PROBLEMS = {404: "There is no such call.", 405: "This call does not take this method."}


def reference_routes(state: ReferenceState) -> Starlette:
    """Return the application that answers the vendor's calls on `state`."""
    return Starlette(
        routes=[
            Route(f"/api/{served.path}", _endpoint(state, served), methods=[served.method])
            for served in (*directory_calls.CALLS, *time_calls.CALLS, *team_calls.CALLS)
        ],
        exception_handlers={Problem: _say, 404: _say_http, 405: _say_http},
    )


def _endpoint(state: ReferenceState, served: Served) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        caller = _caller(state, request)
        body = await _body(request)
        with state.lock:
            answer = served.handler(Call(state, caller, request, body))
            answer["now"] = state.clock().format_iso(unit="millisecond")
        return JSONResponse(answer, served.status)

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

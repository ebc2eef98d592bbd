"""Every route of the simulated McTime."""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from punchcard.sandbox.mctime.clock import actions, presence
from punchcard.sandbox.mctime.directory import accounts, organizations, users
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.times import listing, writing
from punchcard.sandbox.mctime.wire.answers import (
    Problem,
    Refused,
    Reply,
    body_of,
    error_body,
    failed,
    not_found,
    several,
)
from punchcard.sandbox.mctime.wire.calls import Call, Handler
from punchcard.sandbox.mctime.wire.given import Given, read_body
from punchcard.sandbox.mctime.wire.query import Query
from punchcard.sandbox.mctime.wire.signing_in import sign_in

BASE = "/api/v2/auth"


class Road(NamedTuple):
    """A method of a path below the base."""

    method: str
    path: str
    handler: Handler


ROADS = (
    Road("GET", "clock", presence.list_clocks),
    Road("POST", "clock", actions.stamp),
    Road("GET", "times", listing.list_times),
    Road("POST", "times", writing.save_times),
    Road("DELETE", "times", writing.delete_by_query),
    Road("GET", "times/{id}", listing.show_time),
    Road("DELETE", "times/{id}", writing.delete_by_path),
    Road("GET", "users", users.list_users),
    Road("GET", "users/{id}", users.show_user),
    Road("GET", "organizations", organizations.list_organizations),
    Road("GET", "organizations/{id}", organizations.show_organization),
    Road("GET", "accounts", accounts.list_accounts),
    Road("GET", "accounts/{id}", accounts.show_account),
)
"""Every route."""


def mctime_routes(state: McTimeState) -> Starlette:
    """Return the application that answers the vendor's calls on `state`."""
    routes = [Route(f"{BASE}/{road.path}", _endpoint(state, road), methods=[road.method]) for road in ROADS]
    app = Starlette(routes=routes, exception_handlers={404: _no_route, 405: _no_method})
    app.router.redirect_slashes = False
    return app


def _endpoint(state: McTimeState, road: Road) -> Any:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            with state.lock:
                reply = _reply(state, road, request, body)
        except Problem as problem:
            return _said(problem.status, problem.message)
        return Response(body_of(reply.body), reply.status, media_type="application/json")

    return endpoint


def _reply(state: McTimeState, road: Road, request: Request, body: bytes) -> Reply:
    caller = sign_in(state, request.headers)
    given = Given(read_body(body) if request.method == "POST" else {})
    query = Query(request.scope["query_string"])
    try:
        return road.handler(Call(state, caller, query, given, request.path_params.get("id", "")))
    except Refused as refused:
        if state.manners.failure == "status":
            raise
        return several([failed(refused.message)], valid=False)


def _said(status: int, sentence: str) -> Response:
    return Response(error_body(status, sentence), status, media_type="application/json")


async def _no_route(request: Request, error: Exception) -> Response:
    del request, error
    return _said(404, not_found().message)


async def _no_method(request: Request, error: Exception) -> Response:
    del request, error
    return _said(405, "Method not allowed")

"""Every route of the simulated Clockodo, in both generations, and those that are retired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from punchcard.sandbox.clockodo.approvals import change_requests, decisions
from punchcard.sandbox.clockodo.clock import clock, correct, start
from punchcard.sandbox.clockodo.days import absences, reports, targets, work_times
from punchcard.sandbox.clockodo.directory import catalogue, people
from punchcard.sandbox.clockodo.entries import entries
from punchcard.sandbox.clockodo.groups import bulk, groups
from punchcard.sandbox.clockodo.records import User
from punchcard.sandbox.clockodo.state import ClockodoState, Generation
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import (
    Json,
    Problem,
    Style,
    body_of,
    malformed,
    problem_body,
    throttled,
)
from punchcard.sandbox.clockodo.wire.calls import Call, Handler
from punchcard.sandbox.clockodo.wire.given import Given
from punchcard.sandbox.clockodo.wire.limits import ENHANCED, GLOBAL, GROUPS
from punchcard.sandbox.clockodo.wire.messages import Message
from punchcard.sandbox.clockodo.wire.parameters import of_body, of_query
from punchcard.sandbox.clockodo.wire.signing_in import ISO_UTC, sign_in

BASE = "/api"
_METHODS = ["GET", "POST", "PUT", "DELETE"]
_LONGEST_ID = 15


class Road(NamedTuple):
    """A method of a path below the base."""

    method: str
    path: str
    handler: Handler
    style: Style = Style.GENERAL
    only: Generation | None = None
    """The one generation that has it; None for both."""
    needs_body: bool = False


_LEGACY, _SIMPLE, _GROUPS = Style.PLAIN_ERROR, Style.ENTRIES, Style.GROUPS
_REQUESTS = "v2/workTimes/changeRequests"
ROADS = (
    Road("GET", "v2/clock", clock.show),
    Road("POST", "v2/clock", start.start),
    Road("PUT", "v2/clock/{id}", correct.correct),
    Road("DELETE", "v2/clock/{id}", clock.stop),
    Road("GET", "v2/entries", entries.list_entries, _SIMPLE),
    Road("POST", "v2/entries", entries.create, _SIMPLE),
    Road("PUT", "v2/entries/splitAllAtMidnight", entries.split_at_midnight, _SIMPLE),
    Road("GET", "v2/entries/{id}", entries.show, _SIMPLE),
    Road("PUT", "v2/entries/{id}", entries.change, _SIMPLE),
    Road("DELETE", "v2/entries/{id}", entries.delete, _SIMPLE),
    Road("GET", "v2/entrygroups", groups.list_groups, _GROUPS, "current"),
    Road("PUT", "v2/entrygroups", bulk.edit, _GROUPS, "current"),
    Road("DELETE", "v2/entrygroups", bulk.delete, _GROUPS, "current"),
    Road("GET", "entrygroups", groups.list_groups, _GROUPS, "classic"),
    Road("PUT", "entrygroups", bulk.edit, _GROUPS, "classic"),
    Road("DELETE", "entrygroups", bulk.delete, _GROUPS, "classic"),
    Road("GET", "v2/workTimes", work_times.list_work_times),
    Road("GET", _REQUESTS, change_requests.list_requests),
    Road("POST", _REQUESTS, change_requests.create),
    Road("DELETE", f"{_REQUESTS}/{{id}}", change_requests.withdraw),
    Road("POST", f"{_REQUESTS}/{{id}}/approve", decisions.approve_in_v2, _SIMPLE),
    Road("POST", f"{_REQUESTS}/{{id}}/decline", decisions.decline, _SIMPLE),
    Road(
        "POST", "v3/workTimes/changeRequests/{id}/approve", decisions.approve, Style.NESTED, "current", True
    ),
    Road("GET", "v4/users/me", people.me),
    Road("GET", "v2/aggregates/users/me", people.me_with_company, only="classic"),
    Road("GET", "v3/users", people.list_users),
    Road("GET", "v3/users/{id}", people.show_user),
    Road("GET", "v2/users/{id}/access/customers-projects", people.customer_access),
    Road("GET", "v2/users/{id}/access/services", people.service_access),
    Road("GET", "v3/teams", people.list_teams),
    Road("GET", "v3/teams/{id}", people.show_team),
    Road("GET", "v3/customers", catalogue.list_customers),
    Road("GET", "v3/customers/{id}", catalogue.show_customer),
    Road("GET", "v4/projects", catalogue.list_projects),
    Road("GET", "v4/projects/{id}", catalogue.show_project),
    Road("GET", "v3/subprojects", catalogue.list_subprojects),
    Road("GET", "v3/subprojects/{id}", catalogue.show_subproject),
    Road("GET", "v4/services", catalogue.list_services),
    Road("GET", "v4/services/{id}", catalogue.show_service),
    Road("GET", "v4/lumpSumServices", catalogue.list_lumpsum_services),
    Road("GET", "v4/lumpSumServices/{id}", catalogue.show_lumpsum_service),
    Road("GET", "v3/entriesTexts", catalogue.list_texts),
    Road("GET", "userreports", reports.list_reports, _LEGACY),
    Road("GET", "userreports/{id}", reports.show_report, _LEGACY),
    Road("GET", "targethours", targets.list_target_hours, _LEGACY),
    Road("GET", "targethours/{id}", targets.show_target_hours, _LEGACY),
    Road("GET", "v2/usersNonbusinessDays", targets.list_user_free_days),
    Road("GET", "v2/nonbusinessDays", targets.list_free_days),
    Road("GET", "v2/nonbusinessGroups", targets.list_free_day_groups),
    Road("GET", "v4/absences", absences.list_absences),
    Road("GET", "v4/absences/{id}", absences.show_absence),
)
"""Every route, by the version that it has now."""

RETIRED = (
    "clock", "entries", "absences", "v2/absences", "v3/absences", "v2/customers", "v2/projects",
    "v2/services", "v3/services", "v2/users", "v2/teams", "v2/lumpsumservices",
    "v3/lumpsumservices", "v2/entriesTexts",
)  # fmt: skip
"""What was there once, in neither generation any more."""

RETIRED_NOW = ("entrygroups", "v2/aggregates/users/me")
"""What only the classic generation has."""


RETIRED_ME = "v3/users/me"
"""Retired, and looked for before the ids of users."""

NOT_HERE = "v2/projects/{id}/createNextInterval"
"""Not retired, as everything else below it is, but not played."""


def clockodo_routes(state: ClockodoState) -> Starlette:
    """Return the application that answers the vendor's calls on `state`."""
    roads = [road for road in ROADS if road.only in (None, state.generation)]
    routes = [Route(f"{BASE}/{road.path}", _endpoint(state, road), methods=[road.method]) for road in roads]
    me = Route(f"{BASE}/{RETIRED_ME}", _gone, methods=_METHODS)
    not_here = Route(f"{BASE}/{NOT_HERE}", _not_here, methods=_METHODS)
    app = Starlette(
        routes=[me, *routes, not_here, *_retired(state)], exception_handlers={404: _no_route, 405: _no_method}
    )
    app.router.redirect_slashes = False
    return app


def _retired(state: ClockodoState) -> Iterator[Route]:
    for path in (*RETIRED, *(() if state.is_classic else RETIRED_NOW)):
        for whole in (path, f"{path}/{{rest:path}}"):
            yield Route(f"{BASE}/{whole}", _gone, methods=_METHODS)


def _endpoint(state: ClockodoState, road: Road) -> Any:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            with state.lock:
                caller = sign_in(state, request.headers)
                if road.needs_body and not body.strip():
                    raise malformed(messages.NO_BODY)
                given = Given(_parameters(request, body))
                _count(state, caller, road, given)
                answer = road.handler(_call(state, caller, request, given))
        except Problem as problem:
            return _refused(request, problem, road.style)
        return Response(body_of(answer), media_type="application/json")

    return endpoint


def _parameters(request: Request, body: bytes) -> Json:
    """A query of GET, a body of POST and PUT, and both of DELETE."""
    query = of_query(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        return query
    said = of_body(body, request.headers.get("content-type", ""))
    return query | said if request.method == "DELETE" else said


def _call(state: ClockodoState, caller: User, request: Request, given: Given) -> Call:
    named = request.path_params.get("id", "0")
    if not (named.isascii() and named.isdecimal()) or len(named) > _LONGEST_ID:
        raise Problem(404, "RouteNotFound", messages.NO_ROUTE)
    is_iso = request.headers.get(ISO_UTC, "") in ("1", "true")
    return Call(state, caller, given, _language(request), int(named), is_iso)


def _count(state: ClockodoState, caller: User, road: Road, given: Given) -> None:
    """Count a call; each limit holds for all versions of a route together."""
    now = state.now()
    waits = [state.calls.wait(caller.id, "everything", GLOBAL, now)]
    if road.path.endswith("entrygroups"):
        waits.append(state.calls.wait(caller.id, f"{road.method} entrygroups", GROUPS, now))
    if (road.method, road.path) == ("GET", "v2/entries") and given.boolean("enhanced_list"):
        waits.append(state.calls.wait(caller.id, "enhanced entries", ENHANCED, now))
    if any(waits):
        raise throttled(max(waits))


def _language(request: Request) -> str:
    return messages.language_of(request.headers.get("accept-language", ""))


def _refused(request: Request, problem: Problem, style: Style) -> Response:
    body = problem_body(problem, style, _language(request))
    waits = {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}
    return Response(body, problem.status, waits, "application/json")


async def _gone(request: Request) -> Response:
    return _said(request, 410, "RouteDeprecated", messages.RETIRED, Style.PLAIN_MESSAGE)


async def _not_here(request: Request) -> Response:
    return _said(request, 404, "RouteNotFound", messages.NO_ROUTE, Style.GENERAL)


async def _no_route(request: Request, error: Exception) -> Response:
    del error
    return _said(request, 404, "RouteNotFound", messages.NO_ROUTE, Style.GENERAL)


async def _no_method(request: Request, error: Exception) -> Response:
    del error
    return _said(request, 405, "MethodNotAllowed", messages.NO_METHOD, Style.PLAIN_ERROR)


def _said(request: Request, status: int, kind: str, message: Message, style: Style) -> Response:
    return _refused(request, Problem(status, kind, message), style)

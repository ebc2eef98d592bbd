"""A simulated vendor controlled by hand while it runs, from this machine alone.

    GET    /_sandbox/log                            what was asked so far
    GET    /_sandbox/faults                         what is switched on, and what there is
    POST   /_sandbox/faults?fault=F                 the next request goes wrong
    POST   /_sandbox/faults?fault=F&at=3            the third from now
    POST   /_sandbox/faults?fault=F&always=1        every one
    POST   /_sandbox/faults?fault=F&path=/api/clock every one there; also `POST /api/clock`, and several
    POST   /_sandbox/faults?delay=30&retry=60       how late answers come, how long to wait, in seconds
    DELETE /_sandbox/faults                         nothing goes wrong any more
    POST   /_sandbox/clock?at=ISO or ?forward=SECONDS    moves the vendor's clock
    POST   /_sandbox/reset                          everything as at the start

What is asked for may stand in the query or in a JSON object. A command is answered with what is so then.
"""

from __future__ import annotations

import ipaddress
import json
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from whenever import Instant, OffsetDateTime, ZonedDateTime

from punchcard.sandbox.faults import Fault, FaultBoard
from punchcard.sandbox.request_log import RequestLog
from punchcard.sandbox.vendor_clock import VendorClock

if TYPE_CHECKING:
    from punchcard.sandbox.application import App, VendorHooks

_FAR = 366 * 24 * 3600 * 100
"""A hundred years in seconds: nobody moves a clock further, or waits longer."""

Endpoint = Callable[[Request], Awaitable[Response]]


class _Unreadable(Exception):
    """What is asked for makes no sense; says why in a sentence."""


def control(hooks: VendorHooks, faults: FaultBoard, log: RequestLog, clock: VendorClock) -> App:
    """Return the application below `/_sandbox/`."""

    async def show_log(request: Request) -> Response:
        del request
        shown = [{**each._asdict(), "parameters": dict(each.parameters)} for each in log.all()]
        return JSONResponse({"requests": shown})

    async def show_faults(request: Request) -> Response:
        del request
        return _faults(faults)

    async def switch_on(request: Request) -> Response:
        _switch_on(faults, await _wanted(request))
        return _faults(faults)

    async def switch_off(request: Request) -> Response:
        del request
        faults.clear()
        return _faults(faults)

    async def show_clock(request: Request) -> Response:
        del request
        return JSONResponse({"now": clock().format_iso(unit="millisecond")})

    async def move_clock(request: Request) -> Response:
        wanted = await _wanted(request)
        if "at" in wanted:
            clock.set(_instant(str(wanted["at"])))
        clock.move(_number(wanted.get("forward", 0), "forward", -_FAR))
        return await show_clock(request)

    async def start_again(request: Request) -> Response:
        del request
        faults.clear()
        log.clear()
        clock.reset()
        hooks.reset()
        return JSONResponse({"reset": True})

    return Starlette(
        routes=[
            _route("GET", "log", show_log),
            _route("GET", "faults", show_faults),
            _route("POST", "faults", switch_on),
            _route("DELETE", "faults", switch_off),
            _route("GET", "clock", show_clock),
            _route("POST", "clock", move_clock),
            _route("POST", "reset", start_again),
        ]
    )


def _route(method: str, name: str, endpoint: Endpoint) -> Route:
    async def checked(request: Request) -> Response:
        if not _is_local(request):
            return _problem(403, "A simulated vendor is controlled from its own machine alone.")
        try:
            return await endpoint(request)
        except _Unreadable as unreadable:
            return _problem(400, str(unreadable))

    return Route(f"/_sandbox/{name}", checked, methods=[method], name=f"{method} {name}")


def _is_local(request: Request) -> bool:
    host = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _problem(status: int, sentence: str) -> Response:
    return JSONResponse({"error": {"message": sentence}}, status)


def _faults(faults: FaultBoard) -> Response:
    return JSONResponse(
        {
            "faults": faults.described(),
            "delay": faults.delay_seconds,
            "retry": faults.retry_seconds,
            "there_are": [fault.value for fault in Fault],
        }
    )


async def _wanted(request: Request) -> dict[str, Any]:
    """What a request asks for in its query or its body."""
    wanted: dict[str, Any] = dict(request.query_params)
    if paths := request.query_params.getlist("path"):
        wanted["path"] = paths
    text = await request.body()
    if not text:
        return wanted
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Unreadable("The body is no JSON; give an object, or put it into the query.") from error
    if not isinstance(given, dict):
        raise _Unreadable("The body is no JSON object.")
    return wanted | cast("dict[str, Any]", given)


def _switch_on(faults: FaultBoard, wanted: dict[str, Any]) -> None:
    delay = _number(wanted.get("delay", faults.delay_seconds), "delay")
    retry = round(_number(wanted.get("retry", faults.retry_seconds), "retry"))
    position = _number(wanted["at"], "at", 1) if "at" in wanted else None
    paths = _paths(wanted.get("path"))
    name = wanted.get("fault")
    if name is None and not {"delay", "retry"} & set(wanted):
        raise _Unreadable("Say which fault, such as fault=drop_after.")
    try:
        fault = None if name is None else Fault(name)
    except ValueError as error:
        raise _Unreadable(f"There is no such fault. There are: {', '.join(Fault)}.") from error
    faults.delay_seconds, faults.retry_seconds = delay, retry
    if fault is None:
        return
    if position is not None:
        faults.at(round(position), fault)
    elif paths or str(wanted.get("always", "")).casefold() in ("1", "true", "yes"):
        faults.always(fault, paths)
    else:
        faults.once(fault)


def _paths(given: object) -> Sequence[str] | None:
    if given is None:
        return None
    paths = cast("list[object]", given) if isinstance(given, list) else [given]
    return [str(path) for path in paths]


def _number(given: object, name: str, least: float = 0) -> float:
    try:
        number = float(given) if isinstance(given, str | int | float) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not least <= number <= _FAR:
        raise _Unreadable(f"“{name}” has to be a number, and one that makes sense.")
    return number


def _instant(text: str) -> Instant:
    for read in (Instant.parse_iso, ZonedDateTime.parse_iso, OffsetDateTime.parse_iso):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if isinstance(moment, Instant) else moment.to_instant()
    raise _Unreadable("“at” has to be a moment with an offset, such as 2026-03-11T12:41:00+01:00.")

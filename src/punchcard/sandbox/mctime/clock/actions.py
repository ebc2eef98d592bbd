"""The five actions of `POST /clock` (McTime API, POST /clock)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from whenever import Instant

from punchcard.sandbox.mctime.clock.stop import stop
from punchcard.sandbox.mctime.records import Break, Clock, User
from punchcard.sandbox.mctime.times.booking import home_of, named_organization
from punchcard.sandbox.mctime.wire.answers import Reply, done, failed, malformed, not_running, several
from punchcard.sandbox.mctime.wire.calls import Call
from punchcard.sandbox.mctime.wire.shapes import running_json

DEFAULT_TYPE = "work"
LATEST_AHEAD_SECONDS = 300
"""How far a stamp may lie ahead of the vendor's clock."""

_RUNS_ALREADY = "One user can only have one clocking time simultaneously"


def stamp(call: Call) -> Reply:
    """Do what `action` says with the clock of somebody."""
    action = call.given.text("action")
    if action not in _ACTIONS:
        raise malformed("action is none of start, break, stop, cancel, update")
    return _ACTIONS[action](call, call.sent_user())


def _start(call: Call, user: User) -> Reply:
    state, since, comment = call.state, _moment(call), call.given.text("comment") or ""
    time_type, organization = call.given.time_type(), _organization(call, user)
    if user.id in state.clocks:
        return several([failed(_RUNS_ALREADY)])
    clock = Clock(
        state.new_id(), user.id, since, time_type or DEFAULT_TYPE, organization or home_of(user), comment
    )
    return _kept(call, clock)


def _break(call: Call, user: User) -> Reply:
    clock, moment = _running(call, user), _moment(call)
    taken = clock.open_break
    earliest = max([clock.since, *(at for each in clock.breaks for at in each[1:3] if at)])
    if moment < earliest:
        raise malformed("dateTime lies before what was clocked already")
    if taken is None:
        begun = Break(call.state.new_id(), moment, None)
        return _kept(call, replace(clock, breaks=(*clock.breaks, begun)))
    ended = () if moment == taken.since else (taken._replace(until=moment),)
    return _kept(call, replace(clock, breaks=(*clock.breaks[:-1], *ended)))


def _stop(call: Call, user: User) -> Reply:
    return stop(call, _running(call, user), _moment(call))


def _cancel(call: Call, user: User) -> Reply:
    clock = _running(call, user)
    del call.state.clocks[user.id]
    return done(running_json(call.state, clock), "Clock was discarded")


def _update(call: Call, user: User) -> Reply:
    clock, time_type, organization = _running(call, user), call.given.time_type(), _organization(call, user)
    if time_type is None and organization is None:
        raise malformed("There is nothing to update")
    changed = replace(clock, type=time_type or clock.type, organization=organization or clock.organization)
    return _kept(call, changed)


_ACTIONS: dict[str, Callable[[Call, User], Reply]] = {
    "start": _start, "break": _break, "stop": _stop, "cancel": _cancel, "update": _update,
}  # fmt: skip


def _kept(call: Call, clock: Clock) -> Reply:
    call.state.clocks[clock.user] = clock
    return done(running_json(call.state, clock))


def _running(call: Call, user: User) -> Clock:
    clock = call.state.clocks.get(user.id)
    if clock is None:
        raise not_running()
    return clock


def _organization(call: Call, user: User) -> str | None:
    return named_organization(
        call, user, call.given.text("organizationId"), call.given.text("organizationName")
    )


def _moment(call: Call) -> Instant:
    moment = call.given.moment("dateTime")
    if moment > call.state.now().add(seconds=LATEST_AHEAD_SECONDS):
        raise malformed("dateTime lies in the future")
    return moment
